"""What time brings."""

import logging

from . import life
from .asking import Asking
from .core import Core
from .effects import clips_of
from .errors import SharingError
from .history import History
from .metering import Metering
from .model.requests import PREPARED, RequestState as S
from .settings import MINUTE
from .shares import Shares

_LOGGER = logging.getLogger(__name__)
_SAVE_EVERY = 5 * MINUTE


class Upkeep:
    """What ``tick`` does."""

    def __init__(
        self, core: Core, asking: Asking, shares: Shares, history: History
    ) -> None:
        """Work on ``core`` and its parts."""
        self._core = core
        self._asking = asking
        self._shares = shares
        self._history = history
        self._metering = Metering(core)
        self._trouble: str | None = None

    async def tick(self) -> None:
        """Do each part, also when another fails; what failed is tried next time."""
        trouble = None
        for part in (
            self._shares.retry,
            self._metering.tick,
            self._end_shares,
            self._lapse,
            self._judge,
            self._miss,
            self._history.settle,
            self._core.forget,
            self._clear,
            self._keep,
            self._save,
        ):
            try:
                await part()
            except (SharingError, OSError) as err:
                trouble = err.code if isinstance(err, SharingError) else str(err)
        if trouble and trouble != self._trouble:
            _LOGGER.error("Requests and shares could not be kept up: %s", trouble)
        self._trouble = trouble

    async def _end_shares(self) -> None:
        core = self._core
        now = core.time.now()
        for share_id in list(core.state.shares):
            share = core.share(share_id)
            request = core.state.requests[share.request_id]
            if now >= share.expires:
                await life.expired(core, request, share)
            elif share.claims_used >= share.claims_limit and not share.grants:
                await life.used_up(core, request, share)
            else:
                continue
            await self._shares.ended(share)
            await core.checkpoint()

    async def _lapse(self) -> None:
        core = self._core
        now = core.time.now()
        for request in list(core.state.requests.values()):
            if request.state in life.WAITING and now >= request.lapses:
                await life.lapsed(core, request)
                await core.effects.release(request)

    async def _judge(self) -> None:
        for request in list(self._core.state.requests.values()):
            if request.state is S.RECEIVED:
                await self._asking.judge(request)

    async def _miss(self) -> None:
        """End what refers to files that are gone."""
        core = self._core
        requests = [
            one
            for one in core.state.requests.values()
            if one.state in PREPARED or one.state is S.SHARED
        ]
        names = {clip.name for one in requests for clip in clips_of(one)}
        missing = set(await core.ports.renderer.missing(sorted(names)))
        for request in requests if missing else ():
            if missing.isdisjoint(clip.name for clip in clips_of(request)):
                continue
            if request.state in PREPARED:
                await life.unprepared(core, request, "clip_gone")
                await core.effects.discard([clip.name for clip in clips_of(request)])
            elif (share := core.state.shares.get(request.share_id or "")) is not None:
                why = "clip_gone"
                await life.revoked(core, request, core.share(share.share_id), None, why)
                await self._shares.ended(share)

    async def _clear(self) -> None:
        await self._core.effects.discard(())

    async def _keep(self) -> None:
        """Keep the windows that could not be kept before."""
        core = self._core
        for request_id in sorted(core.effects.loose):
            request = core.state.requests.get(request_id)
            if request is not None and request.pinned:
                await core.effects.pin(request)
            else:
                core.effects.loose.discard(request_id)

    async def _save(self) -> None:
        """Save counters and the clock now and then, not to wear the disk out."""
        core = self._core
        late = core.time.now() - core.state.last_seen >= _SAVE_EVERY
        if late or core.unsaved:
            await core.commit(core.state, tightens=True)
