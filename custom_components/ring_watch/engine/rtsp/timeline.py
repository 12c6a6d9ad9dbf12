"""The timestamps of a session's streams, on one time base as soon as that is known.

As demuxers have it: each stream counts from its own first packet until its first sender
report. The time base is that of the stream which is reported first, and another one's
timestamps jump to it with its own first report.
"""

from dataclasses import dataclass

from .packets import SenderReport, microseconds

_WRAP = 1 << 32
_NTP_SECOND = 1 << 32


@dataclass(slots=True)
class Origin:
    """Timestamp zero of a session, known from its first report on.

    ``ntp``: the time of that report, in 2^-32 seconds since 1900; ``offset_us``: how
    long after timestamp zero it was.
    """

    ntp: int | None = None
    offset_us: int = 0

    @property
    def realtime_us(self) -> int | None:
        """The sender's time at timestamp zero, in microseconds since 1970."""
        return None if self.ntp is None else microseconds(self.ntp) - self.offset_us


class Timeline:
    """The timestamps of one stream. ``rate``: ticks a second."""

    def __init__(self, rate: int, origin: Origin) -> None:
        """Begin with what comes first, a packet or a report."""
        self._rate = rate
        self._origin = origin
        self._newest: int | None = None
        # Both count from what came first, and do not begin anew.
        self._since = 0
        self._reported = 0
        self.report: SenderReport | None = None
        """The newest report."""
        self.moved = 0
        """Ticks by which the first report has moved timestamps."""

    def hear(self, report: SenderReport) -> None:
        """Take a sender report of this stream."""
        if self.report is not None and self.report.timestamp == report.timestamp:
            # Timestamps that stand still tell no time, whatever the clock beside them.
            return
        if self._newest is None:
            self._newest = report.timestamp
        first, self.report = self.report is None, report
        self._reported = self._since + _nearest(report.timestamp - self._newest)
        if self._origin.ntp is None:
            self._origin.ntp = report.ntp
            self._origin.offset_us = self._reported * 1_000_000 // self._rate
        # As far as timestamps have come, for those that follow after a long while.
        self._since, self._newest = self._reported, report.timestamp
        if first:
            self.moved = self._based(report) - self._since

    def ticks(self, timestamp: int) -> tuple[int, int | None]:
        """Return ticks since timestamp zero, and the sender's time in microseconds."""
        if self._newest is None:
            self._newest = timestamp
        self._since += _nearest(timestamp - self._newest)
        self._newest = timestamp
        if self.report is None:
            return self._since, None
        after = self._since - self._reported
        sender_us = microseconds(self.report.ntp) + after * 1_000_000 // self._rate
        return self._based(self.report), sender_us

    def _based(self, report: SenderReport) -> int:
        """Return the newest timestamp, in ticks since zero, as a report has it."""
        assert self._origin.ntp is not None
        passed = (report.ntp - self._origin.ntp) * self._rate
        return (
            _rounded(self._origin.offset_us * self._rate, 1_000_000)
            + _rounded(passed, _NTP_SECOND)
            + (self._since - self._reported)
        )


def _nearest(ticks: int) -> int:
    """Return a difference of timestamps, which have 32 bits, as the smallest it can be."""
    return (ticks + _WRAP // 2) % _WRAP - _WRAP // 2


def _rounded(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
