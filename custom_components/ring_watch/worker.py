"""The worker: one long-lived engine process that records every doorbell."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
import itertools
import json
import logging
import time
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .process import (
    EngineProcessError,
    JsonObject,
    end_process,
    last_words,
    redact,
    start_engine,
)

_LOGGER = logging.getLogger(__name__)

READY_TIMEOUT = 20.0
ANSWER_TIMEOUT = 15.0
STOP_GRACE = 8.0
# A worker says every few seconds that it lives.
SILENCE = 60.0
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
# A worker that lived this long was well; its next end starts from the beginning.
STEADY_AFTER = 60.0
# So many ends in a row are worth the owner's attention.
DYING_AFTER = 3

_LEVELS = {"error": logging.WARNING, "warning": logging.WARNING, "info": logging.INFO}


class Worker:
    """Owns the worker process: starts, feeds, restarts and ends it.

    What was configured and watched is told again to every new process. Events
    go to ``on_event``; ``on_running`` hears whether a process is there, and
    ``on_dying`` whether it keeps ending by itself.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        on_event: Callable[[JsonObject], None],
        on_running: Callable[[bool], None],
        on_dying: Callable[[bool], None],
    ) -> None:
        """Remember whom to tell."""
        self._hass = hass
        self._on_event = on_event
        self._on_running = on_running
        self._on_dying = on_dying
        self._configuration: JsonObject = {}
        self._watches: dict[str, JsonObject] = {}
        self._pins: dict[str, JsonObject] = {}
        self._process: asyncio.subprocess.Process | None = None
        self._waiting: dict[int, asyncio.Future[JsonObject]] = {}
        self._ids = itertools.count(1)
        self._supervisor: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._retry = asyncio.Event()
        self.restarts = 0
        self._failures = 0
        self._dying = False

    @property
    def running(self) -> bool:
        """Whether a worker process is there and told what to do."""
        return self._process is not None

    @property
    def pid(self) -> int | None:
        """The process id of the worker."""
        return self._process.pid if self._process else None

    async def start(self, entry: ConfigEntry, configuration: JsonObject) -> None:
        """Start the worker and keep it alive until ``stop``.

        Raises EngineProcessError when none is ready in time; nothing runs then.
        """
        self._configuration = configuration
        self._supervisor = entry.async_create_background_task(
            self._hass, self._supervise(), "ring_watch worker"
        )
        try:
            async with asyncio.timeout(READY_TIMEOUT):
                await self._ready.wait()
        except TimeoutError:
            await self.stop()
            raise EngineProcessError(
                "worker_gone", "The recorder does not start; see the log."
            ) from None

    async def stop(self) -> None:
        """End the worker. It finishes the fragments it has begun."""
        if self._supervisor:
            self._supervisor.cancel()
            with suppress(asyncio.CancelledError):
                await self._supervisor
            self._supervisor = None

    def retry_now(self) -> None:
        """Do not wait for the next restart."""
        self._retry.set()

    async def watch(self, camera: str, parameters: JsonObject) -> None:
        """Record ``camera``, now and after every restart."""
        self._watches[camera] = parameters
        await self._tell("watch", camera=camera, **parameters)

    async def unwatch(self, camera: str) -> None:
        """Stop recording ``camera``."""
        if self._watches.pop(camera, None) is not None:
            await self._tell("unwatch", camera=camera)

    async def pin(self, pin: str, camera: str, start: str, end: str) -> None:
        """Keep a window's segments from retention."""
        self._pins[pin] = {"camera": camera, "start": start, "end": end}
        await self._tell("pin", pin=pin, **self._pins[pin])

    async def unpin(self, pin: str) -> None:
        """Let retention have the window again."""
        if self._pins.pop(pin, None) is not None:
            await self._tell("unpin", pin=pin)

    async def _tell(self, op: str, **parameters: Any) -> None:
        """Send a command that is repeated after a restart anyway."""
        if self.running:
            try:
                await self.request(op, **parameters)
            except EngineProcessError as err:
                _LOGGER.warning("The worker refused %s: %s", op, err)

    async def request(self, op: str, **parameters: Any) -> JsonObject:
        """Send one command and return its result.

        Raises EngineProcessError: the worker's own, ``worker_gone`` when there is
        none, ``timeout`` when it does not answer.
        """
        if self._process is None:
            raise EngineProcessError("worker_gone", "The recorder is not running.")
        return await self._send(self._process, op, **parameters)

    async def _send(
        self, process: asyncio.subprocess.Process, op: str, **parameters: Any
    ) -> JsonObject:
        """Write a command and wait for its answer."""
        assert process.stdin
        number = next(self._ids)
        answer: asyncio.Future[JsonObject] = self._hass.loop.create_future()
        self._waiting[number] = answer
        try:
            line = json.dumps({"id": number, "op": op, **parameters})
            process.stdin.write(line.encode() + b"\n")
            async with asyncio.timeout(ANSWER_TIMEOUT):
                await process.stdin.drain()
                return await answer
        except ConnectionError:
            raise EngineProcessError("worker_gone", "The recorder ended.") from None
        except TimeoutError:
            raise EngineProcessError(
                "timeout", "The recorder does not answer."
            ) from None
        finally:
            self._waiting.pop(number, None)

    async def _supervise(self) -> None:
        """Run one worker after the other until cancelled."""
        while True:
            started = time.monotonic()
            try:
                await self._run_once()
            except TimeoutError:
                _LOGGER.error("The recorder does not answer, and is started again")
            except (OSError, ValueError) as err:
                # ValueError: a line longer than any that the recorder writes.
                _LOGGER.error("The recorder does not run: %s", err)
            except Exception:
                # Whatever it is, it must not be the end of all recording.
                _LOGGER.exception("The recorder does not run")
            if time.monotonic() - started >= STEADY_AFTER:
                self._failures = 0
            self._failures += 1
            self.restarts += 1
            if self._failures >= DYING_AFTER:
                self._set_dying(True)
            self._retry.clear()
            pause = min(FIRST_PAUSE * 2 ** (self._failures - 1), LONGEST_PAUSE)
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._retry.wait()

    async def _run_once(self) -> None:
        """Start a worker, tell it everything, and read it until it ends."""
        process = await start_engine("worker")
        assert process.stdin and process.stdout and process.stderr
        errors = asyncio.create_task(last_words(process.stderr))
        introduction = asyncio.create_task(self._introduce(process))
        ended_itself = False
        try:
            await self._read(process.stdout)
            ended_itself = True
        finally:
            introduction.cancel()
            was_running = self._process is not None
            self._process = None
            self._fail_waiting()
            # The end of its input is the polite way to end it.
            process.stdin.close()
            finishing = asyncio.create_task(self._finish(process))
            try:
                await asyncio.shield(finishing)
            finally:
                # Also when told to stop meanwhile: nobody is to run on unseen.
                await finishing
            report = redact(await errors, self._secrets())
            with suppress(asyncio.CancelledError, EngineProcessError):
                await introduction
            if was_running:
                self._on_running(False)
            if ended_itself:
                _LOGGER.error(
                    "The recorder ended by itself (%s) and is started again. %s",
                    process.returncode,
                    report,
                )

    @staticmethod
    async def _finish(process: asyncio.subprocess.Process) -> None:
        """Give the worker time to finish its fragments, then end it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(STOP_GRACE):
                await process.wait()
        await end_process(process, grace=1)

    async def _introduce(self, process: asyncio.subprocess.Process) -> None:
        """Tell a new worker what the earlier one knew."""
        assert process.stdin
        try:
            await self._send(process, "configure", **self._configuration)
        except EngineProcessError as err:
            _LOGGER.error("The recorder cannot use its folder: %s", err)
            process.stdin.close()
            return
        self._process = process
        self._ready.set()
        self._on_running(True)
        for pin, window in list(self._pins.items()):
            await self._tell("pin", pin=pin, **window)
        for camera, parameters in list(self._watches.items()):
            await self._tell("watch", camera=camera, **parameters)
        await asyncio.sleep(STEADY_AFTER)
        self._failures = 0
        self._set_dying(False)

    async def _read(self, stdout: asyncio.StreamReader) -> None:
        """Hand on every line until the worker closes its output.

        Raises TimeoutError when it says nothing for long.
        """
        async with asyncio.timeout(SILENCE) as silence:
            async for line in stdout:
                silence.reschedule(self._hass.loop.time() + SILENCE)
                try:
                    message = json.loads(line)
                except ValueError:
                    _LOGGER.debug("The recorder wrote a line that is not JSON")
                    continue
                try:
                    self._take(message)
                except Exception:
                    # A slip over one line must not end all recording.
                    _LOGGER.exception("A line of the recorder cannot be handled")

    def _take(self, message: JsonObject) -> None:
        """Hand on an event or an answer."""
        if "event" in message:
            self._handle_event(message)
        elif answer := self._waiting.get(message.get("id", 0)):
            self._resolve(answer, message)

    def _resolve(self, answer: asyncio.Future[JsonObject], message: JsonObject) -> None:
        """Give an answer to whoever waits for it."""
        if answer.done():
            return
        if error := message.get("error"):
            text = redact(error["message"], self._secrets())
            answer.set_exception(EngineProcessError(error["code"], text))
        else:
            answer.set_result(message.get("result") or {})

    def _handle_event(self, message: JsonObject) -> None:
        """Log what is for the log, and hand on the rest."""
        if message["event"] == "log":
            level = _LEVELS.get(message.get("level", ""), logging.DEBUG)
            text = redact(str(message.get("message")), self._secrets())
            _LOGGER.log(level, "Recorder: %s", text)
            return
        self._on_event(message)

    def _fail_waiting(self) -> None:
        """Tell everybody who waits that no answer will come."""
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(
                    EngineProcessError("worker_gone", "The recorder ended.")
                )

    def _set_dying(self, dying: bool) -> None:
        """Tell once when the worker begins or ceases to end by itself."""
        if dying != self._dying:
            self._dying = dying
            self._on_dying(dying)

    def _secrets(self) -> tuple[str, ...]:
        """Return every password that must not reach a log."""
        return tuple(
            password
            for watch in self._watches.values()
            if (password := watch["source"].get("password"))
        )
