"""Single pictures out of samples, decoded one at a time."""

import av
from av.video.codeccontext import VideoCodecContext

from .media import VideoFormat


class StillDecoder:
    """Decodes pictures that need no others. One thread, little memory."""

    def __init__(self, video_format: VideoFormat) -> None:
        """Decode samples of ``video_format``."""
        self.format = video_format
        context: VideoCodecContext = av.CodecContext.create(video_format.codec, "r")
        context.extradata = video_format.config
        context.thread_count = 1
        context.flags |= av.codec.context.Flags.output_corrupt
        self._context = context

    def decode(self, sample: bytes) -> av.VideoFrame | None:
        """Return the picture, None when it is damaged."""
        try:
            frames = self._context.decode(av.Packet(sample))
            # A decoder that reorders keeps its pictures until it is flushed.
            frames += self._context.decode(None)
            self._context.flush_buffers()
        except av.FFmpegError:
            return None
        return frames[0] if frames else None
