"""What is to be shared: parts of footage, how they are covered, what was rendered."""

from dataclasses import dataclass

from custom_components.ring_watch.sharing.stored import Stored


@dataclass(frozen=True, slots=True)
class Span(Stored):
    """A half-open span of time."""

    start: int
    end: int

    @property
    def duration(self) -> int:
        """Its length."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Missing(Stored):
    """A part of a gap, and a word of the footage's source for why it is there."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Part(Stored):
    """A window of one doorbell that the owner is about to share."""

    doorbell: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Area(Stored):
    """A rectangle of a doorbell's picture, in fractions from the upper left corner."""

    doorbell: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Preparation:
    """What the owner wants to be rendered; ``boxes`` come on top of the zones."""

    parts: tuple[Part, ...]
    boxes: tuple[Area, ...] = ()
    audio: bool = False


@dataclass(frozen=True, slots=True)
class SourceSegment(Stored):
    """A file of the archive that a clip was made from."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RenderedClip(Stored):
    """One finished MP4.

    ``name`` identifies the file to the ``Renderer`` port; it is not a path.
    ``changes`` are words of the manifest: trim, mask, sound_removed, encode.
    """

    name: str
    doorbell: str
    size: int
    sha256: str
    requested: Span
    delivered: Span
    gaps: tuple[Span, ...] = ()
    changes: tuple[str, ...] = ()
    segments: tuple[SourceSegment, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared(Stored):
    """What the owner saw and may approve; ``render_hash`` covers all the rest."""

    parts: tuple[Part, ...]
    zones: tuple[Area, ...]
    boxes: tuple[Area, ...]
    audio: bool
    clips: tuple[RenderedClip, ...]
    render_hash: str
