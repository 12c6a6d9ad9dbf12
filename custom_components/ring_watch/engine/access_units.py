"""Packets of a demuxer become pictures as a segment holds them.

A packet holds a picture or, where parameter sets are repeated before every slice,
a part of one. What is no part of the picture is left out: SEI (vendors' metadata),
delimiters, filler, unspecified types, layers above the base layer, and parameter
sets that are in force already.
"""

from dataclasses import dataclass
from fractions import Fraction

from . import nal
from .decoder_config import build_config, parse_config
from .media import VideoCodec, VideoFormat
from .sps import SequenceParameters, parameter_set_key, parse_sps, sps_of_pps

_REFRESH_AFTER = 10
"""Seconds without a picture to start from, after which a recovery point is one."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The first, mostly the only part of a picture.

    ``pts``: ticks of the stream. ``format`` is set where decoding may start
    (``random_access``) and is the same object until it changes.
    ``leading``: pictures that are displayed earlier may follow.
    """

    data: bytes
    pts: int
    sync: bool = False
    random_access: bool = False
    leading: bool = False
    format: VideoFormat | None = None


@dataclass(frozen=True, slots=True)
class Continuation:
    """More of the picture that was returned last."""

    data: bytes


class Assembler:
    """Joins, cleans and classifies the packets of one connection."""

    def __init__(
        self,
        codec: VideoCodec,
        extradata: bytes | None,
        ticks_per_second: float,
        aspect: Fraction | None = None,
    ) -> None:
        """Begin with what the container or the session description says."""
        self._codec: VideoCodec = codec
        self._aspect = aspect
        self._length_size = 0
        self._refresh_ticks = _REFRESH_AFTER * ticks_per_second
        self._sets: dict[tuple[int, int], bytes] = {}
        self._announced: dict[tuple[int, int], bytes] | None = None
        self._format: VideoFormat | None = None
        self._sequence: SequenceParameters | None = None
        self._pending: list[bytes] = []
        self._last_pts: int | None = None
        self._half: tuple[int, int] | None = None
        """frame_num and bottom_field_flag of a field whose other one may follow."""
        self._last_random: int | None = None
        self._skip_rasl = True
        for unit in self._extradata_units(extradata or b""):
            # Encoders put SEI with their name there too.
            if nal.is_parameter_set(codec, nal.unit_type(codec, unit)):
                self._learn(unit)

    @property
    def progressive(self) -> bool:
        """Whether the SPS in force says that all pictures are frames.

        Before the first picture: whether all that are known do.
        """
        if self._sequence is not None:
            return self._sequence.progressive
        kind = nal.SPS_H264 if self._codec == "h264" else nal.SPS_H265
        sets = [unit for key, unit in self._sets.items() if key[0] == kind]
        try:
            return all(parse_sps(self._codec, unit).progressive for unit in sets)
        except ValueError, IndexError:
            return True

    def feed(
        self, data: bytes, pts: int, *, keyframe: bool = False
    ) -> Picture | Continuation | None:
        """Return what a packet adds, None when it holds no part of a picture.

        ``keyframe``: what the demuxer thinks of it.
        """
        units = self._split(data)
        codec = self._codec
        pictures: list[bytes] = []
        kinds: list[int] = []
        changed: list[bytes] = []
        recovery = False
        for unit in units:
            kind = nal.unit_type(codec, unit)
            if nal.is_picture(codec, kind):
                pictures.append(unit)
                kinds.append(kind)
            elif nal.is_parameter_set(codec, kind):
                if self._learn(unit):
                    changed.append(unit)
            elif kind == nal.SEI_H264 and codec == "h264":
                recovery = recovery or nal.has_recovery_point_h264(unit)
        if not pictures:
            self._pending += changed
            return None
        changed = self._pending + changed
        self._pending = []

        if self._continues(kinds[0], pictures[0], pts):
            if nal.starts_picture(codec, kinds[0], pictures[0]):
                self._half = None
            return Continuation(nal.join((*changed, *pictures)))
        self._last_pts = pts
        found = self._picture(pictures, kinds, changed, pts, keyframe or recovery)
        first, last = self._field(pictures[0]), self._field(pictures[-1])
        self._half = first if found is not None and first == last else None
        return found

    def announce(self, extradata: bytes) -> None:
        """Take what the container says anew, as of the next packet."""
        for unit in self._extradata_units(extradata):
            is_set = nal.is_parameter_set(self._codec, nal.unit_type(self._codec, unit))
            if is_set and self._learn(unit):
                self._pending.append(unit)

    def begins_picture(self, data: bytes) -> bool:
        """Tell whether a packet's first part of a picture is the picture's first."""
        for unit in self._split(data):
            kind = nal.unit_type(self._codec, unit)
            if nal.is_picture(self._codec, kind):
                return nal.starts_picture(self._codec, kind, unit)
        return False

    def _split(self, data: bytes) -> list[bytes]:
        if self._length_size:
            return nal.split_length_prefixed(data, self._length_size)
        return nal.split_annexb(data)

    def _continues(self, kind: int, unit: bytes, pts: int) -> bool:
        same = pts == self._last_pts
        if not nal.starts_picture(self._codec, kind, unit):
            return same
        if self._codec != "h264" or self.progressive or kind == nal.IDR_H264:
            return False
        # The second field of a frame has the time of the first, or one of its own.
        return same or self._is_other_half(unit)

    def _is_other_half(self, unit: bytes) -> bool:
        """Tell whether a field completes the frame of the one before (3.30)."""
        field = None if self._half is None else self._field(unit)
        if field is None or self._half is None:
            return False
        return field[0] == self._half[0] and field[1] != self._half[1]

    def _field(self, unit: bytes) -> tuple[int, int] | None:
        """Return which field a slice belongs to, None where there are only frames."""
        sps = self._sequence
        if self._codec != "h264" or sps is None or sps.progressive:
            return None
        if sps.frame_number_bits is None:
            return None
        try:
            return nal.field_h264(unit, sps.frame_number_bits)
        except ValueError:
            return None

    def _picture(
        self,
        pictures: list[bytes],
        kinds: list[int],
        changed: list[bytes],
        pts: int,
        marked: bool,
    ) -> Picture | None:
        sync, random, leading = self._access(pictures, kinds, pts, marked)
        if kinds[0] in nal.RASL_H265 and self._codec == "hevc" and self._skip_rasl:
            return None
        if not random:
            if self._format is None:
                return None
            return Picture(nal.join((*changed, *pictures)), pts)
        video_format = self._announce(pictures[0], kinds[0])
        if video_format is None:
            return None
        self._last_random = pts
        if self._codec == "hevc":
            # Associated with CRA pictures that begin a stream, and with BLA
            # pictures (16 to 18), RASL pictures cannot be decoded (8.3.1).
            self._skip_rasl = kinds[0] <= 18 or (self._skip_rasl and not sync)
        return Picture(nal.join(pictures), pts, sync, True, leading, video_format)

    def _access(
        self, pictures: list[bytes], kinds: list[int], pts: int, marked: bool
    ) -> tuple[bool, bool, bool]:
        """Return (sync, random access, others may be displayed before it)."""
        kind = kinds[0]
        if self._codec == "hevc":
            if kind not in nal.IRAP_H265:
                self._skip_rasl = self._skip_rasl and kind in (6, 7, 8, 9)
                return False, False, False
            return kind in nal.IDR_H265, True, kind != nal.IDR_N_LP_H265
        if nal.IDR_H264 in kinds:
            return True, True, False
        if not marked:
            return False, False, False
        try:
            intra = all(nal.slice_header_h264(unit)[0] in (2, 4) for unit in pictures)
        except ValueError:
            return False, False, False
        # A stream that is refreshed bit by bit has nothing better than this.
        since = None if self._last_random is None else pts - self._last_random
        refreshed = since is None or since > self._refresh_ticks
        return False, intra or refreshed, True

    def _announce(self, unit: bytes, kind: int) -> VideoFormat | None:
        """Return the format in force at a picture where decoding may start."""
        if self._sets == self._announced:
            return self._format
        try:
            sps = self._sequence_of(unit, kind)
            self._format = VideoFormat(
                self._codec,
                sps.width,
                sps.height,
                build_config(self._codec, list(self._sets.values())),
                self._aspect,
            )
        except ValueError, KeyError, IndexError:
            self._format = None
            return None
        self._announced = dict(self._sets)
        self._sequence = sps
        return self._format

    def _sequence_of(self, unit: bytes, kind: int) -> SequenceParameters:
        """Return the SPS that a picture uses."""
        if self._codec == "h264":
            pps = (nal.PPS_H264, nal.slice_header_h264(unit)[1])
        else:
            pps = (nal.PPS_H265, nal.picture_parameter_set_h265(kind, unit))
        return parse_sps(
            self._codec, self._sets[sps_of_pps(self._codec, self._sets[pps])]
        )

    def _learn(self, unit: bytes) -> bool:
        """Put a parameter set into force; tell whether it was not already."""
        try:
            key = parameter_set_key(self._codec, unit)
        except ValueError, IndexError:
            return False
        if self._sets.get(key) == unit:
            return False
        self._sets[key] = unit
        return True

    def _extradata_units(self, extradata: bytes) -> list[bytes]:
        # A configuration record begins with its version, a byte stream with zeros.
        if extradata[:3] in (b"\0\0\0", b"\0\0\1") or len(extradata) < 7:
            return nal.split_annexb(extradata)
        try:
            self._length_size, units = parse_config(self._codec, extradata)
        except ValueError, IndexError:
            return []
        return units
