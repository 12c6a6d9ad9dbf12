"""Run the engine as a process of its own, away from the event loop."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
import json
import logging
import os
from pathlib import Path
import re
import sys
from typing import Any

_LOGGER = logging.getLogger(__name__)

ENGINE = Path(__file__).parent / "engine" / "__main__.py"
# One line may hold a picture in base64.
LINE_LIMIT = 16 * 1024 * 1024
_USERINFO = re.compile(r"(?<=://)[^/@\s'\"]+@")
# Tokens of the house have no business in a process that parses video.
_NOT_INHERITED = ("SUPERVISOR_TOKEN", "HASSIO_TOKEN")

type JsonObject = dict[str, Any]


class EngineProcessError(Exception):
    """What the engine answered instead of a result.

    ``code`` is one of the engine's error codes, or ``crashed`` when it ended
    without an answer. The message holds no secret.
    """

    def __init__(self, code: str, message: str) -> None:
        """Keep the code next to the message."""
        super().__init__(message)
        self.code = code


def redact(text: str, secrets: tuple[str, ...] = ()) -> str:
    """Return ``text`` without the credentials of URLs and without ``secrets``."""
    text = _USERINFO.sub("**@", text)
    for secret in secrets:
        if secret:
            text = text.replace(secret, "**")
    return text


def engine_command(*arguments: str) -> list[str]:
    """Return the command line that runs the engine with this interpreter.

    ``-P`` keeps the engine's folder off the path, where its modules would hide
    the standard library's.
    """
    return [sys.executable, "-P", str(ENGINE), *arguments]


async def start_engine(*arguments: str) -> asyncio.subprocess.Process:
    """Start the engine with pipes for everything it reads and writes."""
    return await asyncio.create_subprocess_exec(
        *engine_command(*arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        limit=LINE_LIMIT,
        env={k: v for k, v in os.environ.items() if k not in _NOT_INHERITED},
    )


async def end_process(process: asyncio.subprocess.Process, grace: float) -> None:
    """End a process: ask, wait ``grace`` seconds, then kill. Never raises."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.terminate()
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await process.wait()
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def last_words(stream: asyncio.StreamReader, size: int = 4096) -> str:
    """Drain ``stream`` and return its last bytes as text, for an error report."""
    tail = b""
    while chunk := await stream.read(65536):
        tail = (tail + chunk)[-size:]
    return tail.decode(errors="replace").strip()


async def run_engine(
    *arguments: str,
    request: Mapping[str, Any] | None = None,
    on_progress: Callable[[float], None] | None = None,
    timeout: float | None = None,
    stall: float | None = None,
    secrets: tuple[str, ...] = (),
) -> JsonObject:
    """Run one engine command at low priority and return its result.

    ``request`` goes to its standard input as JSON, so that credentials never
    stand in a command line. Raises EngineProcessError for the engine's own errors,
    for a crash, and ``timeout`` when it takes longer than ``timeout`` seconds, or says
    nothing for ``stall`` seconds.
    Cancelling this call ends the process, which then leaves nothing behind.
    """
    process = await start_engine(*arguments)
    assert process.stdin and process.stdout and process.stderr
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, process.pid, 10)
    errors = asyncio.create_task(last_words(process.stderr))
    try:
        async with asyncio.timeout(timeout), asyncio.timeout(stall) as silence:
            if request is not None:
                process.stdin.write(json.dumps(request).encode())
            with suppress(ConnectionError):
                await process.stdin.drain()
            process.stdin.close()
            answer: JsonObject = {}
            async for line in process.stdout:
                if stall is not None:
                    silence.reschedule(asyncio.get_running_loop().time() + stall)
                message = _parse(line)
                if on_progress and "progress" in message:
                    on_progress(float(message["progress"]))
                elif message:
                    answer = message
            await process.wait()
    except TimeoutError:
        raise EngineProcessError("timeout", "The engine took too long.") from None
    finally:
        await asyncio.shield(end_process(process, grace=5))
        report = await errors
    if "error" in answer:
        error = answer["error"]
        raise EngineProcessError(error["code"], redact(error["message"], secrets))
    if process.returncode:
        _LOGGER.error(
            "The engine's %s ended with %s: %s",
            arguments[0],
            process.returncode,
            redact(report, secrets),
        )
        raise EngineProcessError("crashed", "The engine ended without an answer.")
    result: JsonObject = answer.get("result", answer)
    return result


def _parse(line: bytes) -> JsonObject:
    """Return the JSON object in ``line``, or an empty one."""
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
