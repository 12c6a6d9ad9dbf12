"""The package stands on its own: no Home Assistant, and nothing above it."""

import ast
from pathlib import Path

import pytest

from custom_components.ring_watch import ring

pytestmark = pytest.mark.ring

PACKAGE = Path(ring.__file__).parent
BELOW = (
    "custom_components.ring_watch.engine.",
    "custom_components.ring_watch.process",
)


def test_nothing_above_it_is_imported() -> None:
    imported = {
        node.module
        for path in PACKAGE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
    own = {name for name in imported if name.startswith("custom_components")}
    assert own
    assert all(name.startswith(BELOW) for name in own), own
    assert not [name for name in imported if name.startswith("homeassistant")]
