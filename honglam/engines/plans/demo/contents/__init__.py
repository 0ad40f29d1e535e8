"""What the example documents say, as plain data with the year as a parameter."""

from __future__ import annotations

from honglam.engines.plans.demo.contents.commune import amended_commune_plan, commune_plan
from honglam.engines.plans.demo.contents.province import province_plan
from honglam.engines.plans.demo.contents.smaller import draft_plan, office_plan, ward_plan
from honglam.engines.plans.demo.example import Example


def examples(year: int) -> list[Example]:
    """Every example document for a year, in the order in which they are brought in."""
    return [
        province_plan(year),
        commune_plan(year),
        ward_plan(year),
        office_plan(year),
        amended_commune_plan(year),
        draft_plan(year),
    ]
