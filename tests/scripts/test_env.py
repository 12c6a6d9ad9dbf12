"""The environments: what counts as ready, what is missing, where Debian is."""

import errno
import fcntl
import io
import os
from pathlib import Path
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from typing import override

import pytest

from scripts import env


@pytest.fixture
def requirements(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A project of its own, with requirements for an environment `engine`."""
    monkeypatch.setattr(env, "REQUIREMENTS", tmp_path / "requirements")
    monkeypatch.setattr(env, "VENV", tmp_path / ".venv")
    env.REQUIREMENTS.mkdir()
    path = env.REQUIREMENTS / "engine.txt"
    path.write_text("av==19.0.0\n")
    return path


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The packages of a machine, for a test to fill."""
    names: set[str] = set()
    cached = env.installed_packages
    monkeypatch.setattr(env, "installed_packages", lambda: frozenset(names))
    # The real one has a cache that installing clears.
    monkeypatch.setattr(
        env.installed_packages, "cache_clear", cached.cache_clear, raising=False
    )
    return names


def ready(name: str) -> Path:
    """Make an environment as `ensure` leaves it, without installing anything."""
    folder = env.VENV / name
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").touch()
    env.stamp_current(folder, name)
    return folder / "bin" / "python"


def test_a_ready_environment_is_only_looked_at(
    requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = ready("engine")
    monkeypatch.setattr(env, "run", lambda *_, **__: pytest.fail("ran a command"))
    assert env.ensure("engine") == python


def test_an_environment_is_stale_once_its_requirements_change(
    requirements: Path,
) -> None:
    folder = ready("engine").parent.parent
    assert env.is_current(folder, "engine")
    requirements.write_text("av==19.0.1\n")
    assert not env.is_current(folder, "engine")


def test_changed_requirements_are_installed_into_the_same_environment(
    requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = ready("engine")
    requirements.write_text("av==19.0.1\n")
    calls: list[str] = []
    monkeypatch.setattr(env, "uv", lambda *words, **_: calls.append(words[0]))
    assert env.ensure("engine") == python
    assert calls == ["pip"]
    assert env.is_current(env.VENV / "engine", "engine")


def test_an_interrupted_environment_is_made_anew(
    requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = ready("engine")
    monkeypatch.setattr(env, "find_python", lambda: "python3.14")

    def interrupted(*words: str, **_: object) -> None:
        if words[0] == "pip":
            raise KeyboardInterrupt

    requirements.write_text("av==19.0.1\n")
    monkeypatch.setattr(env, "uv", interrupted)
    with pytest.raises(KeyboardInterrupt):
        env.ensure("engine")
    assert not env.is_current(env.VENV / "engine", "engine")

    calls: list[str] = []
    monkeypatch.setattr(env, "uv", lambda *words, **_: calls.append(words[0]))
    assert env.ensure("engine") == python
    assert calls == ["venv", "pip"]


def test_two_calls_make_an_environment_once(
    requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    entered, leave = threading.Event(), threading.Event()

    def slow(*words: str, **_: object) -> None:
        calls.append(words[0])
        if words[0] == "venv":
            entered.set()
            assert leave.wait(5)
            (env.VENV / "engine" / "bin").mkdir(parents=True)
            (env.VENV / "engine" / "bin" / "python").touch()

    monkeypatch.setattr(env, "uv", slow)
    monkeypatch.setattr(env, "find_python", lambda: "python3.14")
    threads = [threading.Thread(target=env.ensure, args=("engine",)) for _ in "ab"]
    threads[0].start()
    assert entered.wait(5)
    threads[1].start()
    leave.set()
    for thread in threads:
        thread.join(5)
    assert calls == ["venv", "pip"]


@pytest.mark.parametrize(
    ("targets", "mirror"),
    [
        (
            (
                "Google https://packages.example/apt/\n"
                "Debian-Security http://security.example/debian-security/\n"
                "Debian http://mirror.example/debian/\n"
            ),
            "http://mirror.example/debian/",
        ),
        # Before a first `apt-get update`.
        (
            (
                " http://security.example/debian-security/\n"
                " http://mirror.example/debian/\n"
            ),
            "http://mirror.example/debian/",
        ),
    ],
)
def test_the_mirror_is_the_one_that_apt_uses(
    targets: str, mirror: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(env, "run", lambda _: targets)
    assert env.debian_mirror() == mirror


def test_without_a_debian_archive_the_reason_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(env, "run", lambda _: "")
    with pytest.raises(SystemExit, match="no Debian archive"):
        env.debian_mirror()


def test_what_is_installed_is_not_asked_for_again(
    installed: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    installed.add("ffmpeg")
    monkeypatch.setattr(env, "run", lambda *_, **__: pytest.fail("ran a command"))
    assert env.install_packages(["ffmpeg"]) == []


def test_root_installs_what_is_missing(
    installed: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(env, "apt_install", installed.update)
    assert env.install_packages(["ffmpeg", "browser"]) == []
    assert installed == {"chromium", "ffmpeg"}


def test_two_calls_install_packages_one_after_the_other(
    requirements: Path, installed: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[list[str]] = []
    entered, leave = threading.Event(), threading.Event()

    def slow(packages: list[str]) -> None:
        calls.append(packages)
        entered.set()
        assert leave.wait(5)
        installed.update(packages)

    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(env, "apt_install", slow)
    groups = (["ffmpeg"], ["ffmpeg", "browser"])
    threads = [threading.Thread(target=env.install_packages, args=[g]) for g in groups]
    threads[0].start()
    assert entered.wait(5)
    threads[1].start()
    time.sleep(0.1)
    leave.set()
    for thread in threads:
        thread.join(5)
    assert calls == [["ffmpeg"], ["chromium"]]


def test_what_cannot_be_installed_is_said_and_left_out(
    requirements: Path,
    installed: set[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def failing(command: list[str], **_: object) -> str:
        raise subprocess.CalledProcessError(100, command)

    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(env, "run", failing)
    assert env.install_packages(["ffmpeg", "browser"]) == ["ffmpeg", "browser"]
    assert "what needs them is skipped: chromium ffmpeg\n" in capsys.readouterr().err


def test_what_cannot_do_without_packages_names_them_and_ends(
    requirements: Path, installed: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("shutil.which", lambda name: None if name == "g++" else name)
    (env.REQUIREMENTS / "home.txt").touch()
    with pytest.raises(SystemExit, match=r"needs g\+\+"):
        env.ensure("home")

    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    (env.REQUIREMENTS / "tools.txt").write_text("uv\n")
    with pytest.raises(SystemExit, match="needs python3-pip"):
        env.tool("uv")


def test_others_are_told_the_command_and_which_groups_stay_incomplete(
    installed: set[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    installed.add("chromium")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("shutil.which", lambda _: "/usr/bin/apt-get")
    assert env.install_packages(["ffmpeg", "browser"]) == ["ffmpeg"]
    said = capsys.readouterr().err
    assert "sudo apt-get install --no-install-recommends ffmpeg\n" in said


def test_off_debian_every_package_counts_as_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    env.installed_packages.cache_clear()
    try:
        assert env.missing_packages("ffmpeg") == ["ffmpeg"]
    finally:
        env.installed_packages.cache_clear()


def test_commands_do_not_inherit_what_slows_home_assistant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    code = "import os; print('PYTHONDONTWRITEBYTECODE' in os.environ)"
    assert env.run([sys.executable, "-c", code]) == "False\n"


class Terminal(io.StringIO):
    """A screen, as far as programs can tell."""

    @override
    def isatty(self) -> bool:
        return True


def test_a_command_that_takes_long_shows_at_a_terminal_that_it_runs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr(env, "SIGN_OF_LIFE", 0.01)
    monkeypatch.setenv("COLUMNS", "30")
    env.say("installing a lot of packages")
    until = time.monotonic() + 60

    with env.signs_of_life():
        while screen.getvalue().count("\r") < 3 and time.monotonic() < until:
            time.sleep(0.01)

    said, _, shown = screen.getvalue().partition("\n")
    assert said.endswith("installing a lot of packages")
    *lines, end = shown.split("\r")
    assert len(lines) >= 3
    for line in lines:
        text = line.removesuffix("\033[K")
        assert re.fullmatch(r"\[ *\d+\.\d s\] installing a lot .*", text)
        # Wider than the screen it would not pass.
        assert len(text) < 30
    # What passes leaves nothing.
    assert end == "\033[K"


def test_a_command_that_takes_long_writes_nothing_into_a_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(env, "SIGN_OF_LIFE", 0)
    env.run([sys.executable, "-c", "pass"])
    assert capsys.readouterr().err == ""


def test_a_failed_command_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(_: str) -> Path:
        raise subprocess.CalledProcessError(1, ["uv", "venv"])

    monkeypatch.setattr(env, "ensure", failing)
    with pytest.raises(SystemExit, match="uv venv failed"):
        env.main(["ensure", "engine"])


def test_a_disk_that_is_full_is_told_of_as_such(
    requirements: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(name: str) -> str:
        raise subprocess.CalledProcessError(1, ["pip", "install", name])

    monkeypatch.setattr(env, "tool", full)
    # And not taken for a Python that cannot be found.
    with pytest.raises(SystemExit, match="pip install uv failed"):
        env.main(["ensure", "engine"])

    def fuller(_: str) -> Path:
        # As a write to an open file raises it.
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(env, "ensure", fuller)
    with pytest.raises(SystemExit, match=r"^scripts/env.py: No space left on device$"):
        env.main(["ensure", "engine"])


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A project of its own that holds no more than is needed to make environments."""
    shutil.copytree(env.REQUIREMENTS, tmp_path / "requirements")
    (tmp_path / "scripts").mkdir()
    shutil.copy(env.__file__, tmp_path / "scripts")
    return tmp_path


def ensuring(checkout: Path) -> subprocess.Popen[str]:
    """Begin to make an environment in a project."""
    command = [sys.executable, "scripts/env.py", "ensure", "engine"]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=checkout, stdout=pipe, stderr=pipe, text=True, bufsize=1
    )


def test_ctrl_c_ends_it_without_a_word(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    with (checkout / ".venv" / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with ensuring(checkout) as process:
            assert process.stderr
            assert "waiting" in process.stderr.readline()
            # One that comes just before the lock is waited for would be seen after it.
            while process.poll() is None:
                process.send_signal(signal.SIGINT)
                time.sleep(0.2)
            assert process.communicate() == ("", "")
    # A shell that waits for it ends likewise.
    assert process.returncode == -signal.SIGINT


def test_what_cannot_be_written_is_named(checkout: Path) -> None:
    (checkout / ".venv").touch()
    with ensuring(checkout) as process:
        said = process.communicate(timeout=30)
    assert said == ("", f"scripts/env.py: {checkout}/.venv: File exists\n")
    assert process.returncode == 1


@pytest.mark.parametrize("name", ["tools", *env.ENVIRONMENTS])
def test_requirements_are_pinned_and_name_no_machine(name: str) -> None:
    text = (env.ROOT / "requirements" / f"{name}.txt").read_text()
    lines = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert lines
    assert all("==" in line for line in lines)
    assert "://" not in text
    assert "--index" not in text
