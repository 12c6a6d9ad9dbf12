"""Fixtures to import into a conftest.py."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .footage import Footage, Made, make


@pytest.fixture(scope="session")
def footage_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Private folder of this run for made footage."""
    return tmp_path_factory.getbasetemp() / "footage"


@pytest.fixture(scope="session")
def footage(footage_folder: Path) -> Callable[[Footage], Made]:
    """Makes footage, once for each set of parameters in a run."""
    return lambda wanted: make(wanted, footage_folder)
