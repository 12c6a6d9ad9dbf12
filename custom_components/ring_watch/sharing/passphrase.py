"""Passphrases: Argon2id (RFC 9106).

``record`` and ``fits`` take 50 to 500 ms and 19 MiB.
"""

import os
import secrets
from typing import Final

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

AT_ONCE: Final = 2
SHORTEST: Final = 8
LONGEST: Final = 256
# Nothing that is mistaken for something else on paper or over the phone.
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_MEMORY_KIB = 19 * 1024
_ITERATIONS = 2
_FREE = 5
_FIRST_WAIT = 60_000_000
_LONGEST_WAIT = 3_600_000_000


def new_passphrase() -> str:
    """Return 74 random bits, to be read out: ``k7qfd-m2zmr-xw9hb``."""
    groups = ["".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(3)]
    return "-".join(groups)


def record(passphrase: str) -> str:
    """Return what is stored of a passphrase: its salted hash in PHC form."""
    kdf = Argon2id(
        salt=os.urandom(16),
        length=32,
        iterations=_ITERATIONS,
        lanes=1,
        memory_cost=_MEMORY_KIB,
    )
    return kdf.derive_phc_encoded(_bytes(passphrase))


def fits(passphrase: str, stored: str) -> bool:
    """Tell whether this is the passphrase of a record."""
    try:
        Argon2id.verify_phc_encoded(_bytes(passphrase), stored)
    except InvalidKey:
        return False
    return True


def wait_after(failures: int) -> int:
    """Return the microseconds to wait after so many failures in a row.

    The first five are free; then a minute, doubled each time up to an hour.
    """
    if failures < _FREE:
        return 0
    return min(_FIRST_WAIT << min(failures - _FREE, 16), _LONGEST_WAIT)


def _bytes(passphrase: str) -> bytes:
    return passphrase[: LONGEST + 1].encode("utf-8", "surrogatepass")
