"""What sharing refuses, as Home Assistant's translated errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from custom_components.ring_watch.const import DOMAIN
from custom_components.ring_watch.sharing.errors import SharingError
from custom_components.ring_watch.web.addresses import NoAddressError
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

REFUSALS: Final = {
    "already_decided": {"state"},
    "bad_box": set(),
    "bad_claims": set(),
    "bad_expiry": set(),
    "bad_passphrase": set(),
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
    "not_ready": set(),
    "not_saved": set(),
    "not_sent": set(),
    "parts_outside": set(),
    "parts_overlap": set(),
    "prepare_failed": set(),
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


@contextmanager
def translated() -> Iterator[None]:
    """Turn what sharing raises into translated errors, without any cause's words."""
    try:
        yield
    except SharingError as err:
        raise refusal(err.code, **err.placeholders) from None
    except NoAddressError as err:
        raise refusal(err.code) from None
    except OSError:
        raise refusal("not_saved") from None
