"""Secrets that are handed out once and kept only as hashes."""

from base64 import urlsafe_b64encode
import hashlib
import hmac
import secrets
from typing import Final

ID_BYTES: Final = 16
SECRET_BYTES: Final = 32
_LONGEST = 512
_FOR_SHARE = b"ring_watch: an asker's way to the share"


def new_id() -> str:
    """Return 128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(ID_BYTES)


def new_secret() -> str:
    """Return 256 random bits as 43 characters of base64url."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hashed(secret: str) -> str:
    """Return the SHA-256 of a secret; all that is ever stored of it."""
    data = secret[:_LONGEST].encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two hashes in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def asker_secret(status_token: str) -> str:
    """Return the share secret that the holder of a status token can make.

    The token itself is not stored, so neither is this; one says nothing about the
    other to who has only hashes.
    """
    key = status_token[:_LONGEST].encode("utf-8", "surrogatepass")
    made = hmac.digest(key, _FOR_SHARE, "sha256")
    return urlsafe_b64encode(made).rstrip(b"=").decode()
