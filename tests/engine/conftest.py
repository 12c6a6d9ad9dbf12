"""Fixtures of the engine's tests."""

from pathlib import Path

import pytest

from tests.support.fixtures import footage, footage_folder

from .scene import Scene

__all__ = ["footage", "footage_folder"]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """An empty archive."""
    return Scene(tmp_path)
