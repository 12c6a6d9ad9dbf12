"""Set up the home; its doorbells are subentries with a flow of their own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, override

import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryFlow,
    FlowType,
    OptionsFlow,
    SubentryFlowContext,
)
from homeassistant.const import CONF_EMAIL, CONF_TOKEN
from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN, callback
from homeassistant.helpers.selector import TextSelector

from .const import (
    CONF_HARDWARE_ID,
    CONF_RETENTION_DAYS,
    CONF_RETENTION_GB,
    CONF_STORAGE,
    DEFAULT_RETENTION_DAYS,
    DEFAULT_RETENTION_GB,
    DOMAIN,
    SUBENTRY_DOORBELL,
    SUBENTRY_REQUESTER,
    SUBENTRY_RING_ACCOUNT,
)
from .doorbell_flow import DoorbellFlow
from .form_fields import whole_number
from .options_flow import RingWatchOptionsFlow
from .requester_flow import RequesterFlow
from .ring.shapes import Json
from .ring_account_flow import RingAccountFlow
from .ring_login import Attempt, LoginSteps
from .storage import FolderError, check_folder, default_folder

SCHEMA = vol.Schema(
    {
        vol.Required(CONF_STORAGE): TextSelector(),
        vol.Required(CONF_RETENTION_DAYS): whole_number(365, "days"),
        vol.Required(CONF_RETENTION_GB): whole_number(100_000, "GB"),
    }
)


class RingWatchConfigFlow(LoginSteps[ConfigFlowResult], ConfigFlow, domain=DOMAIN):
    """Choose where footage lies and how long it is kept; log in to Ring again."""

    def __init__(self) -> None:
        """Nothing is chosen yet."""
        self._data: dict[str, Any] = {}
        self._account: str | None = None

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(
        cls, config_entry: ConfigEntry
    ) -> dict[str, type[ConfigSubentryFlow]]:
        """Return what can be added to the home."""
        return {
            SUBENTRY_DOORBELL: DoorbellFlow,
            SUBENTRY_RING_ACCOUNT: RingAccountFlow,
            SUBENTRY_REQUESTER: RequesterFlow,
        }

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> OptionsFlow:
        """Return what sets the rules of asking and sharing."""
        return RingWatchOptionsFlow()

    @override
    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Set up the home."""
        return await self._async_step_storage("user", user_input)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Change where footage lies and how long it is kept."""
        return await self._async_step_storage("reconfigure", user_input)

    async def async_step_reauth(
        self, entry_data: Mapping[str, Any]
    ) -> ConfigFlowResult:
        """Log in to a Ring account again, whose subentry is in ``entry_data``."""
        self._account = entry_data["subentry_id"]
        subentry = self._get_reauth_entry().subentries.get(self._account)
        if subentry is None:
            return self.async_abort(reason="account_removed")
        self.attempt = Attempt(
            self.hass, subentry.data[CONF_HARDWARE_ID], subentry.data[CONF_EMAIL]
        )
        return await self.async_step_login()

    @override
    def show(
        self,
        step_id: str,
        schema: vol.Schema,
        errors: dict[str, str],
        placeholders: dict[str, str],
    ) -> ConfigFlowResult:
        """Show a form of the login."""
        return self.async_show_form(
            step_id=step_id,
            data_schema=schema,
            errors=errors,
            description_placeholders=placeholders,
        )

    @override
    async def logged_in(self, token: Json) -> ConfigFlowResult:
        """Give the account its new token; its link follows that."""
        entry = self._get_reauth_entry()
        subentry = entry.subentries.get(self._account or "")
        if subentry is None:
            return self.async_abort(reason="account_removed")
        self.hass.config_entries.async_update_subentry(
            entry, subentry, data={**subentry.data, CONF_TOKEN: token}
        )
        return self.async_abort(
            reason="reauth_successful", translation_domain=HOMEASSISTANT_DOMAIN
        )

    async def async_step_backup(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Tell what a folder inside the configuration means, and let it be confirmed."""
        if user_input is not None:
            return self._finish()
        return self.async_show_form(
            step_id="backup",
            data_schema=vol.Schema({}),
            description_placeholders={"folder": self._data[CONF_STORAGE]},
        )

    async def _async_step_storage(
        self, step_id: str, user_input: dict[str, Any] | None
    ) -> ConfigFlowResult:
        """Ask for the folder and the retention, and check the folder."""
        errors: dict[str, str] = {}
        if user_input is not None:
            try:
                folder = await self.hass.async_add_executor_job(
                    check_folder, self.hass, user_input[CONF_STORAGE]
                )
            except FolderError as err:
                errors[CONF_STORAGE] = str(err)
            else:
                self._data = {
                    CONF_STORAGE: str(folder.path),
                    CONF_RETENTION_DAYS: int(user_input[CONF_RETENTION_DAYS]),
                    CONF_RETENTION_GB: int(user_input[CONF_RETENTION_GB]),
                }
                if folder.in_backups and not self._is_confirmed(folder.path):
                    return await self.async_step_backup()
                return self._finish()
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(
                SCHEMA, user_input or await self._suggested()
            ),
            errors=errors,
            description_placeholders={"time_zone": self.hass.config.time_zone},
        )

    async def _suggested(self) -> dict[str, Any]:
        """Return what is set, or the defaults."""
        if self.source != SOURCE_USER:
            return dict(self._get_reconfigure_entry().data)
        folder = await self.hass.async_add_executor_job(default_folder, self.hass)
        return {
            CONF_STORAGE: folder,
            CONF_RETENTION_DAYS: DEFAULT_RETENTION_DAYS,
            CONF_RETENTION_GB: DEFAULT_RETENTION_GB,
        }

    def _is_confirmed(self, folder: Path) -> bool:
        """Return whether the owner has said yes to this folder before."""
        if self.source == SOURCE_USER:
            return False
        return bool(self._get_reconfigure_entry().data[CONF_STORAGE] == str(folder))

    def _finish(self) -> ConfigFlowResult:
        """Create or change the entry."""
        if self.source == SOURCE_USER:
            return self.async_create_entry(title="Ring Watch", data=self._data)
        entry = self._get_reconfigure_entry()
        # Only a loaded entry follows its changes.
        loaded = entry.state is ConfigEntryState.LOADED
        result = self.async_update_and_abort(entry, data=self._data)
        if not loaded:
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return result

    @override
    async def async_on_create_entry(self, result: ConfigFlowResult) -> ConfigFlowResult:
        """Go on with the first doorbell."""
        flow = await self.hass.config_entries.subentries.async_init(
            (result["result"].entry_id, SUBENTRY_DOORBELL),
            context=SubentryFlowContext(source=SOURCE_USER),
        )
        result["next_flow"] = (FlowType.CONFIG_SUBENTRIES_FLOW, flow["flow_id"])
        return result
