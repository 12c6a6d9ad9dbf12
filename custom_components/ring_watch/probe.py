"""Ask a stream what it holds, before a doorbell is saved."""

from dataclasses import dataclass
from typing import Any

from .doorbells.address import Address
from .process import EngineProcessError, run_engine

PROBE_TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """What was found in a stream."""

    size: str
    video_codec: str
    frame_rate: str
    audio: str

    def as_placeholders(self) -> dict[str, str]:
        """Return the texts that the flow shows."""
        return {
            "size": self.size,
            "video_codec": self.video_codec,
            "frame_rate": self.frame_rate,
            "audio": self.audio,
        }


# The engine's codes, and the flow's errors.
_ERRORS = {
    "bad_source": "bad_source",
    "no_video": "no_video",
    "unsupported": "unsupported",
    "unauthorised": "invalid_auth",
    "timeout": "cannot_connect",
}


class ProbeError(Exception):
    """Why a stream cannot be used; the message is a key of the flow's errors."""


async def probe(address: Address, transport: str) -> StreamFacts:
    """Connect to a stream and return what it holds. Raises ProbeError."""
    try:
        answer = await run_engine(
            *("probe", "-", "--json"),
            request=address.for_engine(transport),
            timeout=PROBE_TIMEOUT,
            secrets=(address.password or "",),
        )
    except EngineProcessError as err:
        raise ProbeError(_ERRORS.get(err.code, "cannot_connect")) from err
    video: dict[str, Any] = answer["video"]
    audio: dict[str, Any] | None = answer.get("audio")
    rate = video.get("frame_rate")
    return StreamFacts(
        size=f"{video['width']} x {video['height']}",
        video_codec=_codec(video["codec"]),
        frame_rate=f"{float(rate):g}" if rate else "variable",
        audio=f"{_codec(audio['codec'])}, {audio['sample_rate']} Hz"
        if audio
        else "none",
    )


def _codec(name: str) -> str:
    """Return a codec's name as people write it."""
    known = {
        "h264": "H.264",
        "hevc": "H.265",
        "aac": "AAC",
        "pcm_alaw": "G.711 A-law",
        "pcm_mulaw": "G.711 mu-law",
        "opus": "Opus",
    }
    return known.get(name, name)
