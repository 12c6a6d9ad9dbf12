"""Fixtures to import into a conftest.py."""

from collections.abc import Callable
import os
from pathlib import Path

import pytest

from .footage import Footage, Made, make


@pytest.fixture(scope="session")
def footage_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Private folder of this run for made footage."""
    base = tmp_path_factory.getbasetemp()
    # Processes that run tests side by side have folders in that of the run.
    beside = "PYTEST_XDIST_WORKER" in os.environ
    return (base.parent if beside else base) / "footage"


@pytest.fixture(scope="session")
def footage(footage_folder: Path) -> Callable[[Footage], Made]:
    """Makes footage, once for each set of parameters in a run."""
    return lambda wanted: make(wanted, footage_folder)
