"""The library's listener for push messages, and what it takes to rely on it."""

import asyncio
from collections.abc import Callable
import logging
import re
from typing import Any, override

from firebase_messaging import FcmPushClient, FcmRegisterConfig
from firebase_messaging.fcmpushclient import FcmPushClientRunState
from ring_doorbell.const import (
    API_URI,
    API_VERSION,
    FCM_API_KEY,
    FCM_APP_ID,
    FCM_PROJECT_ID,
    FCM_RING_SENDER_ID,
    SUBSCRIPTION_ENDPOINT,
)
from ring_doorbell.listen import RingEventListener

from .api import RingApi
from .errors import UnavailableError
from .happenings import Happening, from_push
from .shapes import Json, table

_LOGGER = logging.getLogger(__name__)


class Listener(RingEventListener):
    """The library's listener, with a receiver that survives what it cannot decode."""

    def __init__(
        self,
        api: RingApi,
        credentials: Json | None,
        on_credentials: Callable[[Json], None],
        on_happening: Callable[[Happening], None],
    ) -> None:
        super().__init__(api.ring, credentials, on_credentials)
        self._api = api
        self._on_happening = on_happening
        self._fcm = self._receiver = _Receiver(
            self._on_notification,
            FcmRegisterConfig(
                FCM_PROJECT_ID, FCM_APP_ID, FCM_API_KEY, FCM_RING_SENDER_ID
            ),
            credentials,
            self._credentials_updated_cb,
            config=self._config,
            http_client_session=api.auth.http_client_session,
        )

    @property
    def alive(self) -> bool:
        """Whether messages can come now. The library's ``started`` never changes."""
        return self._fcm.is_started()

    @property
    def ended(self) -> bool:
        """Whether it has given up."""
        return any(task.done() for task in self._fcm.tasks)

    @property
    def refused(self) -> bool:
        """Whether Google could be reached, and did not take the credentials."""
        return self._fcm.reached and not self._fcm.taken

    async def connected(self) -> None:
        """Wait until messages can come."""
        while not self.alive:
            if self.ended:
                raise UnavailableError("The push service does not take the login.")
            await asyncio.sleep(0.05)

    async def register(self) -> None:
        """Tell Ring again where messages shall go. Raises the errors of ``errors``."""
        await self.add_subscription_to_ring(self.fcm_token or "")

    @override
    async def add_subscription_to_ring(self, token: str) -> None:
        """Tell Ring where messages shall go. Raises the errors of ``errors``.

        The library would ask for the devices as well, only to know them, and fail on
        lists that it does not expect.
        """
        self.subscribed = False
        device = {
            "os": "android",
            "push_notification_token": token,
            "metadata": {
                "api_version": API_VERSION,
                "device_model": self._device_model,
                "pn_dict_version": "2.0.0",
                "pn_service": "fcm",
            },
        }
        reply = await self._api.ask(
            "PATCH", API_URI + SUBSCRIPTION_ENDPOINT, json={"device": device}
        )
        if reply.status_code >= 300:
            raise UnavailableError("Ring did not take the registration.")
        self.subscribed = True

    async def end(self) -> None:
        """Stop, in whatever state it is."""
        if self._fcm.run_state is not FcmPushClientRunState.CREATED:
            await self.stop()
        # The library leaves those alone that end, as it thinks, by themselves.
        for task in self._fcm.tasks:
            task.cancel()
        await asyncio.gather(*self._fcm.tasks, return_exceptions=True)

    @override
    async def _periodic_session_refresh(self) -> None:
        """Leave it to ``Push``: the library renews once, and never again."""

    @override
    def _on_notification(
        self, notification: dict[str, Any], persistent_id: str, obj: Any | None = None
    ) -> None:
        """Read a message here: the library takes times it does not know for now."""
        happening = from_push(notification, persistent_id)
        if happening is not None:
            self._on_happening(happening)


class _Receiver(FcmPushClient):
    """The push service's client, which decodes all forms that Ring's messages have.

    ``reached``: it was connected once. ``taken``: its login was, too.
    """

    reached = False
    taken = False

    @override
    async def _connect(self) -> bool:
        connected = await super()._connect()
        self.reached |= connected
        return connected

    @override
    async def _handle_message(self, msg: Any) -> None:
        await super()._handle_message(msg)
        self.taken |= self.is_started()

    @override
    def _handle_data_message(self, msg: Any) -> None:
        try:
            super()._handle_data_message(msg)
        except Exception:  # noqa: BLE001
            # One message that nobody can read must not end the connection, nor come
            # again after each start because it was never acknowledged.
            _LOGGER.debug("A push message cannot be decoded.")

    @override
    @staticmethod
    def _decrypt_raw_data(
        credentials: dict[str, dict[str, str]],
        crypto_key_str: str,
        salt_str: str,
        raw_data: bytes,
    ) -> bytes:
        """Decode a message whose keys may stand among others, and without padding."""
        return FcmPushClient._decrypt_raw_data(  # noqa: SLF001
            credentials,
            parameter(crypto_key_str, "dh"),
            parameter(salt_str, "salt"),
            raw_data,
        )


def is_usable(credentials: Json | None) -> bool:
    """Whether credentials have all that listening takes."""
    found = table(credentials)
    gcm, keys = table(found.get("gcm")), table(found.get("keys"))
    registration = table(table(found.get("fcm")).get("registration"))
    wanted = (
        *(gcm.get(key) for key in ("android_id", "security_token", "app_id")),
        *(keys.get("private"), keys.get("secret"), registration.get("token")),
    )
    return all(wanted)


def parameter(header: str, name: str) -> str:
    """Return a parameter of a header as padded base64.

    The client has cut off what should be ``name=``, whatever came first: so the
    parameter is where its name is, else it is what the header begins with.
    """
    found = re.search(rf'(?:^|[;,]\s*){name}="?([\w+/-]+)', header)
    value = found[1] if found else re.split("[;,=]", header, maxsplit=1)[0].strip(' "')
    return value + "=" * (-len(value) % 4)
