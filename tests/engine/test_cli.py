"""The command line: JSON for programs, text for people, exit codes for both."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
import hashlib
import json
import os
from pathlib import Path
import pty
import re
import select
import signal
import stat
import subprocess
import sys
import time

import av
import pytest

from custom_components.ring_watch.engine.cli import COMMANDS
from tests.support import decode
from tests.support.footage import Footage, Made, make

from .commanding import MAIN, Done, command_line, run, window
from .scene import CAMERA, SECOND, START, Scene, assert_private

pytestmark = pytest.mark.engine

SHORT = Footage(width=160, height=96, seconds=Fraction(4), sound="aac")
LONG = Footage(width=640, height=360, seconds=Fraction(20), busy=1, gop=Fraction(4))
FROM, TO = START + 1_300_000, START + 3_500_000


@pytest.fixture(scope="module")
def stored(footage_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Four seconds in an archive."""
    scene = Scene(tmp_path_factory.mktemp("scene"))
    scene.add(make(SHORT, footage_folder))
    return scene


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where a clip goes."""
    return tmp_path / "clip.mp4"


def _gather(scene: Scene, output: Path, *more: str, at: tuple[int, int]) -> Done:
    return run("gather", *window(scene, *at), "--output", output, *more)


# Gather ------------------------------------------------------------------------


def test_gather_tells_what_it_made(stored: Scene, output: Path) -> None:
    done = _gather(stored, output, "--json", "--audio", at=(FROM, TO))
    assert (done.code, done.err) == (0, "")
    data = output.read_bytes()
    span = {
        "start": "2023-11-14T22:13:21.423457Z",
        "end": "2023-11-14T22:13:23.623457Z",
    }
    assert done.json == {
        "requested": span,
        "delivered": span,
        "gaps": [],
        "frames": 33,
        "frames_copied": 23,
        "frames_encoded": 10,
        "frames_filler": 0,
        "frames_lost": 0,
        "audio": True,
        "codec": "h264",
        "width": 160,
        "height": 96,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "exact": True,
        "path": str(output),
    }
    assert_private(output)
    assert decode.counters(output) == [
        n for n, _ in stored.placed[0].pictures(FROM, TO)
    ]


def test_gather_tells_its_progress_as_lines(stored: Scene, output: Path) -> None:
    done = _gather(stored, output, "--json", "--progress", at=(FROM, TO))
    *progress, result = map(json.loads, done.out.splitlines())
    assert set(result) == {"result"}
    assert result["result"]["frames"] == 33
    parts = [line["progress"] for line in progress]
    assert parts == sorted(set(parts))
    assert 0 <= parts[0] < parts[-1] == 1
    done = _gather(stored, output, "--json", "--progress", at=(TO, FROM))
    assert done.error == "window_empty"


def test_gather_tells_people_in_words(stored: Scene, output: Path) -> None:
    done = _gather(stored, output, at=(FROM, START + 9 * SECOND))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(str(output))
    for word in ("frames", "40", "sha256", "gap", "2023-11-14T22:13:29.123457Z"):
        assert word in done.out


@pytest.mark.parametrize("again", [("--mask",), ()], ids=["repeated", "together"])
def test_gather_takes_masks(stored: Scene, output: Path, again: tuple[str]) -> None:
    masks = ("--mask", "0,0,0.5,0.5", *again, "0.5,0.5,0.5,0.5")
    done = _gather(stored, output, "--json", *masks, at=(FROM, TO))
    assert done.json["frames_copied"] == 0
    assert set(decode.counters(output)) == {None}
    done = _gather(stored, output, "--json", "--mask", "0,0,2,1", at=(FROM, TO))
    assert done.error == "bad_mask"
    assert set(decode.counters(output)) == {None}


NOW = datetime.now(UTC)
REFUSED = {
    "empty": ("window_empty", "2023-11-14T22:13:22Z", "2023-11-14T22:13:22Z"),
    "backwards": ("window_empty", "2023-11-14T22:13:22Z", "2023-11-14T22:13:21Z"),
    "no zone": ("time_without_zone", "2023-11-14T22:13:22", "2023-11-14T22:13:23Z"),
    "no zone at the end": (
        "time_without_zone",
        "2023-11-14T22:13:22Z",
        "2023-11-14 22:13:23",
    ),
    "a day": ("time_without_zone", "2023-11-14", "2023-11-15"),
    "no time": ("bad_time", "yesterday", "2023-11-14T22:13:23Z"),
    "too long": (
        "window_too_long",
        "2023-11-14T10:00:00Z",
        "2023-11-14T22:00:00.000001Z",
    ),
    "future": (
        "window_future",
        (NOW - timedelta(hours=1)).isoformat(),
        (NOW + timedelta(hours=1)).isoformat(),
    ),
    "nothing there": ("no_footage", "2022-01-01T00:00:00Z", "2022-01-01T00:01:00Z"),
    "another zone": (
        "no_footage",
        "2023-11-14T22:13:21+05:00",
        "2023-11-14T22:13:23+05:00",
    ),
}


@pytest.mark.parametrize("why", REFUSED, ids=str)
def test_windows_that_cannot_be_are_refused(
    why: str, stored: Scene, output: Path
) -> None:
    code, start, end = REFUSED[why]
    arguments = (
        *("--archive", stored.archive.root, "--camera", CAMERA),
        *("--start", start, "--end", end, "--output", output),
    )
    assert run("gather", *arguments, "--json").error == code
    done = run("gather", *arguments)
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    assert "Traceback" not in done.err
    assert list(output.parent.iterdir()) == []


FAR = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:58-14:00", "9999-12-31T23:59:58Z")


@pytest.mark.parametrize("time", FAR)
def test_times_at_the_ends_of_the_calendar_are_refused(
    time: str, stored: Scene, tmp_path: Path
) -> None:
    archive = ("--archive", tmp_path / "archive", "--camera", CAMERA)
    made = stored.placed[0].made.path
    commands = {
        "import": (made, *archive, "--start", time),
        "list": (*archive, "--start", time, "--end", time),
    }
    for name, arguments in commands.items():
        assert run(name, *arguments, "--json").error == "bad_time"
    assert list(tmp_path.iterdir()) == []


def test_footage_of_before_1970_is_refused(stored: Scene, tmp_path: Path) -> None:
    archive = ("--archive", tmp_path / "archive", "--camera", CAMERA)
    made = stored.placed[0].made.path
    start = ("--start", "1969-12-31T23:59:59Z", "--json")
    assert run("import", made, *archive, *start).error == "bad_time"


def test_twelve_hours_in_another_zone_are_fine(stored: Scene, output: Path) -> None:
    done = run(
        *("gather", "--archive", stored.archive.root, "--camera", CAMERA, "--json"),
        *("--start", "2023-11-14T17:13:21+01:00", "--end", "2023-11-15T05:13:21+01:00"),
        *("--output", output),
    )
    assert done.json["delivered"]["start"] == "2023-11-14T22:13:20.123457Z"
    assert done.json["frames"] == 60


@pytest.mark.parametrize("camera", ["door!", "../door", "", "a" * 65, "door/x", "dör"])
def test_names_that_are_no_cameras_are_refused(camera: str, output: Path) -> None:
    done = run(
        *("gather", "--archive", output.parent, "--camera", camera, "--json"),
        *("--start", "2023-11-14T22:13:21Z", "--end", "2023-11-14T22:13:23Z"),
        *("--output", output),
    )
    assert done.error == "bad_camera_name"


def test_an_archive_that_does_not_exist_has_no_footage(output: Path) -> None:
    scene = Scene(output.parent / "absent")
    done = _gather(scene, output, "--json", at=(FROM, TO))
    assert done.error == "no_footage"
    assert not scene.folder.exists()


# Check, thumbnails, keyframe ----------------------------------------------------


def test_check_passes_and_refuses(stored: Scene, output: Path) -> None:
    stored.gather(FROM, TO).path.rename(output)
    times = ("--start", "2023-11-14T22:13:21.423457Z", "--end")
    good = (*times, "2023-11-14T22:13:23.623457Z")
    done = run("check", output, *good, "--json")
    assert done.json == {
        "ok": True,
        "frames": 33,
        "audio_frames": 0,
        "first": "2023-11-14T22:13:21.456790Z",
        "last": "2023-11-14T22:13:23.590123Z",
        "size": output.stat().st_size,
    }
    done = run("check", output, *good)
    assert done.code == 0
    assert "only its window" in done.out
    done = run("check", output, *times, "2023-11-14T22:13:23.5Z", "--json")
    assert done.error == "check_failed"
    assert run("check", output.parent, *good, "--json").error == "unreadable"
    assert run("check", output.parent / "no", *good, "--json").error == "unreadable"


def test_thumbnails_lists_its_pictures(stored: Scene, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "strip"
    arguments = ("thumbnails", *window(stored, START, TO), "--output", folder)
    done = run(*arguments, "--count", "5", "--json")
    found = done.json["thumbnails"]
    assert [item["time"] for item in found] == [
        "2023-11-14T22:13:20.123457Z",
        "2023-11-14T22:13:22.123457Z",
    ]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [item["path"] for item in found] == sorted(map(str, folder.iterdir()))
    done = run(*arguments)
    assert found[0]["path"] in done.out
    for count in ("0", "-1", "1001"):
        assert run(*arguments, "--count", count, "--json").error == "bad_count"
    file = tmp_path / "file"
    file.touch()
    done = run("thumbnails", *window(stored, START, TO), "--output", file, "--json")
    assert done.error == "bad_output"


def test_keyframe_writes_the_first_picture(stored: Scene, tmp_path: Path) -> None:
    picture = tmp_path / "picture.jpg"
    (segment,) = stored.paths
    done = run("keyframe", segment, "--output", picture, "--width", "80", "--json")
    assert done.json == {"path": str(picture)}
    with av.open(str(picture)) as container:
        frame = next(container.decode(video=0))
    assert (frame.width, frame.height) == (80, 48)
    assert stat.S_IMODE(picture.stat().st_mode) == 0o600
    first = picture.read_bytes()
    for after, same in (("0.5", False), ("1000", False), ("0", True), ("-1", True)):
        run("keyframe", segment, "--output", picture, "--width", "80", "--after", after)
        assert (picture.read_bytes() == first) is same, after
    empty = tmp_path / "empty"
    empty.touch()
    for bad in (empty, tmp_path, tmp_path / "absent"):
        done = run("keyframe", bad, "--output", tmp_path / "no.jpg", "--json")
        assert done.error == "unreadable"
    done = run("keyframe", segment, "--output", tmp_path / "no" / "x.jpg", "--json")
    assert done.error == "bad_output"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "picture.jpg"]


# All commands -----------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    done = run(command, "--help")
    assert (done.code, done.err) == (0, "")
    assert command in done.out
    assert "--help" in done.out
    if command != "worker":
        assert "--json" in done.out
    assert run(command, "--absent").code == 2


def test_the_engine_explains_its_commands() -> None:
    done = run("--help")
    assert done.code == 0
    for command in COMMANDS:
        assert re.search(rf"^\s+{command}\b", done.out, re.MULTILINE)
    for usage in ((), ("dance",), ("gather",), ("gather", "--start")):
        done = run(*usage)
        assert (done.code, done.out) == (2, "")
        assert "usage:" in done.err


# Signals and terminals --------------------------------------------------------


@pytest.fixture(scope="module")
def long(footage_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Footage that takes a while to encode."""
    scene = Scene(tmp_path_factory.mktemp("long"))
    scene.add(make(LONG, footage_folder))
    return scene


@pytest.fixture
def gathering(long: Scene, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A gather that encodes for seconds, and has begun to."""
    process = subprocess.Popen(
        command_line(
            *("gather", *window(long, START, START + 20 * SECOND)),
            *("--output", tmp_path / "clip.mp4", "--json", "--progress"),
            *("--mask", "0,0,0.1,0.1"),
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["progress"] >= 0.02:
            break
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=30)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_gather_that_is_cancelled_leaves_nothing(
    number: signal.Signals, gathering: subprocess.Popen[str], tmp_path: Path
) -> None:
    gathering.send_signal(number)
    out, err = gathering.communicate(timeout=20)
    assert gathering.returncode == 1
    assert json.loads(out.splitlines()[-1])["error"]["code"] == "cancelled"
    assert err == ""
    assert list(tmp_path.iterdir()) == []


def test_a_gather_that_is_killed_leaves_nothing(
    gathering: subprocess.Popen[str], tmp_path: Path
) -> None:
    gathering.kill()
    gathering.wait(timeout=20)
    assert list(tmp_path.iterdir()) == []


def test_a_gather_is_cancelled_whatever_it_is_doing(
    stored: Scene, tmp_path: Path
) -> None:
    """Also while it reads segments, where damage is passed over."""
    for number in range(8):
        process = subprocess.Popen(
            command_line(
                *("gather", *window(stored, FROM, TO), "--json"),
                *("--output", tmp_path / "clip.mp4"),
            ),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        time.sleep(0.08 + 0.03 * number)
        process.terminate()
        out, err = process.communicate(timeout=20)
        assert "Traceback" not in err
        if process.returncode == 0:
            assert json.loads(out)["gaps"] == []
            (tmp_path / "clip.mp4").unlink()
        elif process.returncode == 1:
            assert json.loads(out)["error"]["code"] == "cancelled"
        else:
            # Before the engine was there to answer.
            assert process.returncode == -signal.SIGTERM
        assert list(tmp_path.iterdir()) == []


def _at_a_terminal(command: list[str]) -> tuple[str, str]:
    """What a command prints on stdout, and at a terminal that is its stderr."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=theirs, text=True
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            ready, _, _ = select.select([ours], [], [], 60)
            assert ready
            try:
                part = os.read(ours, 4096)
            except OSError:
                break
            shown += part
        assert process.stdout is not None
        out = process.stdout.read()
    os.close(ours)
    return out, shown.decode()


def _impatient(*arguments: str | Path) -> list[str]:
    """A command that shows its progress from the beginning."""
    # As its own start does, so that nothing of Home Assistant is loaded.
    program = (
        "import importlib, runpy, sys\n"
        "package = runpy.run_path(sys.argv[1])['_load_package']()\n"
        "progress = importlib.import_module(f'{package}.commands.progress')\n"
        "progress._QUIET_SECONDS = 0\n"
        "cli = importlib.import_module(f'{package}.cli')\n"
        "sys.exit(cli.main(sys.argv[2:]))\n"
    )
    return [sys.executable, "-P", "-c", program, str(MAIN), *map(str, arguments)]


@pytest.fixture(params=["import", "list", "check", "thumbnails"])
def slow(request: pytest.FixtureRequest, stored: Scene, tmp_path: Path) -> list[str]:
    """A command that may take long, other than gathering."""
    span = window(stored, FROM, TO)
    film = stored.placed[0].made.path
    arguments: dict[str, Sequence[str | Path]] = {
        "import": [film, "--archive", tmp_path, "--camera", "other", *span[4:6]],
        "list": span[:4],
        "check": [stored.gather(FROM, TO).path, *span[4:]],
        "thumbnails": [*span, "--output", tmp_path],
    }
    return _impatient(request.param, *arguments[request.param])


def test_what_may_take_long_shows_its_progress_too(slow: list[str]) -> None:
    out, shown = _at_a_terminal(slow)
    assert out
    assert shown.startswith("\r[")
    assert shown.endswith("100 %\r\n")


def test_whoever_wants_json_sees_no_bar(slow: list[str]) -> None:
    out, shown = _at_a_terminal([*slow, "--json"])
    assert json.loads(out)
    assert shown == ""


def test_progress_is_a_bar_at_a_terminal_and_only_there(
    stored: Scene, tmp_path: Path
) -> None:
    output = tmp_path / "clip.mp4"
    arguments = ["gather", *window(stored, FROM, TO), "--output", output]
    # What takes less than two seconds shows none.
    assert _at_a_terminal(command_line(*arguments))[1] == ""
    impatient = _impatient(*arguments)
    out, shown = _at_a_terminal(impatient)
    assert str(output) in out
    assert "\r[" in shown
    assert shown.endswith("100 %\r\n")
    assert _at_a_terminal([*impatient, "--json"])[1] == ""
    done = subprocess.run(impatient, capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_import_then_gather_then_check(
    footage: Callable[[Footage], Made], tmp_path: Path
) -> None:
    made = footage(replace(SHORT, container="mkv"))
    archive = ("--archive", tmp_path / "archive", "--camera", "front_door")
    done = run("import", made.path, *archive, "--start", "2023-11-14T23:00:00+01:00")
    assert done.code == 0, done.err
    span = ("--start", "2023-11-14T22:00:00Z", "--end", "2023-11-14T22:00:04Z")
    clip = tmp_path / "clip.mp4"
    assert run("gather", *archive, *span, "--output", clip).code == 0
    assert run("check", clip, *span).code == 0
    assert decode.counters(clip) == list(made.counters)
    done = run("list", *archive, "--json")
    assert done.code == 0, done.err
