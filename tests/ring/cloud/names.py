"""The names under which Ring and Google's push service are reached."""

from dataclasses import asdict, dataclass
import json
from pathlib import Path
from typing import Final, Self

API: Final = "api.ring.com"
OAUTH: Final = "oauth.ring.com"
APP: Final = "app.ring.com"
SOLUTIONS: Final = "prd-api-us.prd.rings.solutions"
SIGNALLING: Final = "api.prod.signalling.ring.devices.a2z.com"
SNAPSHOTS: Final = "app-snaps.ring.com"
MEDIA: Final = "share-service-download-bucket.s3.amazonaws.com"
CHECK_IN: Final = "android.clients.google.com"
INSTALLATIONS: Final = "firebaseinstallations.googleapis.com"
REGISTRATIONS: Final = "fcmregistrations.googleapis.com"
PUSH: Final = "mtalk.google.com"

SURFACES: Final = {
    "api": (API, OAUTH, APP, SOLUTIONS, SIGNALLING),
    "snapshots": (SNAPSHOTS,),
    "media": (MEDIA,),
    "google": (CHECK_IN, INSTALLATIONS, REGISTRATIONS),
    "push": (PUSH,),
}
"""Each has a port of its own; all names are on one certificate."""
HOSTS: Final = tuple(host for hosts in SURFACES.values() for host in hosts)


@dataclass(frozen=True)
class Addresses:
    """Where a fake cloud is: a port of 127.0.0.1 for each surface.

    `authority` is the file of the certificate (PEM) that vouches for all of them.
    """

    ports: dict[str, int]
    authority: Path

    def port_of(self, host: str) -> int | None:
        """The port that plays a host; None where the fake does not play it."""
        for surface, hosts in SURFACES.items():
            if host.rstrip(".") in hosts:
                return self.ports[surface]
        return None

    def to_json(self) -> str:
        """One line for another process."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        found = json.loads(text)
        return cls(found["ports"], Path(found["authority"]))
