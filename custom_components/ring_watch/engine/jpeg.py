"""Still pictures."""

from fractions import Fraction
import os
from pathlib import Path

import av
from av.codec.context import Flags
from av.video.codeccontext import VideoCodecContext

_QUALITY = 4


def encode_jpeg(frame: av.VideoFrame, width: int | None = None) -> bytes:
    """Return a picture as JPEG, scaled down to ``width`` where it is wider."""
    wide, high = frame.width, frame.height
    if width is not None and width < wide:
        wide, high = width, max(2, round(frame.height * width / frame.width / 2) * 2)
    picture = frame.reformat(wide, high, "yuvj420p")
    picture.pts = 0
    context: VideoCodecContext = av.CodecContext.create("mjpeg", "w")
    context.width, context.height = wide, high
    context.pix_fmt = "yuvj420p"
    context.time_base = Fraction(1)
    context.qmin = context.qmax = _QUALITY
    # Without the name of the encoder in the picture.
    context.flags |= Flags.bitexact
    return b"".join(
        bytes(packet) for packet in (*context.encode(picture), *context.encode(None))
    )


def write_private(path: Path, data: bytes) -> None:
    """Write a small file, 0600, in place of an older one; raises OSError."""
    unfinished = path.with_name(f".{path.name}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(unfinished, flags, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
