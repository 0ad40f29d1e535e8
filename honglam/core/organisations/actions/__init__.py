"""Writes of the organisation: every verb is keyword-only, atomic and audited."""

from honglam.core.organisations.actions.groups import create_group, set_members
from honglam.core.organisations.actions.importing import import_units
from honglam.core.organisations.actions.names import add_alias, remove_alias
from honglam.core.organisations.actions.provinces import LoadReport, add_units, load_province
from honglam.core.organisations.actions.units import change, close, create, merge, move, rename

__all__ = [
    "LoadReport",
    "add_alias",
    "add_units",
    "change",
    "close",
    "create",
    "create_group",
    "import_units",
    "load_province",
    "merge",
    "move",
    "remove_alias",
    "rename",
    "set_members",
]
