"""From the archive to one clip that holds exactly a window."""

from collections.abc import Callable, Iterator, Sequence
import errno
from itertools import groupby, product
import os
from pathlib import Path

import numpy as np

from .archive import Archive
from .check import check
from .clip import Clip, Order, check_window
from .clipfile import Digest, PrivateFile, copy
from .coding import Coding, decide
from .cut import Copy, Encode, Fill, Part, Span, pictures
from .errors import EngineError
from .integrity import UNKNOWN, DamagedError, Place, Verifier, unknown
from .loading import load
from .media import MICROSECONDS, Ints, us_to_ticks
from .mp4 import audio_sample_entry, visual_sample_entry
from .progressive import ClipTrack, arrange
from .render import SPOOL, TIMESCALE, Renderer, Samples
from .segment import AAC_FRAME, Segment
from .sound import Sound, select, silent_frame
from .transcode import can_encode
from .without_encoder import coverage, without_encoder

# Copying so many bytes takes about as long as encoding one picture.
_BYTES_PER_PICTURE = 1 << 24
_LATE_SOUND_US = 2 * MICROSECONDS
"""How much later than pictures of its time sound may arrive, and be stored."""
_EARLY_SOUND_US = 2 * MICROSECONDS
"""How much earlier it may be stored, where pictures came late out of an encoder."""

type Progress = Callable[[float], None]
type _Places = tuple[Ints, Ints, Ints, Ints]
"""For every sample: number of its file, offset, size, checksum."""


def gather(
    archive: Archive, order: Order, output: Path, progress: Progress = lambda _: None
) -> Clip:
    """Write the clip to ``output`` (0600), replacing an older file of that name.

    ``output`` appears only when it is finished and has passed ``check``. Raises
    EngineError and leaves nothing behind otherwise.
    """
    check_window(order.start, order.end)
    try:
        _require_output(output)
        return _gather(archive, order, output, progress)
    except FileNotFoundError:
        raise EngineError(
            "footage_gone", "Footage was removed meanwhile. Gather again."
        ) from None
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise EngineError("disk_full", "There is no room for the clip.") from None
        raise EngineError(
            "bad_output", f"The clip cannot be written: {error.strerror}."
        ) from None


def _require_output(output: Path) -> None:
    """Refuse a place where no file can be; EngineError ``bad_output``."""
    if not output.parent.is_dir():
        raise EngineError("bad_output", f"There is no folder {output.parent}.")
    # Not a device either, which the clip would take the place of.
    if not output.name or (output.exists() and not output.is_file()):
        raise EngineError("bad_output", "The clip needs the name of a file.")
    try:
        with PrivateFile(output.parent):
            pass
    except FileNotFoundError:
        # What some file systems say that hold no files of others.
        raise EngineError(
            "bad_output", f"No file can be made in {output.parent}."
        ) from None


def _gather(archive: Archive, order: Order, output: Path, progress: Progress) -> Clip:
    since, until = order.start, order.end
    if order.audio:
        since, until = since - _EARLY_SOUND_US, until + _LATE_SOUND_US
    segments = load(archive, order.camera, since, until)
    # Damaged samples cannot be copied. What can be decoded is still worth having.
    damaged: frozenset[Place] = frozenset()
    copied = True
    refusal: EngineError | None = None
    for encode_all, silent in _ways(order):
        while copied or not encode_all:
            parts, coding = decide(
                segments, order, encode_all=encode_all, damaged=damaged
            )
            try:
                return _write(
                    segments, parts, coding, order, output, progress, silent=silent
                )
            except DamagedError as error:
                damaged |= error.places
            except EngineError as error:
                if error.code != "check_failed":
                    raise
                refusal = error
                if not encode_all:
                    copied = can_encode(coding.codec) and any(
                        isinstance(part, Copy) for part in parts
                    )
                break
    assert refusal is not None
    raise refusal


def _ways(order: Order) -> Iterator[tuple[bool, bool]]:
    """Yield (encode all, without sound): what to try while the check refuses a clip.

    What a camera made of its pictures or its sound may be beyond what can be told from
    something hidden. Without its sound a copy shows soon which of the two it is.
    """
    yield from product((False, True), (False, True) if order.audio else (False,))


def _write(
    segments: Sequence[Segment],
    parts: list[Part],
    coding: Coding,
    order: Order,
    output: Path,
    progress: Progress,
    *,
    silent: bool,
) -> Clip:
    exact = can_encode(coding.codec) or all(isinstance(part, Copy) for part in parts)
    gaps = [(part.start, part.end) for part in parts if isinstance(part, Fill)]
    wanted = sum(map(pictures, parts))
    lost: list[Span] = []
    if not exact:
        parts, lost = without_encoder(parts, coding.codec, order)
    sound = None
    if order.audio and not silent:
        sound = select(segments, order.start, order.end)
    with PrivateFile(output.parent) as spool, PrivateFile(output.parent) as clip:
        work = _Work(parts, progress)
        renderer = Renderer(order.start, order.end, coding, spool, work.encoded)
        video = renderer.render(parts)
        paths = [*video.paths]
        tracks = [_video_track(video, order)]
        places: list[_Places] = [(video.file, video.offset, video.size, video.checksum)]
        if sound is not None:
            places.append(_sound_places(sound, paths, spool))
            tracks.append(_sound_track(sound, places[1][2]))
        layout = arrange(tracks)
        size = len(layout.head) + sum(int(sizes.sum()) for _, _, sizes, _ in places)
        _require_room(output.parent, size)
        columns = zip(*places, strict=True)
        file, offset, length, checksum = (
            np.concatenate(column)[layout.order] for column in columns
        )
        head = len(layout.head)
        verifier = Verifier(np.append(head, length), np.append(UNKNOWN, checksum))
        with Digest(clip.file, verifier.feed) as digest:
            clip.append(layout.head)
            for number, extents in _extents(file, offset, length):
                if number == SPOOL:
                    copy(clip, spool.file, extents)
                else:
                    with paths[number].open("rb") as source:
                        copy(clip, source, extents)
                digest.advance(clip.size)
                work.copied(clip.size)
            # The digest is the slowest: the check has ended when it comes.
            refusal = _refusal(clip.path, order)
            sha256 = digest.finish()
        # What is damaged is refused too, perhaps, but can be done without.
        if verifier.damaged:
            # The head of the clip was the verifier's first.
            samples = np.array(verifier.damaged) - 1
            raise DamagedError(
                (paths[number], place)
                for number, place in zip(
                    file[samples].tolist(), offset[samples].tolist(), strict=True
                )
            )
        if refusal is not None:
            raise refusal
        clip.publish(output)
    delivered, gaps = coverage(order, [*gaps, *video.lost], lost)
    progress(1.0)
    return Clip(
        order=order,
        path=output,
        delivered=delivered,
        gaps=gaps,
        copied=video.copied,
        encoded=video.encoded,
        filler=video.filler,
        lost=wanted - video.copied - video.encoded,
        audio=sound is not None,
        codec=video.format.codec,
        width=video.format.width,
        height=video.format.height,
        size=size,
        sha256=sha256,
        exact=exact,
    )


def _refusal(clip: Path, order: Order) -> EngineError | None:
    """Return why the check does not let a clip pass."""
    try:
        check(clip, order.start, order.end)
    except EngineError as error:
        return error
    return None


class _Work:
    """Reports how much of encoding and copying is done, from 0 to 1."""

    def __init__(self, parts: Sequence[Part], progress: Progress) -> None:
        """Estimate the whole."""
        self._progress = progress
        self._pictures = self._bytes = 0
        total = 0.0
        for part in parts:
            if isinstance(part, Encode):
                total += pictures(part)
            elif isinstance(part, Copy):
                chosen = part.track.samples.size[part.first : part.last]
                total += int(chosen.sum()) / _BYTES_PER_PICTURE
        self._total = max(total, 1.0)

    def encoded(self, pictures: int) -> None:
        """Add pictures."""
        self._pictures += pictures
        self._report()

    def copied(self, size: int) -> None:
        """Tell the size of the clip so far."""
        self._bytes = size
        self._report()

    def _report(self) -> None:
        done = self._pictures + self._bytes / _BYTES_PER_PICTURE
        self._progress(min(done / self._total, 1.0))


def _video_track(video: Samples, order: Order) -> ClipTrack:
    return ClipTrack(
        entry=visual_sample_entry(video.format, in_band=video.in_band),
        picture=(video.format.width, video.format.height),
        timescale=TIMESCALE,
        pts=video.pts,
        dts=video.dts,
        size=video.size,
        sync=video.sync,
        # Rounded up: the last picture lasts a tick at least, or players skip it.
        end=us_to_ticks(order.end - order.start, TIMESCALE),
    )


def _sound_track(sound: Sound, size: Ints) -> ClipTrack:
    rate = sound.format.sample_rate
    times = np.array([frame.time for frame in sound.frames], np.int64)
    return ClipTrack(
        entry=audio_sample_entry(sound.format),
        picture=None,
        timescale=rate,
        pts=times,
        dts=times,
        size=size,
        sync=np.ones(len(times), np.bool_),
        end=int(times[-1]) + AAC_FRAME,
    )


def _sound_places(sound: Sound, paths: list[Path], spool: PrivateFile) -> _Places:
    """Return where the frames lie; adds files to ``paths``."""
    silence = silent_frame(sound.format)
    at = spool.append(silence)
    numbers = {path: number for number, path in enumerate(paths)}
    places = []
    for frame in sound.frames:
        if frame.path is None:
            places.append((SPOOL, at, len(silence)))
            continue
        number = numbers.setdefault(frame.path, len(numbers))
        if number == len(paths):
            paths.append(frame.path)
        places.append((number, frame.offset, frame.size))
    table = np.array(places, np.int64)
    return table[:, 0], table[:, 1], table[:, 2], unknown(len(places))


def _extents(
    file: Ints, offset: Ints, size: Ints
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Yield (file, its (offset, size) extents), neighbours joined, in order."""
    apart = (np.diff(file) != 0) | (offset[1:] != offset[:-1] + size[:-1])
    starts = np.flatnonzero(np.append(True, apart))
    sizes = np.add.reduceat(size, starts)
    rows = zip(
        file[starts].tolist(), offset[starts].tolist(), sizes.tolist(), strict=True
    )
    for number, group in groupby(rows, lambda row: row[0]):
        yield number, [(start, count) for _, start, count in group]


def _require_room(folder: Path, size: int) -> None:
    room = os.statvfs(folder)
    if room.f_bavail * room.f_frsize < size:
        raise EngineError("disk_full", "There is no room for the clip.")
