"""The offline check, as a recipient runs it: one file, on the command line."""

import ast
import json
from pathlib import Path
import random
import shutil
import subprocess
import sys
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.ring_watch.sharing.keys import grouped
from tools import verify

from .evidence import Evidence, make
from .tampering import CASES, Case

pytestmark = pytest.mark.sharing

PROGRAM = Path(verify.__file__)
NOON = "2026-11-23T12:00:00.000000Z"
GAP = "2026-11-23T11:59:05.000000Z", "2026-11-23T11:59:08.500000Z"
CODES = {"good": 0, "tampered": 1, "incomplete": 2, "unknown_key": 3}


@pytest.fixture
def home(tmp_path: Path) -> Evidence:
    return make(tmp_path)


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """A home that no test changes."""
    return make(tmp_path_factory.mktemp("pristine"))


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program as its own process, outside of the project."""
    return subprocess.run(
        [sys.executable, "-I", str(PROGRAM), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        timeout=60,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_was_done_to_the_files_decides_the_verdict(
    home: Evidence, case: Case
) -> None:
    trusted = {home.fingerprint} if case.named else set()
    paths = list(case.attack(home))
    report = verify.verify(paths, trusted)
    assert report.verdict == case.verdict, report.lines


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.name.startswith("case_63")],
    ids=lambda case: case.name,
)
def test_case_63_rows_cut_moved_or_chained_anew_show(
    home: Evidence, case: Case
) -> None:
    """To whoever holds a clip of this home, or only the fingerprint of its key."""
    done = run(*case.attack(home), "--fingerprint", home.fingerprint)
    assert done.returncode == CODES[case.verdict] != 0, done.stdout


def test_case_64_a_ledger_rewritten_with_the_key_contradicts_an_older_manifest(
    home: Evidence,
) -> None:
    """By itself it is perfect: every hash, link and signature fits."""
    for case in (one for one in CASES if one.name.startswith("case_64")):
        ledger, clip = case.attack(home)
        alone = verify.verify([ledger], {home.fingerprint})
        assert alone.verdict == "good", alone.lines
        done = run(ledger, clip, "--fingerprint", home.fingerprint)
        assert done.returncode == CODES["tampered"], done.stdout


@pytest.mark.parametrize("verdict", CODES)
def test_the_exit_code_and_the_last_line_say_the_verdict(
    home: Evidence, verdict: str
) -> None:
    case = next(one for one in CASES if one.verdict == verdict)
    paths = case.attack(home)
    named = ["--fingerprint", grouped(home.fingerprint)] if case.named else []
    done = run(*paths, *named)
    assert done.returncode == CODES[verdict], done
    assert done.stdout.splitlines()[-1] == verify.VERDICTS[verdict]
    assert done.stderr == ""
    as_json = json.loads(run(*paths, *named, "--json").stdout)
    assert as_json["verdict"] == verdict


def test_words_are_plain(home: Evidence) -> None:
    done = run(home.log, home.zip, "--fingerprint", home.fingerprint)
    assert done.stdout.splitlines() == [
        "good: ledger.json: 24 entries, each linked to the one before.",
        "note: ledger.json: 12 personal texts shown, 0 erased or left out.",
        f"good: clip.mp4: unchanged since it was approved at {NOON}.",
        f"note: It shows 2026-11-23T11:59:00.000000Z to {NOON}.",
        f"note: There was no footage from {' to '.join(GAP)}.",
        "note: Changed before signing: trim, mask, sound_removed, encode.",
        "good: ledger.json: it holds the entry that manifest.jws names.",
        "note: ledger.json: entry 16 says that manifest.jws was shared.",
        "GOOD: nothing was changed, and the key is the one that you named.",
    ]


@pytest.mark.parametrize(
    "arguments",
    [[], ["/nowhere/clip.mp4"], [str(PROGRAM), "--fingerprint", "1234"]],
    ids=["nothing", "no such file", "half a fingerprint"],
)
def test_a_mistake_in_asking_is_no_verdict(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 64
    assert done.stderr and "Traceback" not in done.stderr


def test_names_of_files_cannot_control_the_terminal(home: Evidence) -> None:
    clip = home.clip.rename(home.folder / "clip\x1b[2J\u202e.mp4")
    assert "clip?[2J?.mp4" in run(clip, home.manifest).stdout


def flipped(data: bytes, place: int, bit: int) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1 << bit
    return bytes(changed)


def verdict_on(home: Evidence, folder: Path, name: str, data: bytes) -> str:
    """Return the verdict when one of the files has other bytes."""
    folder.mkdir(exist_ok=True)
    paths = {one: home.folder / one for one in ("clip.mp4", "manifest.jws")}
    paths = {"ledger.json": home.log} if name.endswith("json") else paths
    paths[name] = folder / name
    paths[name].write_bytes(data)
    return verify.verify(list(paths.values()), {home.fingerprint}).verdict


@pytest.mark.parametrize("name", ["clip.mp4", "manifest.jws", "ledger.json"])
def test_case_62_every_flipped_byte_shows(
    pristine: Evidence, tmp_path: Path, name: str
) -> None:
    data = (pristine.folder / name).read_bytes()
    chance = random.Random(62)
    step = {"clip.mp4": 10, "manifest.jws": 1, "ledger.json": 11}[name]
    for place in {*range(0, len(data), step), len(data) - 1}:
        changed = flipped(data, place, chance.randrange(8))
        found = verdict_on(pristine, tmp_path, name, changed)
        assert found == "tampered", (place, data[max(0, place - 20) : place + 20])


@st.composite
def edits(draw: st.DrawFn, data: bytes) -> bytes:
    """Draw other bytes: lines and bytes moved, doubled, dropped, changed."""
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, max(0, len(data) - 1)))
        other = draw(st.integers(0, max(0, len(data) - 1)))
        low, high = sorted((place, other))
        lines = data.split(b"\n")
        line = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(["byte", "cut", "drop", "double", "line", "move"]))
        if kind == "byte":
            data = data[:low] + draw(st.binary(max_size=3)) + data[low + 1 :]
        elif kind == "cut":
            data = data[:low]
        elif kind == "drop":
            data = data[:low] + data[high:]
        elif kind == "double":
            data = data[:high] + data[low:high] + data[high:]
        elif kind == "line":
            data = b"\n".join(lines[:line] + lines[line + 1 :])
        else:
            target = draw(st.integers(0, len(lines) - 1))
            lines.insert(target, lines.pop(line))
            data = b"\n".join(lines)
    return data


@pytest.mark.parametrize("name", ["clip.mp4", "manifest.jws", "ledger.json"])
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(draws=st.data())
def test_no_edit_is_found_good(
    pristine: Evidence, tmp_path: Path, name: str, draws: st.DataObject
) -> None:
    data = (pristine.folder / name).read_bytes()
    if name == "ledger.json":
        lines: list[Any] = data.split(b"\n")
        data = b"\n".join(line for line in lines if b'"texts":' not in line)
    changed = draws.draw(edits(data))
    same = changed.strip() == data if name == "manifest.jws" else changed == data
    assert (verdict_on(pristine, tmp_path, name, changed) == "good") == same


def test_memory_stays_flat_on_a_long_clip(pristine: Evidence, tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    with clip.open("wb") as file:
        file.truncate(300_000_000)
    script = (
        "import pathlib, runpy, sys; sys.argv[0] = 'verify.py'\n"
        f"try: runpy.run_path({str(PROGRAM)!r}, run_name='__main__')\n"
        "except SystemExit: pass\n"
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "print(status.split('VmHWM:')[1].split()[0], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script, str(clip), str(pristine.manifest)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert int(done.stderr) < 80_000  # KiB


def test_it_is_written_for_python_3_9() -> None:
    ast.parse(PROGRAM.read_text(), feature_version=(3, 9))


def test_it_needs_nothing_of_the_project(home: Evidence, tmp_path: Path) -> None:
    alone = shutil.copy(PROGRAM, tmp_path / "alone.py")
    done = subprocess.run(
        [sys.executable, "-I", alone, str(home.zip)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=60,
    )
    assert done.returncode == CODES["unknown_key"], done.stderr
