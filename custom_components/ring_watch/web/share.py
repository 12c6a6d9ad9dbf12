"""The page of a share, and claiming it."""

from http import HTTPStatus
from typing import Final, override

from aiohttp import web

from custom_components.ring_watch.sharing.model.people import Origin, Source
from custom_components.ring_watch.sharing.model.shares import Grant, PassphraseNeeded

from . import share_pages
from .view import Form, FormView, Visit

SHARES: Final = "/ring_watch/s"
COOKIE: Final = "ring_watch_grant"
_SECOND: Final = 1_000_000
# No secret is longer.
_CODE_LIMIT: Final = 200


class ShareView(FormView):
    """A share's page.

    Without the cookie of a grant it is the same for every share and for none, so its
    status is 200: the secret, which stands in the fragment, did not come along. To
    look changes nothing. To post the secret is a claim; what cannot be claimed is
    answered with 404, always the same.
    """

    url = f"{SHARES}/{{share_id}}"
    name = "ring_watch:share"

    @override
    async def show(self, visit: Visit, **ids: str) -> web.StreamResponse:
        share_id, language, site = ids["share_id"], visit.language, visit.site
        cookie = visit.request.cookies.get(COOKIE, "")
        access = site.sharing.grant(share_id, cookie) if cookie else None
        if access is None:
            return visit.page(language("open_title"), share_pages.opening(language))
        path = f"{SHARES}/{access.share_id}"
        body = share_pages.clips(language, access, path, site.zone)
        return visit.page(language("clip_title"), body)

    @override
    async def submit(self, visit: Visit, form: Form, **ids: str) -> web.StreamResponse:
        code = form.get("code", "")[:_CODE_LIMIT]
        result = await visit.site.sharing.claim(
            ids["share_id"],
            code,
            form.get("passphrase") or None,
            Source(Origin.PERSONAL_PAGE, visit.request.remote),
        )
        if isinstance(result, Grant):
            return self._open(visit, result)
        if isinstance(result, PassphraseNeeded):
            return self._ask_passphrase(visit, code, result)
        language = visit.language
        body = share_pages.opening(language, problem=language("gone"))
        return visit.page(language("open_title"), body, HTTPStatus.NOT_FOUND)

    @staticmethod
    def _open(visit: Visit, grant: Grant) -> web.Response:
        """Set the cookie that this share's addresses alone get back."""
        path = f"{SHARES}/{grant.share_id}"
        response = visit.page(visit.language("clip_title"), share_pages.opened(path))
        response.set_status(HTTPStatus.SEE_OTHER)
        response.headers["Location"] = path
        response.set_cookie(
            COOKIE,
            grant.cookie,
            path=path,
            max_age=max(1, grant.lifetime // _SECOND),
            httponly=True,
            secure=visit.secure,
            samesite="Strict",
        )
        return response

    @staticmethod
    def _ask_passphrase(
        visit: Visit, code: str, needed: PassphraseNeeded
    ) -> web.Response:
        """Ask for the passphrase too; the secret was right."""
        language, problem = visit.language, ""
        if needed.wait:
            problem = language("passphrase_wait")
        elif needed.wrong:
            problem = language("passphrase_wrong")
        body = share_pages.opening(
            language,
            code=code,
            problem=language("passphrase_needed"),
            passphrase=problem,
        )
        response = visit.page(language("open_title"), body, HTTPStatus.FORBIDDEN)
        if needed.wait:
            response.headers["Retry-After"] = str(-(-needed.wait // _SECOND))
        return response
