"""The tables of the organisation."""

from honglam.core.organisations.models.aliases import UnitAlias
from honglam.core.organisations.models.dissolutions import Dissolution, DissolutionSuccessor
from honglam.core.organisations.models.groups import GroupMember, UnitGroup
from honglam.core.organisations.models.history import FormerName, Succession
from honglam.core.organisations.models.units import Unit

__all__ = [
    "Dissolution",
    "DissolutionSuccessor",
    "FormerName",
    "GroupMember",
    "Succession",
    "Unit",
    "UnitAlias",
    "UnitGroup",
]
