"""The record is kept up: every entry once, however many look at the same time."""

import asyncio
from pathlib import Path

import pytest

from custom_components.ring_watch.consent.host import HostExecutor
from custom_components.ring_watch.consent.tally import Tally
from custom_components.ring_watch.engine.times import parse_time
from custom_components.ring_watch.sharing.keys import Keys
from custom_components.ring_watch.sharing.ledger import Ledger
from homeassistant.core import HomeAssistant
from tests.sharing.evidence import clock

pytestmark = [pytest.mark.sharing, pytest.mark.integration]

NEW_YEARS_EVE = parse_time("2026-12-31T23:30:00Z")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Return a ledger of which little is written yet."""
    made = Ledger(tmp_path / "ledger", Keys.create(), clock(NEW_YEARS_EVE))
    made.open()
    return made


def ask(ledger: Ledger, requester_id: str | None) -> None:
    ledger.append("request_received", {"requester_id": requester_id})


async def test_every_entry_counts_once(hass: HomeAssistant, ledger: Ledger) -> None:
    tally = Tally(HostExecutor(hass))
    assert tally.totals is None
    for asker in ("anna", None, "anna"):
        ask(ledger, asker)
        await asyncio.gather(*(tally.update(ledger) for _ in range(3)))
    assert tally.totals and tally.totals.asked == 3
    assert (tally.of("anna").asked, tally.of(None).asked, tally.of("x").asked) == (
        2,
        1,
        0,
    )


async def test_months_are_those_at_home_also_when_it_moves(
    hass: HomeAssistant, ledger: Ledger
) -> None:
    await hass.config.async_set_time_zone("UTC")
    tally = Tally(HostExecutor(hass))
    ask(ledger, None)
    await tally.update(ledger)
    (month,) = tally.summary()["months"]
    assert month["month"] == "2026-12"
    await hass.config.async_set_time_zone("Europe/Berlin")
    await tally.update(ledger)
    (month,) = tally.summary()["months"]
    assert month["month"] == "2027-01"
    assert tally.totals and tally.totals.asked == 1
