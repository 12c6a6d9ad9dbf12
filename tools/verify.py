#!/usr/bin/env python3
"""Check what Ring Watch has signed: clips with their manifests, and ledgers.

    python3 verify.py clip.mp4 manifest.jws --fingerprint "AB12 ..."
    python3 verify.py clip.zip ledger.json --fingerprint "AB12 ..."

It works offline and needs Python 3.9 or newer with the package cryptography. The
fingerprint is the one that the owner told you in another way than with the file:
without it nobody knows whose signature it is. The last line is the verdict, and the
exit code says the same: 0 good, 1 tampered, 2 incomplete, 3 unknown key (64: not
asked properly). docs/ledger.md describes the formats.
"""

import argparse
import base64
from collections.abc import Iterator
import hashlib
import json
from pathlib import Path
import re
import struct
import sys
from typing import Any, BinaryIO, NamedTuple, NoReturn, Optional

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NOT_ASKED_PROPERLY = 64
CODES = {"good": 0, "tampered": 1, "incomplete": 2, "unknown_key": 3}
WORST_FIRST = ("tampered", "unknown_key", "incomplete", "good")
VERDICTS = {
    "good": "GOOD: nothing was changed, and the key is the one that you named.",
    "tampered": "TAMPERED: something was changed after it was signed.",
    "incomplete": "INCOMPLETE: what is there fits, but something is missing.",
    "unknown_key": "UNKNOWN KEY: who signed this has to be found out first.",
}
MANIFEST_TYP = "ring-watch-manifest+jws"
CHECKPOINT_TYP = "ring-watch-checkpoint+jws"
ROTATION_TYP = "ring-watch-rotation+jws"
MEMBERS = {"seq", "ts", "prev", "type", "data", "hash"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
HASH = re.compile(r"[0-9a-f]{64}")
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
MOST_UNSIGNED = 100
DEEPEST = 16
LARGEST = 2**53 - 1
BLOCK = 1 << 20


class BadError(Exception):
    """What was read is not what Ring Watch writes."""


class CutError(Exception):
    """A file ends too early."""


class Source(NamedTuple):
    """A file, or a file stored in a ZIP."""

    name: str
    path: Path
    offset: int
    size: int

    def blocks(self) -> Iterator[bytes]:
        """Yield the bytes."""
        left = self.size
        with self.path.open("rb") as file:
            file.seek(self.offset)
            while left:
                block = file.read(min(BLOCK, left))
                if not block:
                    return
                left -= len(block)
                yield block

    def lines(self) -> Iterator[bytes]:
        """Yield the lines with their line feeds; the last may lack it."""
        rest = b""
        for block in self.blocks():
            lines = (rest + block).split(b"\n")
            rest = lines.pop()
            for line in lines:
                yield line + b"\n"
        if rest:
            yield rest


class Manifest(NamedTuple):
    """A manifest whose signature fits the key in its header."""

    name: str
    sha256: str
    payload: dict[str, Any]
    key: str


class Report:
    """What was found, in plain words."""

    def __init__(self) -> None:
        """Nothing found yet."""
        self.lines: list[tuple[str, str]] = []

    def add(self, level: str, text: str) -> None:
        """Add a finding: a verdict, or a note."""
        self.lines.append((level, UNSEEN.sub("?", text)))

    @property
    def verdict(self) -> str:
        """The worst finding."""
        found = {level for level, _ in self.lines}
        return next((level for level in WORST_FIRST if level in found), "incomplete")


# Canonical JSON (RFC 8785, only with integers and with ASCII names).


def encode(value: Any) -> bytes:
    """Return the one text of a value."""
    check(value, DEEPEST)
    try:
        return json.dumps(
            value, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()
    except UnicodeEncodeError as err:
        raise BadError from err


def check(value: Any, depth: int) -> None:
    """Refuse what has no canonical text."""
    if value is None or isinstance(value, (str, bool)):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise BadError
        return
    if depth == 0 or not isinstance(value, (dict, list)):
        raise BadError
    if isinstance(value, dict) and not all(name.isascii() for name in value):
        raise BadError
    for item in value.values() if isinstance(value, dict) else value:
        check(item, depth - 1)


def refuse(_: str) -> NoReturn:
    """Refuse a number that is not an integer."""
    raise BadError


def decode(text: bytes) -> Any:
    """Return the value of a text that is exactly canonical."""
    try:
        value = json.loads(text.decode(), parse_float=refuse, parse_constant=refuse)
    except (ValueError, RecursionError) as err:
        raise BadError from err
    if encode(value) != text:
        raise BadError
    return value


def decode_object(text: bytes) -> dict[str, Any]:
    """Return the object of a text that is exactly canonical."""
    value = decode(text)
    if not isinstance(value, dict):
        raise BadError
    return value


# Signatures (RFC 7515 compact, RFC 8037 EdDSA).


def from_base64url(text: str) -> bytes:
    """Return the bytes of base64url in its only form."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as err:
        raise BadError from err
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != text:
        raise BadError
    return data


def fingerprint(jwk: Any) -> str:
    """Return the thumbprint (RFC 7638) of an Ed25519 key."""
    if not isinstance(jwk, dict) or set(jwk) != {"crv", "kty", "x"}:
        raise BadError
    if jwk["crv"] != "Ed25519" or jwk["kty"] != "OKP" or not isinstance(jwk["x"], str):
        raise BadError
    if len(from_base64url(jwk["x"])) != 32:
        raise BadError
    return hashlib.sha256(encode(jwk)).hexdigest()


def signed(token: Any, typ: str, jwk: Any = None) -> tuple[dict[str, Any], str]:
    """Return payload and fingerprint of a JWS by ``jwk``, or by its header's key."""
    if not isinstance(token, str) or not token.isascii() or token.count(".") != 2:
        raise BadError
    head, body, signature = token.split(".")
    header = decode_object(from_base64url(head))
    expected: dict[str, Any] = {"alg": "EdDSA", "typ": typ}
    if jwk is None:
        jwk = expected["jwk"] = header.get("jwk")
    expected["kid"] = fingerprint(jwk)
    if header != expected:
        raise BadError
    public = Ed25519PublicKey.from_public_bytes(from_base64url(jwk["x"]))
    try:
        public.verify(from_base64url(signature), f"{head}.{body}".encode())
    except (InvalidSignature, ValueError) as err:
        raise BadError from err
    return decode_object(from_base64url(body)), expected["kid"]


def grouped(text: str) -> str:
    """Return a fingerprint for people."""
    text = text.upper()
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


# The ledger.


class LedgerError(BadError):
    """Why a line of the ledger is bad."""


class Ledger:
    """The ledger as far as it was read."""

    def __init__(self, name: str, wanted: set[int]) -> None:
        """Nothing is read. ``wanted``: the sizes at which the head is asked for."""
        self.name = name
        self.sound = False
        self.id: Any = None
        self.size = 0
        self.head = "0" * 64
        self.heads: dict[int, str] = {}
        self.named: dict[str, int] = {}
        self.groups: list[list[str]] = []
        self.earlier: set[str] = set()
        self.unsigned = self.committed = self.texts = 0
        self._wanted = wanted
        self._jwk: Any = None
        self._commitments: dict[str, Any] = {}

    def row(self, text: bytes) -> None:
        """Read a line without its line feed. Raises LedgerError."""
        try:
            row = decode_object(text)
        except BadError as err:
            raise LedgerError("this is not a line as Ring Watch writes it.") from err
        if set(row) == {"seq", "texts"}:
            self._texts(row)
        else:
            self._entry(row)

    def _entry(self, row: dict[str, Any]) -> None:
        if (
            set(row) != MEMBERS
            or not isinstance(row["data"], dict)
            or not isinstance(row["type"], str)
            or not re.fullmatch("[a-z_]{1,40}", row["type"])
            or not isinstance(row["ts"], str)
            or not TIME.fullmatch(row["ts"])
        ):
            raise LedgerError("this is not a line as Ring Watch writes it.")
        claimed = row.pop("hash")
        made = hashlib.sha256(b"\0" + encode(row)).hexdigest()
        if claimed != made:
            raise LedgerError("its hash does not fit what it says.")
        follows = type(row["seq"]) is int and row["seq"] == self.size
        if not follows or row["prev"] != self.head:
            raise LedgerError("it does not follow the line before it.")
        try:
            self._signatures(row["type"], row["data"])
        except BadError as err:
            raise LedgerError("its signature does not fit.") from err
        if self.unsigned > MOST_UNSIGNED:
            raise LedgerError("signatures before it have been left out.")
        self.head = made
        self.size += 1
        if self.size in self._wanted:
            self.heads[self.size] = made
        named = row["data"].get("manifests")
        for sha256 in named if isinstance(named, list) else []:
            self.named[str(sha256)] = self.size
        commitments = row["data"].get("commitments", {})
        self._commitments = dict(commitments) if isinstance(commitments, dict) else {}
        self.committed += len(self._commitments)

    def _signatures(self, kind: str, data: dict[str, Any]) -> None:
        """Check what an entry signs, and learn of keys. Raises BadError."""
        if (kind == "ledger_started") != (self.size == 0):
            raise BadError
        place = {"head": self.head, "ledger": self.id, "size": self.size}
        self.unsigned += 1
        if kind == "ledger_started":
            if data.get("format") != 1 or not isinstance(data.get("ledger"), str):
                raise BadError
            self.id, self._jwk = data["ledger"], data.get("key")
            self.groups.append([fingerprint(self._jwk)])
            before = data.get("earlier")
            for one in before if isinstance(before, list) else []:
                if isinstance(one, dict) and isinstance(one.get("ledger"), str):
                    self.earlier.add(one["ledger"])
        elif kind == "checkpoint":
            if signed(data.get("jws"), CHECKPOINT_TYP, self._jwk)[0] != place:
                raise BadError
            self.unsigned = 0
        elif kind in ("key_rotated", "key_replaced"):
            new = data.get("key")
            place["old"], place["new"] = fingerprint(self._jwk), fingerprint(new)
            if signed(data.get("by_new"), ROTATION_TYP, new)[0] != place:
                raise BadError
            if kind == "key_replaced":
                self.groups.append([])
            elif signed(data.get("by_old"), ROTATION_TYP, self._jwk)[0] != place:
                raise BadError
            self.groups[-1].append(fingerprint(new))
            self._jwk = new

    def _texts(self, row: dict[str, Any]) -> None:
        """Compare texts with the commitments of the entry before."""
        wrong = LedgerError("this text is not the one that was recorded.")
        if row["seq"] != self.size - 1 or not isinstance(row["texts"], dict):
            raise wrong
        for name, kept in row["texts"].items():
            value = self._commitments.pop(name, None)
            if not isinstance(kept, dict) or set(kept) != {"salt", "text"}:
                raise wrong
            if not isinstance(kept["text"], str) or not isinstance(kept["salt"], str):
                raise wrong
            if not HASH.fullmatch(kept["salt"]):
                raise wrong
            salt = bytes.fromhex(kept["salt"])
            made = hashlib.sha256(b"\1" + salt + kept["text"].encode()).hexdigest()
            if made != value:
                raise wrong
            self.texts += 1


def read_ledger(source: Source, wanted: set[int], report: Report) -> Ledger:
    """Read a ledger: lines of entries, or a JSON array with one on each line."""
    ledger = Ledger(source.name, wanted)
    form, number = "", 0
    try:
        for line in source.lines():
            number += 1
            form = ledger_line(ledger, form, line)
        whole = form in ("lines", "end")
    except LedgerError as err:
        report.add("tampered", f"{source.name}, line {number}: {err}")
        return ledger
    except CutError:
        whole = False
    if not whole:
        report.add("incomplete", f"{source.name}: the file ends too early.")
    ledger.sound = True
    if ledger.size and ledger.unsigned:
        text = f"{source.name}: its last {ledger.unsigned} entries are not signed."
        report.add("incomplete", text)
    text = f"{source.name}: {ledger.size} entries, each linked to the one before."
    report.add("good", text)
    if ledger.committed:
        hidden = ledger.committed - ledger.texts
        text = f"{ledger.texts} personal texts shown, {hidden} erased or left out."
        report.add("note", f"{source.name}: {text}")
    return ledger


def ledger_line(ledger: Ledger, form: str, line: bytes) -> str:
    """Read one line; return what may follow it: lines, row, comma, last or end."""
    if form == "end":
        raise LedgerError("something follows the end.")
    if not line.endswith(b"\n"):
        cut_line(ledger, form, line)
        raise CutError
    if not form and line == b"[\n":
        return "row"
    if form in ("", "lines"):
        ledger.row(line[:-1])
        return "lines"
    if form == "last":
        if line != b"]\n":
            raise LedgerError("this is not a line as Ring Watch writes it.")
        return "end"
    more = line.endswith(b",\n")
    ledger.row(line[:-2] if more else line[:-1])
    return "row" if more else "last"


def cut_line(ledger: Ledger, form: str, line: bytes) -> None:
    """Refuse a last line without line feed that cannot come from a cut."""
    if form == "last":
        if line != b"]":
            raise LedgerError("this is not a line as Ring Watch writes it.")
        return
    end = line.rfind(b"}") + 1
    try:
        decode_object(line[:end])
    except BadError:
        return
    if line[end:] not in ((b"",) if form in ("", "lines") else (b"", b",")):
        raise LedgerError("this is not a line as Ring Watch writes it.")


# Manifests and clips.


def read_manifest(source: Source, report: Report) -> Optional[Manifest]:
    """Check a manifest's signature and form."""
    text = b"".join(source.blocks()) if source.size <= BLOCK else b""
    token = text.decode("ascii", "replace").strip()
    try:
        payload, key = manifest_of(token)
    except (BadError, KeyError, TypeError, AttributeError):
        why = "this is no manifest, or its signature does not fit."
        report.add("tampered", f"{source.name}: {why}")
        return None
    sha256 = hashlib.sha256(token.encode()).hexdigest()
    return Manifest(source.name, sha256, payload, key)


def manifest_of(token: str) -> tuple[dict[str, Any], str]:
    """Return payload and key. Raises BadError, KeyError, TypeError, AttributeError."""
    payload, key = signed(token, MANIFEST_TYP)
    clip, ledger = payload["clip"], payload["ledger"]
    windows = [clip["window"]["delivered"], *clip["gaps"]]
    texts = [
        *(clip["name"], clip["sha256"], ledger["id"], ledger["head"]),
        *(window[name] for window in windows for name in ("start", "end")),
        *(payload["approval"]["time"], *clip["changes"]),
    ]
    numbers = [clip["size"], ledger["size"]]
    if not (
        payload["format"] == 1
        and payload["key"] == key
        and all(isinstance(text, str) for text in texts)
        and all(type(number) is int for number in numbers)
    ):
        raise BadError
    return payload, key


def check_clip(source: Source, manifest: Manifest, report: Report) -> None:
    """Compare a clip with its manifest."""
    clip = manifest.payload["clip"]
    if sha256_of(source) == clip["sha256"] and source.size == clip["size"]:
        time = manifest.payload["approval"]["time"]
        text = f"{source.name}: unchanged since it was approved at {time}."
        report.add("good", text)
    elif source.size < clip["size"]:
        text = f"the clip ends too early, at {source.size} of {clip['size']} bytes."
        report.add("incomplete", f"{source.name}: {text}")
        return
    else:
        text = f"{source.name}: this is not the clip of {manifest.name}."
        report.add("tampered", text)
        return
    window = clip["window"]["delivered"]
    report.add("note", f"It shows {window['start']} to {window['end']}.")
    for gap in clip["gaps"]:
        text = f"There was no footage from {gap['start']} to {gap['end']}."
        report.add("note", text)
    if clip["changes"]:
        report.add("note", f"Changed before signing: {', '.join(clip['changes'])}.")


def sha256_of(source: Source) -> str:
    """Return the hash of a file's bytes."""
    made = hashlib.sha256()
    for block in source.blocks():
        made.update(block)
    return made.hexdigest()


def check_together(manifest: Manifest, ledger: Ledger, report: Report) -> None:
    """Compare a ledger with the place in it that a manifest remembers."""
    claimed = manifest.payload["ledger"]
    known = any(manifest.key in group for group in ledger.groups)
    if not ledger.sound:
        return
    if claimed["id"] != ledger.id and not known:
        text = f"{ledger.name}: it does not know the key of {manifest.name}."
        report.add("unknown_key", text)
    elif claimed["id"] != ledger.id and claimed["id"] in ledger.earlier:
        text = f"it was begun after the ledger that {manifest.name} names was damaged."
        report.add("incomplete", f"{ledger.name}: {text}")
    elif claimed["id"] != ledger.id:
        text = f"{ledger.name}: this is not the ledger that {manifest.name} names."
        report.add("tampered", text)
    elif claimed["size"] > ledger.size:
        text = f"it ends before entry {claimed['size']}, which {manifest.name} names."
        report.add("incomplete", f"{ledger.name}: {text}")
    elif ledger.heads.get(claimed["size"]) != claimed["head"]:
        text = f"entry {claimed['size']} is not the one that {manifest.name} names."
        report.add("tampered", f"{ledger.name}: {text}")
    else:
        text = f"{ledger.name}: it holds the entry that {manifest.name} names."
        report.add("good", text)
    if manifest.sha256 in ledger.named:
        place = ledger.named[manifest.sha256]
        text = f"{ledger.name}: entry {place} says that {manifest.name} was shared."
        report.add("note", text)


def check_keys(
    manifests: list[Manifest],
    ledgers: list[Ledger],
    trusted: set[str],
    report: Report,
) -> None:
    """Say whose signatures these are."""
    vouched = set(trusted)
    for ledger in ledgers:
        for group in ledger.groups:
            if not ledger.sound:
                continue
            if trusted.intersection(group):
                vouched.update(group)
            else:
                unknown_key(ledger.name, group[-1], report)
    for manifest in manifests:
        if manifest.key not in vouched:
            unknown_key(manifest.name, manifest.key, report)


def unknown_key(name: str, key: str, report: Report) -> None:
    """Say that a key was not named."""
    text = "signed by a key that you have not named. Ask the owner, not by the way"
    text += f" that this file came, whether this is theirs: {grouped(key)}"
    report.add("unknown_key", f"{name}: {text}")


# Files.


def stored(path: Path) -> list[Source]:
    """Return the files of a ZIP that only stores. Raises BadError, CutError."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = max(0, size - 65557)
        file.seek(start)
        tail = file.read()
        end = tail.rfind(b"PK\5\6")
        if end < 0 or len(tail) - end < 22:
            raise CutError
        count, _, offset = struct.unpack("<HLL", tail[end + 10 : end + 20])
        if offset == 0xFFFFFFFF or count == 0xFFFF:
            place = tail.rfind(b"PK\6\6", 0, end)
            if place < 0 or len(tail) - place < 56:
                raise BadError
            count, _, offset = struct.unpack("<QQQ", tail[place + 32 : place + 56])
        found = []
        for _ in range(min(count, 1000)):
            source, offset = stored_file(file, path, offset)
            if source.offset + source.size > size:
                raise BadError
            found.append(source)
    return found


def stored_file(file: BinaryIO, path: Path, at: int) -> tuple[Source, int]:
    """Return a file of the central directory, and where the next begins."""
    file.seek(at)
    header = file.read(46)
    if len(header) < 46 or header[:4] != b"PK\1\2":
        raise BadError
    method = struct.unpack("<H", header[10:12])[0]
    packed, size, named, extra, comment = struct.unpack("<LLHHH", header[20:34])
    local = struct.unpack("<L", header[42:46])[0]
    name = file.read(named).decode("utf-8", "replace")
    more = file.read(extra)
    while len(more) >= 4:
        tag, length = struct.unpack("<HH", more[:4])
        if tag == 1:
            field = more[4 : 4 + length]
            numbers = [
                struct.unpack("<Q", field[place : place + 8])[0]
                for place in range(0, len(field) - 7, 8)
            ]
            if size == 0xFFFFFFFF and numbers:
                size = numbers.pop(0)
            if packed == 0xFFFFFFFF and numbers:
                packed = numbers.pop(0)
            if local == 0xFFFFFFFF and numbers:
                local = numbers.pop(0)
        more = more[4 + length :]
    file.seek(local)
    header = file.read(30)
    if method or packed != size or len(header) < 30 or header[:4] != b"PK\3\4":
        raise BadError
    skip = sum(struct.unpack("<HH", header[26:30]))
    return Source(
        name, path, local + 30 + skip, size
    ), at + 46 + named + extra + comment


def opened(paths: list[Path], report: Report) -> list[Source]:
    """Return all files, those in ZIPs too."""
    found = []
    for path in paths:
        if path.suffix.lower() != ".zip":
            found.append(Source(path.name, path, 0, path.stat().st_size))
            continue
        try:
            found += stored(path)
        except CutError:
            report.add("incomplete", f"{path.name}: the file ends too early.")
        except (BadError, struct.error):
            text = f"{path.name}: this is no ZIP as Ring Watch makes it."
            report.add("tampered", text)
    return found


def verify(paths: list[Path], trusted: set[str]) -> Report:
    """Check some files together."""
    report = Report()
    sources = opened(paths, report)
    kinds: dict[str, list[Source]] = {"manifest": [], "ledger": [], "clip": []}
    for source in sources:
        ending = source.name.lower().rpartition(".")[2]
        kind = {"jws": "manifest", "json": "ledger", "jsonl": "ledger"}.get(ending)
        if ending != "txt":
            kinds[kind or "clip"].append(source)
    read = [read_manifest(source, report) for source in kinds["manifest"]]
    manifests = [manifest for manifest in read if manifest]
    wanted = {manifest.payload["ledger"]["size"] for manifest in manifests}
    ledgers = [read_ledger(source, wanted, report) for source in kinds["ledger"]]
    for clip, manifest in pairs(kinds["clip"], manifests):
        if clip and manifest:
            check_clip(clip, manifest, report)
        elif manifest:
            text = f"{manifest.name}: the clip that it belongs to is not here."
            report.add("incomplete", text)
        elif clip and len(manifests) == len(read):
            text = f"{clip.name}: the manifest that it belongs to is not here."
            report.add("incomplete", text)
    for manifest in manifests:
        for ledger in ledgers:
            check_together(manifest, ledger, report)
    check_keys(manifests, ledgers, trusted, report)
    if not report.lines:
        report.add("incomplete", "There is nothing here that could be checked.")
    return report


def pairs(
    clips: list[Source],
    manifests: list[Manifest],
) -> list[tuple[Optional[Source], Optional[Manifest]]]:
    """Join clips and manifests: by hash, else by name, else what is left over."""
    left, found = list(clips), []
    hashes = {clip: sha256_of(clip) for clip in clips}
    waiting = list(manifests)
    for same in (
        lambda clip, about: hashes[clip] == about["sha256"],
        lambda clip, about: clip.name == about["name"],
        lambda _, __: True,
    ):
        for manifest in list(waiting):
            for clip in left:
                if same(clip, manifest.payload["clip"]):
                    found.append((clip, manifest))
                    left.remove(clip)
                    waiting.remove(manifest)
                    break
    rest = [(None, manifest) for manifest in waiting]
    return [*found, *rest, *((clip, None) for clip in left)]


def main() -> int:
    """Check the files that the command line names."""
    parser = argparse.ArgumentParser(
        description="Check Ring Watch's clips, manifests and ledgers."
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--fingerprint", action="append", default=[], metavar="TEXT")
    parser.add_argument("--json", action="store_true", help="print the findings so")
    try:
        arguments = parser.parse_args()
    except SystemExit as stop:
        return NOT_ASKED_PROPERLY if stop.code else 0
    trusted = {re.sub("[\\s:-]", "", text).lower() for text in arguments.fingerprint}
    if not all(HASH.fullmatch(text) for text in trusted):
        print("A fingerprint has 64 digits of 0-9 and A-F.", file=sys.stderr)
        return NOT_ASKED_PROPERLY
    try:
        report = verify(arguments.files, trusted)
    except OSError as err:
        print(f"A file cannot be read: {err}", file=sys.stderr)
        return NOT_ASKED_PROPERLY
    verdict = report.verdict
    if arguments.json:
        lines = [{"level": level, "text": text} for level, text in report.lines]
        print(json.dumps({"verdict": verdict, "lines": lines}))
    else:
        for level, text in report.lines:
            print(f"{level.replace('_', ' ')}: {text}")
        print(VERDICTS[verdict])
    return CODES[verdict]


if __name__ == "__main__":
    sys.exit(main())
