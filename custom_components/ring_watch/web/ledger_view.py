"""The ledger and the record to take away, for administrators."""

from http import HTTPStatus
from typing import Final

from aiohttp import web

from custom_components.ring_watch.consent.accounts import (
    LEDGER,
    LEDGER_KINDS,
    RECORD,
    record,
)
from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.sharing import export
from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.helpers.json import json_bytes
from homeassistant.util import dt as dt_util

from .headers import HEADERS
from .stream import in_pieces

_TYPES: Final = {"json": "application/json", "csv": "text/csv"}


def _home(request: web.Request) -> Home | None:
    """Return the home to an active administrator, while its ledger is open."""
    user = request.get(KEY_HASS_USER)
    entries = request.app[KEY_HASS].config_entries.async_loaded_entries(DOMAIN)
    home: Home | None = entries[0].runtime_data if entries else None
    if user is None or not user.is_active or not user.is_admin:
        return None
    return home if home and home.sharing and home.consent.ledger else None


def _absent() -> web.Response:
    return web.Response(status=HTTPStatus.NOT_FOUND, headers=HEADERS)


def _headers(name: str, kind: str) -> dict[str, str]:
    """Return the headers of a file to be saved."""
    return {
        **HEADERS,
        "Content-Disposition": f'attachment; filename="{name}.{kind}"',
        "Content-Type": _TYPES[kind],
    }


class LedgerView(HomeAssistantView):
    """The whole ledger as JSON or CSV, with the texts that are not erased."""

    url = f"{LEDGER}/{{kind}}"
    name = "api:ring_watch:ledger"

    async def get(self, request: web.Request, kind: str) -> web.StreamResponse:
        """Send the ledger; 404 to whoever is no active administrator."""
        home = _home(request)
        ledger = home.consent.ledger if home else None
        if ledger is None or kind not in LEDGER_KINDS:
            return _absent()
        response = web.StreamResponse(headers=_headers("ledger", kind))
        await response.prepare(request)
        blocks = (
            export.as_json(ledger, texts=True)
            if kind == "json"
            else export.as_csv(ledger, dt_util.get_default_time_zone(), texts=True)
        )
        async for block in in_pieces(blocks):
            await response.write(block)
        await response.write_eof()
        return response


class RecordView(HomeAssistantView):
    """What was asked and what came of it, as JSON."""

    url = RECORD
    name = "api:ring_watch:record"

    async def get(self, request: web.Request) -> web.Response:
        """Send the record; 404 to whoever is no active administrator."""
        if (home := _home(request)) is None:
            return _absent()
        body = json_bytes(await record(home))
        return web.Response(body=body, headers=_headers("record", "json"))
