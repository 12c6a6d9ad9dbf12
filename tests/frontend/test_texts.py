"""The texts of the card, its reviews and the panel: each that is used is there, and no other."""

import json
from pathlib import Path
import re

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = "\n".join(
    path.read_text() for path in (ROOT / "frontend" / "src").rglob("*.ts")
)
TEXTS: set[str] = {
    key
    for key in json.loads(
        (ROOT / "custom_components/ring_watch/translations/en.json").read_text()
    )["common"]
    if key.startswith(("card_", "review_", "panel_"))
}
USED = set(re.findall(r'"((?:card|review|panel)_[a-z_0-9]+)"', SOURCE))
# Of keys such as `panel_page_${name}`.
BEGINNINGS = tuple(re.findall(r"`((?:card|review|panel)_[a-z_]*)\$\{", SOURCE))

pytestmark = pytest.mark.dashboard


def test_what_is_used_is_there() -> None:
    assert set() == USED - TEXTS


def test_what_is_there_is_used() -> None:
    assert {key for key in TEXTS - USED if not key.startswith(BEGINNINGS)} == set()


def test_no_beginning_fits_everything() -> None:
    assert not {"card_", "review_", "panel_"} & set(BEGINNINGS)
