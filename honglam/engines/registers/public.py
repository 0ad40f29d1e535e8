"""What packs, flows and surfaces may use of registers."""

from honglam.engines.registers.actions import change, change_many, create, create_many, end, move
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
    "Box", "MapLayer", "SpatialIndex", "Wanted", "can_be_fast", "codes_of", "live_page", "live_registers", "map_layer",
    "map_layers", "one_feature", "page_of_features",
    "DECIDING", "EVERYDAY", "READING", "Lifecycle", "Located", "Move", "OpenColumns", "Personal", "Record", "Register",
    "Related", "Section", "When", "change", "change_many", "create", "create_many", "declare", "end", "move",
    "register_of", "registers", "versions_of",
]  # fmt: skip
