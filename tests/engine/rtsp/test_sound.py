"""Packets of sound become what a decoder takes."""

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.ring_watch.engine.rtsp.description import Media
from custom_components.ring_watch.engine.rtsp.packets import Packet
from custom_components.ring_watch.engine.rtsp.sound import Frame, Frames, frames

pytestmark = pytest.mark.engine

USUAL = {"sizelength": "13", "indexlength": "3", "indexdeltalength": "3"}
LARGEST = 1 << 16


def media(
    encoding: str, parameters: dict[str, str] | None = None, channels: int = 1
) -> Media:
    return Media("audio", 97, encoding, 16000, channels, "", parameters or {})


def aac(**parameters: str) -> Frames:
    return frames(media("MPEG4-GENERIC", parameters or USUAL))


def packet(payload: bytes, timestamp: int = 0, *, marker: bool = True) -> Packet:
    return Packet(97, marker, 0, timestamp, 7, payload)


def taken(
    by: Frames, payload: bytes, timestamp: int = 0, *, hole: bool = False
) -> list[Frame]:
    return list(by.feed(packet(payload, timestamp), hole=hole))


def headed(
    sizes: list[int], data: bytes, *, bits: tuple[int, int, int] = (13, 3, 3)
) -> bytes:
    """Headers with sizes (RFC 3640, 3.2.1), and what is behind them."""
    text = ""
    for number, size in enumerate(sizes):
        text += f"{size:0{bits[0]}b}"
        if index := bits[2 if number else 1]:
            text += f"{0:0{index}b}"
    padded = text + "0" * (-len(text) % 8)
    head = int(padded or "0", 2).to_bytes(len(padded) // 8)
    return len(text).to_bytes(2) + head + data


DATA = st.lists(st.binary(min_size=1, max_size=60), min_size=1, max_size=12)


@settings(deadline=None)
@given(
    DATA,
    st.sampled_from(((13, 3, 3), (6, 2, 2), (13, 0, 0), (16, 0, 8), (7, 1, 0))),
    st.integers(0, (1 << 32) - 1),
)
def test_frames_of_aac_behind_their_sizes(
    sent: list[bytes], bits: tuple[int, int, int], timestamp: int
) -> None:
    names = ("sizelength", "indexlength", "indexdeltalength")
    told = dict(zip(names, map(str, bits), strict=True))
    payload = headed([len(one) for one in sent], b"".join(sent), bits=bits)
    assert taken(aac(**told), payload, timestamp) == [
        Frame(data, timestamp, 1024, 1024 * number) for number, data in enumerate(sent)
    ]


@settings(deadline=None)
@given(DATA)
def test_frames_of_aac_that_are_all_as_long(sent: list[bytes]) -> None:
    size = min(map(len, sent))
    sent = [one[:size] for one in sent]
    by = aac(constantsize=str(size), constantduration="960")
    assert taken(by, b"".join(sent), 5) == [
        Frame(data, 5, 960, 960 * number) for number, data in enumerate(sent)
    ]


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"config": "1408"},
        {"sizelength": "0"},
        {"sizelength": "thirteen", "constantduration": "0"},
        {"sizelength": "1234567", "constantsize": "-1"},
        {"sizelength": "²"},
    ],
)
def test_what_cannot_be_is_taken_for_the_usual(told: dict[str, str]) -> None:
    by = frames(media("MPEG4-GENERIC", told))
    assert taken(by, headed([3, 4], b"abcdefg")) == [
        Frame(b"abc", 0, 1024),
        Frame(b"defg", 0, 1024, 1024),
    ]


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.binary(min_size=2, max_size=90), st.integers(1, 5)),
        min_size=1,
        max_size=6,
    ),
    st.sets(st.integers(0, 30)),
)
def test_a_frame_may_be_spread_over_packets(
    sent: list[tuple[bytes, int]], lost: set[int]
) -> None:
    """Of which each tells the size of the whole; one that is not whole is nothing."""
    by, found, expected = aac(), list[Frame](), list[Frame]()
    count, before = 0, False
    for number, (data, pieces) in enumerate(sent):
        length = -(-len(data) // pieces)
        whole = True
        for at in range(0, len(data), length):
            if count in lost:
                whole, before = False, True
            else:
                payload = headed([len(data)], data[at : at + length])
                found += taken(by, payload, 1024 * number, hole=before)
                before = False
            count += 1
        if whole:
            expected.append(Frame(data, 1024 * number, 1024))
    assert found == expected


def test_a_frame_that_is_not_ended_is_no_part_of_the_next() -> None:
    by = aac()
    assert taken(by, headed([6], b"abc"), 0) == []
    assert taken(by, headed([6], b"def"), 1024) == []
    assert taken(by, headed([6], b"ghi"), 1024) == [Frame(b"defghi", 1024, 1024)]
    assert taken(by, headed([6], b"abc"), 2048) == []
    assert taken(by, headed([7], b"defg"), 2048) == []
    assert taken(by, headed([7], b"hij"), 2048) == [Frame(b"defghij", 2048, 1024)]


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b"", []),
        (b"\0", []),
        (b"\0\0", []),
        (b"\0\x10", []),
        (b"\0\x10\0", []),
        (b"\xff\xff\0\0abc", []),
        # A head of ten bits, which holds no size.
        (b"\0\x0a\0\0abc", []),
        # More than there is behind the first.
        (headed([2, 9], b"abcd"), [b"ab"]),
        (headed([2, 0, 2], b"abcd"), [b"ab", b"cd"]),
        (headed([0], b"abcd"), []),
        # What is behind the last.
        (headed([2], b"abcd"), [b"ab"]),
    ],
)
def test_damaged_heads(payload: bytes, expected: list[bytes]) -> None:
    assert [frame.data for frame in taken(aac(), payload)] == expected


def test_no_more_frames_than_can_be() -> None:
    sizes = [1] * 500
    assert len(taken(aac(), headed(sizes, bytes(500)))) == 64
    assert len(taken(aac(constantsize="1"), bytes(500))) == 64
    assert len(taken(frames(media("MP4A-LATM")), b"\1x" * 500)) == 64


@pytest.mark.parametrize("sizes", [(8000, 8000), (8000, 8001), (8191, 1)])
def test_frames_without_an_end_take_no_more_memory(sizes: tuple[int, int]) -> None:
    by = aac()
    for number in range(20_000):
        payload = headed([sizes[number % 2]], bytes(1))
        for frame in taken(by, payload):
            assert len(frame.data) <= max(sizes)
    assert held(by) <= max(sizes)
    wide = aac(sizelength="24", indexlength="0", indexdeltalength="0")
    for _ in range(200):
        taken(wide, headed([1 << 20], bytes(1000), bits=(24, 0, 0)))
    assert held(wide) <= LARGEST
    latm = frames(media("MP4A-LATM"))
    for _ in range(2000):
        list(latm.feed(packet(bytes(1400), marker=False), hole=False))
    assert held(latm) <= LARGEST + 1400


def held(by: Frames) -> int:
    return sum(len(value) for value in vars(by).values() if isinstance(value, bytes))


def latm(sent: list[bytes]) -> bytes:
    """Frames, each behind its length (ISO/IEC 14496-3, 1.7.3: PayloadLengthInfo)."""
    return b"".join(
        b"\xff" * (len(one) // 255) + bytes((len(one) % 255,)) + one for one in sent
    )


LENGTHS = st.sampled_from((1, 2, 60, 254, 255, 256, 509, 510, 511, 765))


@settings(deadline=None)
@given(st.lists(LENGTHS, min_size=1, max_size=5), st.integers(1, 400))
def test_latm(lengths: list[int], cut: int) -> None:
    sent = [bytes((number + 1,)) * length for number, length in enumerate(lengths)]
    data, by, found = latm(sent), frames(media("MP4A-LATM")), list[Frame]()
    for at in range(0, len(data), cut):
        one = packet(data[at : at + cut], 9, marker=at + cut >= len(data))
        found += by.feed(one, hole=False)
    assert found == [
        Frame(one, 9, 1024, 1024 * number) for number, one in enumerate(sent)
    ]


def test_latm_after_a_hole() -> None:
    by, data = frames(media("MP4A-LATM")), latm([b"a" * 20])
    assert list(by.feed(packet(data[:9], 1, marker=False), hole=False)) == []
    # It may lack its beginning, so it is nothing; the next one is.
    assert list(by.feed(packet(data[9:], 1), hole=True)) == []
    assert taken(by, data, 2) == [Frame(b"a" * 20, 2, 1024)]


def test_latm_that_is_not_ended_is_no_part_of_the_next() -> None:
    """It has another timestamp, though no packet is missing."""
    by, data = frames(media("MP4A-LATM")), latm([b"a" * 20])
    assert list(by.feed(packet(data[:9], 1, marker=False), hole=False)) == []
    assert taken(by, data, 2) == [Frame(b"a" * 20, 2, 1024)]
    assert list(by.feed(packet(data[:9], 3, marker=False), hole=False)) == []
    assert taken(by, b"", 4) == []


@pytest.mark.parametrize("data", [b"\5abc", b"\0", b"\xff", b"\xff\xff", b""])
def test_damaged_latm(data: bytes) -> None:
    by = frames(media("MP4A-LATM"))
    assert taken(by, data) == []
    assert taken(by, latm([b"abc"]) + data)[:1] == [Frame(b"abc", 0, 1024)]


@settings(deadline=None)
@given(st.sampled_from(("PCMU", "PCMA")), st.integers(1, 8), st.binary(max_size=400))
def test_samples_of_a_byte(encoding: str, channels: int, data: bytes) -> None:
    by = frames(media(encoding, channels=channels))
    expected = [Frame(data, 3, len(data) // channels)] if data else []
    assert taken(by, data, 3) == expected
    assert taken(by, data, 3, hole=True) == expected


@pytest.mark.parametrize("encoding", ["OPUS", "L16", "G722", "G726-32", "SPEEX"])
def test_what_only_a_decoder_knows(encoding: str) -> None:
    assert taken(frames(media(encoding)), b"data", 3) == [Frame(b"data", 3, 0)]
    assert taken(frames(media(encoding)), b"") == []


def test_mpeg_audio_has_a_head_of_its_own() -> None:
    by = frames(media("MPA"))
    assert taken(by, b"\0\0\0\0data") == [Frame(b"data", 0, 0)]
    assert taken(by, b"\0\0\0\0") == []


@settings(deadline=None)
@given(
    st.sampled_from(("MPEG4-GENERIC", "MP4A-LATM", "MPA", "PCMU", "OPUS")),
    st.dictionaries(
        st.sampled_from((*USUAL, "constantsize", "constantduration")),
        st.sampled_from(("", "0", "1", "13", "64", "99999", "-1", "x")),
    ),
    st.lists(
        st.tuples(
            st.binary(max_size=40), st.integers(0, 2), st.booleans(), st.booleans()
        ),
        max_size=20,
    ),
)
def test_no_packets_make_it_fail(
    encoding: str,
    told: dict[str, str],
    packets: list[tuple[bytes, int, bool, bool]],
) -> None:
    by = frames(media(encoding, told))
    for payload, timestamp, marker, hole in packets:
        for frame in by.feed(packet(payload, timestamp, marker=marker), hole=hole):
            assert frame.data
            assert frame.timestamp == timestamp
            assert frame.duration >= 0
            assert frame.later >= 0
