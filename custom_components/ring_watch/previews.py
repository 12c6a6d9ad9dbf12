"""What was rendered for a request, over HTTP: for who decides about it."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
import time
from typing import Final

from aiohttp import web

from homeassistant.auth.models import User
from homeassistant.components.http import (
    KEY_HASS,
    KEY_HASS_REFRESH_TOKEN_ID,
    HomeAssistantView,
)
from homeassistant.components.http.auth import (
    async_sign_path,
    async_user_not_allowed_do_auth,
)
from homeassistant.core import HomeAssistant, callback

from .consent.look import preview_path
from .serving import absent, home_of, video
from .sharing.tokens import hashed, new_secret

LETS_IN: Final = timedelta(seconds=60)
"""So long a signed address of a preview can be opened."""
GOES_ON: Final = timedelta(hours=1)
"""So long the browser that opened it can go on playing."""
COOKIE: Final = "ring_watch_look"
_LOOKS: Final = 100
_LOOK: Final = "/api/ring_watch/look"


@callback
def look_address(hass: HomeAssistant, request_id: str, number: str) -> str:
    """Return an address for the player of the administrator who asks for it.

    Handed on, it opens nothing after ``LETS_IN``, nor when the administrator is none
    any more.
    """
    return async_sign_path(hass, f"{_LOOK}/{request_id}/{number}", LETS_IN)


class PreviewView(HomeAssistantView):
    """A prepared clip, for who brings a token."""

    url = "/api/ring_watch/preview/{request_id}/{number}"
    name = "api:ring_watch:preview"

    async def get(
        self, request: web.Request, request_id: str, number: str
    ) -> web.StreamResponse:
        """Send the clip."""
        home = home_of(request)
        path = await preview_path(home, request_id, number) if home else None
        return await video(request, path)

    head = get


@dataclass(frozen=True, slots=True)
class Look:
    """What a cookie stands for: one session looks at one file."""

    refresh_token_id: str
    path: Path
    until: float


class Looks:
    """The cookies that were handed out, in memory and as hashes only."""

    def __init__(self) -> None:
        """Nobody looks."""
        self._looks: OrderedDict[str, Look] = OrderedDict()

    def begin(self, refresh_token_id: str, path: Path) -> str:
        """Return a cookie."""
        cookie = new_secret()
        until = time.monotonic() + GOES_ON.total_seconds()
        self._looks[hashed(cookie)] = Look(refresh_token_id, path, until)
        while len(self._looks) > _LOOKS:
            self._looks.popitem(last=False)
        return cookie

    def find(self, request: web.Request) -> tuple[User, Path] | None:
        """Return who looks at what; only while that session lets its user in."""
        look = self._looks.get(hashed(request.cookies.get(COOKIE, "")))
        if look is None or time.monotonic() > look.until:
            return None
        hass = request.app[KEY_HASS]
        token = hass.auth.async_get_refresh_token(look.refresh_token_id)
        if token is None or async_user_not_allowed_do_auth(hass, token.user, request):
            return None
        return token.user, look.path


class LookView(HomeAssistantView):
    """A prepared clip, for a player.

    A player asks for one piece after another for as long as it plays, but its address
    has to be dead within a minute. So the address lets a browser in, and a cookie lets
    it go on, with the very file that it had the minute for. Who is let in neither way
    gets the one answer to what is not there; Home Assistant would take it for an
    attempt to log in.
    """

    url = f"{_LOOK}/{{request_id}}/{{number}}"
    name = "api:ring_watch:look"
    requires_auth = False

    def __init__(self) -> None:
        """Nobody looks."""
        self._looks = Looks()

    async def get(
        self, request: web.Request, request_id: str, number: str
    ) -> web.StreamResponse:
        """Send the clip."""
        user, seen = self._looks.find(request) or (None, None)
        session = request.get(KEY_HASS_REFRESH_TOKEN_ID)
        home = home_of(request, None if session else user)
        path = await preview_path(home, request_id, number) if home else None
        if path is None or (session is None and path != seen):
            return absent()
        response = await video(request, path)
        if session and path != seen:
            response.set_cookie(
                COOKIE,
                self._looks.begin(session, path),
                path=f"{_LOOK}/{request_id}/{number}",
                max_age=int(GOES_ON.total_seconds()),
                httponly=True,
                secure=request.secure,
                samesite="Strict",
            )
        return response

    head = get
