"""Preparing, approving, declining: what the owner does with a request."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from . import life, passphrase
from .asking import Asking
from .canonical import Json
from .core import Core
from .effects import clips_of
from .errors import NotConfirmed, SharingError
from .model.clips import Area, Part, Preparation, Prepared, RenderedClip
from .model.people import Actor
from .model.requests import PREPARED, Request, RequestState as S
from .model.shares import Share, ShareTerms
from .ports import Approval, Entry
from .rendered import render_hash
from .rules import TO_CONFIRM, asked_nearby, check_preparation, check_terms, warnings
from .tokens import hashed, new_id, new_secret, same

_PREPARABLE: Final = PREPARED | {S.PENDING}


class Deciding:
    """What an administrator decides."""

    def __init__(self, core: Core, asking: Asking) -> None:
        """Work on ``core``."""
        self._core = core
        self._asking = asking
        self._hashing = asyncio.Semaphore(passphrase.AT_ONCE)

    def warnings(self, request_id: str) -> tuple[str, ...]:
        """Return what the owner should know (``Sharing.warnings``)."""
        request = self._core.request(request_id)
        return warnings(
            request,
            self._asking.requester(request.requester_id),
            self._core.state.asked,
            self._core.time.now(),
            self._core.settings,
        )

    def asked_nearby(self, request_id: str) -> tuple[int, int]:
        """Return number and total of the requester's windows around a request's."""
        request = self._core.request(request_id)
        return asked_nearby(request, self._core.state.asked)

    # Preparing

    async def prepare(
        self, request_id: str, preparation: Preparation, actor: Actor
    ) -> Request:
        """Render what may be approved (``Sharing.prepare``)."""
        await self._core.demand(actor, "prepare", request_id)
        return await self._core.turns.outlast(
            self._prepare(request_id, preparation, actor)
        )

    async def prepare_ahead(self, request_id: str, preparation: Preparation) -> Request:
        """Render before anybody looked (``Sharing.prepare_ahead``)."""
        return await self._core.turns.outlast(
            self._prepare(request_id, preparation, None)
        )

    async def _prepare(
        self, request_id: str, preparation: Preparation, actor: Actor | None
    ) -> Request:
        """Prepare for somebody; None: ahead."""
        core = self._core
        request = await core.turns.alone(self._begin(request_id, preparation, actor))
        if core.stopped or self._still(request) is None:
            # It was decided, or all ends, before there was a rendering to end.
            code = "prepare_stopped" if self._was_stopped(request) else "prepare_failed"
            await core.turns.alone(self._failed(request, code))
            raise SharingError(code)
        zones = self._zones(preparation.parts)
        rendering = core.turns.spawn(
            core.ports.renderer.prepare(
                request,
                preparation.parts,
                (*zones, *preparation.boxes),
                audio=preparation.audio,
            )
        )
        core.effects.rendering[request_id] = rendering
        try:
            clips = await rendering
        except BaseException as err:
            code = err.code if isinstance(err, SharingError) else "prepare_failed"
            if self._was_stopped(request):
                code = "prepare_stopped"
            await core.turns.alone(self._failed(request, code))
            if isinstance(err, OSError | asyncio.CancelledError):
                raise SharingError(code) from err
            raise
        finally:
            if core.effects.rendering.get(request_id) is rendering:
                del core.effects.rendering[request_id]
        return await core.turns.alone(
            self._finish(request, preparation, zones, tuple(clips), actor)
        )

    async def _begin(
        self, request_id: str, preparation: Preparation, actor: Actor | None
    ) -> Request:
        core = self._core
        request = core.request(request_id)
        overtaken = _is_ahead(request)
        if actor is None:
            if request.state is not S.PENDING or request.attempt:
                raise SharingError("not_first")
        elif request.state not in _PREPARABLE and not overtaken:
            raise await self._not_now(request, "prepare", actor)
        check_preparation(request, preparation)
        if overtaken and (running := core.effects.rendering.pop(request_id, None)):
            running.cancel()
        before = clips_of(request)
        chosen: Mapping[str, Json] = {
            "parts": len(preparation.parts),
            "boxes": len(preparation.boxes),
            "sound": preparation.audio,
        }
        user_id = actor.user_id if actor else None
        request = await life.preparing(core, request, user_id, chosen)
        await core.effects.discard([clip.name for clip in before])
        return request

    async def _finish(
        self,
        begun: Request,
        preparation: Preparation,
        zones: tuple[Area, ...],
        clips: tuple[RenderedClip, ...],
        actor: Actor | None,
    ) -> Request:
        core = self._core
        names = [clip.name for clip in clips]
        request = self._still(begun)
        if request is None:
            await core.effects.discard(names)
            if self._was_stopped(begun):
                raise SharingError("prepare_stopped")
            state = core.request(begun.request_id).state
            raise SharingError("already_decided", state=state.value)
        if [clip.doorbell for clip in clips] != [
            part.doorbell for part in preparation.parts
        ]:
            await core.effects.discard(names)
            await life.unprepared(core, request, "prepare_failed")
            raise SharingError("prepare_failed")
        parts, boxes, audio = preparation.parts, preparation.boxes, preparation.audio
        digest = render_hash(
            request.request_id, parts, zones, boxes, audio=audio, clips=clips
        )
        prepared = Prepared(parts, zones, boxes, audio, clips, digest)
        user_id = actor.user_id if actor else None
        try:
            return await life.ready(core, request, prepared, user_id)
        except SharingError:
            await core.effects.discard(names)
            with suppress(SharingError):
                await life.unprepared(core, request, "not_saved")
            raise

    async def _failed(self, begun: Request, code: str) -> None:
        request = self._still(begun)
        if request is not None:
            await life.unprepared(self._core, request, code)

    async def stop_preparing(self, request_id: str, actor: Actor) -> Request:
        """End a preparation (``Sharing.stop_preparing``)."""
        await self._core.demand(actor, "stop_preparing", request_id)
        return await self._core.turns.alone(self._stop_preparing(request_id, actor))

    async def _stop_preparing(self, request_id: str, actor: Actor) -> Request:
        core = self._core
        request = core.request(request_id)
        if request.state is not S.PREPARING:
            return request
        after = await life.unprepared(core, request, "stopped", actor.user_id)
        if (running := core.effects.rendering.pop(request_id, None)) is not None:
            running.cancel()
        return after

    def _was_stopped(self, begun: Request) -> bool:
        """Tell whether somebody ended this preparation, and the request still waits."""
        request = self._core.state.requests.get(begun.request_id)
        return self._still(begun) is None and request is not None and request.is_open

    def _still(self, begun: Request) -> Request | None:
        """Return the request if this preparation is still what it waits for."""
        request = self._core.state.requests.get(begun.request_id)
        if (
            request is None
            or request.state is not S.PREPARING
            or request.attempt != begun.attempt
        ):
            return None
        return request

    def _zones(self, parts: Sequence[Part]) -> tuple[Area, ...]:
        doorbells = dict.fromkeys(part.doorbell for part in parts)
        zones = self._core.ports.doorbells.zones
        return tuple(area for doorbell in doorbells for area in zones(doorbell))

    # Approving

    async def approve(
        self, request_id: str, digest: str, actor: Actor, terms: ShareTerms
    ) -> tuple[Share, str]:
        """Approve exactly what was prepared (``Sharing.approve``)."""
        core = self._core
        await core.demand(actor, "approve", request_id)
        check_terms(terms, core.settings)
        prepared = core.request(request_id).prepared
        # Before the others are kept waiting: reading the files takes a while.
        whole = prepared is not None and await core.ports.renderer.unchanged(
            prepared.clips
        )
        record = None
        if terms.passphrase is not None:
            async with self._hashing:
                record = await core.ports.executor.run(
                    passphrase.record, terms.passphrase
                )
        seen = (
            prepared
            if whole and prepared and same(digest, prepared.render_hash)
            else None
        )
        return await core.turns.alone(
            self._approve(request_id, seen, actor, terms, record)
        )

    async def _approve(
        self,
        request_id: str,
        seen: Prepared | None,
        actor: Actor,
        terms: ShareTerms,
        record: str | None,
    ) -> tuple[Share, str]:
        core = self._core
        # To read long files takes minutes, in which somebody may lose the right to it.
        await core.demand(actor, "approve", request_id)
        request = core.request(request_id)
        prepared = request.prepared
        if request.state not in PREPARED or prepared is None:
            raise await self._not_now(request, "approve", actor)
        if prepared != seen or prepared.zones != self._zones(prepared.parts):
            raise SharingError("changed_since_preview")
        unseen = set(self.warnings(request_id)) & TO_CONFIRM - terms.confirmed
        if unseen:
            raise NotConfirmed(sorted(unseen))
        if request.state is S.READY:
            request = await life.approved(core, request, prepared, actor.user_id)
        return await self._share(request, prepared, actor, terms, record)

    async def _share(
        self,
        request: Request,
        prepared: Prepared,
        actor: Actor,
        terms: ShareTerms,
        record: str | None,
    ) -> tuple[Share, str]:
        core = self._core
        lifetime, claims = check_terms(terms, core.settings)
        secret = new_secret()
        now = core.time.now()
        entry = await self._entry(request.history[-1].entry)
        approval = Approval(
            request.history[-1].time,
            entry,
            core.time.synchronised(),
            core.time.behind(),
        )
        manifests = await core.ports.executor.run(
            core.ports.notary.manifests, request, approval
        )
        share = Share(
            share_id=new_id(),
            request_id=request.request_id,
            secret_hash=hashed(secret),
            created=now,
            expires=now + lifetime,
            claims_limit=claims,
            clips=prepared.clips,
            manifests=tuple(manifests),
            asker_hash=request.asker_hash if terms.to_asker else None,
            passphrase=record,
        )
        request = await life.shared(core, request, share, actor.user_id)
        await core.checkpoint()
        await core.effects.unpin(request)
        return share, secret

    async def _entry(self, number: int) -> Entry:
        book = self._core.ports.book
        entries = await self._core.ports.executor.run(book.entries, number)
        return entries[0]

    # Declining

    async def decline(self, request_id: str, actor: Actor) -> Request:
        """Decline a request (``Sharing.decline``)."""
        await self._core.demand(actor, "decline", request_id)
        return await self._core.turns.alone(self._decline(request_id, actor))

    async def _decline(self, request_id: str, actor: Actor) -> Request:
        core = self._core
        request = core.request(request_id)
        if request.state not in life.WAITING:
            raise await self._not_now(request, "decline", actor)
        after = await life.declined(core, request, actor.user_id)
        await core.effects.release(request)
        return after

    async def _not_now(self, request: Request, what: str, actor: Actor) -> SharingError:
        """Return why something cannot be decided; a decision too late is noted."""
        if request.state in {S.RECEIVED, S.PENDING}:
            return SharingError("not_ready")
        if request.state is S.PREPARING:
            return SharingError("is_preparing")
        data: dict[str, Json] = {"user_id": actor.user_id}
        await self._core.note("too_late", what, data, request.request_id)
        return SharingError("already_decided", state=request.state.value)


def _is_ahead(request: Request) -> bool:
    """Tell whether a request is being prepared for nobody in particular."""
    return request.state is S.PREPARING and request.history[-1].user_id is None
