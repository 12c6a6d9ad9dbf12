"""Faults that the owner can do something about."""

import asyncio
from typing import TYPE_CHECKING, override

import voluptuous as vol

from homeassistant.components.repairs import (
    ConfirmRepairFlow,
    RepairsFlow,
    RepairsFlowResult,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .place import Place

if TYPE_CHECKING:
    from .home import Home

ISSUE_WORKER = "worker_dying"
ISSUE_DISK = "disk_full"
ISSUE_ARCHIVE = "archive_error"
ISSUE_STORAGE = "storage_missing"
ISSUE_HELD = "storage_in_use"
ISSUE_SHARING = "sharing_unavailable"
ISSUE_LEDGER = "ledger_damaged"
ISSUE_RING = "ring_silent"
_SOURCE_PREFIX = "source_"
RETRY_WAIT = 20.0

# Why a source is down, as the worker says it, and the text that helps.
_SOURCE_KEYS = {
    "unauthorised": "source_unauthorised",
    "not_found": "source_not_found",
    "no_video": "source_unsupported",
    "unsupported": "source_unsupported",
}


@callback
def async_raise_source_issue(
    hass: HomeAssistant, *, entry_id: str, doorbell_id: str, name: str, reason: str
) -> None:
    """Tell the owner that a doorbell has been down for a while."""
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{_SOURCE_PREFIX}{doorbell_id}",
        data={"entry_id": entry_id, "doorbell_id": doorbell_id, "name": name},
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=_SOURCE_KEYS.get(reason, "source_unavailable"),
        translation_placeholders={"name": name},
    )


@callback
def async_clear_source_issue(hass: HomeAssistant, doorbell_id: str) -> None:
    """Withdraw a doorbell's issue."""
    ir.async_delete_issue(hass, DOMAIN, f"{_SOURCE_PREFIX}{doorbell_id}")


@callback
def async_set_issue(
    hass: HomeAssistant, issue: str, present: bool, **placeholders: str
) -> None:
    """Raise or withdraw one of the home's issues."""
    if not present:
        ir.async_delete_issue(hass, DOMAIN, issue)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue,
        is_fixable=issue in {ISSUE_WORKER, ISSUE_LEDGER, ISSUE_STORAGE},
        severity=ir.IssueSeverity.ERROR,
        translation_key=issue,
        translation_placeholders=placeholders,
    )


@callback
def async_set_ring_issue(
    hass: HomeAssistant, subentry_id: str, name: str, present: bool
) -> None:
    """Tell, or tell no more, that nothing is heard from a Ring account."""
    issue_id = f"{ISSUE_RING}_{subentry_id}"
    if not present:
        ir.async_delete_issue(hass, DOMAIN, issue_id)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        is_fixable=False,
        severity=ir.IssueSeverity.ERROR,
        translation_key=ISSUE_RING,
        translation_placeholders={"name": name},
    )


class ReconnectFlow(RepairsFlow):
    """Connect to the doorbell again, and say whether that worked."""

    def __init__(self, entry_id: str, doorbell_id: str, name: str) -> None:
        """Remember which doorbell."""
        self._entry_id = entry_id
        self._doorbell_id = doorbell_id
        self._name = name

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Begin with the question."""
        return await self.async_step_confirm()

    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask, then connect."""
        errors: dict[str, str] = {}
        if user_input is not None:
            entry = self.hass.config_entries.async_get_entry(self._entry_id)
            home: Home | None = getattr(entry, "runtime_data", None)
            doorbell = home.doorbells.get(self._doorbell_id) if home else None
            if doorbell is None:
                return self.async_create_entry(data={})
            await doorbell.reconnect()
            try:
                async with asyncio.timeout(RETRY_WAIT):
                    while not doorbell.online:
                        await asyncio.sleep(0.2)
                return self.async_create_entry(data={})
            except TimeoutError:
                errors["base"] = "still_unavailable"
        return self.async_show_form(
            step_id="confirm",
            data_schema=vol.Schema({}),
            errors=errors,
            description_placeholders={"name": self._name},
        )


class RestartWorkerFlow(ConfirmRepairFlow):
    """Start the recorder again without waiting."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask, then start."""
        if user_input is not None:
            for entry in self.hass.config_entries.async_loaded_entries(DOMAIN):
                entry.runtime_data.worker.retry_now()
        return await super().async_step_confirm(user_input)


class SetLedgerAsideFlow(ConfirmRepairFlow):
    """Keep the damaged ledger aside, and begin another, once the owner says so."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask, then set it aside."""
        form = await super().async_step_confirm()
        if user_input is None:
            return form
        for entry in self.hass.config_entries.async_loaded_entries(DOMAIN):
            if not await entry.runtime_data.consent.begin_new_ledger():
                form["errors"] = {"base": "still_unavailable"}
                return form
        return self.async_create_entry(data={})


class BeginAnewFlow(ConfirmRepairFlow):
    """Record into whatever is where the folder was, once the owner says so."""

    @override
    async def async_step_confirm(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Ask, then begin."""
        if user_input is not None:
            for entry in self.hass.config_entries.async_entries(DOMAIN):
                await Place(self.hass, entry).forget()
                self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return await super().async_step_confirm(user_input)


async def async_create_fix_flow(
    hass: HomeAssistant,
    issue_id: str,
    data: dict[str, str | int | float | None] | None,
) -> RepairsFlow:
    """Return the flow that fixes an issue."""
    if data and issue_id.startswith(_SOURCE_PREFIX):
        return ReconnectFlow(
            str(data["entry_id"]), str(data["doorbell_id"]), str(data["name"])
        )
    if issue_id == ISSUE_LEDGER:
        return SetLedgerAsideFlow()
    if issue_id == ISSUE_STORAGE:
        return BeginAnewFlow()
    return RestartWorkerFlow()
