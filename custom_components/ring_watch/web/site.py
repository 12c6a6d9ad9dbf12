"""What the pages need from the home."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from aiohttp import web

from custom_components.ring_watch.sharing.sharing import Sharing

from .streams import Streams


@dataclass(frozen=True, slots=True)
class Site:
    """The home as its guests meet it.

    ``zone`` is the home's time zone. ``clip_path`` gives the file of a rendered clip by
    its name, None where there is none; it does not touch the disk. ``door_page`` tells
    whether strangers may ask.
    """

    sharing: Sharing
    zone: tzinfo
    clip_path: Callable[[str], Path | None]
    door_page: bool = False
    streams: Streams = field(default_factory=Streams)


type FindSite = Callable[[web.Request], Site | None]
"""The site at this moment; None while the home is not set up."""
