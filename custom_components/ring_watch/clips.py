"""Gathered clips: their files, their descriptions, and the look-up between them."""

from dataclasses import dataclass
from datetime import datetime
import json
import logging
import os
from pathlib import Path
import re
import secrets
from typing import Any

from homeassistant.util import dt as dt_util

from .engine.archive import make_private
from .web.review import media_id

_LOGGER = logging.getLogger(__name__)

_CLIP_FILE = re.compile(r"([0-9a-f]{32})\.mp4")
# What a process that was killed may leave: of the engine, and of a description.
_UNFINISHED = re.compile(r"\.[0-9a-f]{16}\.part|[0-9a-f]{32}\.part")


@dataclass(frozen=True, slots=True)
class Clip:
    """One finished MP4 and what is known of it.

    ``details`` is the engine's result of the gather, without the path.
    """

    clip_id: str
    doorbell: str
    name: str
    created: datetime
    path: Path
    details: dict[str, Any]

    @property
    def media_content_id(self) -> str:
        """The identifier under which the media browser finds the clip."""
        return media_id("clip", self.clip_id)

    @property
    def start(self) -> datetime:
        """When the requested window begins."""
        return _time(self.details["requested"]["start"])

    @property
    def end(self) -> datetime:
        """When the requested window ends."""
        return _time(self.details["requested"]["end"])


class ClipStore:
    """The clips of one folder. An id leads to a file only through this look-up."""

    def __init__(self, folder: Path) -> None:
        """Refer to the folder; ``load`` reads it."""
        self.folder = folder
        self._clips: dict[str, Clip] = {}

    def all(self) -> list[Clip]:
        """Return the clips, newest window first."""
        return sorted(self._clips.values(), key=lambda clip: clip.start, reverse=True)

    def get(self, clip_id: str) -> Clip | None:
        """Return the clip with this id."""
        return self._clips.get(clip_id)

    def new_id(self) -> str:
        """Return an id that nobody can guess."""
        return secrets.token_hex(16)

    def path(self, clip_id: str) -> Path:
        """Return where the clip with a new id shall be written."""
        return self.folder / f"{clip_id}.mp4"

    def load(self) -> None:
        """Read the folder. Blocks. A clip without description never was handed out.

        One whose description cannot be read was, and stays where it is.
        """
        make_private(self.folder)
        self._clips.clear()
        for path in list(self.folder.iterdir()):
            if _UNFINISHED.fullmatch(path.name):
                path.unlink(missing_ok=True)
            if not (match := _CLIP_FILE.fullmatch(path.name)):
                continue
            try:
                clip = _read(match[1], path)
            except FileNotFoundError:
                _LOGGER.warning("Removing the unfinished clip %s", path.name)
                path.unlink(missing_ok=True)
            except (OSError, ValueError, KeyError, TypeError) as err:
                _LOGGER.warning("What the clip %s is cannot be read: %s", path, err)
            else:
                self._clips[clip.clip_id] = clip

    def add(self, clip: Clip) -> None:
        """Write a finished clip's description and take it into the look-up. Blocks."""
        description = {
            "clip_id": clip.clip_id,
            "doorbell": clip.doorbell,
            "name": clip.name,
            "created": clip.created.isoformat(),
            "details": clip.details,
        }
        target = clip.path.with_suffix(".json")
        temporary = clip.path.with_suffix(".part")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(description, file)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        self._clips[clip.clip_id] = clip

    def delete(self, clip_id: str) -> Clip | None:
        """Remove a clip; return what it was. Blocks."""
        clip = self._clips.pop(clip_id, None)
        if clip is not None:
            clip.path.unlink(missing_ok=True)
            clip.path.with_suffix(".json").unlink(missing_ok=True)
        return clip


def _read(clip_id: str, path: Path) -> Clip:
    """Return the clip that a file's description tells of.

    Raises OSError, ValueError, KeyError, TypeError.
    """
    description = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    clip = Clip(
        clip_id,
        description["doorbell"],
        description["name"],
        _time(description["created"]),
        path,
        description["details"],
    )
    # The look-up sorts and shows these.
    _ = (clip.start, clip.end)
    return clip


def _time(text: str) -> datetime:
    moment = dt_util.parse_datetime(text)
    if moment is None:
        raise ValueError("not a time")
    return moment
