"""Pictures and sound become segments: all of them, at their times, in order."""

from contextlib import suppress
from dataclasses import dataclass, field
import errno
import os
from pathlib import Path

from hypothesis import given, settings, strategies as st
import numpy as np
import pytest

from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.media import (
    AccessUnit,
    AudioFormat,
    VideoFormat,
)
from custom_components.ring_watch.engine.segment import Segment, read_segment
from custom_components.ring_watch.engine.segment_writer import (
    ClosedSegment,
    SegmentWriter,
)
from custom_components.ring_watch.engine.segmenter import Segmenter

pytestmark = pytest.mark.engine

SCALE = 9_000_000
FRAME = SCALE // 15
T = 1_767_225_600 * SCALE
FORMAT = VideoFormat("h264", 320, 192, b"\1first")
OTHER = VideoFormat("h264", 640, 384, b"\1other")
SOUND = AudioFormat(16000, 1, b"\x14\x08")
SOUND_SCALE = 16_000_000


@dataclass
class Disk:
    """A store whose next writes can be made to fail."""

    folder: Path
    room: int = 1 << 40
    spare: int = 0
    asked: list[int] = field(default_factory=list)

    def create(self, start_ms: int) -> tuple[Path, int]:
        return Archive(self.folder).create("door", start_ms)

    def make_room(self, count: int) -> bool:
        self.asked.append(count)
        freed, self.spare = self.spare, 0
        self.room += freed
        return freed > 0

    def written(self, count: int) -> None:
        self.room -= count


class Tape:
    """A segmenter under test and what it reported."""

    def __init__(self, folder: Path) -> None:
        self.disk = Disk(folder)
        self.closed: list[ClosedSegment] = []
        self.segmenter = Segmenter(
            SegmentWriter(self.disk, SCALE, SOUND_SCALE, FRAME, self.closed.append)
        )

    def add(
        self,
        pts: int,
        key: VideoFormat | None = None,
        *,
        sync: bool = True,
        size: int = 50,
    ) -> None:
        unit = AccessUnit(bytes(size), pts, key is not None and sync, key is not None)
        self.segmenter.add_video(unit, key, leading=key is not None and not sync)

    def segments(self) -> list[Segment]:
        files = Archive(self.disk.folder).segments("door")
        return [read_segment(file.path) for file in files]


@pytest.fixture
def tape(tmp_path: Path) -> Tape:
    return Tape(tmp_path)


def times(segments: list[Segment]) -> list[int]:
    return [int(pts) for segment in segments for pts in segment.video.pts]


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_every_picture_is_stored_once_at_its_time(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tape = Tape(tmp_path_factory.mktemp("tape"))
    at = T
    order: list[int] = []
    for _ in range(data.draw(st.integers(1, 12))):
        length = data.draw(st.integers(1, 40))
        steps = data.draw(
            st.lists(st.integers(1, 6 * FRAME), min_size=length, max_size=length)
        )
        shown = []
        for step in steps:
            at += step
            shown.append(at)
        # Behind the first picture, pictures are decoded in mini groups, last one first.
        first, rest = shown[0], shown[1:]
        depth = data.draw(st.integers(1, 4))
        decoded = [first]
        for begin in range(0, len(rest), depth):
            group = rest[begin : begin + depth]
            decoded += [group[-1], *group[:-1]]
        tape.add(first, FORMAT)
        for pts in decoded[1:]:
            tape.add(pts)
        order += decoded
    tape.segmenter.close()
    segments = tape.segments()
    assert times(segments) == order
    for segment in segments:
        assert (np.diff(segment.video.dts) > 0).all()
    ends = [segment.video.end for segment in segments]
    begins = [segment.video.start for segment in segments]
    for end, begin in zip(ends, begins[1:], strict=False):
        assert end <= begin


def test_a_segment_lasts_a_minute_and_reaches_to_the_next(tape: Tape) -> None:
    for index in range(15 * 150):
        tape.add(T + index * FRAME, FORMAT if index % 30 == 0 else None)
    tape.segmenter.close()
    segments = tape.segments()
    assert [len(segment.video) for segment in segments] == [900, 900, 450]
    assert segments[0].video.end == segments[1].video.start
    assert tape.closed[-1].end_us == (T + 15 * 150 * FRAME) * 1_000_000 // SCALE


def test_another_coding_begins_another_segment(tape: Tape) -> None:
    for index in range(90):
        wanted = FORMAT if index < 45 else OTHER
        tape.add(T + index * FRAME, wanted if index % 15 == 0 else None)
    tape.segmenter.close()
    assert [s.video_format for s in tape.segments()] == [FORMAT, OTHER]
    assert times(tape.segments()) == [T + index * FRAME for index in range(90)]


def test_a_gap_ends_a_segment(tape: Tape) -> None:
    late = T + 30 * FRAME + 5 * SCALE
    for index in range(30):
        tape.add(T + index * FRAME, FORMAT if index % 15 == 0 else None)
    for index in range(30):
        tape.add(late + index * FRAME, FORMAT if index % 15 == 0 else None)
    tape.segmenter.close()
    first, second = tape.segments()
    assert first.video.end == T + 30 * FRAME
    assert second.video.start == late


def test_a_gap_inside_a_group_is_no_long_picture(tape: Tape) -> None:
    later = 10 * SCALE
    for index in range(10):
        tape.add(T + index * FRAME, None if index else FORMAT)
    for index in range(10, 20):
        tape.add(T + later + index * FRAME)
    tape.add(T + later + 20 * FRAME, FORMAT)
    tape.segmenter.close()
    assert len(tape.segments()) == 2
    found = Archive(tape.disk.folder).coverage("door")
    assert len(found.gaps) == 1
    assert found.gaps[0][1] - found.gaps[0][0] == 10_000_000


def test_a_group_that_does_not_end_is_written_in_parts(tape: Tape) -> None:
    for index in range(15 * 70):
        tape.add(T + index * FRAME, None if index else FORMAT)
        if index == 15 * 50:
            (so_far,) = tape.segments()
            assert len(so_far.video) > 15 * 30
    tape.segmenter.close()
    assert times(tape.segments()) == [T + index * FRAME for index in range(15 * 70)]
    assert np.count_nonzero(tape.segments()[0].video.random_access) == 1


def test_parts_of_a_reordered_group_do_not_overlap(tape: Tape) -> None:
    order = [0]
    for begin in range(1, 60, 5):
        order += [begin + 4, *range(begin, begin + 4)]
    for index in order:
        tape.add(T + index * FRAME, None if index else FORMAT, size=1 << 20)
    tape.segmenter.close()
    assert times(tape.segments()) == [T + index * FRAME for index in order]


def test_large_groups_are_written_in_parts(tape: Tape) -> None:
    for index in range(30):
        tape.add(T + index * FRAME, None if index else FORMAT, size=1 << 20)
    (so_far,) = tape.segments()
    assert len(so_far.video) >= 13
    tape.segmenter.close()
    assert len(tape.segments()[0].video) == 30


def test_leading_pictures_of_an_open_group_are_no_overlap(tape: Tape) -> None:
    # Decoded I P B B …; the I of the second group is shown after two B.
    for pts in (0, 3, 1, 2):
        tape.add(T + pts * FRAME, FORMAT if pts == 0 else None)
    tape.add(T + 6 * FRAME, FORMAT, sync=False)
    for pts in (4, 5, 9, 7, 8):
        tape.add(T + pts * FRAME)
    tape.segmenter.close()
    (segment,) = tape.segments()
    assert sorted(times([segment])) == [T + index * FRAME for index in range(10)]
    assert list(segment.video.sync) == [True] + [False] * 9
    assert list(np.flatnonzero(segment.video.random_access)) == [0, 4]
    assert (segment.video.duration == FRAME).all()


def test_pictures_before_the_first_to_start_from_are_left_out(tape: Tape) -> None:
    for index in range(5):
        tape.add(T + index * FRAME)
    tape.segmenter.close()
    assert list(tape.disk.folder.iterdir()) == []


def test_times_that_stand_still_or_go_back_are_kept_apart(tape: Tape) -> None:
    for index, pts in enumerate((0, 1, 1, 1, 0, 2)):
        tape.add(T + pts * FRAME, FORMAT if index in (0, 4) else None)
    tape.segmenter.close()
    found = sorted(times(tape.segments()))
    assert len(set(found)) == 6
    assert found[0] == T
    assert found[-1] <= T + 2 * FRAME + 3


@pytest.mark.parametrize("leading", [False, True])
def test_when_the_clock_is_set_back_what_follows_is_at_its_time(
    tape: Tape, leading: bool
) -> None:
    def film(start: int) -> list[int]:
        tape.segmenter.expect_audio(SOUND)
        for second in range(4):
            at = start + second * SCALE
            for picture in range(15):
                pts = at + picture * FRAME
                key = FORMAT if picture == 0 else None
                tape.add(pts, key, sync=not leading or second == 0)
                sound = AccessUnit(bytes(9), pts * SOUND_SCALE // SCALE)
                tape.segmenter.add_audio(sound, SOUND)
        return [start + picture * FRAME for picture in range(60)]

    before = film(T)
    tape.segmenter.split()
    after = film(T - 3600 * SCALE)
    tape.segmenter.close()
    later, earlier = tape.segments()
    assert times([later]) == after
    assert times([earlier]) == before
    for segment, start in ((later, after[0]), (earlier, before[0])):
        assert segment.audio is not None
        heard = segment.audio.pts
        assert len(heard) >= 58
        assert abs(int(heard[0]) - start * SOUND_SCALE // SCALE) < SOUND_SCALE // 5


def test_sound_lies_where_its_pictures_are(tape: Tape) -> None:
    step = 1024 * SOUND_SCALE // 16000
    begin = 1_767_225_600 * SOUND_SCALE
    tape.segmenter.expect_audio(SOUND)
    spoken = 0
    for index in range(15 * 65):
        tape.add(T + index * FRAME, FORMAT if index % 15 == 0 else None)
        while begin + spoken * step < begin + (index + 1) * SOUND_SCALE // 15:
            unit = AccessUnit(b"sound", begin + spoken * step)
            tape.segmenter.add_audio(unit, SOUND)
            spoken += 1
    tape.segmenter.close()
    segments = tape.segments()
    assert len(segments) == 2
    found = [int(pts) for s in segments if s.audio for pts in s.audio.pts]
    assert found == [begin + index * step for index in range(spoken)]
    for segment in segments:
        assert segment.audio is not None and segment.audio_format == SOUND
        early = segment.audio.start / SOUND_SCALE - segment.video.start / SCALE
        assert abs(early) < 0.2


def fill(tape: Tape, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let writing fail beyond the disk's room, in the middle of the data."""
    real = os.pwrite
    torn = False

    def pwrite(descriptor: int, data: memoryview, at: int) -> int:
        nonlocal torn
        if torn:
            torn = False
            raise OSError(errno.ENOSPC, "No space left on device")
        torn = len(data) > tape.disk.room
        return real(descriptor, data[:10] if torn else data, at)

    monkeypatch.setattr(os, "pwrite", pwrite)


def test_room_is_made_and_the_write_tried_again(
    tape: Tape, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tape, monkeypatch)
    tape.disk.room, tape.disk.spare = 8000, 1 << 30
    for index in range(300):
        tape.add(T + index * FRAME, FORMAT if index % 15 == 0 else None)
    tape.segmenter.close()
    assert tape.disk.asked
    assert times(tape.segments()) == [T + index * FRAME for index in range(300)]


def test_without_room_a_group_is_lost_and_later_ones_are_not(
    tape: Tape, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tape, monkeypatch)
    tape.disk.room = 8000
    codes: list[str] = []
    for index in range(300):
        if index == 200:
            tape.disk.room = 1 << 30
        try:
            tape.add(T + index * FRAME, FORMAT if index % 15 == 0 else None)
        except EngineError as error:
            codes.append(error.code)
    tape.segmenter.close()
    lost = len(codes)
    assert lost > 3
    assert set(codes) == {"disk_full"}
    found = times(tape.segments())
    assert len(found) == 300 - 15 * lost
    assert found[-1] == T + 299 * FRAME
    # Whole groups, each from its beginning.
    assert {(pts - T) // FRAME // 15 for pts in found} == {
        pts // 15 for pts in range(300) if T + pts * FRAME in found
    }


def test_a_write_that_fails_leaves_no_torn_end(
    tape: Tape, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tape, monkeypatch)
    tape.disk.room = 2500
    for index in range(45):
        with suppress(EngineError):
            tape.add(T + index * FRAME, FORMAT if index % 15 == 0 else None)
    with suppress(EngineError):
        tape.segmenter.close()
    (closed,) = tape.closed
    assert closed.path.stat().st_size == closed.size < 2500
