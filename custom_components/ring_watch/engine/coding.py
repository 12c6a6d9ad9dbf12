"""Which pictures of a clip are copied, and how the others get coded."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .clip import Order
from .cut import Copy, Fill, Part, plan
from .integrity import Place
from .look import is_misunderstood
from .mask import Mask
from .media import VideoCodec, VideoFormat
from .segment import Segment
from .transcode import free_set_id

_EIGHT_BITS = 0xF8


@dataclass(frozen=True, slots=True)
class Coding:
    """How the pictures that are not copied get coded.

    ``set_id``: of their parameter sets, beside copied ones; None when nothing is
    copied, or when the parameter sets go in band.
    """

    codec: VideoCodec
    quick: bool
    set_id: int | None
    masks: Sequence[Mask]


def decide(
    segments: Sequence[Segment],
    order: Order,
    *,
    encode_all: bool = False,
    damaged: frozenset[Place] = frozenset(),
) -> tuple[list[Part], Coding]:
    """Return the parts of the clip, and how those that are not copied get coded.

    Everything is encoded when asked for, for masks, when codec or size change inside
    the window, for H.265 unless it may stay, and where encoded pictures cannot stand
    beside copied ones. Where only parameter sets change, what most pictures have is
    copied. A group of pictures with a ``damaged`` one is not copied. Nor is what not
    every player would show all of. Raises OSError.
    """
    parts = plan(segments, order.start, order.end, encode_all=False, damaged=damaged)
    formats = {part.track.format for part in parts if not isinstance(part, Fill)}
    form = _usual(parts) or next(iter(formats))
    codec = form.codec if order.keep_codec else "h264"
    set_id = free_set_id(form)
    beside = set_id is not None or (codec == "hevc" and form.config[17] == _EIGHT_BITS)
    alike = all(replace(other, config=form.config) == form for other in formats)
    encode_all = encode_all or bool(order.masks) or codec != form.codec
    if encode_all or not (alike and beside) or _any_misunderstood(parts):
        parts = plan(segments, order.start, order.end, encode_all=True)
        return parts, Coding(codec, quick=False, set_id=None, masks=order.masks)
    if len(formats) > 1:
        parts = plan(
            *(segments, order.start, order.end),
            encode_all=False,
            only=form,
            damaged=damaged,
        )
    # Quickly done is not as small, which matters where many pictures are encoded.
    return parts, Coding(codec, quick=len(formats) == 1, set_id=set_id, masks=())


def _usual(parts: Sequence[Part]) -> VideoFormat | None:
    """Return the coding of most pictures that can be copied, None where none can."""
    counts: Counter[VideoFormat] = Counter()
    for part in parts:
        if isinstance(part, Copy):
            counts[part.track.format] += part.last - part.first
    return max(counts, key=lambda form: counts[form], default=None)


def _any_misunderstood(parts: Sequence[Part]) -> bool:
    """Tell whether players would drop pictures of a copy."""
    tracks = {id(part.track): part.track for part in parts if isinstance(part, Copy)}
    return any(is_misunderstood(track) for track in tracks.values())
