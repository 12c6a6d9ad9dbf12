"""Where footage may lie: what is asked before a folder is used."""

from dataclasses import dataclass
import os
from pathlib import Path
import secrets
import shutil

from homeassistant.core import HomeAssistant

from .const import DEFAULT_FOLDER, DOMAIN, GIGABYTE


class FolderError(Exception):
    """Why a folder cannot be used; the message is a key of the flow's errors."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that can be used."""

    path: Path
    in_backups: bool
    free_gb: float


def default_folder(hass: HomeAssistant) -> str:
    """Return the folder to propose. Blocks."""
    share = Path(DEFAULT_FOLDER)
    if share.parent.is_dir() and os.access(share.parent, os.W_OK):
        return DEFAULT_FOLDER
    return hass.config.path(DOMAIN)


def check_folder(hass: HomeAssistant, text: str) -> Folder:
    """Return what is known of a folder. Blocks; leaves no folder behind.

    Raises FolderError: ``folder_relative``, ``folder_public`` for a place that
    every user of Home Assistant can read, ``folder_not_writable``.
    """
    path = Path(text.strip())
    if not path.is_absolute():
        raise FolderError("folder_relative")
    path = path.resolve()
    public = [hass.config.path("www"), *hass.config.media_dirs.values()]
    if any(path.is_relative_to(Path(folder).resolve()) for folder in public):
        raise FolderError("folder_public")
    existing = path
    while not existing.exists():
        existing = existing.parent
    _try_to_write(existing)
    config = Path(hass.config.config_dir).resolve()
    free = shutil.disk_usage(existing).free / GIGABYTE
    return Folder(path, path.is_relative_to(config), free)


def _try_to_write(folder: Path) -> None:
    """Write and remove an empty file: permission bits alone tell too little."""
    probe = folder / f".{DOMAIN}_{secrets.token_hex(4)}"
    try:
        probe.touch(0o600, exist_ok=False)
        probe.unlink()
    except OSError as err:
        raise FolderError("folder_not_writable") from err
