"""What the tests of the pages share."""

from collections.abc import Iterator

import pytest

from .client import Server, served


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The pages on a real socket."""
    with served() as running:
        yield running
