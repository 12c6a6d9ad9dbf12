"""Commands, actions and events over Home Assistant's websocket."""

import asyncio
import json
from typing import Any

import aiohttp


class HomeError(Exception):
    """Home Assistant did not do what was asked; the message says what it answered."""


class Connection:
    """A websocket connection: commands with their results, subscriptions as queues."""

    def __init__(self, socket_: aiohttp.ClientWebSocketResponse) -> None:
        """Use an authenticated socket; `listen` has to run."""
        self._socket = socket_
        self._number = 0
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._queues: dict[int, asyncio.Queue[Any]] = {}

    async def listen(self) -> None:
        """Hand out what arrives until the socket closes."""
        async for message in self._socket:
            answer = json.loads(message.data)
            number = answer.get("id")
            if answer["type"] == "event" and number in self._queues:
                self._queues[number].put_nowait(answer["event"])
            elif waiting := self._waiting.pop(number, None):
                if answer.get("success", True):
                    waiting.set_result(answer.get("result"))
                else:
                    waiting.set_exception(HomeError(json.dumps(answer["error"])))
        for waiting in self._waiting.values():
            waiting.set_exception(HomeError("the connection ended"))

    async def call(self, kind: str, *, timeout: float = 120, **fields: Any) -> Any:
        """Send a command and return its result; raises HomeError and TimeoutError."""
        return await asyncio.wait_for(self._send(kind, fields)[1], timeout)

    async def subscribe(self, kind: str, **fields: Any) -> asyncio.Queue[Any]:
        """Send a command whose events come through the returned queue."""
        number, result = self._send(kind, fields)
        queue = self._queues.setdefault(number, asyncio.Queue())
        await asyncio.wait_for(result, 30)
        return queue

    async def action(
        self, name: str, *, response: bool = False, timeout: float = 300, **data: Any
    ) -> Any:
        """Perform an action (domain.name); with `response`, return what it answers."""
        domain, _, service = name.partition(".")
        result = await self.call(
            "call_service",
            domain=domain,
            service=service,
            service_data=data,
            return_response=response,
            timeout=timeout,
        )
        return result["response"] if response else None

    def _send(
        self, kind: str, fields: dict[str, Any]
    ) -> tuple[int, asyncio.Future[Any]]:
        self._number += 1
        number = self._number
        future = asyncio.get_running_loop().create_future()
        self._waiting[number] = future
        message = {"id": number, "type": kind, **fields}
        task = asyncio.ensure_future(self._socket.send_json(message))
        task.add_done_callback(lambda done: done.exception())
        return number, future
