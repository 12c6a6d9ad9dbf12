"""Who may ask, what was agreed with them, and what they asked for so far."""

from collections import Counter
from typing import Any, Final

import voluptuous as vol

from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.people import Limits, Requester
from custom_components.ring_watch.sharing.model.requests import OPEN_STATES
from custom_components.ring_watch.sharing.settings import HOUR
from custom_components.ring_watch.sharing.sharing import Sharing
from custom_components.ring_watch.times import day_at_home

from .base import ID, Call, command

# More cannot wait.
_MOST_WAITING: Final = 1000

type Counts = Counter[str | None]


@command("requesters/list")
async def list_requesters(call: Call) -> dict[str, Any]:
    """Return the requesters, also those that may ask no more."""
    home, sharing = call.home, call.sharing
    assert home.consent.ledger
    await home.consent.tally.update(home.consent.ledger)
    waiting, live = await _waiting(sharing), await _live(sharing)
    return {
        "requesters": [
            {
                **_describe(one),
                "asked": home.consent.tally.of(one.requester_id).asked,
                "waiting": waiting[one.requester_id],
                "live_shares": live[one.requester_id],
            }
            for one in home.consent.requesters.all()
        ]
    }


@command("requesters/erase", requester_id=(vol.Required, ID))
async def erase(call: Call) -> dict[str, Any]:
    """Forget all that a requester wrote."""
    requester_id = call.msg["requester_id"]
    return {"erased": await call.sharing.erase_requester(requester_id, call.actor)}


async def _waiting(sharing: Sharing) -> Counts:
    page = await sharing.list_requests(OPEN_STATES, limit=_MOST_WAITING)
    return Counter(request.requester_id for request in page.items)


async def _live(sharing: Sharing) -> Counts:
    found: Counts = Counter()
    for share in sharing.shares():
        try:
            request = await sharing.get(share.request_id)
        except SharingError:
            continue
        found[request.requester_id] += 1
    return found


def _describe(requester: Requester) -> dict[str, Any]:
    agreement = requester.agreement
    return {
        "requester_id": requester.requester_id,
        "name": requester.name,
        "kind": requester.kind.value,
        "contact": requester.contact,
        "closed": requester.revoked,
        "agreement": agreement
        and {
            "text": agreement.text,
            "date": day_at_home(agreement.date),
            # What is kept is when the day after begins.
            "end": agreement.end and day_at_home(agreement.end, before=1),
        },
        "limits": _limits(requester.limits),
    }


def _limits(limits: Limits) -> dict[str, int | None]:
    """Return a requester's own limits; None: what the settings say."""
    return {
        "window_hours": limits.window and limits.window // HOUR,
        "total_hours": limits.total and limits.total // HOUR,
        "open_requests": limits.open_requests,
    }


COMMANDS: Final = (list_requesters, erase)
