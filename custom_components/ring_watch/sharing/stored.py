"""Dataclasses as JSON and back."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Self, cast, get_args, get_origin, get_type_hints

_HINTS: dict[type, dict[str, Any]] = {}


class Stored:
    """A frozen dataclass that can be written as JSON.

    Its fields are JSON's own scalars, enums of strings, other such classes,
    ``tuple[X, ...]`` of those, or ``X | None``. What an older release did not write
    takes the field's default; what a newer one wrote in addition is left out.
    """

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """Return the object in JSON's types; fields at None are left out."""
        result = {}
        for field in fields(cast("Any", self)):
            value = getattr(self, field.name)
            if value is not None:
                result[field.name] = _plain(value)
        return result

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the object that ``to_json`` wrote.

        Raises ValueError, KeyError or TypeError for anything else.
        """
        hints = _hints(cls)
        values = {}
        for field in fields(cast("Any", cls)):
            if field.name in data:
                values[field.name] = _typed(hints[field.name], data[field.name])
            elif field.default is MISSING and field.default_factory is MISSING:
                if NoneType not in get_args(hints[field.name]):
                    raise KeyError(field.name)
                values[field.name] = None
        return cls(**values)


def _hints(cls: type) -> dict[str, Any]:
    if cls not in _HINTS:
        _HINTS[cls] = get_type_hints(cls)
    return _HINTS[cls]


def _plain(value: Any) -> Any:
    if isinstance(value, Stored):
        return value.to_json()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _typed(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin is UnionType:
        if value is None:
            return None
        (kind,) = (part for part in get_args(kind) if part is not NoneType)
        return _typed(kind, value)
    if origin is tuple:
        if not isinstance(value, list):
            raise TypeError(f"a list is needed, not {type(value).__name__}")
        item = get_args(kind)[0]
        return tuple(_typed(item, part) for part in value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if is_dataclass(kind):
        return cast("Any", kind).from_json(value)
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} is needed, not {type(value).__name__}")
    return value
