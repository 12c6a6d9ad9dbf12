"""What another process can do to a fake cloud: POST of JSON, answer in JSON.

POST /play/account   fields of `Account`; `devices`: a list of fields of `Device`
POST /play/happen    `device` (its id), and what `RingCloud.happen` takes
POST /play/recording `device`, `at` (ISO 8601), and what `RingCloud.add_recording` takes
POST /play/device    `id`, and fields of `Device` to change; `gone`: true takes it away
POST /play/fault     `endpoint`, and fields of `Fault`; `times`: 0 means always
POST /play/revoke    takes all clients off all accounts
POST /play/traffic   lists the requests so far: endpoint, status, whether with a token
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiohttp import web

from .devices import Device
from .server import RingCloud
from .traffic import Endpoint, Fault, reply

type Told = dict[str, Any]


class Play:
    """Handlers of what tests and the demonstration do from outside."""

    def __init__(self, cloud: RingCloud) -> None:
        self._cloud = cloud

    def routes(self) -> list[web.RouteDef]:
        """What it answers."""
        actions: dict[str, Callable[[Told], Awaitable[Any]]] = {
            "account": self._account,
            "happen": self._happen,
            "recording": self._recording,
            "device": self._device,
            "fault": self._fault,
            "revoke": self._revoke,
            "traffic": self._traffic,
        }
        return [web.post(f"/play/{n}", _handler(a)) for n, a in actions.items()]

    async def _account(self, told: Told) -> Any:
        devices = [Device(**fields) for fields in told.pop("devices", ())]
        self._cloud.add_account(*devices, **told)
        return {}

    async def _happen(self, told: Told) -> Any:
        event = await self._cloud.happen(self._find(told.pop("device")), **told)
        return {"id": str(event.id), "created_at": event.created_at}

    async def _recording(self, told: Told) -> Any:
        device, at = self._find(told.pop("device")), told.pop("at")
        event = self._cloud.add_recording(device, datetime.fromisoformat(at), **told)
        return {"id": str(event.id), "created_at": event.created_at}

    async def _device(self, told: Told) -> Any:
        device = self._find(told.pop("id"))
        if told.pop("gone", False):
            for account in self._cloud.state.accounts.all:
                account.devices[:] = [d for d in account.devices if d is not device]
        for name, value in told.items():
            setattr(device, name, value)
        return {}

    async def _fault(self, told: Told) -> Any:
        endpoint, times = Endpoint(told.pop("endpoint")), told.pop("times", 1)
        headers = tuple(told.pop("headers", {}).items())
        fault = Fault(**told, headers=headers)
        if times:
            self._cloud.traffic.next(endpoint, fault, times)
        else:
            self._cloud.traffic.always(endpoint, fault)
        return {}

    async def _revoke(self, _: Told) -> Any:
        for account in self._cloud.state.accounts.all:
            account.revoke()
        return {}

    async def _traffic(self, _: Told) -> Any:
        return [
            {"endpoint": s.endpoint, "status": s.status, "bearer": bool(s.bearer)}
            for s in self._cloud.traffic.requests
        ]

    def _find(self, device_id: int) -> Device:
        for account in self._cloud.state.accounts.all:
            if device := account.device(device_id):
                return device
        raise KeyError(f"no device {device_id}")


def _handler(
    action: Callable[[Told], Awaitable[Any]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return reply(
                await action(await request.json() if request.can_read_body else {})
            )
        except (KeyError, TypeError, ValueError) as error:
            return reply({"error": repr(error)}, 400)

    return handle
