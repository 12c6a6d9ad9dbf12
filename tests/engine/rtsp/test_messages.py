"""Messages and data come out of the stream of a connection, however it is cut."""

import itertools

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.ring_watch.engine.rtsp.messages import (
    Frame,
    GarbledError,
    Message,
    answer,
    interleave,
    request,
    split,
)

pytestmark = pytest.mark.engine

LONGEST = 1 << 16

ENDS = st.sampled_from(("\r\n", "\n"))
WORDS = st.text(
    st.characters(
        min_codepoint=0x21, max_codepoint=0x2FF, exclude_categories=("C", "Z")
    ),
    min_size=1,
    max_size=12,
)
NAMES = st.text("abcdefghijklmnopqrstuvwxyzABC-", min_size=1, max_size=12).filter(
    lambda name: name.lower() != "content-length"
)
LINES = st.sampled_from(
    (
        "RTSP/1.0 200 OK",
        "RTSP/1.0 401 Unauthorized",
        "RTSP/2.0 454 ",
        "GET_PARAMETER rtsp://camera/ RTSP/1.0",
        "REDIRECT * RTSP/1.0",
    )
)


@st.composite
def messages(draw: st.DrawFn) -> tuple[bytes, Message]:
    """A message as it is sent, and what it is."""
    end, line = draw(ENDS), draw(LINES)
    headers: dict[str, list[str]] = {}
    lines = [line]
    for name, values in draw(
        st.lists(st.tuples(NAMES, st.lists(WORDS, min_size=1, max_size=3)), max_size=5)
    ):
        space, *folds = draw(
            st.lists(st.sampled_from((" ", "\t", "  ")), min_size=4, max_size=4)
        )
        # All but the first of the values are on lines of their own.
        lines.append(f"{name}:{space}{values[0]}")
        lines += [fold + value for fold, value in zip(folds, values[1:], strict=False)]
        headers.setdefault(name.lower(), []).append(" ".join(values))
    body = draw(st.binary(max_size=60))
    if body or draw(st.booleans()):
        lines.append(f"Content-length: {len(body)}")
        headers["content-length"] = [str(len(body))]
    data = end.join([*lines, "", ""]).encode() + body
    return data, Message(line, headers, body)


@st.composite
def frames(draw: st.DrawFn) -> tuple[bytes, Frame]:
    """Data on a channel as it is sent, and what it is."""
    channel, data = draw(st.integers(0, 255)), draw(st.binary(max_size=40))
    data *= draw(st.sampled_from((1, 1, 40)))
    return interleave(channel, data), (channel, data)


ITEMS = st.lists(
    st.tuples(st.one_of(messages(), frames()), st.sampled_from((b"", b"\r\n", b"\n"))),
    max_size=6,
)


def taken(pieces: list[bytes]) -> tuple[list[Frame | Message], bytes]:
    """What comes out of pieces that arrive one after the other, and what is left."""
    found: list[Frame | Message] = []
    data = b""
    for piece in pieces:
        data += piece
        items, at = split(data, 0)
        found += items
        data = data[at:]
    return found, data


def cut(data: bytes, places: list[int]) -> list[bytes]:
    """Cut at some places, beyond the end as well as within."""
    at = sorted({place % (len(data) + 1) for place in places} | {0, len(data)})
    return [data[begin:end] for begin, end in itertools.pairwise(at)]


@settings(deadline=None)
@given(ITEMS, st.lists(st.integers(0, 5000), max_size=30))
@example([((b"$\0\0\0", (0, b"")), b"\r\n")], [1, 2, 3])
def test_any_pieces_of_any_sequence_give_the_same(
    sent: list[tuple[tuple[bytes, Frame | Message], bytes]], places: list[int]
) -> None:
    data = b"".join(raw + stray for (raw, _), stray in sent)
    expected = [item for (_, item), _ in sent]
    assert taken([data]) == (expected, b"")
    assert taken(cut(data, places)) == (expected, b"")


@settings(deadline=None)
@given(ITEMS)
def test_byte_by_byte(sent: list[tuple[tuple[bytes, Frame | Message], bytes]]) -> None:
    data = b"".join(raw + stray for (raw, _), stray in sent)
    pieces = [bytes((byte,)) for byte in data]
    assert taken(pieces) == ([item for (_, item), _ in sent], b"")


def test_it_begins_where_it_is_told() -> None:
    data = b"garbage" + interleave(2, b"data") + b"$\1\0\5half"
    items, at = split(data, 7)
    assert items == [(2, b"data")]
    assert data[at:] == b"$\1\0\5half"


def test_headers_are_found_by_their_names() -> None:
    data = (
        b"RTSP/1.0 401 Unauthorized\r\nCSEQ : 7 \r\n"
        b'WWW-Authenticate: Basic realm="a"\r\nwww-authenticate:Digest realm="b"\r\n'
        b"X-Folded: one\r\n two\r\n\tthree\r\nno colon\r\n\r\n"
    )
    (message,), _ = split(data, 0)
    assert isinstance(message, Message)
    assert message.status == 401
    assert message.header("cseq") == "7"
    assert message.headers["www-authenticate"] == [
        'Basic realm="a"',
        'Digest realm="b"',
    ]
    assert message.header("www-authenticate") == 'Basic realm="a"'
    assert message.header("x-folded") == "one two three"
    assert message.header("session") is None


def test_a_request_of_the_cameras() -> None:
    data = b"GET_PARAMETER rtsp://camera/ RTSP/1.0\nCSeq: 9\nSession: 1\n\n"
    (message,), _ = split(data, 0)
    assert isinstance(message, Message)
    assert (message.status, message.method) == (None, "GET_PARAMETER")
    assert answer(message, "200 OK") == b"RTSP/1.0 200 OK\r\nCSeq: 9\r\n\r\n"
    assert answer(Message("X"), "501 No") == b"RTSP/1.0 501 No\r\nCSeq: \r\n\r\n"


def test_what_it_asks_is_what_it_reads() -> None:
    data = request("SETUP", "rtsp://camera/1", 3, {"Transport": "RTP/AVP", "X": "ä"})
    (message,), at = split(data, 0)
    assert at == len(data)
    assert message == Message(
        "SETUP rtsp://camera/1 RTSP/1.0",
        {"cseq": ["3"], "transport": ["RTP/AVP"], "x": ["ä"]},
    )


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\x0b", "\x0c", "\x85", "\u2028"])
def test_an_answer_holds_nothing_but_its_lines(end: str) -> None:
    """A camera's own number is in it."""
    asked = f"OPTIONS * RTSP/1.0\r\nCSeq: 1{end}X: y\r\n\r\n".encode()
    (message,), _ = split(asked, 0)
    assert isinstance(message, Message)
    assert answer(message, "200 OK") == b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n"


@pytest.mark.parametrize(
    "line", ["RTSP/1.0", "RTSP/1.0 ", "RTSP/1.0 OK", "RTSP/1.0 20", "RTSP/1.0 2²0 OK"]
)
def test_an_answer_without_a_status(line: str) -> None:
    with pytest.raises(GarbledError):
        _ = Message(line).status


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"options * RTSP/1.0\r\n\r\n",
        b"NOSPACEINTHEFIRSTLINE\r\n\r\n",
        b"\0\0\0\0",
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b" RTSP/1.0 200 OK\r\n\r\n",
        b"\xff\xd8\xff\xe0",
        b"RTSP/1.0 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: ten\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: 1, 1\r\n\r\n",
        "RTSP/1.0 200 OK\r\nContent-Length: ١\r\n\r\n".encode(),
        b"RTSP/1.0 200 OK\r\nContent-Length: 65537\r\n\r\n",
        b"RTSP/1.0 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
    ],
    ids=lambda data: data[:60].decode("latin-1"),
)
def test_what_is_no_rtsp(data: bytes) -> None:
    with pytest.raises(GarbledError) as raised:
        split(data, 0)
    # Nothing that came from outside is shown.
    assert str(raised.value) == ""


def test_what_came_before_it_is_not_lost() -> None:
    data = interleave(0, b"good") + b"\0\0\0"
    items, at = split(data, 0)
    assert (items, data[at:]) == ([(0, b"good")], b"\0\0\0")
    with pytest.raises(GarbledError):
        split(data, at)


def test_a_body_that_is_not_all_there_is_waited_for() -> None:
    data = b"RTSP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n1234"
    assert split(data, 0) == ([], 0)
    assert len(split(data + b"5", 0)[0]) == 1


def test_a_body_that_is_longer_than_told() -> None:
    data = b"RTSP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nv=0\r\no=1"
    (message,), at = split(data, 0)
    assert isinstance(message, Message)
    assert message.body == b"v=0"
    with pytest.raises(GarbledError):
        split(data, at)


def test_no_end_of_a_head_is_waited_for_for_ever() -> None:
    head = b"RTSP/1.0 200 OK\r\nX: "
    assert split(head.ljust(LONGEST - 1, b"x"), 0) == ([], 0)
    with pytest.raises(GarbledError):
        split(head.ljust(LONGEST, b"x"), 0)
    with pytest.raises(GarbledError):
        split(b"$\0\0\0" + head.ljust(LONGEST, b"x"), 4)
    full = head.ljust(LONGEST - 4, b"x") + b"\r\n\r\n"
    assert len(split(full, 0)[0]) == 1


def test_the_longest_body() -> None:
    body = b"x" * LONGEST
    data = b"RTSP/1.0 200 OK\r\nContent-Length: 65536\r\n\r\n" + body
    (message,), at = split(data, 0)
    assert isinstance(message, Message)
    assert (message.body, at) == (body, len(data))


@settings(deadline=None)
@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=5))
def test_nothing_makes_it_fail_otherwise(data: bytes, places: list[int]) -> None:
    for prefix in (b"", b"RTSP/1.0 200 OK\r\n", b"OPTIONS ", b"$\0"):
        found: list[list[Frame | Message]] = []
        for pieces in ([prefix + data], cut(prefix + data, places)):
            items: list[Frame | Message] = []
            rest = b""
            try:
                for piece in pieces:
                    rest += piece
                    more, at = split(rest, 0)
                    items += more
                    rest = rest[at:]
                split(rest, 0)
            except GarbledError:
                pass
            found.append(items)
        assert found[0] == found[1]
