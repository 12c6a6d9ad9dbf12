"""The newest keyframe of a camera as a JPEG."""

from .errors import EngineError
from .jpeg import encode_jpeg
from .media import VideoFormat
from .still import StillDecoder


class Snapshot:
    """Keeps the newest keyframe; encodes it when somebody asks."""

    def __init__(self) -> None:
        """Begin without a picture."""
        self._newest: tuple[VideoFormat, bytes, int] | None = None

    @property
    def newest_us(self) -> int:
        """The time of the newest keyframe, 0 without one."""
        return 0 if self._newest is None else self._newest[2]

    def feed(self, video_format: VideoFormat, sample: bytes, time_us: int) -> None:
        """Take a keyframe."""
        self._newest = (video_format, sample, time_us)

    def jpeg(self) -> tuple[bytes, int]:
        """Return the JPEG and its time; EngineError ``no_footage`` without one."""
        newest = self._newest
        frame = None if newest is None else StillDecoder(newest[0]).decode(newest[1])
        if newest is None or frame is None:
            raise EngineError("no_footage", "The camera has not sent a picture yet.")
        return encode_jpeg(frame), newest[2]
