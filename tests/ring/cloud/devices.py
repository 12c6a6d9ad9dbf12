"""Devices of the fake, and the JSON that tells of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal

type Family = Literal[
    "doorbots", "authorized_doorbots", "stickup_cams", "chimes", "other"
]
FAMILIES: Final[tuple[Family, ...]] = (
    "doorbots",
    "authorized_doorbots",
    "stickup_cams",
    "chimes",
    "other",
)
LOCATION: Final = "5d0e8a52-7f1c-4c8e-9a57-2f1c3b7d9e10"


@dataclass(eq=False)
class Device:
    """One device of an account; what is changed shows from the next request on.

    `battery` is in percent, or None for one on mains; `signal` is in dBm. `kept_days` is
    what Ring tells of how long it keeps recordings. A `continuous`
    one records around the clock. `extra` goes over the JSON that all this makes.
    """

    id: int
    name: str = "Front Door"
    family: Family = "doorbots"
    kind: str = "doorbell_graham_cracker"
    battery: int | None = None
    signal: int = -54
    online: bool = True
    subscribed: bool = True
    kept_days: int | None = None
    continuous: bool = False
    encrypted: bool = False
    motion_detection: bool = True
    volume: int = 6
    snapshot: Literal["fresh", "stale", "none"] = "fresh"
    location: str = LOCATION
    time_zone: str = "Europe/Amsterdam"
    firmware: str = "cam-1.27.10800"
    light: bool = False
    siren: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def records(self) -> bool:
        """Whether recordings of it can be had: a camera with a subscription."""
        return self.subscribed and self.family != "chimes"

    def document(self) -> dict[str, Any]:
        """The device in the answer of `ring_devices`."""
        owned = self.family != "authorized_doorbots"
        found: dict[str, Any] = {
            "id": self.id,
            "device_id": f"{self.id:012x}",
            "description": self.name,
            "kind": self.kind,
            "location_id": self.location,
            "time_zone": self.time_zone,
            "address": "1 Example Street",
            "latitude": 52.37,
            "longitude": 4.89,
            "firmware_version": self.firmware,
            "alerts": {"connection": "online" if self.online else "offline"},
            "owned": owned,
            "owner": {
                "id": 9_000_001,
                "email": "owner@example.com",
                "first_name": "Robin",
                "last_name": "Example",
            },
            "features": self._features(),
            "settings": self._settings(),
            "ring_id": None,
            "shared_at": None if owned else "2026-05-02T10:00:00Z",
        }
        if self.battery is not None:
            found["battery_life"] = str(self.battery)
        if self.family == "stickup_cams":
            found["led_status"] = "on" if self.light else "off"
            found["siren_status"] = {"seconds_remaining": 30 if self.siren else 0}
        return found | self.extra

    def _features(self) -> dict[str, Any]:
        mode = "continuous" if self.continuous else "motion"
        return {
            "show_recordings": self.records,
            "motions_enabled": True,
            "advanced_motion_enabled": True,
            "video_recording": {"recording_mode": mode},
        }

    def _settings(self) -> dict[str, Any]:
        if self.family == "chimes":
            return {"volume": self.volume, "ding_audio_id": None}
        found: dict[str, Any] = {
            "doorbell_volume": self.volume,
            "motion_detection_enabled": self.motion_detection,
            "video_settings": {"ignore_zones": {}},
        }
        if self.kept_days is not None:
            found["user_specified_recording_ttl"] = self.kept_days
        if self.family in ("doorbots", "authorized_doorbots"):
            found["chime_settings"] = {"type": 0, "enable": True, "duration": 3}
        return found

    def health(self) -> dict[str, Any]:
        """The answer of `health`."""
        good = self.signal > -60
        return {
            "device_health": {
                "id": self.id,
                "wifi_name": "example-wifi",
                "latest_signal_strength": self.signal,
                "latest_signal_category": "good" if good else "poor",
                "average_signal_strength": self.signal,
                "average_signal_category": "good" if good else "poor",
                "battery_percentage": self.battery,
                "battery_percentage_category": None if self.battery is None else "good",
                "firmware": self.firmware,
                "firmware_out_of_date": False,
                "ac_power": int(self.battery is None),
                "external_connection": self.battery is None,
            }
        }


def document(
    devices: list[Device], hears: Callable[[int, str], bool]
) -> dict[str, list[dict[str, Any]]]:
    """The answer of `ring_devices`: all families, also those that nobody has.

    `hears` tells of which device and kind of events the client is notified.
    """
    found: dict[str, list[dict[str, Any]]] = {family: [] for family in FAMILIES}
    for device in devices:
        alerts = {
            "subscribed": hears(device.id, "ding"),
            "subscribed_motions": hears(device.id, "motion"),
        }
        found[device.family].append(alerts | device.document())
    return found | {"beams": [], "base_stations": []}
