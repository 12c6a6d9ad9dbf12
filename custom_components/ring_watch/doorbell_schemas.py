"""The forms of the doorbell flow."""

import voluptuous as vol

from homeassistant.const import CONF_NAME, CONF_PASSWORD, CONF_URL, CONF_USERNAME
from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from .const import (
    CONF_AUDIO,
    CONF_CAMERA_ENTITY,
    CONF_MOTION,
    CONF_MOTION_ENTITY,
    CONF_PERSON_ENTITY,
    CONF_PRESS,
    CONF_PRESS_ENTITY,
    CONF_SENSITIVITY,
    CONF_TRANSPORT,
    DEFAULT_SENSITIVITY,
    MOTION_DETECT,
    MOTION_ENTITY,
    MOTION_NONE,
    PRESS_ENTITY,
    PRESS_NONE,
    PRESS_WEBHOOK,
)

_PRESS_DOMAINS = ["event", "binary_sensor", "button", "input_button"]
_MOTION_DOMAINS = ["binary_sensor", "event"]

_SENSITIVITY = NumberSelector(
    NumberSelectorConfig(min=1, max=100, step=1, mode=NumberSelectorMode.SLIDER)
)


def _choice(key: str, options: list[str]) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(
            options=options, mode=SelectSelectorMode.LIST, translation_key=key
        )
    )


def _text(kind: TextSelectorType, autocomplete: str) -> TextSelector:
    return TextSelector(TextSelectorConfig(type=kind, autocomplete=autocomplete))


def _entity(domains: list[str]) -> EntitySelector:
    return EntitySelector(EntitySelectorConfig(domain=domains))


type Fields = dict[vol.Marker, object]

# Only asked for when a doorbell is added; it is renamed like any device later.
NAME: Fields = {vol.Required(CONF_NAME): TextSelector()}
AUDIO: Fields = {vol.Required(CONF_AUDIO, default=True): BooleanSelector()}

STREAM: Fields = {
    vol.Required(CONF_URL): _text(TextSelectorType.URL, "url"),
    vol.Optional(CONF_USERNAME): _text(TextSelectorType.TEXT, "off"),
    vol.Optional(CONF_PASSWORD): _text(TextSelectorType.PASSWORD, "new-password"),
    vol.Required(CONF_TRANSPORT, default="tcp"): _choice(
        CONF_TRANSPORT, ["tcp", "udp"]
    ),
    **AUDIO,
}

ENTITIES: Fields = {vol.Required(CONF_CAMERA_ENTITY): _entity(["camera"]), **AUDIO}

DEMO: Fields = {
    **AUDIO,
    vol.Required(CONF_SENSITIVITY, default=DEFAULT_SENSITIVITY): _SENSITIVITY,
}

EVENTS = vol.Schema(
    {
        vol.Required(CONF_PRESS, default=PRESS_NONE): _choice(
            CONF_PRESS, [PRESS_NONE, PRESS_ENTITY, PRESS_WEBHOOK]
        ),
        vol.Optional(CONF_PRESS_ENTITY): _entity(_PRESS_DOMAINS),
        vol.Required(CONF_MOTION, default=MOTION_DETECT): _choice(
            CONF_MOTION, [MOTION_NONE, MOTION_ENTITY, MOTION_DETECT]
        ),
        vol.Optional(CONF_MOTION_ENTITY): _entity(_MOTION_DOMAINS),
        vol.Optional(CONF_PERSON_ENTITY): _entity(_MOTION_DOMAINS),
        vol.Required(CONF_SENSITIVITY, default=DEFAULT_SENSITIVITY): _SENSITIVITY,
    }
)
