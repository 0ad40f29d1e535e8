"""What packs, flows and surfaces may use of registers."""

from honglam.engines.registers.actions import (
    change,
    change_many,
    create,
    create_many,
    end,
    fill_and_move,
    merge,
    move,
    move_many,
    restore,
    tell_apart,
    unmerge,
)
from honglam.engines.registers.declaration import (
    DECIDING,
    EVERYDAY,
    READING,
    Computed,
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
from honglam.engines.registers.features import (
    MapLayer,
    Wanted,
    live_registers,
    map_layer,
    map_layers,
    one_feature,
    page_of_features,
)
from honglam.engines.registers.live import can_be_fast, live_page
from honglam.engines.registers.models.record import Located, Record, versions_of
from honglam.engines.registers.spatial import Box, SpatialIndex
from honglam.engines.registers.values import codes_of

__all__ = [
    "DECIDING", "EVERYDAY", "READING", "Box", "Computed", "Lifecycle", "Located", "MapLayer", "Move", "OpenColumns",
    "Personal", "Record", "Register", "Related", "Section", "SpatialIndex", "Wanted", "When", "can_be_fast", "change",
    "change_many", "codes_of", "create", "create_many", "declare", "end", "fill_and_move", "live_page",
    "live_registers", "map_layer", "map_layers", "merge", "move", "move_many", "one_feature", "page_of_features",
    "register_of", "registers", "restore", "tell_apart", "unmerge", "versions_of",
]  # fmt: skip
