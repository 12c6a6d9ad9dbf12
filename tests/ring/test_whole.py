"""Whether a file has come whole."""

from pathlib import Path

import pytest

from custom_components.ring_watch.engine.mp4 import box
from custom_components.ring_watch.ring.whole import is_cut_off

pytestmark = pytest.mark.ring

FILE = box(b"ftyp", b"isom") + box(b"moov", bytes(50)) + box(b"mdat", bytes(200))
LARGE = box(b"ftyp") + (1).to_bytes(4) + b"mdat" + (16 + 100).to_bytes(8) + bytes(100)
ENDLESS = box(b"ftyp") + bytes(4) + b"mdat" + bytes(100)


@pytest.mark.parametrize("content", [FILE, LARGE, ENDLESS, b"", b"not a video" * 9])
def test_a_file_that_has_come_to_its_end(tmp_path: Path, content: bytes) -> None:
    (path := tmp_path / "file.mp4").write_bytes(content)
    assert not is_cut_off(path)


@pytest.mark.parametrize("missing", [1, 100, len(FILE) - 13, len(FILE) - 9])
def test_a_file_that_ends_inside_of_a_box(tmp_path: Path, missing: int) -> None:
    (path := tmp_path / "file.mp4").write_bytes(FILE[:-missing])
    assert is_cut_off(path)
    path.write_bytes(LARGE[:-50])
    assert is_cut_off(path)
