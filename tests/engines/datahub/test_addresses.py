"""The hub's own words in addresses are never codes of datasets."""

from __future__ import annotations

from honglam.engines.datahub.pages.urls import urlpatterns
from honglam.engines.datahub.terms import RESERVED_CODES


def test_every_first_part_of_the_hub_s_own_addresses_is_reserved() -> None:
    firsts = {str(one.pattern).partition("/")[0] for one in urlpatterns}
    assert {first for first in firsts if first and not first.startswith("<")} <= RESERVED_CODES
