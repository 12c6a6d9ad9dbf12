"""Logging in, sessions, devices and their settings."""

from http import HTTPStatus
import re
from typing import Any

from aiohttp import encode_basic_auth, hdrs, web

from .accounts import CLIENT_ID
from .devices import Device, document
from .events import text
from .state import State, refused
from .traffic import Endpoint, reply

DOORBOT = r"/clients_api/{family:doorbots|chimes}/{device:\d+}"


class Api:
    """Handlers of what is about an account and its devices."""

    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[web.RouteDef]:
        """What it answers."""
        devices = r"/devices/v1/devices/{device:\d+}/settings"
        groups = "/groups/v1/locations/{location}/groups"
        return [
            web.post("/oauth/token", self.token, name=Endpoint.TOKEN),
            web.post("/clients_api/session", self.session, name=Endpoint.SESSION),
            web.get("/clients_api/ring_devices", self.devices, name=Endpoint.DEVICES),
            web.get("/clients_api/dings/active", self.dings, name=Endpoint.DINGS),
            web.get(f"{DOORBOT}/health", self.health, name=Endpoint.HEALTH),
            web.get(groups, self.groups, name=Endpoint.GROUPS),
            web.patch("/clients_api/device", self.push_token, name=Endpoint.PUSH_TOKEN),
            web.get(devices, self.settings, name=f"{Endpoint.SETTINGS}.get"),
            web.patch(devices, self.change_settings, name=Endpoint.SETTINGS),
            web.post(f"{DOORBOT}/subscribe", self.alert, name=Endpoint.ALERTS),
            web.post(
                f"{DOORBOT}/motions_subscribe",
                self.alert,
                name=f"{Endpoint.ALERTS}.motion",
            ),
            web.put(DOORBOT, self.change, name=Endpoint.CHANGE),
            web.put(f"{DOORBOT}/{{what}}", self.switch, name=f"{Endpoint.CHANGE}.on"),
        ]

    async def token(self, request: web.Request) -> web.Response:
        """Give tokens for a password or a refresh token."""
        expected = encode_basic_auth(CLIENT_ID, "")
        if request.headers.get(hdrs.AUTHORIZATION) != expected:
            return reply({"error": "invalid_client"}, HTTPStatus.UNAUTHORIZED)
        form = {k: str(v) for k, v in (await request.post()).items()}
        status, answer = self._state.accounts.grant(form, request.headers)
        return reply(answer, status)

    async def session(self, request: web.Request) -> web.Response:
        """Begin a session of the client that asks."""
        client = self._state.client(request, session=False)
        hardware_id = (await request.json()).get("device", {}).get("hardware_id")
        if hardware_id != client.hardware_id:
            raise refused(web.HTTPNotFound, "hardware_id is not of this token")
        client.has_session = True
        profile = {
            "id": 9_000_001,
            "email": client.account.email,
            "first_name": "Robin",
            "last_name": "Example",
            "phone_number": None,
            "authentication_token": "not-used-any-more",
            "hardware_id": hardware_id,
            "features": {"remote_logging_format_storing": False},
            "user_flow": "ring",
        }
        return reply({"profile": profile}, HTTPStatus.CREATED)

    async def devices(self, request: web.Request) -> web.Response:
        """List the account's devices by family."""
        client = self._state.client(request)
        return reply(document(client.account.devices, client.hears))

    async def dings(self, request: web.Request) -> web.Response:
        """List what has just happened and is not over."""
        account = self._state.client(request).account
        now, lasts = self._state.now(), 180
        found: list[dict[str, Any]] = []
        for device in account.devices:
            for event in self._state.of_device(device):
                age = (now - event.at).total_seconds()
                if 0 <= age < lasts and event.state == "ringing":
                    found.append(
                        {
                            "id": event.id,
                            "id_str": str(event.id),
                            "state": event.state,
                            "protocol": "sip",
                            "doorbot_id": device.id,
                            "doorbot_description": device.name,
                            "device_kind": device.kind,
                            "kind": event.kind,
                            "motion": event.kind == "motion",
                            "now": event.at.timestamp(),
                            "expires_in": lasts,
                        }
                    )
        return reply(found)

    async def health(self, request: web.Request) -> web.Response:
        """Tell how a device is."""
        _, device = self._state.device(request)
        return reply(device.health())

    async def groups(self, request: web.Request) -> web.Response:
        """List the groups of lights of a location: none."""
        self._state.client(request)
        return reply({"device_groups": []})

    async def push_token(self, request: web.Request) -> web.Response:
        """Note where the client wants to be notified."""
        client = self._state.client(request)
        device = (await request.json()).get("device", {})
        client.push_token = device.get("push_notification_token")
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def alert(self, request: web.Request) -> web.Response:
        """Notify the client of a device's presses, or of its motion."""
        account, device = self._state.device(request)
        if device.id in account.without_alerts:
            raise refused(web.HTTPForbidden, "device_alerts_manage")
        kind = "motion" if request.path.endswith("/motions_subscribe") else "ding"
        self._state.client(request).alerts.add((device.id, kind))
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def settings(self, request: web.Request) -> web.Response:
        """Tell the settings of a device."""
        _, device = self._state.device(request)
        motion = {"motion_detection_enabled": device.motion_detection}
        return reply({"motion_settings": motion, "updated_at": text(self._state.now())})

    async def change_settings(self, request: web.Request) -> web.Response:
        """Change what `motion_settings` names."""
        _, device = self._state.device(request)
        wanted = (await request.json()).get("motion_settings", {})
        enabled = wanted.get("motion_detection_enabled", device.motion_detection)
        device.motion_detection = bool(enabled)
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def change(self, request: web.Request) -> web.Response:
        """Change what the query's `doorbot[…]` or `chime[…]` names."""
        _, device = self._state.device(request)
        for key, value in request.query.items():
            _change(device, re.findall(r"\w+", key), value)
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def switch(self, request: web.Request) -> web.Response:
        """Switch a light or a siren."""
        _, device = self._state.device(request)
        match request.match_info["what"]:
            case "floodlight_light_on" | "floodlight_light_off" as what:
                device.light = what.endswith("_on")
            case "siren_on" | "siren_off" as what:
                device.siren = what.endswith("_on")
            case _:
                raise web.HTTPNotFound
        return reply({})


def _change(device: Device, path: list[str], value: str) -> None:
    match path:
        case [_, "settings", "doorbell_volume" | "volume"]:
            device.volume = int(value)
        case [_, "description"]:
            device.name = value
        case _:
            pass
