"""The manifest that goes with a clip: what it is, signed by the home.

A compact JWS (RFC 7515) with the algorithm EdDSA, the type
``ring-watch-manifest+jws``, and the public key in its header. The members are
described in docs/ledger.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
import hashlib
from typing import Any, Final

from custom_components.ring_watch.engine.times import format_time

from .canonical import Json
from .chain import Head
from .keys import Key, unverified, verify as verify_signature

FORMAT: Final = 1
TYP: Final = "ring-watch-manifest+jws"

type Window = tuple[int, int]
"""[start, end) in microseconds, UTC."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The home's clock at the approval.

    ``synchronised``: whether it followed a time server, None where that is not
    known. ``behind_us``: how far it lagged behind a time that it had shown before.
    """

    synchronised: bool | None
    behind_us: int


@dataclass(frozen=True, slots=True)
class Clip:
    """What is said of one file.

    ``changes`` names all that was done to the pictures and the sound: ``trim``,
    ``mask``, ``sound_removed``, ``encode``. ``segments`` are the names and SHA-256
    of the archive's files that it was made from.
    """

    name: str
    doorbell: str
    size: int
    sha256: str
    asked: Window
    approved: Window
    delivered: Window
    gaps: Sequence[Window]
    changes: Sequence[str]
    segments: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Approval:
    """Who asked, as a commitment in hexadecimal, and what was approved when."""

    request_id: str
    requester: str | None
    render_hash: str
    time_us: int


def build(
    clip: Clip,
    approval: Approval,
    *,
    ledger_id: str,
    head: Head,
    clock: Clock,
    version: str,
    fingerprint: str,
) -> dict[str, Json]:
    """Return a manifest's payload. ``head`` is the ledger's, after the approval."""
    return {
        "approval": {
            "render": approval.render_hash,
            "request": approval.request_id,
            "requester": approval.requester,
            "time": format_time(approval.time_us),
        },
        "clip": {
            "changes": list(clip.changes),
            "doorbell": clip.doorbell,
            "gaps": [_window(gap) for gap in clip.gaps],
            "name": clip.name,
            "segments": [
                {"name": name, "sha256": sha256} for name, sha256 in clip.segments
            ],
            "sha256": clip.sha256,
            "size": clip.size,
            "window": {
                "approved": _window(clip.approved),
                "asked": _window(clip.asked),
                "delivered": _window(clip.delivered),
            },
        },
        "clock": {"behind_us": clock.behind_us, "synchronised": clock.synchronised},
        "format": FORMAT,
        "key": fingerprint,
        "ledger": {"head": head.hash, "id": ledger_id, "size": head.size},
        "software": {"name": "Ring Watch", "version": version},
    }


def sign(key: Key, payload: Mapping[str, Json]) -> str:
    """Return the manifest as it is handed out."""
    return key.sign(TYP, payload, with_key=True)


def verify(token: str) -> tuple[dict[str, Any], str]:
    """Return a manifest's payload and the fingerprint of the key that signed it.

    Whether that key is the home's is the caller's to compare. Raises
    SignatureError.
    """
    return verify_signature(token, TYP)


def signer(token: str) -> str:
    """Return the fingerprint of the key that signed a manifest of this home's own."""
    return unverified(token)[0]


def sha256(token: str) -> str:
    """Return what the ledger says of a manifest: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def _window(window: Window) -> dict[str, Json]:
    start, end = window
    return {"end": format_time(end), "start": format_time(start)}
