"""What the tests of attacks begin with: the fixtures of those of the parts."""

from tests.consent.conftest import house
from tests.engine.conftest import scene
from tests.support.fixtures import footage, footage_folder

from .home import pieces

__all__ = ["footage", "footage_folder", "house", "pieces", "scene"]
