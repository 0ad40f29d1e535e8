"""The verbs that write registers."""

from honglam.engines.registers.actions.bulk import move_many
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
    "merge",
    "move",
    "move_many",
    "read_personal",
    "restore",
    "tell_apart",
    "unmerge",
]
