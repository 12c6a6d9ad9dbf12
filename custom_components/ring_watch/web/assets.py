"""The pages' own style sheet and script, kept in memory."""

from functools import cache
import hashlib
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent / "static"
TYPES: Final = {"page.css": "text/css", "page.js": "text/javascript"}


@cache
def content(name: str) -> bytes:
    """Return one of `TYPES`; reads its file once."""
    return (_FOLDER / name).read_bytes()


@cache
def address(name: str) -> str:
    """Return the path of an asset; another content has another address.

    Home Assistant's service worker may answer with what it had before.
    """
    version = hashlib.sha256(content(name)).hexdigest()[:16]
    return f"/ring_watch/static/{name}?v={version}"


def load() -> None:
    """Read all assets. They must not be read in the event loop later."""
    for name in TYPES:
        address(name)
