"""The picture of a doorbell."""

from typing import override

from homeassistant.components.camera import (
    Camera,
    CameraEntityDescription,
    CameraEntityFeature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .doorbell import Doorbell, Status
from .doorbells.demo import DemoSource
from .doorbells.ring import RingSource
from .entity import DoorbellEntity, add_doorbell_entities
from .home import RingWatchConfigEntry
from .ring_camera import RingCamera

PARALLEL_UPDATES = 0

CAMERA = CameraEntityDescription(key="camera", name=None)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: RingWatchConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the camera of every doorbell."""

    def create(doorbell: Doorbell) -> list[Camera]:
        source = doorbell.source
        if isinstance(source, RingSource):
            return [RingCamera(doorbell, source, CAMERA)]
        return [DoorbellCamera(doorbell)]

    await add_doorbell_entities(entry, create)


class DoorbellCamera(DoorbellEntity, Camera):
    """Live through Home Assistant's stream; still from the newest keyframe."""

    # Keyframes are seldom closer.
    _attr_frame_interval = 1.0

    def __init__(self, doorbell: Doorbell) -> None:
        """Tell whether there is a live picture."""
        Camera.__init__(self)
        DoorbellEntity.__init__(self, doorbell, CAMERA)
        if not isinstance(doorbell.source, DemoSource):
            self._attr_supported_features = CameraEntityFeature.STREAM

    @property
    @override
    def available(self) -> bool:
        """Whether pictures come."""
        return self.doorbell.online and super().available

    @property
    @override
    def is_recording(self) -> bool:
        """Whether the archive is being written."""
        return self.doorbell.status is Status.RECORDING

    @override
    async def stream_source(self) -> str | None:
        """Return the address of the live picture."""
        return await self.doorbell.source.stream_source()

    @override
    async def async_camera_image(
        self, width: int | None = None, height: int | None = None
    ) -> bytes | None:
        """Return the newest keyframe as JPEG."""
        return await self.doorbell.snapshot()
