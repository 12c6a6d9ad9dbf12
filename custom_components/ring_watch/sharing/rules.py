"""What may be asked, prepared and granted: pure functions."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import Final

from .errors import SharingError
from .model.clips import Area, Preparation
from .model.people import Origin, Requester, RequesterKind
from .model.requests import Ask, Request
from .model.shares import ShareTerms
from .passphrase import LONGEST as LONGEST_PASSPHRASE, SHORTEST as SHORTEST_PASSPHRASE
from .settings import DAY, LONGEST_SHARE, MINUTE, MOST_CLAIMS, Settings, for_strangers
from .stored import Stored

TO_CONFIRM: Final = frozenset({"requester_revoked", "agreement_ended"})
"""Warnings that have to be confirmed before an approval."""

REMEMBERED: Final = 90 * DAY
"""For so long what was asked counts."""
_MESSAGE_AGE = 5 * MINUTE
_LAST_TIME = 253_370_764_800_000_000  # the year 9999
_MOST_PARTS = 32
_MOST_AREAS = 64
_FEW = 3


@dataclass(frozen=True, slots=True)
class Asked(Stored):
    """A window that a requester once asked for, all doorbells together."""

    request_id: str
    requester_id: str
    case: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a request is judged by.

    ``open``: the others that wait. ``seem_open``: those that do so to who asked.
    """

    now: int
    settings: Settings
    requester: Requester | None
    offered: Collection[str]
    open: Sequence[Request]
    seem_open: Sequence[Request]
    asked: Sequence[Asked]


def case_of(case_number: str, start: int) -> str:
    """Return what makes requests belong together: the case number, else the day."""
    folded = "".join(case_number.split()).casefold()
    return f"case:{folded}" if folded else f"day:{start // DAY}"


def check_ask(ask: Ask, wall: int, settings: Settings) -> None:
    """Refuse what is no ask at all: the same for everybody, says nothing of a house.

    ``wall`` is the clock that footage is named by. Raises SharingError
    ``bad_time``, ``window_empty``, ``window_future``, ``window_too_long``.
    """
    if not all(
        type(time) is int and 0 <= time < _LAST_TIME for time in (ask.start, ask.end)
    ):
        raise SharingError("bad_time")
    if ask.start >= ask.end:
        raise SharingError("window_empty")
    if ask.end > wall:
        raise SharingError("window_future")
    if ask.end - ask.start > settings.longest_window:
        raise SharingError("window_too_long")


def broken_rule(
    request: Request, given: Circumstances, issued: int | None = None
) -> str | None:
    """Return the code of the first rule that a request breaks.

    ``stale``, ``doorbell_unknown``, ``requester_revoked``, ``agreement_missing``,
    ``agreement_ended``, ``case_number_missing``, ``contact_missing``,
    ``window_too_long``, ``too_many_open``, ``total_exceeded``, ``queue_full``.
    """
    if issued is not None and abs(given.now - issued) > _MESSAGE_AGE:
        return "stale"
    if not request.doorbells or not set(request.doorbells) <= set(given.offered):
        return "doorbell_unknown"
    if request.requester_id is not None:
        if (rule := _broken_by_requester(request, given)) is not None:
            return rule
    return "queue_full" if _is_full(request, given) else None


def _is_full(request: Request, given: Circumstances) -> bool:
    queue = given.settings.queue
    if len(given.open) >= queue:
        return True
    if request.origin is not Origin.DOOR_PAGE:
        return False
    strangers = sum(other.origin is Origin.DOOR_PAGE for other in given.open)
    return strangers >= for_strangers(queue)


def _broken_by_requester(request: Request, given: Circumstances) -> str | None:
    requester = given.requester
    if requester is None or requester.revoked:
        return "requester_revoked"
    if requester.kind is RequesterKind.AGENCY:
        if requester.agreement is None:
            return "agreement_missing"
        if not agreement_holds(requester, given.now):
            return "agreement_ended"
        if not request.case_number:
            return "case_number_missing"
        if not (request.contact or requester.contact):
            return "contact_missing"
    limits, settings = requester.limits, given.settings
    duration = request.end - request.start
    if limits.window is not None and duration > limits.window:
        return "window_too_long"
    case = case_of(request.case_number, request.start)
    alike = [
        other
        for other in given.seem_open
        if other.requester_id == request.requester_id
        and case_of(other.case_number, other.start) == case
    ]
    most = settings.open_per_case
    if len(alike) >= (most if limits.open_requests is None else limits.open_requests):
        return "too_many_open"
    total = duration + sum(
        asked.end - asked.start
        for asked in given.asked
        if asked.requester_id == request.requester_id and asked.case == case
    )
    if total > (settings.total_per_case if limits.total is None else limits.total):
        return "total_exceeded"
    return None


def agreement_holds(requester: Requester, now: int) -> bool:
    """Tell whether an agreement has begun and not ended; none needed, none broken."""
    agreement = requester.agreement
    if agreement is None:
        return requester.kind is not RequesterKind.AGENCY
    return agreement.date <= now and (agreement.end is None or now < agreement.end)


def warnings(
    request: Request,
    requester: Requester | None,
    asked: Iterable[Asked],
    now: int,
    settings: Settings,
) -> tuple[str, ...]:
    """Return what the owner should know before approving (``Sharing.warnings``)."""
    found = []
    if not request.verified:
        found.append("unverified")
    if request.requester_id is not None:
        if requester is None or requester.revoked:
            found.append("requester_revoked")
        elif not agreement_holds(requester, now):
            found.append("agreement_ended")
        count, total = asked_nearby(request, asked)
        if count >= _FEW and total >= settings.warn_day_total:
            found.append("many_windows")
    return (*found, *request.flags)


def asked_nearby(request: Request, asked: Iterable[Asked]) -> tuple[int, int]:
    """Return number and total of what its requester asked within a day of a request.

    Whatever the case numbers; time that was asked twice counts once.
    """
    low, high = request.end - DAY, request.start + DAY
    spans = sorted(
        (max(one.start, low), min(one.end, high))
        for one in asked
        if one.requester_id == request.requester_id
        and one.start < high
        and one.end > low
    )
    total = 0
    reached = low
    for start, end in spans:
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return len(spans), total


def check_preparation(request: Request, preparation: Preparation) -> None:
    """Refuse what is not within what was asked.

    Raises SharingError ``no_parts``, ``parts_outside``, ``parts_overlap``,
    ``bad_box``.
    """
    parts = preparation.parts
    if not parts:
        raise SharingError("no_parts")
    for part in parts:
        if (
            part.doorbell not in request.doorbells
            or not request.start <= part.start < part.end <= request.end
        ):
            raise SharingError("parts_outside")
    ordered = sorted(parts, key=lambda part: (part.doorbell, part.start))
    if len(parts) > _MOST_PARTS or any(
        one.doorbell == other.doorbell and one.end > other.start
        for one, other in pairwise(ordered)
    ):
        raise SharingError("parts_overlap")
    shown = {part.doorbell for part in parts}
    boxes = preparation.boxes
    if len(boxes) > _MOST_AREAS or not all(
        box.doorbell in shown and is_area(box) for box in boxes
    ):
        raise SharingError("bad_box")


def is_area(area: Area) -> bool:
    """Tell whether an area is a part of the picture."""
    values = (area.x, area.y, area.width, area.height)
    return (
        all(isfinite(value) and 0 <= value <= 1 for value in values)
        and area.width > 0
        and area.height > 0
        and area.x < 1
        and area.y < 1
    )


def check_terms(terms: ShareTerms, settings: Settings) -> tuple[int, int]:
    """Return a share's lifetime and number of claims.

    Raises SharingError ``bad_expiry`` (a minute to 30 days; there is no never),
    ``bad_claims``, ``bad_passphrase`` (8 to 256 characters).
    """
    lifetime = settings.share_lifetime if terms.lifetime is None else terms.lifetime
    if not MINUTE <= lifetime <= LONGEST_SHARE:
        raise SharingError("bad_expiry")
    claims = settings.share_claims if terms.claims is None else terms.claims
    if not 1 <= claims <= MOST_CLAIMS:
        raise SharingError("bad_claims")
    if terms.passphrase is not None and not (
        SHORTEST_PASSPHRASE <= len(terms.passphrase) <= LONGEST_PASSPHRASE
    ):
        raise SharingError("bad_passphrase")
    return lifetime, claims
