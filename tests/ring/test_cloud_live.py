"""Ring's own library begins and ends live views with the fake cloud."""

import asyncio
from collections.abc import Callable

import pytest
from ring_doorbell import Ring, RingDoorBell, RingError
from ring_doorbell.webrtcstream import RingWebRtcMessage

from .cloud import Endpoint, RingCloud

pytestmark = pytest.mark.ring

OFFER = """\
v=0
o=- 46117317 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0 1
m=audio 9 UDP/TLS/RTP/SAVPF 111
a=mid:0
a=recvonly
a=rtpmap:111 opus/48000/2
m=video 9 UDP/TLS/RTP/SAVPF 96
a=mid:1
a=recvonly
a=rtpmap:96 H264/90000
""".replace("\n", "\r\n")
type Heard = list[RingWebRtcMessage]


@pytest.fixture
async def bell(ring: Ring) -> RingDoorBell:
    await ring.async_update_data()
    return ring.devices().doorbots[0]


@pytest.fixture
def heard() -> Heard:
    return []


async def begin(bell: RingDoorBell, heard: Heard) -> None:
    await bell.generate_async_webrtc_stream(OFFER, "one", heard.append)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.01)


async def test_a_live_view_begins_and_ends(
    bell: RingDoorBell, heard: Heard, ring_network: RingCloud
) -> None:
    await begin(bell, heard)
    await until(lambda: len(heard) == 2)
    answer, candidate = heard
    assert answer.answer
    # The library mends the first one that sends and receives.
    assert "a=sendonly" in answer.answer
    assert candidate.candidate
    (session,) = ring_network.live.sessions
    await until(lambda: "camera_options" in session.methods())
    assert session.methods() == ["live_view", "activate_session", "camera_options"]
    await bell.on_webrtc_candidate("one", "candidate:2", 0)
    await until(lambda: "ice" in session.methods())
    await bell.close_webrtc_stream("one")
    await until(lambda: not ring_network.live.open())


async def test_a_ticket_is_good_for_one_live_view(
    bell: RingDoorBell, heard: Heard, ring_network: RingCloud
) -> None:
    await begin(bell, heard)
    await bell.close_webrtc_stream("one")
    ticket = ring_network.traffic.seen(Endpoint.SIGNALLING)[0].query["token"]
    session = ring_network.session()
    url = "https://api.prod.signalling.ring.devices.a2z.com/ws"
    async with session.get(url, params={"token": ticket}) as answer:
        assert answer.status == 401


async def test_a_camera_that_is_busy_ends_it(
    bell: RingDoorBell, heard: Heard, ring_network: RingCloud
) -> None:
    """The library's reader ends with an error and tells nobody: a defect of it."""
    ring_network.live.refusal = 26, "Camera is busy"
    await begin(bell, heard)
    stream = bell._webrtc_streams["one"]
    reader = stream.read_task
    assert reader
    with pytest.raises(RuntimeError, match="cannot await on itself"):
        await reader
    assert heard == []


async def test_without_a_ticket_there_is_no_live_view(
    bell: RingDoorBell, heard: Heard, ring_network: RingCloud
) -> None:
    ring_network.state.accounts.all[0].clients.clear()
    with pytest.raises(RingError):
        await begin(bell, heard)
