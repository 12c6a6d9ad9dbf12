"""How often a camera is read: a moment's packets at a time instead of one by one.

To be woken for every packet costs more than all that is done with it. What comes
meanwhile waits in the connection, so this is for TCP alone: of datagrams there is room
for few, and the others are lost.
"""

REST_SECONDS = 0.2
"""How long packets may gather. Servers wait at least half a second for a reader."""
_MEASURE_SECONDS = 2.0
_REST_FOR_SECONDS = 60.0
_CLOSE_SECONDS = 0.05
_JUMP_SECONDS = 2.0


class Pace:
    """Tells, packet by packet, whether to let the next ones gather.

    Only when the recording has caught up with the camera. By how much packets are late
    at the least is measured anew every minute, by reading all of them as they come; so
    no drift of a clock and no burden of the host makes it fall behind unnoticed.
    """

    def __init__(self) -> None:
        """Begin a connection."""
        # Each stream's timestamps have a zero of their own.
        self._least: dict[int, float] = {}
        self._since = 0.0

    def rests(self, stream: int, now: float, time: float) -> bool:
        """Tell whether to rest after a packet with the timestamp ``time``, read ``now``.

        Both in seconds.
        """
        late = now - time
        least = self._least.get(stream, late)
        passed = now - self._since
        jumped = abs(late - least) > _JUMP_SECONDS
        if not self._least or jumped or passed > _MEASURE_SECONDS + _REST_FOR_SECONDS:
            self._least, self._since = {stream: late}, now
            return False
        self._least[stream] = min(least, late)
        return passed > _MEASURE_SECONDS and late - least < _CLOSE_SECONDS
