"""The private configuration of a Home Assistant that is run by scripts/home.py."""

import json
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent

# Not `default_config`: half of it wants the network, or hardware.
CONFIGURATION: Final = """\
homeassistant:
  name: Ring Watch
  country: NL
  currency: EUR
  time_zone: {time_zone}
  latitude: 52.3731
  longitude: 4.8926
  internal_url: http://127.0.0.1:{port}
frontend:
history:
logbook:
media_source:
mobile_app:
stream:
webhook:
logger:
  logs:
    custom_components.ring_watch: debug
"""


def seed(config: Path, port: int, time_zone: str) -> None:
    """Write a configuration that starts without questions and without network."""
    storage = config / ".storage"
    config.mkdir(parents=True, mode=0o700)
    storage.mkdir(mode=0o700)
    (config / "custom_components").symlink_to(ROOT / "custom_components")
    (config / "configuration.yaml").write_text(
        CONFIGURATION.format(port=port, time_zone=time_zone)
    )
    http = {
        "server_host": ["127.0.0.1"],
        "server_port": port,
        "cors_allowed_origins": ["https://cast.home-assistant.io"],
        "login_attempts_threshold": -1,
        "ip_ban_enabled": True,
        "ssl_profile": "intermediate_v6",
        "use_x_frame_options": True,
        "created_at": "2026-11-01T00:00:00+00:00",
        "error": None,
        "error_message": None,
    }
    # In YAML these settings would be on trial, and taken back after five minutes.
    stored = {"stable": http, "pending": None, "yaml_migration_done": True}
    _store(storage, "http", 3, stored)
    # The steps left out would set up integrations that ask the internet.
    _store(
        storage, "onboarding", 4, {"done": ["core_config", "analytics", "integration"]}
    )


def _store(storage: Path, key: str, version: int, data: dict[str, Any]) -> None:
    content = {"version": version, "minor_version": 1, "key": key, "data": data}
    (storage / key).write_text(json.dumps(content))
