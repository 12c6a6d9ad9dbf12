"""Which pictures of a camera may lack something that got lost on the way.

Where RTP packets are missing, what came before and after them is joined as if it
belonged together, and a decoder does not always notice: of H.265 it often takes the rest
for references to earlier pictures, of H.264 now and then. libav tells of missing packets
only in what it logs, so this listens to that.
"""

import logging
from threading import Lock
from types import TracebackType
from typing import Any, Self

import av
import av.logging

_MISSED = "RTP: missed"
_LATE = "RTP: dropping old packet"
_MOST_LATE = 16
_AT_ONCE_SECONDS = 0.005

_lock = Lock()
_listening = 0


class Reception:
    """Marks the packet of a picture as corrupt where something before it is missing.

    As demuxers do that know of it themselves: the hole may be in the next one, too, with
    whose beginning this one was given out. A context of one thread, which opens the connection and reads from it meanwhile.
    """

    def __init__(self) -> None:
        """Nothing is missing yet."""
        self._logs: list[tuple[int, str, str]] = []
        self._capture: av.logging.Capture | None = None
        self._missing = False
        self._opening = False
        self._late = 0

    def __enter__(self) -> Self:
        """Begin to listen."""
        _listen(1)
        # Of what this thread makes libav say.
        self._capture = av.logging.Capture(local=True)
        self._logs = self._capture.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening."""
        assert self._capture is not None
        self._capture.__exit__(None, None, None)
        _listen(-1)

    @property
    def restarted(self) -> bool:
        """Whether the camera began to number its packets anew.

        libav takes them for old ones, and for minutes gives out none of them.
        """
        return self._late > _MOST_LATE

    def opened(self) -> None:
        """Tell that the connection is open; what came meanwhile is given out first."""
        self._opening = self._hear()

    def judge(self, packet: av.Packet[Any], waited: float, *, video: bool) -> None:
        """Mark a packet that came after ``waited`` seconds."""
        self._missing |= self._hear()
        if waited > _AT_ONCE_SECONDS:
            self._opening = False
        if video and (self._missing or self._opening):
            self._missing = False
            packet.is_corrupt = True

    def _hear(self) -> bool:
        """Return whether packets were missed since this was asked the last time."""
        if not self._logs:
            return False
        messages = [message for _, _, message in self._logs]
        self._logs.clear()
        self._late += sum(message.startswith(_LATE) for message in messages)
        return any(message.startswith(_MISSED) for message in messages)


def _listen(change: int) -> None:
    """Count who listens; libav says nothing, and so costs nothing, while nobody does."""
    global _listening  # noqa: PLW0603
    with _lock:
        _listening += change
        # What other threads make it say may hold an address, and is for nobody.
        logging.getLogger("libav").setLevel(logging.CRITICAL + 1)
        av.logging.set_skip_repeated(False)
        av.logging.set_level(av.logging.WARNING if _listening else None)
