"""History, and every way to a recording."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

from aiohttp import web

from .events import Event, text
from .state import State, number, refused
from .traffic import Endpoint, reply

PAGE: Final = 100
DING: Final = r"/clients_api/dings/{event:\d+}"


class Recordings:
    """Handlers of what is about events and their recordings."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._converting: set[int] = set()

    def routes(self) -> list[web.RouteDef]:
        """What it answers."""
        history = r"/clients_api/doorbots/{device:\d+}/history"
        search = "/clients_api/video_search/history"
        transcode = "/share_service/v2/transcodings/downloads"
        return [
            web.get(history, self.history, name=Endpoint.HISTORY),
            web.get(f"{DING}/share/play", self.play, name=Endpoint.PLAY),
            web.get(f"{DING}/recording", self.recording, name=Endpoint.RECORDING),
            web.get(search, self.search, name=Endpoint.SEARCH),
            web.post(transcode, self.transcode, name=Endpoint.TRANSCODE),
            web.get(
                f"{transcode}/{{event:\\d+}}",
                self.transcoded,
                name=f"{Endpoint.TRANSCODE}.get",
            ),
        ]

    async def history(self, request: web.Request) -> web.Response:
        """List a device's events, the newest first, at most 100."""
        _, device = self._state.device(request)
        limit = min(PAGE, number(request.query.get("limit", 30)))
        found = self._state.of_device(device)
        if older_than := request.query.get("older_than"):
            found = [event for event in found if event.id < number(older_than)]
        page = found[:limit]
        if self._state.unsorted:
            page.sort(key=lambda event: event.id % 7)
        now = self._state.now()
        return reply([event.history(ready=event.polled(now)) for event in page])

    async def play(self, request: web.Request) -> web.Response:
        """Tell the address of a recording."""
        return reply({"url": self._address(self._state.event(request))})

    async def recording(self, request: web.Request) -> web.Response:
        """Lead to a recording, or send it."""
        event = self._state.event(request)
        address = self._address(event)
        if self._state.sends_recordings and event.recording:
            content = event.recording.content
            return web.Response(body=content, content_type="video/mp4")
        raise web.HTTPFound(address)

    async def search(self, request: web.Request) -> web.Response:
        """List the newest of a device's events between two moments."""
        client = self._state.client(request)
        query = request.query
        if "date_from" not in query or "date_to" not in query:
            raise refused(web.HTTPBadRequest, "date_from and date_to are required")
        device = client.account.device(number(query.get("doorbot_id")))
        if device is None:
            raise refused(web.HTTPNotFound, "device not found")
        first, last = (_moment(number(query[f"date_{d}"])) for d in ("from", "to"))
        found = [e for e in self._state.of_device(device) if first <= e.at <= last]
        page = found[: self._state.search_page]
        if query.get("order") == "asc":
            page.reverse()
        return reply({"video_search": [e.search(self._state.address(e)) for e in page]})

    async def transcode(self, request: web.Request) -> web.Response:
        """Begin to prepare a recording for download."""
        account = self._state.client(request).account
        event = self._state.event_of(account, (await request.json()).get("ding_id"))
        self._converting.add(event.id)
        return reply(self._job(event, None), HTTPStatus.CREATED)

    async def transcoded(self, request: web.Request) -> web.Response:
        """Tell how far the preparation is."""
        event = self._state.event(request)
        if event.id not in self._converting:
            raise refused(web.HTTPNotFound, "transcoding not found")
        return reply(self._job(event, self._state.address(event)))

    def _job(self, event: Event, address: str | None) -> dict[str, Any]:
        return {
            "ding_id": str(event.id),
            "file_type": "VIDEO",
            "status": "done" if address else "pending",
            "result_url": address,
            "updated_at": text(self._state.now()),
        }

    def _address(self, event: Event) -> str:
        address = self._state.address(event)
        if address is None:
            raise refused(web.HTTPNotFound, "recording not found")
        return address


def _moment(milliseconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
