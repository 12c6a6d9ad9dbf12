"""Saying who asks: Basic (RFC 7617) and Digest (RFC 2617, RFC 7616)."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
import hashlib
import re
import secrets

_PARAMETER = re.compile(r'[\s,]*([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^",\s]*))')
_SCHEME = re.compile(r"[\s,]*([\w-]+)(?=[\s,]|$)")
_CONTROL = re.compile(r"[\0-\x1f\x7f]")
_HASHES = {"md5": "md5", "sha-256": "sha256", "sha-512-256": "sha512_256"}
# The strongest first; MD5 is what cameras know.
_PREFERRED = ("sha-256", "sha-512-256", "md5")


@dataclass(frozen=True, slots=True)
class _Challenge:
    scheme: str
    parameters: dict[str, str]

    @property
    def algorithm(self) -> str:
        """The name of the hash, in lower case, without ``-sess``."""
        name = self.parameters.get("algorithm", "").lower() or "md5"
        return name.removesuffix("-sess")

    @property
    def session(self) -> bool:
        return self.parameters.get("algorithm", "").lower().endswith("-sess")


class Credentials:
    """Answers a camera's challenges with a user name and a password, or cannot."""

    def __init__(self, username: str | None, password: str | None) -> None:
        """Nothing is said before the camera asks."""
        self._username = username or ""
        self._password = password or ""
        self._known = username is not None or password is not None
        self._challenge: _Challenge | None = None
        self._count = 0
        self._own = ""

    def learn(self, challenges: Sequence[str]) -> bool:
        """Take what the camera asks (WWW-Authenticate); tell whether to ask again.

        Not, when what was said to the same challenge is not believed.
        """
        before = self._challenge
        found = [one for text in challenges for one in _parse(text) if _usable(one)]
        if not self._known or not found:
            return False
        self._challenge, self._count = min(found, key=_rank), 0
        # One for all requests: with it begins the key of a session.
        self._own = secrets.token_hex(8)
        if before is None:
            return True
        stale = self._challenge.parameters.get("stale", "").lower() == "true"
        return stale and self._challenge.parameters != before.parameters

    def header(self, method: str, uri: str) -> str | None:
        """Return the value of Authorization for a request; None before any challenge."""
        challenge = self._challenge
        if challenge is None:
            return None
        if challenge.scheme == "basic":
            pair = f"{self._username}:{self._password}".encode()
            return f"Basic {b64encode(pair).decode()}"
        self._count += 1
        return self._digest(challenge, method, uri)

    def _digest(self, challenge: _Challenge, method: str, uri: str) -> str:
        asked = challenge.parameters
        realm, nonce = asked.get("realm", ""), asked.get("nonce", "")
        own, count = self._own, f"{self._count:08x}"

        def hashed(*parts: str) -> str:
            name = _HASHES[challenge.algorithm]
            return hashlib.new(
                name, ":".join(parts).encode(), usedforsecurity=False
            ).hexdigest()

        secret = hashed(self._username, realm, self._password)
        if challenge.session:
            secret = hashed(secret, nonce, own)
        qualities = {part.strip().lower() for part in asked.get("qop", "").split(",")}
        said = {"username": self._username, "realm": realm, "nonce": nonce, "uri": uri}
        bare: dict[str, str] = {}
        middle = [nonce]
        if "auth" in qualities:
            bare = {"qop": "auth", "nc": count}
            middle = [nonce, count, own, "auth"]
        said["response"] = hashed(secret, *middle, hashed(method, uri))
        if "auth" in qualities or challenge.session:
            said["cnonce"] = own
        if "opaque" in asked:
            said["opaque"] = asked["opaque"]
        if "algorithm" in asked:
            bare["algorithm"] = asked["algorithm"]
        quoted = [f'{name}="{_escape(value)}"' for name, value in said.items()]
        return "Digest " + ", ".join(
            [*quoted, *(f"{name}={value}" for name, value in bare.items())]
        )


def _usable(challenge: _Challenge) -> bool:
    if challenge.scheme == "basic":
        return True
    qop = challenge.parameters.get("qop")
    return (
        challenge.scheme == "digest"
        and challenge.algorithm in _PREFERRED
        and (not qop or "auth" in {part.strip().lower() for part in qop.split(",")})
    )


def _rank(challenge: _Challenge) -> int:
    if challenge.scheme == "basic":
        return len(_PREFERRED)
    return _PREFERRED.index(challenge.algorithm)


def _parse(text: str) -> Iterator[_Challenge]:
    """Yield the challenges of one header, of which there may be several (RFC 7235, 4.1)."""
    at = 0
    while match := _SCHEME.match(text, at):
        scheme, at = match[1].lower(), match.end()
        parameters: dict[str, str] = {}
        while found := _PARAMETER.match(text, at):
            quoted = found[2]
            value = found[3] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            parameters[found[1].lower()] = value
            at = found.end()
        yield _Challenge(scheme, parameters)


def _escape(value: str) -> str:
    """Return what stays between its quotes, and within its line."""
    return _CONTROL.sub("", value).replace("\\", "\\\\").replace('"', '\\"')
