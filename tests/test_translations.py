"""The owner's texts: every language that the pages for strangers know, and no gaps."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
from string import Formatter
from typing import Any

import pytest

from custom_components.ring_watch.web import language as module
from custom_components.ring_watch.web.language import LANGUAGES
from homeassistant.helpers import config_validation as cv

pytestmark = pytest.mark.dashboard

FOLDER = Path(module.__file__).parents[1] / "translations"
OTHERS = [code for code in LANGUAGES if code != "en"]

SAME_IN_SOME_LANGUAGE = {
    "Camera",
    "Clips",
    "Code",
    "Contact",
    "Details",
    "Later",
    "Link",
    "Minutes",
    "Name",
    "Person",
    "Recorder",
    "Ring Watch",
    "TCP",
    "Transport",
    "UDP",
    "Volume",
    "Zone {number}",
    "Zones",
}

type Keys = tuple[str, ...]


def texts(code: str) -> Any:
    """Return the file of a language as it is, so with its order of keys."""
    return json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8"))


def leaves(node: Any, path: Keys = ()) -> Iterator[tuple[Keys, str]]:
    """Yield every text with the keys that lead to it."""
    if isinstance(node, str):
        yield path, node
        return
    for key, child in node.items():
        yield from leaves(child, (*path, key))


ENGLISH = dict(leaves(texts("en")))


def placeholders(text: str) -> list[str]:
    """Return what is filled in; malformed braces are an error."""
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def verbatim(text: str) -> list[str]:
    """Return what people type or look up: code, addresses, names of actions."""
    found = re.findall(r"`[^`]*`|[a-z]+://[\w./]*|\bring_watch[._]\w+|\n+", text)
    return sorted(one.rstrip(".") for one in found)


def ending(text: str) -> str:
    """Return the sign that ends a sentence, or nothing after a name or a label."""
    return text[-1] if text[-1] in ".?:…" else ""


def test_every_language_of_the_pages_has_a_file_and_no_other_file_is_there() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {
        f"{code}.json" for code in LANGUAGES
    }


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_has_every_text_in_the_order_of_the_english_ones(code: str) -> None:
    assert [path for path, _ in leaves(texts(code))] == list(ENGLISH)


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_fills_in_what_the_english_texts_do(code: str) -> None:
    for path, text in leaves(texts(code)):
        assert placeholders(text) == placeholders(ENGLISH[path]), path


@pytest.mark.parametrize("code", OTHERS)
def test_addresses_names_of_actions_and_paragraphs_stay_as_they_are(code: str) -> None:
    for path, text in leaves(texts(code)):
        assert verbatim(text) == verbatim(ENGLISH[path]), path


@pytest.mark.parametrize("code", OTHERS)
def test_no_text_is_empty_or_has_space_around_it(code: str) -> None:
    for path, text in leaves(texts(code)):
        assert text, path
        assert text == text.strip(), path


@pytest.mark.parametrize("code", LANGUAGES)
def test_keys_and_texts_are_such_as_home_assistants_validator_takes(code: str) -> None:
    # hassfest looks at the English file alone.
    address = re.compile(
        r"((https?|ftps?|mqtts?|scp|socks5?|socket)://|www\.)\w", re.IGNORECASE
    )
    for path, text in leaves(texts(code)):
        for key in path:
            assert re.fullmatch(r"_|[a-z0-9]+([_-][a-z0-9]+)*", key), path
        cv.string_with_no_html(text)
        assert not address.search(text), path
        assert not re.search(r"'\{\w+\}'", text), path
        assert all(name.isidentifier() for name in placeholders(text)), path
        if "state" in path or "state_attributes" in path:
            assert not placeholders(text), path


@pytest.mark.parametrize("code", OTHERS)
def test_a_sentence_ends_where_the_english_one_does(code: str) -> None:
    for path, text in leaves(texts(code)):
        if sign := ending(ENGLISH[path]):
            assert ending(text) == sign, path


@pytest.mark.parametrize("code", OTHERS)
def test_nothing_is_left_in_english(code: str) -> None:
    same = {text for path, text in leaves(texts(code)) if text == ENGLISH[path]}
    assert same - SAME_IN_SOME_LANGUAGE == set()


def test_no_word_is_allowed_to_stay_english_without_need() -> None:
    needed = {
        text
        for code in OTHERS
        for path, text in leaves(texts(code))
        if text == ENGLISH[path]
    }
    assert needed == SAME_IN_SOME_LANGUAGE


@pytest.mark.parametrize("code", LANGUAGES)
def test_texts_name_the_language_that_times_beside_them_are_written_in(
    code: str,
) -> None:
    assert dict(leaves(texts(code)))["common", "card_language"] == code
