"""A camera that a browser plays: WebRTC that really sends pictures, and sound."""

from typing import Final

from playwright.async_api import Page

from tests.support import counter

ARGUMENTS: Final = (
    "--allow-loopback-in-peer-connection",
    # Nobody here resolves the names that would stand for addresses.
    "--disable-features=WebRtcHideLocalIpsWithMdns",
)
"""What a browser has to be started with to reach another page's peer."""

# A canvas that shows a code, drawn anew so that there are always new pictures.
START: Final = """
({bits, boxes, columns, rows}) => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [320, 192];
  const context = canvas.getContext("2d");
  const draw = () => {
    context.fillStyle = `hsl(0 0% ${40 + (Date.now() / 100) % 20}%)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const [x, y, w, h] of boxes) {
      const [across, down] = [w * canvas.width / columns, h * canvas.height / rows];
      bits.forEach((bit, index) => {
        const [row, column] = [Math.floor(index / columns), index % columns];
        context.fillStyle = bit ? "white" : "black";
        const [left, top] = [x * canvas.width, y * canvas.height];
        context.fillRect(left + column * across, top + row * down, across, down);
      });
    }
  };
  draw();
  setInterval(draw, 66);
  const audio = new AudioContext();
  const tone = new OscillatorNode(audio);
  const sound = new MediaStreamAudioDestinationNode(audio);
  tone.connect(sound);
  tone.start();
  window.tracks = [...canvas.captureStream(15).getTracks(), ...sound.stream.getTracks()];
}
"""

ANSWER: Final = """
async (sdp) => {
  const peer = new RTCPeerConnection();
  (window.peers ??= []).push(peer);
  await peer.setRemoteDescription({type: "offer", sdp});
  for (const transceiver of peer.getTransceivers()) {
    const kind = transceiver.receiver.track.kind;
    transceiver.direction = "sendonly";
    await transceiver.sender.replaceTrack(window.tracks.find((t) => t.kind === kind));
  }
  await peer.setLocalDescription();
  while (peer.iceGatheringState !== "complete") {
    await new Promise((resolve) => { peer.onicegatheringstatechange = resolve; });
  }
  return peer.localDescription.sdp;
}
"""


class BrowserCamera:
    """Answers offers in a page; what it sends shows the counter `number`."""

    def __init__(self, page: Page, number: int) -> None:
        """Use an empty page of a browser that was started with `ARGUMENTS`."""
        self._page = page
        self._number = number

    async def start(self) -> None:
        """Begin to film."""
        drawn = {
            "bits": counter.bits(self._number),
            "boxes": counter.BOXES,
            "columns": counter.COLUMNS,
            "rows": counter.ROWS,
        }
        await self._page.evaluate(START, drawn)

    async def answer(self, offer: str) -> str:
        """The answer to an offer (SDP), with all candidates."""
        found: str = await self._page.evaluate(ANSWER, offer)
        return found
