"""Putting right what a crash or a restored backup left."""

from collections.abc import Sequence
from dataclasses import replace
import logging
from typing import Final

from .arrows import ARROWS, TYPES
from .asking import Asking
from .core import Core
from .effects import clips_of, pin_names
from .errors import SharingError
from .history import Erasing, History
from .life import carried, unprepared
from .metering import DELIVERED, delivered
from .model.requests import Request, RequestState as S
from .model.shares import Share
from .ports import Entry
from .shares import Shares
from .state import DOCUMENT, State
from .timekeeper import Timekeeper

_LOGGER = logging.getLogger(__name__)

_STATES: Final = {name: state for state, name in TYPES.items()}
_TAKING: Final = frozenset(
    {S.REJECTED, S.DECLINED, S.LAPSED, S.WITHDRAWN, S.REVOKED, S.EXPIRED, S.USED_UP}
)
_GIVING_ALSO: Final = frozenset({"share_renewed", "shares_confirmed"})
_TAKING_ALSO: Final = frozenset({"share_claimed", DELIVERED, "shares_suspended"})


class Repair:
    """What ``start`` does.

    An entry of the ledger that the saved state does not know was cut short. What it
    gives (a request, an approval, a share) has not happened, and the ledger is told
    so; what it takes (a revocation, a claim, an end) and what it says was delivered
    is done now.
    """

    def __init__(
        self,
        core: Core,
        asking: Asking,
        shares: Shares,
        history: History,
        erasing: Erasing,
    ) -> None:
        """Work on ``core`` and its parts."""
        self._core = core
        self._asking = asking
        self._shares = shares
        self._history = history
        self._erasing = erasing

    async def start(self) -> None:
        """Read the state and repair it (``Sharing.start``)."""
        core = self._core
        run, book = core.ports.executor.run, core.ports.book
        document = await run(core.ports.documents.load, DOCUMENT)
        state = State() if document is None else State.from_json(document)
        core.time = Timekeeper(core.ports.clock, state.last_seen)
        entries: Sequence[Entry] = ()
        replaced = state.ledger not in ("", book.ledger_id)
        if replaced:
            _LOGGER.warning("The ledger is another one than before")
        elif document is not None and book.size > state.entries:
            entries = await run(book.entries, state.entries)
        elif document is None and book.size:
            known = await run(book.entries, 0)
            if any(entry.type in _STATES for entry in known):
                _LOGGER.error("The requests are gone; the ledger still tells of them")
                await core.append("state_missing", {})
        unknown = [entry for entry in entries if _counts(entry, entries)]
        witness = core.ports.witness
        seen = await run(witness.load) if witness is not None else None
        restored = (
            "ledger_replaced"
            if replaced
            else _restored(state, book.size, len(unknown), seen)
        )
        core.state = replace(
            state,
            generation=max(state.generation, seen or 0),
            ledger=book.ledger_id,
            in_backup=False,
            stopped=False,
            shares={key: _as_left(state, one) for key, one in state.shares.items()},
        )
        if restored:
            # Before anything else may fail.
            core.held.update(core.state.shares)
        if replaced:
            await self._carry_over()
        core.unforgotten.update(*map(_voided, entries))
        await core.forget()
        await self._void(unknown)
        for entry in unknown:
            await self._redo(entry)
        for entry in entries:
            if entry.type == "erased":
                await self._erasing.again(str(entry.data["subject"]))
        if restored:
            await self._shares.suspend(restored)
        await core.commit(replace(core.state, entries=book.size))
        await self._resume()

    async def _carry_over(self) -> None:
        """Begin in a new ledger with what is alive, and leave the rest to the old.

        Where this is cut short, the next start does it again: nothing is saved
        before all of it is done, and the pages' numbers change only once.
        """
        core = self._core
        await self._history.change_pages(_of_earlier)
        requests: dict[str, Request] = {}
        for key, request in core.state.requests.items():
            left = _of_earlier(request)
            requests[key] = left if left.is_closed else await carried(core, left)
        core.state = replace(core.state, requests=requests)

    async def _void(self, unknown: Sequence[Entry]) -> None:
        seqs = [entry.seq for entry in unknown if not _takes(entry)]
        if seqs:
            await self._core.void(seqs)

    async def _redo(self, entry: Entry) -> None:
        """Do again what an entry takes, as far as it is not done."""
        if not _takes(entry):
            return
        core, data = self._core, entry.data
        shares = core.state.shares
        if entry.type == "shares_suspended":
            ids = [key for key in data["share_ids"] if key in shares]
            changed = {key: replace(shares[key], suspended=True) for key in ids}
            await core.commit(replace(core.state, shares={**shares, **changed}), entry)
        elif entry.type == "share_claimed":
            share = shares.get(data["share_id"])
            if share is not None and share.claims_used < data["claim"]:
                after = replace(share, claims_used=data["claim"])
                await core.put_share(after, "claimed", entry)
        elif entry.type == DELIVERED:
            if (share := shares.get(data["share_id"])) is not None:
                after = delivered(share, data)
                await core.put_share(after, "delivered", entry, tightens=True)
        else:
            request = core.state.requests.get(data["request_id"])
            to = _STATES[entry.type]
            if request is None or to not in ARROWS.get(request.state, ()):
                return
            changes = {"prepared": None} if to is S.PENDING else {}
            if to is S.REJECTED:
                changes = {"rule": data["rule"]}
            await core.put_step(
                request,
                to,
                entry,
                user_id=data.get("user_id"),
                tightens=True,
                **changes,
            )

    async def _resume(self) -> None:
        """Bring files, pins and what was interrupted into line with the state."""
        core = self._core
        requests = core.state.requests.values()
        keep = {
            clip.name
            for request in requests
            if not request.is_closed
            for clip in clips_of(request)
        }
        try:
            await core.ports.renderer.sweep(sorted(keep))
        except OSError as err:
            _LOGGER.warning("Old clips could not be removed: %s", err.strerror)
        for request in list(requests):
            if request.state is S.PREPARING:
                await unprepared(core, request, "interrupted")
            elif request.state is S.RECEIVED:
                await self._asking.judge(request)
        waiting = [one for one in core.state.requests.values() if one.pinned]
        wanted = {name for one in waiting for name in pin_names(one)}
        try:
            for name in set(await core.ports.pins.names()) - wanted:
                await core.ports.pins.unpin(name)
        except (SharingError, OSError) as err:
            _LOGGER.warning("Old pins could not be removed: %s", err)
        for request in waiting:
            await core.effects.pin(request)


def _of_earlier(request: Request) -> Request:
    """Return a request whose steps are told by a ledger before this one."""
    steps = (
        replace(step, entry=min(step.entry, -1 - step.entry))
        for step in request.history
    )
    return replace(request, history=tuple(steps))


def _as_left(state: State, share: Share) -> Share:
    """Return a share whose counts are marked where a crash may have lost some."""
    if state.stopped or not share.grants:
        return share
    grants = tuple(replace(grant, at_least=True) for grant in share.grants)
    return replace(share, grants=grants)


def _counts(entry: Entry, entries: Sequence[Entry]) -> bool:
    """Tell whether an entry is of an effect, and not already called void."""
    if entry.type not in {*_STATES, *_GIVING_ALSO, *_TAKING_ALSO}:
        return False
    return not any(entry.seq in _voided(other) for other in entries)


def _voided(entry: Entry) -> Sequence[int]:
    """Return the numbers of the entries that an entry calls void."""
    return entry.data["entries"] if entry.type == "voided" else ()


def _takes(entry: Entry) -> bool:
    """Tell whether an entry only takes something away."""
    if entry.type in _TAKING_ALSO:
        return True
    state = _STATES.get(entry.type)
    return state in _TAKING or (state is S.PENDING and "why" in entry.data)


def _restored(state: State, size: int, unknown: int, seen: int | None) -> str | None:
    """Return by what a restored backup is recognised, None where there is none.

    A crash leaves one entry that the state does not know; an older state lacks
    more. The mark is there while a backup is made.
    """
    if state.in_backup:
        return "restored"
    if seen is not None and seen > state.generation:
        return "state_behind"
    if size < state.entries:
        return "ledger_behind"
    return "state_behind" if unknown > 1 else None
