"""What the owner and a recipient take away."""

from collections.abc import Iterator
import csv
from datetime import UTC
from io import BytesIO, StringIO
import json
import os
from pathlib import Path
import tracemalloc
from zipfile import ZIP_STORED, ZipFile
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.sharing import export
from custom_components.ring_watch.sharing.keys import Keys
from custom_components.ring_watch.sharing.ledger import Ledger

from .evidence import TEXTS, Evidence, clock, fill, make

pytestmark = pytest.mark.sharing


@pytest.fixture
def home(tmp_path: Path) -> Evidence:
    return make(tmp_path)


def test_json_is_an_array_of_the_entries(home: Evidence) -> None:
    rows = json.loads(b"".join(export.as_json(home.ledger, texts=True)))
    entries = [row for row in rows if "hash" in row]
    assert entries == [entry.to_json() for entry in home.ledger.walk()]
    assert entries[-1]["type"] == "checkpoint"
    texts = next(row for row in rows if "texts" in row)
    assert {name: one["text"] for name, one in texts["texts"].items()} == TEXTS


def test_json_without_texts_has_none(home: Evidence) -> None:
    data = b"".join(export.as_json(home.ledger, texts=False))
    assert "Zoë".encode() not in data and b'"salt"' not in data


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode(), newline="")))


def test_csv_has_a_row_for_each_entry(home: Evidence) -> None:
    zone = ZoneInfo("Europe/Berlin")
    rows = cells(b"".join(export.as_csv(home.ledger, zone, texts=True)))
    assert tuple(rows[0]) == export.COLUMNS
    assert len(rows) == home.ledger.size + 1
    assert rows[1][1].startswith("2026-11-23T12:00:0")
    assert rows[1][2].startswith("2026-11-23 13:00:0")
    assert json.loads(rows[3][5]) == TEXTS
    assert rows[-1][6] == home.ledger.head


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "|cmd", "＝1"],
)
def test_case_21_no_cell_is_a_formula(text: str) -> None:
    assert export.harmless(text) == f"'{text}"


@given(
    st.dictionaries(
        st.sampled_from(["name", "reason", "contact"]),
        st.text(st.characters(codec="utf-8"), max_size=30),
    )
)
def test_case_21_texts_stay_in_their_cell(texts: dict[str, str]) -> None:
    for separator in (",", ";"):
        cell = export._unsplittable(texts)
        assert json.loads(cell) == texts
        line = export._rows([["1", cell, "end"]]).decode()
        rows = list(csv.reader(StringIO(line, newline=""), delimiter=separator))
        assert len(rows) == 1 and len(rows[0]) == (3 if separator == "," else 1)


def test_a_zip_holds_the_files_as_they_are(home: Evidence) -> None:
    with ZipFile(home.zip) as made:
        assert made.testzip() is None
        assert made.namelist() == ["clip.mp4", "manifest.jws", "README.txt"]
        assert made.read("clip.mp4") == home.clip.read_bytes()
        assert {info.compress_type for info in made.infolist()} == {ZIP_STORED}
        assert {info.date_time for info in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert str(home.folder).encode() not in home.zip.read_bytes()


def peak(pieces: Iterator[bytes]) -> tuple[int, int]:
    """Return the length of all pieces, and the memory that was needed."""
    tracemalloc.start()
    try:
        length = sum(len(piece) for piece in pieces)
        return length, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_stays_flat_while_a_zip_is_made(tmp_path: Path) -> None:
    clip = tmp_path / "clip"
    with clip.open("wb") as file:
        file.truncate(100_000_000)
    length, memory = peak(export.as_zip([("clip.mp4", clip), ("m.jws", b"x" * 2000)]))
    assert length > 100_000_000 and memory < 3_000_000


def test_memory_stays_flat_while_a_ledger_is_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    ledger = Ledger(tmp_path, Keys.create(), clock())
    ledger.open()
    peaks = []
    for _ in range(2):
        fill(ledger, 700)
        _, json_peak = peak(export.as_json(ledger, texts=True))
        _, csv_peak = peak(export.as_csv(ledger, UTC, texts=True))
        peaks.append((json_peak, csv_peak))
    assert peaks[1][0] < peaks[0][0] * 1.2
    assert peaks[1][1] < peaks[0][1] * 1.2


def test_a_zip_of_bytes_can_be_read_back() -> None:
    data = b"".join(export.as_zip([("a", b""), ("b", b"text")]))
    with ZipFile(BytesIO(data)) as made:
        assert (made.read("a"), made.read("b")) == (b"", b"text")


def test_case_22_a_zip_holds_no_file_that_a_link_leads_to(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"canary")
    link, pipe = tmp_path / "link", tmp_path / "pipe"
    link.symlink_to("secret")
    os.mkfifo(pipe)
    for path in (link, pipe, tmp_path):
        with pytest.raises(OSError, match=r"symbolic|regular"):
            list(export.as_zip([("clip.mp4", path)]))
