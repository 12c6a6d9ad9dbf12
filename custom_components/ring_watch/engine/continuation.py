"""The packets of a file whose timestamps may start over, in one line of time.

Recorders put files of their own one after the other into a file, each of which
begins at zero. Timestamps of few bits start over too.
"""

from collections.abc import Iterator
from typing import Any

import av

from .clock import Unwrapper
from .sources import Source
from .timing import ticks_of_picture, time_base_of

_JUMP_SECONDS = 1
_MOST_EARLY = 512
"""Packets of sound to hold until the pictures start over too."""

type AnyPacket = av.Packet[Any]


def continued(source: Source) -> Iterator[AnyPacket]:
    """Yield a file's packets, with timestamps that go on where they start over.

    Where pictures start over they follow those before by a frame, and the sound moves
    with them.
    """
    yield from _Continuation(source).packets()


class _Track:
    """Timestamps of one stream; all in its ticks."""

    def __init__(self, stream: av.VideoStream | av.AudioStream, source: Source) -> None:
        self._unwrapper: Unwrapper | None = None
        self.base = time_base_of(stream)
        if source.wraps:
            self._unwrapper = Unwrapper(float(1 / self.base))
        self.jump = round(_JUMP_SECONDS / self.base)
        self.newest: int | None = None
        """The latest timestamp since they last started over, before it was moved."""
        self.turn = 0
        """How often they have started over."""
        self.moved = 0
        """What is added to them since."""

    def unwrap(self, packet: AnyPacket) -> None:
        """Give a packet the timestamps that more bits would have held."""
        if self._unwrapper is None:
            return
        if packet.dts is not None:
            packet.dts = self._unwrapper.feed(packet.dts)
        if packet.pts is not None:
            packet.pts = self._unwrapper.feed(packet.pts)

    def move(self, packet: AnyPacket, ticks: int, *, hidden: bool = False) -> None:
        """Move a packet, whose time is ``ticks``, behind those before."""
        if not hidden:
            self.newest = ticks if self.newest is None else max(self.newest, ticks)
        if self.moved:
            if packet.dts is not None:
                packet.dts += self.moved
            if packet.pts is not None:
                packet.pts += self.moved


class _Continuation:
    """One pass over a file."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._video = _Track(source.video, source)
        self._sound = None if source.audio is None else _Track(source.audio, source)
        self._early: list[AnyPacket] = []

    def packets(self) -> Iterator[AnyPacket]:
        for packet in self._source.container.demux(self._source.streams):
            if not packet.size:
                continue
            if packet.stream_index == self._source.video.index:
                if self._picture(packet):
                    yield from self._released()
                yield packet
            elif self._sound is not None:
                self._sound.unwrap(packet)
                self._early.append(packet)
                if not self._is_early(packet) or len(self._early) > _MOST_EARLY:
                    yield from self._released()
        yield from self._released()

    def _picture(self, packet: AnyPacket) -> bool:
        """Place a picture; tell whether its timestamps have started over with it."""
        track = self._video
        track.unwrap(packet)
        ticks = self._source.time_of(packet, 0)
        if ticks is None:
            ticks = packet.dts
        if ticks is None or self._source.step is not None:
            return False
        # What an edit list hides lies before or behind what it shows, in time too.
        hidden = packet.is_discard
        over = (
            packet.is_keyframe
            and not hidden
            and track.newest is not None
            and track.newest - ticks > track.jump
        )
        if over and track.newest is not None:
            track.moved += track.newest + ticks_of_picture(self._source) - ticks
            track.turn += 1
            track.newest = None
        track.move(packet, ticks, hidden=hidden)
        return over

    def _is_early(self, packet: AnyPacket) -> bool:
        """Tell whether sound starts over before the pictures of its time do."""
        track = self._sound
        ticks = _time(packet)
        if track is None or track.newest is None or ticks is None:
            return False
        return track.turn == self._video.turn and track.newest - ticks > track.jump

    def _released(self) -> Iterator[AnyPacket]:
        """Place the sound that was held back."""
        track = self._sound
        early, self._early = self._early, []
        for packet in early:
            ticks = _time(packet)
            if track is None or ticks is None:
                continue
            ahead = 0 if track.newest is None else ticks - track.newest
            if track.turn < self._video.turn and not 0 <= ahead <= track.jump:
                track.turn = self._video.turn
                track.moved = round(self._video.moved * self._video.base / track.base)
                track.newest = None
            track.move(packet, ticks)
            yield packet


def _time(packet: AnyPacket) -> int | None:
    return packet.pts if packet.pts is not None else packet.dts
