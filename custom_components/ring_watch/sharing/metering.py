"""What left inside grants: counted while it is sent, then noted in the ledger.

A player asks for a clip in many small ranges, so a stream has no entry of its own.
There is one when a claim's streams have gone quiet, a few times at most, and one
when its grant is over; whoever holds a link cannot fill the ledger with them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from .access import End
from .canonical import Json
from .core import Core
from .model.shares import GrantRecord, Share, ShareState

QUIET: Final = 60.0
"""So many seconds without a stream end what is noted together."""
MOST_NOTES: Final = 5
"""Entries for one claim, besides the one when its grant is over."""
_MOST_LISTED: Final = 100

DELIVERED: Final = "share_delivered"


@dataclass(slots=True)
class Usage:
    """The streams of one grant since the ledger was told of them last."""

    changed: float
    open: int = 0
    ended: Counter[End] = field(default_factory=Counter)


class GrantMeter:
    """``access.Meter`` of one grant."""

    def __init__(self, core: Core, share_id: str, grant: GrantRecord) -> None:
        """Count in ``core``."""
        self._core = core
        self._key = (share_id, grant.number)
        self._expires = grant.expires

    def room(self, size: int) -> End | None:
        """Count bytes; or say why none may be sent, and count nothing."""
        core, (share_id, number) = self._core, self._key
        if core.stopped:
            return End.STOPPED
        if core.time.now() >= self._expires:
            return End.EXPIRED
        share = core.state.shares.get(share_id)
        if share is None or not usable(core, share):
            return End.TAKEN_BACK
        grant = next((one for one in share.grants if one.number == number), None)
        if grant is None:
            return End.EXPIRED
        sent = core.sent.get(self._key, grant.bytes_sent) + size
        if sent > grant.byte_limit:
            return End.LIMIT
        core.sent[self._key] = sent
        return None

    def begin(self) -> None:
        """Count a stream that begins."""
        usage = self._usage()
        usage.open += 1

    def end(self, how: End) -> None:
        """Count a stream that ended."""
        usage = self._usage()
        usage.open = max(0, usage.open - 1)
        usage.ended[how] += 1

    def _usage(self) -> Usage:
        now = self._core.ports.clock.monotonic()
        usage = self._core.usage.setdefault(self._key, Usage(now))
        usage.changed = now
        return usage


class Metering:
    """Tells the ledger what was sent."""

    def __init__(self, core: Core) -> None:
        """Work on ``core``."""
        self._core = core

    async def tick(self) -> None:
        """Note what was sent where it has gone quiet, or the grant is over."""
        core = self._core
        now = core.time.now()
        for share_id in list(core.state.shares):
            for grant in core.share(share_id).grants:
                over = now >= grant.expires
                if over or self._is_due(share_id, grant):
                    await self._note(core.share(share_id), grant, over=over)
        for key in [key for key in core.usage if key[0] not in core.state.shares]:
            del core.usage[key]

    def _is_due(self, share_id: str, grant: GrantRecord) -> bool:
        if grant.bytes_sent == grant.bytes_noted or grant.notes >= MOST_NOTES:
            return False
        usage = self._core.usage.get((share_id, grant.number))
        if usage is None:
            return True
        quiet = self._core.ports.clock.monotonic() - usage.changed
        return usage.open == 0 and quiet >= QUIET

    async def _note(self, share: Share, grant: GrantRecord, *, over: bool) -> None:
        core, key = self._core, (share.share_id, grant.number)
        usage = core.usage.get(key)
        streams: Counter[End] = Counter()
        if usage is not None:
            streams += usage.ended
            # Whoever still sends is about to be cut.
            streams += Counter({End.EXPIRED: usage.open if over else 0})
        entry = await core.append(
            DELIVERED,
            {
                "request_id": share.request_id,
                "share_id": share.share_id,
                "claim": grant.number,
                "bytes_sent": grant.bytes_sent,
                "streams": _named(streams),
                "over": over,
                **at_least(grant.at_least),
            },
        )
        if usage is not None:
            usage.ended.clear()
        after = delivered(share, entry.data)
        await core.put_share(after, "delivered", entry, tightens=True)
        if over:
            core.sent.pop(key, None)
            core.usage.pop(key, None)


def usable(core: Core, share: Share) -> bool:
    """Tell whether a share may be used: not revoked, suspended or about to be."""
    return (
        share.state is ShareState.ACTIVE
        and not core.stopped
        and not share.suspended
        and share.share_id not in core.held
    )


def delivered(share: Share, data: Mapping[str, Json]) -> Share:
    """Return a share as it is after an entry ``share_delivered`` with this data."""
    number, sent, over = data["claim"], int(str(data["bytes_sent"])), data["over"]
    grants: list[GrantRecord] = []
    for grant in share.grants:
        if grant.number != number:
            grants.append(grant)
        elif over:
            share = replace(
                share,
                bytes_sent=share.bytes_sent + sent,
                at_least=share.at_least or grant.at_least,
            )
        else:
            grants.append(
                replace(
                    grant,
                    bytes_sent=max(sent, grant.bytes_sent),
                    bytes_noted=sent,
                    notes=grant.notes + 1,
                )
            )
    return replace(share, grants=tuple(grants))


def whole(core: Core, share: Share) -> dict[str, Json]:
    """Return what the entry of a share's end says of all that left."""
    streams: Counter[End] = Counter()
    for grant in share.grants:
        if (usage := core.usage.get((share.share_id, grant.number))) is not None:
            streams += usage.ended
            streams += Counter({End.TAKEN_BACK: usage.open})
    uncertain = share.at_least or any(grant.at_least for grant in share.grants)
    return {
        "bytes_sent": share.bytes_sent
        + sum(grant.bytes_sent for grant in share.grants),
        "open_claims": [
            {"claim": grant.number, "bytes_sent": grant.bytes_sent}
            for grant in share.grants[-_MOST_LISTED:]
        ],
        "streams": _named(streams),
        **at_least(uncertain),
    }


def at_least(uncertain: bool) -> dict[str, Json]:
    """Return what says that bytes may have been sent that nobody counted."""
    return {"at_least": True} if uncertain else {}


def _named(streams: Counter[End]) -> dict[str, Json]:
    return {end.value: streams[end] for end in End if streams[end]}
