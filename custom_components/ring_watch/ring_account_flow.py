"""Add and change a Ring account: log in, and choose what is kept of it at home."""

from typing import Any, Final, override

import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntryState,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_EMAIL, CONF_PASSWORD, CONF_TOKEN
from homeassistant.helpers.selector import (
    BooleanSelector,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from .const import CONF_HARDWARE_ID, CONF_KEEP_COPY, SUBENTRY_RING_ACCOUNT
from .ring.client import new_hardware_id
from .ring.shapes import Json
from .ring_login import PASSWORD, Attempt, LoginSteps

_EMAIL: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.EMAIL, autocomplete="username")
)
_KEEP_COPY: Final = {vol.Required(CONF_KEEP_COPY, default=False): BooleanSelector()}
_USER: Final = vol.Schema(
    {
        vol.Required(CONF_EMAIL): _EMAIL,
        vol.Required(CONF_PASSWORD): PASSWORD,
        **_KEEP_COPY,
    }
)


class RingAccountFlow(LoginSteps[SubentryFlowResult], ConfigSubentryFlow):
    """Ask for e-mail and password, then for the code.

    The password is never stored. The hardware id, by which Ring knows this client, is
    made once and kept for as long as the account is here.
    """

    def __init__(self) -> None:
        """Nothing is chosen yet."""
        self._keep_copy = False

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Log in to an account that is new."""
        errors: dict[str, str] = {}
        placeholders = {"wait": "0"}
        if user_input is not None:
            email = user_input[CONF_EMAIL].strip()
            if self._is_known(email):
                return self.async_abort(reason="already_configured")
            self._keep_copy = user_input[CONF_KEEP_COPY]
            self.attempt = Attempt(self.hass, new_hardware_id(), email)
            wrong = await self.attempt.password(user_input[CONF_PASSWORD])
            if wrong is None:
                return await self.next_step()
            errors["base"] = wrong
            placeholders = self.placeholders
        # A password is never sent back to the browser.
        shown = {**(user_input or {})}
        shown.pop(CONF_PASSWORD, None)
        return self.show(
            "user",
            self.add_suggested_values_to_schema(_USER, shown),
            errors,
            placeholders,
        )

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Choose what to change."""
        return self.async_show_menu(
            step_id="reconfigure", menu_options=["keeping", "again"]
        )

    async def async_step_keeping(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Choose whether recordings are kept at home as well."""
        if user_input is not None:
            return self._change({CONF_KEEP_COPY: user_input[CONF_KEEP_COPY]})
        schema = self.add_suggested_values_to_schema(
            vol.Schema(_KEEP_COPY), self._get_reconfigure_subentry().data
        )
        return self.show("keeping", schema, {}, {})

    async def async_step_again(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Log in anew, as the same client."""
        data = self._get_reconfigure_subentry().data
        self.attempt = Attempt(self.hass, data[CONF_HARDWARE_ID], data[CONF_EMAIL])
        return await self.async_step_login()

    @override
    def show(
        self,
        step_id: str,
        schema: vol.Schema,
        errors: dict[str, str],
        placeholders: dict[str, str],
    ) -> SubentryFlowResult:
        """Show a form."""
        return self.async_show_form(
            step_id=step_id,
            data_schema=schema,
            errors=errors,
            description_placeholders=placeholders,
        )

    @override
    async def logged_in(self, token: Json) -> SubentryFlowResult:
        """Create the subentry, or give it the new token."""
        if self.source != SOURCE_USER:
            return self._change({CONF_TOKEN: token})
        email = self.attempt.email
        if self._is_known(email):
            return self.async_abort(reason="already_configured")
        return self.async_create_entry(
            title=email,
            data={
                CONF_EMAIL: email,
                CONF_HARDWARE_ID: self.attempt.hardware_id,
                CONF_TOKEN: token,
                CONF_KEEP_COPY: self._keep_copy,
            },
            unique_id=_unique(email),
        )

    def _is_known(self, email: str) -> bool:
        """Return whether the account is here already."""
        return any(
            subentry.unique_id == _unique(email)
            for subentry in self._get_entry().get_subentries_of_type(
                SUBENTRY_RING_ACCOUNT
            )
        )

    def _change(self, updates: dict[str, Any]) -> SubentryFlowResult:
        """Change the subentry; a loaded entry follows its changes."""
        entry = self._get_entry()
        loaded = entry.state is ConfigEntryState.LOADED
        result = self.async_update_and_abort(
            entry, self._get_reconfigure_subentry(), data_updates=updates
        )
        if not loaded:
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return result


def _unique(email: str) -> str:
    return f"ring_{email.lower()}"
