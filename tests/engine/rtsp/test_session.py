"""Sessions with a camera: what is said, and that it is said to nobody else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
import re
import select
import socket
import threading
import time
from typing import Any

import pytest

from custom_components.ring_watch.engine.address import Address
from custom_components.ring_watch.engine.received import Received
from custom_components.ring_watch.engine.source_errors import SourceError
from custom_components.ring_watch.engine.sources import Source, open_source
from tests.support.footage import Footage, Made
from tests.support.odd_camera import Request, odd_camera

pytestmark = [pytest.mark.engine, pytest.mark.e2e, pytest.mark.timeout(60)]

type Make = Callable[[Footage], Made]

SILENT = Footage(seconds=Fraction(20), gop=Fraction(1))
TALKING = replace(SILENT, sound="pcm_mulaw", container="mov")
STALE = (
    "401 Unauthorized\r\n"
    'WWW-Authenticate: Digest realm="door", nonce="{}", stale={}, qop="auth"'
)


@pytest.fixture
def made(footage: Make) -> Made:
    """What cameras without sound film."""
    return footage(SILENT)


@contextmanager
def elsewhere() -> Iterator[tuple[int, Callable[[], bool]]]:
    """Another host's port, by TCP and by UDP, and whether anybody came there."""
    with (
        socket.create_server(("127.0.0.2", 0)) as server,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
    ):
        port = server.getsockname()[1]
        datagrams.bind(("127.0.0.2", port))

        def came() -> bool:
            ready, _, _ = select.select([server, datagrams], [], [], 0.3)
            return bool(ready)

        yield port, came


def read(source: Source, count: int) -> list[Received]:
    """The first packets of a source."""
    return [
        received for _, received in zip(range(count), source.received(), strict=False)
    ]


def refused(url: str) -> SourceError:
    with pytest.raises(SourceError) as raised:
        open_source(Address(url))
    return raised.value


@pytest.mark.parametrize("method", ["OPTIONS", "DESCRIBE", "SETUP", "PLAY"])
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "305 Use Proxy"])
def test_case_24_no_redirection_is_followed(
    method: str, status: str, made: Made
) -> None:
    """And the owner is told what to do about it."""
    with elsewhere() as (port, came):
        target = f"rtsp://127.0.0.2:{port}/door"
        answers = {method: f"{status}\r\nLocation: {target}"}
        with odd_camera(made, answers=answers) as camera:
            error = refused(camera.url)
            assert "nobody but you says where a camera is" in str(error)
            assert str(port) not in str(error)
            assert camera.asked[-1] in (method, "TEARDOWN")
        assert not came()


@pytest.mark.parametrize("asked", ["REDIRECT", "TEARDOWN"])
def test_case_24_a_camera_that_sends_on_while_it_plays_has_ended(
    asked: str, made: Made
) -> None:
    with elsewhere() as (port, came):
        then = (
            f"{asked} rtsp://127.0.0.1/door RTSP/1.0\r\nCSeq: 1\r\n"
            f"Location: rtsp://127.0.0.2:{port}/door\r\n\r\n"
        ).encode()
        with (
            odd_camera(made, seconds=Fraction(3), then=then) as camera,
            open_source(Address(camera.url)) as source,
            pytest.raises(SourceError) as raised,
        ):
            read(source, 10**6)
        assert raised.value.reason == "ended"
        assert not came()


def test_case_24_names_of_other_hosts_are_only_repeated(footage: Make) -> None:
    """Cameras behind a router know themselves by another address."""
    with elsewhere() as (port, came):
        base = f"rtsp://127.0.0.2:{port}/door/"
        controls = (f"{base}one", f"{base}two")
        answers = {"DESCRIBE": lambda _, usual: f"{usual}\r\nContent-Base: {base}"}
        with (
            odd_camera(footage(TALKING), controls=controls, answers=answers) as camera,
            open_source(Address(camera.url)) as source,
        ):
            read(source, 20)
            setups = [one.uri for one in camera.requests if one.method == "SETUP"]
            assert setups == list(controls)
            assert camera.requests[-1].uri == base
        assert not came()


@pytest.mark.parametrize("base", ["127.0.0.1:554/door/", "", "?", "RTSP:"])
def test_a_base_that_is_none_is_left_out(base: str, made: Made) -> None:
    """As some cameras have it, without a scheme."""
    timeout = "9" * 400
    answers: dict[str, Any] = {
        "DESCRIBE": lambda _, usual: f"{usual}\r\nContent-Base: {base}",
        "SETUP": lambda _, usual: f"{usual};timeout={timeout}",
    }
    with (
        odd_camera(made, answers=answers) as camera,
        open_source(Address(camera.url)) as source,
    ):
        read(source, 9)
    setup = next(one for one in camera.requests if one.method == "SETUP")
    assert setup.uri == f"{camera.url}/0"


def datagrams(sends: Callable[[int], None], more: str) -> Callable[[Request, str], str]:
    """Agree to UDP; ``sends`` is told the viewer's port, ``more`` is said, too."""

    def setup(request: Request, _usual: str) -> str:
        transport = request.headers["transport"]
        port = re.search(r"client_port=(\d+)", transport)
        if port is None:
            return "461 Unsupported Transport"
        sends(int(port[1]))
        return f"200 OK\r\nTransport: {transport};{more}\r\nSession: 1"

    return setup


def test_case_24_datagrams_go_to_the_camera_alone(made: Made) -> None:
    """Wherever it says that it is."""
    with elsewhere() as (port, came):
        more = f"server_port={port}-{port};source=127.0.0.2;destination=127.0.0.2"
        answers = {"SETUP": datagrams(lambda _: None, more)}
        # Nothing ever comes: all was said by then.
        with (
            odd_camera(made, answers=answers) as camera,
            pytest.raises(SourceError) as raised,
        ):
            open_source(Address(camera.url))
        assert raised.value.reason == "silent"
        assert "PLAY" in camera.asked
        assert not came()


def test_datagrams_of_others_are_not_the_cameras(made: Made) -> None:
    ports: list[int] = []
    answers = {"SETUP": datagrams(ports.append, "server_port=9-10")}
    foreign = bytes((0x80, 96, 0, 1)) + bytes(8) + b"\x65foreign"
    ended = threading.Event()

    def send() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.bind(("127.0.0.2", 0))
            while not ended.wait(0.05):
                if ports:
                    sender.sendto(foreign, ("127.0.0.1", ports[0]))

    thread = threading.Thread(target=send)
    thread.start()
    try:
        with odd_camera(made, answers=answers) as camera:
            error = refused(camera.url)
    finally:
        ended.set()
        thread.join()
    assert error.reason == "silent"


@pytest.mark.parametrize("known", [True, False], ids=["GET_PARAMETER", "OPTIONS"])
def test_a_camera_hears_in_time_that_somebody_is_there(known: bool, made: Made) -> None:
    answers = {
        "SETUP": lambda _, usual: usual.replace("Session: 1", "Session: 1;timeout=4"),
    }
    if known:
        answers["OPTIONS"] = lambda _, __: "200 OK\r\nPublic: PLAY, GET_PARAMETER"
    with (
        odd_camera(made, answers=answers) as camera,
        open_source(Address(camera.url)) as source,
    ):
        count = len(camera.requests)
        began = time.monotonic()
        for _ in source.received():
            if time.monotonic() - began > 7:
                break
        later = camera.requests[count:]
        method = "GET_PARAMETER" if known else "OPTIONS"
        assert [one.method for one in later] == [method] * 3
        assert {one.headers["session"] for one in later} == {"1"}
        # And what came (RFC 3550, 6.4.2).
        reports = [data for data in camera.told if data[1] == 201]
        assert len(reports) == 1
        assert int.from_bytes(reports[0][8:12]) == 7
    deadline = time.monotonic() + 5
    while camera.asked[-1] != "TEARDOWN" and time.monotonic() < deadline:
        time.sleep(0.02)
    assert camera.asked[-1] == "TEARDOWN"


def test_what_a_camera_asks_for_may_grow_old(made: Made) -> None:
    """Each question is good for one answer."""
    asked: list[str] = []

    def once(request: Request, usual: str) -> str:
        said = request.headers.get("authorization", "")
        if asked and f'nonce="{asked[-1]}"' in said and request.uri in said:
            asked.append(f"{len(asked)}")
            return usual
        stale = "true" if said else "false"
        asked.append(f"{len(asked)}")
        return STALE.format(asked[-1], stale)

    methods = ("OPTIONS", "DESCRIBE", "SETUP", "PLAY")
    answers: dict[str, Any] = dict.fromkeys(methods, once)
    with (
        odd_camera(made, answers=answers) as camera,
        open_source(Address(camera.url, "owner", "secret")) as source,
    ):
        assert len(read(source, 20)) == 20
        assert all("secret" not in str(one) for one in camera.requests)


def test_a_camera_that_never_believes_is_not_asked_for_ever(made: Made) -> None:
    count = 0

    def never(_request: Request, _usual: str) -> str:
        nonlocal count
        count += 1
        return STALE.format(count, "true")

    with odd_camera(made, answers={"OPTIONS": never, "DESCRIBE": never}) as camera:
        with pytest.raises(SourceError) as raised:
            open_source(Address(camera.url, "owner", "secret"))
        assert raised.value.reason == "unauthorised"
        assert len(camera.requests) < 10


def test_a_camera_that_believes_nobody_any_more_is_not_asked_at_once_again(
    made: Made,
) -> None:
    count = 0

    def older(request: Request, usual: str) -> str:
        nonlocal count
        count += 1
        return usual if count == 1 else STALE.format(count, "true")

    answers: dict[str, Any] = {
        "OPTIONS": older,
        "SETUP": lambda _, usual: usual.replace("Session: 1", "Session: 1;timeout=4"),
    }
    with (
        odd_camera(made, answers=answers) as camera,
        open_source(Address(camera.url, "owner", "secret")) as source,
    ):
        before = count
        began = time.monotonic()
        for _ in source.received():
            if time.monotonic() - began > 5:
                break
    assert 2 <= count - before <= 5


def test_answers_may_come_byte_by_byte_and_behind_pictures(made: Made) -> None:
    with (
        odd_camera(made, bytewise=True, early=True) as camera,
        open_source(Address(camera.url)) as source,
    ):
        received = read(source, 40)
    times = [one.packet.pts for one in received if one.packet.pts is not None]
    assert times[0] == 0
    assert times == sorted(times)
    assert len(set(times)) == 40


def test_pictures_without_sound_are_better_than_none(footage: Make) -> None:
    def only_pictures(request: Request, usual: str) -> str:
        return "500 Internal Server Error" if request.uri.endswith("/1") else usual

    answers = {"SETUP": only_pictures}
    with (
        odd_camera(footage(TALKING), answers=answers) as camera,
        open_source(Address(camera.url)) as source,
    ):
        assert source.audio is None
        assert {one.packet.stream_index for one in read(source, 20)} == {0}


def test_who_waits_for_a_camera_can_be_woken(made: Made) -> None:
    with (
        odd_camera(made, seconds=Fraction(3)) as camera,
        open_source(Address(camera.url)) as source,
    ):
        began = time.monotonic()
        threading.Timer(4, source.interrupt).start()
        with pytest.raises(SourceError):
            read(source, 10**6)
        assert 3.5 < time.monotonic() - began < 5.5


def test_what_has_no_path_or_an_odd_one_is_asked_for_as_it_is(made: Made) -> None:
    with odd_camera(made) as camera:
        root = camera.url.removesuffix("/door")
        for path in ("", "/", "/a b?user=x&token=%41#2", "?channel=1", "/ä"):
            with open_source(Address(root + path)):
                pass
            first = next(
                one for one in reversed(camera.requests) if one.method == "OPTIONS"
            )
            asked = path.replace(" ", "%20").replace("ä", "%C3%A4")
            assert first.uri == root + asked
            assert all(one.uri.startswith(first.uri) for one in camera.requests[-4:])


def test_what_a_camera_films_is_known_at_once(made: Made) -> None:
    """Though it describes neither size nor rate."""
    with odd_camera(made) as camera, open_source(Address(camera.url)) as source:
        context = source.video.codec_context
        assert (context.width, context.height) == (
            made.footage.width,
            made.footage.height,
        )
        assert source.frame_rate == made.footage.rate
