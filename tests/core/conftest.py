"""What the tests of core share."""

from tests.people import people

__all__ = ["people"]
