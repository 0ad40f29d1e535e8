"""The verbs that write registers."""

from honglam.engines.registers.actions.records import change, change_many, create, create_many, end, move, move_many

__all__ = ["change", "change_many", "create", "create_many", "end", "move", "move_many"]
