"""The picture of a doorbell of a Ring account: live by WebRTC, still by snapshots."""

from contextlib import suppress
from datetime import timedelta
from typing import Any, Final, override

from webrtc_models import RTCIceCandidateInit

from homeassistant.components.camera import (
    Camera,
    CameraEntityDescription,
    CameraEntityFeature,
    WebRTCAnswer,
    WebRTCCandidate,
    WebRTCError,
    WebRTCSendMessage,
)
from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later, async_track_time_interval

from .const import DOMAIN
from .doorbell import Doorbell
from .doorbells.ring import RingSource
from .entity import DoorbellEntity
from .ring.errors import RingAccountError
from .ring.live import KEEP_ALIVE, LiveMessage

# Home Assistant gives a still picture ten seconds.
_PATIENCE: Final = 9.0
_STILL_WATCHED: Final = timedelta(seconds=KEEP_ALIVE / 2)
LONGEST_VIEW: Final = timedelta(minutes=5)
"""While somebody watches, Ring tells of no presses: a forgotten view has to end."""


class RingCamera(DoorbellEntity, Camera):
    """Live pictures go from Ring to the browser, and not through this house.

    A view lives for as long as Home Assistant has the browser's session, which ends
    with its connection, and for LONGEST_VIEW at most.
    """

    _attr_supported_features = CameraEntityFeature.STREAM

    def __init__(
        self,
        doorbell: Doorbell,
        source: RingSource,
        description: CameraEntityDescription,
    ) -> None:
        """Show one device."""
        Camera.__init__(self)
        DoorbellEntity.__init__(self, doorbell, description)
        self._source = source
        self._views: dict[str, list[CALLBACK_TYPE]] = {}

    @property
    @override
    def available(self) -> bool:
        """Whether Ring and the device answer."""
        return self.doorbell.online and super().available

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        """When the still picture was taken."""
        return {"picture_taken": self._source.picture_taken}

    @override
    async def async_camera_image(
        self, width: int | None = None, height: int | None = None
    ) -> bytes | None:
        """Return a picture of now, or the last one where there is none."""
        return await self._source.snapshot(_PATIENCE)

    @override
    async def async_handle_async_webrtc_offer(
        self, offer_sdp: str, session_id: str, send_message: WebRTCSendMessage
    ) -> None:
        """Begin a live view."""

        @callback
        def tell(message: LiveMessage) -> None:
            if message.answer is not None:
                send_message(WebRTCAnswer(message.answer))
            elif message.candidate is not None:
                line = message.line or 0
                candidate = RTCIceCandidateInit(
                    message.candidate, sdp_m_line_index=line
                )
                send_message(WebRTCCandidate(candidate))
            elif message.error is not None:
                self._forget(session_id)
                send_message(WebRTCError(message.error, message.reason or ""))

        live, device = self._source.link.account.live, self._source.device

        @callback
        def touch(_now: object) -> None:
            live.keep_alive(session_id)

        @callback
        def too_long(_now: object) -> None:
            tell(LiveMessage(error="expired"))
            self._close(session_id)

        # Before it begins: the browser may go away meanwhile.
        self._views[session_id] = [
            async_track_time_interval(self.hass, touch, _STILL_WATCHED),
            async_call_later(self.hass, LONGEST_VIEW, too_long),
        ]
        try:
            await live.start(device, session_id, offer_sdp, tell)
        except RingAccountError as err:
            self._forget(session_id)
            raise _failed(self.doorbell.name) from err

    @override
    async def async_on_webrtc_candidate(
        self, session_id: str, candidate: RTCIceCandidateInit
    ) -> None:
        """Hand a browser's candidate on; too late ones are of no use."""
        with suppress(RingAccountError):
            await self._source.link.account.live.candidate(
                session_id, candidate.candidate, candidate.sdp_m_line_index or 0
            )

    @callback
    @override
    def close_webrtc_session(self, session_id: str) -> None:
        """End a live view."""
        self._close(session_id)

    @override
    async def async_will_remove_from_hass(self) -> None:
        """End all live views."""
        for session_id in list(self._views):
            self._close(session_id)
        await super().async_will_remove_from_hass()

    @callback
    def _close(self, session_id: str) -> None:
        self._forget(session_id)
        self.hass.async_create_task(self._source.link.account.live.close(session_id))

    @callback
    def _forget(self, session_id: str) -> None:
        for end in self._views.pop(session_id, ()):
            end()


def _failed(name: str) -> HomeAssistantError:
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key="live_view_failed",
        translation_placeholders={"name": name},
    )
