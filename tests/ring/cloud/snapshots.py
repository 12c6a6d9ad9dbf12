"""Still pictures: each shows the counter of the moment when it was taken."""

from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

from aiohttp import web
import av
from av.video.codeccontext import VideoCodecContext
import numpy as np

from tests.support import counter

from .devices import Device
from .events import milliseconds
from .film import Film
from .state import State, refused
from .traffic import Endpoint, reply

OLD: Final = timedelta(hours=1)
WIDTH: Final = 320
HEIGHT: Final = 192


class Snapshots:
    """Handlers of still pictures."""

    def __init__(self, state: State, film: Film) -> None:
        self._state = state
        self._film = film

    def routes(self) -> list[web.RouteDef]:
        """What it answers under the name of snapshots."""
        return [
            web.get(
                r"/snapshots/next/{device:\d+}", self.following, name=Endpoint.SNAPSHOT
            )
        ]

    def api_routes(self) -> list[web.RouteDef]:
        """What it answers under the name of the interface."""
        snapshots = "/clients_api/snapshots"
        return [
            web.post(
                f"{snapshots}/timestamps", self.times, name=Endpoint.SNAPSHOT_TIMES
            ),
            web.get(
                rf"{snapshots}/image/{{device:\d+}}",
                self.image,
                name=Endpoint.SNAPSHOT_IMAGE,
            ),
        ]

    async def following(self, request: web.Request) -> web.Response:
        """Take a picture and send it."""
        _, device = self._state.device(request)
        return self._picture(device)

    async def image(self, request: web.Request) -> web.Response:
        """Send the last picture."""
        _, device = self._state.device(request)
        return self._picture(device)

    async def times(self, request: web.Request) -> web.Response:
        """Tell when the last pictures were taken, and take others."""
        account = self._state.client(request).account
        found = []
        for device_id in (await request.json()).get("doorbot_ids", ()):
            device = account.device(device_id)
            if device and (moment := self._moment(device)):
                # Not in the millisecond before: a client asks what is newer than its question.
                taken = milliseconds(moment) + 1
                found.append({"timestamp": taken, "doorbot_id": device.id})
        return reply({"timestamps": found})

    def _moment(self, device: Device) -> datetime | None:
        """When the picture was taken that a device has; None without one."""
        if device.snapshot == "none":
            return None
        now = self._state.now()
        return now - OLD if device.snapshot == "stale" else now

    def _picture(self, device: Device) -> web.Response:
        moment = self._moment(device)
        if moment is None:
            raise refused(web.HTTPNotFound, "no snapshot")
        return web.Response(
            body=jpeg(self._film.counter_at(moment)),
            content_type="image/jpeg",
            headers={"x-time-millis": str(milliseconds(moment))},
        )


def jpeg(number: int) -> bytes:
    """A picture that shows a counter."""
    pixels = np.full((HEIGHT * 3 // 2, WIDTH), 128, dtype=np.uint8)
    counter.draw(pixels[:HEIGHT], number, 0, 255)
    frame = av.VideoFrame.from_ndarray(pixels, format="yuv420p").reformat(
        format="yuvj420p"
    )
    context: VideoCodecContext = av.CodecContext.create("mjpeg", "w")
    context.width, context.height, context.pix_fmt = WIDTH, HEIGHT, "yuvj420p"
    context.time_base = Fraction(1)
    frame.pts = 0
    return b"".join(map(bytes, (*context.encode(frame), *context.encode(None))))
