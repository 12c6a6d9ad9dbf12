"""Footage in an archive, and what must be true of every clip of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
import hashlib
from pathlib import Path
import random
import stat
from unittest.mock import patch

import av

from custom_components.ring_watch.engine import segmenter
from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.check import check
from custom_components.ring_watch.engine.clip import Clip, Order
from custom_components.ring_watch.engine.gather import gather
from custom_components.ring_watch.engine.importer import import_file
from custom_components.ring_watch.engine.mask import Mask
from tests.support import decode
from tests.support.footage import Made

from . import boxes

CAMERA = "door"
START = 1_700_000_000_123_457
"""Where footage is put: a time that is no whole number of anything."""
SECOND = 1_000_000
TICK = Fraction(1, 90_000)
NAMES = (b"x264", b"x265", b"Lavf", b"Lavc", b"Lavu", b"libx", b"H.26", b"ffmpeg")


@dataclass(frozen=True)
class Placed:
    """Footage in the archive; its first picture is at ``at`` (microseconds)."""

    made: Made
    at: int

    def pictures(self, start: int, end: int) -> list[tuple[int, Fraction]]:
        """Counter and time (seconds after ``start``) of pictures in [start, end)."""
        at = Fraction(self.at - start, SECOND)
        first = self.made.footage.first_counter
        return [
            (first + number, at + time)
            for number, time in enumerate(self.made.times)
            if 0 <= at + time < Fraction(end - start, SECOND)
        ]

    @property
    def end(self) -> int:
        """The first microsecond at or after the last picture's time."""
        return self.at + -(-self.made.times[-1] * SECOND // 1)

    def time(self, number: int) -> int:
        """The first microsecond at or after the time of picture ``number``."""
        return self.at + -(-self.made.times[number] * SECOND // 1)


@dataclass
class Scene:
    """An archive with one camera, and where its clips go."""

    folder: Path
    placed: list[Placed] = field(default_factory=list)
    lost: list[tuple[int, int]] = field(default_factory=list)
    """Spans of time in microseconds whose pictures are not in the archive."""

    @property
    def archive(self) -> Archive:
        """The archive."""
        return Archive(self.folder / "archive")

    @property
    def output(self) -> Path:
        """Where ``gather`` writes."""
        return self.folder / "clip.mp4"

    @property
    def paths(self) -> list[Path]:
        """The segments, in order of time."""
        return [file.path for file in self.archive.segments(CAMERA)]

    def add(self, made: Made, at: int = START, *, seconds: int = 60) -> Placed:
        """Import footage; a segment lasts ``seconds``."""
        with (
            patch.object(segmenter, "SEGMENT_SECONDS", seconds),
            patch.object(segmenter, "_OPEN_SEGMENT_SECONDS", seconds),
        ):
            import_file(self.archive, CAMERA, made.path, at)
        self.placed.append(Placed(made, at))
        return self.placed[-1]

    def gather(
        self,
        start: int,
        end: int,
        *,
        audio: bool = False,
        masks: Sequence[Mask] = (),
        keep_codec: bool = False,
    ) -> Clip:
        """Gather [start, end)."""
        order = Order(CAMERA, start, end, audio, masks, keep_codec)
        return gather(self.archive, order, self.output)

    def pictures(self, start: int, end: int) -> list[tuple[int, Fraction]]:
        """Counter and time of every picture of the window, footage not overlapping."""
        return [
            (counter, time)
            for placed in self.placed
            for counter, time in placed.pictures(start, end)
            if not any(a <= start + time * SECOND < b for a, b in self.lost)
        ]

    def hashes(self) -> dict[int, str]:
        """The hash of the slices of every picture of the footage, by counter."""
        found = {}
        for placed in self.placed:
            units = sorted(decode.units(placed.made.path), key=lambda unit: unit.time)
            if placed.made.footage.container == "avi":
                units = decode.units(placed.made.path)
            for counter, unit in zip(placed.made.counters, units, strict=True):
                assert unit.picture is not None
                found[counter] = unit.picture
        return found


def assert_exact(
    scene: Scene, clip: Clip, hashes: dict[int, str] | None = None
) -> list[decode.Shown]:
    """Prove that a clip holds exactly its window; return what it shows.

    ``hashes``: those of the scene, where copied pictures are to be compared.
    """
    start, end = clip.order.start, clip.order.end
    wanted = scene.pictures(start, end)
    shown = decode.shown(clip.path)
    footage = [picture for picture in shown if not picture.black]
    assert [picture.counter for picture in footage] == [n for n, _ in wanted]
    assert_times(clip, [time for _, time in wanted])
    assert_figures(clip, len(wanted), len(shown) - len(footage))
    assert_private(clip.path)
    checked = check(clip.path, start, end)
    assert checked.frames == len(shown)
    assert checked.size == clip.size
    if hashes is not None:
        assert_copied(clip, [n for n, _ in wanted], hashes)
    return shown


def assert_times(clip: Clip, wanted: list[Fraction]) -> None:
    """The pictures stand where the source has them, as three readers see it."""
    fillers = _filler_times(clip)
    by_tables = sorted(sample.time for sample in boxes.samples(boxes.read(clip.path)))
    _assert_close([time for time in by_tables if time not in fillers], wanted)
    length = Fraction(clip.order.end - clip.order.start, SECOND)
    assert all(0 <= time < length for time in by_tables)
    by_player = []
    with av.open(str(clip.path)) as container:
        for frame in container.decode(video=0):
            assert frame.pts is not None
            by_player.append(Fraction(frame.pts * frame.time_base))
    _assert_close(by_player, by_tables)


def _filler_times(clip: Clip) -> set[Fraction]:
    """Times of the pictures inside gaps, at which no footage can be."""
    start = clip.order.start
    spans = [
        (Fraction(a - start, SECOND) - TICK, Fraction(b - start, SECOND) - TICK)
        for a, b in clip.gaps
    ]
    times = {sample.time for sample in boxes.samples(boxes.read(clip.path))}
    return {time for time in times if any(a <= time < b for a, b in spans)}


def _assert_close(times: list[Fraction], wanted: list[Fraction]) -> None:
    assert len(times) == len(wanted)
    for time, right in zip(times, wanted, strict=True):
        assert abs(time - right) <= TICK, (float(time), float(right))


def assert_figures(clip: Clip, footage: int, filler: int) -> None:
    """What the JSON says of the file is true."""
    result = clip.as_json()
    data = clip.path.read_bytes()
    assert result["frames"] == footage
    assert result["frames_copied"] + result["frames_encoded"] == footage
    assert result["frames_filler"] == filler
    assert result["frames_lost"] == 0
    assert result["size"] == len(data)
    assert result["sha256"] == hashlib.sha256(data).hexdigest()
    assert result["path"] == str(clip.path)
    assert result["exact"] is True
    with av.open(str(clip.path)) as container:
        video = container.streams.video[0]
        assert result["codec"] == video.codec_context.name
        assert (result["width"], result["height"]) == (video.width, video.height)
        assert result["audio"] == bool(container.streams.audio)
        assert len(container.streams) == 1 + result["audio"]


def assert_private(path: Path) -> None:
    """Nobody else can read it, and it tells nothing of where it comes from."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    data = path.read_bytes()
    kinds = [child.kind for child in boxes.parse(data).children]
    assert kinds == [b"ftyp", b"moov", b"mdat"]
    for name in NAMES:
        assert name not in data, name
    assert CAMERA.encode() not in data
    with av.open(str(path)) as container:
        # libavformat makes these up from ftyp, an empty handler and "und".
        brands = {"major_brand", "minor_version", "compatible_brands"}
        assert set(container.metadata) <= brands
        for stream in container.streams:
            assert set(stream.metadata) <= {"language", "handler_name", "vendor_id"}
            assert stream.metadata.get("language", "und") == "und"
            assert not stream.metadata.get("handler_name")
            assert stream.metadata.get("vendor_id", "[0][0][0][0]") == "[0][0][0][0]"


def assert_copied(clip: Clip, wanted: list[int], hashes: dict[int, str]) -> None:
    """As many pictures as the JSON says have the source's slices, byte for byte."""
    units = sorted(decode.units(clip.path), key=lambda unit: unit.time)
    fillers = clip.filler
    if not fillers:
        assert len(units) == len(wanted)
        same = [
            unit.picture == hashes[counter]
            for unit, counter in zip(units, wanted, strict=True)
        ]
        assert sum(same) == clip.copied
        return
    known = {hashes[counter] for counter in wanted}
    assert sum(unit.picture in known for unit in units) == clip.copied


def windows(placed: Placed, seed: str, count: int = 20) -> list[tuple[int, int]]:
    """Windows that hold at least a picture: at random, on pictures, of one, of all."""
    rng = random.Random(seed)
    last = len(placed.made.times) - 1
    frame = SECOND // 15
    found = [
        (placed.at, placed.end + frame),
        (placed.at - 50_000, placed.end + 50_000),
        (placed.at, placed.at + 1),
        (placed.end - 1, placed.end + 1),
    ]
    while len(found) < count:
        kind = len(found) % 4
        a, b = sorted((rng.randint(0, last), rng.randint(0, last)))
        if kind == 0:
            window = (placed.time(a), placed.time(b))
        elif kind == 1:
            window = (placed.time(a) - 1, placed.time(a) + 1)
        elif kind == 2:
            window = (placed.time(a) - 1, placed.time(b) + 1)
        else:
            first = rng.randint(placed.at, placed.end)
            window = (first, rng.randint(first, placed.end + frame))
        if window[0] < window[1] and placed.pictures(*window):
            found.append(window)
    return found


def is_gap(gap: tuple[int, int], start: int, end: int) -> bool:
    """Whether a gap is that span; the last picture before it lasts as usual."""
    return abs(gap[0] - start) <= 2 and abs(gap[1] - end) <= 2


def assert_black(clip: Clip, shown: list[decode.Shown]) -> None:
    """Black begins with each gap and is shown to its end, a picture a second."""
    black = [picture.time for picture in shown if picture.black]
    first = shown[0].time
    skipped = min(sample.time for sample in boxes.samples(boxes.read(clip.path)))
    for start, end in clip.gaps:
        low = Fraction(start - clip.order.start, SECOND) - skipped + first - 2 * TICK
        high = Fraction(end - clip.order.start, SECOND) - skipped + first - TICK
        inside = [picture for picture in shown if low <= picture.time < high]
        assert inside[0].time - low < 3 * TICK
        assert all(picture.black for picture in inside)
        assert len(inside) == -(-(end - start) // SECOND)
        black = [time for time in black if not low <= time < high]
    assert black == []
