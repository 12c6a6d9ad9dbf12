"""Requests that are closed for good, in pages; and forgetting words."""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, Final

from .core import Core
from .errors import SharingError
from .model.page import Page
from .model.people import Actor
from .model.requests import Request, RequestState

PAGE: Final = 500
"""Requests of a full page."""
_LATELY = 100
_AT_ONCE = 50
_SCANNED = 10


class History:
    """What is only looked at."""

    def __init__(self, core: Core) -> None:
        """Work on ``core``."""
        self._core = core

    async def settle(self) -> None:
        """Move the oldest closed requests into pages when there are many.

        The page is saved first: a crash in between leaves them in both places, and
        what the state says counts. Raises OSError, SharingError.
        """
        core = self._core
        closed = [one for one in core.state.requests.values() if one.is_closed]
        if len(closed) < _LATELY + _AT_ONCE:
            return
        closed.sort(key=lambda request: request.history[-1].time)
        page, tail = core.state.pages, core.state.tail
        moved = closed[: min(_AT_ONCE, PAGE - tail)]
        before = (await self._load(page))[:tail] if tail else []
        await self._save(page, [*before, *moved])
        gone = {request.request_id for request in moved}
        tail += len(moved)
        await core.commit(
            replace(
                core.state,
                requests={
                    key: one
                    for key, one in core.state.requests.items()
                    if key not in gone
                },
                pages=page + 1 if tail == PAGE else page,
                tail=0 if tail == PAGE else tail,
            )
        )

    async def get(self, request_id: str) -> Request:
        """Return a request (``Sharing.get``)."""
        state = self._core.state
        if (request := state.requests.get(request_id)) is not None:
            return request
        for page in range(self._last(), -1, -1):
            for request in await self._page(page):
                if request.request_id == request_id:
                    return request
        raise SharingError("no_request")

    async def part(
        self,
        states: Collection[RequestState] | None,
        requester_id: str | None,
        cursor: str | None,
        limit: int,
    ) -> Page[Request]:
        """Return a part of all requests (``Sharing.list_requests``)."""

        def wanted(request: Request) -> bool:
            return (states is None or request.state in states) and (
                requester_id is None or request.requester_id == requester_id
            )

        page, place = self._parse(cursor)
        found: list[Request] = []
        scanned = 0
        while page is None or page >= 0:
            if page is None:
                requests = sorted(
                    self._core.state.requests.values(), key=lambda one: -one.received
                )
            else:
                requests = (await self._page(page))[::-1]
                scanned += 1
            for number in range(place, len(requests)):
                if len(found) == limit:
                    return Page(tuple(found), _cursor(page, number))
                if wanted(requests[number]):
                    found.append(requests[number])
            page = self._last() if page is None else page - 1
            place = 0
            if page >= 0 and (scanned == _SCANNED or len(found) == limit):
                return Page(tuple(found), _cursor(page, 0))
        return Page(tuple(found), None)

    async def forget_words(self, concerns: Callable[[Request], bool]) -> int:
        """Blank the words of requests, here and in the ledger's side table.

        Returns how many requests had some. Raises OSError, SharingError.
        """
        core = self._core
        entries: list[int] = []
        for page in range(self._last() + 1):
            requests = await self._page(page)
            if touched := [one for one in requests if concerns(one) and _words(one)]:
                entries += [one.history[0].entry for one in touched]
                blank = [_blank(one) if concerns(one) else one for one in requests]
                await core.ports.executor.run(core.ports.book.erase, entries)
                await self._save(page, blank)
        touched = [
            one for one in core.state.requests.values() if concerns(one) and _words(one)
        ]
        entries += [one.history[0].entry for one in touched]
        await core.ports.executor.run(core.ports.book.erase, entries)
        await core.commit(
            replace(
                core.state,
                requests={
                    key: _blank(one) if concerns(one) else one
                    for key, one in core.state.requests.items()
                },
            ),
            tightens=True,
        )
        return len(entries)

    async def change_pages(self, change: Callable[[Request], Request]) -> None:
        """Change all requests that are in pages. Raises OSError."""
        for page in range(self._last() + 1):
            requests = await self._page(page)
            changed = [change(request) for request in requests]
            if changed != requests:
                await self._save(page, changed)

    def _last(self) -> int:
        state = self._core.state
        return state.pages if state.tail else state.pages - 1

    def _parse(self, cursor: str | None) -> tuple[int | None, int]:
        """Return the page (None: what is not in pages) and the place to go on at."""
        if cursor is None:
            return None, 0
        page, _, place = cursor.partition(".")
        try:
            number = None if page == "" else min(int(page), self._last())
            return number, max(0, int(place))
        except ValueError:
            raise SharingError("no_request") from None

    async def _page(self, page: int) -> list[Request]:
        """Return a page's requests, oldest first, without those not yet in it."""
        requests = await self._load(page)
        return (
            requests[: self._core.state.tail]
            if page == self._core.state.pages
            else requests
        )

    async def _load(self, page: int) -> list[Request]:
        documents = self._core.ports.documents

        def load() -> list[Request]:
            document: dict[str, Any] = documents.load(_name(page)) or {}
            return [Request.from_json(item) for item in document.get("requests", ())]

        return await self._core.ports.executor.run(load)

    async def _save(self, page: int, requests: Collection[Request]) -> None:
        documents = self._core.ports.documents

        def save() -> None:
            items = [request.to_json() for request in requests]
            documents.save(_name(page), {"requests": items})

        await self._core.ports.executor.run(save)


class Erasing:
    """Forgetting the words of those who asked."""

    def __init__(self, core: Core, history: History) -> None:
        """Work on ``core`` and the history."""
        self._core = core
        self._history = history

    async def erase(self, subject: str, actor: Actor) -> int:
        """Forget the words of a requester, or of one request, by id."""
        await self._core.demand(actor, "erase", subject)
        return await self._core.turns.alone(self._erase(subject, actor))

    async def _erase(self, subject: str, actor: Actor) -> int:
        await self._core.append(
            "erased", {"subject": subject, "user_id": actor.user_id}
        )
        return await self.again(subject)

    async def again(self, subject: str) -> int:
        """Do, also a second time, what the ledger says is to be done."""
        core = self._core
        count = await self._history.forget_words(
            lambda one: subject in (one.requester_id, one.request_id)
        )
        asked = tuple(
            one
            for one in core.state.asked
            if subject not in (one.requester_id, one.request_id)
        )
        await core.commit(
            replace(core.state, asked=asked, entries=core.ports.book.size),
            tightens=True,
        )
        return count


def _name(page: int) -> str:
    return f"requests_{page:05d}"


def _cursor(page: int | None, place: int) -> str:
    return f"{'' if page is None else page}.{place}"


def _words(request: Request) -> bool:
    return any((request.name, request.reason, request.contact, request.case_number))


def _blank(request: Request) -> Request:
    return replace(request, name="", reason="", contact="", case_number="")
