"""Ring's event manager, and recordings around the clock."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, Final

from aiohttp import web

from .devices import Device
from .events import Event, text
from .state import State, number, refused
from .traffic import Endpoint, reply

PAGE: Final = 20


class Timeline:
    """Handlers of `/evm/v2/…`; `stitch` makes the file of a device's span."""

    def __init__(
        self, state: State, stitch: Callable[[datetime, datetime], bytes]
    ) -> None:
        self._state = state
        self._stitch = stitch

    def routes(self) -> list[web.RouteDef]:
        """What it answers."""
        evm, device, get = "/evm/v2", r"devices/{device:\d+}", web.get
        return [
            get(f"{evm}/history/{device}", self.history, name=Endpoint.EVENTS),
            get(
                rf"{evm}/history/events/{{event:\d+}}",
                self.event,
                name=f"{Endpoint.EVENTS}.one",
            ),
            get(f"{evm}/timeline/{device}", self.timeline, name=Endpoint.TIMELINE),
            get(
                f"{evm}/timeline/24/{device}",
                self.continuous,
                name=Endpoint.CONTINUOUS,
            ),
        ]

    async def history(self, request: web.Request) -> web.Response:
        """List a device's events, the newest first, in pages."""
        _, device = self._state.device(request)
        return self._page(request, self._state.of_device(device))

    async def event(self, request: web.Request) -> web.Response:
        """Tell of one event."""
        return reply(self._told(self._state.event(request)))

    async def timeline(self, request: web.Request) -> web.Response:
        """List what begins between two moments, in pages."""
        _, device = self._state.device(request)
        first, last = _between(request)
        found = [e for e in self._state.of_device(device) if first <= e.at < last]
        if request.query.get("order", "ASC").upper() == "ASC":
            found.reverse()
        return self._page(request, found)

    async def continuous(self, request: web.Request) -> web.Response:
        """List the parts of what was recorded around the clock, and of events."""
        _, device = self._state.device(request)
        first, last = _between(request)
        items = [*self._parts(device, first, last), *self._events(device, first, last)]
        items.sort(key=lambda item: item["start_time"])
        if request.headers.get("X-API-VERSION") != "1":
            raise refused(web.HTTPBadRequest, "X-API-VERSION is required")
        return reply({"timeline": [{"items": items}], "pagination_key": None})

    def _page(self, request: web.Request, events: list[Event]) -> web.Response:
        begin = number(request.query.get("pagination_key", 0))
        end = begin + min(PAGE, number(request.query.get("limit", PAGE)))
        return reply(
            {
                "items": [self._told(event) for event in events[begin:end]],
                "supplemental_data": {"footages": []},
                "pagination_key": str(end) if end < len(events) else None,
            }
        )

    def _told(self, event: Event) -> dict[str, Any]:
        return event.evm(self._state.address(event))

    def _parts(
        self, device: Device, first: datetime, last: datetime
    ) -> Iterator[dict[str, Any]]:
        if not (device.continuous and device.records):
            return
        for begin, end in self._state.continuous.get(device.id, ()):
            part = max(begin, first), min(end, last)
            missing = any(a <= part[0] and part[1] <= b for a, b in self._state.holes)
            if part[0] >= part[1] or missing:
                continue
            address = self._state.media.sign(
                partial(self._stitch, *part),
                f"24x7/{device.id}.mp4",
                self._state.now(),
            )
            yield _item(*part, address, encrypted=device.encrypted, ding=None)

    def _events(
        self, device: Device, first: datetime, last: datetime
    ) -> Iterator[dict[str, Any]]:
        for event in self._state.of_device(device):
            if first <= event.at < last:
                address = self._state.address(event)
                yield _item(
                    event.at,
                    event.end(),
                    address,
                    encrypted=event.encrypted,
                    ding=str(event.id),
                )


def _item(
    begin: datetime,
    end: datetime,
    url: str | None,
    *,
    encrypted: bool,
    ding: str | None,
) -> dict[str, Any]:
    return {
        "schema": "CloudMedia",
        "start_time": text(begin),
        "end_time": text(end),
        "url": url,
        "is_e2ee": encrypted,
        "custom_metadata": {
            "recording_24x7_enabled": ding is None,
            "is_chunked": False,
            "ding_id": ding,
        },
    }


def _between(request: web.Request) -> tuple[datetime, datetime]:
    """The moments that are asked for; raises HTTP 400."""
    try:
        first, last = (
            datetime.fromisoformat(request.query[f"{which}_time"])
            for which in ("start", "end")
        )
        if first.tzinfo and last.tzinfo:
            return first, last
    except (KeyError, ValueError) as error:
        raise refused(web.HTTPBadRequest, "start_time, end_time: ISO 8601") from error
    raise refused(web.HTTPBadRequest, "start_time, end_time: with a zone")
