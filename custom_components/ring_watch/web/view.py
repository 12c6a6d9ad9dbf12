"""What all views for people without an account have in common."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, cast, override
from urllib.parse import parse_qs

from aiohttp import web

from custom_components.ring_watch.sharing.errors import RateLimited, SharingError
from homeassistant.components.http import HomeAssistantView
from homeassistant.core import HomeAssistant

from . import templates
from .headers import HEADERS
from .language import Language, preferred
from .markup import Markup
from .site import FindSite, Site

MAX_BODY: Final = 16 * 1024
MAX_FIELDS: Final = 20
BODY_TIMEOUT: Final = 20.0
type Form = Mapping[str, str]
type Answer = Awaitable[web.StreamResponse]


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for a page. ``secure``: the browser sees https."""

    request: web.Request
    site: Site
    language: Language
    secure: bool

    def page(
        self, title: str, body: Markup, status: HTTPStatus = HTTPStatus.OK
    ) -> web.Response:
        """Return a whole page."""
        text = templates.page(self.language, title, body, secure=self.secure)
        return respond(status, text, self.language)


class BadFormError(Exception):
    """The body is no form of ours, or too large."""

    def __init__(self, status: HTTPStatus) -> None:
        """Keep the status to answer with."""
        super().__init__(status.phrase)
        self.status = status


def respond(status: HTTPStatus, text: str, language: Language) -> web.Response:
    """Return HTML with all headers."""
    headers = {**HEADERS, "Content-Language": language.code}
    return web.Response(
        status=status, text=text, content_type="text/html", headers=headers
    )


def is_secure(request: web.Request) -> bool:
    """Tell whether the browser sees https, behind a proxy that does not say so too.

    The Origin header of a form is the browser's own view. Who forges it only harms
    himself: his cookie would not come back.
    """
    return request.secure or request.headers.get("Origin", "").startswith("https://")


def is_own_form(request: web.Request) -> bool:
    """Tell whether a form was sent by a page of ours, or by no browser.

    The pages' referrer policy turns Origin into "null" where a form is sent without
    a script. The browsers of today tell the same by Sec-Fetch-Site.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or origin.partition("://")[2] == request.host


async def read_form(request: web.Request) -> Form:
    """Return the fields of an urlencoded form; of equal names the first counts.

    Raises BadFormError. Never holds more than `MAX_BODY` bytes: whatever says
    otherwise, and a compressed body, is refused before it is read.
    """
    kind = request.content_type
    if kind != "application/x-www-form-urlencoded" or "Content-Encoding" in (
        request.headers
    ):
        raise BadFormError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    if (request.content_length or 0) > MAX_BODY:
        raise BadFormError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_TIMEOUT):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > MAX_BODY:
                    raise BadFormError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except TimeoutError as err:
        raise BadFormError(HTTPStatus.REQUEST_TIMEOUT) from err
    try:
        fields = parse_qs(
            body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS
        )
    except ValueError as err:
        raise BadFormError(HTTPStatus.BAD_REQUEST) from err
    return {name: values[0].strip() for name, values in fields.items()}


class PublicView(HomeAssistantView):
    """A page that is looked at: GET and HEAD, which change nothing."""

    requires_auth = False
    cors_allowed = False
    max_body_size = MAX_BODY

    def __init__(self, find: FindSite) -> None:
        """``find`` gives the site when a request comes."""
        self._find = find

    @override
    def register(
        self, hass: HomeAssistant, app: web.Application, router: web.UrlDispatcher
    ) -> None:
        """Register without CORS, also for origins that Home Assistant trusts."""
        # Of the application, only its CORS functions are looked up there.
        super().register(hass, cast("web.Application", {}), router)

    async def get(self, request: web.Request, **ids: str) -> web.StreamResponse:
        """Show the page."""
        return await self._answer(request, lambda visit: self.show(visit, **ids))

    head = get

    async def show(self, visit: Visit, **ids: str) -> web.StreamResponse:
        """Answer a GET or HEAD."""
        raise NotImplementedError

    def missing(self, language: Language, *, secure: bool) -> web.Response:
        """Return the one answer to all that is not there."""
        text = templates.page(
            language,
            language("nothing_title"),
            templates.message(language("nothing_title"), language("nothing")),
            secure=secure,
        )
        return respond(HTTPStatus.NOT_FOUND, text, language)

    async def _answer(
        self, request: web.Request, answer: Callable[[Visit], Answer]
    ) -> web.StreamResponse:
        language = preferred(request.headers.get("Accept-Language"))
        secure = is_secure(request)
        if (site := self._find(request)) is None:
            return self.missing(language, secure=secure)
        visit = Visit(request, site, language, secure)
        try:
            return await answer(visit)
        except RateLimited as err:
            response = self.refuse(visit, HTTPStatus.TOO_MANY_REQUESTS, "too_many")
            response.headers["Retry-After"] = str(err.retry_after)
            return response
        except SharingError:
            # The ledger or the state cannot be written: nothing has happened.
            return self.refuse(visit, HTTPStatus.SERVICE_UNAVAILABLE, "too_many")
        except BadFormError as err:
            too_large = err.status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            text = "too_much" if too_large else "nothing"
            return self.refuse(visit, err.status, text)

    def refuse(self, visit: Visit, status: HTTPStatus, text: str) -> web.Response:
        """Return a short page, and end the connection: the body may be unread."""
        title = visit.language("error_prefix")
        body = templates.message(title, visit.language(text))
        response = visit.page(title, body, status)
        response.force_close()
        return response


class FormView(PublicView):
    """A page with a form that is sent to the page's own address."""

    async def post(self, request: web.Request, **ids: str) -> web.StreamResponse:
        """Take the form."""

        async def take(visit: Visit) -> web.StreamResponse:
            if not is_own_form(request):
                raise BadFormError(HTTPStatus.FORBIDDEN)
            return await self.submit(visit, await read_form(request), **ids)

        return await self._answer(request, take)

    async def submit(self, visit: Visit, form: Form, **ids: str) -> web.StreamResponse:
        """Answer a POST."""
        raise NotImplementedError


def peer(request: web.Request) -> str | None:
    """Return the address that Home Assistant's server resolved."""
    return request.remote
