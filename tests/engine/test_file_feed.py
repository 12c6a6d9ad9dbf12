"""A file that is recorded has the pictures and times that importing it gives."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
import subprocess

import pytest

from custom_components.ring_watch.engine.address import Address
from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.importer import import_file
from tests.support.footage import Footage, Made

from .recording import recording, seen

pytestmark = [pytest.mark.engine, pytest.mark.needs("ffmpeg")]

SHORT = Footage(seconds=Fraction(3))
FILES = {
    # Copying from the middle of a GOP keeps its beginning, hidden by an edit list.
    "hidden beginning": (("-ss", "1"), ("-c", "copy"), "mp4"),
    "H.264 without times": ((), ("-c", "copy", "-f", "h264"), "h264"),
    "MPEG-4": ((), ("-c:v", "mpeg4", "-q:v", "2"), "avi"),
}


@pytest.mark.parametrize(("before", "after", "ending"), FILES.values(), ids=FILES)
def test_recording_a_file_is_importing_it_now(
    before: tuple[str, ...],
    after: tuple[str, ...],
    ending: str,
    footage: Callable[[Footage], Made],
    tmp_path: Path,
) -> None:
    made = footage(replace(SHORT, b_frames=0 if ending == "h264" else 2))
    path = tmp_path / f"film.{ending}"
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", *before, "-i", made.path, *after, path],
        check=True,
    )
    with recording(Address(str(path)), tmp_path / "recorded") as running:
        running.wait_for(("down", "ended"))
    assert ("recording", None) in running.states
    imported = Archive(tmp_path / "imported")
    import_file(imported, "door", path, 0)
    pictures = seen(imported)
    recorded = seen(running.archive)
    assert [number for _, number in recorded] == [number for _, number in pictures]
    began = recorded[0][0]
    assert [at - began for at, _ in recorded] == [at for at, _ in pictures]
