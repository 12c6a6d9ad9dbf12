"""The coverage of long spans of time: the archive's, remembered by the hour."""

from datetime import timedelta
from pathlib import Path
import shutil
import subprocess

import pytest

from custom_components.ring_watch import footage, process
from custom_components.ring_watch.engine.archive import Archive
from custom_components.ring_watch.footage import Footage
from custom_components.ring_watch.times import to_us
from homeassistant.core import HomeAssistant

from .integration_fixtures import FOOTAGE_END, FOOTAGE_START

pytestmark = [pytest.mark.integration, pytest.mark.dashboard]

START, END = to_us(FOOTAGE_START), to_us(FOOTAGE_END)
HOUR = timedelta(hours=1) // timedelta(microseconds=1)


LATER = FOOTAGE_START + timedelta(minutes=70)


@pytest.fixture
def archive(recorded: Path, tmp_path: Path) -> Archive:
    """Return an archive with footage on both sides of an hour, and more of it later."""
    shutil.copytree(recorded, tmp_path / "archive" / "camera")
    (made,) = (recorded.parents[1] / "made").glob("*.mp4")
    command = ["import", str(made), "--start", LATER.isoformat(), "--json"]
    command += ["--archive", str(tmp_path / "archive"), "--camera", "camera"]
    subprocess.run(process.engine_command(*command), check=True, capture_output=True)
    return Archive(tmp_path / "archive")


async def test_it_is_what_the_archive_says_of_any_window(
    hass: HomeAssistant, archive: Archive
) -> None:
    looked = Footage(hass, archive)
    second = 1_000_000
    edges = [
        START - 3 * HOUR,
        START - 1,
        START,
        START + 9 * second + 7,
        END,
        END + 2 * HOUR,
    ]
    for begin in edges:
        for end in edges:
            if begin < end:
                found = archive.coverage("camera", begin, end)
                known = await looked.coverage("camera", begin, end)
                assert known == (found.spans, found.gaps, found.sound)


async def test_an_hour_that_is_over_is_read_once(
    hass: HomeAssistant, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Footage(hass, archive)
    window = (START - HOUR, END + 2 * HOUR)
    first = await looked.coverage("camera", *window)
    segments = archive.segments("camera")
    # Read again, it would be a gap.
    content = segments[0].path.read_bytes()
    segments[0].path.write_bytes(b"")
    assert await looked.coverage("camera", *window) == first
    segments[0].path.unlink()
    assert (await looked.coverage("camera", *window)).spans != first.spans
    segments[0].path.write_bytes(content)
    assert await looked.coverage("camera", *window) == first


async def test_only_so_many_hours_are_remembered(
    hass: HomeAssistant, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(footage, "_HOURS_KEPT", 1)
    looked = Footage(hass, archive)
    for _ in range(2):
        kept = await looked.coverage("camera", START - HOUR, END + 2 * HOUR)
        assert len(kept.spans) == 2
    assert len(looked._hours) <= 1


async def test_a_time_is_played_from_its_segment_or_the_next(
    hass: HomeAssistant, archive: Archive
) -> None:
    looked = Footage(hass, archive)
    starts = [one.start_ms for one in archive.segments("camera")]
    assert len(starts) > 1
    assert await looked.start_of("camera", START) == starts[0]
    assert await looked.start_of("camera", START - HOUR) == starts[0]
    assert await looked.start_of("camera", to_us(LATER) + 500) == starts[1]
    assert await looked.start_of("camera", END - 1) == starts[0]
    assert await looked.start_of("camera", END + 1_000_000) == starts[1]
    assert await looked.start_of("camera", END + 2 * HOUR) is None
    # Where a segment was lost, the next one plays.
    archive.segments("camera")[0].path.unlink()
    assert await looked.start_of("camera", START) == starts[1]
    assert await Footage(hass, archive).start_of("none", START) is None
