"""What is done once a change is saved: files go, windows are kept or given free."""

import asyncio
from collections.abc import Collection
import logging

from .errors import SharingError
from .model.clips import RenderedClip
from .model.requests import Request
from .ports import Ports

_LOGGER = logging.getLogger(__name__)


class Effects:
    """Effects outside. None of them raises; what resists is tried again later.

    ``doomed``: files still to be removed. ``loose``: requests, by their ids, whose
    windows could not be kept yet. ``rendering``: what is being rendered, by
    the request's id.
    """

    def __init__(self, ports: Ports) -> None:
        """Refer to the ports."""
        self._ports = ports
        self.doomed: set[str] = set()
        self.loose: set[str] = set()
        self.rendering: dict[str, asyncio.Task[list[RenderedClip]]] = {}

    async def discard(self, names: Collection[str]) -> None:
        """Remove files; those that resist are tried again by ``tick``."""
        self.doomed.update(names)
        if not self.doomed:
            return
        try:
            await self._ports.renderer.remove(sorted(self.doomed))
        except OSError as err:
            _LOGGER.warning("Clips could not be removed yet: %s", err.strerror)
        else:
            self.doomed.clear()

    async def release(self, request: Request) -> None:
        """Give free what a request held before it ended: its clips and pins."""
        if (running := self.rendering.pop(request.request_id, None)) is not None:
            running.cancel()
        await self.discard([clip.name for clip in clips_of(request)])
        await self.unpin(request)

    async def pin(self, request: Request) -> None:
        """Keep a request's windows from retention; ``tick`` tries again what fails."""
        self.loose.discard(request.request_id)
        for name, doorbell in pin_names(request).items():
            try:
                await self._ports.pins.pin(name, doorbell, request.start, request.end)
            except (SharingError, OSError) as err:
                self.loose.add(request.request_id)
                _LOGGER.warning("A window could not be kept yet: %s", err)

    async def unpin(self, request: Request) -> None:
        """Give a request's windows free."""
        for name in pin_names(request):
            try:
                await self._ports.pins.unpin(name)
            except (SharingError, OSError) as err:
                _LOGGER.warning("A window could not be given free yet: %s", err)


def clips_of(request: Request) -> tuple[RenderedClip, ...]:
    """Return the clips that were prepared for a request."""
    return request.prepared.clips if request.prepared else ()


def pin_names(request: Request) -> dict[str, str]:
    """Return the doorbells of a request by the names of their pins."""
    return {
        f"request_{request.request_id}_{number}": doorbell
        for number, doorbell in enumerate(request.doorbells)
    }
