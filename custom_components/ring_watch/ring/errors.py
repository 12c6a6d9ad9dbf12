"""What can go wrong with a Ring account. No message holds a secret or an address."""

from typing import Literal

type CodeChannel = Literal["sms", "email", "totp", "unknown"]


class RingAccountError(Exception):
    """Anything that Ring, or the way to it, did not do."""


class LoginRejectedError(RingAccountError):
    """Ring does not accept this login (any more): only the owner can help."""


class WrongCodeError(RingAccountError):
    """The code is wrong or too old; the password was right."""


class CodeNeededError(RingAccountError):
    """Ring wants a code, and has sent it or expects it from an app.

    ``how`` the code comes; ``wait`` seconds until another one can be asked for;
    ``phone`` is Ring's own hint where it went, mostly covered with x.
    """

    def __init__(self, how: CodeChannel, wait: int, phone: str | None) -> None:
        super().__init__("Ring asks for a code.")
        self.how = how
        self.wait = wait
        self.phone = phone


class ThrottledError(RingAccountError):
    """Ring wants fewer requests. ``retry_after``: seconds, where Ring said so."""

    def __init__(self, retry_after: float | None = None) -> None:
        super().__init__("Ring asks for fewer requests.")
        self.retry_after = retry_after


class UnavailableError(RingAccountError):
    """Ring cannot be reached or answers with an error of its own. It may pass."""


class NotFoundError(RingAccountError):
    """Ring knows nothing of it, or not yet."""


class SessionNeededError(NotFoundError):
    """Ring has forgotten this client; it has to introduce itself again."""


class RefusedError(RingAccountError):
    """Ring refuses this one thing, with a status that says nothing more."""

    def __init__(self, status: int) -> None:
        super().__init__(f"Ring refused with status {status}.")
        self.status = status


class NoRoomError(RingAccountError):
    """The disk has no room for a recording."""

    def __init__(self) -> None:
        super().__init__("There is no room for the recording.")


class TooLargeError(RingAccountError):
    """What came in a recording's place is far larger than any recording is."""


class BadAddressError(RingAccountError):
    """Ring gave an address that leads into this house, or is asked unencrypted."""
