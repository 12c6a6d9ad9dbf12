"""Setting what is always covered in what is shared of a doorbell."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from custom_components.ring_watch.sharing.canonical import Json
from custom_components.ring_watch.sharing.errors import NotAllowed, SharingError
from custom_components.ring_watch.sharing.ledger import Ledger
from custom_components.ring_watch.sharing.model.clips import Area
from custom_components.ring_watch.sharing.model.people import Actor
from custom_components.ring_watch.sharing.rules import is_area

if TYPE_CHECKING:
    from custom_components.ring_watch.home import Home

ZONES: Final = "zones"
_MOST: Final = 20


async def set_zones(
    home: Home, doorbell: str, zones: Sequence[Area], actor: Actor
) -> None:
    """Set the privacy zones of a doorbell. Raises SharingError, OSError.

    What was prepared with others has to be prepared again before it is approved.
    """
    sharing, ledger = home.sharing, home.consent.ledger
    assert sharing and ledger
    if not actor.may_decide:
        await sharing.note_attempt("set_zones", actor)
        raise NotAllowed
    if len(zones) > _MOST or not all(is_area(zone) for zone in zones):
        raise SharingError("bad_box")
    data: dict[str, Json] = {
        "doorbell": doorbell,
        "zones": len(zones),
        "user_id": actor.user_id,
    }
    # Neither other zones nor an approval of what has the old ones come in between.
    await sharing.alone(_set(home, ledger, doorbell, zones, data))


async def _set(
    home: Home,
    ledger: Ledger,
    doorbell: str,
    zones: Sequence[Area],
    data: dict[str, Json],
) -> None:
    consent = home.consent
    document = consent.doorbells.with_zones(doorbell, zones)
    await consent.executor.run(ledger.append, "zones_set", data)
    await consent.executor.run(consent.documents.save, ZONES, document)
    consent.doorbells.take(document)
