"""The verbs that write registers."""

from honglam.engines.registers.actions.merges import merge, unmerge
from honglam.engines.registers.actions.pairs import tell_apart
from honglam.engines.registers.actions.records import change, change_many, create, create_many, end, move

__all__ = ["change", "change_many", "create", "create_many", "end", "merge", "move", "tell_apart", "unmerge"]
