"""The mark beside a ledger in which a look through all of it found damage.

A start looks at the ledger's end only. The mark makes it look at all of it, so that
nothing goes on in a damaged ledger after a restart either.
"""

from contextlib import suppress
import json
from pathlib import Path
from typing import Final

from . import lines
from .chain import EMPTY, Head

_MARK: Final = "found_damaged"


def condemn(folder: Path, head: Head) -> None:
    """Set the mark, durably, with the head that the ledger had. Raises OSError."""
    lines.save(folder / _MARK, json.dumps([head.size, head.hash]).encode())


def condemned(folder: Path) -> Head | None:
    """Return the head that the ledger had, None where there is no mark.

    Raises OSError.
    """
    try:
        text = (folder / _MARK).read_bytes()
    except FileNotFoundError:
        return None
    with suppress(ValueError, TypeError):
        size, digest = json.loads(text)
        return Head(int(size), str(digest))
    return EMPTY


def acquit(folder: Path) -> None:
    """Take the mark away, where there is one. Raises OSError."""
    (folder / _MARK).unlink(missing_ok=True)
