"""The keys that sign: Ed25519 (RFC 8032, RFC 8037), and signatures as compact JWS.

A key's id, which is its fingerprint, is the SHA-256 JWK thumbprint (RFC 7638) in
lower-case hexadecimal.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass, field
import hashlib
import hmac
from typing import Any, Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from jwt.api_jws import PyJWS
from jwt.exceptions import PyJWTError

from .canonical import CanonicalError, Json, decode, encode

ALGORITHM: Final = "EdDSA"
_JWS = PyJWS(algorithms=[ALGORITHM])


class SignatureError(ValueError):
    """A signature, or what carries it, is not right."""


class KeysError(ValueError):
    """The stored keys cannot be used."""


def base64url(data: bytes) -> str:
    """Return data in base64url without padding (RFC 7515, section 2)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Return the data of a text; only the one text of each data. Raises ValueError."""
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Base64Error, ValueError) as err:
        raise ValueError("This is not base64url.") from err
    if base64url(data) != text:
        raise ValueError("This is not base64url in its only form.")
    return data


def public_jwk(x: str) -> dict[str, Json]:
    """Return the JWK of a public key whose 32 bytes are ``x`` in base64url."""
    return {"crv": "Ed25519", "kty": "OKP", "x": x}


def thumbprint(x: str) -> str:
    """Return the fingerprint of a public key."""
    return hashlib.sha256(encode(public_jwk(x))).hexdigest()


def grouped(fingerprint: str) -> str:
    """Return a fingerprint as people compare it: groups of four, upper case."""
    text = fingerprint.upper()
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


@dataclass(frozen=True, slots=True)
class Key:
    """A key pair; ``x`` is the public key in base64url."""

    private: Ed25519PrivateKey = field(repr=False)
    x: str
    fingerprint: str

    @classmethod
    def create(cls) -> Self:
        """Make a new key."""
        return cls._of(Ed25519PrivateKey.generate())

    @classmethod
    def load(cls, secret: str) -> Self:
        """Return the key with this secret (base64url). Raises KeysError."""
        try:
            return cls._of(Ed25519PrivateKey.from_private_bytes(from_base64url(secret)))
        except ValueError as err:
            raise KeysError("A stored key is damaged.") from err

    @classmethod
    def _of(cls, private: Ed25519PrivateKey) -> Self:
        x = base64url(private.public_key().public_bytes_raw())
        return cls(private, x, thumbprint(x))

    @property
    def secret(self) -> str:
        """The private key in base64url. Goes into the keys' document only."""
        return base64url(self.private.private_bytes_raw())

    def sign(
        self, typ: str, payload: Mapping[str, Json], *, with_key: bool = False
    ) -> str:
        """Return a compact JWS over the canonical text of ``payload``.

        The header has ``alg``, ``kid`` and ``typ``, with ``with_key`` also ``jwk``.
        """
        headers: dict[str, Any] = {"typ": typ, "kid": self.fingerprint}
        if with_key:
            headers["jwk"] = public_jwk(self.x)
        return _JWS.encode(
            encode(payload), self.private, algorithm=ALGORITHM, headers=headers
        )


@dataclass(frozen=True, slots=True)
class Keys:
    """The home's keys. Immutable: a change gives new keys, to be stored first.

    Rotation in three steps, so that a crash between any two leaves something that
    works: store ``with_next()``; ``Ledger.rotate(keys)``; store what that returns.
    """

    current: Key
    next: Key | None = None

    @classmethod
    def create(cls) -> Self:
        """Make the first key of a home."""
        return cls(Key.create())

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the keys of a document of ``to_json``. Raises KeysError."""
        current, upcoming = data.get("current"), data.get("next")
        if not isinstance(current, str) or not isinstance(upcoming, str | None):
            raise KeysError("The document with the keys is damaged.")
        return cls(Key.load(current), Key.load(upcoming) if upcoming else None)

    def to_json(self) -> dict[str, str | None]:
        """Return the document to be stored, private: it holds the secrets."""
        return {
            "current": self.current.secret,
            "next": self.next.secret if self.next else None,
        }

    @property
    def fingerprint(self) -> str:
        """The current key's fingerprint, 64 hexadecimal digits."""
        return self.current.fingerprint

    def with_next(self) -> Self:
        """Return keys that hold a successor, so that it is stored before its use."""
        return self if self.next else type(self)(self.current, Key.create())

    def rotated(self) -> Self:
        """Return keys in which the successor has taken over; the old secret is gone."""
        if self.next is None:
            raise KeysError("There is no next key.")
        return type(self)(self.next)


def verify(
    token: str, typ: str, public: Mapping[str, str] | None = None
) -> tuple[dict[str, Any], str]:
    """Check a compact JWS; return its payload and the fingerprint of its key.

    ``public`` maps fingerprints to ``x``; without it the key in the header counts
    (its fingerprint then has to be compared with one from elsewhere). The
    algorithm is pinned, and every part has to be in its only form, so that no
    other text passes for the same signature. Raises SignatureError.
    """
    try:
        head, _, signature = token.split(".")
        header = decode(from_base64url(head))
        from_base64url(signature)
    except ValueError as err:
        raise SignatureError("This is not a signed document.") from err
    if not isinstance(header, dict):
        raise SignatureError("The header is not an object.")
    x = _key_of(header, typ, public)
    try:
        key = Ed25519PublicKey.from_public_bytes(from_base64url(x))
        payload = decode(_JWS.decode(token, key, algorithms=[ALGORITHM]))
    except (PyJWTError, CanonicalError, ValueError) as err:
        raise SignatureError("The signature does not fit.") from err
    if not isinstance(payload, dict):
        raise SignatureError("The payload is not an object.")
    return payload, thumbprint(x)


def unverified(token: str) -> tuple[str, dict[str, Any]]:
    """Return the fingerprint and payload that a JWS claims.

    Raises ValueError, KeyError or TypeError for what is no signed document.
    """
    head, payload, _ = token.split(".")
    kid = decode(from_base64url(head))["kid"]
    return str(kid), dict(decode(from_base64url(payload)))


def _key_of(header: dict[str, Any], typ: str, public: Mapping[str, str] | None) -> str:
    """Return the public key that a header names; nothing else may be in it."""
    kid, jwk = header.get("kid"), header.get("jwk")
    if public is None:
        x = jwk.get("x") if isinstance(jwk, dict) else None
    else:
        x = public.get(kid) if isinstance(kid, str) else None
    if not isinstance(x, str):
        raise SignatureError("The key of the signature is not known.")
    expected: dict[str, Any] = {"alg": ALGORITHM, "kid": thumbprint(x), "typ": typ}
    if public is None:
        expected["jwk"] = public_jwk(x)
    if not hmac.compare_digest(encode(header), encode(expected)):
        raise SignatureError("The header is not as it has to be.")
    return x
