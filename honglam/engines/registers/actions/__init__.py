"""The verbs that write registers."""

from honglam.engines.registers.actions.merges import merge, unmerge
from honglam.engines.registers.actions.pairs import tell_apart
from honglam.engines.registers.actions.papers import attach, detach
from honglam.engines.registers.actions.personal import forget_expired, read_personal
from honglam.engines.registers.actions.receipts import create_once
from honglam.engines.registers.actions.records import (
    change,
    change_many,
    create,
    create_many,
    end,
    fill_and_move,
    move,
    move_many,
    restore,
)

__all__ = [
    "attach",
    "change",
    "change_many",
    "create",
    "create_many",
    "create_once",
    "detach",
    "end",
    "fill_and_move",
    "forget_expired",
    "move",
    "move_many",
    "read_personal",
    "restore",
]
__all__ = ["change", "change_many", "create", "create_many", "end", "merge", "move", "tell_apart", "unmerge"]
