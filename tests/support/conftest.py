"""Fixtures for the tests of the support itself."""

from .fixtures import footage_folder

__all__ = ["footage_folder"]
