"""What the system's health page says of Ring Watch."""

from typing import Any

from homeassistant.components import system_health
from homeassistant.core import HomeAssistant, callback

from .const import DOMAIN, GIGABYTE, MEGABYTE
from .doorbell import Status
from .home import Home
from .sharing.keys import grouped


@callback
def async_register(
    hass: HomeAssistant, register: system_health.SystemHealthRegistration
) -> None:
    """Register the callback."""
    register.async_register_info(system_health_info)


async def system_health_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return what is shown."""
    entries = hass.config_entries.async_loaded_entries(DOMAIN)
    if not entries:
        return {"recorder": "not loaded"}
    home: Home = entries[0].runtime_data
    doorbells = home.doorbells.values()
    recorded = [doorbell for doorbell in doorbells if doorbell.source.records]
    recording = sum(doorbell.status is Status.RECORDING for doorbell in recorded)
    free = home.archive_state.free
    ledger = home.consent.ledger
    return {
        "recorder": "running" if home.worker.running else "not running",
        "recorder_restarts": home.worker.restarts,
        "doorbells_recording": f"{recording} of {len(recorded)}",
        "archive_state": home.archive_state.state,
        "archive_size": _size(sum(doorbell.size or 0 for doorbell in doorbells)),
        "disk_free": "unknown" if free is None else _size(free),
        "clips": len(home.clips.all()),
        "key_fingerprint": grouped(ledger.keys.fingerprint) if ledger else "unknown",
    }


def _size(count: int) -> str:
    if count < GIGABYTE:
        return f"{count / MEGABYTE:.1f} MB"
    return f"{count / GIGABYTE:.1f} GB"
