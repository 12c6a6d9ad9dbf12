"""The table of docs/security.md tells the truth about the tests."""

from pathlib import Path
import re

import pytest

pytestmark = pytest.mark.sharing

ROOT = Path(__file__).parents[2]
CASES = 70


def rows() -> dict[int, str]:
    """Return the last column of every case's row."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| (\d+) \| [^|]+ \| (.+) \|$", text, re.MULTILINE)
    return {int(number): tests for number, tests in found}


def test_every_case_has_a_row() -> None:
    """Each case names its tests, or why it has none."""
    assert list(rows()) == list(range(1, CASES + 1))
    for number, cell in rows().items():
        assert "`test_case_" in cell or cell.startswith("Does not apply: "), number


def test_every_test_that_is_named_exists() -> None:
    """And bears the number of its case."""
    for number, cell in rows().items():
        for file, name in re.findall(r"`([\w/]+\.py)` `(\w+)`", cell):
            code = (ROOT / "tests" / file).read_text(encoding="utf-8")
            assert f"def {name}(" in code, (number, name)
            assert str(number) in re.findall(r"\d+", name), (number, name)
