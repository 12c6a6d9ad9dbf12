"""What the tests of Ring accounts share."""

from .cloud.fixtures import ring_cloud

__all__ = ["ring_cloud"]
