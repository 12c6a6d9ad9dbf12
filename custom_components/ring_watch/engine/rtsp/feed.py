"""From the packets of a session to those that a demuxer would give out."""

from collections import deque
from collections.abc import Iterator
import time

import av

from ..received import AnyPacket, Received
from ..source_errors import SourceError
from ..times import now_us
from .description import Media
from .order import Order
from .packets import Farewell, SenderReport, parse, parse_control, receiver_report
from .pictures import Part, Pictures, UnitsH264, UnitsH265
from .session import Session
from .sound import Frame, Frames, frames
from .timeline import Origin, Timeline
from .transport import OWN

SILENT_SECONDS = 10
"""For how long nothing may come of a camera."""
_REPORT_SECONDS = 5.0
_PLACES = 4
# Over TCP nothing overtakes anything, but what sends it may have had datagrams.
_PATIENCE = {True: (2, 0.2), False: (64, 0.2)}

type AnyStream = av.VideoStream | av.AudioStream


class _Track:
    """One stream of the session on its way."""

    def __init__(
        self,
        media: Media,
        stream: AnyStream,
        origin: Origin,
        patience: tuple[int, float],
    ) -> None:
        self._media = media
        self._stream = stream
        self.order = Order(*patience)
        self.timeline = Timeline(media.rate, origin)
        self._pictures: Pictures | None = None
        self._frames: Frames | None = None
        self._places: dict[int, tuple[int, int | None, int]] = {}
        self._placed = -1
        self._same: bytes | None = None
        """The timestamp and the source of the packet before, if it was of the usual."""
        # No marker, and nothing between the head and the payload.
        self._plain = bytes((0x80, media.payload_type))
        self.ended = False
        self.reported = 0.0
        """When the newest sender report came, in monotonic seconds."""
        if media.kind == "audio":
            self._frames = frames(media)
        elif media.encoding == "H264":
            self._pictures = Pictures(UnitsH264())
        else:
            told = media.parameters.get("sprop-max-don-diff", "0")
            self._pictures = Pictures(UnitsH265(numbered=told.strip("0") != ""))

    def feed(self, data: bytes, now: float, arrival_us: int) -> list[Received]:
        """Return what a packet completes."""
        if data[4:12] == self._same and self._goes_on(data):
            return []
        packet = parse(data)
        if packet is None:
            return []
        if packet.payload_type != self._media.payload_type:
            # Another format has numbers of its own, or it shares them.
            if packet.source != self.order.source:
                return []
            packet = packet._replace(payload=b"", marker=False)
        found: list[Received] = []
        for ordered, hole in self.order.feed(packet, now):
            known = ordered is packet and packet.payload
            self._same = data[4:12] if known else None
            if ordered.payload and ordered.timestamp != self._placed:
                self._place(ordered.timestamp)
            if self._pictures is not None:
                parts = self._pictures.feed(ordered, arrival_us, hole=hole)
                found += map(self._picture, parts)
            elif self._frames is not None:
                for frame in self._frames.feed(ordered, hole=hole):
                    found.append(self._frame(frame, arrival_us))
        return found

    def _goes_on(self, data: bytes) -> bool:
        """Take what most packets are, with less effort: the middle of a large picture.

        It has the timestamp and the source of the one before it.
        """
        if self._pictures is None or data[:2] != self._plain:
            return False
        number = data[2] << 8 | data[3]
        return self._pictures.may_extend(data, 12) and (
            self.order.goes_on(number) and self._pictures.extend(data, 12)
        )

    def flush(self) -> list[Received]:
        """Return the picture that was not complete."""
        parts = [] if self._pictures is None else self._pictures.flush()
        return [self._picture(part) for part in parts]

    def hear(self, data: bytes, now: float) -> None:
        """Take RTCP about the stream."""
        for told in parse_control(data):
            if isinstance(told, Farewell):
                self.ended = True
            elif isinstance(told, SenderReport):
                self.reported = now
                self.timeline.hear(told)

    def _place(self, timestamp: int) -> None:
        """Find the time of a timestamp by what is known now, before the next report.

        That of a picture which is not complete is always among the newest.
        """
        self._placed = timestamp
        if timestamp in self._places:
            place = self._places.pop(timestamp)
        else:
            place = *self.timeline.ticks(timestamp), self.timeline.moved
        self._places[timestamp] = place
        if len(self._places) > _PLACES:
            del self._places[next(iter(self._places))]

    def _picture(self, part: Part) -> Received:
        packet: AnyPacket = av.Packet(part.data)
        packet.stream = self._stream
        packet.pts, sender_us, moved = self._places[part.timestamp]
        packet.is_keyframe = part.keyframe
        packet.is_corrupt = part.torn
        return Received(packet, part.arrival_us, sender_us, moved)

    def _frame(self, frame: Frame, arrival_us: int) -> Received:
        packet: AnyPacket = av.Packet(frame.data)
        packet.stream = self._stream
        ticks, sender_us, moved = self._places[frame.timestamp]
        packet.pts = ticks + frame.later
        packet.duration = frame.duration
        packet.is_keyframe = True
        if sender_us is not None:
            sender_us += frame.later * 1_000_000 // self._media.rate
        return Received(packet, arrival_us, sender_us, moved)


class Feed:
    """The packets of an open session, in the order in which they come."""

    def __init__(self, session: Session, streams: tuple[AnyStream, ...]) -> None:
        """``streams``: those of the session's media, for the packets."""
        self._session = session
        self._origin = Origin()
        patience = _PATIENCE[session.transport.queues]
        self._tracks = [
            _Track(media, stream, self._origin, patience)
            for media, stream in zip(session.media, streams, strict=True)
        ]
        self._coming = self._read()
        self._first: deque[Received] = deque()
        self._told = time.monotonic()

    @property
    def realtime_us(self) -> int | None:
        """The camera's time at timestamp zero, in microseconds since 1970."""
        return self._origin.realtime_us

    def look(self) -> Iterator[Received]:
        """Yield packets as ``packets`` does, which will give them out again."""
        for received in self._coming:
            self._first.append(received)
            yield received

    def packets(self) -> Iterator[Received]:
        """Yield packets until the camera ends.

        Raises SourceError ``silent`` when none come for too long, or ``ended``.
        """
        while self._first:
            yield self._first.popleft()
        yield from self._coming

    def _read(self) -> Iterator[Received]:
        try:
            yield from self._packets()
        except TimeoutError:
            raise SourceError("silent") from None
        except EOFError, OSError, ValueError:
            # Not chained: nothing that came from outside is shown.
            for track in self._tracks:
                yield from track.flush()
            raise SourceError("ended") from None

    def _packets(self) -> Iterator[Received]:
        newest = time.monotonic()
        while not all(track.ended for track in self._tracks):
            data = self._session.receive(newest + SILENT_SECONDS)
            now, arrival_us = time.monotonic(), now_us()
            for stream, control, packet in data:
                track = self._tracks[stream]
                if control:
                    track.hear(packet, now)
                    continue
                newest = now
                yield from track.feed(packet, now, arrival_us)
            self._tell(now)
        for track in self._tracks:
            yield from track.flush()

    def _tell(self, now: float) -> None:
        """Report to the camera: some stop sending to those who never do."""
        if now - self._told < _REPORT_SECONDS:
            return
        self._told = now
        for stream, track in enumerate(self._tracks):
            if (source := track.order.source) is not None:
                since = now - track.reported
                report = track.timeline.report
                highest = track.order.highest
                self._session.transport.report(
                    stream, receiver_report(OWN, source, highest, report, since)
                )
