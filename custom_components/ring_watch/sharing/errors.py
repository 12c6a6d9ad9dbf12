"""What sharing refuses; the codes are keys of Home Assistant's translated errors."""

from collections.abc import Sequence


class SharingError(Exception):
    """A refusal that the caller can act upon.

    ``code`` is in snake_case, ``placeholders`` fill its translated text. Neither
    holds a secret or a requester's words.

    The codes: ``window_empty``, ``window_future``, ``window_too_long``,
    ``bad_time``, ``text_too_long`` (a malformed ask); ``rate_limited``;
    ``no_request``, ``no_share``, ``no_requester`` (nothing of that id);
    ``already_decided`` (placeholder ``state``), ``not_closed``, ``not_ready``, ``not_first``,
    ``is_preparing``, ``changed_since_preview``, ``not_confirmed`` (placeholder ``warnings``);
    ``no_parts``, ``parts_outside``, ``parts_overlap``, ``bad_box``,
    ``prepare_failed``, ``prepare_stopped``; ``bad_expiry``, ``bad_claims``, ``bad_passphrase``;
    ``ledger_not_writable``, ``not_saved``; ``not_allowed``.
    """

    def __init__(self, code: str, **placeholders: str) -> None:
        """Keep the code and what its text is filled with."""
        super().__init__(code)
        self.code = code
        self.placeholders = placeholders


class NotAllowed(SharingError):  # noqa: N818 - a refusal, named as people say it
    """Only a real, active administrator may do this. The ledger notes the attempt."""

    def __init__(self) -> None:
        """There is one reason only."""
        super().__init__("not_allowed")


class NotConfirmed(SharingError):  # noqa: N818 - a refusal, named as people say it
    """The owner has to confirm warnings before approving: ``warnings`` are codes."""

    def __init__(self, warnings: Sequence[str]) -> None:
        """Name the warnings that were not confirmed."""
        super().__init__("not_confirmed", warnings=", ".join(warnings))
        self.warnings = tuple(warnings)


class RateLimited(SharingError):  # noqa: N818 - a refusal, named as people say it
    """Too much at once; it may be tried again after ``retry_after`` seconds."""

    def __init__(self, retry_after: int) -> None:
        """Keep the number of seconds to wait."""
        super().__init__("rate_limited", seconds=str(retry_after))
        self.retry_after = retry_after
