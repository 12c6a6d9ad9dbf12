"""What a camera says of its streams: session descriptions (RFC 8866, RFC 2326 C.1)."""

from dataclasses import dataclass, field
import re
from typing import Literal

type Kind = Literal["video", "audio"]

# RFC 3551, 6: what needs no rtpmap.
_STATIC = {
    0: ("PCMU", 8000, 1),
    3: ("GSM", 8000, 1),
    8: ("PCMA", 8000, 1),
    9: ("G722", 8000, 1),
    10: ("L16", 44100, 2),
    11: ("L16", 44100, 1),
    14: ("MPA", 90000, 1),
    26: ("JPEG", 90000, 1),
    31: ("H261", 90000, 1),
    32: ("MPV", 90000, 1),
    33: ("MP2T", 90000, 1),
    34: ("H263", 90000, 1),
}
VIDEO = ("H264", "H265")
"""What can be recorded."""
# Whose packets hold what a decoder takes, or are taken apart here.
_SOUND = re.compile(
    r"PCM[UA]|G722|G726-(16|24|32|40)|L16|OPUS|SPEEX|MPEG4-GENERIC|MP4A-LATM|MPA"
)
_MAP = re.compile(r"([\w.+-]+)/(\d{1,9})(?:/(\d{1,2}))?", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,3}")
_NAME = re.compile(r"[\w-]{1,64}", re.ASCII)
_VALUE = re.compile(r"[\x21-\x7e]*")
_MOST_MEDIA = 32
_HIGHEST_RATE = 1_000_000


@dataclass(frozen=True, slots=True)
class Media:
    """One stream. ``encoding``: its name in upper case; ``rate``: ticks a second.

    ``parameters``: those of its format (fmtp), by name in lower case.
    """

    kind: Kind
    payload_type: int
    encoding: str
    rate: int
    channels: int
    control: str
    parameters: dict[str, str] = field(default_factory=dict)
    secure: bool = False
    towards_camera: bool = False

    @property
    def hearable(self) -> bool:
        """Whether it is sound that is understood."""
        if self.encoding == "MP4A-LATM" and "config" not in self.parameters:
            # Its coding is told in its packets (RFC 6416, 7.3: ``cpresent``).
            return False
        return _SOUND.fullmatch(self.encoding) is not None

    def text(self) -> str:
        """Describe it alone, in what was understood of it."""
        lines = [f"m={self.kind} 0 RTP/AVP {self.payload_type}"]
        channels = f"/{self.channels}" if self.kind == "audio" else ""
        lines.append(
            f"a=rtpmap:{self.payload_type} {self.encoding}/{self.rate}{channels}"
        )
        if self.parameters:
            pairs = ";".join(
                f"{name}={value}" for name, value in self.parameters.items()
            )
            lines.append(f"a=fmtp:{self.payload_type} {pairs}")
        return "".join(line + "\r\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Description:
    """The streams of a session. ``control``: what the session is asked by, if told."""

    control: str
    media: tuple[Media, ...]

    @property
    def video(self) -> Media | None:
        """The first video that can be recorded, else the first."""
        videos = [one for one in self.media if one.kind == "video"]
        usable = (one for one in videos if one.encoding in VIDEO and not one.secure)
        return next(usable, videos[0] if videos else None)

    @property
    def sound(self) -> Media | None:
        """The first sound that can be recorded: not what goes to the door's speaker."""
        usable = [
            one
            for one in self.media
            if one.kind == "audio" and not one.secure and one.hearable
        ]
        # ONVIF marks the way to the speaker so; some cameras mark all of theirs.
        return min(usable, key=lambda one: one.towards_camera, default=None)


class _Section:
    """The lines that belong to one stream."""

    def __init__(self, line: str) -> None:
        self.kind, self.protocol, self.formats = "", "", [""]
        parts = line.split()
        if len(parts) >= 4:
            self.kind, self.protocol, self.formats = parts[0], parts[2], parts[3:]
        self.control = ""
        self.maps: dict[str, str] = {}
        self.parameters: dict[str, str] = {}
        self.towards_camera = False

    def attribute(self, text: str) -> None:
        name, _, value = text.partition(":")
        number, _, rest = value.strip().partition(" ")
        match name.strip().lower():
            case "control":
                self.control = value.strip()
            case "rtpmap":
                self.maps[number] = rest.strip()
            case "fmtp":
                self.parameters[number] = rest.strip()
            case "sendonly":
                self.towards_camera = True

    def media(self) -> Media | None:
        """Return the stream; None for none of pictures or sound."""
        number = self.formats[0]
        if self.kind not in ("video", "audio") or not _NUMBER.fullmatch(number):
            return None
        payload_type = int(number)
        encoding, rate, channels = _STATIC.get(payload_type, ("", 0, 1))
        if number in self.maps:
            told = _MAP.match(self.maps[number])
            if told:
                encoding, rate = told[1].upper(), int(told[2])
                channels = int(told[3] or 1)
        if payload_type > 127 or not 0 < rate <= _HIGHEST_RATE:
            return None
        return Media(
            "video" if self.kind == "video" else "audio",
            payload_type,
            encoding,
            rate,
            min(max(channels, 1), 8),
            self.control,
            _parameters(self.parameters.get(number, "")),
            secure="SAVP" in self.protocol.upper(),
            towards_camera=self.towards_camera,
        )


def parse(body: bytes) -> Description:
    """Return what a session description holds; what is not understood is left out."""
    session = _Section("")
    sections: list[_Section] = []
    for line in body.decode("utf-8", "replace").splitlines():
        kind, _, value = line.strip().partition("=")
        if kind == "m" and len(sections) < _MOST_MEDIA:
            sections.append(_Section(value))
        elif kind == "a":
            (sections[-1] if sections else session).attribute(value)
    media = (section.media() for section in sections)
    return Description(session.control, tuple(one for one in media if one is not None))


def resolve(base: str, control: str) -> str:
    """Return what a stream is asked by: ``control`` is absolute, or comes after ``base``.

    Not as RFC 3986 says but as cameras expect it, whose bases may hold a query.
    """
    if control in ("", "*"):
        return base
    if re.match(r"[A-Za-z]+://", control):
        return control
    return base + ("" if base.endswith("/") else "/") + control.removeprefix("/")


def _parameters(text: str) -> dict[str, str]:
    found = {}
    for part in text.split(";"):
        name, _, value = part.partition("=")
        # No value that matters here has spaces, but some cameras put them into lists.
        name, value = name.strip(), "".join(value.split())
        if _NAME.fullmatch(name) and _VALUE.fullmatch(value):
            found[name.lower()] = value
    return found
