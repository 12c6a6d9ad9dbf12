"""A file without a name until it is finished, and its digest meanwhile."""

from collections.abc import Iterator
import contextlib
import errno
import hashlib
import os
from pathlib import Path
import random
import stat
import threading
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.ring_watch.engine import clipfile
from custom_components.ring_watch.engine.clipfile import Digest, PrivateFile, copy
from custom_components.ring_watch.engine.errors import EngineError

pytestmark = pytest.mark.engine


@pytest.fixture(params=["unnamed", "hidden"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system that knows files without a name, or does not."""
    if request.param == "unnamed":
        yield tmp_path
        return
    real = os.open

    def without(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(errno.EISDIR, "no unnamed files")
        return real(path, flags, *args, **kwargs)

    with patch.object(os, "open", without):
        yield tmp_path


def test_a_file_gets_its_name_when_it_is_finished(folder: Path) -> None:
    path = folder / "clip.mp4"
    with PrivateFile(folder) as file:
        assert file.append(b"hello ") == 0
        assert file.append(b"world") == 6
        assert file.size == 11
        assert not path.exists()
        assert all(found.name.startswith(".") for found in folder.iterdir())
        assert file.path.read_bytes() == b"hello world"
        file.publish(path)
        assert path.read_bytes() == b"hello world"
        assert [found.name for found in folder.iterdir()] == ["clip.mp4"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == b"hello world"


def test_a_new_file_never_has_another_name(tmp_path: Path) -> None:
    """Whoever kills the writer leaves no hidden footage behind."""
    names = []
    real = os.link

    def noting(source: Any, name: str, **kwargs: Any) -> None:
        names.append(name)
        real(source, name, **kwargs)

    with PrivateFile(tmp_path) as file, patch.object(os, "link", noting):
        file.publish(tmp_path / "clip.mp4")
    assert names == ["clip.mp4"]


def test_an_older_file_is_replaced(folder: Path) -> None:
    path = folder / "clip.mp4"
    path.write_bytes(b"older")
    path.chmod(0o644)
    with PrivateFile(folder) as file:
        file.append(b"newer")
        file.publish(path)
    assert path.read_bytes() == b"newer"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in folder.iterdir()] == ["clip.mp4"]


def test_a_file_that_is_not_published_leaves_nothing(folder: Path) -> None:
    with PrivateFile(folder) as file:
        file.append(b"hello")
    with contextlib.suppress(RuntimeError), PrivateFile(folder) as file:
        file.append(b"hello")
        raise RuntimeError
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("umask", [0, 0o077, 0o777])
def test_others_can_never_read_it(umask: int, folder: Path) -> None:
    before = os.umask(umask)
    try:
        with PrivateFile(folder) as file:
            mode = stat.S_IMODE(os.fstat(file.file.fileno()).st_mode)
            assert mode & 0o077 == 0
    finally:
        os.umask(before)


def test_a_name_that_cannot_be_given_leaves_nothing(folder: Path) -> None:
    (folder / "clip.mp4" / "inside").mkdir(parents=True)
    with PrivateFile(folder) as file:
        file.append(b"hello")
        with pytest.raises(OSError, match="directory"):
            file.publish(folder / "clip.mp4")
    assert [found.name for found in folder.iterdir()] == ["clip.mp4"]


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        PrivateFile(tmp_path / "absent")


def test_a_digest_follows_the_writer(tmp_path: Path) -> None:
    rng = random.Random(1)
    with PrivateFile(tmp_path) as file, patch.object(clipfile, "_READ", 1000):
        data = b""
        with Digest(file.file) as digest:
            for _ in range(50):
                part = rng.randbytes(rng.randrange(3000))
                file.append(part)
                data += part
                digest.advance(file.size)
            assert digest.finish() == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1])
def test_a_digest_is_that_of_all_bytes(size: int, tmp_path: Path) -> None:
    with PrivateFile(tmp_path) as file, Digest(file.file) as digest:
        file.append(b"x" * size)
        digest.advance(size)
        assert digest.finish() == hashlib.sha256(b"x" * size).hexdigest()


def test_a_digest_of_what_cannot_be_read_is_none(tmp_path: Path) -> None:
    """Whether the disk says so, or the file has become shorter."""
    with PrivateFile(tmp_path) as file:
        file.append(b"hello")
        with Digest(file.file) as digest:
            digest.advance(6)
            with pytest.raises(OSError, match="Input/output"):
                digest.finish()
        failing = patch.object(os, "pread", side_effect=OSError(errno.EIO, "broken"))
        with failing, Digest(file.file) as digest:
            digest.advance(5)
            with pytest.raises(OSError, match="broken"):
                digest.finish()


def test_a_digest_ends_when_the_writer_fails(tmp_path: Path) -> None:
    before = threading.active_count()
    with (
        contextlib.suppress(RuntimeError),
        PrivateFile(tmp_path) as file,
        Digest(file.file) as digest,
    ):
        file.append(b"hello")
        digest.advance(5)
        raise RuntimeError
    assert threading.active_count() == before


@pytest.mark.parametrize("how", ["in the kernel", "through memory"])
def test_extents_are_copied_in_order(how: str, tmp_path: Path) -> None:
    source = tmp_path / "source"
    data = random.Random(2).randbytes(100_000)
    source.write_bytes(data)
    real = os.copy_file_range

    def across(*args: Any) -> int:
        if how == "in the kernel":
            return real(*args)
        raise OSError(errno.EXDEV, "not between these")

    with (
        patch.object(os, "copy_file_range", across),
        patch.object(clipfile, "_BLOCK", 7000),
        PrivateFile(tmp_path) as target,
        source.open("rb") as file,
    ):
        target.append(b"head")
        copy(target, file, [(5, 20_000), (90_000, 10_000), (0, 1)])
        assert target.size == 4 + 30_001
        expected = b"head" + data[5:20_005] + data[90_000:] + data[:1]
        assert target.path.read_bytes() == expected


def test_a_source_that_is_too_short_is_told(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(bytes(100))
    with (
        PrivateFile(tmp_path) as target,
        source.open("rb") as file,
        pytest.raises(EngineError) as raised,
    ):
        copy(target, file, [(0, 50), (90, 20)])
    assert raised.value.code == "footage_gone"
