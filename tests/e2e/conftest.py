"""What the end-to-end tests share."""

from collections.abc import Iterator

import pytest

from tests.support.fixtures import footage, footage_folder
from tests.support.home import RunningHome, running_home

__all__ = ["footage", "footage_folder"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHome]:
    """A Home Assistant with Ring Watch, for the tests of one file."""
    with running_home(tmp_path_factory.mktemp("home")) as running:
        yield running
