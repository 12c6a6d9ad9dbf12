"""Triggers: what happens to requests and shares, and footage that does not come.

They hand on ids, times and states, never what somebody wrote who asked.
"""

from datetime import timedelta
import time
from typing import Any, ClassVar, Final, cast, override

import voluptuous as vol

from homeassistant.const import CONF_FOR, CONF_OPTIONS, CONF_TARGET
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.trigger import (
    Trigger,
    TriggerActionRunner,
    TriggerConfig,
    TriggerNotTriggeredReporter,
)
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util

from .const import DOMAIN, EVENT_REQUEST, SIGNAL_STATUS
from .doorbell import Doorbell
from .target import targeted_devices, targeted_doorbells

CONF_REQUESTER: Final = "requester"
STALLED_FOR: Final = timedelta(minutes=1)

_LEARNT: Final = (
    *("request_id", "share_id", "requester_id"),
    *("devices", "time", "start", "end"),
)

_STEP: Final = vol.Schema(
    {
        vol.Optional(CONF_TARGET): cv.TARGET_FIELDS,
        vol.Optional(CONF_OPTIONS, default=dict): {
            vol.Optional(CONF_REQUESTER): cv.string
        },
    }
)
_STALLED: Final = vol.Schema(
    {
        vol.Optional(CONF_TARGET): cv.TARGET_FIELDS,
        vol.Optional(CONF_OPTIONS, default=dict): {
            vol.Optional(CONF_FOR, default=STALLED_FOR): vol.All(
                cv.positive_time_period, vol.Range(min=timedelta(seconds=1))
            )
        },
    }
)


class _DoorbellTrigger(Trigger):
    """A trigger about doorbells; without a target it is about all of them."""

    schema: ClassVar[vol.Schema]

    @classmethod
    @override
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Validate what this trigger alone has."""
        return cast(ConfigType, cls.schema(config))

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Remember which doorbells it is about."""
        super().__init__(hass, config)
        self.target = config.target
        self.options = config.options or {}


class _StepTrigger(_DoorbellTrigger):
    """A request or a share takes a step.

    Hands on ``request_id``, ``share_id``, ``requester_id``, ``devices``, ``time``,
    ``start`` and ``end``: ids of this home, and times as ISO 8601 in UTC.
    """

    schema = _STEP
    kinds: ClassVar[frozenset[str]]
    description: ClassVar[str]

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Listen to the home's events, which outlive a reload of it."""

        @callback
        def happened(event: Event) -> None:
            if event.data.get("type") not in self.kinds:
                return
            devices = targeted_devices(self._hass, self.target)
            if devices is not None and not devices & set(event.data["devices"]):
                return
            if self._concerns(event.data["requester_id"]):
                run_action(self.payload(event), self.description, event.context)

        return self._hass.bus.async_listen(EVENT_REQUEST, happened)

    def _concerns(self, requester_id: str | None) -> bool:
        """Tell whether it is the requester that was chosen, by name or id, if any."""
        if (wanted := self.options.get(CONF_REQUESTER)) is None:
            return True
        return requester_id is not None and any(
            one.requester_id == requester_id and wanted in (requester_id, one.name)
            for entry in self._hass.config_entries.async_loaded_entries(DOMAIN)
            for one in entry.runtime_data.consent.requesters.all()
        )

    def payload(self, event: Event) -> dict[str, Any]:
        """Return what the automation learns."""
        return {key: event.data[key] for key in _LEARNT}


class ClipRequestedTrigger(_StepTrigger):
    """Somebody asks, and the request waits for the owner."""

    kinds = frozenset({"pending"})
    description = "footage was asked for"


class ClipReadyTrigger(_StepTrigger):
    """What would leave was made, so that the owner can look at it."""

    kinds = frozenset({"ready"})
    description = "the clip of a request is ready"


class ClipSharedTrigger(_StepTrigger):
    """The owner approved a request, and the link works."""

    kinds = frozenset({"shared"})
    description = "a clip was shared"


class ShareOpenedTrigger(_StepTrigger):
    """A recipient used one of the claims of a link."""

    kinds = frozenset({"claimed"})
    description = "a share was opened"


class ShareEndedTrigger(_StepTrigger):
    """A link works no more; ``reason`` says why: revoked, expired or used_up."""

    kinds = frozenset({"revoked", "expired", "used_up"})
    description = "a share ended"

    @override
    def payload(self, event: Event) -> dict[str, Any]:
        """Add why it ended."""
        return {**super().payload(event), "reason": event.data["type"]}


class FootageStalledTrigger(_DoorbellTrigger):
    """A doorbell that is switched on has recorded nothing for as long as was chosen.

    Triggers once each time that happens. Hands on ``device_id``, ``since`` (ISO 8601
    in UTC) and ``reason``: a code of the source's errors, ``starting`` without one.
    """

    schema = _STALLED

    @override
    async def async_attach_runner(
        self,
        run_action: TriggerActionRunner,
        did_not_trigger: TriggerNotTriggeredReporter | None = None,
    ) -> CALLBACK_TYPE:
        """Wait with every doorbell; those of the target are looked up at the end."""
        enough: float = self.options[CONF_FOR].total_seconds()
        waiting: dict[str, CALLBACK_TYPE] = {}

        @callback
        def changed(doorbell: Doorbell) -> None:
            doorbell_id, since = doorbell.doorbell_id, doorbell.stalled_since
            if since is None:
                if end := waiting.pop(doorbell_id, None):
                    end()
                return
            left = since + enough - time.monotonic()
            # A stall that was long enough before has been told then.
            if doorbell_id in waiting or left <= 0:
                return

            @callback
            def stalled(_now: object) -> None:
                del waiting[doorbell_id]
                for device, one in targeted_doorbells(self._hass, self.target).items():
                    if one is doorbell:
                        run_action(_stall(device, doorbell), "footage stalled")

            waiting[doorbell_id] = async_call_later(self._hass, left, stalled)

        end_listening = async_dispatcher_connect(self._hass, SIGNAL_STATUS, changed)
        for entry in self._hass.config_entries.async_loaded_entries(DOMAIN):
            for doorbell in entry.runtime_data.doorbells.values():
                changed(doorbell)

        @callback
        def detach() -> None:
            end_listening()
            for end in waiting.values():
                end()
            waiting.clear()

        return detach


def _stall(device: str | None, doorbell: Doorbell) -> dict[str, Any]:
    assert doorbell.stalled_since is not None
    since = dt_util.utcnow() - timedelta(
        seconds=time.monotonic() - doorbell.stalled_since
    )
    reason = doorbell.reason or doorbell.status.value
    return {"device_id": device, "since": since.isoformat(), "reason": reason}


TRIGGERS: Final[dict[str, type[Trigger]]] = {
    "clip_ready": ClipReadyTrigger,
    "clip_requested": ClipRequestedTrigger,
    "clip_shared": ClipSharedTrigger,
    "footage_stalled": FootageStalledTrigger,
    "share_ended": ShareEndedTrigger,
    "share_opened": ShareOpenedTrigger,
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers by their names within the integration."""
    return TRIGGERS
