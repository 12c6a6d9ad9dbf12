"""What somebody might do to a ledger, a manifest or a clip, and what must come of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
import json
from pathlib import Path
from typing import Any, Final

from custom_components.ring_watch.engine.times import parse_time
from custom_components.ring_watch.sharing import manifest
from custom_components.ring_watch.sharing.canonical import Json, encode
from custom_components.ring_watch.sharing.chain import (
    CHECKPOINT_TYP,
    ROTATION_TYP,
    START,
    Entry,
)
from custom_components.ring_watch.sharing.keys import Key, Keys, public_jwk
from custom_components.ring_watch.sharing.ledger import Ledger

from .evidence import NOON, Evidence, clock, fill, sign

type Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """An attack: it changes the files, and returns those to be checked."""

    name: str
    verdict: str
    attack: Callable[[Evidence], Sequence[Path]]
    named: bool = True


CASES: Final[list[Case]] = []


def case(
    verdict: str, *, named: bool = True
) -> Callable[[Callable[[Evidence], Sequence[Path]]], Callable[[Evidence], Any]]:
    """Register an attack. ``named``: the checker was told the home's fingerprint."""

    def register(
        attack: Callable[[Evidence], Sequence[Path]],
    ) -> Callable[[Evidence], Any]:
        CASES.append(Case(attack.__name__, verdict, attack, named))
        return attack

    return register


def rows(path: Path) -> Rows:
    """Return the lines of an exported ledger."""
    found: Rows = json.loads(path.read_bytes())
    return found


def write(path: Path, lines: Rows) -> None:
    """Write an exported ledger."""
    path.write_bytes(b"[\n" + b",\n".join(encode(row) for row in lines) + b"\n]\n")


def rechain(lines: Rows, key: Key | None = None) -> Rows:
    """Link entries anew, as anybody can; with a key, sign them anew as well."""
    made: Rows = []
    head = START
    entries = [row for row in lines if "hash" in row]
    for seq, row in enumerate(entries):
        data = row["data"]
        if key is not None and row["type"] == "ledger_started":
            data = data | {"key": public_jwk(key.x)}
        if key is not None and row["type"] == "checkpoint":
            payload = {
                "head": head,
                "ledger": entries[0]["data"]["ledger"],
                "size": seq,
            }
            data = {"jws": key.sign(CHECKPOINT_TYP, payload)}
        entry = Entry.create(seq, parse_time(row["ts"]), head, row["type"], data)
        head = entry.hash
        made.append(dict(entry.to_json()))
    return made


def entry_of(lines: Rows, kind: str) -> int:
    """Return the place of the last entry of a kind."""
    return max(place for place, row in enumerate(lines) if row.get("type") == kind)


# Nothing wrong


@case("good")
def untouched_clip_and_manifest(home: Evidence) -> Sequence[Path]:
    return [home.clip, home.manifest]


@case("good")
def untouched_zip(home: Evidence) -> Sequence[Path]:
    return [home.zip]


@case("good")
def untouched_ledger(home: Evidence) -> Sequence[Path]:
    return [home.log]


@case("good")
def untouched_everything(home: Evidence) -> Sequence[Path]:
    return [home.log, home.zip]


@case("good")
def the_ledgers_own_file(home: Evidence) -> Sequence[Path]:
    return [home.folder / "home" / "ledger.jsonl", home.zip]


@case("good")
def renamed_by_the_browser(home: Evidence) -> Sequence[Path]:
    clip = home.clip.rename(home.folder / "clip (1).mp4")
    return [home.manifest.rename(home.folder / "manifest(2).jws"), clip]


@case("good")
def texts_left_out(home: Evidence) -> Sequence[Path]:
    home.export(texts=False)
    return [home.log, home.zip]


@case("good")
def case_65_texts_erased(home: Evidence) -> Sequence[Path]:
    home.ledger.erase({entry.seq for entry in home.ledger.walk()})
    return [home.export(), home.zip]


@case("good")
def a_key_handed_over(home: Evidence) -> Sequence[Path]:
    home.ledger.rotate(home.keys.with_next())
    fill(home.ledger, 3)
    return [home.export(), home.zip]


# Who signed is not known


@case("unknown_key", named=False)
def no_fingerprint_for_a_clip(home: Evidence) -> Sequence[Path]:
    return [home.zip]


@case("unknown_key", named=False)
def no_fingerprint_for_a_ledger(home: Evidence) -> Sequence[Path]:
    return [home.log]


@case("unknown_key")
def rechained_and_signed_with_another_key(home: Evidence) -> Sequence[Path]:
    lines = rows(home.log)
    lines[5]["data"]["request_id"] = "another"
    write(home.log, rechain(lines, Key.create()))
    return [home.log]


@case("unknown_key")
def a_manifest_signed_with_another_key(home: Evidence) -> Sequence[Path]:
    home.manifest.write_text(sign(home.ledger, home.clip.read_bytes(), Key.create()))
    return [home.clip, home.manifest]


@case("unknown_key")
def the_ledger_of_another_home(home: Evidence) -> Sequence[Path]:
    other = Ledger(home.folder / "other", Keys.create(), clock())
    other.open()
    return [home.folder / "other" / "ledger.jsonl", home.zip]


@case("unknown_key")
def a_key_that_was_lost(home: Evidence) -> Sequence[Path]:
    other = Ledger(home.folder / "home", Keys.create(), clock())
    other.open()
    home.ledger.open()
    return [home.folder / "home" / "ledger.jsonl"]


# Something is missing


@case("incomplete")
def case_63_truncated_to_a_checkpoint(home: Evidence) -> Sequence[Path]:
    lines = rows(home.log)
    write(home.log, lines[:2])
    return [home.log, home.zip]


@case("incomplete")
def truncated_after_a_checkpoint(home: Evidence) -> Sequence[Path]:
    write(home.log, rows(home.log)[:-1])
    return [home.log]


@case("incomplete")
def truncated_in_the_middle_of_a_line(home: Evidence) -> Sequence[Path]:
    data = home.log.read_bytes()
    home.log.write_bytes(data[: len(data) - 300])
    return [home.log]


@case("incomplete")
def the_end_of_the_list_cut_off(home: Evidence) -> Sequence[Path]:
    home.log.write_bytes(home.log.read_bytes()[:-2])
    return [home.log]


@case("incomplete")
def an_empty_ledger(home: Evidence) -> Sequence[Path]:
    home.log.write_bytes(b"")
    return [home.log]


@case("incomplete")
def signatures_taken_out_and_rechained(home: Evidence) -> Sequence[Path]:
    lines = [row for row in rows(home.log) if row.get("type") != "checkpoint"]
    write(home.log, rechain(lines))
    return [home.log]


@case("incomplete")
def half_a_clip(home: Evidence) -> Sequence[Path]:
    home.clip.write_bytes(home.clip.read_bytes()[:1500])
    return [home.clip, home.manifest]


@case("incomplete")
def half_a_zip(home: Evidence) -> Sequence[Path]:
    home.zip.write_bytes(home.zip.read_bytes()[:1500])
    return [home.zip]


@case("incomplete")
def a_clip_without_manifest(home: Evidence) -> Sequence[Path]:
    return [home.clip]


@case("incomplete")
def a_manifest_without_clip(home: Evidence) -> Sequence[Path]:
    return [home.manifest, home.log]


# Something was changed


@case("tampered")
def case_62_a_byte_of_the_clip(home: Evidence) -> Sequence[Path]:
    data = bytearray(home.clip.read_bytes())
    data[1234] ^= 1
    home.clip.write_bytes(data)
    return [home.clip, home.manifest]


@case("tampered")
def a_byte_of_the_clip_in_the_zip(home: Evidence) -> Sequence[Path]:
    data = bytearray(home.zip.read_bytes())
    data[1234] ^= 1
    home.zip.write_bytes(data)
    return [home.zip]


@case("tampered")
def something_after_the_clip(home: Evidence) -> Sequence[Path]:
    home.clip.write_bytes(home.clip.read_bytes() + b"\0")
    return [home.clip, home.manifest]


@case("tampered")
def case_62_a_byte_of_the_manifest(home: Evidence) -> Sequence[Path]:
    token = home.manifest.read_text()
    place = token.index(".") + 40
    letter = "A" if token[place] != "A" else "B"
    home.manifest.write_text(token[:place] + letter + token[place + 1 :])
    return [home.clip, home.manifest]


@case("tampered")
def unused_bits_of_a_signature(home: Evidence) -> Sequence[Path]:
    token = home.manifest.read_text()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    letter = alphabet[alphabet.index(token[-1]) ^ 1]
    home.manifest.write_text(token[:-1] + letter)
    return [home.clip, home.manifest]


@case("tampered")
def a_manifest_without_signature(home: Evidence) -> Sequence[Path]:
    _, payload, _ = home.manifest.read_text().split(".")
    home.manifest.write_text(f"eyJhbGciOiJub25lIn0.{payload}.")
    return [home.clip, home.manifest]


@case("tampered")
def a_checkpoint_for_a_manifest(home: Evidence) -> Sequence[Path]:
    lines = rows(home.log)
    home.manifest.write_text(lines[entry_of(lines, "checkpoint")]["data"]["jws"])
    return [home.clip, home.manifest]


@case("tampered")
def half_a_manifest(home: Evidence) -> Sequence[Path]:
    home.manifest.write_text(home.manifest.read_text()[:400])
    return [home.clip, home.manifest]


@case("tampered")
def case_62_a_byte_of_the_ledger(home: Evidence) -> Sequence[Path]:
    home.log.write_bytes(home.log.read_bytes().replace(b"request-7", b"request-9"))
    return [home.log]


@case("tampered")
def case_63_entries_reordered(home: Evidence) -> Sequence[Path]:
    lines = rows(home.log)
    lines[6], lines[7] = lines[7], lines[6]
    write(home.log, lines)
    return [home.log]


@case("tampered")
def case_63_an_entry_left_out(home: Evidence) -> Sequence[Path]:
    lines = rows(home.log)
    del lines[entry_of(lines, "share_created")]
    write(home.log, lines)
    return [home.log]


@case("tampered")
def case_63_an_entry_left_out_and_rechained(home: Evidence) -> Sequence[Path]:
    lines = rows(home.log)
    del lines[entry_of(lines, "share_created")]
    write(home.log, rechain(lines))
    return [home.log]


@case("tampered")
def case_63_reordered_and_rechained(home: Evidence) -> Sequence[Path]:
    lines = [row for row in rows(home.log) if "hash" in row]
    lines[6], lines[7] = lines[7], lines[6]
    write(home.log, rechain(lines))
    return [home.log]


@case("tampered")
def an_entry_twice(home: Evidence) -> Sequence[Path]:
    lines = rows(home.log)
    write(home.log, [*lines[:8], lines[7], *lines[8:]])
    return [home.log]


@case("tampered")
def many_entries_without_signature(home: Evidence) -> Sequence[Path]:
    fill(home.ledger, 150)
    home.export()
    lines = rows(home.log)
    keep = lines[: entry_of(lines[:20], "checkpoint") + 1]
    rest = [row for row in lines[len(keep) :] if row.get("type") != "checkpoint"]
    write(home.log, rechain([*keep, *rest]))
    return [home.log]


@case("tampered")
def case_64_rewritten_with_the_key(home: Evidence) -> Sequence[Path]:
    lines = rows(home.log)
    lines[6]["data"]["request_id"] = "another"
    write(home.log, rechain(lines, home.keys.current))
    return [home.log, home.zip]


@case("tampered")
def case_64_begun_anew_with_the_key(home: Evidence) -> Sequence[Path]:
    again = Ledger(home.folder / "again", home.keys, clock())
    again.open()
    fill(again, 30)
    again.checkpoint()
    return [home.folder / "again" / "ledger.jsonl", home.zip]


@case("incomplete")
def another_ledger_after_the_one_was_damaged(home: Evidence) -> Sequence[Path]:
    home.ledger.set_aside()
    home.ledger.open()
    return [home.export(), home.zip]


@case("unknown_key")
def a_ledger_of_another_key_that_calls_this_one_damaged(
    home: Evidence,
) -> Sequence[Path]:
    home.ledger.set_aside()
    evil = Ledger(home.folder / "home", Keys.create(), clock())
    evil.open()
    return [home.folder / "home" / "ledger.jsonl", home.zip]


@case("tampered")
def signed_with_another_key_against_a_manifest(home: Evidence) -> Sequence[Path]:
    write(home.log, rechain(rows(home.log), Key.create()))
    return [home.log, home.zip]


@case("tampered")
def a_rotation_that_the_old_key_did_not_sign(home: Evidence) -> Sequence[Path]:
    home.ledger.rotate(home.keys.with_next())
    home.export()
    lines = rows(home.log)
    place = entry_of(lines, "key_rotated")
    lines[place]["data"]["by_old"] = lines[place]["data"]["by_new"]
    write(home.log, rechain(lines))
    return [home.log]


@case("tampered")
def a_key_that_appointed_itself(home: Evidence) -> Sequence[Path]:
    """Somebody goes on with the ledger, as if the old key had agreed."""
    file = home.folder / "home" / "ledger.jsonl"
    *_, last = home.ledger.walk()
    evil = Key.create()
    rotation: dict[str, Json] = {
        "head": last.hash,
        "ledger": home.ledger.ledger_id,
        "new": evil.fingerprint,
        "old": home.fingerprint,
        "size": last.seq + 1,
    }
    signed = evil.sign(ROTATION_TYP, rotation)
    data: dict[str, Json] = {
        "key": public_jwk(evil.x),
        "by_new": signed,
        "by_old": signed,
    }
    taken = Entry.create(last.seq + 1, NOON, last.hash, "key_rotated", data)
    place: dict[str, Json] = {
        "head": taken.hash,
        "ledger": home.ledger.ledger_id,
        "size": taken.seq + 1,
    }
    jws = evil.sign(CHECKPOINT_TYP, place)
    end = Entry.create(taken.seq + 1, NOON, taken.hash, "checkpoint", {"jws": jws})
    with file.open("ab") as added:
        added.writelines(encode(one.to_json()) + b"\n" for one in (taken, end))
    return [file]


@case("tampered")
def a_manifest_signed_as_something_else(home: Evidence) -> Sequence[Path]:
    payload, _ = manifest.verify(home.manifest.read_text())
    token = home.keys.current.sign("ring-watch-other+jws", payload, with_key=True)
    home.manifest.write_text(token)
    return [home.clip, home.manifest]


@case("tampered")
def another_text(home: Evidence) -> Sequence[Path]:
    lines = rows(home.log)
    texts = next(row for row in lines if "texts" in row)
    texts["texts"]["reason"]["text"] = "Nothing"
    write(home.log, lines)
    return [home.log]


@case("tampered")
def a_text_that_nobody_recorded(home: Evidence) -> Sequence[Path]:
    lines = rows(home.log)
    texts = next(row for row in lines if "texts" in row)
    texts["texts"]["contact"] = texts["texts"]["reason"]
    write(home.log, lines)
    return [home.log]


@case("tampered")
def a_line_written_otherwise(home: Evidence) -> Sequence[Path]:
    home.log.write_bytes(home.log.read_bytes().replace(b'"seq":7', b'"seq": 7'))
    return [home.log]


@case("tampered")
def a_number_that_is_no_integer(home: Evidence) -> Sequence[Path]:
    home.log.write_bytes(home.log.read_bytes().replace(b'"seq":7', b'"seq":7.0'))
    return [home.log]


@case("tampered")
def something_after_the_end(home: Evidence) -> Sequence[Path]:
    home.log.write_bytes(home.log.read_bytes() + b"\n")
    return [home.log]
