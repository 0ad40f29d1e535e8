"""What the tests of flows share."""

from tests.people import people

__all__ = ["people"]
