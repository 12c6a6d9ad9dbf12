"""Home Assistant as it is, in a process to which a fake cloud is Ring.

    python -P tests/ring/cloud/hass.py ADDRESSES [hass's arguments]

ADDRESSES is `Addresses.to_json()`. Names are led astray below Home Assistant, so neither
it nor the integration knows; and no other name finds a certificate that it believes.
"""

from pathlib import Path
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .names import Addresses

ROOT: Final = Path(__file__).resolve().parents[3]


def program(addresses: Addresses) -> tuple[str | Path, ...]:
    """What `scripts.home.Home` runs for a Home Assistant to which a fake is Ring."""
    python = ROOT / ".venv" / "home" / "bin" / "python"
    return python, "-P", Path(__file__), addresses.to_json()


def main() -> int:
    """Run `hass`."""
    sys.path.insert(0, str(ROOT))
    from tests.ring.cloud.names import Addresses  # noqa: PLC0415
    from tests.ring.cloud.network import redirected  # noqa: PLC0415

    # It holds a `custom_components` of its own.
    sys.path.remove(str(ROOT))
    name, addresses, *arguments = sys.argv
    sys.argv = [name, *arguments]
    with redirected(Addresses.from_json(addresses)):
        # It reads where authorities are while it is imported.
        from homeassistant.__main__ import main as hass  # noqa: PLC0415

        return hass()


if __name__ == "__main__":
    sys.exit(main())
