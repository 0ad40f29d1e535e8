"""Reads a plan from the blocks of a document: rules and grammars, offline, without a database.

`read_plan(document)` gives a `PlanReading`, whose `to_json()` is the JSON of the published schema.
No rule names a document, a place or a person.
"""

from honglam.engines.plans.extraction.items import PlanReading
from honglam.engines.plans.extraction.reading import read_plan

__all__ = ["PlanReading", "read_plan"]
