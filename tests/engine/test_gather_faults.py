"""Whatever goes wrong, there is a whole clip or none, and a clear reason."""

from collections.abc import Callable, Iterator
from dataclasses import replace
import errno
from fractions import Fraction
import os
from pathlib import Path
import random
import stat
import subprocess
import threading
from typing import Any
from unittest.mock import patch

import av
import numpy as np
import pytest

from custom_components.ring_watch.engine import cli, gather as gather_module, loading
from custom_components.ring_watch.engine.clip import Order
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.gather import gather
from custom_components.ring_watch.engine.segment import read_segment
from tests.support import counter
from tests.support.footage import Footage, Made

from .scene import CAMERA, SECOND, START, Scene, assert_black, assert_exact

pytestmark = pytest.mark.engine

SHORT = Footage(width=160, height=96, seconds=Fraction(8))

type Make = Callable[[Footage], Made]


@pytest.fixture
def stored(scene: Scene, footage: Make) -> Scene:
    """Eight seconds in four segments."""
    scene.add(footage(SHORT), seconds=2)
    assert len(scene.paths) == 4
    return scene


def _played(path: Path) -> list[tuple[float, int | None]]:
    """Seconds and counters of what a player shows, which passes over what is damaged."""
    found = []
    with av.open(str(path)) as container:
        for packet in container.demux(video=0):
            try:
                frames = packet.decode()
            except av.FFmpegError:
                continue
            for frame in frames:
                luma = np.frombuffer(frame.planes[0], np.uint8)
                plane = luma.reshape(-1, frame.planes[0].line_size)
                assert frame.time is not None
                found.append((frame.time, counter.read(plane[:, : frame.width])))
    return found


def _readable(path: Path) -> list[int | None]:
    """The counters of what a player shows."""
    return [number for _, number in _played(path)]


def _assert_nothing_left(scene: Scene) -> None:
    assert [path.name for path in scene.folder.iterdir()] == ["archive"]
    assert not [thread for thread in threading.enumerate() if _is_ours(thread)]


def _is_ours(thread: threading.Thread) -> bool:
    return thread.name.startswith(("ahead", "digest"))


# Damaged footage ----------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 5000, bytes(range(256)) * 40, b"\0\0\0\x10ftypiso6\0\0\0\0"],
)
def test_a_segment_that_is_none_is_a_gap(content: bytes, stored: Scene) -> None:
    stored.paths[1].write_bytes(content)
    stored.lost.append((START + 2 * SECOND, START + 4 * SECOND))
    clip = stored.gather(START + SECOND, START + 7 * SECOND)
    shown = assert_exact(stored, clip)
    assert clip.gaps == [(START + 2 * SECOND, START + 4 * SECOND)]
    assert_black(clip, shown)


def test_of_a_torn_segment_the_complete_fragments_stay(
    scene: Scene, footage: Make
) -> None:
    scene.add(footage(replace(SHORT, gop=Fraction(1))), seconds=4)
    path = scene.paths[0]
    data = path.read_bytes()
    for share in (0.97, 0.9, 0.6, 0.4, 0.1, 0.01):
        path.write_bytes(data[: int(len(data) * share)])
        left = 0
        try:
            left = len(read_segment(path).video)
        except EngineError:
            assert share < 0.3
        scene.lost = [(START + left * SECOND // 15, START + 4 * SECOND)]
        clip = scene.gather(START, START + 7 * SECOND)
        shown = assert_exact(scene, clip)
        assert_black(clip, shown)
        assert len(clip.gaps) == 1


def test_segments_of_random_bytes_do_no_harm(stored: Scene) -> None:
    rng = random.Random(3)
    path = stored.paths[1]
    good = path.read_bytes()
    for number in range(40):
        spoilt = bytearray(good)
        for _ in range(rng.choice((1, 5, 100))):
            at = rng.randrange(len(good) if number % 2 else 1200)
            spoilt[at] = rng.randrange(256)
        path.write_bytes(spoilt)
        clip = stored.gather(START + SECOND, START + 7 * SECOND)
        found = _played(clip.path)
        # What was not damaged is there, and of nothing else anything: a player may
        # show a picture of the clip once more in place of a damaged one.
        whole = [n for time, n in found if time < 0.99 or time > 2.99]
        assert whole == [*range(15, 30), *range(60, 105)]
        assert {n for _, n in found} - {None} <= set(range(15, 105))


@pytest.mark.parametrize("b_frames", [0, 2])
def test_damaged_packets_inside_a_group_cost_only_themselves(
    b_frames: int, scene: Scene, footage: Make
) -> None:
    scene.add(footage(replace(SHORT, b_frames=b_frames)), seconds=2)
    rng = random.Random(4)
    path = scene.paths[1]
    samples = read_segment(path).video
    with path.open("r+b") as file:
        for number in (5, 6, 11):
            # Behind the length of the NAL unit, so that it can be copied.
            file.seek(int(samples.offset[number]) + 8)
            file.write(rng.randbytes(int(samples.size[number]) - 8))
    for start, end in ((SECOND, 7 * SECOND), (2_200_000, 3_900_000)):
        clip = scene.gather(START + start, START + end)
        found = _readable(clip.path)
        wanted = [n for n, _ in scene.pictures(START + start, START + end)]
        seen = [n for n in found if n is not None]
        # A decoder shows an older picture again in place of a damaged one.
        assert set(seen) <= set(wanted)
        assert set(wanted) - set(seen) <= set(range(30, 60))


@pytest.mark.parametrize("size", [b"\0\xff\xff\xff", b"\0\0\0\0", b"\0\0\0\1"])
def test_a_sample_that_is_no_picture_does_not_cost_the_clip(
    size: bytes, stored: Scene
) -> None:
    """A sector of the disk is damaged: the rest can still be had."""
    path = stored.paths[1]
    samples = read_segment(path).video
    with path.open("r+b") as file:
        file.seek(int(samples.offset[20]))
        file.write(size)
    clip = stored.gather(START + SECOND, START + 7 * SECOND)
    seen = [n for n in _readable(clip.path) if n is not None]
    assert set(range(15, 105)) - set(seen) <= set(range(50, 60))


def test_a_segment_that_cannot_be_decoded_costs_only_itself(
    scene: Scene, footage: Make
) -> None:
    scene.add(footage(replace(SHORT, codec="h265")), seconds=2)
    path = scene.paths[1]
    samples = read_segment(path).video
    with path.open("r+b") as file:
        file.seek(int(samples.offset[0]))
        file.write(bytes(int(samples.size.sum())))
    clip = scene.gather(START + SECOND, START + 7 * SECOND)
    seen = [n for n in _readable(clip.path) if n is not None]
    assert set(seen) >= {*range(15, 30), *range(60, 105)}


# Footage that disappears -------------------------------------------------------


def _when(name: str, action: Callable[[], object]) -> Any:
    """Patch a function of ``gather`` so that ``action`` comes before it."""
    real = getattr(gather_module, name)

    def late(*args: Any, **kwargs: Any) -> Any:
        action()
        return real(*args, **kwargs)

    return patch.object(gather_module, name, late)


@pytest.mark.parametrize("moment", ["arrange", "copy", "Renderer"])
@pytest.mark.parametrize("what", ["removed", "truncated", "emptied"])
def test_footage_that_is_removed_meanwhile(
    what: str, moment: str, stored: Scene
) -> None:
    path = stored.paths[1]
    action: dict[str, Callable[[], object]] = {
        "removed": lambda: path.unlink(missing_ok=True),
        "truncated": lambda: os.truncate(path, 2000),
        "emptied": lambda: os.truncate(path, 0),
    }
    with _when(moment, action[what]), pytest.raises(EngineError) as raised:
        stored.gather(START + 1_500_000, START + 7 * SECOND)
    assert raised.value.code == "footage_gone"
    _assert_nothing_left(stored)


def test_footage_that_is_removed_while_it_is_decoded(
    scene: Scene, footage: Make
) -> None:
    scene.add(footage(replace(SHORT, codec="h265")), seconds=2)
    path = scene.paths[2]
    with (
        _when("Renderer", lambda: os.truncate(path, 3000)),
        pytest.raises(EngineError) as raised,
    ):
        scene.gather(START + SECOND, START + 7 * SECOND)
    assert raised.value.code == "footage_gone"
    _assert_nothing_left(scene)


# Where the clip goes -------------------------------------------------------------


def _gather(scene: Scene, output: Path) -> None:
    order = Order(CAMERA, START + SECOND, START + 5 * SECOND)
    gather(scene.archive, order, output)


def _code(scene: Scene, output: Path) -> str:
    with pytest.raises(EngineError) as raised:
        _gather(scene, output)
    assert str(raised.value)
    return raised.value.code


def test_a_folder_that_does_not_exist(stored: Scene) -> None:
    assert _code(stored, stored.folder / "absent" / "clip.mp4") == "bad_output"
    stored.output.write_bytes(b"a file")
    assert _code(stored, stored.output / "clip.mp4") == "bad_output"
    assert stored.output.read_bytes() == b"a file"


@pytest.mark.parametrize("path", ["", ".", "/proc/clip.mp4"])
def test_a_place_where_no_file_can_be(path: str, stored: Scene) -> None:
    assert _code(stored, Path(path)) == "bad_output"


def test_a_device_keeps_its_place(stored: Scene) -> None:
    os.mkfifo(stored.output)
    assert _code(stored, stored.output) == "bad_output"
    assert stored.output.is_fifo()


def test_a_folder_in_place_of_the_clip(stored: Scene) -> None:
    stored.output.mkdir()
    assert _code(stored, stored.output) == "bad_output"
    assert list(stored.output.iterdir()) == []
    assert sorted(path.name for path in stored.folder.iterdir()) == [
        "archive",
        "clip.mp4",
    ]


@pytest.mark.skipif(os.geteuid() != 0, reason="root only: becomes another user")
def test_a_folder_that_must_not_be_written(stored: Scene) -> None:
    stored.folder.chmod(0o755)
    for parent in stored.folder.parents[:3]:
        parent.chmod(0o755)
    for path in (stored.archive.root, *stored.archive.root.rglob("*")):
        path.chmod(0o755)
    os.seteuid(65534)
    try:
        assert _code(stored, stored.output) == "bad_output"
    finally:
        os.seteuid(0)
    _assert_nothing_left(stored)


def test_an_older_clip_is_replaced_at_once(stored: Scene) -> None:
    stored.output.write_bytes(b"older")
    stored.output.chmod(0o644)
    with stored.output.open("rb") as reader:
        clip = stored.gather(START + SECOND, START + 5 * SECOND)
        # Who was reading the older one still does.
        assert reader.read() == b"older"
    assert_exact(stored, clip)
    assert stat.S_IMODE(stored.output.stat().st_mode) == 0o600


def test_an_older_clip_stays_when_there_is_no_new_one(stored: Scene) -> None:
    stored.output.write_bytes(b"older")
    with pytest.raises(EngineError):
        stored.gather(START + 20 * SECOND, START + 21 * SECOND)
    assert stored.output.read_bytes() == b"older"


def test_a_link_is_replaced_and_not_followed(stored: Scene) -> None:
    other = stored.folder / "other"
    other.write_bytes(b"precious")
    stored.output.symlink_to(other)
    stored.gather(START + SECOND, START + 5 * SECOND)
    assert not stored.output.is_symlink()
    assert other.read_bytes() == b"precious"


@pytest.fixture
def small(stored: Scene) -> Iterator[Path]:
    """A file system with room for a page or two."""
    folder = stored.folder / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("start", [SECOND, 2_500_000, 2 * SECOND])
def test_a_full_disk(start: int, small: Path, stored: Scene) -> None:
    order = Order(CAMERA, START + start, START + 8 * SECOND)
    with pytest.raises(EngineError) as raised:
        gather(stored.archive, order, small / "clip.mp4")
    assert raised.value.code == "disk_full"
    assert list(small.iterdir()) == []


@pytest.mark.parametrize("fails", ["write", "copy_file_range", "fsync", "link"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
def test_a_disk_that_fails(number: int, fails: str, stored: Scene) -> None:
    error = OSError(number, os.strerror(number))
    with patch.object(os, fails, side_effect=error):
        code = _code(stored, stored.output)
    full = number in (errno.ENOSPC, errno.EDQUOT)
    assert code == ("disk_full" if full else "bad_output")
    _assert_nothing_left(stored)


def test_a_file_system_without_unnamed_files(stored: Scene) -> None:
    real = os.open

    def without(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(errno.EOPNOTSUPP, "no unnamed files")
        return real(path, flags, *args, **kwargs)

    with patch.object(os, "open", without):
        clip = stored.gather(START + 1_500_000, START + 5 * SECOND)
        assert_exact(stored, clip)
        assert sorted(path.name for path in stored.folder.iterdir()) == [
            "archive",
            "clip.mp4",
        ]
        stored.output.unlink()
        with (
            patch.object(os, "fsync", side_effect=OSError(errno.EIO, "broken")),
            pytest.raises(EngineError),
        ):
            stored.gather(START + 1_500_000, START + 5 * SECOND)
    _assert_nothing_left(stored)


@pytest.mark.parametrize("number", [errno.EXDEV, errno.EOPNOTSUPP, errno.EINVAL])
def test_file_systems_that_do_not_copy_from_each_other(
    number: int, stored: Scene
) -> None:
    error = OSError(number, os.strerror(number))
    with patch.object(os, "copy_file_range", side_effect=error):
        clip = stored.gather(START + 1_500_000, START + 5 * SECOND)
    assert_exact(stored, clip, stored.hashes())


def test_a_short_write_goes_on_where_it_stopped(stored: Scene) -> None:
    real = os.write
    with patch.object(os, "write", lambda fd, data: real(fd, data[:100])):
        clip = stored.gather(START + 1_500_000, START + 5 * SECOND)
    assert_exact(stored, clip, stored.hashes())


def test_no_clip_appears_that_fails_the_check(stored: Scene) -> None:
    refusal = EngineError("check_failed", "The clip fails the check: it is bad.")
    with patch.object(gather_module, "check", side_effect=refusal):
        assert _code(stored, stored.output) == "check_failed"
    _assert_nothing_left(stored)


@pytest.mark.parametrize(
    ("odd", "copied", "audio"),
    [
        ({"sound"}, True, False),
        ({"pictures"}, False, True),
        ({"sound", "pictures"}, False, False),
    ],
    ids=["sound", "pictures", "both"],
)
def test_what_the_check_refuses_costs_itself_alone(
    odd: set[str], copied: bool, audio: bool, footage: Make, scene: Scene
) -> None:
    """Odd sound is left out; odd pictures are encoded, and keep their sound."""
    scene.add(footage(replace(SHORT, sound="aac")))
    tries = 0

    def gate(path: Path, _start: int, _end: int) -> None:
        nonlocal tries
        tries += 1
        # First a copy with and without its sound, then the same encoded.
        found = {"pictures"} if tries <= 2 else set()
        if b"mp4a" in path.read_bytes():
            found.add("sound")
        if odd & found:
            raise EngineError("check_failed", "The clip fails the check: it is odd.")

    with patch.object(gather_module, "check", side_effect=gate):
        clip = scene.gather(START + 1_500_000, START + 5 * SECOND, audio=True)
    assert (clip.copied > 0, clip.audio) == (copied, audio)
    assert clip.copied + clip.encoded == 52 and clip.gaps == []


@pytest.mark.parametrize("moment", ["Renderer", "arrange", "copy", "check"])
def test_a_cancelled_gather_leaves_nothing(moment: str, stored: Scene) -> None:
    def cancel() -> None:
        raise KeyboardInterrupt

    with _when(moment, cancel), pytest.raises(KeyboardInterrupt):
        stored.gather(START + 1_500_000, START + 5 * SECOND)
    _assert_nothing_left(stored)


def test_a_gather_is_cancelled_while_it_reads_segments(stored: Scene) -> None:
    """There damage is passed over, but not this."""
    with (
        patch.object(loading, "read_segment", lambda path: cli._cancel(15, None)),
        pytest.raises(KeyboardInterrupt),
    ):
        stored.gather(START + 1_500_000, START + 5 * SECOND)
    _assert_nothing_left(stored)
