"""No secret of a link in Home Assistant's log, whatever its level.

At the level debug Home Assistant logs all that goes to dashboards and comes from them:
links that were made, and passphrases. Such logs are given to others to find some fault.
"""

import logging
import re
from typing import Final, override

_LOGGER: Final = "homeassistant.components.websocket_api.http.connection"
_MARK: Final = "ring_watch"
_SECRETS: Final = re.compile(
    # What follows # in a link, and a passphrase in JSON or as Python shows it.
    r"(?<=#)[A-Za-z0-9_-]{20,}"
    r"|(?<=[\"']passphrase[\"']:)\s*(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
)


class Blanking(logging.Filter):
    """Blanks secrets in what is about to be logged."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything pass; only what is about Ring Watch is looked at."""
        try:
            text = record.getMessage()
        except TypeError, ValueError:
            # Whoever writes the log says what is wrong with it.
            return True
        if _MARK in text and (blank := _SECRETS.sub("**", text)) != text:
            record.msg, record.args = blank, None
        return True


_BLANKING: Final = Blanking()


def blank_secrets() -> None:
    """Look at what goes to that log from now on. May be called twice."""
    logging.getLogger(_LOGGER).addFilter(_BLANKING)
