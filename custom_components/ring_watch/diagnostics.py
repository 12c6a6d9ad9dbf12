"""What helps to find a fault, without anything that opens a camera."""

from typing import Any

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import (
    CONF_EMAIL,
    CONF_PASSWORD,
    CONF_TOKEN,
    CONF_URL,
    CONF_USERNAME,
    CONF_WEBHOOK_ID,
)
from homeassistant.core import HomeAssistant

from .const import CONF_CAMERA, CONF_HARDWARE_ID, CONF_PUSH
from .home import RingWatchConfigEntry
from .process import EngineProcessError
from .ring_link import RingLink

# The address itself may hold a token in its path or query.
TO_REDACT = {
    CONF_CAMERA,
    CONF_EMAIL,
    CONF_HARDWARE_ID,
    CONF_PASSWORD,
    CONF_PUSH,
    CONF_TOKEN,
    CONF_URL,
    CONF_USERNAME,
    CONF_WEBHOOK_ID,
    "agreement",
    "contact",
    "page_secret_hash",
    "title",
    "unique_id",
}


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: RingWatchConfigEntry
) -> dict[str, Any]:
    """Return the state of the home, as far as there is one."""
    described = async_redact_data(entry.as_dict(), TO_REDACT)
    if entry.state is not ConfigEntryState.LOADED:
        return {"entry": described, "state": entry.state.value, "why": entry.reason}
    home = entry.runtime_data
    try:
        status = await home.worker.request("status")
        # The names of the cameras are those of the doorbells.
        status["cameras"] = list(status.get("cameras", {}).values())
        worker_status = async_redact_data(status, {*TO_REDACT, "source", "archive"})
    except EngineProcessError as err:
        worker_status = {"error": err.code}
    return {
        "entry": described,
        "state": entry.state.value,
        "worker": {
            "running": home.worker.running,
            "restarts": home.worker.restarts,
            "status": worker_status,
        },
        "archive": {"state": home.archive_state.state, "free": home.archive_state.free},
        "clips": len(home.clips.all()),
        "sharing": home.sharing.figures() if home.sharing else None,
        "gathers_running": len(home.gatherer.running),
        "doorbells": {
            doorbell.doorbell_id: {
                "source": doorbell.source.model,
                "status": doorbell.status,
                "reason": doorbell.reason,
                "oldest": doorbell.oldest.isoformat() if doorbell.oldest else None,
                "size": doorbell.size,
                "has_ring": doorbell.source.has_ring,
                "has_motion": doorbell.source.has_motion,
                "detects_motion": doorbell.source.sensitivity is not None,
            }
            for doorbell in home.doorbells.values()
        },
        "ring_accounts": [_account(link) for link in home.ring.links.values()],
    }


def _account(link: RingLink) -> dict[str, Any]:
    """Return how a Ring account does, without what names a device or a place."""
    return {
        "available": link.account.available,
        "hears_events": link.hears,
        "push": link.push_state,
        "rejected": link.rejected,
        "devices": [
            {
                name: getattr(device, name)
                for name in (
                    *("family", "kind", "shared", "online", "firmware", "battery"),
                    *("signal", "recordings", "continuous", "encrypted"),
                )
            }
            for device in link.account.devices.values()
        ],
    }
