"""Pictures come out of packets as they went in, or are marked."""

from collections.abc import Iterable
from itertools import accumulate

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.ring_watch.engine.rtsp.packets import Packet
from custom_components.ring_watch.engine.rtsp.pictures import (
    Part,
    Pictures,
    Units,
    UnitsH264,
    UnitsH265,
)

from .packetising import (
    START_CODE,
    Codec,
    Sent,
    any_stream,
    fragments,
    h264,
    hevc,
    together,
)

pytestmark = pytest.mark.engine

STREAMS, CAREFUL = any_stream(), any_stream(careful=True)
LARGEST = 1 << 16


def taken_by(codec: Codec, *, numbered: bool = False) -> Pictures:
    return Pictures(UnitsH264() if codec == "h264" else UnitsH265(numbered=numbered))


def parts_of(
    pictures: Pictures, packets: Iterable[tuple[Packet, bool]], *, fast: bool = False
) -> list[Part]:
    """Everything, to the end. ``fast``: as a feed does it."""
    found: list[Part] = []
    before: int | None = None
    for packet, hole in packets:
        raw = bytes(12) + packet.payload
        same = packet.timestamp == before and not packet.marker and not hole
        if fast and same and packet.payload and pictures.may_extend(raw, 12):
            assert pictures.extend(raw, 12)
            continue
        found += pictures.feed(packet, packet.sequence, hole=hole)
        before = packet.timestamp
    return found + pictures.flush()


def whole(packets: Iterable[Packet]) -> list[tuple[Packet, bool]]:
    return [(packet, False) for packet in packets]


@settings(deadline=None)
@given(STREAMS)
def test_out_come_the_units_that_went_in(sent: Sent) -> None:
    pictures = taken_by(sent.codec, numbered=sent.numbered)
    parts = parts_of(pictures, whole(sent.packets))
    stream = b"".join(START_CODE + unit for _, unit in sent.units)
    assert b"".join(part.data for part in parts) == stream
    # No part holds units of two pictures, or a piece of one.
    ends = [0, *accumulate(len(START_CODE + unit) for _, unit in sent.units)]
    begin = 0
    for part in parts:
        end = begin + len(part.data)
        held = sent.units[ends.index(begin) : ends.index(end)]
        (number,) = {number for number, _ in held}
        assert part.timestamp in sent.timestamps[max(number - 1, 0) : number + 1]
        slices = [unit for _, unit in held if is_slice(sent.codec, unit)]
        assert part.keyframe == (bool(slices) and sent.keyframes[number])
        assert not part.torn or part is parts[-1]
        begin = end


def shows(codec: Codec, part: Part) -> bool:
    return any(is_slice(codec, unit) for unit in part.data.split(START_CODE)[1:])


def is_slice(codec: Codec, unit: bytes) -> bool:
    if codec == "h264":
        return unit[0] & 31 in (1, 5)
    return unit[0] >> 1 & 63 in (0, 1, 19, 21)


@settings(deadline=None)
@given(CAREFUL)
def test_a_picture_of_a_careful_camera_is_a_part(sent: Sent) -> None:
    pictures = taken_by(sent.codec, numbered=sent.numbered)
    parts = parts_of(pictures, whole(sent.packets))
    arrivals = {}
    for packet in reversed(sent.packets):
        arrivals[packet.timestamp] = packet.sequence
    assert parts == [
        Part(
            b"".join(START_CODE + unit for of, unit in sent.units if of == number),
            timestamp,
            arrivals[timestamp],
            sent.keyframes[number],
            False,
        )
        for number, timestamp in enumerate(sent.timestamps)
    ]


@settings(deadline=None)
@given(STREAMS, st.data())
def test_less_effort_finds_the_same(sent: Sent, data: st.DataObject) -> None:
    """Whatever is lost, doubled or torn meanwhile."""
    packets = data.draw(st.lists(st.sampled_from(sent.packets), max_size=40))
    holes = st.lists(st.booleans(), min_size=len(packets), max_size=len(packets))
    garbled = list(zip(packets, data.draw(holes), strict=True))
    for coming in (whole(sent.packets), garbled):
        one, other = (taken_by(sent.codec, numbered=sent.numbered) for _ in range(2))
        assert parts_of(one, coming, fast=True) == parts_of(other, coming)


@settings(deadline=None)
@given(CAREFUL, st.data())
def test_what_is_not_marked_is_what_was_sent(sent: Sent, data: st.DataObject) -> None:
    """Whatever is lost: neither torn nor after something torn (see the pipeline)."""
    complete = parts_of(
        taken_by(sent.codec, numbered=sent.numbered), whole(sent.packets)
    )
    lost = data.draw(st.sets(st.integers(1, len(sent.packets)), max_size=12))
    left = [one for one in sent.packets if one.sequence not in lost]
    coming = [(one, one.sequence - 1 in lost) for one in left]
    found = parts_of(taken_by(sent.codec, numbered=sent.numbered), coming)
    shown = [one for one in complete if shows(sent.codec, one)]
    torn, before, sure = False, None, []
    for part in found:
        marked, torn = part.torn or torn, part.torn
        if not shows(sent.codec, part):
            # The pipeline leaves it out, and with it what it is marked by.
            continue
        if not marked:
            assert part[:2] in [one[:2] for one in complete]
            at = [one.timestamp for one in shown].index(part.timestamp)
            # Nothing between it and the one before it is missing.
            assert before == (shown[at - 1].timestamp if at else None)
            sure.append(at)
        before = part.timestamp
    if not lost:
        assert found == complete


@pytest.mark.parametrize("at", range(12))
def test_no_picture_before_a_hole_or_behind_it_goes_unmarked(at: int) -> None:
    """Three pictures of four packets: a packet that is missing is told of in two."""
    slices = [h264(1, bytes((0x40 if number else 0x80, number))) for number in range(4)]
    packets = [
        Packet(96, number == 3, 4 * picture + number, picture, 7, slices[number])
        for picture in range(3)
        for number in range(4)
    ]
    coming = [(one, one.sequence - 1 == at) for one in packets if one.sequence != at]
    parts = parts_of(taken_by("h264"), coming)
    suspect = {
        part.timestamp
        for before, part in zip([None, *parts], parts, strict=False)
        if part.torn or (before and before.torn)
    }
    if at % 4 == 3:
        # The marker would have told; the next one begins after the hole.
        assert suspect >= {at // 4}
    assert at // 4 in suspect
    assert len(suspect) <= 2


def test_what_is_left_of_a_lost_picture_passes_the_mark_on() -> None:
    """It is nothing that could be marked, but the picture behind it lacks this one."""
    slices = h264(1, b"\x88")
    sent = [(slices, 1), (slices, 2), (h264(12, b"\xff"), 2), (slices, 3), (slices, 4)]
    coming = [
        (Packet(96, True, number, timestamp, 7, payload), number == 2)
        for number, (payload, timestamp) in enumerate(sent)
        if number != 1
    ]
    parts = parts_of(taken_by("h264"), coming)
    assert [part.timestamp for part in parts] == [1, 2, 3, 4]
    assert [part.torn for part in parts] == [True, True, False, False]


CODECS: dict[Codec, tuple[bytes, bytes]] = {
    "h264": (h264(5, b"\x88first" * 5), h264(5, b"\x44second" * 5)),
    "hevc": (hevc(19, b"\x88first" * 5), hevc(19, b"\x44second" * 5)),
}


def sent_as(codec: Codec, payloads: list[bytes], timestamp: int = 1) -> list[Packet]:
    return [
        Packet(96, False, number, timestamp, 7, payload)
        for number, payload in enumerate(payloads)
    ]


@pytest.mark.parametrize("codec", CODECS)
def test_a_unit_that_is_torn_is_given_out_as_far_as_it_goes(codec: Codec) -> None:
    first, second = CODECS[codec]
    pieces = fragments(codec, first, [1 if codec == "h264" else 2, 8, 12, len(first)])
    coming = [*whole(sent_as(codec, pieces[:2])), *whole(sent_as(codec, [second], 2))]
    coming[2] = coming[2][0], True
    parts = parts_of(taken_by(codec), coming)
    assert [part.data for part in parts] == [
        START_CODE + first[:12],
        START_CODE + second,
    ]
    assert [part.torn for part in parts] == [True, True]
    assert [part.keyframe for part in parts] == [True, True]


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("another", [1, 2])
@pytest.mark.parametrize("how", ["single", "together", "fragments"])
def test_a_unit_that_a_camera_does_not_end(
    codec: Codec, another: int, how: str
) -> None:
    """It left something out before it counted its packets."""
    first, second = CODECS[codec]
    head = 1 if codec == "h264" else 2
    pieces = fragments(codec, first, [head, 8, 12, len(first)])[:2]
    behind = {
        "single": [second],
        "together": [together(codec, [second])],
        "fragments": fragments(codec, second, [head, 9, len(second)]),
    }[how]
    coming = whole([*sent_as(codec, pieces), *sent_as(codec, behind, another)])
    parts = parts_of(taken_by(codec), coming)
    data = b"".join(part.data for part in parts)
    assert data == START_CODE + first[:12] + START_CODE + second
    assert parts[0].torn
    assert len(parts) == another


@pytest.mark.parametrize("codec", CODECS)
def test_fragments_that_hold_nothing(codec: Codec) -> None:
    """Some cameras send such."""
    first, _ = CODECS[codec]
    head = 1 if codec == "h264" else 2
    pieces = fragments(codec, first, [head, head, 8, 8, len(first), len(first)])
    parts = parts_of(taken_by(codec), whole(sent_as(codec, pieces)))
    assert [part.data for part in parts] == [START_CODE + first]


@pytest.mark.parametrize("codec", CODECS)
def test_fragments_that_tell_another_type(codec: Codec) -> None:
    """Some cameras tell it only in the first; the reserved bit says nothing."""
    first, _ = CODECS[codec]
    head = 1 if codec == "h264" else 2
    pieces = fragments(codec, first, [head, 8, 12, 20, len(first)])
    odd = [pieces[0]]
    for piece in pieces[1:]:
        changed = bytearray(piece)
        changed[head] = changed[head] & 0xC0 | (0x21 if codec == "h264" else 1)
        odd.append(bytes(changed))
    for fast in (False, True):
        found = parts_of(taken_by(codec), whole(sent_as(codec, odd)), fast=fast)
        assert [part.data for part in found] == [START_CODE + first]


@pytest.mark.parametrize("codec", CODECS)
def test_fragments_without_a_beginning_are_nothing(codec: Codec) -> None:
    first, second = CODECS[codec]
    pieces = fragments(codec, first, [1 if codec == "h264" else 2, 8, 12, len(first)])
    for fast in (False, True):
        coming = whole(sent_as(codec, [*pieces[1:], second]))
        found = parts_of(taken_by(codec), coming, fast=fast)
        assert [part.data for part in found] == [START_CODE + second]


def test_units_that_are_nothing_but_their_head() -> None:
    """Such as the end of a sequence."""
    heads: dict[Codec, bytes] = {"h264": b"\x0a", "hevc": b"\x48\1"}
    for codec, unit in heads.items():
        for payload in (unit, together(codec, [unit, unit])):
            pictures = taken_by(codec)
            (part,) = parts_of(pictures, whole(sent_as(codec, [payload])))
            assert part.data in (START_CODE + unit, (START_CODE + unit) * 2)


def test_a_recovery_point_is_a_picture_to_start_from() -> None:
    recovery = h264(6, b"\6\1\x80\x80")
    (part,) = parts_of(
        taken_by("h264"), whole(sent_as("h264", [recovery, h264(1, b"\x88")]))
    )
    assert part.keyframe


def test_a_stream_that_breaks_off() -> None:
    """The last picture is complete when its last packet said so."""
    for marker in (True, False):
        pictures = taken_by("h264")
        packet = Packet(96, marker, 0, 1, 7, h264(1, b"\x88"))
        (part,) = parts_of(pictures, whole([packet]))
        assert part.torn is not marker
        assert pictures.flush() == []


def test_packets_that_hold_nothing_change_nothing() -> None:
    pictures = taken_by("h264")
    packets = sent_as("h264", [h264(1, b"\x88"), b"", h264(1, b"\x44")])
    packets[1] = packets[1]._replace(timestamp=99, marker=True)
    (part,) = parts_of(pictures, whole(packets))
    assert part.data == START_CODE + h264(1, b"\x88") + START_CODE + h264(1, b"\x44")
    # But that something is missing before one is not forgotten.
    pictures = taken_by("h264")
    packets[2] = packets[2]._replace(marker=True)
    (part,) = parts_of(pictures, [(one, not one.payload) for one in packets])
    assert part.torn


@pytest.mark.parametrize(
    "payload",
    [
        b"\x78\0",
        b"\x78\0\5abc",
        b"\x78\0\0\0\0",
        b"\x79\0\0\0\2\x41\x88",
        b"\x7c",
        b"\x7d\x85\0\0data",
        b"\x1f",
    ],
)
def test_payloads_that_hold_no_unit_h264(payload: bytes) -> None:
    pictures = taken_by("h264")
    parts = parts_of(pictures, whole(sent_as("h264", [payload])))
    assert parts == []


@settings(deadline=None)
@given(
    st.sampled_from(("h264", "hevc")),
    st.booleans(),
    st.lists(
        st.tuples(
            st.one_of(
                st.binary(max_size=12),
                st.sampled_from((b"\x7c", b"\x78", b"\x62\1", b"\x60\1")).flatmap(
                    lambda head: st.binary(max_size=12).map(lambda rest: head + rest)
                ),
            ),
            st.integers(0, 3),
            st.booleans(),
            st.booleans(),
        ),
        max_size=40,
    ),
)
def test_no_payloads_make_it_fail(
    codec: Codec, numbered: bool, packets: list[tuple[bytes, int, bool, bool]]
) -> None:
    coming = [
        (Packet(96, marker, number, timestamp, 7, payload), hole)
        for number, (payload, timestamp, marker, hole) in enumerate(packets)
    ]
    one, other = (taken_by(codec, numbered=numbered) for _ in range(2))
    found = parts_of(one, coming)
    assert parts_of(other, coming, fast=True) == found
    assert all(part.data.startswith(START_CODE) for part in found)


@pytest.fixture
def smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test takes long for what holds for every limit."""
    monkeypatch.setattr(
        "custom_components.ring_watch.engine.rtsp.pictures._LARGEST", LARGEST
    )


def held(units: Units) -> int:
    """Bytes, with what each piece takes besides."""
    return sum(len(piece) + 64 for piece in units.pieces)


@pytest.mark.usefixtures("smaller")
@pytest.mark.parametrize("size", [0, 1, 1400])
@pytest.mark.parametrize("fast", [False, True])
def test_fragments_without_an_end_take_no_more_memory(size: int, *, fast: bool) -> None:
    units = UnitsH264()
    pictures = Pictures(units)
    pictures.feed(Packet(96, False, 0, 1, 7, b"\x7c\x85data"), 0, hole=False)
    middle = Packet(96, False, 1, 1, 7, b"\x7c\5" + bytes(size))
    raw = bytes(12) + middle.payload
    pictures.feed(middle, 0, hole=False)
    most = 0
    for _ in range((2 * LARGEST) // (size + 64)):
        if fast and pictures.may_extend(raw, 12):
            pictures.extend(raw, 12)
        else:
            assert pictures.feed(middle, 0, hole=False) == []
        most = max(most, held(units))
    assert 0 < most <= LARGEST + 1 + 64

    assert not units.pieces
    # What comes after it is whole again.
    (unit,) = units.feed(b"\x41\x88")
    assert unit == b"\x41\x88"


@pytest.mark.usefixtures("smaller")
def test_a_unit_that_ends_too_late_is_nothing() -> None:
    units = UnitsH264()
    assert list(units.feed(b"\x7c\x85data")) == []
    assert list(units.feed(b"\x7c\x45" + bytes(LARGEST))) == []
    assert list(units.feed(b"\x7c\x45end")) == []


@pytest.mark.usefixtures("smaller")
def test_every_unit_may_be_as_large() -> None:
    units = UnitsH264()
    for _ in range(3):
        assert list(units.feed(b"\x7c\x85" + bytes(LARGEST // 2))) == []
        (unit,) = units.feed(b"\x7c\x45" + bytes(LARGEST // 3))
        assert len(unit) == 1 + LARGEST // 2 + LARGEST // 3


@pytest.mark.usefixtures("smaller")
@pytest.mark.parametrize("size", [1, 1400])
def test_units_without_an_end_take_no_more_memory(size: int) -> None:
    pictures = taken_by("h264")
    payload = together("h264", [h264(9, bytes(size - 1))] * 4)
    packet = Packet(96, False, 1, 1, 7, payload)
    largest = count = 0
    for _ in range((2 * LARGEST) // (4 * (size + 64))):
        for part in pictures.feed(packet, 0, hole=False):
            largest = max(largest, len(part.data))
            count += 1
    assert 1 <= count <= 4
    assert largest * (size + 64) / (size + 4) <= LARGEST + 6000
