"""The connection to a camera, byte by byte."""

from collections.abc import Iterator
import socket
import threading
import time

import pytest

from custom_components.ring_watch.engine.rtsp.messages import interleave
from custom_components.ring_watch.engine.rtsp.wire import Wire, connect

# Sockets are only opened by what is end to end.
pytestmark = [pytest.mark.engine, pytest.mark.e2e]


@pytest.fixture
def ends() -> Iterator[tuple[Wire, socket.socket]]:
    """A wire, and what the camera holds of it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        wire = connect("127.0.0.1", port, secure=False, deadline=time.monotonic() + 5)
        camera, _ = server.accept()
        with camera:
            yield wire, camera
        wire.close()


def test_what_came_meanwhile_is_not_too_late(ends: tuple[Wire, socket.socket]) -> None:
    """Whoever waited for a disk has not waited for the camera."""
    wire, camera = ends
    camera.sendall(interleave(3, b"picture"))
    assert wire.receive(time.monotonic() - 60) == [(3, b"picture")]
    with pytest.raises(TimeoutError):
        wire.receive(time.monotonic() - 60)


def test_a_drip_of_bytes_is_no_answer(ends: tuple[Wire, socket.socket]) -> None:
    wire, camera = ends
    ended = threading.Event()

    def drip() -> None:
        camera.sendall(b"RTSP/1.0 ")
        while not ended.wait(0.005):
            camera.sendall(b"2")

    thread = threading.Thread(target=drip)
    thread.start()
    began = time.monotonic()
    try:
        with pytest.raises(TimeoutError):
            wire.receive(began + 0.5)
    finally:
        ended.set()
        thread.join()
    assert time.monotonic() - began < 3


def test_all_that_came_is_returned_at_once_and_the_rest_later(
    ends: tuple[Wire, socket.socket],
) -> None:
    wire, camera = ends
    frames = [(number, bytes((number,)) * 999) for number in range(5)]
    data = b"".join(interleave(*frame) for frame in frames)
    camera.sendall(data[:-1])
    deadline = time.monotonic() + 5
    received = wire.receive(deadline)
    while len(received) < 4:
        received += wire.receive(deadline)
    camera.sendall(data[-1:])
    assert received + wire.receive(deadline) == frames
    wire.give_back(frames[3:])
    assert wire.receive(deadline) == frames[3:]


def test_the_end_is_told_after_all_that_came(ends: tuple[Wire, socket.socket]) -> None:
    wire, camera = ends
    camera.sendall(interleave(0, b"last"))
    camera.close()
    deadline = time.monotonic() + 5
    assert wire.receive(deadline) == [(0, b"last")]
    with pytest.raises(EOFError):
        wire.receive(deadline)


def test_nobody_listens_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        connect("127.0.0.1", port, secure=False, deadline=time.monotonic() + 5)
    with pytest.raises(TimeoutError):
        connect("127.0.0.1", port, secure=False, deadline=time.monotonic() - 1)
