"""From what a session brings to the packets of a demuxer."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.ring_watch.engine.received import Received
from custom_components.ring_watch.engine.rtsp.description import Media, parse
from custom_components.ring_watch.engine.rtsp.feed import Feed
from custom_components.ring_watch.engine.rtsp.opened import _described
from custom_components.ring_watch.engine.rtsp.packets import parse_control
from custom_components.ring_watch.engine.rtsp.pictures import Pictures
from custom_components.ring_watch.engine.rtsp.session import Session
from custom_components.ring_watch.engine.rtsp.transport import Datum
from custom_components.ring_watch.engine.source_errors import SourceError

from .packetising import START_CODE, Sent, any_stream, fragments, h264

pytestmark = pytest.mark.engine

VIDEO = "m=video 0 RTP/AVP 96\r\na=rtpmap:96 {}/90000\r\n"
SOUND = "m=audio 0 RTP/AVP 97\r\na=rtpmap:97 {}\r\n"


@dataclass
class Told:
    """A session that brings what it is told, then ends."""

    media: tuple[Media, ...]
    coming: list[list[Datum]]
    queues: bool = True
    reports: list[tuple[int, bytes]] = field(default_factory=list)

    @property
    def transport(self) -> Told:
        return self

    def receive(self, deadline: float) -> list[Datum]:
        del deadline
        if not self.coming:
            raise EOFError
        return self.coming.pop(0)

    def report(self, stream: int, data: bytes) -> None:
        self.reports.append((stream, data))


def feed_of(text: str, coming: Iterable[Datum]) -> tuple[Feed, Told]:
    media = parse(text.encode()).media
    told = Told(media, [[datum] for datum in coming])
    streams = cast("Any", tuple(_described(media).streams))
    return Feed(cast(Session, told), streams), told


def received(text: str, coming: Iterable[Datum]) -> list[Received]:
    """All that comes until the session ends, as it always does."""
    found: list[Received] = []
    feed, _ = feed_of(text, coming)
    with pytest.raises(SourceError) as raised:
        found.extend(feed.packets())
    assert raised.value.reason == "ended"
    return found


def rtp(
    payload: bytes,
    number: int,
    timestamp: int,
    *,
    kind: int = 96,
    marker: bool = False,
    source: int = 7,
    stream: int = 0,
) -> Datum:
    head = bytes((0x80, marker << 7 | kind)) + (number % 65536).to_bytes(2)
    head += timestamp.to_bytes(4) + source.to_bytes(4)
    return stream, False, head + payload


def report(timestamp: int, second: int, *, stream: int = 0, source: int = 7) -> Datum:
    ntp = 2_208_988_800 + 1_767_225_600 + second
    data = b"\x80\xc8\0\6" + source.to_bytes(4) + ntp.to_bytes(4) + bytes(4)
    return stream, True, data + timestamp.to_bytes(4) + bytes(8)


def plain(packets: Iterable[Received]) -> list[tuple[object, ...]]:
    return [
        (
            bytes(one.packet),
            one.packet.pts,
            one.packet.is_keyframe,
            one.packet.is_corrupt,
            one.packet.duration,
            one.packet.stream_index,
            one.sender_us,
            one.moved,
        )
        for one in packets
    ]


@settings(deadline=None)
@given(any_stream())
def test_pictures_with_their_times(sent: Sent) -> None:
    text = VIDEO.format("H264" if sent.codec == "h264" else "H265")
    if sent.numbered:
        text += "a=fmtp:96 sprop-max-don-diff=2\r\n"
    coming = [
        rtp(one.payload, one.sequence, one.timestamp, marker=one.marker)
        for one in sent.packets
    ]
    found = received(text, coming)
    stream = b"".join(START_CODE + unit for _, unit in sent.units)
    assert b"".join(bytes(one.packet) for one in found) == stream
    first = sent.packets[0].timestamp
    times = {one.timestamp - first for one in sent.packets}
    assert {one.packet.pts for one in found} <= times
    assert all(one.sender_us is None and one.moved == 0 for one in found)


SLICE = h264(1, b"\x88" + bytes(range(40)))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                (
                    *fragments("h264", SLICE, [1, 10, 20, 30, 41]),
                    *fragments("h264", h264(5, SLICE[1:]), [1, 10, 41]),
                    SLICE,
                    b"",
                )
            ),
            st.integers(-1, 2),
            st.integers(0, 3),
            st.sampled_from((96, 96, 96, 98)),
            st.booleans(),
            st.sampled_from((7, 7, 7, 8)),
        ),
        max_size=50,
    )
)
def test_less_effort_finds_the_same(
    coming: list[tuple[bytes, int, int, int, bool, int]],
) -> None:
    """Whatever comes: other formats, other sources, times that go back and forth."""
    packets, number = [], 0
    for payload, step, timestamp, kind, marker, source in coming:
        number += step
        packets.append(
            rtp(payload, number, timestamp, kind=kind, marker=marker, source=source)
        )
    text = VIDEO.format("H264")
    found = plain(received(text, packets))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pictures, "may_extend", lambda *_: False)
        assert plain(received(text, packets)) == found


def test_the_middle_of_a_picture_is_taken_with_less_effort() -> None:
    """Else the test above would tell nothing."""
    pieces = fragments("h264", SLICE, list(range(1, len(SLICE) + 1)))
    packets = [rtp(one, number, 5) for number, one in enumerate(pieces)]
    taken = 0
    before = Pictures.extend

    def extend(pictures: Pictures, data: bytes, at: int) -> bool:
        nonlocal taken
        taken += 1
        return before(pictures, data, at)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pictures, "extend", extend)
        (one,) = received(VIDEO.format("H264"), packets)
    assert bytes(one.packet) == START_CODE + SLICE
    assert taken == len(pieces) - 2


@pytest.mark.parametrize("kind", [96, 98])
def test_packets_that_hold_nothing_have_times_of_their_own(kind: int) -> None:
    """Of another format, or of none: what a camera sends in between."""
    packets = [rtp(SLICE, 0, 1000)]
    for number in range(1, 9):
        payload = b"" if kind == 96 else b"event"
        packets.append(rtp(payload, number, 1000 + number, kind=kind, marker=True))
    packets.append(rtp(SLICE, 9, 4000, marker=True))
    found = received(VIDEO.format("H264"), packets)
    assert [one.packet.pts for one in found] == [0, 3000]
    assert [one.packet.is_corrupt for one in found] == [False, False]


def test_times_that_come_again() -> None:
    times = [1, 2, 3, 4, 1, 5, 1, 6, 7, 8, 9, 1, 2]
    packets = [rtp(SLICE, number, at) for number, at in enumerate(times)]
    found = received(VIDEO.format("H264"), packets)
    assert [one.packet.pts for one in found] == [at - 1 for at in times]


def test_sound_between_which_something_else_comes() -> None:
    text = SOUND.format("MP4A-LATM/16000")
    packets = [rtp(b"\x06abc", 0, 1000, kind=97)]
    packets += [
        rtp(b"event", number, 1000 + number, kind=98, marker=True)
        for number in range(1, 9)
    ]
    packets += [rtp(b"def", 9, 1000, kind=97, marker=True)]
    packets += [rtp(b"", 10, 1600, kind=97, marker=True)]
    assert plain(received(text, packets)) in (
        [],
        [(b"abcdef", 0, True, False, 1024, 0, None, 0)],
    )


def test_sound_and_pictures_by_the_senders_clock() -> None:
    text = VIDEO.format("H264") + SOUND.format("MPEG4-GENERIC/16000")
    text += "a=fmtp:97 sizelength=13;indexlength=3;indexdeltalength=3\r\n"
    two = b"\0\x20\0\x10\0\x18abXYZ"
    packets = [
        rtp(SLICE, 0, 9000),
        rtp(two, 0, 500, kind=97, stream=1, source=8),
        report(9000, 10),
        report(500, 12, stream=1, source=8),
        rtp(SLICE, 1, 99_000, marker=True),
        rtp(two, 1, 500 + 2048, kind=97, stream=1, source=8),
    ]
    found = plain(received(text, packets))
    start = 1_767_225_600_000_000
    pictures = [one for one in found if one[5] == 0]
    sounds = [one for one in found if one[5] == 1]
    data = START_CODE + SLICE
    assert pictures == [
        (data, 0, False, False, 0, 0, None, 0),
        (data, 90_000, False, False, 0, 0, start + 11_000_000, 0),
    ]
    late = start + 12_000_000 + 128_000
    assert sounds == [
        (b"ab", 0, True, False, 1024, 1, None, 0),
        (b"XYZ", 1024, True, False, 1024, 1, None, 0),
        (b"ab", 32_000 + 2048, True, False, 1024, 1, late, 32_000),
        (b"XYZ", 32_000 + 3072, True, False, 1024, 1, late + 64_000, 32_000),
    ]


def test_the_camera_is_reported_to(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 10_000, 3))
    monkeypatch.setattr("time.monotonic", lambda: float(next(clock)))
    packets = [rtp(SLICE, number, number) for number in range(65_530, 65_540)]
    feed, told = feed_of(VIDEO.format("H264"), [*packets, report(5, 1), *packets[-1:]])
    with pytest.raises(SourceError):
        list(feed.packets())
    assert told.reports
    assert len(told.reports) < len(packets)
    stream, last = told.reports[-1]
    assert stream == 0
    assert last[8:12] == (7).to_bytes(4)
    assert int.from_bytes(last[16:20]) == 65_539
    assert last[24:28] != bytes(4)


def test_a_goodbye_of_all_streams_is_the_end() -> None:
    text = VIDEO.format("H264") + SOUND.format("PCMU/8000")
    bye = b"\x81\xcb\0\1\0\0\0\7"
    packets = [rtp(SLICE, 0, 0, marker=True), (0, True, bye), rtp(SLICE, 1, 1)]
    feed, _ = feed_of(text, [*packets, (1, True, bye), rtp(SLICE, 2, 2)])
    assert len(list(feed.packets())) == 2
    assert list(parse_control(bye))


def test_what_was_looked_at_comes_again() -> None:
    packets = [rtp(SLICE, number, number) for number in range(6)]
    feed, _ = feed_of(VIDEO.format("H264"), packets)
    looked = feed.look()
    first = [next(looked), next(looked)]
    again = feed.packets()
    assert [next(again), next(again)] == first
    assert next(again).packet.pts == 2


@settings(deadline=None)
@example([(0, False, b"\x80\x60")], "H264", "PCMU/8000")
@given(
    st.lists(
        st.tuples(
            st.integers(0, 1),
            st.booleans(),
            st.one_of(
                st.binary(max_size=60),
                st.binary(max_size=40).map(lambda rest: b"\x80\x60" + rest),
                st.binary(max_size=40).map(lambda rest: b"\x80\xe1\0\1" + rest),
                st.binary(max_size=40).map(lambda rest: b"\x80\xc8\0\6" + rest),
            ),
        ),
        max_size=30,
    ),
    st.sampled_from(("H264", "H265")),
    st.sampled_from(("MPEG4-GENERIC/16000", "MP4A-LATM/16000", "PCMU/8000")),
)
def test_nothing_that_comes_makes_it_fail(
    coming: list[Datum], video: str, sound: str
) -> None:
    feed, _ = feed_of(VIDEO.format(video) + SOUND.format(sound), coming)
    found: list[Received] = []
    with suppress(SourceError):
        found.extend(feed.packets())
    assert all(bytes(one.packet) for one in found)


def test_what_is_known_of_a_picture_is_told() -> None:
    key = h264(5, SLICE[1:])
    packets = [rtp(key, 0, 1), rtp(SLICE, 1, 2), rtp(SLICE, 5, 3), rtp(SLICE, 6, 4)]
    packets += [rtp(SLICE, number, number) for number in range(7, 9)]
    found = received(VIDEO.format("H264"), packets)
    told = [(one.packet.is_keyframe, one.packet.is_corrupt) for one in found]
    assert told[:4] == [(True, False), (False, True), (False, False), (False, False)]


def test_another_format_of_another_source_is_passed_over() -> None:
    packets = [rtp(SLICE, 0, 1)]
    packets += [rtp(b"x", 50 + at, 1, kind=98, source=9) for at in range(3)]
    packets += [rtp(SLICE, 1, 2, marker=True)]
    found = received(VIDEO.format("H264"), packets)
    assert [one.packet.is_corrupt for one in found] == [False, False]
