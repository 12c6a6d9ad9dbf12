"""The release gate refuses whatever is not exactly a clip of its window."""

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
import random
import resource
import shutil
import struct
import subprocess
import sys

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.ring_watch.engine import check as check_module
from custom_components.ring_watch.engine.check import check
from custom_components.ring_watch.engine.clip import Clip
from custom_components.ring_watch.engine.errors import EngineError
from tests.support import decode
from tests.support.footage import Footage, make

from . import boxes, tampering
from .scene import SECOND, START, TICK, Scene

pytestmark = pytest.mark.engine

SHORT = Footage(width=160, height=96, seconds=Fraction(4), sound="aac")
KINDS = {
    "plain": replace(SHORT, sound=None),
    "sound": SHORT,
    "reordered": replace(SHORT, b_frames=2),
    "h265": replace(SHORT, codec="h265", b_frames=1),
}
FROM, TO = START + 1_300_001, START + 3_500_007
ENGINE = Path(check_module.__file__).parent / "__main__.py"


@dataclass(frozen=True)
class Good:
    """A clip that passes."""

    clip: Clip
    data: bytes


@pytest.fixture(scope="module")
def clips(
    footage_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Good]:
    """A good clip of each kind, with copied and encoded pictures."""
    found = {}
    for name, kind in KINDS.items():
        scene = Scene(tmp_path_factory.mktemp(name))
        scene.add(make(kind, footage_folder))
        clip = scene.gather(FROM, TO, audio=True, keep_codec=True)
        assert clip.copied
        assert clip.encoded
        found[name] = Good(clip, clip.path.read_bytes())
    return found


@pytest.fixture(scope="module")
def good(clips: dict[str, Good], request: pytest.FixtureRequest) -> Good:
    """A good clip."""
    return clips[getattr(request, "param", "reordered")]


def _refused(path: Path, data: bytes, start: int = FROM, end: int = TO) -> str:
    path.write_bytes(data)
    with pytest.raises(EngineError) as raised:
        check(path, start, end)
    assert raised.value.code in ("check_failed", "unreadable")
    return str(raised.value)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_clip_passes_with_what_it_holds(kind: str, clips: dict[str, Good]) -> None:
    clip = clips[kind].clip
    checked = check(clip.path, FROM, TO)
    assert checked.frames == clip.copied + clip.encoded
    assert checked.size == clip.size
    times = sorted(sample.time for sample in boxes.samples(boxes.read(clip.path)))
    assert abs(Fraction(checked.first - FROM, SECOND) - times[0]) < TICK
    assert abs(Fraction(checked.last - FROM, SECOND) - times[-1]) < TICK
    sound = decode.units(clip.path, "audio")
    assert checked.audio_frames == len(sound)
    assert bool(sound) == (kind != "plain")


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("name", tampering.EVERYWHERE, ids=str)
def test_a_tampered_clip_is_refused(
    name: str, kind: str, clips: dict[str, Good], tmp_path: Path
) -> None:
    data = tampering.tampered(clips[kind].data, tampering.EVERYWHERE[name])
    assert data != clips[kind].data
    _refused(tmp_path / "clip.mp4", data)


@pytest.mark.parametrize("name", tampering.UNKNOWN, ids=str)
def test_a_box_that_nobody_knows_is_refused(
    name: str, clips: dict[str, Good], tmp_path: Path
) -> None:
    data = tampering.tampered(clips["sound"].data, tampering.UNKNOWN[name])
    _refused(tmp_path / "clip.mp4", data)


@pytest.mark.parametrize("name", tampering.REORDERED, ids=str)
def test_tampered_order_is_refused(
    name: str, clips: dict[str, Good], tmp_path: Path
) -> None:
    data = tampering.tampered(clips["reordered"].data, tampering.REORDERED[name])
    _refused(tmp_path / "clip.mp4", data)


@pytest.mark.parametrize("name", tampering.SOUND, ids=str)
def test_tampered_sound_is_refused(
    name: str, clips: dict[str, Good], tmp_path: Path
) -> None:
    data = tampering.tampered(clips["sound"].data, tampering.SOUND[name])
    assert data != clips["sound"].data
    _refused(tmp_path / "clip.mp4", data)


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("name", tampering.HIDDEN, ids=str)
def test_what_a_decoder_may_show_or_pass_over_is_refused(
    name: str, kind: str, clips: dict[str, Good], tmp_path: Path
) -> None:
    data = tampering.tampered(clips[kind].data, tampering.HIDDEN[name])
    _refused(tmp_path / "clip.mp4", data)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        *(("plain", name) for name in tampering.HIDDEN_H264),
        *(("reordered", name) for name in tampering.HIDDEN_H264),
        *(("h265", name) for name in tampering.HIDDEN_H265),
        *(("sound", name) for name in tampering.HIDDEN_SOUND),
    ],
)
def test_text_in_the_coding_is_refused(
    kind: str, name: str, clips: dict[str, Good], tmp_path: Path
) -> None:
    hidden = tampering.HIDDEN_H264 | tampering.HIDDEN_SOUND
    if kind == "h265":
        hidden = tampering.HIDDEN_H265
    data = tampering.tampered(clips[kind].data, hidden[name])
    _refused(tmp_path / "clip.mp4", data)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_shorter_window_is_refused(kind: str, clips: dict[str, Good]) -> None:
    """A file tells no absolute time, and its times are in ticks of 1/90000 s."""
    clip = clips[kind].clip
    check(clip.path, FROM, TO)
    for shorter in (23, 100, 67_000, SECOND):
        with pytest.raises(EngineError, match="window"):
            check(clip.path, FROM, TO - shorter)
        with pytest.raises(EngineError, match="window"):
            check(clip.path, FROM + shorter, TO)
    for window in ((FROM, FROM), (TO, FROM)):
        with pytest.raises(EngineError, match="empty"):
            check(clip.path, *window)


def test_a_torn_clip_is_refused_wherever_it_ends(good: Good, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    ends = {*range(0, len(good.data), 97), *range(64), len(good.data) - 1}
    for end in ends:
        _refused(path, good.data[:end])
    _refused(path, good.data + b"\0")
    _refused(path, good.data + bytes(8))
    _refused(path, good.data + good.data)


def test_what_is_no_clip_is_refused(tmp_path: Path) -> None:
    rng = random.Random(1)
    path = tmp_path / "clip.mp4"
    for size in (0, 1, 7, 8, 9, 100, 10_000):
        _refused(path, bytes(size))
        _refused(path, rng.randbytes(size))
    _refused(path, b"\xff" * 1000)
    for missing in (tmp_path, tmp_path / "absent"):
        with pytest.raises(EngineError) as raised:
            check(missing, FROM, TO)
        assert raised.value.code == "unreadable"


def test_segments_and_footage_are_refused(
    good: Good, footage_folder: Path, tmp_path: Path
) -> None:
    folder = good.clip.path.parent / "archive"
    (segment,) = folder.rglob("*.mp4")
    _refused(tmp_path / "clip.mp4", segment.read_bytes())
    for kind in KINDS.values():
        _refused(tmp_path / "clip.mp4", make(kind, footage_folder).path.read_bytes())


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="not installed: ffmpeg")
def test_the_cut_that_everybody_makes_is_refused(
    footage_folder: Path, tmp_path: Path
) -> None:
    """It leaves pictures from before the window in the file, behind an edit list."""
    made = make(KINDS["reordered"], footage_folder)
    cut = tmp_path / "cut.mp4"
    command = ["ffmpeg", "-v", "error", "-ss", "1.3", "-i", str(made.path), "-t", "2.2"]
    for more in ([], ["-movflags", "+faststart", "-fflags", "+bitexact"]):
        subprocess.run(
            [*command, "-c", "copy", *more, "-y", str(cut)], check=True, timeout=60
        )
        assert decode.counters(cut)[0] == 0
        with pytest.raises(EngineError) as raised:
            check(cut, FROM, TO)
        assert raised.value.code == "check_failed"


def test_a_parameter_set_that_serves_no_picture_is_refused(
    good: Good, tmp_path: Path
) -> None:
    unused = tampering.HIDDEN_H264["a PPS that serves no picture"]
    data = tampering.tampered(good.data, unused)
    assert "serves no picture" in _refused(tmp_path / "clip.mp4", data)


def _head(good: Good) -> int:
    return boxes.media_offset(boxes.parse(good.data))


def _parameter_sets(good: Good) -> range:
    """Where the config of the video lies; the gate does not decode."""
    kind = b"hvcC" if good.clip.codec == "hevc" else b"avcC"
    at = good.data.index(kind)
    (size,) = struct.unpack_from(">I", good.data, at - 4)
    return range(at + 4, at - 4 + size)


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_byte_of_the_head_counts(
    kind: str, clips: dict[str, Good], tmp_path: Path
) -> None:
    """But for parameter sets, there is no byte in which anything could be hidden."""
    good, rng = clips[kind], random.Random(kind)
    path = tmp_path / "clip.mp4"
    free = _parameter_sets(good)
    path.write_bytes(good.data)
    with path.open("r+b", buffering=0) as file:
        for at in range(_head(good)):
            if at in free:
                continue
            file.seek(at)
            file.write(bytes([good.data[at] ^ 1 << rng.randrange(8)]))
            with pytest.raises(EngineError):
                check(path, FROM, TO)
            file.seek(at)
            file.write(good.data[at : at + 1])
    check(path, FROM, TO)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_damage_is_refused_or_does_not_matter(
    data: st.DataObject, clips: dict[str, Good], tmp_path: Path
) -> None:
    good = clips[data.draw(st.sampled_from(sorted(KINDS)), "clip")]
    spoilt = bytearray(good.data)
    for _ in range(data.draw(st.integers(1, 4), "changes")):
        at = data.draw(st.integers(0, _head(good) + 40), "at")
        some = data.draw(st.binary(min_size=1, max_size=9), "bytes")
        if at not in _parameter_sets(good):
            spoilt[at : at + len(some)] = some
    path = tmp_path / "clip.mp4"
    path.write_bytes(spoilt)
    try:
        check(path, FROM, TO)
    except EngineError:
        return
    wanted = boxes.samples(boxes.parse(good.data))
    assert boxes.samples(boxes.read(path)) == wanted


def _memory(path: Path) -> int:
    """The peak of memory, in kilobytes, of a process that refuses the file."""
    window = ["--start", "2023-11-14T22:13:21.423458Z"]
    window += ["--end", "2023-11-14T22:13:23.623464Z"]
    program = (
        "import os, runpy, sys\n"
        # Or it ends before it can be asked.
        "os._exit = sys.exit\n"
        # Or it counts what the parent had.
        "open('/proc/self/clear_refs', 'w').write('5')\n"
        f"sys.argv = ['engine', 'check', {str(path)!r}, *{window!r}]\n"
        "try:\n"
        f"    runpy.run_path({str(ENGINE)!r}, run_name='__main__')\n"
        "except SystemExit as end:\n"
        "    status = open('/proc/self/status').read()\n"
        "    peak = status.partition('VmHWM:')[2].split()[0]\n"
        "    print(end.code, peak)\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    code, peak = done.stdout.split()[-2:]
    assert code == "1", done.stderr
    return int(peak)


def test_counts_that_lie_take_no_memory(clips: dict[str, Good], tmp_path: Path) -> None:
    """Tables are never larger than the file that holds them."""
    path = tmp_path / "clip.mp4"
    plain = clips["plain"].data
    path.write_bytes(plain[:-1])
    usual = _memory(path)
    spoilt: list[tampering.Tampering] = [
        tampering.EVERYWHERE["huge count in stts"],
        lambda root: tampering.put(
            root.find("moov/trak/mdia/minf/stbl/stts"), 8, b"\x7f\xff\xff\xff"
        ),
        lambda root: tampering.put(
            root.find("moov/trak/mdia/minf/stbl/stsz"), 8, b"\x07\xff\xff\xff"
        ),
        lambda root: tampering.put(
            root.find("moov/trak/mdia/minf/stbl/stsc"), 12, b"\x7f\xff\xff\xff"
        ),
    ]
    for change in spoilt:
        path.write_bytes(tampering.tampered(plain, change))
        assert _memory(path) < usual + 30_000


def test_countless_boxes_take_no_memory(clips: dict[str, Good], tmp_path: Path) -> None:
    """None of the containers has room for more than a few."""
    path = tmp_path / "clip.mp4"
    plain = clips["plain"].data
    path.write_bytes(plain[:-1])
    usual = _memory(path)
    for level, kind in (("moov", b"trak"), ("moov/trak/mdia/minf/stbl", b"stts")):
        root = boxes.parse(plain)
        root.find(level).children += [boxes.Box(kind)] * 500_000
        path.write_bytes(boxes.serialise(root))
        assert _memory(path) < usual + 30_000


def test_a_sample_of_countless_units_does_not_take_forever(
    clips: dict[str, Good], tmp_path: Path
) -> None:
    """A slice of two bytes after the other, a million times."""
    units = b"\0\0\0\2\x01\x80" * 1_000_000
    change = tampering._insert_unit(units[4:6])
    root = boxes.parse(tampering.tampered(clips["plain"].data, change))
    found = boxes.samples(root)
    last = max(range(len(found)), key=lambda number: found[number].offset)
    root.find("mdat").body += units
    sizes = root.find("moov/trak/mdia/minf/stbl/stsz")
    tampering.put(
        sizes, 12 + 4 * last, struct.pack(">I", found[last].size + len(units))
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    assert "units" in _refused(tmp_path / "clip.mp4", boxes.serialise(root))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 5


def test_a_slice_of_countless_zero_words_does_not_take_forever(
    clips: dict[str, Good], tmp_path: Path
) -> None:
    """A million cabac_zero_words behind the last one in the file (H.264, 7.4.2.10)."""
    words = b"\0\0\3" * 1_000_000
    path = tmp_path / "clip.mp4"
    for more, passes in ((b"", True), (b"\0", False)):
        root = boxes.parse(clips["plain"].data)
        found = boxes.samples(root)
        last = max(range(len(found)), key=lambda number: found[number].offset)
        size = found[last].size + len(more + words)
        at = found[last].offset - boxes.media_offset(root)
        media = root.find("mdat")
        media.body = (
            media.body[:at] + struct.pack(">I", size - 4) + media.body[at + 4 :]
        )
        media.body += more + words
        sizes = root.find("moov/trak/mdia/minf/stbl/stsz")
        tampering.put(sizes, 12 + 4 * last, struct.pack(">I", size))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
        if passes:
            path.write_bytes(boxes.serialise(root))
            check(path, FROM, TO)
        else:
            _refused(path, boxes.serialise(root))
        assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < 5
