"""What the tests of plans share."""

from tests.people import people

__all__ = ["people"]
