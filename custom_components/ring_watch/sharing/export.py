"""The ledger and a share's files to take away, made piece by piece."""

from collections.abc import Iterator, Sequence
import csv
from datetime import tzinfo
from io import BytesIO, StringIO
from itertools import batched
import os
from pathlib import Path
from typing import BinaryIO, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from custom_components.ring_watch.engine.times import format_time, to_datetime

from .canonical import Json, encode
from .chain import Entry
from .ledger import Ledger
from .regular import open_regular

COLUMNS: Final = ("number", "time_utc", "time", "type", "data", "texts", "hash")
_FORMULA: Final = tuple("=+-@\t\r\n|%＝＋－＠")
_BATCH: Final = 500
_BLOCK: Final = 256 * 1024
# The same bytes for the same files, and no time of the home's clock.
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)


def as_json(ledger: Ledger, *, texts: bool) -> Iterator[bytes]:
    """Yield the ledger as a JSON array, one canonical entry a line. Blocks.

    It begins by signing the head, so that the last entry is covered as well. With
    ``texts``, a line with the texts that are not erased, and their salts, follows
    each entry that has some. Raises LedgerError.
    """
    ledger.checkpoint()
    before = b"[\n"
    for entries in batched(ledger.walk(0, ledger.size), _BATCH, strict=False):
        kept = ledger.texts(entries) if texts else {}
        lines = []
        for entry in entries:
            lines.append(encode(entry.to_json()))
            if found := kept.get(entry.seq):
                lines.append(
                    encode(
                        {
                            "seq": entry.seq,
                            "texts": {
                                name: {"salt": one.salt, "text": one.text}
                                for name, one in found.items()
                            },
                        }
                    )
                )
        yield before + b",\n".join(lines)
        before = b",\n"
    yield b"\n]\n"


def as_csv(ledger: Ledger, zone: tzinfo, *, texts: bool) -> Iterator[bytes]:
    """Yield the ledger as CSV (RFC 4180, UTF-8), oldest entry first. Blocks.

    No cell begins like a formula. Raises LedgerError.
    """
    yield _rows([COLUMNS])
    for entries in batched(ledger.walk(0, ledger.size), _BATCH, strict=False):
        kept = ledger.texts(entries) if texts else {}
        yield _rows(
            [
                _row(
                    entry,
                    zone,
                    {name: one.text for name, one in kept.get(entry.seq, {}).items()},
                )
                for entry in entries
            ]
        )


def harmless(text: str) -> str:
    """Return a cell's text that no spreadsheet takes for a formula."""
    suspect = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{text}" if suspect else text


def as_zip(files: Sequence[tuple[str, Path | bytes]]) -> Iterator[bytes]:
    """Yield a ZIP of files, stored as they are. Blocks. Raises OSError.

    ``files`` are names in the ZIP, and where the bytes lie or the bytes
    themselves. The names have to be neutral: nothing here makes them so. Links are
    not followed.
    """
    out = _Outgoing()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, source in files:
            info = ZipInfo(name, _ZIP_TIME)
            info.external_attr = 0o600 << 16
            with _opened(source) as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(0)
                with archive.open(info, "w", force_zip64=size >= 2**31) as member:
                    while block := file.read(_BLOCK):
                        member.write(block)
                        yield out.take()
        yield out.take()
    yield out.take()


def _opened(source: Path | bytes) -> BinaryIO:
    if isinstance(source, bytes):
        return BytesIO(source)
    return os.fdopen(open_regular(source), "rb")


class _Outgoing:
    """A file that can only be written, and is emptied as it fills."""

    def __init__(self) -> None:
        self._data = bytearray()

    def write(self, data: bytes) -> int:
        """Take what the ZIP writes."""
        self._data += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Nothing is open here."""

    def take(self) -> bytes:
        """Return what was written since the last time."""
        data = bytes(self._data)
        self._data.clear()
        return data


def _row(entry: Entry, zone: tzinfo, texts: dict[str, str]) -> list[str]:
    local = to_datetime(entry.time_us).astimezone(zone)
    return [
        str(entry.seq),
        format_time(entry.time_us),
        local.isoformat(sep=" ", timespec="seconds"),
        entry.type,
        _unsplittable(entry.data),
        _unsplittable(texts) if texts else "",
        entry.hash,
    ]


def _unsplittable(value: Json) -> str:
    """Return JSON in which spreadsheets that split at semicolons find none."""
    return encode(value).decode().replace(";", "\\u003b")


def _rows(rows: Sequence[Sequence[str]]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(
        [harmless(cell) for cell in row] for row in rows
    )
    return text.getvalue().encode()
