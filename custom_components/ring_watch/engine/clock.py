"""The wall clock of one connection: which time a timestamp of the stream means.

A camera's sender reports (RFC 3550, 6.4.1) tie its timestamps to its own clock.
Where that agrees with the host within two seconds, it is used; else the time of
arrival, less the frame for which a demuxer may hold pictures back. A host that is behind
by a burst at the start does no harm, since the earliest arrival counts.
"""

from dataclasses import dataclass
from typing import Literal

type Track = Literal["video", "audio"]

AGREEMENT_US = 2_000_000
_STEP_US = 1_000_000
_SLEW_US = 5_000
_BEHIND_US = 2_000_000
_SOUND_AHEAD_US = 2_000_000
_JOIN_US = 500_000
_JUDGE_US = 2_000_000
# GStreamer's servers report for the first time within four seconds.
_HOLD_REPORTS_US = 4_200_000
_HOLD_ARRIVAL_US = 1_000_000
_WRAPS = tuple(1 << bits for bits in (32, 33))
_WRAP_TOLERANCE_SECONDS = 20


@dataclass(slots=True)
class _Seen:
    """What was observed of one track since the last adjustment."""

    arrival: int | None = None
    sender: int | None = None
    reports: int = 0


class Clock:
    """Maps microseconds of a connection's timestamps to wall time.

    ``reports``: sender reports may come (RTSP); then the tracks' timestamps have
    nothing in common before they do. ``live`` times are in microseconds.
    """

    def __init__(self, *, reports: bool, tracks: tuple[Track, ...]) -> None:
        """Begin a connection that has the ``tracks``."""
        self._reports = reports
        self._seen: dict[Track, _Seen] = {track: _Seen() for track in tracks}
        self._offsets: dict[Track, int] = {}
        self._first_arrival: int | None = None
        self._lateness = 0
        self._usual = 0
        self._from_sender = False
        self._told = False
        self._joined = False
        self._heard = False
        self._judged: int | None = None
        self._least = 0

    @property
    def from_sender(self) -> bool:
        """Whether the camera's own clock is in use."""
        return self._from_sender

    @property
    def provisional(self) -> bool:
        """Whether the pictures' own sender reports, if they come, are to begin it anew.

        With the first one their timestamps may jump, by less than `stepped` sees.
        """
        return self._reports and not self._told

    @property
    def joined(self) -> bool:
        """Whether sound is known to have the time base of the pictures."""
        return self._joined

    def observe(
        self, track: Track, time_us: int, arrival_us: int, sender_us: int | None
    ) -> None:
        """Take note of a packet: its timestamp, when it came, its sender's time."""
        if self._first_arrival is None:
            self._first_arrival = arrival_us
        seen = self._seen[track]
        late = arrival_us - time_us
        if seen.arrival is None or late < seen.arrival:
            seen.arrival = late
        if sender_us is not None:
            ahead = sender_us - time_us
            seen.reports += 1
            if seen.sender is None or ahead < seen.sender:
                seen.sender = ahead

    def ready(self, now_us: int) -> bool:
        """Tell whether enough was observed to fix the offsets."""
        if self._first_arrival is None or self._seen["video"].arrival is None:
            return False
        waited = now_us - self._first_arrival
        if not self._reports:
            return waited >= _HOLD_ARRIVAL_US
        if not all(seen.reports for seen in self._seen.values()):
            return waited >= _HOLD_REPORTS_US
        # Where reports do not agree arrival counts, and the first may be late by as much
        # as nobody knows.
        return self._sender(None) is not None or waited >= _HOLD_ARRIVAL_US

    def decide(self, frame_us: int, realtime_us: int | None) -> None:
        """Fix the offsets of the connection.

        ``frame_us``: by how much the video's arrival is late. ``realtime_us``: the
        sender's time at timestamp zero, where the demuxer knows it.
        """
        self._lateness = frame_us
        self._told = self._seen["video"].reports > 0
        sender = self._sender(realtime_us)
        if sender is not None:
            self._from_sender = True
            self._offsets = dict.fromkeys(self._seen, sender)
        else:
            for track in self._seen:
                self._offsets[track] = self._arrival(track)
        self._usual = self._behind()
        if (sound := self._seen.get("audio")) is not None:
            self._joined = sound.reports > 0
            self._heard = sound.arrival is not None
            if sender is not None and sound.arrival is not None and not self._joined:
                self._offsets["audio"] = sound.arrival - self._usual
        self._forget()

    def hear(self, time_us: int, arrival_us: int, *, reported: bool) -> bool:
        """Tell whether the sound's offset has changed, from this packet on.

        Before its own first sender report (``reported``) the timestamps of sound that
        begins late count from its own beginning, and where a camera's clock is set,
        each track jumps by itself. Then only arrival tells when sound was.
        """
        if not self._reports:
            return False
        late = arrival_us - self._usual - self.wall("audio", time_us)
        if not self._heard:
            self._heard = True
            self._offsets["audio"] += late
            return True
        if reported and not self._joined:
            common = arrival_us - self._usual - self.wall("video", time_us)
            self._joined = abs(common) <= max(abs(late), _JOIN_US)
            if self._joined:
                self._offsets["audio"] = self._offsets["video"]
                self._judged = None
                return True
        return self._misplaced(late, arrival_us)

    def _misplaced(self, late: int, arrival_us: int) -> bool:
        """Move sound that came off its time for a while, as far as arrival tells."""
        if self._judged is None or arrival_us - self._judged > 3 * _JUDGE_US:
            self._judged, self._least = arrival_us, late
        # What a stalled network held back comes late, but not all of it.
        self._least = min(self._least, late)
        if arrival_us - self._judged < _JUDGE_US:
            return False
        self._judged = None
        if abs(self._least) < _STEP_US or (self._from_sender and self._joined):
            return False
        self._offsets["audio"] += self._least
        self._joined = False
        return True

    def is_premature(self, time_us: int, arrival_us: int) -> bool:
        """Tell whether sound came well before its time: that is not its time.

        Where the camera's clock is set, the tracks jump one after the other.
        """
        ahead = self.wall("audio", time_us) - (arrival_us - self._usual)
        return ahead > _SOUND_AHEAD_US

    def wall(self, track: Track, time_us: int) -> int:
        """Return the wall time of a timestamp."""
        return time_us + self._offsets[track]

    def offset(self, track: Track) -> int:
        """Return what is added to a timestamp, in microseconds."""
        return self._offsets[track]

    def stepped(self, time_us: int, arrival_us: int, newest_us: int | None) -> bool:
        """Tell whether the video's timestamp jumped by more than a second.

        Ahead of its own arrival (as far as that is usual), or behind the newest one.
        A packet that is merely late did not jump, nor did those that come all at once
        after they had to wait: each of them is late by a frame less.
        """
        late = arrival_us - self.wall("video", time_us)
        if late < self._usual - _STEP_US - self._lateness:
            return True
        self._usual = min(self._usual, late)
        return newest_us is not None and newest_us - time_us > _STEP_US

    def restart(self, time_us: int, arrival_us: int) -> None:
        """Fix the offsets anew after a jump, by arrival; the tracks move together."""
        moved = arrival_us - self._lateness - time_us - self._offsets["video"]
        self._from_sender = False
        self._usual = self._lateness
        for track in self._offsets:
            self._offsets[track] += moved
        self._forget()

    def adjust(self) -> bool:
        """Follow the drift of the clocks; to be called when a segment begins.

        By at most 5 ms, but by all by which packets arrive earlier than is possible: then
        all were late when the offset was fixed, on a busy host. True when the stream has
        fallen behind by so much that it needs a restart.
        """
        seen = self._seen["video"]
        if seen.arrival is None:
            return False
        behind = self._behind() - self._lateness
        target = behind
        if self._from_sender and abs(behind) <= AGREEMENT_US:
            target = 0 if seen.sender is None else seen.sender - self._offsets["video"]
        elif not self._from_sender and behind > _BEHIND_US:
            return True
        step = max(-_SLEW_US, min(_SLEW_US, target))
        if not self._from_sender:
            step = min(step, target)
        for track in self._offsets:
            self._offsets[track] += step
        self._usual = self._behind()
        self._forget()
        return False

    def _behind(self) -> int:
        """Return by how much the least late picture came after its wall time."""
        arrival = self._seen["video"].arrival
        assert arrival is not None
        return arrival - self._offsets["video"]

    def _sender(self, realtime_us: int | None) -> int | None:
        """Return the sender's offset where it agrees with the host."""
        video = self._seen["video"]
        # Before their own first report the pictures' timestamps are not the others'.
        if not self._reports or video.sender is None or video.arrival is None:
            return None
        sender = video.sender if realtime_us is None else realtime_us
        late = video.arrival - self._lateness - sender
        return sender if abs(late) <= AGREEMENT_US else None

    def _arrival(self, track: Track) -> int:
        own = self._seen[track].arrival
        video = self._seen["video"].arrival
        assert video is not None
        common = video - self._lateness
        if track == "video" or own is None or not self._reports:
            return common
        # Sender reports give the tracks one time base, also where its time is wrong.
        reported = all(seen.reports for seen in self._seen.values())
        return common if reported and abs(own - common) <= _STEP_US else own

    def _forget(self) -> None:
        self._seen = {track: _Seen() for track in self._seen}


class Unwrapper:
    """Continues timestamps that start over after 32 or 33 bits."""

    def __init__(self, ticks_per_second: float) -> None:
        """Begin a track of a connection."""
        # Of a stream of fine ticks, 20 seconds are more than it counts to.
        self._tolerance = min(
            int(_WRAP_TOLERANCE_SECONDS * ticks_per_second), min(_WRAPS) // 4
        )
        self._added = 0
        self._newest: int | None = None

    def feed(self, ticks: int) -> int:
        """Return the timestamp as if it had had enough bits."""
        value = ticks + self._added
        if self._newest is not None:
            missing = self._newest - value
            for wrap in _WRAPS:
                if abs(missing - wrap) < self._tolerance:
                    self._added += wrap
                    value += wrap
                elif abs(missing + wrap) < self._tolerance:
                    # A straggler from before the wrap.
                    self._added -= wrap
                    value -= wrap
        if (
            self._newest is None
            or value > self._newest
            or (self._newest - value > self._tolerance)
        ):
            self._newest = value
        return value
