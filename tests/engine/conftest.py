"""Fixtures of the engine's tests."""

from tests.support.fixtures import footage, footage_folder

__all__ = ["footage", "footage_folder"]
