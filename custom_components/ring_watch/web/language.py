"""The words of the pages in the browser's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
import json
from pathlib import Path
import re
from typing import Final

from custom_components.ring_watch.engine.times import to_datetime

LANGUAGES: Final = ("en", "de", "es", "fr", "nl", "pl")
_FOLDER: Final = Path(__file__).parent / "i18n"
# Browsers send fewer; a header may hold thousands.
_PREFERENCES: Final = 20
_PREFERENCE: Final = re.compile(
    r"\s*([a-z]{1,8})(?:-[a-z0-9-]{1,40})?\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?)\s*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Language:
    """One language's words; `texts` has the same keys in each."""

    code: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its placeholders filled in."""
        return self.texts[key].format_map(values)

    def date(self, moment: datetime) -> str:
        """Return a date as it is written in running text."""
        return self(
            "date",
            weekday=self.texts["weekdays"].split()[moment.weekday()],
            day=self.texts["first_day"] if moment.day == 1 else moment.day,
            month=self.texts["months"].split()[moment.month - 1],
            year=moment.year,
        )

    def moment(self, us: int, zone: tzinfo, *, seconds: bool = True) -> str:
        """Return a time with its date and its offset from UTC."""
        local = to_datetime(us).astimezone(zone)
        clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
        return self("moment", date=self.date(local), time=clock, offset=offset(local))

    def window(self, start: int, end: int, zone: tzinfo) -> str:
        """Return a window; the date is said once where it is the same."""
        first, last = (to_datetime(us).astimezone(zone) for us in (start, end))
        if first.date() != last.date() or first.utcoffset() != last.utcoffset():
            return self(
                "window", start=self.moment(start, zone), end=self.moment(end, zone)
            )
        return self(
            "window_of_day",
            date=self.date(first),
            start=f"{first:%H:%M:%S}",
            end=f"{last:%H:%M:%S}",
            offset=offset(first),
        )

    def size(self, count: int) -> str:
        """Return a number of bytes in the unit that people expect."""
        value, unit = float(count), "B"
        for unit in ("B", "kB", "MB", "GB"):
            if value < 1000 or unit == "GB":
                break
            value /= 1000
        digits = 0 if unit == "B" or value >= 100 else 1
        text = f"{value:.{digits}f}".replace(".", self.texts["decimal"])
        return f"{text} {unit}"


def offset(moment: datetime) -> str:
    """Return a time's offset from UTC, such as UTC+01:00."""
    return f"UTC{moment:%:z}"


@cache
def language(code: str) -> Language:
    """Return one of `LANGUAGES`; reads its file once."""
    found = json.loads((_FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    return Language(code, found)


def load() -> None:
    """Read all languages. They must not be read in the event loop later."""
    for code in LANGUAGES:
        language(code)


def preferred(header: str | None) -> Language:
    """Return the language that Accept-Language (RFC 9110, 12.5.4) prefers."""
    best, quality = "en", 0.0
    for part in (header or "").split(",", _PREFERENCES)[:_PREFERENCES]:
        match = _PREFERENCE.fullmatch(part)
        if match is None or match[1].lower() not in LANGUAGES:
            continue
        if (wish := float(match[2] or 1)) > quality:
            best, quality = match[1].lower(), wish
    return language(best)
