"""What packs, flows and surfaces may use of registers."""

from honglam.engines.registers.actions import (
    change,
    change_many,
    create,
    create_many,
    end,
    merge,
    move,
    tell_apart,
    unmerge,
)
from honglam.engines.registers.declaration import (
    DECIDING,
    EVERYDAY,
    READING,
    Lifecycle,
    Move,
    OpenColumns,
    Personal,
    Register,
    Related,
    Section,
    When,
    register_of,
    registers,
)
from honglam.engines.registers.declaring import declare
from honglam.engines.registers.models.record import Located, Record, versions_of

__all__ = [
    "DECIDING", "EVERYDAY", "READING", "Lifecycle", "Located", "Move", "OpenColumns", "Personal", "Record", "Register",
    "Related", "Section", "When", "change", "change_many", "create", "create_many", "declare", "end", "merge",
    "move", "register_of", "registers", "tell_apart", "unmerge", "versions_of",
]  # fmt: skip
