"""What an item that was read says of the units that it names."""

from __future__ import annotations

import datetime

from honglam.core.organisations.actions import close
from honglam.core.organisations.matching import UnitMatcher
from honglam.core.organisations.terms import Kind
from honglam.engines.plans.read_items import tied_to
from tests.people import People, make_unit


def test_the_successor_of_an_ended_body_is_offered_once(people: People) -> None:
    ended = make_unit("99.post", "Sở Thông tin và Truyền thông", Kind.DEPARTMENT, people.province)
    close(unit=ended, by=None, last_day=datetime.date(2026, 2, 28), successors=[people.science])
    match = UnitMatcher(issuer=people.province, on=datetime.date(2026, 3, 1)).match("Sở Thông tin và Truyền thông")
    tied = tied_to(match)
    assert (tied["kind"], tied["units"]) == ("dissolved", [])
    assert [(one["unit"], one["score"]) for one in tied["candidates"]] == [(people.science.pk, 1.0)]
