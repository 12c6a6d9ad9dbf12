"""The plan of a clip takes each picture of the window once, and can be carried out."""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings, strategies as st
import numpy as np
import pytest

from custom_components.ring_watch.engine.cut import (
    Copy,
    Encode,
    Fill,
    Part,
    covered,
    plan,
)
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.media import VideoFormat
from custom_components.ring_watch.engine.segment import NO_GAP_US, Samples, Segment

pytestmark = pytest.mark.engine

EPOCH = 1_700_000_000_000_000
SECOND = 1_000_000
TIMESCALE = 9_000_000
TICKS = TIMESCALE // SECOND
FORMATS = [VideoFormat("h264", 64, 64, bytes([number])) for number in range(2)]


@dataclass(frozen=True)
class Picture:
    """A picture to be stored: its microsecond and how it is coded."""

    time: int
    sync: bool
    random_access: bool


def _segment(number: int, form: VideoFormat, groups: list[list[Picture]]) -> Segment:
    """A segment of groups in decode order, as the writer makes it: a group a fragment."""
    pictures = [picture for group in groups for picture in group]
    pts = np.array([picture.time * TICKS for picture in pictures], np.int64)
    dts = np.concatenate(
        [np.sort([picture.time * TICKS for picture in group]) for group in groups]
    )
    usual = 66_667 * TICKS
    duration = np.diff(dts, append=int(dts[-1]) + usual)
    samples = Samples(
        timescale=TIMESCALE,
        offset=np.arange(len(pts)) * 100,
        size=np.full(len(pts), 100),
        dts=dts,
        pts=pts,
        duration=duration,
        sync=np.array([picture.sync for picture in pictures]),
        random_access=np.array([picture.random_access for picture in pictures]),
        torn=np.zeros(len(pts), np.bool_),
        checksum=np.zeros(len(pts), np.uint32),
    )
    return Segment(Path(f"{number}.mp4"), form, samples, None, None)


@st.composite
def groups(draw: st.DrawFn, start: int, *, first: bool) -> tuple[list[Picture], int]:
    """A group of pictures in decode order, and when the next one may begin."""
    reorder = draw(st.integers(0, 3))
    count = draw(st.integers(1, 9))
    leading = 0 if first else draw(st.sampled_from((0, 0, reorder)))
    # H.265 allows pictures before an IDR picture that need nothing but it (RADL).
    sync = draw(st.booleans()) if leading else draw(st.integers(0, 4)) > 0 or first
    step = draw(st.sampled_from((33_333, 66_667, 100_000)))
    times = [start + step * number for number in range(leading + count)]
    order = [times[leading], *times[:leading]]
    left = times[leading + 1 :]
    while left:
        # The last of some pictures first: the others are coded between.
        ahead = min(len(left), 1 + draw(st.integers(0, reorder)))
        order += [left[ahead - 1], *left[: ahead - 1]]
        left = left[ahead:]
    pictures = [
        Picture(time, sync=sync and not index, random_access=not index)
        for index, time in enumerate(order)
    ]
    return pictures, times[-1] + step


@st.composite
def archives(draw: st.DrawFn) -> list[Segment]:
    """Segments in order of time, without overlaps, with and without gaps."""
    at = EPOCH
    segments = []
    for number in range(draw(st.integers(1, 4))):
        at += draw(st.sampled_from((0, 0, 0, 1, 99_999, 250_000, 5 * SECOND)))
        content = []
        for index in range(draw(st.integers(1, 3))):
            group, at = draw(groups(at, first=not (index or number)))
            content.append(group)
            # A silence of the camera between two groups of one segment.
            at += draw(st.sampled_from((0, 0, 0, 0, 3 * SECOND)))
        form = FORMATS[draw(st.sampled_from((0, 0, 0, 1)))]
        segments.append(_segment(number, form, content))
    return segments


def _taken(part: Part) -> list[int]:
    """The times of the pictures that a part puts into the clip."""
    if isinstance(part, Fill):
        return []
    pts = part.track.samples.pts[part.first : part.last]
    if isinstance(part, Encode):
        pts = np.sort(pts[(pts >= part.start) & (pts < part.end)])
        assert part.times.tolist() == pts.tolist()
    return [int(time) for time in pts]


def _span(part: Part) -> tuple[int, int]:
    """First and last moment of a part, in ticks."""
    if isinstance(part, Fill):
        return part.start * TICKS, part.end * TICKS
    times = _taken(part)
    return min(times), max(times) + 1


def _assert_can_be_copied(part: Copy) -> None:
    samples = part.track.samples
    assert samples.sync[part.first]
    last = max(_taken(part))
    # Up to the next IDR picture, everything else is displayed later.
    for index in range(part.last, len(samples)):
        if samples.sync[index]:
            break
        assert samples.pts[index] > last


def _assert_can_be_decoded(part: Encode) -> None:
    samples = part.track.samples
    points = np.flatnonzero(samples.random_access)
    assert part.first in points
    wanted = [
        index
        for index in range(part.first, part.last)
        if part.start <= samples.pts[index] < part.end
    ]
    # Every picture has the point to start from before it, or the one before that
    # where it is displayed before its own.
    for index in wanted:
        own = int(points[points <= index][-1])
        if samples.pts[index] < samples.pts[own] and len(points[points < own]):
            own = int(points[points < own][-1])
        assert part.first <= own


def _lost(segments: list[Segment]) -> set[int]:
    """Pictures that need others that the archive does not have."""
    lost: set[int] = set()
    before: Segment | None = None
    for segment in segments:
        samples = segment.video
        alone = before is None or not (
            before.video_format == segment.video_format
            and abs(samples.start - before.video.end) <= NO_GAP_US * TICKS
        )
        if alone and not samples.sync[0]:
            lost |= {int(time) for time in samples.pts if time < samples.pts[0]}
        before = segment
    return lost


@settings(max_examples=400, deadline=None)
@given(data=st.data(), segments=archives(), encode_all=st.booleans())
def test_a_plan_takes_exactly_the_pictures_of_the_window(
    data: st.DataObject, segments: list[Segment], encode_all: bool
) -> None:
    every = sorted(int(t) for segment in segments for t in segment.video.pts)
    lost = _lost(segments)
    edges = [time // TICKS for time in (*every, every[-1] + SECOND * TICKS)]
    moments = st.one_of(
        st.sampled_from(edges),
        st.integers(edges[0] - SECOND, edges[-1] + SECOND),
    )
    start = data.draw(moments, "start")
    end = (
        data.draw(moments.filter(lambda moment: moment > start), "end")
        if (start < edges[-1] + SECOND)
        else start + 1
    )
    wanted = [
        time
        for time in every
        if start * TICKS <= time < end * TICKS and time not in lost
    ]
    formats = [None, *(segment.video_format for segment in segments)]
    only = data.draw(st.sampled_from(formats), "only")
    if not wanted:
        with pytest.raises(EngineError, match="no footage"):
            plan(segments, start, end, encode_all=encode_all, only=only)
        return
    parts = plan(segments, start, end, encode_all=encode_all, only=only)
    taken = [time for part in parts for time in _taken(part)]
    assert sorted(taken) == wanted
    assert len(set(taken)) == len(taken)
    spans = [_span(part) for part in parts]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    for part in parts:
        match part:
            case Copy():
                assert not encode_all
                assert only in (None, part.track.format)
                _assert_can_be_copied(part)
            case Encode():
                _assert_can_be_decoded(part)
            case Fill():
                assert start <= part.start < part.end <= end
                assert part.end - part.start > NO_GAP_US
    # Of a few pictures nobody can tell how far apart they usually are.
    if min(len(segment.video) for segment in segments) >= 8:
        _assert_fills(parts, wanted, start, end)


def _assert_fills(parts: list[Part], wanted: list[int], start: int, end: int) -> None:
    """Black is where pictures are missing for long, and nowhere else."""
    fills = [part for part in parts if isinstance(part, Fill)]
    for fill in fills:
        assert not any(fill.start * TICKS <= time < fill.end * TICKS for time in wanted)
    edges = [start * TICKS, *wanted, end * TICKS]
    for before, after in pairwise(edges):
        if after - before > (2 * SECOND + 2 * NO_GAP_US) * TICKS:
            inside = [fill for fill in fills if before <= fill.start * TICKS < after]
            assert inside, (before, after)


def test_groups_that_are_whole_become_one_copy() -> None:
    pictures = [
        [Picture(EPOCH + SECOND * n + 100_000 * k, not k, not k) for k in range(10)]
        for n in range(6)
    ]
    segments = [
        _segment(number, FORMATS[0], pictures[2 * number : 2 * number + 2])
        for number in range(3)
    ]
    (part,) = plan(segments, EPOCH, EPOCH + 6 * SECOND, encode_all=False)
    assert isinstance(part, Copy)
    assert (part.first, part.last) == (0, 60)
    assert part.track.file.tolist() == [0] * 20 + [1] * 20 + [2] * 20
    # Without reordering, a group that the end cuts is copied up to there.
    head, rest = plan(segments, EPOCH + 1, EPOCH + 2_550_000, encode_all=False)
    assert isinstance(head, Encode)
    assert isinstance(rest, Copy)
    assert (head.first, head.last) == (0, 10)
    assert (rest.first, rest.last) == (10, 26)


@pytest.mark.parametrize("cut", range(4))
def test_pictures_displayed_before_their_idr_are_not_left_behind(cut: int) -> None:
    """H.265 has pictures that are decoded after an IDR and displayed before (RADL)."""
    step = 100_000

    def group(times: list[int]) -> list[Picture]:
        return [Picture(EPOCH + step * n, not k, not k) for k, n in enumerate(times)]

    groups = [group([0, 1, 2]), group([6, 3, 4, 5, 9, 7, 8]), group([10, 11])]
    segment = _segment(0, FORMATS[0], groups)
    start = EPOCH + step * (3 + cut)
    parts = plan([segment], start, EPOCH + 12 * step, encode_all=False)
    taken = [time // TICKS - EPOCH for part in parts for time in _taken(part)]
    assert sorted(taken) == [step * n for n in range(3 + cut, 12)]
    spans = [_span(part) for part in parts]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    for part in parts:
        if isinstance(part, Copy):
            _assert_can_be_copied(part)
        elif isinstance(part, Encode):
            _assert_can_be_decoded(part)
    assert isinstance(parts[0], Copy) == (cut == 0)


def test_where_segments_overlap_the_next_one_holds_from_its_first_picture() -> None:
    def segment(number: int, start: int, count: int) -> Segment:
        pictures = [
            Picture(EPOCH + start + 100_000 * k, not k, not k) for k in range(count)
        ]
        return _segment(number, FORMATS[0], [pictures])

    segments = [
        segment(0, 0, 100),
        segment(1, 3 * SECOND + 50_000, 10),
        segment(2, 3 * SECOND + 950_000, 30),
    ]
    window = EPOCH, EPOCH + 8 * SECOND
    parts = plan(segments, *window, encode_all=False)
    taken = [time // TICKS - EPOCH for part in parts for time in _taken(part)]
    assert taken == [
        *range(0, 3_050_000, 100_000),
        *range(3_050_000, 3_950_000, 100_000),
        *range(3_950_000, 6_950_000, 100_000),
    ]
    (fill,) = [part for part in parts if isinstance(part, Fill)]
    assert (fill.start, fill.end) == (EPOCH + 6_916_667, EPOCH + 8 * SECOND)
    spans = [
        (since - EPOCH, until - EPOCH) for _, since, until in covered(segments, *window)
    ]
    assert spans == [(0, 3_050_000), (3_050_000, 3_950_000), (3_950_000, 6_916_667)]


def test_a_segment_without_a_point_to_start_from_shows_nothing() -> None:
    pictures = [Picture(EPOCH + 100_000 * k, False, False) for k in range(5)]
    segment = _segment(0, FORMATS[0], [pictures])
    with pytest.raises(EngineError, match="no footage"):
        plan([segment], EPOCH, EPOCH + SECOND, encode_all=False)


def test_no_segments_hold_nothing() -> None:
    with pytest.raises(EngineError) as raised:
        plan([], EPOCH, EPOCH + SECOND, encode_all=False)
    assert raised.value.code == "no_footage"
