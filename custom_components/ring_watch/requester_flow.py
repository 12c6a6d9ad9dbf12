"""Add, change, renew and revoke a requester: somebody whom the owner lets ask."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import voluptuous as vol

from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.const import CONF_NAME
from homeassistant.helpers.selector import (
    DateSelector,
    SelectSelector,
    SelectSelectorConfig,
    TextSelector,
    TextSelectorConfig,
)
from homeassistant.util import dt as dt_util

from .form_fields import whole_number
from .sharing.model.people import RequesterKind
from .sharing.settings import HOUR
from .sharing.tokens import hashed, new_secret
from .times import day_at_home, to_us
from .web.addresses import NoAddressError, links
from .web.pages import ASK

CONF_KIND = "kind"
CONF_CONTACT = "contact"
CONF_AGREEMENT = "agreement"
CONF_AGREEMENT_TEXT = "agreement_text"
CONF_AGREEMENT_DATE = "agreement_date"
CONF_AGREEMENT_END = "agreement_end"
CONF_WINDOW = "window_hours"
CONF_TOTAL = "total_hours"
CONF_OPEN = "open_requests"
CONF_LIMITS = "limits"
CONF_SECRET_HASH = "page_secret_hash"
CONF_REVOKED = "revoked"


SCHEMA = vol.Schema(
    {
        vol.Required(CONF_NAME): TextSelector(),
        vol.Required(CONF_KIND, default=RequesterKind.NEIGHBOUR.value): SelectSelector(
            SelectSelectorConfig(
                options=[kind.value for kind in RequesterKind],
                translation_key="requester_kind",
            )
        ),
        vol.Optional(CONF_CONTACT): TextSelector(),
        vol.Optional(CONF_AGREEMENT_TEXT): TextSelector(
            TextSelectorConfig(multiline=True)
        ),
        vol.Optional(CONF_AGREEMENT_DATE): DateSelector(),
        vol.Optional(CONF_AGREEMENT_END): DateSelector(),
        vol.Optional(CONF_WINDOW): whole_number(12, "hours"),
        vol.Optional(CONF_TOTAL): whole_number(240, "hours"),
        vol.Optional(CONF_OPEN): whole_number(20),
    }
)


class RequesterFlow(ConfigSubentryFlow):
    """Ask who it is, then show the address of the personal page, once."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._name = ""
        self._data: dict[str, Any] = {}
        self._secret = ""

    async def async_step_user(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Ask who it is."""
        return await self._async_step_who("user", user_input)

    async def async_step_change(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Change who it is; the address stays."""
        return await self._async_step_who("change", user_input)

    async def async_step_reconfigure(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Choose what to do with a requester."""
        self._read()
        options = ["change", "renew"]
        if not self._data.get(CONF_REVOKED):
            options.append("revoke")
        return self.async_show_menu(step_id="reconfigure", menu_options=options)

    async def async_step_renew(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Make another address; the one before is dead."""
        return await self.async_step_address()

    async def async_step_revoke(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Close the personal page."""
        if user_input is None:
            return self.async_show_form(step_id="revoke", data_schema=vol.Schema({}))
        self._read()
        self._data.pop(CONF_SECRET_HASH, None)
        self._data[CONF_REVOKED] = True
        return self._finish()

    async def async_step_address(
        self, user_input: dict[str, Any] | None = None
    ) -> SubentryFlowResult:
        """Show the address of the page; only its hash is kept."""
        if user_input is not None:
            if self.source != SOURCE_USER:
                self._read()
            self._data[CONF_SECRET_HASH] = hashed(self._secret)
            self._data.pop(CONF_REVOKED, None)
            return self._finish()
        self._secret = new_secret()
        try:
            address = links(self.hass).ask(self._secret)
        except NoAddressError:
            # The owner knows under which address the house can be reached.
            address = f"{ASK}#{self._secret}"
        return self.async_show_form(
            step_id="address",
            data_schema=vol.Schema({}),
            description_placeholders={"address": address, "name": self._name},
        )

    async def _async_step_who(
        self, step_id: str, user_input: dict[str, Any] | None
    ) -> SubentryFlowResult:
        errors: dict[str, str] = {}
        if user_input is not None:
            if self.source != SOURCE_USER:
                self._read()
            self._name = user_input[CONF_NAME].strip()
            agency = user_input[CONF_KIND] == RequesterKind.AGENCY
            if not self._name:
                errors[CONF_NAME] = "name_missing"
            elif agency and not user_input.get(CONF_AGREEMENT_TEXT):
                errors[CONF_AGREEMENT_TEXT] = "agreement_missing"
            else:
                known = (CONF_SECRET_HASH, CONF_REVOKED)
                kept = {key: self._data[key] for key in known if key in self._data}
                self._data = {**stored(user_input), **kept}
                if step_id == "user":
                    return await self.async_step_address()
                return self._finish()
        suggested = user_input or shown(self._name, self._data)
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(SCHEMA, suggested),
            errors=errors,
        )

    def _read(self) -> None:
        """Take over what is known now: others may have changed it since a form was shown."""
        subentry = self._get_reconfigure_subentry()
        self._name, self._data = subentry.title, dict(subentry.data)

    def _finish(self) -> SubentryFlowResult:
        """Create or change the subentry; it counts at once, without a reload."""
        if self.source == SOURCE_USER:
            return self.async_create_entry(title=self._name, data=self._data)
        return self.async_update_and_abort(
            self._get_entry(),
            self._get_reconfigure_subentry(),
            title=self._name,
            data=self._data,
        )


def stored(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form's answers as the subentry keeps them (``model.Requester``)."""
    data: dict[str, Any] = {
        CONF_KIND: given[CONF_KIND],
        CONF_CONTACT: given.get(CONF_CONTACT, "").strip(),
    }
    if text := given.get(CONF_AGREEMENT_TEXT, "").strip():
        today = dt_util.now().date().isoformat()
        agreement = {
            "text": text,
            "date": _midnight(given.get(CONF_AGREEMENT_DATE) or today),
        }
        if end := given.get(CONF_AGREEMENT_END):
            agreement["end"] = _midnight(end, days=1)
        data[CONF_AGREEMENT] = agreement
    limits = {
        "window": (CONF_WINDOW, HOUR),
        "total": (CONF_TOTAL, HOUR),
        "open_requests": (CONF_OPEN, 1),
    }
    data[CONF_LIMITS] = {
        name: int(given[key]) * unit
        for name, (key, unit) in limits.items()
        if given.get(key) is not None
    }
    return data


def shown(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form suggests for a requester that is known."""
    if not data:
        return {}
    agreement, limits = data.get(CONF_AGREEMENT, {}), data.get(CONF_LIMITS, {})
    found = {
        CONF_NAME: name,
        CONF_KIND: data[CONF_KIND],
        CONF_CONTACT: data.get(CONF_CONTACT),
        CONF_AGREEMENT_TEXT: agreement.get("text"),
        CONF_AGREEMENT_DATE: _day(agreement.get("date")),
        CONF_AGREEMENT_END: _day(agreement.get("end"), before=1),
        CONF_WINDOW: _in(limits.get("window"), HOUR),
        CONF_TOTAL: _in(limits.get("total"), HOUR),
        CONF_OPEN: limits.get("open_requests"),
    }
    return {key: value for key, value in found.items() if value is not None}


def _midnight(day: str, days: int = 0) -> int:
    """Return when a day begins at home, in microseconds; ``days`` later."""
    zone = dt_util.get_default_time_zone()
    date_ = date.fromisoformat(day) + timedelta(days=days)
    return to_us(datetime.combine(date_, time(), zone))


def _day(us: int | None, before: int = 0) -> str | None:
    return None if us is None else day_at_home(us, before=before)


def _in(value: int | None, unit: int) -> int | None:
    return None if value is None else value // unit
