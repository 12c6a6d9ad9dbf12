"""The fake Ring cloud as a process of its own.

    python -m tests.ring.cloud [--port PORT] [--folder FOLDER] [--furnished]

Prints one line of JSON: `play`, the address of what `play.py` tells of, and `addresses`,
which `hass.py` and `network.py` take. Ends when its standard input does.
"""

import argparse
import asyncio
import json
from pathlib import Path
import sys
import tempfile

from aiohttp import web

from .example import furnish
from .network import LOCAL
from .play import Play
from .server import RingCloud


async def run(folder: Path, port: int, *, furnished: bool) -> None:
    """Serve until standard input ends."""
    async with RingCloud(folder) as cloud:
        if furnished:
            furnish(cloud)
        app = web.Application()
        app.add_routes(Play(cloud).routes())
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, LOCAL, port).start()
        address = f"http://{LOCAL}:{runner.addresses[0][1]}/play"
        addresses = json.loads(cloud.addresses.to_json())
        sys.stdout.write(json.dumps({"play": address, "addresses": addresses}) + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.buffer.read)
        await runner.cleanup()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.ring.cloud")
    parser.add_argument("--port", type=int, default=0, help="of what tests ask of it")
    parser.add_argument("--folder", type=Path, help="of certificates and footage")
    parser.add_argument(
        "--furnished", action="store_true", help="with an example house"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ring-cloud-") as temporary:
        folder = given.folder or Path(temporary)
        asyncio.run(run(folder, given.port, furnished=given.furnished))


if __name__ == "__main__":
    main()
