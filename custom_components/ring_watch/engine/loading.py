"""The segments of a window, read from the archive."""

from collections.abc import Callable, Sequence
from pathlib import Path

from .archive import Archive
from .errors import EngineError
from .segment import Segment, read_segment

type Progress = Callable[[float], None]


def load(
    archive: Archive,
    camera: str,
    start: int,
    end: int,
    progress: Progress = lambda _: None,
) -> list[Segment]:
    """Return the readable segments that may hold something of the window, in order.

    A damaged segment is left out: its time then is a gap.
    """
    files = archive.segments(camera, start, end)
    segments = _readable([file.path for file in files], progress)
    if segments and not segments[0].video.sync[0]:
        # Its first pictures may refer to the segment before.
        before = archive.segments(camera, files[0].start_ms * 1000 - 1, end)
        segments = _readable([file.path for file in before], progress)
    return segments


def _readable(paths: Sequence[Path], progress: Progress) -> list[Segment]:
    segments = []
    for number, path in enumerate(paths, 1):
        progress(number / len(paths))
        try:
            segments.append(read_segment(path))
        except EngineError:
            continue
    return segments
