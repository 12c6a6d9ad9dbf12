"""Where the segments of one camera go: into its archive."""

from pathlib import Path

from .archive import check_camera
from .retention import Retention


class CameraStore:
    """The part of an archive that a recorder writes to (a ``Store``)."""

    def __init__(self, retention: Retention, camera: str) -> None:
        """Raises EngineError ``bad_camera_name``."""
        check_camera(camera)
        self._retention = retention
        self._camera = camera
        self.total = 0
        """Bytes written so far."""

    def create(self, start_ms: int) -> tuple[Path, int]:
        """Create an empty segment; return its path and a descriptor. Raises OSError."""
        self._retention.check()
        return self._retention.archive.create(self._camera, start_ms)

    def make_room(self, count: int) -> bool:
        """Remove the oldest footage of all cameras."""
        return self._retention.make_room(count)

    def written(self, count: int) -> None:
        """Take note of ``count`` more bytes."""
        self.total += count
        self._retention.written(self._camera, count)
