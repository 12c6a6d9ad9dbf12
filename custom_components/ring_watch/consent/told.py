"""Which phones have a notification of which request. Outlives a restart."""

from collections.abc import Collection, Iterable
import logging
import time
from typing import Final

from custom_components.ring_watch.sharing.ports import Documents, Executor

_LOGGER = logging.getLogger(__name__)

_DOCUMENT: Final = "phones"
# What stands for all requests, where a request's id would be.
_ALL: Final = "all"
_NEVER: Final = float("-inf")


class Told:
    """Phones are named by their notify service; request None: of all requests."""

    def __init__(self, documents: Documents, executor: Executor) -> None:
        """Nobody was told before ``load``."""
        self._documents = documents
        self._executor = executor
        # When each of them was told last, on the monotonic clock.
        self._phones: dict[str, dict[str, float]] = {}

    async def load(self) -> None:
        """Read who was told before a restart."""
        try:
            document = await self._executor.run(self._documents.load, _DOCUMENT)
            told = (document or {}).get("told", {})
            self._phones = {
                str(key): dict.fromkeys(map(str, phones), _NEVER)
                for key, phones in told.items()
            }
        except (OSError, ValueError, TypeError, AttributeError) as err:
            _LOGGER.warning("Who was told is not known: %s", type(err).__name__)

    def requests(self) -> list[str]:
        """Return the requests that somebody was told of."""
        return [key for key in self._phones if key != _ALL]

    def phones(self, request_id: str | None) -> Collection[str]:
        """Return who was told of a request."""
        return self._phones.get(request_id or _ALL, {}).keys()

    def since(self, request_id: str | None, phone: str) -> float:
        """Return how many seconds ago a phone was told of a request."""
        told = self._phones.get(request_id or _ALL, {})
        return time.monotonic() - told.get(phone, _NEVER)

    async def add(self, request_id: str | None, phones: Iterable[str]) -> None:
        """Remember who is about to be told."""
        told = self._phones.setdefault(request_id or _ALL, {})
        before = set(told)
        told |= dict.fromkeys(phones, time.monotonic())
        if set(told) != before:
            await self._save()

    async def forget(self, request_id: str | None) -> Collection[str]:
        """Return who was told of a request, for the last time."""
        phones = self._phones.pop(request_id or _ALL, {})
        if phones:
            await self._save()
        return phones.keys()

    async def _save(self) -> None:
        told = {key: list(phones) for key, phones in self._phones.items()}
        try:
            await self._executor.run(self._documents.save, _DOCUMENT, {"told": told})
        except OSError as err:
            _LOGGER.warning("Who was told could not be saved: %s", type(err).__name__)
