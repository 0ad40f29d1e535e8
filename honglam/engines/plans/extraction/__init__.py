"""Reads a plan from the blocks of a document: rules and grammars, offline, without a database.

`read_plan(document)` gives a `PlanReading`, whose `to_json()` is the JSON of the published schema.
No rule names a document, a place or a person. A document whose tables were flattened goes through
`mend_torn_rows` first: rows that a page break tore are put together, so that every task can be cited.
"""

from honglam.engines.plans.extraction.items import PlanReading
from honglam.engines.plans.extraction.reading import read_plan
from honglam.engines.plans.extraction.tables import mend_torn_rows

__all__ = ["PlanReading", "mend_torn_rows", "read_plan"]
