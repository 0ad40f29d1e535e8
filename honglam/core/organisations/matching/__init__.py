"""From a name in a document to units of the tree.

`NameMatcher` is the pure part, on plain rows; `UnitMatcher` loads the rows of an installation and answers with units.
"""

from honglam.core.organisations.matching.loading import Candidate, Match, UnitMatcher
from honglam.core.organisations.matching.matcher import NameMatcher
from honglam.core.organisations.matching.rows import DissolvedRow, GroupRow, NameMatch, Suggestion, UnitRow

__all__ = [
    "Candidate",
    "DissolvedRow",
    "GroupRow",
    "Match",
    "NameMatch",
    "NameMatcher",
    "Suggestion",
    "UnitMatcher",
    "UnitRow",
]
