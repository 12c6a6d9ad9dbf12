"""A Ring account's devices, known by family: Ring brings out new kinds every year."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from .api import RingApi
from .errors import NotFoundError, RefusedError, UnavailableError
from .shapes import Json, flag, rows, table, text, whole

type Family = Literal["doorbell", "camera", "intercom", "chime"]
type DeviceKey = int | str
"""Ring's number of a device; of the second one that has it, its family as well."""

FAMILIES: Final[dict[str, Family]] = {
    "doorbots": "doorbell",
    "authorized_doorbots": "doorbell",
    "stickup_cams": "camera",
    "other": "intercom",
    "chimes": "chime",
}
MOST_DAYS: Final = 180
"""Ring keeps no recording longer."""
_MODELS: Final[dict[Family, str]] = {
    "doorbell": "Ring doorbell",
    "camera": "Ring camera",
    "intercom": "Ring intercom",
    "chime": "Ring chime",
}
# Words in the names of kinds.
_RINGS: Final = ("doorbell", "doorbot", "lpd_", "jbox_")
_SEES: Final = ("cam", "floodlight", "spotlight")
_UNKNOWN: Final = "unknown"
_DEVICES = "/clients_api/ring_devices"
_ALL_DEVICES = "/device_info/v3/devices"
_HEALTH = "/clients_api/doorbots/{}/health"


@dataclass(frozen=True, slots=True)
class RingDevice:
    """One device as Ring described it last. None means: not told.

    ``id`` is Ring's number for it, which every request names; ``hardware_id`` is the
    device's own (a MAC address, mostly). ``twin``: another device of the account, of
    another family, has the same number. ``battery`` in per cent, ``signal`` in dBm,
    ``volume`` from 0 to 11. ``recordings``: whether a subscription may keep footage;
    ``kept_days``: for how many days.
    ``continuous``: it records round the clock. ``encrypted``: end to end, so that
    nobody but the owner's phone can read its footage. ``pushes_presses`` and
    ``pushes_motion``: Ring sends this client messages of them.
    """

    id: int
    hardware_id: str
    name: str
    family: Family
    kind: str
    shared: bool = False
    location: str | None = None
    firmware: str | None = None
    online: bool | None = None
    battery: int | None = None
    signal: int | None = None
    volume: int | None = None
    motion_detection: bool | None = None
    recordings: bool = False
    kept_days: int | None = None
    continuous: bool = False
    encrypted: bool = False
    pushes_presses: bool = False
    pushes_motion: bool = False
    twin: bool = False

    @property
    def key(self) -> DeviceKey:
        """What tells it from all others of its account."""
        return f"{self.family}_{self.id}" if self.twin else self.id

    @property
    def has_button(self) -> bool:
        """Whether somebody can ring at it."""
        return self.family in ("doorbell", "intercom")

    @property
    def has_motion(self) -> bool:
        """Whether it notices motion."""
        return self.family in ("doorbell", "camera")

    @property
    def has_camera(self) -> bool:
        """Whether it sees."""
        return self.family in ("doorbell", "camera")

    @property
    def model(self) -> str:
        """What people call it; Ring's own name for the kind is in ``kind``."""
        return _MODELS[self.family]


@dataclass(frozen=True, slots=True)
class Health:
    """What Ring tells of a device on its own: in dBm, and in per cent."""

    signal: int | None = None
    battery: int | None = None

    def completed(self, former: Health | None) -> Health:
        """Return it with what was told before and is not told now."""
        if former is None:
            return self
        return Health(
            former.signal if self.signal is None else self.signal,
            former.battery if self.battery is None else self.battery,
        )


def parse_devices(answer: object) -> dict[DeviceKey, RingDevice]:
    """Return the devices of Ring's answer by key; what is no device is left out."""
    found: dict[DeviceKey, RingDevice] = {}
    for name, family in FAMILIES.items():
        for row in rows(table(answer).get(name)):
            device = _device(row, family, shared=name == "authorized_doorbots")
            if device is None:
                continue
            if device.id in found:
                if _is_same(found[device.id], device):
                    continue
                device = replace(device, twin=True)
            found.setdefault(device.key, device)
    return found


def parse_all_devices(answer: object) -> dict[DeviceKey, RingDevice]:
    """Return the devices of the newer list, whose families have to be guessed."""
    found: dict[DeviceKey, RingDevice] = {}
    for row in rows(table(answer).get("devices")):
        family = _guessed_family(row)
        device = None if family is None else _device(row, family, shared=False)
        if device is not None:
            found[device.id] = device
    return found


async def read_devices(
    api: RingApi, known: Iterable[RingDevice] = ()
) -> dict[DeviceKey, RingDevice]:
    """Ask Ring for all devices, as they are now; ``known`` are those of before.

    What others share with an account can be missing in Ring's list by families; where
    that has no camera, its newer list is asked as well, which has no families. It is
    waited for only where a camera is known that would else be taken for gone. Raises
    UnavailableError, too, for answers that are no lists: devices are not gone by them.
    """
    answer = await _list(api)
    found = parse_devices(answer)
    if any(device.has_camera for device in found.values()):
        return found
    newer: Any = None
    try:
        newer = await api.get(_ALL_DEVICES)
    except NotFoundError, RefusedError:
        pass
    except UnavailableError:
        if any(device.has_camera for device in known):
            raise
    if not table(answer).keys() & FAMILIES.keys() and "devices" not in table(newer):
        raise UnavailableError("Ring's list of devices is none.")
    return parse_all_devices(newer) | found


async def _list(api: RingApi) -> Any:
    try:
        return await api.get(_DEVICES)
    except NotFoundError:
        # Every account has this list: Ring has forgotten who asks, and says it oddly.
        await api.renew_session()
        return await api.get(_DEVICES)


async def read_health(api: RingApi, device: RingDevice) -> Health:
    """Ask Ring how a device is; nothing is known of many that others share."""
    try:
        answer = await api.get(_HEALTH.format(device.id))
    except NotFoundError, RefusedError:
        return Health()
    health = table(table(answer).get("device_health"))
    return Health(_signal(health), _percent(health.get("battery_percentage")))


def with_health(
    devices: Mapping[DeviceKey, RingDevice], health: Mapping[int, Health]
) -> dict[DeviceKey, RingDevice]:
    """Return the devices with what is known of their health beside their own word."""
    found: dict[DeviceKey, RingDevice] = {}
    for key, device in devices.items():
        known = health.get(device.id, Health())
        found[key] = replace(
            device,
            signal=known.signal if device.signal is None else device.signal,
            battery=known.battery if device.battery is None else device.battery,
        )
    return found


def _device(row: Json, family: Family, *, shared: bool) -> RingDevice | None:
    number = whole(row.get("id"))
    kind = text(row.get("kind"), 64) or _UNKNOWN
    # Beside intercoms, Ring lists garage doors and the like there.
    if number is None or (family == "intercom" and not kind.startswith("intercom")):
        return None
    features, settings = table(row.get("features")), table(row.get("settings"))
    recording = table(features.get("video_recording"))
    return RingDevice(
        id=number,
        hardware_id=text(row.get("device_id"), 64) or str(number),
        name=text(row.get("description")) or text(row.get("name")) or _MODELS[family],
        family=family,
        kind=kind,
        shared=shared or flag(row.get("owned")) is False,
        location=text(row.get("location_id"), 64),
        firmware=text(row.get("firmware_version"), 64),
        online=_online(row),
        battery=_battery(row),
        signal=_signal(table(row.get("health"))),
        volume=_volume(settings),
        motion_detection=flag(settings.get("motion_detection_enabled")),
        recordings=flag(features.get("show_recordings")) is not False,
        kept_days=_kept_days(settings),
        continuous=recording.get("recording_mode") == "continuous",
        encrypted=_encrypted(row, features, settings),
        pushes_presses=flag(row.get("subscribed")) is True,
        pushes_motion=flag(row.get("subscribed_motions")) is True,
    )


def _kept_days(settings: Json) -> int | None:
    """Return for how long the owner has Ring keep recordings, as the plan allows."""
    days = whole(settings.get("user_specified_recording_ttl"))
    return days if days and 0 < days <= MOST_DAYS else None


def _is_same(one: RingDevice, other: RingDevice) -> bool:
    """Whether two entries with one number tell of one device.

    A doorbell is also listed as a camera, or as one that is shared.
    """
    kinds = {one.kind, other.kind}
    return one.family == other.family or len(kinds) == 1 or _UNKNOWN in kinds


def _guessed_family(row: Json) -> Family | None:
    """Return what a device seems to be, by its kind's words, then by what it can set."""
    kind = (text(row.get("kind"), 64) or "").lower()
    if kind.startswith("chime"):
        return "chime"
    if kind.startswith("intercom"):
        return "intercom"
    if kind.startswith("beams"):
        # Lamps without a camera.
        return None
    if any(word in kind for word in _RINGS):
        return "doorbell"
    if any(word in kind for word in _SEES):
        return "camera"
    # Cameras have these settings as well, but not of kinds that nobody knows.
    if "chime_settings" in table(row.get("settings")):
        return "doorbell"
    sees = "video_recording" in table(row.get("features"))
    return "camera" if sees else None


def _online(row: Json) -> bool | None:
    connection = table(row.get("alerts")).get("connection")
    return None if not isinstance(connection, str) else connection == "online"


def _battery(row: Json) -> int | None:
    """Return the charge; with two batteries their sum, of which one would do."""
    keys = ("battery_life", "battery_life_2")
    charges = [found for key in keys if (found := _percent(row.get(key))) is not None]
    if charges:
        return min(sum(charges), 100)
    return _percent(table(row.get("health")).get("battery_percentage"))


def _percent(value: object) -> int | None:
    found = whole(value)
    return None if found is None else min(max(found, 0), 100)


def _signal(health: Json) -> int | None:
    for key in ("latest_signal_strength", "rssi"):
        # Zero stands for a device on a cable, or none at all.
        if (found := whole(health.get(key))) is not None and -120 <= found < 0:
            return found
    return None


def _volume(settings: Json) -> int | None:
    for key in ("doorbell_volume", "volume"):
        if (found := whole(settings.get(key))) is not None:
            return min(max(found, 0), 11)
    return None


def _encrypted(*parts: Json) -> bool:
    """Whether any part says that footage is encrypted end to end."""
    keys = ("is_e2ee", "e2ee_enabled", "end_to_end_encryption_enabled")
    return any(part.get(key) is True for part in parts for key in keys)
