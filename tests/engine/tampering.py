"""Ways to spoil a good clip; each must be refused by the release gate."""

from collections.abc import Callable, Sequence
from itertools import groupby
import struct

from custom_components.ring_watch.engine.nal import BitReader, slice_header_h264

from .boxes import Box, handler, media_offset, parse, samples, serialise, shift_chunks

type Tampering = Callable[[Box], None]


def tampered(data: bytes, change: Tampering) -> bytes:
    """The clip with a change; chunks still point at the media data, as far as it moved."""
    trial = parse(data)
    change(trial)
    root = parse(data)
    if any(child.kind == b"mdat" for child in trial.children):
        shift_chunks(root, media_offset(trial) - media_offset(root))
    change(root)
    return serialise(root)


def _video(root: Box) -> Box:
    return next(
        trak for trak in root.find("moov").all(b"trak") if handler(trak) == b"vide"
    )


def _sound(root: Box) -> Box:
    return next(
        trak for trak in root.find("moov").all(b"trak") if handler(trak) == b"soun"
    )


def put(box: Box, at: int, value: bytes) -> None:
    """Write bytes into a box's body."""
    box.body = box.body[:at] + value + box.body[at + len(value) :]


def _at_once(sound: bool) -> Tampering:
    """The second sample at the time of the first, all others at theirs."""

    def change(root: Box) -> None:
        box = (_sound if sound else _video)(root).find("mdia/minf/stbl/stts")
        each = [ticks for count, ticks in _rows(box, 2) for _ in range(count)]
        each[:2] = [0, each[0] + each[1]]
        _put_rows(box, [(len(list(run)), ticks) for ticks, run in groupby(each)])

    return change


def _table(root: Box) -> Box:
    return _video(root).find("mdia/minf/stbl")


def _extra(path: str, kind: bytes, first: bool = False) -> Tampering:
    def change(root: Box) -> None:
        parent = root.find(path) if path else root
        parent.children.insert(0 if first else len(parent.children), Box(kind, b"home"))

    return change


def _field(path: str, at: int, value: bytes, sound: bool = False) -> Tampering:
    def change(root: Box) -> None:
        trak = _sound(root) if sound else _video(root)
        put(trak.find(path), at, value)

    return change


def _movie_field(path: str, at: int, value: bytes) -> Tampering:
    return lambda root: put(root.find(path), at, value)


def _without(path: str) -> Tampering:
    return lambda root: (_video(root).remove(path), None)[1]


def _append_media(root: Box) -> None:
    root.find("mdat").body += b"what the door saw before"


def _prepend_media(root: Box) -> None:
    root.find("mdat").body = bytes(64) + root.find("mdat").body
    shift_chunks(root, 64)


def _second_video(root: Box) -> None:
    trak = parse(bytes(_video(root))).children[0]
    count = len(root.find("moov").all(b"trak"))
    put(trak.find("tkhd"), 20, struct.pack(">I", count + 1))
    put(root.find("moov/mvhd"), 108, struct.pack(">I", count + 2))
    root.find("moov").children.append(trak)


def _no_video(root: Box) -> None:
    root.find("moov").children.remove(_video(root))


def _edit(*edits: tuple[int, int, int]) -> Tampering:
    def change(root: Box) -> None:
        trak = _video(root)
        if trak.all(b"edts"):
            trak.remove("edts")
        body = struct.pack(">II", 1 << 24, len(edits))
        body += b"".join(struct.pack(">QqI", *edit) for edit in edits)
        trak.children.insert(1, Box(b"edts", children=[Box(b"elst", body)]))

    return change


def _length(root: Box) -> int:
    return int(struct.unpack_from(">Q", _video(root).find("tkhd").body, 28)[0])


def _hide(ticks: int) -> Tampering:
    """An edit list that begins later in the media, and ends where it did."""

    def change(root: Box) -> None:
        composed = 0
        if _video(root).all(b"edts"):
            composed = struct.unpack_from(
                ">q", _video(root).find("edts/elst").body, 16
            )[0]
        _edit((_length(root), composed + ticks, 0x10000))(root)

    return change


def _hide_end(root: Box) -> None:
    length = _length(root) - 12_000
    composed = 0
    if _video(root).all(b"edts"):
        composed = struct.unpack_from(">q", _video(root).find("edts/elst").body, 16)[0]
    _edit((length, composed, 0x10000))(root)
    put(_video(root).find("tkhd"), 28, struct.pack(">Q", length))


def _longer_last(by: int) -> Tampering:
    """The last picture lasts longer, and every duration says so."""

    def change(root: Box) -> None:
        trak = _video(root)
        table = trak.find("mdia/minf/stbl/stts")
        (count,) = struct.unpack_from(">I", table.body, 4)
        held, ticks = struct.unpack_from(">II", table.body, 8 * count)
        rows = [(held - 1, ticks), (1, ticks + by)] if held > 1 else [(1, ticks + by)]
        table.body = (
            struct.pack(">II", 0, count - 1 + len(rows))
            + table.body[8 : 8 * count]
            + b"".join(struct.pack(">II", *row) for row in rows)
        )
        for box, at in (
            (trak.find("mdia/mdhd"), 24),
            (trak.find("tkhd"), 28),
            (root.find("moov/mvhd"), 24),
        ):
            (length,) = struct.unpack_from(">Q", box.body, at)
            put(box, at, struct.pack(">Q", length + by))
        if trak.all(b"edts"):
            edits = trak.find("edts/elst")
            at = len(edits.body) - 20
            (length,) = struct.unpack_from(">Q", edits.body, at)
            put(edits, at, struct.pack(">Q", length + by))

    return change


def _no_last_length(root: Box) -> None:
    """The last picture has no length, and every duration says so."""
    table = _video(root).find("mdia/minf/stbl/stts")
    (count,) = struct.unpack_from(">I", table.body, 4)
    (ticks,) = struct.unpack_from(">I", table.body, 8 * count + 4)
    _longer_last(-ticks)(root)


def _more_in(name: str) -> Tampering:
    def change(root: Box) -> None:
        _table(root).find(name).body += b"home"

    return change


def _more_config(root: Box) -> None:
    """Bytes behind the parameter sets, and every size says so."""
    table = _table(root).find("stsd")
    entry, config = (struct.unpack_from(">I", table.body, at)[0] for at in (8, 94))
    put(table, 8, struct.pack(">I", entry + 4))
    put(table, 94, struct.pack(">I", config + 4))
    end = 94 + config
    table.body = table.body[:end] + b"home" + table.body[end:]


def _empty_frame(root: Box) -> None:
    """A frame of sound gives all its bytes to the next."""
    table = _sound(root).find("mdia/minf/stbl/stsz")
    one, two = struct.unpack_from(">II", table.body, 12)
    put(table, 12, struct.pack(">II", 0, one + two))


def _insert_unit(unit: bytes) -> Tampering:
    """Put a NAL unit in front of the last sample that lies in the file."""

    def change(root: Box) -> None:
        found = samples(root)
        last = max(range(len(found)), key=lambda number: found[number].offset)
        data = len(unit).to_bytes(4) + unit
        body = root.find("mdat").body
        at = found[last].offset - media_offset(root)
        root.find("mdat").body = body[:at] + data + body[at:]
        table = _table(root).find("stsz")
        put(table, 12 + 4 * last, struct.pack(">I", found[last].size + len(data)))
        if any(handler(trak) == b"soun" for trak in root.find("moov").all(b"trak")):
            chunks = _sound(root).find("mdia/minf/stbl/co64")
            places = struct.iter_unpack(">Q", chunks.body[8:])
            chunks.body = chunks.body[:8] + b"".join(
                struct.pack(">Q", place + len(data) * (place > found[last].offset))
                for (place,) in places
            )

    return change


def _insert_message(root: Box) -> None:
    """Supplemental enhancement information that nobody registered (D.1.6)."""
    h264 = _table(root).find("stsd").body[12:16] == b"avc1"
    kind = b"\x06" if h264 else b"\x4e\x01"
    _insert_unit(kind + b"\x05\x20" + bytes(16) + b"Front door 12:34\x80")(root)


def _swap_sizes(root: Box) -> None:
    """Samples that overlap: one is larger, the next smaller."""
    table = _table(root).find("stsz")
    one, two = struct.unpack_from(">II", table.body, 12)
    put(table, 12, struct.pack(">II", one + 1, two - 1))


def _same_chunk_twice(root: Box) -> None:
    table = _table(root).find("co64")
    put(table, 16, table.body[8:16])


def _order(*kinds: bytes) -> Tampering:
    def change(root: Box) -> None:
        root.children.sort(key=lambda box: kinds.index(box.kind))

    return change


def _order_in(path: str, first: bytes) -> Tampering:
    """The boxes of that kind before the others."""
    return lambda root: root.find(path).children.sort(key=lambda box: box.kind != first)


def _names_in(path: str, at: int, sound: bool = False) -> Tampering:
    def change(root: Box) -> None:
        box = (_sound(root) if sound else _video(root)).find(path)
        box.body = box.body[:at] + b"Front door\0"

    return change


def _rows(box: Box, fields: int) -> list[tuple[int, ...]]:
    (count,) = struct.unpack_from(">I", box.body, 4)
    found = struct.iter_unpack(f">{fields}I", box.body[8 : 8 + 4 * fields * count])
    return list(found)


def _put_rows(box: Box, rows: Sequence[tuple[int, ...]]) -> None:
    box.body = struct.pack(">II", 0, len(rows)) + b"".join(
        struct.pack(f">{len(row)}I", *row) for row in rows
    )


_SECRET = [(0, *struct.unpack(">I", b"home"))] * 3


def _rows_of_no_sample(name: str, at: int) -> Tampering:
    """Rows that say how no sample is, in a table of (count, value)."""

    def change(root: Box) -> None:
        box = _table(root).find(name)
        rows = _rows(box, 2)
        _put_rows(box, [*rows[:at], *_SECRET, *rows[at:]])

    return change


def _a_row_in_two(name: str) -> Tampering:
    """One row of (count, value) said with two."""

    def change(root: Box) -> None:
        box = _table(root).find(name)
        rows = _rows(box, 2)
        at = max(range(len(rows)), key=lambda number: rows[number][0])
        count, value = rows[at]
        assert count > 1
        _put_rows(box, [*rows[:at], (1, value), (count - 1, value), *rows[at + 1 :]])

    return change


def _chunks_of_no_sample(at: int) -> Tampering:
    """Chunks anywhere, of which no sample is part."""

    def change(root: Box) -> None:
        table = _table(root)
        offsets, held = table.find("co64"), table.find("stsc")
        places = [offsets.body[at : at + 8] for at in range(8, len(offsets.body), 8)]
        rows = _rows(held, 3)
        counts = [
            next(row[1] for row in reversed(rows) if row[0] <= number)
            for number in range(1, len(places) + 1)
        ]
        places[at:at] = [b"the door", b" at home"]
        counts[at:at] = [0, 0]
        offsets.body = struct.pack(">II", 0, len(places)) + b"".join(places)
        _put_rows(held, [(number, count, 1) for number, count in enumerate(counts, 1)])

    return change


def _row_of_no_chunk(root: Box) -> None:
    held = _table(root).find("stsc")
    chunks = len(_table(root).find("co64").body) // 8 - 1
    _put_rows(held, [*_rows(held, 3), (chunks + 1, _SECRET[0][1], 1)])


def _negative_offsets(root: Box) -> None:
    table = _table(root).find("ctts")
    put(table, 0, b"\1")
    put(table, 12, struct.pack(">i", -3000))


def _huge(name: str) -> Tampering:
    return lambda root: put(_table(root).find(name), 4, b"\xff\xff\xff\xff")


def _small_offsets(root: Box) -> None:
    """32-bit chunk offsets, which a clip never has."""
    table = _table(root)
    places = [
        place for (place,) in struct.iter_unpack(">Q", table.find("co64").body[8:])
    ]
    body = table.find("co64").body[:8]
    table.remove("co64")
    table.children.append(
        Box(b"stco", body + b"".join(struct.pack(">I", place) for place in places))
    )


def _two_entries(root: Box) -> None:
    table = _table(root).find("stsd")
    table.body = struct.pack(">II", 0, 2) + table.body[8:] * 2


def _in_the_entry(kind: bytes, *bodies: bytes) -> Tampering:
    """More boxes of a kind behind the parameter sets, and every size says so."""
    extra = b"".join(bytes(Box(kind, body)) for body in bodies)

    def change(root: Box) -> None:
        table = _table(root).find("stsd")
        (size,) = struct.unpack_from(">I", table.body, 8)
        put(table, 8, struct.pack(">I", size + len(extra)))
        table.body += extra

    return change


def _elsewhere(root: Box) -> None:
    """The media is said to be in another file."""
    box = _video(root).find("mdia/minf/dinf/dref")
    box.body = struct.pack(">II", 0, 1) + bytes(Box(b"url ", b"\0\0\0\0http://x\0"))


LEVELS = (
    "",
    "moov",
    "moov/trak",
    "moov/trak/mdia",
    "moov/trak/mdia/minf",
    "moov/trak/mdia/minf/stbl",
    "moov/trak/mdia/minf/dinf",
)
KINDS = (
    b"free",
    b"skip",
    b"udta",
    b"meta",
    b"uuid",
    b"iods",
    b"mdat",
    b"moof",
    b"abcd",
)

EVERYWHERE: dict[str, Tampering] = {
    "bytes after the samples": _append_media,
    "bytes before the samples": _prepend_media,
    "a second video track": _second_video,
    "no video track": _no_video,
    "a picture hidden at the start": _hide(6000),
    "a tick hidden at the start": _hide(1),
    "pictures hidden at the end": _hide_end,
    "two edits": _edit((9000, 0, 0x10000), (9000, 9000, 0x10000)),
    "an edit of half the speed": _edit((9000, 0, 0x8000)),
    "no edits": _edit(),
    "a movie that is longer": _movie_field("moov/mvhd", 24, struct.pack(">Q", 1 << 33)),
    "another scale": _movie_field("moov/mvhd", 20, struct.pack(">I", 45_000)),
    "time of creation of the movie": _movie_field("moov/mvhd", 4, bytes(7) + b"\1"),
    "time of change of the movie": _movie_field("moov/mvhd", 12, bytes(7) + b"\1"),
    "time of creation of a track": _field("tkhd", 4, bytes(7) + b"\1"),
    "time of change of a track": _field("tkhd", 12, bytes(7) + b"\1"),
    "time of creation of media": _field("mdia/mdhd", 4, bytes(7) + b"\1"),
    "time of change of media": _field("mdia/mdhd", 12, bytes(7) + b"\1"),
    "another time scale": _field("mdia/mdhd", 20, struct.pack(">I", 45_000)),
    "a language": _field("mdia/mdhd", 32, b"\x15\xc7"),
    "a handler with a name": _names_in("mdia/hdlr", 24),
    "a track that is turned": _field(
        "tkhd", 40, struct.pack(">9I", 0, 65536, 0, 0xFFFF0000, 0, 0, 0, 0, 1 << 30)
    ),
    "a track that is off": _field("tkhd", 0, b"\1\0\0\2"),
    "a larger picture": _field("tkhd", 88, struct.pack(">II", 320 << 16, 192 << 16)),
    "a compressor with a name": _field("mdia/minf/stbl/stsd", 16 + 42, b"\4libx"),
    "more in the sample entry": _in_the_entry(b"colr", b"nclx"),
    "samples without a width": _in_the_entry(b"pasp", struct.pack(">II", 0, 1)),
    "samples without a height": _in_the_entry(b"pasp", struct.pack(">II", 1, 0)),
    "a shape that could be told shorter": _in_the_entry(
        b"pasp", struct.pack(">II", 4, 2)
    ),
    "a shape of many digits": _in_the_entry(b"pasp", struct.pack(">II", 1 << 16, 1)),
    "more behind the shape": _in_the_entry(b"pasp", struct.pack(">IIB", 4, 3, 0)),
    "two shapes": _in_the_entry(b"pasp", *[struct.pack(">II", 4, 3)] * 2),
    "two sample entries": _two_entries,
    "another sample entry": _field("mdia/minf/stbl/stsd", 12, b"jpeg"),
    "media in another file": _elsewhere,
    "a last picture without length": _no_last_length,
    "more behind the parameter sets": _more_config,
    "times of no picture, first": _rows_of_no_sample("stts", 0),
    "times of no picture, last": _rows_of_no_sample("stts", 1 << 20),
    "one time told as two": _a_row_in_two("stts"),
    "chunks of no sample, first": _chunks_of_no_sample(0),
    "chunks of no sample, later": _chunks_of_no_sample(1),
    "a row of no chunk": _row_of_no_chunk,
    "more behind the times": _more_in("stts"),
    "more behind the chunks": _more_in("stsc"),
    "more behind the sizes": _more_in("stsz"),
    "more behind the offsets": _more_in("co64"),
    "a longer last picture": _longer_last(12),
    "a last picture of an hour": _longer_last(3600 * 90_000),
    "a text beside a picture": _insert_message,
    "an access unit delimiter": _insert_unit(b"\x09\xf0"),
    "filler": _insert_unit(b"\x0c" + b"\xff" * 20 + b"\x80"),
    "an empty unit": _insert_unit(b""),
    "a unit of an unknown kind": _insert_unit(b"\x1f\x0e hello"),
    "samples that overlap": _swap_sizes,
    "an empty sample": _field("mdia/minf/stbl/stsz", 12, bytes(4)),
    "one size for all samples": _field(
        "mdia/minf/stbl/stsz", 4, struct.pack(">I", 500)
    ),
    "no samples": _field("mdia/minf/stbl/stsz", 8, bytes(4)),
    "small chunk offsets": _small_offsets,
    "a small box with a size of 64 bits": lambda root: setattr(
        root.find("moov/mvhd"), "wide", True
    ),
    "media before the header of a track": _order_in("moov/trak", b"mdia"),
    "chunks before times": _order_in("moov/trak/mdia/minf/stbl", b"co64"),
    "tracks before the header of the movie": _order_in("moov", b"trak"),
    "mdat before moov": _order(b"ftyp", b"mdat", b"moov"),
    "moov before ftyp": _order(b"moov", b"ftyp", b"mdat"),
    "no ftyp": lambda root: (root.remove("ftyp"), None)[1],
    "no moov": lambda root: root.children.__delitem__(1),
    "no mdat": lambda root: (root.remove("mdat"), None)[1],
    "another brand": _movie_field("ftyp", 8, b"qt  "),
    "a brand with a version": _movie_field("ftyp", 4, b"\0\0\2\1"),
    "no times": _without("mdia/minf/stbl/stts"),
    "no sizes": _without("mdia/minf/stbl/stsz"),
    "no header of media": _without("mdia/mdhd"),
    "no header of the track": _without("tkhd"),
    "no handler": lambda root: _video(root).find("mdia").children.pop(1) and None,
    "a track of text": _field("mdia/hdlr", 8, b"text"),
    "other media's header": _field("mdia/hdlr", 8, b"soun"),
    "the number of another track": _field("tkhd", 20, struct.pack(">I", 2)),
    "the number of no track": _movie_field("moov/mvhd", 108, struct.pack(">I", 9)),
} | {f"huge count in {name}": _huge(name) for name in ("stts", "stsc", "co64", "stsd")}

UNKNOWN: dict[str, Tampering] = {
    f"{kind.decode()} in {level or 'the file'}{' first' if first else ''}": _extra(
        level, kind, first
    )
    for level in LEVELS
    for kind in KINDS
    for first in (False, True)
}

REORDERED: dict[str, Tampering] = {
    "negative offsets": _negative_offsets,
    "a huge count of offsets": _huge("ctts"),
    "offsets of no picture": _rows_of_no_sample("ctts", 1),
    "one offset told as two": _a_row_in_two("ctts"),
    "a picture at another place": lambda root: put(
        _table(root).find("ctts"), 12, struct.pack(">I", 6001)
    ),
    "the edit list left out": lambda root: (_video(root).remove("edts"), None)[1],
    "an edit of another length": lambda root: put(
        _video(root).find("edts/elst"), 8, struct.pack(">Q", 1 << 20)
    ),
}

SOUND: dict[str, Tampering] = {
    "a second track of sound": lambda root: root.find("moov").children.append(
        parse(bytes(_sound(root))).children[0]
    ),
    "a handler of sound with a name": _names_in("mdia/hdlr", 24, sound=True),
    "another rate": _field("mdia/mdhd", 20, struct.pack(">I", 8000), sound=True),
    "another rate in the entry": _field(
        "mdia/minf/stbl/stsd", 16 + 24, struct.pack(">I", 8000 << 16), sound=True
    ),
    "more channels": _field(
        "mdia/minf/stbl/stsd", 16 + 16, struct.pack(">H", 2), sound=True
    ),
    "sound of another object type": lambda root: put(
        _sound(root).find("mdia/minf/stbl/stsd"),
        len(_sound(root).find("mdia/minf/stbl/stsd").body) - 8,
        b"\x2c",
    ),
    "two frames of sound at once": _at_once(sound=True),
    "an empty frame of sound": _empty_frame,
    "sound that begins earlier": lambda root: (_sound(root).remove("edts"), None)[1],
    "sound later by two frames": lambda root: put(
        _sound(root).find("edts/elst"), 8, struct.pack(">Q", 16_000)
    ),
    "chunks of each other": _same_chunk_twice,
}


_TEXT = b"Front door of Jane Doe, 12 Main Street, 01:59 key=hunter2 " * 4


def _insert_frame_bytes(data: bytes, *, behind: bool) -> Tampering:
    """Put bytes before or behind the last frame of sound, inside of its sample."""

    def change(root: Box) -> None:
        found = samples(root, b"soun")
        last = max(range(len(found)), key=lambda number: found[number].offset)
        frame = found[last]
        at = frame.offset - media_offset(root) + (frame.size if behind else 0)
        body = root.find("mdat").body
        root.find("mdat").body = body[:at] + data + body[at:]
        table = _sound(root).find("mdia/minf/stbl/stsz")
        put(table, 12 + 4 * last, struct.pack(">I", frame.size + len(data)))
        chunks = _table(root).find("co64")
        places = struct.iter_unpack(">Q", chunks.body[8:])
        chunks.body = chunks.body[:8] + b"".join(
            struct.pack(">Q", place + len(data) * (place > frame.offset))
            for (place,) in places
        )

    return change


def _first_picture(root: Box) -> bytes:
    """The slice of the first sample, behind any parameter sets."""
    found = samples(root)[0]
    at = found.offset - media_offset(root)
    data = root.find("mdat").body[at : at + found.size]
    unit = b""
    while data:
        size = int.from_bytes(data[:4])
        unit, data = data[4 : 4 + size], data[4 + size :]
    return unit


def _another_picture(root: Box) -> None:
    _insert_unit(_first_picture(root))(root)


def _another_picture_behind(root: Box) -> None:
    """The last sample in the file goes before the first picture, in one sample."""
    found = samples(root)
    last = max(range(len(found)), key=lambda number: found[number].offset)
    at = found[last].offset - media_offset(root)
    size = int.from_bytes(root.find("mdat").body[at : at + 4])
    own = root.find("mdat").body[at + 4 : at + 4 + size]
    picture = _first_picture(root)
    _insert_unit(own)(root)
    body = root.find("mdat").body
    behind = at + 4 + size
    assert body[behind + 4 : behind + 4 + size] == own
    root.find("mdat").body = (
        body[:behind] + len(picture).to_bytes(4) + picture + body[behind + 4 + size :]
    )
    table = _table(root).find("stsz")
    more = len(picture) + 4
    put(table, 12 + 4 * last, struct.pack(">I", found[last].size + more))
    if any(handler(trak) == b"soun" for trak in root.find("moov").all(b"trak")):
        chunks = _sound(root).find("mdia/minf/stbl/co64")
        places = [item for (item,) in struct.iter_unpack(">Q", chunks.body[8:])]
        moved = len(picture) - size
        chunks.body = chunks.body[:8] + b"".join(
            struct.pack(">Q", place + moved * (place > found[last].offset))
            for place in places
        )


def _half_size(root: Box) -> None:
    put(_table(root).find("stsd"), 16 + 24, struct.pack(">HH", 80, 48))
    put(_video(root).find("tkhd"), 88, struct.pack(">II", 80 << 16, 48 << 16))


def _one_sync_less(root: Box) -> None:
    table = _table(root).find("stss")
    (count,) = struct.unpack_from(">I", table.body, 4)
    table.body = struct.pack(">II", 0, count - 1) + table.body[8:-4]


def _one_sync_more(root: Box) -> None:
    table = _table(root).find("stss")
    numbers = {number for (number,) in struct.iter_unpack(">I", table.body[8:])} | {2}
    table.body = struct.pack(f">II{len(numbers)}I", 0, len(numbers), *sorted(numbers))


def _many_brands(root: Box) -> None:
    root.find("ftyp").body += b"isom" * 100


def sets(change: Callable[[list[bytes], list[bytes]], None]) -> Tampering:
    """Change the SPS and PPS of an avcC, and every size with them."""

    def tamper(root: Box) -> None:
        table = _table(root).find("stsd")
        entry, size = (struct.unpack_from(">I", table.body, at)[0] for at in (8, 94))
        config = table.body[102 : 94 + size]
        lists: list[list[bytes]] = []
        at = 5
        for mask in (0x1F, 0xFF):
            units = []
            count = config[at] & mask
            at += 1
            for _ in range(count):
                end = at + 2 + int.from_bytes(config[at : at + 2])
                units.append(config[at + 2 : end])
                at = end
            lists.append(units)
        change(*lists)
        new = config[:5]
        for units, mark in zip(lists, (0xE0, 0), strict=True):
            new += bytes((mark | len(units),))
            new += b"".join(len(unit).to_bytes(2) + unit for unit in units)
        new += config[at:]
        by = len(new) - len(config)
        put(table, 8, struct.pack(">I", entry + by))
        put(table, 94, struct.pack(">I", size + by))
        table.body = table.body[:102] + new + table.body[94 + size :]

    return tamper


def _longer_sps(sps: list[bytes], pps: list[bytes]) -> None:
    del pps
    sps[-1] += _TEXT


def _longer_pps(sps: list[bytes], pps: list[bytes]) -> None:
    del sps
    pps[-1] += _TEXT


def _another_sps(sps: list[bytes], pps: list[bytes]) -> None:
    del pps
    sps.append(b"\x67" + _TEXT)


def _another_pps(sps: list[bytes], pps: list[bytes]) -> None:
    del sps
    pps.append(b"\x68" + _TEXT * 200)


def _sets_twice(sps: list[bytes], pps: list[bytes]) -> None:
    sps.append(sps[0])
    pps.append(pps[0])


def _forbidden_bit(sps: list[bytes], pps: list[bytes]) -> None:
    del pps
    sps[0] = bytes((sps[0][0] | 0x80,)) + sps[0][1:]


def _other_pps(root: Box) -> None:
    """In front of the last picture, that of its id says something else."""
    found = samples(root)
    last = max(range(len(found)), key=lambda number: found[number].offset)
    at = found[last].offset - media_offset(root) + 4
    _, used = slice_header_h264(root.find("mdat").body[at : at + 24])

    def replaced(_: list[bytes], pps: list[bytes]) -> None:
        for unit in pps:
            if BitReader(unit[1:]).unsigned() == used:
                _insert_unit(unit[:-1] + bytes((unit[-1] ^ 0x80,)))(root)

    sets(replaced)(root)


def _unused_pps(sps: list[bytes], pps: list[bytes]) -> None:
    """Id 9 of SPS 0, plain."""
    del sps
    # ue(9), ue(0), nothing special, and the stop bit.
    pps.append(b"\x68" + int("000101010011100011100010", 2).to_bytes(3))


HIDDEN: dict[str, Tampering] = {
    "another picture in front of one": _another_picture,
    "another picture behind one": _another_picture_behind,
    "two pictures at once": _at_once(sound=False),
    "a sample entry of half the size": _half_size,
    "a sync sample that is kept secret": _one_sync_less,
    "a sync sample that is none": _one_sync_more,
    "a hundred brands": _many_brands,
}
"""What decoders would show, or never look at."""

HIDDEN_H264: dict[str, Tampering] = {
    "text behind an SPS": sets(_longer_sps),
    "text behind a PPS": sets(_longer_pps),
    "an SPS of text": sets(_another_sps),
    "a PPS of text": sets(_another_pps),
    "sets that come twice": sets(_sets_twice),
    "an SPS with the forbidden bit": sets(_forbidden_bit),
    "a PPS that serves no picture": sets(_unused_pps),
    "a PPS in place of another": _other_pps,
} | {
    f"a unit of text, type {header & 0x1F}": _insert_unit(bytes((header,)) + _TEXT)
    for header in (0x67, 0x68, 0x01, 0x65, 0x02, 0x03, 0x04)
}

HIDDEN_H265: dict[str, Tampering] = {
    f"a unit of text, type {kind}": _insert_unit(bytes((kind << 1, 1)) + _TEXT)
    for kind in (0, 1, 9, 19, 20, 21, 32, 33, 34)
}

HIDDEN_SOUND: dict[str, Tampering] = {
    "text behind a frame": _insert_frame_bytes(_TEXT * 8, behind=True),
    "text without an end behind a frame": _insert_frame_bytes(b"12:34", behind=True),
    "a data element of text": _insert_frame_bytes(
        struct.pack(">H", 4 << 13 | 1 << 8 | len(_TEXT)) + _TEXT, behind=False
    ),
    # Fourteen bytes, from the eighth bit on.
    "a fill element of text": _insert_frame_bytes(
        (((6 << 4 | 14) << 112 | int.from_bytes(b"Front door 123")) << 1).to_bytes(15),
        behind=False,
    ),
}
