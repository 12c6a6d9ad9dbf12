"""Segments hold absolute times, survive torn tails, and never crash their reader."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
import random
import struct
import zlib

from hypothesis import HealthCheck, given, settings, strategies as st
import numpy as np
import pytest

from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.fragment import fragment, initialization
from custom_components.ring_watch.engine.media import (
    AccessUnit,
    AudioFormat,
    VideoFormat,
)
from custom_components.ring_watch.engine.segment import (
    AAC_FRAME,
    Samples,
    Segment,
    read_segment,
    spans,
)

from . import boxes

pytestmark = pytest.mark.engine

VIDEO = VideoFormat("h264", 160, 96, b"\1\x64\0\x1e\xff\xe1config")
SOUND = AudioFormat(16_000, 1, b"\x14\x08")
TIMESCALE, SOUND_TIMESCALE = 9_000_000, 2_000_000
EPOCH = 1_700_000_000_123_457 * 9
SOUND_EPOCH = 1_700_000_000_123_457 * 2
STEP = 600_003


def _video(
    start: int, count: int, *, sync: bool = True, reorder: int = 0
) -> list[AccessUnit]:
    """A group of pictures in decode order; each holds its own number."""
    order = list(range(count))
    if reorder:
        order = [0]
        for first in range(1, count, reorder + 1):
            group = list(range(first, min(first + reorder + 1, count)))
            order += [group[-1], *group[:-1]]
    return [
        AccessUnit(
            b"\0\0\0\5" + struct.pack(">BI", 0x65, start + number),
            EPOCH + (start + number) * STEP,
            sync=sync and not index,
            random_access=not index,
        )
        for index, number in enumerate(order)
    ]


def _sound(start: int, count: int) -> list[AccessUnit]:
    length = AAC_FRAME * SOUND_TIMESCALE // SOUND.sample_rate
    return [
        AccessUnit(bytes([number % 256]) * 7, SOUND_EPOCH + number * length)
        for number in range(start, start + count)
    ]


def _ends(video: list[AccessUnit], sound: list[AccessUnit]) -> tuple[int, int]:
    length = AAC_FRAME * SOUND_TIMESCALE // SOUND.sample_rate
    return (
        max(unit.pts for unit in video) + STEP,
        sound[-1].pts + length if sound else 0,
    )


def _fragment(
    number: int, video: list[AccessUnit], sound: list[AccessUnit] | None = None
) -> bytes:
    video_end, sound_end = _ends(video, sound or [])
    return fragment(number, video, video_end, sound or [], sound_end)


def _read(path: Path, data: bytes) -> Segment:
    path.write_bytes(data)
    return read_segment(path)


def _head(*, sound: bool = True) -> bytes:
    if sound:
        return initialization(VIDEO, TIMESCALE, SOUND, SOUND_TIMESCALE)
    return initialization(VIDEO, TIMESCALE)


def _data(path: Path, samples: Samples) -> list[bytes]:
    content = path.read_bytes()
    return [
        content[offset : offset + size]
        for offset, size in zip(samples.offset, samples.size, strict=True)
    ]


@pytest.mark.parametrize("sound", [False, True])
@pytest.mark.parametrize("reorder", [0, 1, 2, 4])
def test_what_is_written_is_read(reorder: int, sound: bool, tmp_path: Path) -> None:
    path = tmp_path / "segment.mp4"
    data = _head(sound=sound)
    video: list[AccessUnit] = []
    heard: list[AccessUnit] = []
    for number in range(4):
        group = _video(number * 15, 15, reorder=reorder)
        some = _sound(number * 16, 16) if sound else []
        data += _fragment(number + 1, group, some)
        video += group
        heard += some
    segment = _read(path, data)
    assert segment.path == path
    assert segment.video_format == VIDEO
    samples = segment.video
    assert samples.timescale == TIMESCALE
    assert samples.pts.tolist() == [unit.pts for unit in video]
    assert samples.dts.tolist() == sorted(unit.pts for unit in video)
    assert samples.sync.tolist() == [unit.sync for unit in video]
    assert samples.random_access.tolist() == [unit.random_access for unit in video]
    assert _data(path, samples) == [unit.data for unit in video]
    assert samples.duration.tolist() == [STEP] * len(video)
    assert samples.start == EPOCH
    assert samples.end == EPOCH + 60 * STEP
    assert len(samples) == 60
    if not sound:
        assert (segment.audio, segment.audio_format) == (None, None)
        return
    assert segment.audio_format == SOUND
    assert segment.audio is not None
    assert segment.audio.timescale == SOUND_TIMESCALE
    assert segment.audio.pts.tolist() == [unit.pts for unit in heard]
    assert _data(path, segment.audio) == [unit.data for unit in heard]


@pytest.mark.parametrize("codec", ["h264", "hevc"])
def test_the_coding_is_kept(codec: str, tmp_path: Path) -> None:
    config = random.Random(1).randbytes(200)
    form = VideoFormat("h264" if codec == "h264" else "hevc", 1920, 1080, config)
    data = initialization(form, TIMESCALE) + _fragment(1, _video(0, 3))
    assert _read(tmp_path / "x.mp4", data).video_format == form


@pytest.mark.parametrize("rate", [8000, 16_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_the_sound_is_kept(rate: int, channels: int, tmp_path: Path) -> None:
    form = AudioFormat(rate, channels, b"\x12\x10")
    data = initialization(VIDEO, TIMESCALE, form, SOUND_TIMESCALE)
    data += _fragment(1, _video(0, 3), _sound(0, 3))
    assert _read(tmp_path / "x.mp4", data).audio_format == form


def test_players_find_absolute_times_and_no_name() -> None:
    data = _head() + _fragment(1, _video(0, 15), _sound(0, 16))
    root = boxes.parse(data)
    kinds = [child.kind for child in root.children]
    assert kinds == [b"ftyp", b"moov", b"uuid", b"uuid", b"moof", b"mdat"]
    traf = root.find("moof/traf")
    assert traf.find("tfdt").body == struct.pack(">IQ", 1 << 24, EPOCH)
    for trak in root.find("moov").all(b"trak"):
        assert trak.find("tkhd").body[4:20] == bytes(16)
        assert trak.find("mdia/mdhd").body[4:20] == bytes(16)
        assert trak.find("mdia/hdlr").body[24:] == b"\0"


def test_the_usual_length_of_the_last_picture_is_told(tmp_path: Path) -> None:
    video = _video(0, 5)
    data = _head() + fragment(1, video, EPOCH + 4 * STEP + 12_345)
    samples = _read(tmp_path / "x.mp4", data).video
    assert samples.duration.tolist() == [STEP] * 4 + [12_345]
    assert samples.end == EPOCH + 4 * STEP + 12_345


@pytest.mark.parametrize(
    "times", [(0, 1 << 32), (0, (1 << 31) + 1, 1)], ids=["duration", "offset"]
)
def test_a_distance_that_does_not_fit_is_refused(times: tuple[int, ...]) -> None:
    """32 bits of it would be a picture at a wrong time."""
    units = [AccessUnit(b"\0", EPOCH + time) for time in times]
    with pytest.raises(EngineError) as raised:
        fragment(1, units, EPOCH + max(times) + STEP)
    assert raised.value.code == "bad_times"


def test_open_groups_are_told_from_closed_ones(tmp_path: Path) -> None:
    data = _head() + _fragment(1, _video(0, 5)) + _fragment(2, _video(5, 5, sync=False))
    samples = _read(tmp_path / "x.mp4", data).video
    assert np.flatnonzero(samples.sync).tolist() == [0]
    assert np.flatnonzero(samples.random_access).tolist() == [0, 5]


def test_pictures_that_may_lack_something_stay_marked(tmp_path: Path) -> None:
    units = _video(0, 5)
    for index in (0, 3):
        units[index] = replace(units[index], torn=True)
    data = _head() + _fragment(1, units) + _fragment(2, _video(5, 5, sync=False))
    samples = _read(tmp_path / "x.mp4", data).video
    assert np.flatnonzero(samples.torn).tolist() == [0, 3]
    assert np.flatnonzero(samples.random_access).tolist() == [0, 5]
    assert np.flatnonzero(samples.sync).tolist() == [0]


def test_a_torn_tail_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "segment.mp4"
    head = _head()
    parts = [_fragment(n + 1, _video(5 * n, 5), _sound(5 * n, 5)) for n in range(3)]
    whole = head + b"".join(parts)
    edges = [len(head)]
    for part in parts:
        edges.append(edges[-1] + len(part))
    near = {edge + distance for edge in edges for distance in (-1, 0, 1)}
    for end in sorted(near & {*range(len(whole) + 1)} | {*range(0, len(whole), 5)}):
        complete = sum(edge <= end for edge in edges[1:])
        path.write_bytes(whole[:end])
        if not complete:
            with pytest.raises(EngineError) as raised:
                read_segment(path)
            assert raised.value.code == "unreadable"
            continue
        segment = read_segment(path)
        assert len(segment.video) == complete * 5
        assert segment.audio is not None
        assert len(segment.audio) == complete * 5


def _numbers(samples: Samples) -> list[int]:
    return [(int(pts) - EPOCH) // STEP for pts in samples.pts]


@pytest.mark.parametrize("box", [b"uuid", b"moof", b"tfdt", b"trun"])
def test_a_fragment_with_a_damaged_table_is_not_there(
    box: bytes, tmp_path: Path
) -> None:
    parts = [bytearray(_fragment(n + 1, _video(5 * n, 5))) for n in range(3)]
    first = parts[1].index(box) - 4
    # The rest of the first box is the checksums of the pictures.
    last = first + 28 if box == b"uuid" else parts[1].index(b"mdat") - 4
    for at in range(first, last, 3):
        damaged = bytearray(parts[1])
        damaged[at] ^= 0x20
        data = _head() + parts[0] + damaged + parts[2]
        samples = _read(tmp_path / "segment.mp4", data).video
        assert _numbers(samples) == [*range(5), *range(10, 15)]


def test_what_refers_to_a_damaged_fragment_is_not_there(tmp_path: Path) -> None:
    parts = [bytearray(_fragment(n + 1, _video(5 * n, 5))) for n in range(5)]
    for number in (2, 3):
        units = [
            AccessUnit(unit.data, unit.pts, sync=False, random_access=False)
            for unit in _video(5 * number, 5)
        ]
        parts[number] = bytearray(_fragment(number + 1, units))
    parts[1][parts[1].index(b"tfdt") + 10] ^= 1
    samples = _read(tmp_path / "segment.mp4", _head() + b"".join(parts)).video
    assert _numbers(samples) == [*range(5), *range(20, 25)]


def test_a_segment_with_a_damaged_beginning_is_refused(tmp_path: Path) -> None:
    """A wrong timescale would put every picture at a wrong time."""
    head = _head()
    for at in range(len(head)):
        damaged = bytearray(head)
        damaged[at] ^= 0x01
        with pytest.raises(EngineError) as raised:
            _read(tmp_path / "segment.mp4", bytes(damaged) + _fragment(1, _video(0, 5)))
        assert raised.value.code == "unreadable"


def test_every_picture_has_its_checksum(tmp_path: Path) -> None:
    path = tmp_path / "segment.mp4"
    parts = [_fragment(n + 1, _video(5 * n, 5, reorder=2)) for n in range(3)]
    samples = _read(path, _head() + b"".join(parts)).video
    found = [zlib.crc32(data) for data in _data(path, samples)]
    assert samples.checksum.tolist() == found


def test_what_is_no_segment_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "segment.mp4"
    for data in (b"", b"x", bytes(1000), b"\xff" * 1000, _head(), _head() * 2):
        with pytest.raises(EngineError) as raised:
            _read(path, data)
        assert raised.value.code == "unreadable"
        assert str(tmp_path) not in str(raised.value)
    for missing in (tmp_path, tmp_path / "absent"):
        with pytest.raises(EngineError) as raised:
            read_segment(missing)
        assert raised.value.code == "unreadable"


def _assert_in_bounds(segment: Segment, size: int) -> None:
    for samples in (segment.video, segment.audio):
        if samples is not None:
            assert len(samples) > 0
            assert int(samples.offset.min()) >= 0
            assert int((samples.offset + samples.size).max()) <= size


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_damage_never_leads_outside_of_the_file(
    data: st.DataObject, tmp_path: Path
) -> None:
    content = bytearray(
        _head()
        + _fragment(1, _video(0, 3, reorder=1), _sound(0, 3))
        + _fragment(2, _video(3, 3), _sound(3, 3))
    )
    for _ in range(data.draw(st.integers(1, 4), "changes")):
        at = data.draw(st.integers(0, len(content) - 1), "at")
        some = data.draw(st.binary(min_size=1, max_size=8), "bytes")
        content[at : at + len(some)] = some
    end = data.draw(st.sampled_from((len(content), len(content) - 7)), "end")
    path = tmp_path / "segment.mp4"
    path.write_bytes(content[:end])
    try:
        segment = read_segment(path)
    except EngineError:
        return
    _assert_in_bounds(segment, end)


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    content=st.binary(max_size=400),
    start=st.sampled_from((b"", b"\0\0\0\x08ftyp", b"\0\0\1\0moov", b"\0\0\1\0moof")),
)
def test_random_bytes_are_refused(content: bytes, start: bytes, tmp_path: Path) -> None:
    with pytest.raises(EngineError):
        _read(tmp_path / "segment.mp4", start + content)


def test_a_count_that_lies_takes_no_memory(tmp_path: Path) -> None:
    content = bytearray(_head() + _fragment(1, _video(0, 3)))
    at = content.index(b"trun") + 8
    content[at : at + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(EngineError):
        _read(tmp_path / "segment.mp4", bytes(content))


# Gaps inside of a segment ------------------------------------------------------


def _samples(times: list[int], end: int, timescale: int = 1000) -> Samples:
    pts = np.array(times, np.int64)
    dts = np.sort(pts)
    count = len(times)
    return Samples(
        timescale=timescale,
        offset=np.arange(count),
        size=np.ones(count, np.int64),
        dts=dts,
        pts=pts,
        duration=np.diff(dts, append=end),
        sync=np.ones(count, np.bool_),
        random_access=np.ones(count, np.bool_),
        torn=np.zeros(count, np.bool_),
        checksum=np.zeros(count, np.uint32),
    )


def test_a_seamless_track_is_one_span() -> None:
    assert spans(_samples([0, 40, 20, 60], 80)) == [(0, 80)]
    assert spans(_samples([500], 540)) == [(500, 540)]


def test_more_than_two_seconds_without_a_picture_are_a_gap() -> None:
    assert spans(_samples([0, 100, 200, 2200, 2300], 2400)) == [(0, 2400)]
    assert spans(_samples([0, 100, 200, 2201, 2301], 2401)) == [(0, 300), (2201, 2401)]


def test_a_slow_camera_has_no_gaps_between_its_pictures() -> None:
    times = [1500 * number for number in range(10)]
    assert spans(_samples(times, 15_000)) == [(0, 15_000)]
    times = [*times, 9 * 1500 + 7501]
    assert spans(_samples(times, times[-1] + 1500)) == [
        (0, 15_000),
        (21_001, 22_501),
    ]


@given(
    steps=st.lists(
        st.sampled_from((33, 40, 67, 2500, 60_000)), min_size=1, max_size=60
    ),
    shuffle=st.randoms(use_true_random=False),
)
def test_spans_hold_every_picture_and_no_gap(
    steps: list[int], shuffle: random.Random
) -> None:
    times = [0]
    for step in steps:
        times.append(times[-1] + step)
    mixed = times[:]
    shuffle.shuffle(mixed)
    usual = int(np.median(np.diff(times)))
    found = spans(_samples(mixed, times[-1] + 40))
    assert all(start < end for start, end in found)
    assert all(before[1] < after[0] for before, after in pairwise(found))
    for time in times:
        assert sum(start <= time < end for start, end in found) == 1
    limit = max(2000, 5 * usual)
    gaps = sum(step > limit for step in steps)
    assert len(found) == gaps + 1
