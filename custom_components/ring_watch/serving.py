"""What all views of footage do: to whom, what else is said, and the one answer."""

from http import HTTPStatus
from pathlib import Path
from typing import Final

from aiohttp import web

from homeassistant.auth.models import User
from homeassistant.components.http import KEY_HASS, KEY_HASS_USER

from .const import DOMAIN
from .home import Home

# Nothing on the way may keep footage.
PRIVATE: Final = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def absent() -> web.Response:
    """Return the one answer to whatever is not there or not allowed."""
    return web.Response(status=HTTPStatus.NOT_FOUND, headers=PRIVATE)


def home_of(request: web.Request, user: User | None = None) -> Home | None:
    """Return the home, when the caller is an administrator.

    Home Assistant lets no user in who is not active. ``user`` is who came in another
    way than Home Assistant's.
    """
    user = user or request.get(KEY_HASS_USER)
    if user is None or not user.is_admin:
        return None
    entries = request.app[KEY_HASS].config_entries.async_loaded_entries(DOMAIN)
    return entries[0].runtime_data if entries else None


async def video(request: web.Request, path: Path | None) -> web.StreamResponse:
    """Return a file to play, any part of it."""
    if path is None or not await request.app[KEY_HASS].async_add_executor_job(
        path.is_file
    ):
        return absent()
    return web.FileResponse(path, headers={**PRIVATE, "Content-Type": "video/mp4"})
