"""Claims of a share's secret, and what they open."""

import asyncio
from dataclasses import replace
import hashlib
import hmac
import secrets
from typing import Final

from . import passphrase
from .access import Access
from .core import Core
from .errors import RateLimited
from .limits import Buckets, place_of
from .metering import GrantMeter, usable
from .model.people import Source
from .model.shares import Grant, GrantRecord, PassphraseNeeded, Share
from .settings import DAY, LONGEST_GRANT
from .tokens import hashed, new_secret, same

SIZES_SENT: Final = 3
"""A grant may send so many times the bytes of all its clips."""

SLACK: Final = 8 * 1024 * 1024
"""Bytes on top: what a player asks for twice when it seeks, and a ZIP's own."""

_WRONG_BY_SOURCE = 60
_WRONG_IN_ALL = 3000
_PERIOD = 600.0
_NOBODY = Share("", "", hashed(new_secret()), 0, 0, 0, (), asker_hash=hashed(""))
_ABSENT = hashed(new_secret())


class Claiming:
    """What comes from those who hold a link."""

    def __init__(self, core: Core) -> None:
        """Work on ``core``."""
        self._core = core
        self._wrong_by_source = Buckets(_WRONG_BY_SOURCE, _PERIOD)
        self._wrong_in_all = Buckets(_WRONG_IN_ALL, _PERIOD)
        self._verifying = asyncio.Semaphore(passphrase.AT_ONCE)
        self._salt = (0, b"")

    async def claim(
        self, share_id: str, secret: str, phrase: str | None, source: Source
    ) -> Grant | PassphraseNeeded | None:
        """Use a claim (``Sharing.claim``)."""
        digest = hashed(secret)
        share = self._fitting(share_id, digest)
        if share is None:
            self._count_wrong(source)
            return None
        if share.passphrase is not None:
            needed = await self._check(share, phrase)
            if needed is not None:
                return needed
        return await self._core.turns.alone(self._claim(share_id, digest, source))

    def _fitting(self, share_id: str, digest: str) -> Share | None:
        """Return the share that may be claimed with a secret of this hash.

        Does the same work whether there is such a share or not.
        """
        core = self._core
        share = core.state.shares.get(share_id, _NOBODY)
        fits = same(digest, share.secret_hash)
        fits |= same(digest, share.asker_hash or _ABSENT)
        open_still = (
            core.time.now() < share.expires
            and share.claims_used < share.claims_limit
            and usable(core, share)
        )
        return share if fits and open_still else None

    def _count_wrong(self, source: Source) -> None:
        """Count a wrong secret. It only ever costs those who send wrong ones."""
        now = self._core.ports.clock.monotonic()
        place = place_of(source.address)
        wait = max(
            self._wrong_by_source.wait(place, now), self._wrong_in_all.wait("", now)
        )
        if wait:
            raise RateLimited(wait)
        self._wrong_by_source.take(place, now)
        self._wrong_in_all.take("", now)

    async def _check(self, share: Share, phrase: str | None) -> PassphraseNeeded | None:
        """Check the passphrase; None: it is right.

        A try counts as a failure, on disk, before it is looked at: many at once
        gain nothing.
        """
        core = self._core
        stored = share.passphrase or ""
        wait = max(0, share.locked_until - core.time.now())
        if phrase is None or wait:
            return PassphraseNeeded(False, wait)
        wait = await core.turns.alone(self._count_try(share.share_id))
        if wait:
            return PassphraseNeeded(False, wait)
        async with self._verifying:
            right = await core.ports.executor.run(passphrase.fits, phrase, stored)
        if right:
            return None
        await core.note("passphrase_wrong", "claim", {}, share.share_id)
        now_locked = core.state.shares.get(share.share_id, share).locked_until
        return PassphraseNeeded(True, max(0, now_locked - core.time.now()))

    async def _count_try(self, share_id: str) -> int:
        """Count a try of the passphrase; return how long there may be none."""
        core = self._core
        share = core.state.shares.get(share_id)
        now = core.time.now()
        if share is None:
            return 0
        if share.locked_until > now:
            return share.locked_until - now
        failures = share.failures + 1
        after = replace(
            share,
            failures=failures,
            locked_until=now + passphrase.wait_after(failures),
        )
        await core.commit(
            replace(core.state, shares={**core.state.shares, share_id: after})
        )
        return 0

    async def _claim(self, share_id: str, digest: str, source: Source) -> Grant | None:
        core = self._core
        share = self._fitting(share_id, digest)
        if share is None:
            return None
        now = core.time.now()
        cookie = new_secret()
        number = share.claims_used + 1
        grant = GrantRecord(
            number=number,
            cookie_hash=hashed(cookie),
            expires=min(now + LONGEST_GRANT, share.expires),
            byte_limit=SIZES_SENT * share.size + SLACK,
        )
        entry = await core.append(
            "share_claimed",
            {
                "request_id": share.request_id,
                "share_id": share_id,
                "claim": number,
                "from": self._pseudonym(source),
            },
        )
        after = replace(
            share,
            claims_used=number,
            failures=0,
            locked_until=0,
            grants=(*share.grants, grant),
        )
        await core.put_share(after, "claimed", entry)
        return Grant(share_id, cookie, grant.expires, grant.expires - now)

    def _pseudonym(self, source: Source) -> str:
        """Return what tells sources apart for a day, and nothing afterwards."""
        day = self._core.time.now() // DAY
        if self._salt[0] != day:
            self._salt = (day, secrets.token_bytes(32))
        place = place_of(source.address).encode()
        return hmac.new(self._salt[1], place, hashlib.sha256).hexdigest()[:16]

    def grant(self, share_id: str, cookie: str) -> Access | None:
        """Return what a cookie opens now (``Sharing.grant``)."""
        share = self._core.state.shares.get(share_id, _NOBODY)
        digest = hashed(cookie)
        found = None
        for record in share.grants:
            if same(digest, record.cookie_hash):
                found = record
        if found is None:
            return None
        access = Access(
            share_id,
            share.clips,
            share.manifests,
            found.expires,
            GrantMeter(self._core, share_id, found),
        )
        return access if access.alive() else None
