"""What every command does: who may give it, and how it is refused."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

import voluptuous as vol

from custom_components.ring_watch.consent.actors import actor_of
from custom_components.ring_watch.consent.refusals import refusal, sentence, translated
from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.doorbell import Doorbell
from custom_components.ring_watch.engine.errors import EngineError
from custom_components.ring_watch.engine.times import parse_time
from custom_components.ring_watch.home import Home
from custom_components.ring_watch.sharing.errors import NotAllowed, SharingError
from custom_components.ring_watch.sharing.model.people import Actor
from custom_components.ring_watch.sharing.sharing import Sharing
from custom_components.ring_watch.times import to_text
from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

ID: Final = vol.All(str, vol.Length(min=1, max=64))
LIMIT: Final = vol.All(int, vol.Range(min=1, max=200))
COUNT: Final = vol.All(int, vol.Range(min=1, max=60))
# Of years that a calendar has, whatever is added to them.
_LAST: Final = 4_102_444_800_000_000
_REFUSAL: Final = "sharing_"

type Message = dict[str, Any]
type Command = Callable[[HomeAssistant, ActiveConnection, Message], None]
type Work = Callable[[Call], Coroutine[Any, Any, dict[str, Any] | None]]


@dataclass(frozen=True, slots=True)
class Call:
    """A command that an administrator gave."""

    home: Home
    actor: Actor
    connection: ActiveConnection
    msg: Message

    @property
    def context(self) -> Context:
        """The context of what this call does."""
        return self.connection.context(self.msg)

    @property
    def sharing(self) -> Sharing:
        """Requests and shares, for commands that are refused without them."""
        assert self.home.sharing
        return self.home.sharing

    def doorbell(self) -> Doorbell:
        """Return the doorbell that is named; raises SharingError ``no_doorbell``."""
        doorbell = self.home.doorbells.get(self.msg["doorbell_id"])
        if doorbell is None:
            raise SharingError("no_doorbell")
        return doorbell


def now() -> dict[str, str]:
    """Return the home's time: a browser's own may be wrong."""
    return {"now": to_text(dt_util.utcnow())}


def time(text: object) -> int:
    """Accept a time with its offset, as microseconds."""
    try:
        us = parse_time(str(text))
    except EngineError as err:
        raise vol.Invalid(str(err)) from err
    if not 0 <= us < _LAST:
        raise vol.Invalid("no time that footage can have")
    return us


def command(
    name: str, *, needs_sharing: bool = True, **fields: Any
) -> Callable[[Work], Command]:
    """Make a command of what an administrator may do; others are noted and refused.

    ``needs_sharing``: refused while requests and shares cannot be used. ``fields``:
    the marker and the validator of each. An answer of None is an empty result. A
    refusal has its code, and its sentence in the home's language; the key
    and the placeholders of the sentence let a frontend say it in the user's.
    """
    schema: dict[Any, Any] = {vol.Required("type"): f"{DOMAIN}/{name}"}
    for field, (marker, value) in fields.items():
        schema[marker(field)] = value

    def decorate(work: Work) -> Command:
        @websocket_api.websocket_command(schema)
        @websocket_api.async_response
        async def perform(
            hass: HomeAssistant, connection: ActiveConnection, msg: Message
        ) -> None:
            try:
                with translated():
                    call = await _admit(hass, connection, name, msg)
                    if needs_sharing and call.home.sharing is None:
                        raise refusal("unavailable")
                    result = await work(call)
            except HomeAssistantError as err:
                await _refuse(hass, connection, msg, err)
            else:
                connection.send_result(msg["id"], result)

        return perform

    return decorate


async def _admit(
    hass: HomeAssistant, connection: ActiveConnection, name: str, msg: Message
) -> Call:
    """Return the call of a real, active administrator; raises NotAllowed, noted."""
    entries = hass.config_entries.async_loaded_entries(DOMAIN)
    if not entries:
        raise refusal("unavailable")
    home: Home = entries[0].runtime_data
    actor = await actor_of(hass, connection.context(msg))
    if not actor.may_decide:
        if home.sharing is not None:
            await home.sharing.note_attempt(name, actor)
        raise NotAllowed
    return Call(home, actor, connection, msg)


async def _refuse(
    hass: HomeAssistant,
    connection: ActiveConnection,
    msg: Message,
    err: HomeAssistantError,
) -> None:
    """Say why not. It is the answer, and no error that a log should have."""
    key = err.translation_key
    connection.send_error(
        msg["id"],
        key.removeprefix(_REFUSAL) if key else websocket_api.ERR_HOME_ASSISTANT_ERROR,
        await sentence(hass, err),
        translation_key=key,
        translation_domain=err.translation_domain,
        translation_placeholders=err.translation_placeholders,
    )
