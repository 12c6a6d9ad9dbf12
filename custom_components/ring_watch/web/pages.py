"""Asking, and looking how a request stands."""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
import re
from typing import Final, override

from aiohttp import web

from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.sharing.model.people import (
    Origin,
    Requester,
    RequesterKind,
    Source,
)
from custom_components.ring_watch.sharing.model.requests import Ask
from custom_components.ring_watch.sharing.words import clean

from . import ask_pages, assets
from .ask_pages import AskForm
from .headers import HEADERS
from .language import Language
from .moments import Problem, read
from .share import SHARES
from .view import Form, FormView, PublicView, Visit

ASK: Final = "/ring_watch/ask"
DOOR: Final = "/ring_watch/door"
STATUS: Final = "/ring_watch/status"
STATIC: Final = "/ring_watch/static/{name}"
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,200}")
# The control where what breaks a rule is put right.
_FIELD_OF: Final = {
    "window_empty": "end",
    "window_future": "end",
    "window_too_long": "end",
    "bad_time": "start",
    "text_too_long": "reason",
    "case_number_missing": "case",
    "contact_missing": "contact",
}
_TEXT_OF: Final = {
    "case_number_missing": "case_missing",
    "contact_missing": "contact_missing",
}


class AskView(FormView):
    """The personal page of a requester; the secret is in the link's fragment."""

    url = ASK
    name = "ring_watch:ask"
    door = False

    @override
    async def show(self, visit: Visit, **ids: str) -> web.StreamResponse:
        return self._form(visit, AskForm())

    @override
    async def submit(self, visit: Visit, form: Form, **ids: str) -> web.StreamResponse:
        filled = AskForm(values=form)
        code, requester = form.get("code", ""), None
        if not self.door:
            if not code:
                filled.errors["code"] = visit.language("code_missing")
            elif (requester := self._requester(visit, code)) is None:
                filled.errors["code"] = visit.language("gone")
                return self._form(visit, filled, HTTPStatus.NOT_FOUND)
        ask = read_ask(visit, filled, requester, door=self.door)
        if ask is None:
            return self._form(visit, filled, HTTPStatus.UNPROCESSABLE_ENTITY)
        origin = Origin.DOOR_PAGE if self.door else Origin.PERSONAL_PAGE
        source = Source(origin, visit.request.remote)
        try:
            receipt = await visit.site.sharing.receive(ask, source)
        except SharingError as err:
            if err.code not in _FIELD_OF:
                raise
            rule = err.code
        else:
            if receipt.rule is None:
                body = ask_pages.received(visit.language, receipt, STATUS)
                return visit.page(visit.language("status_received"), body)
            rule = receipt.rule
        name = _FIELD_OF.get(rule, "start")
        filled.errors[name] = rule_text(visit.language, rule)
        return self._form(visit, filled, HTTPStatus.UNPROCESSABLE_ENTITY)

    @staticmethod
    def _requester(visit: Visit, code: str) -> Requester | None:
        if not _SECRET.fullmatch(code):
            return None
        return visit.site.sharing.identify(code)

    def _form(
        self, visit: Visit, form: AskForm, status: HTTPStatus = HTTPStatus.OK
    ) -> web.Response:
        now = datetime.now(UTC)
        language, zone = visit.language, visit.site.zone
        body = ask_pages.asking(language, form, zone, now, door=self.door)
        title = language("ask_title")
        if form.errors:
            title = f"{language('error_prefix')}: {title}"
        return visit.page(title, body, status)


class DoorView(AskView):
    """The page for whoever reads the code on the door; off until it is turned on."""

    url = DOOR
    name = "ring_watch:door"
    door = True

    @override
    async def show(self, visit: Visit, **ids: str) -> web.StreamResponse:
        if not visit.site.door_page:
            return self.missing(visit.language, secure=visit.secure)
        return await super().show(visit, **ids)

    @override
    async def submit(self, visit: Visit, form: Form, **ids: str) -> web.StreamResponse:
        if not visit.site.door_page:
            return self.missing(visit.language, secure=visit.secure)
        return await super().submit(visit, form, **ids)


class StatusView(FormView):
    """How a request stands, for who has its token; it is never in an address."""

    url = STATUS
    name = "ring_watch:status"

    @override
    async def show(self, visit: Visit, **ids: str) -> web.StreamResponse:
        title = visit.language("status_title")
        return visit.page(title, ask_pages.status_opening(visit.language))

    @override
    async def submit(self, visit: Visit, form: Form, **ids: str) -> web.StreamResponse:
        language, sharing = visit.language, visit.site.sharing
        code = form.get("code", "")
        # What cannot be a token is answered as one that is not known.
        token = code if _SECRET.fullmatch(code) else "-"
        if form.get("withdraw"):
            await sharing.withdraw(token)
            title = language("withdrawn_title")
            return visit.page(title, ask_pages.withdrawn(language))
        body = ask_pages.standing(language, sharing.status(token), code, SHARES)
        return visit.page(language("status_title"), body)


class StaticView(PublicView):
    """The pages' style sheet and script. Nothing in them tells of this home."""

    url = STATIC
    name = "ring_watch:static"

    @override
    async def show(self, visit: Visit, **ids: str) -> web.StreamResponse:
        name = ids["name"]
        if name not in assets.TYPES:
            return self.missing(visit.language, secure=visit.secure)
        return web.Response(
            body=assets.content(name),
            content_type=assets.TYPES[name],
            charset="utf-8",
            headers=HEADERS,
        )


def rule_text(language: Language, rule: str) -> str:
    """Return what a known requester is told about a broken rule."""
    key = _TEXT_OF.get(rule, f"rule_{rule}")
    return language(key if key in language.texts else "rule_other")


def read_ask(
    visit: Visit, form: AskForm, requester: Requester | None, *, door: bool
) -> Ask | None:
    """Return what a form asks for, or None with the form's errors filled in."""
    language, values = visit.language, form.values
    start, end = (_time(visit, form, name) for name in ask_pages.TIMES)
    agency = requester is not None and requester.kind is RequesterKind.AGENCY
    known = requester is not None and requester.contact
    needed = {
        "reason": True,
        "contact": door or (agency and not known),
        "case": agency,
        "name": door,
    }
    for name, limit in ask_pages.LIMITS.items():
        try:
            text = clean(values.get(name, ""), limit)
        except SharingError:
            form.errors[name] = language("text_too_long", limit=limit)
        else:
            if needed[name] and not text:
                form.errors[name] = language(f"{name}_missing")
    form.errors = _in_order(form.errors)
    if form.errors or start is None or end is None:
        return None
    return Ask(
        start=start,
        end=end,
        requester_id=requester.requester_id if requester else None,
        name=values.get("name", "") if door else "",
        reason=values.get("reason", ""),
        contact=values.get("contact", ""),
        case_number=values.get("case", ""),
    )


def _time(visit: Visit, form: AskForm, name: str) -> int | None:
    text, key = form.values.get(name, ""), f"{name}_fold"
    moment = read(text, visit.site.zone, form.values.get(key, ""))
    if moment.choices:
        form.choices[name] = (text[11:], moment.choices)
    if moment.problem is Problem.REPEATED:
        form.errors[key] = visit.language("fold_missing", time=text[11:])
    elif moment.problem is not None:
        example = f"{datetime.now(visit.site.zone):%Y-%m-%d %H:%M}"
        form.errors[name] = visit.language(moment.problem, example=example)
    return moment.us


def _in_order(errors: Mapping[str, str]) -> dict[str, str]:
    """Return errors in the order of the page."""
    order = ("code", "start", "start_fold", "end", "end_fold", "reason", "name")
    places = {name: place for place, name in enumerate((*order, "contact", "case"))}
    return dict(sorted(errors.items(), key=lambda item: places[item[0]]))
