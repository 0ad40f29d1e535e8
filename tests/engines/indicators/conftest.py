"""What the tests of indicators share."""

from tests.engines.plans.pages.conftest import browser
from tests.people import people

__all__ = ["browser", "people"]
