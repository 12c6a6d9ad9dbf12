"""Actions: keep footage longer than retention would, and give it free again.

For administrators and automations. What is kept ends by itself.
"""

from datetime import datetime, timedelta
from typing import Final
import uuid

import voluptuous as vol

from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv, service
from homeassistant.util import dt as dt_util

from .const import DOMAIN
from .doorbell import Doorbell
from .engine.pins import Pin, Pins
from .home import Home
from .selection import DOORBELLS, doorbells_of
from .times import invalid, to_text, to_us, window

SERVICE_KEEP_FOOTAGE: Final = "keep_footage"
SERVICE_RELEASE_FOOTAGE: Final = "release_footage"

LONGEST: Final = timedelta(days=365)
MOST: Final = 500
_PREFIX: Final = "keep_"

KEEP_SCHEMA: Final = vol.Schema(
    {
        **DOORBELLS,
        vol.Optional("start"): cv.datetime,
        vol.Optional("end"): cv.datetime,
        vol.Optional("last"): cv.time_period,
        vol.Optional("keep_for", default=timedelta(days=30)): cv.positive_time_period,
    }
)
RELEASE_SCHEMA: Final = vol.Schema(DOORBELLS)


@callback
def async_setup_keep_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for name, action, schema in (
        (SERVICE_KEEP_FOOTAGE, _keep_footage, KEEP_SCHEMA),
        (SERVICE_RELEASE_FOOTAGE, _release_footage, RELEASE_SCHEMA),
    ):
        service.async_register_admin_service(
            hass,
            DOMAIN,
            name,
            action,
            schema=schema,
            supports_response=SupportsResponse.OPTIONAL,
        )


async def _keep_footage(call: ServiceCall) -> ServiceResponse:
    """Keep a window of each doorbell from retention until a time."""
    chosen = doorbells_of(call.hass, call.data)
    lasts: timedelta = call.data["keep_for"]
    if lasts > LONGEST:
        raise invalid("keep_too_long", days=str(LONGEST.days))
    start, end = window(
        dt_util.get_default_time_zone(),
        start=call.data.get("start"),
        end=call.data.get("end"),
        last=call.data.get("last"),
    )
    for _, _, doorbell in chosen:
        await doorbell.supply.check(start, end)
    until = dt_util.utcnow() + lasts
    for _, home, doorbell in chosen:
        await _keep(home, doorbell, start, end, until)
    return {
        "devices": [device_id for device_id, _, _ in chosen],
        "until": to_text(until),
    }


async def _keep(
    home: Home, doorbell: Doorbell, start: datetime, end: datetime, until: datetime
) -> None:
    pins, pin = home.pins, Pin(doorbell.camera, to_us(start), to_us(end), to_us(until))

    def add() -> bool:
        if len(_kept(pins)) >= MOST:
            return False
        pins.add(f"{_PREFIX}{uuid.uuid4().hex}", pin)
        return True

    try:
        added = await home.hass.async_add_executor_job(add)
    except OSError as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="keep_failed",
            translation_placeholders={"name": doorbell.name},
        ) from err
    if not added:
        raise invalid("keep_too_much", count=str(MOST))
    doorbell.supply.keep(pin.start_us, pin.end_us)


async def _release_footage(call: ServiceCall) -> ServiceResponse:
    """Let retention have again what was kept of doorbells."""
    released = 0
    for _, home, doorbell in doorbells_of(call.hass, call.data):
        await home.place.reach()

        def release(pins: Pins = home.pins, camera: str = doorbell.camera) -> int:
            names = [name for name, pin in _kept(pins).items() if pin.camera == camera]
            for name in names:
                pins.remove(name)
            return len(names)

        released += await home.hass.async_add_executor_job(release)
    return {"released": released}


def _kept(pins: Pins) -> dict[str, Pin]:
    """Return what these actions keep; pins of requests and gathers are not theirs."""
    return {name: pin for name, pin in pins.all().items() if name.startswith(_PREFIX)}
