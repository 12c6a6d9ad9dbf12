"""Conditions: whether a request waits, and whether footage is being recorded."""

from typing import ClassVar, Final, Unpack, cast, override

import voluptuous as vol

from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.condition import (
    Condition,
    ConditionCheckParams,
    ConditionConfig,
)
from homeassistant.helpers.typing import ConfigType

from .const import DOMAIN
from .doorbell import Doorbell, Status
from .target import targeted_doorbells

ATTR_BEHAVIOR: Final = "behavior"
BEHAVIOR_ANY: Final = "any"
BEHAVIOR_ALL: Final = "all"

_PENDING: Final = vol.Schema(
    {
        vol.Optional(CONF_TARGET): cv.TARGET_FIELDS,
        vol.Optional(CONF_OPTIONS, default=dict): {},
    }
)
_RECORDING: Final = vol.Schema(
    {
        vol.Optional(CONF_TARGET): cv.TARGET_FIELDS,
        vol.Optional(CONF_OPTIONS, default=dict): {
            vol.Optional(ATTR_BEHAVIOR, default=BEHAVIOR_ANY): vol.In(
                [BEHAVIOR_ANY, BEHAVIOR_ALL]
            )
        },
    }
)


class _DoorbellCondition(Condition):
    """A condition about doorbells; without a target it is about all of them."""

    schema: ClassVar[vol.Schema]

    @classmethod
    @override
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Validate what this condition alone has."""
        return cast(ConfigType, cls.schema(config))

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Remember which doorbells it is about."""
        super().__init__(hass, config)
        self.target = config.target
        self.options = config.options or {}

    def doorbells(self) -> list[Doorbell]:
        """Return those that are there now."""
        return list(targeted_doorbells(self._hass, self.target).values())


class HasPendingRequestCondition(_DoorbellCondition):
    """Whether a request for footage of a doorbell waits for the owner."""

    schema = _PENDING

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        """Look through the requests that wait."""
        wanted = {doorbell.doorbell_id for doorbell in self.doorbells()}
        return any(
            wanted.intersection(request.doorbells)
            for entry in self._hass.config_entries.async_loaded_entries(DOMAIN)
            if (sharing := entry.runtime_data.sharing) is not None
            for request in sharing.open_requests()
        )


class IsRecordingCondition(_DoorbellCondition):
    """Whether the pictures of doorbells come and are kept."""

    schema = _RECORDING

    @override
    def _async_check(self, **kwargs: Unpack[ConditionCheckParams]) -> bool:
        """Look at the doorbells that are recorded here; of none, none records."""
        recording = [
            one.status is Status.RECORDING
            for one in self.doorbells()
            if one.source.records
        ]
        if self.options[ATTR_BEHAVIOR] == BEHAVIOR_ALL:
            return bool(recording) and all(recording)
        return any(recording)


CONDITIONS: Final[dict[str, type[Condition]]] = {
    "has_pending_request": HasPendingRequestCondition,
    "is_recording": IsRecordingCondition,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions by their names within the integration."""
    return CONDITIONS
