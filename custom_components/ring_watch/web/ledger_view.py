"""The ledger to take away, for administrators."""

from http import HTTPStatus
from typing import Final

from aiohttp import web

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.sharing import export
from homeassistant.components.http import KEY_HASS, KEY_HASS_USER, HomeAssistantView
from homeassistant.util import dt as dt_util

from .headers import HEADERS
from .stream import in_pieces

_TYPES: Final = {"json": "application/json", "csv": "text/csv"}


class LedgerView(HomeAssistantView):
    """The whole ledger as JSON or CSV, with the texts that are not erased."""

    url = "/api/ring_watch/ledger/{kind}"
    name = "api:ring_watch:ledger"

    async def get(self, request: web.Request, kind: str) -> web.StreamResponse:
        """Send the ledger; 404 to whoever is no active administrator."""
        user = request.get(KEY_HASS_USER)
        entries = request.app[KEY_HASS].config_entries.async_loaded_entries(DOMAIN)
        home: Home | None = entries[0].runtime_data if entries else None
        ledger = home.consent.ledger if home and home.sharing else None
        allowed = user is not None and user.is_active and user.is_admin
        if not allowed or ledger is None or kind not in _TYPES:
            return web.Response(status=HTTPStatus.NOT_FOUND, headers=HEADERS)
        response = web.StreamResponse(
            headers={
                **HEADERS,
                "Content-Disposition": f'attachment; filename="ledger.{kind}"',
                "Content-Type": _TYPES[kind],
            }
        )
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
