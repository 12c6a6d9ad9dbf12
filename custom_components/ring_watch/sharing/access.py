"""What an open grant allows, asked again for every chunk."""

from collections.abc import Callable, Sequence

from .model import RenderedClip


class Access:
    """A recipient's way to the clips of one share. Cheap; never blocks."""

    def __init__(
        self,
        share_id: str,
        clips: Sequence[RenderedClip],
        manifests: Sequence[str],
        expires: int,
        room: Callable[[int], bool],
    ) -> None:
        """``room(n)`` counts n bytes and tells whether they may still be sent."""
        self.share_id = share_id
        self.clips = tuple(clips)
        self.manifests = tuple(manifests)
        self.expires = expires
        self._room = room

    def alive(self) -> bool:
        """Tell whether the grant still holds: not revoked, expired or suspended."""
        return self._room(0)

    def take(self, size: int) -> bool:
        """Count ``size`` bytes about to be sent; False: they must not be sent."""
        return self._room(size)
