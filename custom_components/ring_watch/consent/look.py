"""What is looked at before anything is rendered: coverage and small pictures."""

from base64 import b64encode
from pathlib import Path
import tempfile
from typing import Any, Final

from custom_components.ring_watch.engine.times import format_time
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.process import EngineProcessError, run_engine
from custom_components.ring_watch.sharing.model.requests import Request

_TIMEOUT: Final = 30.0

type Spans = list[tuple[int, int]]


async def coverage(home: Home, request: Request) -> list[dict[str, Any]]:
    """Return which parts of a request's window there is footage of, per doorbell."""

    def look() -> list[dict[str, Any]]:
        found = []
        for name in request.doorbells:
            if (doorbell := home.doorbells.get(name)) is None:
                continue
            held = home.archive.coverage(doorbell.camera, request.start, request.end)
            found.append(
                {
                    "doorbell_id": name,
                    "spans": _texts(list(held.spans)),
                    "gaps": _texts(list(held.gaps)),
                }
            )
        return found

    return await home.hass.async_add_executor_job(look)


async def thumbnails(
    home: Home, request: Request, doorbell_id: str, count: int
) -> list[dict[str, str]]:
    """Return evenly spread pictures of a window, as JPEG in base64 with their times.

    They show what the archive holds, without privacy zones: for the owner only.
    None where there is no footage.
    """
    if (doorbell := home.doorbells.get(doorbell_id)) is None:
        return []
    run = home.hass.async_add_executor_job
    folder = await run(lambda: tempfile.TemporaryDirectory(prefix="ring_watch_"))
    try:
        made = await run_engine(
            "thumbnails",
            *("--archive", str(home.archive.root)),
            *("--camera", doorbell.camera),
            *("--start", format_time(request.start)),
            *("--end", format_time(request.end)),
            *("--output", folder.name),
            *("--count", str(count), "--json"),
            timeout=_TIMEOUT,
        )

        def read() -> list[dict[str, str]]:
            return [
                {
                    "time": one["time"],
                    "jpeg": b64encode(Path(one["path"]).read_bytes()).decode(),
                }
                for one in made["thumbnails"]
            ]

        return await run(read)
    except EngineProcessError as err:
        if err.code == "no_footage":
            return []
        raise OSError(err.code) from err
    finally:
        await run(folder.cleanup)


def _texts(spans: Spans) -> list[dict[str, str]]:
    return [
        {"start": format_time(start), "end": format_time(end)} for start, end in spans
    ]
