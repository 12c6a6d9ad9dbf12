"""The owner's accounts: the record, and the ledger in pages and as files."""

from datetime import timedelta
from typing import Any, Final

from custom_components.ring_watch.home import Home
from homeassistant.components import websocket_api
from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant, callback

from .describe import describe_entry

RECORD: Final = "/api/ring_watch/record"
LEDGER: Final = "/api/ring_watch/ledger"
LEDGER_KINDS: Final = ("json", "csv")
_DOWNLOAD: Final = timedelta(minutes=5)


async def record(home: Home) -> dict[str, Any]:
    """Return what was asked and what came of it (``Record.summary``), with names.

    Raises OSError where the ledger cannot be read.
    """
    ledger, tally = home.consent.ledger, home.consent.tally
    assert ledger
    await tally.update(ledger)
    summary = tally.summary()
    names = {one.requester_id: one.name for one in home.consent.requesters.all()}
    for month in summary["months"]:
        for one in month["requesters"]:
            one["requester"] = names.get(one["requester_id"])
    return summary


async def ledger_page(home: Home, before: int | None, limit: int) -> dict[str, Any]:
    """Return entries, newest first: the last ones, or those before a number."""
    ledger = home.consent.ledger
    assert ledger

    def look() -> dict[str, Any]:
        entries = ledger.page(before, limit)
        texts = ledger.texts(entries)
        return {
            "entries": [
                describe_entry(entry, texts.get(entry.seq, {})) for entry in entries
            ],
            "size": ledger.size,
            "head": ledger.head,
            "fingerprint": ledger.keys.fingerprint,
        }

    return await home.consent.executor.run(look)


@callback
def download(hass: HomeAssistant, path: str) -> str:
    """Return a path that the administrator at the screen can open for some minutes.

    Over anything but a websocket the caller has a token anyway: the path stays bare.
    """
    if websocket_api.current_connection.get() is None:
        return path
    return async_sign_path(hass, path, _DOWNLOAD)
