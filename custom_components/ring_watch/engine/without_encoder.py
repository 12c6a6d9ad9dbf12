"""What a clip holds where PyAV can copy pictures but not encode any."""

from collections.abc import Sequence

from .clip import Order
from .cut import Copy, Encode, Part, Span, lasting
from .errors import EngineError
from .media import VideoCodec


def without_encoder(
    parts: Sequence[Part], codec: VideoCodec, order: Order
) -> tuple[list[Part], list[Span]]:
    """Return the parts that can be had by copying, and the spans lost with others.

    Raises EngineError ``no_encoder`` when nothing can be copied.
    """
    copies: list[Part] = [part for part in parts if isinstance(part, Copy)]
    if not copies:
        raise EngineError(
            "no_encoder",
            f"This needs encoding, and PyAV on this machine cannot encode {codec}.",
        )
    lost = [
        span
        for part, span in zip(
            parts, lasting(parts, order.start, order.end), strict=True
        )
        if isinstance(part, Encode)
    ]
    return copies, lost


def _delivered(start: int, end: int, missing: Sequence[Span]) -> Span:
    """Return the span from the first to the last moment that is not missing."""
    for since, until in missing:
        if since <= start < until:
            start = until
    for since, until in reversed(missing):
        if since < end <= until:
            end = since
    return start, end


def coverage(
    order: Order, gaps: Sequence[Span], lost: Sequence[Span]
) -> tuple[Span, list[Span]]:
    """Return what is delivered, from the first to the last moment, and its gaps.

    ``lost``, at the ends of the window, makes the span shorter, and gaps elsewhere.
    """
    first, last = _delivered(order.start, order.end, sorted([*gaps, *lost]))
    inside = [span for span in lost if first < span[0] and span[1] < last]
    return (first, last), _joined([*gaps, *inside])


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Return the spans in order of time, those that meet as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            start, before = joined.pop()
            end = max(end, before)
        joined.append((start, end))
    return joined
