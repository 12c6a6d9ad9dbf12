"""What Home Assistant's recorder remembers of a doorbell's button and motion."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from homeassistant.const import STATE_ON
from homeassistant.core import HomeAssistant, State
from homeassistant.util import dt as dt_util

_RECORDER: Final = "recorder"


async def moments(
    hass: HomeAssistant, entity_id: str | None, start: datetime, end: datetime
) -> list[datetime]:
    """Return when an event entity fired in [start, end), in order of time."""
    found = set()
    for state in await _states(hass, entity_id, start, end):
        # Restored after a start, the same event is there again.
        moment = dt_util.parse_datetime(state.state)
        if moment is not None and moment.tzinfo and start <= moment < end:
            found.add(moment)
    return sorted(found)


async def spans(
    hass: HomeAssistant, entity_id: str | None, start: datetime, end: datetime
) -> list[tuple[datetime, datetime]]:
    """Return the spans of [start, end) in which a binary sensor was on."""
    found: list[tuple[datetime, datetime]] = []
    began: datetime | None = None
    for state in await _states(hass, entity_id, start, end):
        moment = max(state.last_changed, start)
        if state.state == STATE_ON:
            began = began or moment
        elif began is not None:
            found.append((began, moment))
            began = None
    if began is not None:
        found.append((began, min(end, dt_util.utcnow())))
    return [(begin, finish) for begin, finish in found if begin < finish]


async def _states(
    hass: HomeAssistant, entity_id: str | None, start: datetime, end: datetime
) -> Sequence[State]:
    """Return what an entity was, from ``start`` on; nothing without a recorder."""
    if entity_id is None or _RECORDER not in hass.config.components:
        return []
    # Its own requirements are there only where it is.
    from homeassistant.components.recorder import get_instance, history  # noqa: PLC0415

    found = await get_instance(hass).async_add_executor_job(
        lambda: history.state_changes_during_period(
            hass, start, end, entity_id, no_attributes=True
        )
    )
    return found.get(entity_id, [])
