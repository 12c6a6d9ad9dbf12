"""One text for one value: JSON in the form of RFC 8785, narrowed.

Numbers are integers that a double holds exactly, names of members are ASCII, and
strings hold no lone surrogate, so that every language writes the same bytes.
"""

from collections.abc import Mapping, Sequence
import hashlib
import json
from typing import Any

type Json = str | int | bool | Sequence[Json] | Mapping[str, Json] | None

DEEPEST = 16
LARGEST = 2**53 - 1


class CanonicalError(ValueError):
    """A value has no canonical form, or a text is not in it."""


def encode(value: Json) -> bytes:
    """Return the canonical UTF-8 text of a value. Raises CanonicalError."""
    _check(value, DEEPEST)
    try:
        return json.dumps(
            value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()
    except UnicodeEncodeError as err:
        raise CanonicalError("A string holds a lone surrogate.") from err


def decode(text: bytes) -> Any:
    """Return the value of a text that is byte for byte in canonical form.

    Raises CanonicalError for anything else, also for a member given twice, a
    space, or another way to write a number.
    """
    try:
        value = json.loads(text.decode(), parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as err:
        raise CanonicalError("The text is not JSON.") from err
    if encode(value) != text:
        raise CanonicalError("The JSON is not in canonical form.")
    return value


def digest(value: Json) -> str:
    """Return the SHA-256 of a value's canonical text, in hexadecimal."""
    return hashlib.sha256(encode(value)).hexdigest()


def _refuse(text: str) -> None:
    raise CanonicalError(f"{text} is not an integer.")


def _check(value: object, depth: int) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise CanonicalError("An integer is too large for a double.")
        return
    if depth == 0:
        raise CanonicalError("The value is nested too deeply.")
    if isinstance(value, Mapping):
        for name, member in value.items():
            if not isinstance(name, str) or not name.isascii():
                raise CanonicalError("The name of a member is not ASCII.")
            _check(member, depth - 1)
    elif isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        for item in value:
            _check(item, depth - 1)
    else:
        raise CanonicalError(f"A {type(value).__name__} has no canonical form.")
