"""What happened at a device, in one form, whatever way it was heard of."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from json import loads
import re
from typing import Final, Literal

from ring_doorbell.const import PUSH_NOTIFICATION_KINDS

from .shapes import Json, identity, moment, table, text, whole

type Kind = Literal["ding", "motion", "unlock", "view", "other"]
type Via = Literal["push", "poll"]

_KINDS: Final[dict[str, Kind]] = {
    "ding": "ding",
    "motion": "motion",
    "intercom_unlock": "unlock",
    "on_demand": "view",
    "on_demand_link": "view",
}
_CATEGORIES: Final = {
    category.lower(): kind for category, kind in PUSH_NOTIFICATION_KINDS.items()
}
_PERSON: Final = {"human", "person"}
_REMEMBERED: Final = 2000


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a device.

    ``id`` is Ring's, and that of its recording. ``at`` is None where Ring did not say.
    ``person``: Ring believes to see one. ``device_kind`` is Ring's word for the device,
    where it was told.
    """

    id: str
    device_id: int
    kind: Kind
    at: datetime | None
    person: bool
    via: Via
    device_kind: str | None = field(default=None, compare=False)


class Told:
    """Knows what was told already: nothing is told twice."""

    def __init__(self) -> None:
        self._keys: OrderedDict[tuple[int, str, Kind], None] = OrderedDict()

    def is_new(self, happening: Happening) -> bool:
        """Whether it was never told before; it counts as told from now on.

        By its kind, too: what begins as motion can become a press.
        """
        key = (happening.device_id, happening.id, happening.kind)
        if key in self._keys:
            self._keys.move_to_end(key)
            return False
        self._keys[key] = None
        if len(self._keys) > _REMEMBERED:
            self._keys.popitem(last=False)
        return True


def from_push(message: object, message_id: str) -> Happening | None:
    """Read a push message, of the form of today or of that before; None: not ours.

    ``message_id`` stands for the id of what has none of its own.
    """
    data = table(table(message).get("data"))
    if "gcmData" in data:
        return _legacy(_document(data["gcmData"]), message_id)
    content = _document(data.get("data"))
    ding = table(table(content.get("event")).get("ding"))
    category = text(_document(data.get("android_config")).get("category")) or ""
    device = table(content.get("device"))
    return _pushed(
        ding,
        category,
        text(ding.get("subtype")),
        whole(device.get("id")),
        device.get("kind"),
    )


def from_history(device_id: int, row: Json) -> Happening | None:
    """Read an entry of a device's history."""
    key = identity(row.get("id"))
    if key is None:
        return None
    seen = table(row.get("cv_properties"))
    person = seen.get("person_detected") is True or _is_person(
        seen.get("detection_type")
    )
    return Happening(
        key,
        device_id,
        _KINDS.get(text(row.get("kind")) or "", "other"),
        moment(row.get("created_at")),
        person,
        "poll",
        text(table(row.get("doorbot")).get("type"), 64),
    )


def _legacy(content: Json, message_id: str) -> Happening | None:
    ding = table(content.get("ding"))
    if ding:
        category = text(content.get("action")) or ""
        return _pushed(
            ding,
            category,
            text(content.get("subtype")),
            whole(ding.get("doorbot_id")),
            ding.get("device_kind"),
        )
    category = text(content.get("action")) or ""
    device = whole(table(content.get("alarm_meta")).get("device_zid"))
    if _kind(category, None) != "unlock" or device is None:
        return None
    return Happening(message_id, device, "unlock", None, False, "push")


def _pushed(
    ding: Json,
    category: str,
    subtype: str | None,
    device: int | None,
    device_kind: object,
) -> Happening | None:
    key = identity(ding.get("id"))
    if key is None or device is None:
        return None
    person = _is_person(subtype) or _is_person(ding.get("detection_type"))
    kind = _kind(category, subtype)
    at = moment(ding.get("created_at"))
    told = text(device_kind, 64)
    return Happening(key, device, kind, at, person, "push", told)


def _kind(category: str, subtype: str | None) -> Kind:
    """Return the kind of a category; of one that is new, what its words suggest."""
    known = _CATEGORIES.get(category.lower())
    if known is not None:
        return _KINDS.get(known, "other")
    words = re.findall("[a-z]+", f"{category} {subtype or ''}".lower())
    if "ding" in words or "button" in words:
        return "ding"
    return "motion" if "motion" in words or _is_person(subtype) else "other"


def _is_person(value: object) -> bool:
    return isinstance(value, str) and value.lower() in _PERSON


def _document(value: object) -> Json:
    """Return the object in a text of JSON."""
    if not isinstance(value, str):
        return table(value)
    try:
        return table(loads(value))
    except ValueError, RecursionError:
        return {}
