"""A webhook's address in the wrong hands costs little, and no visitor's press."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.ring_watch.doorbells.presses import AT_ONCE, EVERY, Presses
from homeassistant.core import HomeAssistant

pytestmark = pytest.mark.integration


class Bell:
    """Presses, and at which second each ring was."""

    def __init__(
        self,
        hass: HomeAssistant,
        freezer: FrozenDateTimeFactory,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        self.now = 0.0
        self.rings: list[float] = []
        self._hass, self._freezer = hass, freezer
        begin = hass.loop.time()
        monkeypatch.setattr(hass.loop, "time", lambda: begin + self.now)
        self.presses = Presses(hass, lambda: self.rings.append(self.now))

    def flood(self, seconds: float) -> None:
        """Press ten times a second."""
        for _ in range(int(seconds * 10)):
            self.presses.press()
            self.wait(0.1)

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self._freezer.tick(timedelta(seconds=seconds))
        async_fire_time_changed(self._hass)


@pytest.fixture
def bell(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Bell:
    return Bell(hass, freezer, monkeypatch)


async def test_every_press_of_a_visitor_rings(bell: Bell) -> None:
    for _ in range(AT_ONCE):
        bell.presses.press()
        bell.wait(0.1)
    for _ in range(3):
        bell.wait(EVERY)
        bell.presses.press()
    assert len(bell.rings) == AT_ONCE + 3


async def test_a_flood_rings_seldom_and_costs_nobody_a_ring(bell: Bell) -> None:
    bell.flood(600)
    assert AT_ONCE + 18 <= len(bell.rings) <= AT_ONCE + 20
    # Somebody presses amidst it.
    pressed = bell.now
    bell.presses.press()
    bell.wait(EVERY)
    assert pressed <= bell.rings[-1] <= pressed + EVERY
    told = len(bell.rings)
    bell.wait(10 * EVERY)
    assert len(bell.rings) == told


async def test_nothing_rings_after_the_end(bell: Bell) -> None:
    bell.flood(20)
    told = len(bell.rings)
    bell.presses.stop()
    bell.wait(10 * EVERY)
    assert len(bell.rings) == told
