"""No recognition: nothing that is shipped or used could know a face, a voice or a plate."""

import ast
from pathlib import Path
import sys

import pytest

from scripts.home_config import ROOT

pytestmark = pytest.mark.sharing

PACKAGE = ROOT / "custom_components" / "ring_watch"
# What can hold a trained model has none of these endings.
TEXT_AND_PICTURES = {".py", ".json", ".yaml", ".css", ".js", ".png"}
# Reading and writing video, numbers, pages, codes, signatures: none of them recognises.
LIBRARIES = {
    *("homeassistant", "custom_components", "voluptuous", "aiohttp", "yarl"),
    *("av", "numpy", "jwt", "cryptography", "segno"),
    *("ring_doorbell", "firebase_messaging", "webrtc_models", "websockets"),
}


def _shipped() -> list[Path]:
    return [
        path
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    ]


def _imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names


def test_no_trained_model_is_shipped() -> None:
    assert {path.suffix for path in _shipped()} <= TEXT_AND_PICTURES
    assert max(path.stat().st_size for path in _shipped()) < 200_000


def test_no_library_that_recognises_is_used() -> None:
    used = {
        name for path in _shipped() if path.suffix == ".py" for name in _imported(path)
    }
    assert used
    assert used <= LIBRARIES, used - LIBRARIES
