"""A home's ledger, a clip and its manifest, as a recipient would get them."""

from collections.abc import Callable
from dataclasses import dataclass
import hashlib
from itertools import count
from pathlib import Path
import random

from custom_components.ring_watch.sharing import export, manifest
from custom_components.ring_watch.sharing.chain import Entry
from custom_components.ring_watch.sharing.keys import Key, Keys
from custom_components.ring_watch.sharing.ledger import Ledger

NOON = 1_795_435_200_000_000
TEXTS = {"name": "Zoë O’Brien", "reason": "Bike gone; =1+1 \U0001f6b2 \u2028 <b>"}


def clock(start: int = NOON) -> Callable[[], int]:
    """Return a clock that moves one second at each look."""
    ticks = count(start, 1_000_000)
    return lambda: next(ticks)


@dataclass(frozen=True)
class Evidence:
    """Files in a folder, and what made them."""

    folder: Path
    ledger: Ledger
    keys: Keys

    @property
    def clip(self) -> Path:
        return self.folder / "clip.mp4"

    @property
    def manifest(self) -> Path:
        return self.folder / "manifest.jws"

    @property
    def zip(self) -> Path:
        return self.folder / "clip.zip"

    @property
    def log(self) -> Path:
        return self.folder / "ledger.json"

    @property
    def fingerprint(self) -> str:
        return self.ledger.keys.fingerprint

    def export(self, *, texts: bool = True) -> Path:
        """Export the ledger as it is now."""
        self.log.write_bytes(b"".join(export.as_json(self.ledger, texts=texts)))
        return self.log

    def sign(self) -> str:
        """Sign a manifest for the clip with the ledger's head of now."""
        token = sign(self.ledger, self.clip.read_bytes(), self.keys.current)
        self.manifest.write_text(token)
        return token


def sign(ledger: Ledger, clip: bytes, key: Key) -> str:
    """Return a manifest for a clip."""
    start, end = NOON - 60_000_000, NOON
    return manifest.sign(
        key,
        manifest.build(
            manifest.Clip(
                name="clip.mp4",
                doorbell="front",
                size=len(clip),
                sha256=hashlib.sha256(clip).hexdigest(),
                asked=(start - 60_000_000, end),
                approved=(start, end),
                delivered=(start, end),
                gaps=[(start + 5_000_000, start + 8_500_000)],
                changes=["trim", "mask", "sound_removed", "encode"],
                segments=[("1795435140000.mp4", "ab" * 32)],
            ),
            manifest.Approval("request", "cd" * 32, "ef" * 32, NOON),
            ledger_id=ledger.ledger_id,
            head=ledger.place,
            clock=manifest.Clock(synchronised=True, behind_us=0),
            version="0.1.0",
            fingerprint=key.fingerprint,
        ),
    )


def fill(ledger: Ledger, number: int) -> list[Entry]:
    """Write the entries of some requests; every third has texts."""
    return [
        ledger.append(
            "request_received",
            {"request_id": f"request-{place}", "requester_id": None},
            TEXTS if place % 3 == 0 else None,
        )
        for place in range(number)
    ]


def make(folder: Path, number: int = 12) -> Evidence:
    """Make a home with a shared clip: two checkpoints, and entries after each."""
    keys = Keys.create()
    ledger = Ledger(folder / "home", keys, clock())
    ledger.open()
    fill(ledger, number)
    ledger.append("request_approved", {"request_id": "request-1"})
    found = Evidence(folder, ledger, keys)
    found.clip.write_bytes(random.Random(1).randbytes(3000))
    token = found.sign()
    ledger.append("share_created", {"manifests": [manifest.sha256(token)]})
    ledger.checkpoint()
    fill(ledger, 5)
    ledger.append("share_revoked", {"share_id": "share"})
    found.export()
    files: list[tuple[str, Path | bytes]] = [
        ("clip.mp4", found.clip),
        ("manifest.jws", token.encode()),
        ("README.txt", b"How to check this"),
    ]
    found.zip.write_bytes(b"".join(export.as_zip(files)))
    return found
