"""What sharing refuses, as Home Assistant's translated errors."""

from collections.abc import Iterator
from contextlib import contextmanager
import logging
from typing import Final

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.process import EngineProcessError
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.web.addresses import NoAddressError
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.translation import async_get_translations

_LOGGER = logging.getLogger(__name__)

REFUSALS: Final = {
    "already_decided": {"state"},
    "bad_box": set(),
    "bad_claims": set(),
    "bad_expiry": set(),
    "bad_passphrase": set(),
    "bad_setting": set(),
    "bad_time": set(),
    "changed_since_preview": set(),
    "insecure_external_url": set(),
    "is_preparing": set(),
    "ledger_not_writable": set(),
    "no_doorbell": set(),
    "no_external_url": set(),
    "no_parts": set(),
    "no_phone": set(),
    "no_request": set(),
    "no_requester": set(),
    "no_share": set(),
    "no_target": set(),
    "not_allowed": set(),
    "not_closed": set(),
    "not_confirmed": {"warnings"},
    "not_found": set(),
    "not_readable": set(),
    "not_ready": set(),
    "not_saved": set(),
    "not_sent": set(),
    "parts_outside": set(),
    "parts_overlap": set(),
    "prepare_failed": set(),
    "prepare_stopped": set(),
    "rate_limited": {"seconds"},
    "text_too_long": set(),
    "unavailable": set(),
    "window_empty": set(),
    "window_future": set(),
    "window_too_long": set(),
}
"""Codes with a text of their own, and what fills it."""
_NOT_THE_CALLERS: Final = {
    "ledger_not_writable",
    "not_readable",
    "not_saved",
    "not_sent",
    "prepare_failed",
    "unavailable",
}


def refusal(code: str, **placeholders: str) -> HomeAssistantError:
    """Return the translated error for a code."""
    kind = HomeAssistantError if code in _NOT_THE_CALLERS else ServiceValidationError
    return kind(
        translation_domain=DOMAIN,
        translation_key=f"sharing_{code if code in REFUSALS else 'not_saved'}",
        translation_placeholders=placeholders,
    )


async def sentence(hass: HomeAssistant, err: HomeAssistantError) -> str:
    """Return what an error says, in the home's language where that has a text."""
    texts = await async_get_translations(
        hass, hass.config.language, "exceptions", [DOMAIN]
    )
    text = texts.get(f"component.{DOMAIN}.exceptions.{err.translation_key}.message")
    return text.format(**(err.translation_placeholders or {})) if text else str(err)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what sharing raises into translated errors, without any cause's words."""
    try:
        yield
    except SharingError as err:
        raise refusal(err.code, **err.placeholders) from None
    except NoAddressError as err:
        raise refusal(err.code) from None
    except EngineProcessError as err:
        _LOGGER.warning("Footage could not be looked at: %s", err.code)
        raise refusal("not_readable") from None
    except OSError:
        raise refusal("not_saved") from None
