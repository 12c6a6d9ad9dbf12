"""A real Home Assistant in a process of its own, for the demonstration and the tests.

`Home` seeds a private configuration with the working tree's integration in it, starts
`hass`, makes the owner's account, and speaks to it as a browser does: HTTP and websocket.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
import json
import os
from pathlib import Path
import signal
import socket
import subprocess
import sys
import time
from typing import Any, Final, Self

import aiohttp

from scripts.connection import Connection, HomeError
from scripts.home_config import ROOT, seed

HASS: Final = ROOT / ".venv" / "home" / "bin" / "hass"
START_TIMEOUT: Final = 120.0
STOP_TIMEOUT: Final = 30.0
# prctl(2) with PR_SET_PDEATHSIG: the kernel ends Home Assistant with whoever runs it.
# Not as preexec_fn, which hangs in a process with threads.
END_WITH_PARENT: Final = f"""\
import ctypes, os, sys
ctypes.CDLL(None).prctl(1, {signal.SIGTERM.value})
os.execv(sys.argv[1], sys.argv[1:])
"""
ENTRY_FLOW: Final = "/api/config/config_entries/flow"
SUBENTRY_FLOW: Final = "/api/config/config_entries/subentries/flow"


class Home:
    """One Home Assistant with a folder of its own; survives stop, kill and start."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        username: str = "owner",
        password: str = "ring-watch",  # noqa: S107
        time_zone: str = "Europe/Amsterdam",
        program: Sequence[str | Path] = (HASS,),
    ) -> None:
        """Use `folder` for everything; nothing is written before `start`.

        `program` is what runs as `hass`, with its first arguments.
        """
        self.folder = folder
        self.config = folder / "config"
        self.port = port or free_port()
        self.username = username
        self.password = password
        self.time_zone = time_zone
        self._program = program
        self.token = ""
        self.version = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._session: aiohttp.ClientSession | None = None
        self._session_id = 0

    @property
    def url(self) -> str:
        """The address of the frontend."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def process_id(self) -> int:
        """The process of `hass`."""
        assert self._process
        return self._process.pid

    @property
    def log(self) -> str:
        """All that Home Assistant has logged and printed, over all starts."""
        path = self.folder / "hass.log"
        return path.read_text(errors="replace") if path.exists() else ""

    @property
    def errors(self) -> list[str]:
        """The lines of the log that tell of an error."""
        marks = (" ERROR ", " CRITICAL ", "Traceback (most recent call last)")
        return [line for line in self.log.splitlines() if any(m in line for m in marks)]

    async def __aenter__(self) -> Self:
        """Start."""
        try:
            await self.start()
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.stop()

    async def start(self) -> None:
        """Start Home Assistant and wait until it runs; the first time, make the owner.

        Raises HomeError with the end of the log when it ends or does not come up.
        """
        if not self.config.exists():
            seed(self.config, self.port, self.time_zone)
        environment = dict(os.environ)
        # Left set, the first would triple every start. The others are not its own.
        for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "VIRTUAL_ENV"):
            environment.pop(name, None)
        with (self.folder / "hass.log").open("ab") as output:
            self._process = subprocess.Popen(  # noqa: ASYNC220
                [
                    *(sys.executable, "-c", END_WITH_PARENT),
                    *(*self._program, "--config", self.config, "--skip-pip"),
                ],
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._session_id = self._process.pid
        if self._session is None:
            self._session = aiohttp.ClientSession()
        deadline = time.monotonic() + START_TIMEOUT
        if not self.token:
            await self._until(deadline, self._make_owner)
        await self._until(deadline, self._is_running)

    async def stop(self) -> None:
        """End Home Assistant as a service manager does; kill it if it hangs."""
        process, self._process = self._process, None
        if process:
            process.terminate()
            deadline = time.monotonic() + STOP_TIMEOUT
            while process.poll() is None and time.monotonic() < deadline:
                await asyncio.sleep(0.05)
            _kill_group(process)
        if self._session:
            await self._session.close()
            self._session = None

    def kill(self) -> None:
        """Kill -9 Home Assistant alone, not its children, and reap it."""
        process, self._process = self._process, None
        assert process
        process.kill()
        process.wait()

    async def request(
        self, method: str, path: str, data: Any = None, *, timeout: float = 60
    ) -> Any:
        """Send JSON to the API as the owner and return its JSON; raises HomeError."""
        assert self._session
        async with self._session.request(
            method,
            self.url + path,
            json=data,
            headers={"Authorization": f"Bearer {self.token}"} if self.token else {},
            timeout=aiohttp.ClientTimeout(timeout),
        ) as response:
            text = await response.text()
            if not response.ok:
                raise HomeError(f"{method} {path}: {response.status} {text[:500]}")
            return json.loads(text) if text else None

    async def status(self, path: str, *, token: str | None = None) -> int:
        """The HTTP status of a GET, as the owner or with another token ("": none)."""
        assert self._session
        token = self.token if token is None else token
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with self._session.get(self.url + path, headers=headers) as response:
            return response.status

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[Connection]:
        """A websocket connection of the owner."""
        assert self._session
        url = self.url.replace("http", "ws") + "/api/websocket"
        async with self._session.ws_connect(url, max_msg_size=0) as socket_:
            await socket_.receive_json()
            await socket_.send_json({"type": "auth", "access_token": self.token})
            if (answer := await socket_.receive_json())["type"] != "auth_ok":
                raise HomeError(f"no entry: {answer}")
            connection = Connection(socket_)
            listening = asyncio.create_task(connection.listen())
            try:
                yield connection
            finally:
                listening.cancel()
                with suppress(asyncio.CancelledError):
                    await listening

    async def flow(
        self,
        path: str,
        answers: Mapping[str, Any],
        *,
        start: Mapping[str, Any] | None = None,
        flow_id: str | None = None,
    ) -> dict[str, Any]:
        """Walk through a new flow, or the one with `flow_id`; return its last result.

        `path` is one of the `FLOW` constants; `answers` has for each step its form's
        fields, or for a menu the name of the next step. Raises HomeError when a step
        has no answer, is refused or aborts.
        """
        if flow_id:
            result = await self.request("GET", f"{path}/{flow_id}")
        else:
            result = await self.request("POST", path, start)
        asked: set[str] = set()
        while result["type"] != "create_entry":
            if result["type"] == "abort":
                raise HomeError(f"the flow ends: {result['reason']}")
            step = result["step_id"]
            if step not in answers or (step in asked and result.get("errors")):
                raise HomeError(f"the flow stands at {json.dumps(result, default=str)}")
            asked.add(step)
            given = answers[step]
            data = {"next_step_id": given} if result["type"] == "menu" else given
            flow_path = f"{path}/{result['flow_id']}"
            result = await self.request("POST", flow_path, data)
            while result["type"] in ("progress", "progress_done"):
                await asyncio.sleep(0.2)
                result = await self.request("GET", flow_path)
        found: dict[str, Any] = result
        return found

    async def add_entry(
        self, domain: str, answers: Mapping[str, Any]
    ) -> tuple[str, str | None]:
        """Add an integration; return its entry and the flow that follows, if any."""
        start = {"handler": domain}
        result = await self.flow(ENTRY_FLOW, answers, start=start)
        following = result.get("next_flow")
        return result["result"]["entry_id"], following[1] if following else None

    async def add_subentry(
        self,
        entry_id: str,
        kind: str,
        answers: Mapping[str, Any],
        *,
        flow_id: str | None = None,
    ) -> None:
        """Add a subentry to an entry, in a new flow or the one with `flow_id`."""
        start = {"handler": [entry_id, kind]}
        await self.flow(SUBENTRY_FLOW, answers, start=start, flow_id=flow_id)

    def processes(self) -> dict[int, str]:
        """The processes that this Home Assistant began, itself left out.

        Process id and command line; they are still told after Home Assistant's end.
        """
        return {
            int(folder.name): command
            for folder in Path("/proc").iterdir()
            if folder.name.isdecimal() and int(folder.name) != self._session_id
            if (command := _command_in_session(folder, self._session_id))
        }

    async def state(self, entity_id: str) -> dict[str, Any]:
        """The state of an entity; raises HomeError where there is none."""
        found: dict[str, Any] = await self.request("GET", f"/api/states/{entity_id}")
        return found

    async def wait_for_state(
        self, entity_id: str, *wanted: str, timeout: float = 60
    ) -> dict[str, Any]:
        """Wait until the entity has one of the states; raises HomeError."""
        deadline = time.monotonic() + timeout
        state = "absent"
        while time.monotonic() < deadline:
            with suppress(HomeError):
                found = await self.state(entity_id)
                state = found["state"]
                if state in wanted:
                    return found
            await asyncio.sleep(0.2)
        raise HomeError(f"{entity_id} is {state}, not {' or '.join(wanted)}")

    async def _until(self, deadline: float, attempt: Any) -> None:
        """Try until it works; raises HomeError when Home Assistant ended or is late."""
        while True:
            with suppress(aiohttp.ClientError, HomeError, TimeoutError):
                if await attempt():
                    return
            ended = self._process is None or self._process.poll() is not None
            if ended or time.monotonic() > deadline:
                what = "ended" if ended else "does not come up"
                raise HomeError(f"Home Assistant {what}:\n{self.log[-3000:]}")
            await asyncio.sleep(0.1)

    async def _is_running(self) -> bool:
        config = await self.request("GET", "/api/config", timeout=10)
        self.version = config["version"]
        return bool(config["state"] == "RUNNING")

    async def exchange(self, code: str) -> dict[str, Any]:
        """The tokens for the code that a login ends with."""
        assert self._session
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": f"{self.url}/",
        }
        async with self._session.post(f"{self.url}/auth/token", data=form) as response:
            tokens: dict[str, Any] = await response.json()
        return tokens

    async def _make_owner(self) -> bool:
        """Go through the one step of onboarding that is left, and keep a token."""
        client = {"client_id": f"{self.url}/"}
        user = {
            "name": self.username.capitalize(),
            "username": self.username,
            "password": self.password,
            "language": "en",
        }
        created = await self.request("POST", "/api/onboarding/users", client | user)
        self.token = (await self.exchange(created["auth_code"]))["access_token"]
        # The first token lasts half an hour.
        async with self.connect() as connection:
            self.token = await connection.call(
                "auth/long_lived_access_token", client_name="scripts", lifespan=365
            )
        return True


def free_port(wanted: int = 0) -> int:
    """A port of this machine that is free now; raises OSError if the wanted is not."""
    with socket.socket() as listener:
        # A port that was in use until just now is free, as for Home Assistant itself.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", wanted))
        return int(listener.getsockname()[1])


def _command_in_session(folder: Path, session: int) -> str | None:
    """The command line of a process of /proc that lives in the session (proc(5))."""
    with suppress(OSError):
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        if fields[0] != "Z" and int(fields[3]) == session:
            command = (folder / "cmdline").read_bytes().split(b"\0")
            return b" ".join(command).decode(errors="replace").strip()
    return None


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever is left of the process's session."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
