"""What a gather is asked for and what it made."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import EngineError
from .mask import Mask
from .media import MICROSECONDS, VideoCodec
from .times import format_time, now_us

LONGEST_US = 12 * 3600 * MICROSECONDS


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: [start, end) in microseconds of one camera.

    ``keep_codec``: leave H.265 as it is, though many browsers cannot play it.
    """

    camera: str
    start: int
    end: int
    audio: bool = False
    masks: Sequence[Mask] = ()
    keep_codec: bool = False


@dataclass(frozen=True, slots=True)
class Clip:
    """What was made. ``delivered``: from the first to the last covered moment.

    ``lost``: how many pictures of the archive could not be shown, also where they are
    too few to be a gap.
    ``exact`` is false only where nothing can encode: then the clip begins with the
    first picture inside the window that needs no other.
    """

    order: Order
    path: Path
    delivered: tuple[int, int]
    gaps: list[tuple[int, int]]
    copied: int
    encoded: int
    filler: int
    lost: int
    audio: bool
    codec: VideoCodec
    width: int
    height: int
    size: int
    sha256: str
    exact: bool

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values; times in ISO 8601, UTC."""
        return {
            "requested": _span(self.order.start, self.order.end),
            "delivered": _span(*self.delivered),
            "gaps": [_span(*gap) for gap in self.gaps],
            "frames": self.copied + self.encoded,
            "frames_copied": self.copied,
            "frames_encoded": self.encoded,
            "frames_filler": self.filler,
            "frames_lost": self.lost,
            "audio": self.audio,
            "codec": self.codec,
            "width": self.width,
            "height": self.height,
            "size": self.size,
            "sha256": self.sha256,
            "exact": self.exact,
            "path": str(self.path),
        }


def _span(start: int, end: int) -> dict[str, str]:
    return {"start": format_time(start), "end": format_time(end)}


def check_window(start: int, end: int) -> None:
    """Refuse a window that is empty, too long or not over yet (EngineError)."""
    if end <= start:
        raise EngineError("window_empty", "The window ends before it begins.")
    if end - start > LONGEST_US:
        raise EngineError("window_too_long", "A window may last 12 hours at most.")
    if end > now_us():
        raise EngineError("window_future", "The window ends in the future.")
