"""Commitments: a hash that proves a text to whoever has the salt, and else nothing."""

from dataclasses import dataclass
import hashlib
import hmac
import secrets

SALT_BYTES = 32
# Keeps a commitment from ever being an entry's hash.
_DOMAIN = b"\x01"


@dataclass(frozen=True, slots=True)
class Commitment:
    """A committed text. Without ``salt`` and ``text`` the value tells nothing."""

    value: str
    salt: str
    text: str


def commit(text: str) -> Commitment:
    """Commit to a text with a new salt; value and salt are hexadecimal."""
    salt = secrets.token_bytes(SALT_BYTES)
    return Commitment(_value(salt, text), salt.hex(), text)


def matches(value: str, salt: str, text: str) -> bool:
    """Tell whether a commitment was made of this salt and text."""
    try:
        made = _value(bytes.fromhex(salt), text)
    except ValueError:
        return False
    return hmac.compare_digest(made.encode(), value.encode())


def _value(salt: bytes, text: str) -> str:
    return hashlib.sha256(_DOMAIN + salt + text.encode()).hexdigest()
