"""Packets of RTP and RTCP, as RFC 3550 lays them out."""

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.ring_watch.engine.rtsp.packets import (
    Farewell,
    Packet,
    SenderReport,
    greeting,
    microseconds,
    opening,
    parse,
    parse_control,
    receiver_report,
)

pytestmark = pytest.mark.engine

NUMBERS = st.integers(0, (1 << 32) - 1)
PAYLOADS = st.binary(max_size=40)


@st.composite
def packets(draw: st.DrawFn) -> tuple[bytes, Packet, int]:
    """A packet as it is sent, what it is, and how long its head is."""
    sources = draw(st.lists(NUMBERS, max_size=15))
    extension = draw(st.none() | st.lists(NUMBERS, max_size=5))
    padding = draw(st.none() | st.integers(1, 255))
    kind, marker = draw(st.integers(0, 127)), draw(st.booleans())
    sequence = draw(st.integers(0, (1 << 16) - 1))
    timestamp, source = draw(NUMBERS), draw(NUMBERS)
    payload = draw(PAYLOADS)
    flags = 0x80 | len(sources)
    flags |= 0x10 if extension is not None else 0
    flags |= 0x20 if padding is not None else 0
    head = bytes((flags, marker << 7 | kind)) + sequence.to_bytes(2)
    head += b"".join(number.to_bytes(4) for number in (timestamp, source, *sources))
    if extension is not None:
        head += b"\xbe\xde" + len(extension).to_bytes(2)
        head += b"".join(number.to_bytes(4) for number in extension)
    behind = bytes(padding - 1) + bytes((padding,)) if padding is not None else b""
    packet = Packet(kind, marker, sequence, timestamp, source, payload)
    return head + payload + behind, packet, len(head)


@settings(deadline=None)
@given(packets())
def test_a_packet_is_read_as_it_was_sent(sent: tuple[bytes, Packet, int]) -> None:
    data, packet, _ = sent
    assert parse(data) == packet


@pytest.mark.parametrize("kind", [0, 1, 96, 127])
@pytest.mark.parametrize("marker", [False, True])
@pytest.mark.parametrize("flags", [0x80, 0x90])
def test_the_marker_is_no_part_of_the_type(kind: int, marker: bool, flags: int) -> None:
    data = bytes((flags, marker << 7 | kind)) + bytes(14)
    expected = Packet(kind, marker, 0, 0, 0, b"" if flags == 0x90 else bytes(4))
    assert parse(data) == expected


@settings(deadline=None)
@given(packets())
def test_no_packet_that_is_cut_off_is_more_than_it_was(
    sent: tuple[bytes, Packet, int],
) -> None:
    data, packet, head = sent
    for length in range(len(data)):
        found = parse(data[:length])
        if length < head:
            assert found is None
        elif found is not None:
            assert found[:5] == packet[:5]
            assert data[head:length].startswith(found.payload)
            if not data[0] & 0x20:
                assert found.payload == data[head:length]


@settings(deadline=None)
@given(st.binary(max_size=80), st.sampled_from((b"", b"\x80", b"\xb0", b"\xbf")))
def test_no_bytes_make_it_fail(data: bytes, first: bytes) -> None:
    found = parse(first + data)
    assert found is None or found.payload in first + data
    list(parse_control(first + data))


@pytest.mark.parametrize("version", [0, 1, 3])
def test_another_version(version: int) -> None:
    assert parse(bytes((version << 6,)) + bytes(20)) is None


def test_more_padding_than_there_is() -> None:
    assert parse(b"\xa0" + bytes(11) + b"abc\4") == Packet(0, False, 0, 0, 0, b"")
    assert parse(b"\xa0" + bytes(11) + b"abc\5") is None
    # Which none can be, yet some send it.
    assert parse(b"\xa0" + bytes(11) + b"abc\0") == Packet(0, False, 0, 0, 0, b"abc\0")


SENDER = SenderReport(0x01020304, 0xE95C_A123_8000_0000, 0x0A0B0C0D)
SR = b"\x80\xc8\0\6\1\2\3\4\xe9\x5c\xa1\x23\x80\0\0\0\x0a\x0b\x0c\x0d\0\0\0\1\0\0\0\2"
SR_WITH_BLOCK = b"\x81\xc8\0\x0c" + SR[4:] + bytes(24)
SDES = b"\x81\xca\0\3" + b"\1\2\3\4\1\3cam\0\0\0"
BYE = b"\x81\xcb\0\1" + b"\1\2\3\4"
BYE_WITH_REASON = b"\x81\xcb\0\3" + b"\1\2\3\4\5later\0\0"
RR = b"\x80\xc9\0\1" + b"\1\2\3\4"
APP = b"\x80\xcc\0\2" + b"\1\2\3\4name"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (SR, [SENDER]),
        (SR_WITH_BLOCK + SDES, [SENDER]),
        (SR + SDES + BYE, [SENDER, Farewell()]),
        (SR_WITH_BLOCK + SDES + APP + BYE_WITH_REASON, [SENDER, Farewell()]),
        (RR + SDES, []),
        (BYE, [Farewell()]),
        (SR + b"\x80\xcb\0\0", [SENDER, Farewell()]),
        (SR + SR, [SENDER, SENDER]),
        # No version 2, and what would be read beyond the end.
        (SR + b"\x40" + BYE[1:], [SENDER]),
        (SR + BYE[:3], [SENDER]),
        (SR + BYE[:7], [SENDER]),
        (b"\x80\xc8\xff\xff" + SR[4:], []),
        # A report that is too short for one.
        (b"\x80\xc8\0\3" + SR[4:16] + BYE, [Farewell()]),
        (b"\x80\xc8\0\4" + SR[4:20], [SENDER]),
        (b"", []),
    ],
)
def test_compound_packets(data: bytes, expected: list[SenderReport | Farewell]) -> None:
    assert list(parse_control(data)) == expected


def test_a_camera_whose_clock_is_not_set() -> None:
    data = SR[:8] + bytes(8) + SR[16:]
    assert list(parse_control(data + BYE)) == [Farewell()]


@settings(deadline=None)
@given(st.integers(1, (1 << 64) - 1))
def test_reports_are_read_in_every_length(ntp: int) -> None:
    data = SR[:8] + ntp.to_bytes(8) + SR[16:] + SDES + BYE
    whole = [SenderReport(SENDER.source, ntp, SENDER.timestamp), Farewell()]
    for length in range(len(data) + 1):
        found = list(parse_control(data[:length]))
        assert found == whole[: (length >= len(SR)) + (length == len(data))]


@pytest.mark.parametrize(
    ("ntp", "expected"),
    [
        (2_208_988_800 << 32, 0),
        (2_208_988_801 << 32, 1_000_000),
        (2_208_988_800 << 32 | 1 << 31, 500_000),
        ((2_208_988_800 << 32) - 1, -1),
        # 2026-01-01.
        (3_976_214_400 << 32, 1_767_225_600_000_000),
    ],
)
def test_times(ntp: int, expected: int) -> None:
    assert microseconds(ntp) == expected


def test_the_report_of_a_receiver() -> None:
    """RFC 3550, 6.4.2 and 6.5: who, of whom, highest, jitter, LSR, DLSR; a name."""
    report = receiver_report(0x11121314, 0x01020304, 0x0001_0007, SENDER, 1.5)
    assert (
        report
        == bytes.fromhex(
            "81c90007 11121314"
            "01020304 00 000000 00010007 00000000 a1238000 00018000"
            "81ca0004 11121314 0106"
        )
        + b"viewer\0\0\0\0"
    )
    assert len(report) % 4 == 0


def test_a_report_before_the_senders() -> None:
    block = receiver_report(1, 2, 3, None, 99.0)[8:32]
    assert block == bytes.fromhex("00000002 00000000 00000003") + bytes(12)


def test_a_report_after_a_day_without_the_senders() -> None:
    block = receiver_report(1, 2, (1 << 32) + 3, SENDER, 100_000.0)[8:32]
    assert block[8:12] == bytes.fromhex("00000003")
    assert block[20:] == b"\xff" * 4


def test_a_greeting() -> None:
    name = bytes.fromhex("81ca0004 00000001 0106") + b"viewer\0\0\0\0"
    assert greeting(1) == bytes.fromhex("80c90001 00000001") + name
    assert list(parse_control(greeting(1))) == []


def test_what_opens_a_way_is_a_packet_that_holds_nothing() -> None:
    assert parse(opening(7)) == Packet(0, False, 0, 0, 7, b"")
