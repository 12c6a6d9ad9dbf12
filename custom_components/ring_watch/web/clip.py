"""What a grant opens: clips, their manifests, and both in one file."""

from http import HTTPStatus
from pathlib import Path
import re
from typing import Final, override

from aiohttp import web

from custom_components.ring_watch.sharing.access import Access, End
from custom_components.ring_watch.sharing.export import as_zip

from . import ranges
from .headers import HEADERS
from .share import COOKIE, SHARES
from .stream import OpenFile, in_pieces, send
from .streams import TooManyStreamsError
from .view import PublicView, Visit

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,2}")
_RETRY_AFTER: Final = "5"


class ClipView(PublicView):
    """A file of a share, for the cookie of a grant only.

    Whatever the reason that there is none, the answer is the same 404.

    The word ``api`` in the address makes Home Assistant's service worker, which runs
    in the browsers of the household, leave these answers alone: it would keep whole
    clips in its cache, past their end.
    """

    url = f"{SHARES}/{{share_id}}/api/{{kind}}/{{number}}"
    name = "ring_watch:clip"

    @override
    async def show(self, visit: Visit, **ids: str) -> web.StreamResponse:
        cookie = visit.request.cookies.get(COOKIE, "")
        access = visit.site.sharing.grant(ids["share_id"], cookie)
        number = int(ids["number"]) if _NUMBER.fullmatch(ids["number"]) else 0
        if access is not None and 0 < number <= len(access.clips):
            match ids["kind"]:
                case "clip" | "download" | "bundle" as kind:
                    return await self._file(visit, access, number, kind)
                case "manifest" if number <= len(access.manifests):
                    return _manifest(access, number)
        return self.missing(visit.language, secure=visit.secure)

    async def _file(
        self, visit: Visit, access: Access, number: int, kind: str
    ) -> web.StreamResponse:
        """Send what holds the clip's bytes, within the caps."""
        clip = access.clips[number - 1]
        path = visit.site.clip_path(clip.name)
        try:
            # Before the file is opened: to refuse has to be cheap.
            with visit.site.streams.one(access.share_id):
                file = await OpenFile.open(path, clip.size) if path else None
                if path is None or file is None:
                    return self.missing(visit.language, secure=visit.secure)
                try:
                    if kind == "bundle":
                        return await _bundle(visit.request, access, number, path)
                    return await _clip(visit.request, access, number, file, kind)
                finally:
                    file.close()
        except TooManyStreamsError:
            response = self.refuse(
                visit, HTTPStatus.SERVICE_UNAVAILABLE, "too_many_streams"
            )
            response.headers["Retry-After"] = _RETRY_AFTER
            return response


def _disposition(number: int, suffix: str, kind: str = "attachment") -> str:
    """Return a Content-Disposition whose file name tells nothing."""
    return f'{kind}; filename="clip-{number}.{suffix}"'


async def _clip(
    request: web.Request, access: Access, number: int, file: OpenFile, kind: str
) -> web.StreamResponse:
    """Send the clip or what the Range header asks of it."""
    clip = access.clips[number - 1]
    etag = f'"{clip.sha256}"'
    shown = "inline" if kind == "clip" else "attachment"
    headers = {
        **HEADERS,
        "Accept-Ranges": "bytes",
        "Content-Disposition": _disposition(number, "mp4", shown),
        "Content-Type": "video/mp4",
        "ETag": etag,
    }
    wanted = None
    # RFC 9110, 14.2: only a GET has ranges.
    if request.method == "GET" and ranges.applies(
        request.headers.get("If-Range"), etag
    ):
        try:
            wanted = ranges.requested(request.headers.get("Range"), clip.size)
        except ranges.RangeUnsatisfiableError:
            headers["Content-Range"] = f"bytes */{clip.size}"
            status = HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
            return web.Response(status=status, headers=headers)
    start, end = wanted or (0, clip.size)
    response = web.StreamResponse(headers=headers)
    if wanted:
        response.set_status(HTTPStatus.PARTIAL_CONTENT)
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{clip.size}"
    response.content_length = end - start
    whole = end - start == clip.size
    sent = End.COMPLETE if whole else End.PART
    await send(request, response, access, file.chunks(start, end), sent)
    return response


async def _bundle(
    request: web.Request, access: Access, number: int, path: Path
) -> web.StreamResponse:
    """Send the clip and its manifest as a ZIP, made while it is sent."""
    files: list[tuple[str, Path | bytes]] = [(f"clip-{number}.mp4", path)]
    if number <= len(access.manifests):
        manifest = access.manifests[number - 1].encode()
        files.append((f"clip-{number}.jws", manifest))
    response = web.StreamResponse(
        headers={
            **HEADERS,
            "Content-Disposition": _disposition(number, "zip"),
            "Content-Type": "application/zip",
        }
    )
    await send(request, response, access, in_pieces(as_zip(files)), End.COMPLETE)
    return response


def _manifest(access: Access, number: int) -> web.Response:
    return web.Response(
        text=access.manifests[number - 1],
        headers={
            **HEADERS,
            "Content-Disposition": _disposition(number, "jws"),
            "Content-Type": "application/jose",
        },
    )
