"""Fixtures for the tests of the support itself."""

from .fixtures import footage, footage_folder

__all__ = ["footage", "footage_folder"]
