"""What an approval is bound to."""

from collections.abc import Sequence
from typing import Any

from . import canonical
from .model.clips import Area, Part, RenderedClip


def render_hash(
    request_id: str,
    parts: Sequence[Part],
    zones: Sequence[Area],
    boxes: Sequence[Area],
    *,
    audio: bool,
    clips: Sequence[RenderedClip],
) -> str:
    """Return the SHA-256 over all that an approval is bound to.

    Numbers that are not whole are hashed as their shortest decimal text.
    """
    return canonical.digest(
        {
            "request": request_id,
            "parts": [_exact(part.to_json()) for part in parts],
            "zones": [_exact(area.to_json()) for area in zones],
            "boxes": [_exact(area.to_json()) for area in boxes],
            "audio": audio,
            "clips": [_exact(clip.to_json()) for clip in clips],
        }
    )


def _exact(value: Any) -> Any:
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {name: _exact(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_exact(item) for item in value]
    return value
