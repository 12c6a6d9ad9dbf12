"""Add and change a doorbell."""

from collections.abc import Mapping
from typing import Any

import voluptuous as vol

from homeassistant.components import webhook
from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntryState,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import (
    CONF_NAME,
    CONF_PASSWORD,
    CONF_URL,
    CONF_USERNAME,
    CONF_WEBHOOK_ID,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.network import NoURLAvailableError
from homeassistant.util import slugify

from .const import (
    CONF_AUDIO,
    CONF_CAMERA,
    CONF_CAMERA_ENTITY,
    CONF_MOTION,
    CONF_MOTION_ENTITY,
    CONF_PERSON_ENTITY,
    CONF_PRESS,
    CONF_PRESS_ENTITY,
    CONF_SENSITIVITY,
    CONF_SOURCE,
    CONF_TRANSPORT,
    DOMAIN,
    MOTION_DETECT,
    MOTION_ENTITY,
    PRESS_ENTITY,
    PRESS_WEBHOOK,
    SOURCE_DEMO,
    SOURCE_ENTITIES,
    SOURCE_STREAM,
)
from .doorbell_schemas import DEMO, ENTITIES, EVENTS, NAME, STREAM
from .doorbells.address import Address
from .doorbells.entities import camera_address
from .probe import ProbeError, StreamFacts, probe

CAMERA_NAME_LENGTH = 60


class DoorbellFlow(ConfigSubentryFlow):
    """Choose a source, connect to it, and choose what presses and what moves."""

    def __init__(self) -> None:
        """Nothing is chosen yet."""
        self._name = ""
        self._data: dict[str, Any] = {}
        self._facts: StreamFacts | None = None

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Choose where the pictures come from."""
        return self.async_show_menu(
            step_id="user", menu_options=[SOURCE_STREAM, SOURCE_ENTITIES, SOURCE_DEMO]
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Change the source that was chosen."""
        steps = {
            SOURCE_STREAM: self.async_step_stream,
            SOURCE_ENTITIES: self.async_step_entities,
            SOURCE_DEMO: self.async_step_demo,
        }
        return await steps[self._known[CONF_SOURCE]]()

    async def async_step_stream(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for a stream's address, and connect to it."""
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                address = self._address(user_input)
            except ValueError:
                errors[CONF_URL] = "bad_source"
            else:
                if self._is_taken(CONF_URL, address.url):
                    return self.async_abort(reason="already_configured")
                transport = user_input[CONF_TRANSPORT]
                if await self._probe(address, transport, errors):
                    credentials = {
                        CONF_USERNAME: address.username,
                        CONF_PASSWORD: address.password,
                    }
                    self._take(
                        user_input,
                        {
                            CONF_SOURCE: SOURCE_STREAM,
                            CONF_URL: address.url,
                            CONF_TRANSPORT: transport,
                            CONF_AUDIO: user_input[CONF_AUDIO],
                            **{key: text for key, text in credentials.items() if text},
                        },
                    )
                    return await self.async_step_events()
        # A password is never sent back to the browser.
        shown = {**(user_input or self._known)}
        shown.pop(CONF_PASSWORD, None)
        return self._form("stream", STREAM, shown, errors)

    async def async_step_entities(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for a camera that is there, and connect to its stream."""
        errors: dict[str, str] = {}
        if user_input is not None:
            entity_id = user_input[CONF_CAMERA_ENTITY]
            if self._is_taken(CONF_CAMERA_ENTITY, entity_id):
                return self.async_abort(reason="already_configured")
            registered = er.async_get(self.hass).async_get(entity_id)
            if registered and registered.platform == DOMAIN:
                errors[CONF_CAMERA_ENTITY] = "own_camera"
            elif (address := await camera_address(self.hass, entity_id)) is None:
                errors[CONF_CAMERA_ENTITY] = "camera_without_stream"
            elif await self._probe(address, "tcp", errors):
                self._take(
                    user_input,
                    {
                        CONF_SOURCE: SOURCE_ENTITIES,
                        CONF_CAMERA_ENTITY: entity_id,
                        CONF_AUDIO: user_input[CONF_AUDIO],
                    },
                )
                return await self.async_step_events()
        return self._form("entities", ENTITIES, user_input or self._known, errors)

    async def async_step_demo(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask for little: the demo brings everything."""
        if user_input is not None:
            self._take(
                user_input,
                {
                    CONF_SOURCE: SOURCE_DEMO,
                    CONF_AUDIO: user_input[CONF_AUDIO],
                    CONF_SENSITIVITY: int(user_input[CONF_SENSITIVITY]),
                },
            )
            return self._finish()
        return self._form("demo", DEMO, self._known, {})

    async def async_step_events(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show what was found, and ask what presses and what moves."""
        errors: dict[str, str] = {}
        if user_input is not None:
            press, motion = user_input[CONF_PRESS], user_input[CONF_MOTION]
            if press == PRESS_ENTITY and not user_input.get(CONF_PRESS_ENTITY):
                errors[CONF_PRESS_ENTITY] = "entity_missing"
            if motion == MOTION_ENTITY and not user_input.get(CONF_MOTION_ENTITY):
                errors[CONF_MOTION_ENTITY] = "entity_missing"
            if not errors:
                self._data |= _chosen_events(user_input)
                if press == PRESS_WEBHOOK:
                    return await self.async_step_webhook()
                return self._finish()
        assert self._facts
        return self.async_show_form(
            step_id="events",
            data_schema=self.add_suggested_values_to_schema(
                EVENTS, user_input or self._known
            ),
            errors=errors,
            description_placeholders=self._facts.as_placeholders(),
        )

    async def async_step_webhook(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Print the address that the button has to call."""
        if user_input is not None:
            return self._finish()
        webhook_id = self._known.get(CONF_WEBHOOK_ID) or webhook.async_generate_id()
        self._data[CONF_WEBHOOK_ID] = webhook_id
        try:
            address = webhook.async_generate_url(
                self.hass, webhook_id, prefer_external=False
            )
        except NoURLAvailableError:
            address = webhook.async_generate_path(webhook_id)
        return self.async_show_form(
            step_id="webhook",
            data_schema=vol.Schema({}),
            description_placeholders={"webhook_url": address},
        )

    @property
    def _known(self) -> Mapping[str, Any]:
        """What the doorbell has been set to."""
        if self.source == SOURCE_USER:
            return {}
        return self._get_reconfigure_subentry().data

    def _form(
        self,
        step_id: str,
        fields: Mapping[Any, Any],
        shown: Mapping[str, Any],
        errors: dict[str, str],
    ) -> SubentryFlowResult:
        """Show a source's form; the name is asked for only once."""
        named = {**NAME, **fields} if self.source == SOURCE_USER else dict(fields)
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(vol.Schema(named), shown),
            errors=errors,
        )

    def _address(self, user_input: dict[str, Any]) -> Address:
        """Return the address that was meant. Raises ValueError.

        Credentials inside the URL are taken out of it. A password that was given
        before is kept when only it is left empty: for the same user and host.
        """
        parsed = Address.parse(user_input[CONF_URL])
        username = user_input.get(CONF_USERNAME) or parsed.username
        password = user_input.get(CONF_PASSWORD) or parsed.password
        if username and not password and self._known.get(CONF_USERNAME) == username:
            before = Address.parse(self._known[CONF_URL])
            if before.host == parsed.host:
                password = self._known.get(CONF_PASSWORD)
        return Address(parsed.url, username, password)

    def _is_taken(self, key: str, value: str) -> bool:
        """Return whether another doorbell records the same."""
        own = None if self.source == SOURCE_USER else self._reconfigure_subentry_id
        return any(
            subentry.data.get(key) == value
            for subentry in self._get_entry().subentries.values()
            if subentry.subentry_id != own
        )

    async def _probe(
        self, address: Address, transport: str, errors: dict[str, str]
    ) -> bool:
        """Connect, and keep what was found; else say why not."""
        try:
            self._facts = await probe(address, transport)
        except ProbeError as err:
            errors["base"] = str(err)
            return False
        return True

    def _take(self, user_input: dict[str, Any], data: dict[str, Any]) -> None:
        """Keep what the source's form said."""
        self._name = user_input.get(CONF_NAME, "").strip() or "Doorbell"
        self._data = {**data, CONF_CAMERA: self._camera_name()}

    def _camera_name(self) -> str:
        """Return the name of the doorbell's folder, which stays when it is renamed."""
        if known := self._known.get(CONF_CAMERA):
            return str(known)
        taken = {
            subentry.data.get(CONF_CAMERA)
            for subentry in self._get_entry().subentries.values()
        }
        base = slugify(self._name)[:CAMERA_NAME_LENGTH]
        names = [base, *(f"{base}_{number}" for number in range(2, len(taken) + 2))]
        return next(name for name in names if name not in taken)

    def _finish(self) -> SubentryFlowResult:
        """Create or change the subentry."""
        if self.source == SOURCE_USER:
            return self.async_create_entry(
                title=self._name, data=self._data, unique_id=self._data[CONF_CAMERA]
            )
        entry = self._get_entry()
        # Only a loaded entry follows its changes.
        loaded = entry.state is ConfigEntryState.LOADED
        result = self.async_update_and_abort(
            entry, self._get_reconfigure_subentry(), data=self._data
        )
        if not loaded:
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return result


def _chosen_events(user_input: dict[str, Any]) -> dict[str, Any]:
    """Return what was chosen, without what belongs to another choice."""
    chosen = {key: user_input[key] for key in (CONF_PRESS, CONF_MOTION)}
    if chosen[CONF_PRESS] == PRESS_ENTITY:
        chosen[CONF_PRESS_ENTITY] = user_input[CONF_PRESS_ENTITY]
    if chosen[CONF_MOTION] == MOTION_ENTITY:
        chosen[CONF_MOTION_ENTITY] = user_input[CONF_MOTION_ENTITY]
        if person := user_input.get(CONF_PERSON_ENTITY):
            chosen[CONF_PERSON_ENTITY] = person
    if chosen[CONF_MOTION] == MOTION_DETECT:
        chosen[CONF_SENSITIVITY] = int(user_input[CONF_SENSITIVITY])
    return chosen
