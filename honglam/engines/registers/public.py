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
    "DECIDING",
    "EVERYDAY",
    "READING",
    "Box",
    "Lifecycle",
    "Located",
    "MapLayer",
    "Move",
    "OpenColumns",
    "Personal",
    "Record",
    "Register",
    "Related",
    "Section",
    "SpatialIndex",
    "Wanted",
    "When",
    "can_be_fast",
    "change",
    "change_many",
    "codes_of",
    "create",
    "create_many",
    "declare",
    "end",
    "live_page",
    "live_registers",
    "map_layer",
    "map_layers",
    "move",
    "one_feature",
    "page_of_features",
    "register_of",
    "registers",
    "versions_of",
]  # fmt: skip
