"""The one exception that the engine raises on purpose."""


class EngineError(Exception):
    """Something that the caller can act upon.

    ``code`` is a stable identifier in snake_case (it selects a translated text
    in Home Assistant); the message is plain English, says what to do, and never
    holds a secret.
    """

    def __init__(self, code: str, message: str) -> None:
        """Keep the code next to the message."""
        super().__init__(message)
        self.code = code
