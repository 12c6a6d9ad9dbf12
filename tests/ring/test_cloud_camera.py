"""A browser sees the pictures of a camera that another page plays, by way of the fake."""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from playwright.async_api import Browser, Page, async_playwright
import pytest
from ring_doorbell import Ring
from ring_doorbell.webrtcstream import RingWebRtcMessage

from tests.support import browser as support
from tests.support.decode import counters

from .cloud import RingCloud
from .cloud.camera import ARGUMENTS, BrowserCamera

pytestmark = [pytest.mark.ring, pytest.mark.e2e, pytest.mark.needs("browser")]

NUMBER: Final = 123_456

OFFER: Final = """
async () => {
  window.peer = new RTCPeerConnection();
  window.video = document.createElement("video");
  video.muted = video.autoplay = true;
  peer.ontrack = ({track, streams}) => {
    video.srcObject ??= new MediaStream();
    video.srcObject.addTrack(track);
  };
  for (const kind of ["audio", "video"]) {
    peer.addTransceiver(kind, {direction: "recvonly"});
  }
  await peer.setLocalDescription();
  while (peer.iceGatheringState !== "complete") {
    await new Promise((resolve) => { peer.onicegatheringstatechange = resolve; });
  }
  return peer.localDescription.sdp;
}
"""

# The third picture: the first ones are sometimes of a smaller size.
SEE: Final = """
async (sdp) => {
  await peer.setRemoteDescription({type: "answer", sdp});
  for (let n = 0; n < 3; n++) {
    await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  }
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext("2d").drawImage(video, 0, 0);
  return canvas.toDataURL("image/jpeg").split(",")[1];
}
"""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=support.CHROMIUM, args=[*support.ARGUMENTS, *ARGUMENTS]
        )
        yield browser
        await browser.close()


@pytest.fixture
async def viewer(browser: Browser) -> Page:
    return await browser.new_page()


async def test_a_browser_sees_a_camera(
    browser: Browser,
    viewer: Page,
    ring: Ring,
    ring_network: RingCloud,
    tmp_path: Path,
) -> None:
    camera = BrowserCamera(await browser.new_page(), NUMBER)
    await camera.start()
    ring_network.live.camera = camera.answer
    await ring.async_update_data()
    (bell,) = ring.devices().doorbots
    heard: asyncio.Queue[RingWebRtcMessage] = asyncio.Queue()
    offer = await viewer.evaluate(OFFER)
    await bell.generate_async_webrtc_stream(offer, "one", heard.put_nowait)
    answer = (await heard.get()).answer
    picture = await viewer.evaluate(SEE, answer)
    (file := tmp_path / "seen.jpg").write_bytes(b64decode(picture))
    assert counters(file) == [NUMBER]
    await bell.close_webrtc_stream("one")
