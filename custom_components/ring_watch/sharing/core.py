"""What every change goes through: one at a time, ledger, state, announcement."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
import logging
from typing import TYPE_CHECKING, Any

from .arrows import ARROWS, TYPES, UNPREPARED
from .canonical import Json
from .effects import Effects
from .errors import NotAllowed, SharingError
from .limits import Buckets
from .model.people import Actor
from .model.requests import Request, RequestState as S, Step
from .model.shares import Share
from .ports import Announcement, Entry, Ports
from .settings import Settings
from .state import DOCUMENT, State
from .timekeeper import Timekeeper
from .turns import Turns

if TYPE_CHECKING:
    from .metering import Usage

_LOGGER = logging.getLogger(__name__)

_NOTES = 20


class Core:
    """The state and the one way to change it."""

    def __init__(self, ports: Ports, settings: Settings) -> None:
        """Begin empty."""
        self.ports = ports
        self.settings = settings
        self.state = State()
        self.time = Timekeeper(ports.clock)
        self.unsaved = False
        self.unforgotten: set[int] = set()
        # Shares that are cut at once, whatever becomes of the ledger and the disk.
        self.held: set[str] = set()
        # What each grant was sent, and its streams, by the share's id and number.
        self.sent: dict[tuple[str, int], int] = {}
        self.usage: dict[tuple[str, int], Usage] = {}
        # Nothing leaves any more: streams of this process are cut.
        self.stopped = False
        self.effects = Effects(ports)
        self.turns = Turns()
        self._notes = Buckets(_NOTES)
        self._unnoted = 0

    # Ledger, then state, then announcement

    async def append(
        self,
        kind: str,
        data: Mapping[str, Json],
        private: Mapping[str, str] | None = None,
    ) -> Entry:
        """Write an entry. Raises SharingError ``ledger_not_writable``."""
        book = self.ports.book
        try:
            return await self.ports.executor.run(book.append, kind, data, private)
        except OSError as err:
            raise SharingError("ledger_not_writable") from err

    async def checkpoint(self) -> None:
        """Sign the ledger's head; a failure is made good by a later one."""
        try:
            await self.ports.executor.run(self.ports.book.checkpoint)
        except OSError as err:
            _LOGGER.warning("The ledger could not be signed: %s", err)

    async def commit(
        self, state: State, entry: Entry | None = None, *, tightens: bool = False
    ) -> None:
        """Save a state, let it count, announce what is in its outbox.

        One that only takes away (``tightens``) counts even when it cannot be saved:
        the ledger has it, and ``start`` makes it good. Any other has then not
        happened, which the ledger is told (SharingError ``not_saved``).
        """
        state = replace(
            state,
            generation=self.state.generation + 1,
            last_seen=self.time.now(),
            entries=entry.seq + 1 if entry else state.entries,
            shares={key: self._counted(share) for key, share in state.shares.items()},
        )
        try:
            await self.ports.executor.run(self._save, state)
        except OSError as err:
            self.unsaved = True
            if not tightens:
                if entry is not None:
                    await self.void([entry.seq])
                raise SharingError("not_saved") from err
            _LOGGER.error("What was taken back could not be saved: %s", err)
        else:
            self.unsaved = False
        self.state = state
        self._announce()

    async def void(self, seqs: Sequence[int]) -> None:
        """Say in the ledger that entries had no effect, and forget their words."""
        await self.append("voided", {"entries": list(seqs)})
        self.unforgotten.update(seqs)
        await self.forget()

    async def forget(self) -> None:
        """Forget the words of what is void; ``tick`` tries again what fails."""
        if not self.unforgotten:
            return
        seqs = sorted(self.unforgotten)
        try:
            await self.ports.executor.run(self.ports.book.erase, seqs)
        except OSError as err:
            _LOGGER.warning("Words could not be forgotten yet: %s", err)
        else:
            self.unforgotten.clear()

    def _save(self, state: State) -> None:
        self.ports.documents.save(DOCUMENT, state.to_json())
        if (witness := self.ports.witness) is not None:
            try:
                witness.save(state.generation)
            except OSError as err:
                _LOGGER.debug("The witness could not be saved: %s", err)

    def _counted(self, share: Share) -> Share:
        """Return a share with the bytes that were sent meanwhile."""
        grants = tuple(
            replace(
                grant,
                bytes_sent=self.sent.get(
                    (share.share_id, grant.number), grant.bytes_sent
                ),
            )
            for grant in share.grants
        )
        return share if grants == share.grants else replace(share, grants=grants)

    def _announce(self) -> None:
        outbox = self.state.outbox
        # Saved with the next change, or when sharing stops.
        self.state = replace(self.state, outbox=())
        for announcement in outbox:
            try:
                self.ports.announcer.announce(announcement)
            except Exception:
                _LOGGER.exception("Announcing %s failed", announcement.kind)

    # A request's step

    async def step(
        self,
        request: Request,
        to: S,
        *,
        data: Mapping[str, Json] | None = None,
        private: Mapping[str, str] | None = None,
        user_id: str | None = None,
        put: Share | None = None,
        tightens: bool = False,
        **changes: Any,
    ) -> Request:
        """Let a request go to another state: the whole of every arrow.

        ``put``: a share that comes with it. A closing request's share is dropped.
        """
        known = self.state.requests.get(request.request_id)
        if to not in ARROWS.get(known.state if known else None, ()):
            raise ValueError(f"No request goes from {request.state} to {to}.")
        entry = await self.append(
            TYPES[to],
            {
                "request_id": request.request_id,
                "requester_id": request.requester_id,
                **({"user_id": user_id} if user_id else {}),
                **(data or {}),
            },
            private,
        )
        return await self.put_step(
            request, to, entry, user_id=user_id, put=put, tightens=tightens, **changes
        )

    async def put_step(
        self,
        request: Request,
        to: S,
        entry: Entry,
        *,
        user_id: str | None = None,
        put: Share | None = None,
        tightens: bool = False,
        **changes: Any,
    ) -> Request:
        """Do the part of ``step`` after the ledger's entry."""
        step = Step(to, self.time.now(), entry.seq, user_id)
        after = replace(request, state=to, history=(*request.history, step), **changes)
        if after.is_closed:
            after = replace(after, pinned=False)
            if after.share_id is None:
                after = replace(after, prepared=None)
        back = to is S.PENDING and request.state is not S.RECEIVED
        kind = UNPREPARED if back else to.value
        shares = dict(self.state.shares)
        if put is not None:
            shares[put.share_id] = put
        if after.is_closed and after.share_id is not None:
            shares.pop(after.share_id, None)
        await self.commit(
            replace(
                self.state,
                requests={**self.state.requests, after.request_id: after},
                shares=shares,
                outbox=(*self.state.outbox, self._announcement(kind, entry, after)),
            ),
            entry,
            tightens=tightens,
        )
        return after

    async def put_share(
        self, share: Share, kind: str, entry: Entry, *, tightens: bool = False
    ) -> None:
        """Save a changed share with the entry ``kind`` that is already written."""
        request = self.state.requests[share.request_id]
        await self.commit(
            replace(
                self.state,
                shares={**self.state.shares, share.share_id: share},
                outbox=(*self.state.outbox, self._announcement(kind, entry, request)),
            ),
            entry,
            tightens=tightens,
        )

    def _announcement(self, kind: str, entry: Entry, request: Request) -> Announcement:
        return Announcement(
            kind,
            self.time.now(),
            entry.seq,
            request.request_id,
            request.share_id,
            request.requester_id,
            request.doorbells,
            request.start,
            request.end,
        )

    # Looking

    def request(self, request_id: str) -> Request:
        """Return a request that is not in the history. Raises ``no_request``."""
        request = self.state.requests.get(request_id)
        if request is None:
            raise SharingError("no_request")
        return request

    def share(self, share_id: str) -> Share:
        """Return a live share. Raises ``no_share``."""
        share = self.state.shares.get(share_id)
        if share is None:
            raise SharingError("no_share")
        return self._counted(share)

    # Who may

    async def demand(self, actor: Actor, what: str, about: str | None = None) -> None:
        """Raise NotAllowed, and note it, unless a real, active administrator acts."""
        if not actor.may_decide or not await self._may_still(actor):
            data: dict[str, Json] = {"actor": actor.kind.value}
            if actor.user_id:
                data["user_id"] = actor.user_id
            await self.note("attempt", what, data, about)
            raise NotAllowed

    async def _may_still(self, actor: Actor) -> bool:
        """Tell whether somebody who was an administrator is one at this moment."""
        people = self.ports.people
        return people is None or await people.may_decide(actor.user_id or "")

    async def note(
        self, kind: str, what: str, data: Mapping[str, Json], about: str | None
    ) -> None:
        """Note what had no effect, not too often: the rest is counted.

        ``about`` may be anything that somebody made up, so only what is an id of
        something here is written.
        """
        if not self._notes.take(kind, self.ports.clock.monotonic()):
            self._unnoted += 1
            return
        full = {"action": what, **data}
        if about in self.state.requests or about in self.state.shares:
            full["about"] = about
        if self._unnoted:
            full["unnoted"] = self._unnoted
        try:
            entry = await self.append(kind, full)
        except SharingError as err:
            _LOGGER.warning("An attempt could not be noted: %s", err.code)
            return
        self._unnoted = 0
        self.ports.announcer.announce(Announcement(kind, self.time.now(), entry.seq))
