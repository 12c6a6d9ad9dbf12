"""Segments on disk: found by name, kept by rule, and nothing else touched."""

from itertools import pairwise
import os
from pathlib import Path
import time

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.pins import Pin, Pins
from custom_components.ring_watch.engine.retention import Limits, Retention

from .test_segmenter import FORMAT, FRAME, T as TAPE_START, Tape

pytestmark = pytest.mark.engine

T = 1_767_225_600_000
"""2026-01-01T00:00:00Z in milliseconds."""
MINUTE = 60_000


def put(archive: Archive, camera: str, start_ms: int, size: int = 100) -> Path:
    path, descriptor = archive.create(camera, start_ms)
    os.write(descriptor, bytes(size))
    os.close(descriptor)
    return path


def starts(archive: Archive, camera: str = "door") -> list[int]:
    return [file.start_ms for file in archive.segments(camera)]


def test_a_segment_lies_where_its_name_says(tmp_path: Path) -> None:
    path = put(Archive(tmp_path), "door", T + 90 * MINUTE + 7)
    assert path == tmp_path / "door/2026-01-01/01" / f"{T + 90 * MINUTE + 7}.mp4"
    assert path.stat().st_mode & 0o777 == 0o600
    for folder in path.relative_to(tmp_path).parents[:-1]:
        assert (tmp_path / folder).stat().st_mode & 0o777 == 0o700


def test_a_name_that_is_taken_moves_on(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for _ in range(3):
        put(archive, "door", T)
    assert starts(archive) == [T, T + 1, T + 2]


@settings(max_examples=60, deadline=None)
@given(
    offsets=st.sets(st.integers(0, 300), max_size=25),
    start=st.integers(-20, 320),
    length=st.integers(1, 200),
)
def test_a_window_finds_its_segments_and_the_one_before(
    offsets: set[int], start: int, length: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    archive = Archive(tmp_path_factory.mktemp("archive"))
    every = sorted(T + offset * MINUTE for offset in offsets)
    for start_ms in every:
        put(archive, "door", start_ms)
    begin, end = T + start * MINUTE, T + (start + length) * MINUTE
    found = archive.segments("door", begin * 1000, end * 1000)
    inside = [ms for ms in every if begin <= ms < end]
    before = [ms for ms in every if ms < begin][-1:]
    assert [file.start_ms for file in found] == before + inside
    following = dict(pairwise(every))
    for file in found:
        assert file.next_start_ms == following.get(file.start_ms)


def test_what_does_not_fit_is_neither_read_nor_removed(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    kept = put(archive, "door", T)
    elsewhere = tmp_path / "elsewhere.mp4"
    elsewhere.write_bytes(bytes(10))
    hour = kept.parent
    foreign = [
        hour / "notes.txt",
        hour / "1.mp4",
        hour / f"{T + 1}.mp4.part",
        hour / "01767225600000.mp4",
        hour.parent / "holiday.mp4",
        tmp_path / "archive" / "README",
    ]
    for path in foreign:
        path.write_bytes(bytes(10))
    link = hour / f"{T + 5}.mp4"
    link.symlink_to(elsewhere)
    (tmp_path / "archive" / "linked").symlink_to(tmp_path / "archive" / "door")
    assert archive.cameras() == ["door"]
    assert starts(archive) == [T]
    retention = Retention(archive, Limits(days=1))
    assert retention.enforce() == 100
    assert not kept.exists()
    assert all(path.exists() for path in (*foreign, link, elsewhere))


def test_an_empty_hour_and_day_go(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    put(archive, "door", T)
    Retention(archive, Limits(days=1)).enforce()
    assert archive.days("door") == []


@pytest.mark.parametrize("name", ["", "..", "a/b", "a b", "ä", "a" * 65, ".pins"])
def test_bad_camera_names_are_refused(name: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for use in (
        lambda: archive.create(name, T),
        lambda: archive.segments(name),
        lambda: Pins(tmp_path).add("x", Pin(name, 0, 1)),
    ):
        with pytest.raises(EngineError) as error:
            use()
        assert error.value.code == "bad_camera_name"
    assert list(tmp_path.iterdir()) == []


def test_old_footage_goes_by_age(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    now = int(time.time() * 1000)
    ages = [72, 50, 47, 1]
    for hours in ages:
        put(archive, "door", now - hours * 3_600_000)
    Retention(archive, Limits(days=2)).enforce()
    assert starts(archive) == [now - hours * 3_600_000 for hours in (47, 1)]


def test_old_footage_goes_by_age_whatever_another_camera_has(tmp_path: Path) -> None:
    """A camera that was away for a week keeps nobody's footage alive."""
    archive = Archive(tmp_path)
    now = int(time.time() * 1000)
    for hours in (240, 1):
        put(archive, "away", now - hours * 3_600_000)
    for day in range(12):
        put(archive, "door", now - day * 86_400_000 - 3_600_000)
    Retention(archive, Limits(days=3)).enforce()
    assert starts(archive, "away") == [now - 3_600_000]
    assert len(starts(archive, "door")) == 3


@pytest.mark.parametrize(("minutes", "kept"), [(5, True), (11, False)])
def test_a_long_segment_stays_until_its_end_is_old(
    tmp_path: Path, minutes: int, kept: bool
) -> None:
    tape, archive = Tape(tmp_path), Archive(tmp_path)
    second = FRAME * 15
    tape.add(TAPE_START, FORMAT)
    for number in range(1, 600):
        tape.add(TAPE_START + number * second)
    tape.segmenter.close()
    (segment,) = archive.segments("door")
    put(archive, "door", segment.start_ms + 86_400_000)
    limit = time.time() * 1000 - segment.start_ms - minutes * 60_000
    Retention(archive, Limits(days=limit / 86_400_000)).enforce()
    assert segment.path.exists() == kept


def test_the_oldest_of_all_cameras_goes_first(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for index in range(10):
        put(archive, "front" if index % 2 else "back", T + index * MINUTE)
    retention = Retention(archive, Limits(total_bytes=450))
    assert retention.enforce() == 600
    assert starts(archive, "back") == [T + 6 * MINUTE, T + 8 * MINUTE]
    assert starts(archive, "front") == [T + 7 * MINUTE, T + 9 * MINUTE]
    assert retention.sizes() == {"back": 200, "front": 200}
    assert retention.enforce() == 0


def test_pins_hold_up_to_their_cap(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for index in range(10):
        put(archive, "door", T + index * MINUTE)
    Pins(tmp_path).add(
        "case", Pin("door", (T + 90_000) * 1000, (T + 5 * MINUTE) * 1000)
    )
    retention = Retention(archive, Limits(total_bytes=0, pinned_bytes=300))
    retention.enforce()
    # Four are pinned, minutes 1 to 4; the cap holds the newest three.
    assert starts(archive) == [T + index * MINUTE for index in (2, 3, 4)]
    assert not retention.make_room(0) or starts(archive)
    Pins(tmp_path).remove("case")
    retention.enforce()
    assert starts(archive) == []


def test_a_pin_may_end_by_itself(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    now = int(time.time() * 1_000_000)
    put(archive, "door", T)
    put(archive, "door", T + MINUTE)
    window = ("door", T * 1000, (T + MINUTE) * 1000)
    pins, retention = Pins(tmp_path), Retention(archive, Limits(total_bytes=0))
    kept = Pin(*window, until_us=now + 60_000_000)
    pins.add("night", kept)
    assert pins.all() == {"night": kept}
    retention.enforce()
    assert starts(archive) == [T]
    pins.add("night", Pin(*window, until_us=now))
    retention.enforce()
    assert starts(archive) == []
    assert pins.all() == {}


def test_pins_that_end_by_themselves_leave_the_cap_to_the_others(
    tmp_path: Path,
) -> None:
    archive = Archive(tmp_path)
    for index in range(4):
        put(archive, "door", T + index * MINUTE)
    pins, never = Pins(tmp_path), 1 << 52
    later = ("door", (T + 2 * MINUTE) * 1000, (T + 4 * MINUTE) * 1000)
    pins.add("a_request", Pin("door", T * 1000, (T + MINUTE) * 1000))
    pins.add("a_night", Pin(*later, until_us=never))
    Retention(archive, Limits(total_bytes=0, pinned_bytes=200)).enforce()
    assert starts(archive) == [T, T + 3 * MINUTE]


def test_a_damaged_pin_holds_nothing_and_harms_nothing(tmp_path: Path) -> None:
    pins = Pins(tmp_path)
    pins.add("good", Pin("door", 5, 6))
    for name, text in (("bad", b"{"), ("list", b"[]"), ("when", b'{"camera": "door"}')):
        (tmp_path / ".pins" / f"{name}.json").write_bytes(text)
    assert pins.all() == {"good": Pin("door", 5, 6)}
    for path in (tmp_path / ".pins").glob("good*"):
        assert path.stat().st_mode & 0o777 == 0o600
    for name in ("", "../x", "a.b"):
        with pytest.raises(EngineError):
            pins.add(name, Pin("door", 5, 6))


def test_the_segment_that_is_being_written_stays(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    now = int(time.time() * 1000)
    put(archive, "door", now - 30_000)
    put(archive, "door", now - 90_000)
    retention = Retention(archive, Limits(total_bytes=0))
    retention.enforce()
    assert starts(archive) == [now - 30_000]
    assert not retention.make_room(1)
    assert starts(archive) == [now - 30_000]
