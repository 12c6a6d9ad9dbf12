"""The tables of a clip say of every sample where it lies and when it is shown."""

from fractions import Fraction
import struct

from hypothesis import given, settings, strategies as st
import numpy as np
import pytest

from custom_components.ring_watch.engine.media import AudioFormat, VideoFormat
from custom_components.ring_watch.engine.mp4 import (
    audio_sample_entry,
    visual_sample_entry,
)
from custom_components.ring_watch.engine.progressive import (
    MOVIE_TIMESCALE,
    ClipTrack,
    arrange,
)

from . import boxes

pytestmark = pytest.mark.engine

VIDEO = visual_sample_entry(VideoFormat("h264", 64, 48, b"\1config"))
SOUND = audio_sample_entry(AudioFormat(16_000, 1, b"\x14\x08"))


@st.composite
def tracks(draw: st.DrawFn, *, video: bool) -> ClipTrack:
    """A track of samples, decoded in order of the times they are shown at."""
    count = draw(st.integers(1, 40))
    timescale = MOVIE_TIMESCALE if video else 16_000
    start = draw(st.sampled_from((0, 0, 1, 777, 500_000)))
    steps = draw(
        st.lists(st.integers(1, 400_000), min_size=count - 1, max_size=count - 1)
    )
    dts = start + np.cumsum([0, *steps]).astype(np.int64)
    pts = dts.copy()
    if video:
        # Pictures change places inside of small groups.
        size = draw(st.integers(1, 5))
        for first in range(0, count, size):
            group = draw(st.permutations(range(first, min(first + size, count))))
            pts[first : first + size] = dts[group]
    return ClipTrack(
        entry=VIDEO if video else SOUND,
        picture=(64, 48) if video else None,
        timescale=timescale,
        pts=pts,
        dts=dts,
        size=np.array(
            draw(st.lists(st.integers(1, 90_000), min_size=count, max_size=count)),
            np.int64,
        ),
        sync=np.array(
            [
                True,
                *draw(st.lists(st.booleans(), min_size=count - 1, max_size=count - 1)),
            ]
            if video
            else [True] * count
        ),
        end=int(dts[-1]) + draw(st.integers(1, 100_000)),
    )


def _assert_times(track: ClipTrack, found: list[boxes.Sample]) -> None:
    assert len(found) == len(track.pts)
    # The edit list counts in ticks of the movie.
    tolerance = Fraction(1, MOVIE_TIMESCALE)
    for sample, pts in zip(found, track.pts.tolist(), strict=True):
        assert abs(sample.time - Fraction(pts, track.timescale)) <= tolerance
    assert [sample.size for sample in found] == track.size.tolist()
    assert [sample.sync for sample in found] == track.sync.tolist()
    total = sum((sample.duration for sample in found), Fraction(0))
    assert total == Fraction(track.end - int(track.dts[0]), track.timescale)


@settings(max_examples=150, deadline=None)
@given(video=tracks(video=True), sound=st.none() | tracks(video=False))
def test_samples_are_found_where_they_lie(
    video: ClipTrack, sound: ClipTrack | None
) -> None:
    both = [video] if sound is None else [video, sound]
    layout = arrange(both)
    sizes = np.concatenate([track.size for track in both])
    total = int(sizes.sum())
    head = layout.head
    root = boxes.parse(head + bytes(total))
    assert [child.kind for child in root.children] == [b"ftyp", b"moov", b"mdat"]
    assert boxes.media_offset(root) == len(head)
    assert sorted(layout.order.tolist()) == list(range(len(sizes)))
    placed = {}
    at = len(head)
    for number in layout.order.tolist():
        placed[number] = at
        at += int(sizes[number])
    offsets = [sample.offset for sample in boxes.samples(root)]
    if sound is not None:
        offsets += [sample.offset for sample in boxes.samples(root, b"soun")]
        _assert_times(sound, boxes.samples(root, b"soun"))
    assert offsets == [placed[number] for number in range(len(sizes))]
    _assert_times(video, boxes.samples(root))


@settings(max_examples=50, deadline=None)
@given(video=tracks(video=True), sound=tracks(video=False))
def test_the_clip_is_as_long_as_its_longest_track(
    video: ClipTrack, sound: ClipTrack
) -> None:
    moov = boxes.parse(
        arrange([video, sound]).head[:-16] + struct.pack(">I4s", 8, b"mdat")
    ).find("moov")
    (duration,) = struct.unpack_from(">Q", moov.find("mvhd").body, 24)
    lengths = [
        struct.unpack_from(">Q", trak.find("tkhd").body, 28)[0]
        for trak in moov.all(b"trak")
    ]
    ends = [track.end * MOVIE_TIMESCALE // track.timescale for track in (video, sound)]
    assert lengths == ends
    assert duration == max(ends)


def test_tracks_take_turns_so_that_players_need_not_seek() -> None:
    def track(timescale: int, picture: tuple[int, int] | None) -> ClipTrack:
        times = np.arange(100, dtype=np.int64) * timescale // 10
        return ClipTrack(
            entry=VIDEO if picture else SOUND,
            picture=picture,
            timescale=timescale,
            pts=times,
            dts=times,
            size=np.full(100, 10),
            sync=np.ones(100, np.bool_),
            end=10 * timescale,
        )

    order = arrange([track(90_000, (64, 48)), track(16_000, None)]).order.tolist()
    expected: list[int] = []
    for first in range(0, 100, 20):
        expected += range(first, first + 20)
        expected += range(100 + first, 100 + first + 20)
    assert order == expected


def test_a_clip_of_more_than_four_gigabytes_has_offsets_that_reach() -> None:
    track = ClipTrack(
        entry=VIDEO,
        picture=(64, 48),
        timescale=MOVIE_TIMESCALE,
        pts=np.arange(100, dtype=np.int64) * 300_000,
        dts=np.arange(100, dtype=np.int64) * 300_000,
        size=np.full(100, 1 << 27),
        sync=np.ones(100, np.bool_),
        end=100 * 300_000,
    )
    head = arrange([track]).head
    size = struct.unpack(">I4sQ", head[-16:])
    assert size == (1, b"mdat", 100 * (1 << 27) + 16)
    root = boxes.parse(head[:-16] + struct.pack(">I4s", 8, b"mdat"))
    assert boxes.samples(root)[-1].offset == len(head) + 99 * (1 << 27)
