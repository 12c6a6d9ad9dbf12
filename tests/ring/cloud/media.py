"""The host that recordings are downloaded from: signed addresses, and nothing else."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
import re
import secrets
from typing import Final

from aiohttp import hdrs, web

from .names import MEDIA

LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Signed:
    """What an address leads to, or what makes that; and until when."""

    content: bytes | Callable[[], bytes]
    until: datetime


@dataclass
class Media:
    """Signed addresses; each is good for `seconds`, for whoever has it.

    What is `packed` (gzip) comes in the place of all of them.
    """

    seconds: int = 900
    packed: bytes | None = None
    signed: dict[str, Signed] = field(default_factory=dict)

    def sign(
        self, content: bytes | Callable[[], bytes], name: str, now: datetime
    ) -> str:
        """A new address of some content, which may be made when it is asked for."""
        signature = secrets.token_hex(32)
        self.signed[signature] = Signed(content, now + timedelta(seconds=self.seconds))
        date = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        return (
            f"https://{MEDIA}/{name}?X-Amz-Algorithm=AWS4-HMAC-SHA256"
            f"&X-Amz-Date={date}&X-Amz-Expires={self.seconds}"
            f"&X-Amz-Signature={signature}"
        )

    def expire(self) -> None:
        """Let all addresses of before be too old."""
        for signature, signed in self.signed.items():
            self.signed[signature] = Signed(signed.content, LONG_AGO)

    async def answer(self, request: web.Request, now: datetime) -> web.Response:
        """Send what the address leads to, or the part of it that is asked for."""
        if hdrs.AUTHORIZATION in request.headers:
            return _refused(HTTPStatus.BAD_REQUEST, "InvalidArgument")
        signed = self.signed.get(request.query.get("X-Amz-Signature", ""))
        if signed is None or signed.until <= now:
            return _refused(HTTPStatus.FORBIDDEN, "AccessDenied")
        if self.packed is not None:
            headers = {hdrs.CONTENT_ENCODING: "gzip"}
            return web.Response(body=self.packed, headers=headers)
        content = signed.content
        if callable(content):
            content = await asyncio.to_thread(content)
        headers = {hdrs.ACCEPT_RANGES: "bytes"}
        span = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get(hdrs.RANGE, ""))
        status = HTTPStatus.OK
        if span:
            first, last = int(span[1]), int(span[2] or len(content) - 1)
            last = min(last, len(content) - 1)
            if first > last:
                return _refused(
                    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "InvalidRange"
                )
            headers[hdrs.CONTENT_RANGE] = f"bytes {first}-{last}/{len(content)}"
            content, status = content[first : last + 1], HTTPStatus.PARTIAL_CONTENT
        return web.Response(
            body=content, status=status, content_type="video/mp4", headers=headers
        )


def _refused(status: HTTPStatus, code: str) -> web.Response:
    text = f'<?xml version="1.0"?>\n<Error><Code>{code}</Code></Error>'
    return web.Response(text=text, status=status, content_type="application/xml")
