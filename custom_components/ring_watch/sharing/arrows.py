"""A request's life: where it may go from where, and what the ledger calls it."""

from collections.abc import Mapping
from typing import Final

from .model.requests import RequestState as S

ON_SHARE: Final = frozenset({S.SHARED, S.REVOKED, S.EXPIRED, S.USED_UP})

ARROWS: Final[Mapping[S | None, frozenset[S]]] = {
    None: frozenset({S.RECEIVED}),
    S.RECEIVED: frozenset({S.REJECTED, S.PENDING}),
    S.PENDING: frozenset({S.PREPARING, S.DECLINED, S.LAPSED, S.WITHDRAWN}),
    S.PREPARING: frozenset(
        {S.PREPARING, S.READY, S.PENDING, S.DECLINED, S.LAPSED, S.WITHDRAWN}
    ),
    S.READY: frozenset(
        {S.PREPARING, S.PENDING, S.APPROVED, S.DECLINED, S.LAPSED, S.WITHDRAWN}
    ),
    S.APPROVED: frozenset(
        {S.SHARED, S.PREPARING, S.PENDING, S.DECLINED, S.LAPSED, S.WITHDRAWN}
    ),
    S.SHARED: frozenset({S.REVOKED, S.EXPIRED, S.USED_UP}),
}
"""Where a request may go from where. From PREPARING, READY and APPROVED
back to PENDING when the files could not be made or are gone; from PREPARING to itself
when a person chose what is prepared. APPROVED has no share yet: where none came of it,
what was READY may be done."""

TYPES: Final = {
    state: f"{'share' if state in ON_SHARE else 'request'}_{state.value}"
    for state in S
    if state is not S.SHARED
} | {S.SHARED: "share_created"}
"""What the ledger calls the arrow into a state."""

UNPREPARED: Final = "unprepared"
"""What is announced of the arrow back to PENDING: nobody asks anew."""
