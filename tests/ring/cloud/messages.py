"""What a push notification says, and how it is encrypted (RFC 8291's draft `aesgcm`)."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
import json
import os
import secrets
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
import http_ece  # type: ignore[import-untyped]

from .events import Event

CATEGORIES: Final = {
    "ding": "com.ring.pn.live-event.ding",
    "motion": "com.ring.pn.live-event.motion",
}
ACTIONS: Final = {
    "ding": "com.ring.push.HANDLE_NEW_DING",
    "motion": "com.ring.push.HANDLE_NEW_motion",
}


class KeyForm(StrEnum):
    """How the header `Crypto-Key` looks; senders do it in any of these ways."""

    PADDED = "padded"
    UNPADDED = "unpadded"
    TWO_KEYS = "two_keys"


@dataclass(frozen=True)
class Sealed:
    """An encrypted message with its headers."""

    crypto_key: str
    encryption: str
    content: bytes


def seal(content: bytes, public: bytes, secret: bytes, form: KeyForm) -> Sealed:
    """Encrypt for a receiver's public key (a point of P-256, uncompressed) and secret."""
    key, salt = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    sealed = http_ece.encrypt(
        content,
        salt=salt,
        private_key=key,
        dh=public,
        auth_secret=secret,
        version="aesgcm",
    )
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return Sealed(_header(point, form), f"salt={_base64(salt)}", sealed)


def _header(point: bytes, form: KeyForm) -> str:
    padded = _base64(point)
    match form:
        case KeyForm.PADDED:
            return f"dh={padded}"
        case KeyForm.UNPADDED:
            return f"dh={padded.rstrip('=')}"
        case KeyForm.TWO_KEYS:
            sender = secrets.token_urlsafe(65)
            return f"dh={padded.rstrip('=')};p256ecdsa={sender}"


def _base64(content: bytes) -> str:
    return urlsafe_b64encode(content).decode()


def notification(event: Event) -> dict[str, Any]:
    """What Ring sends of an event now: two texts of JSON."""
    device = event.device
    person = "human" if event.person else event.kind
    data = {
        "device": {
            "id": device.id,
            "name": device.name,
            "kind": device.kind,
            "e2ee_enabled": device.encrypted,
        },
        "event": {
            "ding": {
                "id": str(event.id),
                "created_at": event.created_at,
                "subtype": person,
                "detection_type": "human" if event.person else None,
            },
            "eventito": {"type": event.kind, "timestamp": event.created_at},
        },
        "location": {"id": device.location},
        "img": {"snapshot_uuid": f"snapshot-{event.id}"},
    }
    text = f"There is {event.kind} at your {device.name}"
    android = {
        "category": CATEGORIES.get(event.kind, f"com.ring.pn.other.{event.kind}"),
        "body": text,
    }
    return {
        "data": {
            "data": json.dumps(data),
            "android_config": json.dumps(android),
            "analytics": json.dumps({"server_correlation_id": "fake"}),
            "version": "2.0.0",
        },
        "from": "876313859327",
        "priority": "high",
        "fcmMessageId": secrets.token_hex(16),
    }


def old_notification(event: Event) -> dict[str, Any]:
    """What Ring sent of an event in earlier years."""
    device = event.device
    gcm = {
        "id": event.id,
        "action": ACTIONS.get(event.kind, event.kind),
        "subtype": "human" if event.person else event.kind,
        "aps": {"alert": f"There is {event.kind} at your {device.name}"},
        "ding": {
            "id": event.id,
            "doorbot_id": device.id,
            "device_name": device.name,
            "device_kind": device.kind,
            "created_at": event.created_at,
        },
    }
    return {"data": {"gcmData": json.dumps(gcm)}, "from": "876313859327"}
