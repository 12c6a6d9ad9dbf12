"""Keys and signatures: one form, one algorithm, one key."""

from base64 import urlsafe_b64encode
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
import jwt
import pytest

from custom_components.ring_watch.sharing.keys import (
    Key,
    Keys,
    KeysError,
    SignatureError,
    from_base64url,
    grouped,
    public_jwk,
    thumbprint,
    verify,
)

pytestmark = pytest.mark.sharing

TYP = "ring-watch-test+jws"


@pytest.fixture(scope="module")
def key() -> Key:
    return Key.create()


def forged(header: dict[str, Any], payload: bytes, signature: bytes) -> str:
    """Return a JWS of any content."""
    parts = [json.dumps(header).encode(), payload, signature]
    return ".".join(urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)


def test_a_signature_is_found_right(key: Key) -> None:
    token = key.sign(TYP, {"a": [1, "é"]}, with_key=True)
    assert verify(token, TYP) == ({"a": [1, "é"]}, key.fingerprint)
    token = key.sign(TYP, {"a": 1})
    assert verify(token, TYP, {key.fingerprint: key.x})[0] == {"a": 1}


def test_others_can_read_it(key: Key) -> None:
    public = Ed25519PublicKey.from_public_bytes(from_base64url(key.x))
    token = key.sign(TYP, {"a": 1}, with_key=True)
    assert jwt.PyJWS().decode(token, public, algorithms=["EdDSA"]) == b'{"a":1}'


def test_the_fingerprint_is_the_thumbprint_of_rfc_8037() -> None:
    # RFC 8037, appendix A.3, in hexadecimal.
    x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    expected = from_base64url("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k").hex()
    assert thumbprint(x) == expected
    assert grouped(expected).replace(" ", "").lower() == expected


@pytest.mark.parametrize("typ", ["JWT", "ring-watch-other+jws"])
def test_a_signature_of_another_type_is_refused(key: Key, typ: str) -> None:
    with pytest.raises(SignatureError):
        verify(key.sign(typ, {"a": 1}, with_key=True), TYP)


def test_a_signature_by_an_unknown_key_is_refused(key: Key) -> None:
    other = Key.create()
    with pytest.raises(SignatureError):
        verify(other.sign(TYP, {"a": 1}), TYP, {key.fingerprint: key.x})
    with pytest.raises(SignatureError):
        verify(other.sign(TYP, {"a": 1}), TYP, {other.fingerprint: key.x})


@pytest.mark.parametrize("algorithm", ["none", "HS256", "Ed25519", "ES256"])
def test_the_algorithm_is_pinned(key: Key, algorithm: str) -> None:
    header = {
        "alg": algorithm,
        "jwk": public_jwk(key.x),
        "kid": key.fingerprint,
        "typ": TYP,
    }
    with pytest.raises(SignatureError):
        verify(forged(header, b'{"a":1}', b"\0" * 64), TYP)
    with pytest.raises(SignatureError):
        verify(forged(header, b'{"a":1}', b""), TYP)


def test_every_changed_letter_is_noticed(key: Key) -> None:
    token = key.sign(TYP, {"a": "text"}, with_key=True)
    for place, letter in enumerate(token):
        other = "A" if letter != "A" else "B"
        with pytest.raises(SignatureError):
            verify(token[:place] + other + token[place + 1 :], TYP)


def test_unused_bits_of_a_signature_are_noticed(key: Key) -> None:
    token = key.sign(TYP, {"a": 1}, with_key=True)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = alphabet[alphabet.index(token[-1]) ^ 1]
    with pytest.raises(SignatureError):
        verify(token[:-1] + other, TYP)


@pytest.mark.parametrize(
    "token", ["", "a", "..", "a.b.c", "é.é.é", "e30.e30.e30", "W10.W10."]
)
def test_what_is_no_signature_is_refused(token: str) -> None:
    with pytest.raises(SignatureError):
        verify(token, TYP)


def test_keys_are_stored_and_loaded() -> None:
    keys = Keys.create().with_next()
    assert Keys.from_json(keys.to_json()).fingerprint == keys.fingerprint
    assert keys.with_next() is keys
    loaded = Keys.from_json(json.loads(json.dumps(keys.to_json())))
    assert keys.next is not None
    assert loaded.rotated().fingerprint == keys.next.fingerprint
    assert loaded.rotated().to_json()["next"] is None


@pytest.mark.parametrize(
    "document", [{}, {"current": 1}, {"current": "short"}, {"current": "*" * 43}]
)
def test_a_damaged_document_is_told(document: dict[str, Any]) -> None:
    with pytest.raises(KeysError):
        Keys.from_json(document)


def test_secrets_are_not_in_a_representation() -> None:
    keys = Keys.create()
    assert keys.current.secret not in repr(keys)
