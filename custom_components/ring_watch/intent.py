"""Intents: a voice may hear of the requests that wait, and decline one.

Only for an active administrator who is logged in, and never to approve. What is
spoken are the owner's own names and times, nobody else's words.
"""

from typing import Any, Final, override

import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import config_validation as cv, intent
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from .consent.hearing import LIST, Audience, Heard, audience
from .consent.refusals import translated
from .const import DOMAIN

INTENT_LIST: Final = "RingWatchListRequests"
INTENT_DECLINE: Final = "RingWatchDeclineRequest"
# More than anybody would listen to.
_MOST_SPOKEN: Final = 5


async def async_setup_intents(hass: HomeAssistant) -> None:
    """Register the intents."""
    intent.async_register(hass, ListRequests())
    intent.async_register(hass, DeclineRequest())


class Voice:
    """Fixed sentences in the language of the speaker."""

    def __init__(self, texts: dict[str, str]) -> None:
        """Speak with texts of the categories ``common`` and ``exceptions``."""
        self._texts = texts

    @classmethod
    async def load(cls, hass: HomeAssistant, language: str) -> Voice:
        """Load the sentences of a language; English ones fill its gaps."""
        texts: dict[str, str] = {}
        for category in ("common", "exceptions"):
            texts |= await async_get_translations(hass, language, category, [DOMAIN])
        return cls(texts)

    def say(self, key: str, **values: object) -> str:
        """Return a sentence."""
        return self._texts[f"component.{DOMAIN}.common.voice_{key}"].format(**values)

    def describe(self, heard: Heard) -> str:
        """Return who asks, for what and when, in the home's time."""
        zone = dt_util.get_default_time_zone()
        start, end = heard.start.astimezone(zone), heard.end.astimezone(zone)
        return self.say(
            "request",
            who=heard.requester or self.say("stranger"),
            doorbells=", ".join(heard.doorbells),
            day=f"{start:%Y-%m-%d}",
            start=f"{start:%H:%M}",
            end=f"{end:%H:%M}",
        )

    def refuse(self, error: HomeAssistantError) -> str:
        """Return the translated text of an error of this integration."""
        text = self._texts[
            f"component.{DOMAIN}.exceptions.{error.translation_key}.message"
        ]
        return text.format(**(error.translation_placeholders or {}))


class _RequestsHandler(intent.IntentHandler):
    """What both intents share: who may, and how it is said that one may not."""

    what: str

    @override
    async def async_handle(self, intent_obj: intent.Intent) -> intent.IntentResponse:
        """Answer an active administrator, and refuse anybody else."""
        hass = intent_obj.hass
        voice = await Voice.load(hass, intent_obj.language)
        response = intent_obj.create_response()
        try:
            with translated():
                listener = await audience(hass, intent_obj.context, self.what)
                slots = self.async_validate_slots(intent_obj.slots)
                values = {key: slot["value"] for key, slot in slots.items()}
                await self.answer(listener, voice, values, response)
        except HomeAssistantError as err:
            if err.translation_domain != DOMAIN:
                raise
            code = intent.IntentResponseErrorCode.FAILED_TO_HANDLE
            response.async_set_error(code, voice.refuse(err))
        return response

    async def answer(
        self,
        listener: Audience,
        voice: Voice,
        slots: dict[str, Any],
        response: intent.IntentResponse,
    ) -> None:
        """Do what was asked for, and say so."""
        raise NotImplementedError


class ListRequests(_RequestsHandler):
    """Who asks for footage, of which doorbells and when."""

    intent_type = INTENT_LIST
    description = "Lists the requests for doorbell footage that wait for a decision"
    what = LIST

    @override
    async def answer(
        self,
        listener: Audience,
        voice: Voice,
        slots: dict[str, Any],
        response: intent.IntentResponse,
    ) -> None:
        """Say how many wait, and what the first ones are."""
        waiting = listener.waiting()
        said = [voice.describe(heard) for heard in waiting[:_MOST_SPOKEN]]
        count = (
            voice.say("waiting", count=len(waiting)) if waiting else voice.say("none")
        )
        response.response_type = intent.IntentResponseType.QUERY_ANSWER
        response.async_set_speech(" ".join([count, *said]))


class DeclineRequest(_RequestsHandler):
    """Declines one request, if it is clear which one is meant."""

    intent_type = INTENT_DECLINE
    description = "Declines one request for doorbell footage"
    what = "assistant/decline"

    @property
    @override
    def slot_schema(self) -> dict[Any, Any]:
        """Return that it may be named by its id, or by its requester."""
        return {
            vol.Optional("request_id"): cv.string,
            vol.Optional("requester"): cv.string,
        }

    @override
    async def answer(
        self,
        listener: Audience,
        voice: Voice,
        slots: dict[str, Any],
        response: intent.IntentResponse,
    ) -> None:
        """Decline it, or ask which."""
        meant = [heard for heard in listener.waiting() if _is_meant(heard, slots)]
        if len(meant) != 1:
            code = intent.IntentResponseErrorCode.NO_VALID_TARGETS
            response.async_set_error(code, voice.say("which" if meant else "none_such"))
            return
        await listener.decline(meant[0].request_id)
        response.async_set_speech(
            voice.say("declined", request=voice.describe(meant[0]))
        )


def _is_meant(heard: Heard, slots: dict[str, Any]) -> bool:
    """Tell whether a request is what the slots say; without any, each one is."""
    request_id = slots.get("request_id", heard.request_id)
    requester = slots.get("requester", heard.requester or "").strip()
    return bool(
        request_id == heard.request_id
        and requester.casefold() == (heard.requester or "").casefold()
    )
