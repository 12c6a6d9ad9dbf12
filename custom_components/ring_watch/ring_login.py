"""Logging in to a Ring account: a password, mostly a code, and the errors in between.

Two flows do it: the one that adds an account, and the one that asks the owner to log in
again. Home Assistant has no reauthentication of a subentry, so the second one is the
entry's own (``config_flow``), told which subentry it is for.
"""

from abc import ABC, abstractmethod
import time
from typing import Any, Final

import voluptuous as vol

from homeassistant.const import CONF_PASSWORD
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    BooleanSelector,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from .ring.client import log_in
from .ring.errors import (
    CodeNeededError,
    LoginRejectedError,
    RingAccountError,
    ThrottledError,
    WrongCodeError,
)
from .ring.shapes import Json
from .ring_session import ring_session

CONF_CODE: Final = "code"
CONF_ANOTHER: Final = "another"

PASSWORD: Final = TextSelector(
    TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="current-password")
)
_CODE: Final = TextSelector(TextSelectorConfig(autocomplete="one-time-code"))

# The screens of a code, by how it comes.
_STEPS: Final = {"sms": "code_sms", "email": "code_email", "totp": "code_app"}


class Attempt:
    """One attempt to log in. The password is known for as long as it lasts."""

    def __init__(self, hass: HomeAssistant, hardware_id: str, email: str) -> None:
        """Nothing was sent yet."""
        self._hass = hass
        self.hardware_id = hardware_id
        self.email = email
        self._password = ""
        self._next_code_at = 0.0
        self.asked: CodeNeededError | None = None
        self.token: Json | None = None
        self.wait = 0

    async def password(self, password: str) -> str | None:
        """Send the password; return what is wrong, if anything."""
        self._password = password
        return await self._send(None)

    async def code(self, code: str) -> str | None:
        """Send a code; return what is wrong, if anything."""
        return await self._send("".join(code.split()))

    async def another_code(self) -> str | None:
        """Have another code sent, once Ring lets us; return what is wrong."""
        self.wait = round(self._next_code_at - time.monotonic())
        if self.wait > 0:
            return "too_early"
        return await self._send(None)

    async def _send(self, code: str | None) -> str | None:
        session = ring_session(self._hass)
        try:
            self.token = await log_in(
                session, self.hardware_id, self.email, self._password, code
            )
        except CodeNeededError as err:
            if code is not None:
                return "wrong_code"
            self.asked = err
            self._next_code_at = time.monotonic() + err.wait
        except WrongCodeError:
            return "wrong_code"
        except LoginRejectedError:
            return "rejected"
        except ThrottledError as err:
            self.wait = round(err.retry_after or 0)
            return "throttled"
        except RingAccountError:
            return "unreachable"
        else:
            self._password = ""
        finally:
            session.detach()
        return None


class LoginSteps[R](ABC):
    """The screens of an attempt; ``attempt`` has to be there before the first one."""

    attempt: Attempt

    @abstractmethod
    def show(
        self,
        step_id: str,
        schema: vol.Schema,
        errors: dict[str, str],
        placeholders: dict[str, str],
    ) -> R:
        """Show a form."""

    @abstractmethod
    async def logged_in(self, token: Json) -> R:
        """Store the token of the login."""

    async def async_step_login(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask for the password of a known account."""
        errors: dict[str, str] = {}
        if user_input is not None:
            wrong = await self.attempt.password(user_input[CONF_PASSWORD])
            if wrong is None:
                return await self.next_step()
            errors["base"] = wrong
        schema = vol.Schema({vol.Required(CONF_PASSWORD): PASSWORD})
        return self.show("login", schema, errors, self.placeholders)

    async def async_step_code(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask for a code that comes in whatever way."""
        return await self._code("code", user_input)

    async def async_step_code_sms(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask for a code that Ring sends to a telephone."""
        return await self._code("code_sms", user_input)

    async def async_step_code_email(
        self, user_input: dict[str, Any] | None = None
    ) -> R:
        """Ask for a code that Ring sends by e-mail."""
        return await self._code("code_email", user_input)

    async def async_step_code_app(self, user_input: dict[str, Any] | None = None) -> R:
        """Ask for a code that an authenticator app shows."""
        return await self._code("code_app", user_input)

    async def next_step(self) -> R:
        """Ask for the code, or store the token."""
        if self.attempt.token is not None:
            return await self.logged_in(self.attempt.token)
        assert self.attempt.asked
        return await self._code(_STEPS.get(self.attempt.asked.how, "code"), None)

    @property
    def placeholders(self) -> dict[str, str]:
        """What the texts of all screens may name."""
        asked = self.attempt.asked
        return {
            "email": self.attempt.email,
            "phone": (asked and asked.phone) or "",
            "seconds": str(asked.wait if asked else 0),
            "wait": str(self.attempt.wait),
        }

    async def _code(self, step_id: str, user_input: dict[str, Any] | None) -> R:
        errors: dict[str, str] = {}
        if user_input is not None:
            if user_input.get(CONF_ANOTHER):
                wrong = await self.attempt.another_code()
            elif user_input.get(CONF_CODE):
                wrong = await self.attempt.code(user_input[CONF_CODE])
            else:
                wrong = "code_missing"
            if self.attempt.token is not None:
                return await self.logged_in(self.attempt.token)
            if wrong is not None:
                errors["base"] = wrong
        fields: dict[Any, Any] = {vol.Optional(CONF_CODE): _CODE}
        if step_id != "code_app":
            fields[vol.Optional(CONF_ANOTHER, default=False)] = BooleanSelector()
        return self.show(step_id, vol.Schema(fields), errors, self.placeholders)
