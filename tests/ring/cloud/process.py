"""A fake Ring cloud in a process of its own, beside a Home Assistant."""

import asyncio
import json
from pathlib import Path
import sys
from typing import Any, Self

import aiohttp

from . import hass
from .names import Addresses

STOP_TIMEOUT = 30.0


class CloudProcess:
    """Runs the fake; it ends with whoever runs it.

    `program` is what `scripts.home.Home` runs for a Home Assistant that takes it for
    Ring. The process is furnished: see `example.py`.
    """

    def __init__(self, folder: Path) -> None:
        """Keep certificates and footage in `folder`."""
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._play = ""
        self.addresses = Addresses({}, folder)

    @property
    def program(self) -> tuple[str | Path, ...]:
        """What is run instead of `hass`, with its first arguments."""
        return hass.program(self.addresses)

    async def __aenter__(self) -> Self:
        """Start; raises EOFError when it ends at once."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.ring.cloud", "--furnished"),
            *("--folder", self._folder),
            cwd=hass.ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            # Ctrl-C is for whoever runs it, who then ends it.
            start_new_session=True,
        )
        assert self._process.stdout
        told = json.loads(await self._process.stdout.readuntil())
        self._play = told["play"]
        self.addresses = Addresses.from_json(json.dumps(told["addresses"]))
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let it end, or end it."""
        assert self._process
        assert self._process.stdin
        self._process.stdin.close()
        try:
            async with asyncio.timeout(STOP_TIMEOUT):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def play(self, what: str, **fields: Any) -> Any:
        """Do what `play.py` offers; raises ValueError with what was wrong."""
        url = f"{self._play}/{what}"
        async with (
            aiohttp.ClientSession() as session,
            session.post(url, json=fields) as answer,
        ):
            found = await answer.json()
            if not answer.ok:
                raise ValueError(found["error"])
            return found
