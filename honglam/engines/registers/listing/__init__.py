"""The list of a register as one person asks for it: columns, filters, order, day; the same for page, paper and files.

    listing = Listing(register, user, request.GET)
    listing.page(number), listing.totals(), table_of(listing)

Nouns: a `ListSight` (what the person may see and judge by), a `Listing` (the rows that are left, in their order).
"""

from honglam.engines.registers.listing.rows import MOST_COUNTED, Listing
from honglam.engines.registers.listing.sight import ListSight, sight_of
from honglam.engines.registers.listing.tables import features, table_of, written_totals
from honglam.engines.registers.listing.views import views_for
from honglam.engines.registers.naming import called

__all__ = [
    "MOST_COUNTED",
    "ListSight",
    "Listing",
    "called",
    "features",
    "sight_of",
    "table_of",
    "views_for",
    "written_totals",
]  # fmt: skip
