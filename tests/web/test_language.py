"""The pages' words."""

from pathlib import Path
import re
from string import Formatter
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.ring_watch.engine.times import parse_time
from custom_components.ring_watch.web import language as module
from custom_components.ring_watch.web.language import LANGUAGES, language, preferred

pytestmark = pytest.mark.sharing

ENGLISH = language("en")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FOLDER = Path(module.__file__).parent


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_language_has_a_file_and_no_other_file_is_there() -> None:
    assert {path.stem for path in (FOLDER / "i18n").iterdir()} == set(LANGUAGES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_all_languages_say_the_same_things(code: str) -> None:
    texts = language(code).texts
    assert texts.keys() == ENGLISH.texts.keys()
    assert list(texts) == sorted(texts)
    for key, text in texts.items():
        assert placeholders(text) == placeholders(ENGLISH.texts[key]), key
        assert text.strip() == text, key
        assert text, key


@pytest.mark.parametrize("code", LANGUAGES[1:])
def test_nothing_is_left_in_english(code: str) -> None:
    same = {
        "clip",
        "passphrase_label",
        "code_label",
        "decimal",
        "error_prefix",
        "first_day",
    }
    texts = language(code).texts
    longer = {key for key, text in ENGLISH.texts.items() if texts[key] == text} - same
    assert {key for key in longer if len(placeholders(ENGLISH.texts[key])) < 2} == set()


def test_every_text_is_used() -> None:
    sources = "".join(path.read_text() for path in FOLDER.glob("*.py"))
    made = re.compile(r"(rule|change|case|code|contact|end|name|reason|start)_.*")
    for key in ENGLISH.texts:
        assert f'"{key}"' in sources or made.fullmatch(key), key


@pytest.mark.parametrize("code", LANGUAGES)
def test_there_are_seven_days_and_twelve_months(code: str) -> None:
    assert len(language(code).texts["weekdays"].split()) == 7
    assert len(language(code).texts["months"].split()) == 12


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "en"),
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("DE", "de"),
        ("sv,nl;q=0.7,en;q=0.3", "nl"),
        ("en;q=0.3,pl;q=0.8", "pl"),
        ("fr;q=0,es;q=0.1", "es"),
        ("zh-Hant-TW, ja", "en"),
        ("*", "en"),
        ("es; q=0.4, fr ;q=0.6", "fr"),
        ("de;q=nan,nl", "nl"),
        ("xx," * 10_000 + "de", "en"),
    ],
)
def test_the_browser_decides(header: str | None, code: str) -> None:
    assert preferred(header).code == code


@given(st.text())
def test_no_header_breaks_it(header: str) -> None:
    assert preferred(header).code in LANGUAGES


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Monday, 23 November 2026, 21:05:03 to 21:06:00 (UTC+01:00)"),
        ("de", "Montag, 23. November 2026, 21:05:03 bis 21:06:00 (UTC+01:00)"),
        ("es", "lunes, 23 de noviembre de 2026, de 21:05:03 a 21:06:00 (UTC+01:00)"),
        ("fr", "lundi 23 novembre 2026, de 21:05:03 à 21:06:00 (UTC+01:00)"),
        ("nl", "maandag 23 november 2026, 21:05:03 tot 21:06:00 (UTC+01:00)"),
        ("pl", "poniedziałek, 23 listopada 2026, od 21:05:03 do 21:06:00 (UTC+01:00)"),
    ],
)
def test_a_window_is_written_as_people_write_it(code: str, text: str) -> None:
    start = parse_time("2026-11-23T20:05:03Z")
    assert language(code).window(start, start + 57_000_000, AMSTERDAM) == text


def test_case_51_a_window_over_the_change_of_clocks_says_both_offsets() -> None:
    start, end = parse_time("2026-10-25T00:30:00Z"), parse_time("2026-10-25T01:30:00Z")
    text = ENGLISH.window(start, end, AMSTERDAM)
    assert text == (
        "Sunday, 25 October 2026, 02:30:00 (UTC+02:00) to "
        "Sunday, 25 October 2026, 02:30:00 (UTC+01:00)"
    )


def test_the_first_of_a_month_in_french() -> None:
    moment = parse_time("2026-11-01T12:00:00Z")
    assert language("fr").moment(moment, AMSTERDAM).startswith("dimanche 1er novembre")


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1500, "1,5 kB"),
        (12_345_678, "12,3 MB"),
        (734_000_000, "734 MB"),
        (12_345_678_901, "12,3 GB"),
    ],
)
def test_sizes_have_the_comma_of_the_language(count: int, text: str) -> None:
    assert language("de").size(count) == text
