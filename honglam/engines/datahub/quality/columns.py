"""The columns of a dataset as rules, files and pages know them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ColumnType(StrEnum):
    """What a column holds once it was read. In a delivery everything may still be text."""

    TEXT = "text"
    CODE = "code"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    MOMENT = "moment"
    BOOLEAN = "boolean"
    GEOMETRY = "geometry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its stable name (ASCII, lower case), what people call it, what it holds, what it means.

    `unit` is the unit of measure (đồng, m²). `scale` is the number of decimals of a decimal. `codes` are the code
    list with labels, where the column has one. `personal` columns never become open data; `quasi` columns identify
    a person together with others (age, hamlet), and count for k-anonymity.
    """

    name: str
    label: str
    type: ColumnType = ColumnType.TEXT
    meaning: str = ""
    unit: str = ""
    scale: int = 2
    codes: tuple[tuple[str, str], ...] = ()
    required: bool = False
    personal: bool = False
    quasi: bool = False

    def to_json(self) -> dict[str, Any]:
        """The column as it is stored in a schema version and a manifest; empty parts are left out."""
        kept: dict[str, Any] = {"name": self.name, "label": str(self.label), "type": self.type.value}
        if self.meaning:
            kept["meaning"] = str(self.meaning)
        if self.unit:
            kept["unit"] = str(self.unit)
        if self.type == ColumnType.DECIMAL:
            kept["scale"] = self.scale
        if self.codes:
            kept["codes"] = [[code, str(label)] for code, label in self.codes]
        return kept | {name: True for name in ("required", "personal", "quasi") if getattr(self, name)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Column:
        """A stored column. Raises KeyError, ValueError where the data is of another form."""
        return cls(
            name=data["name"], label=data["label"], type=ColumnType(data["type"]), meaning=data.get("meaning", ""),
            unit=data.get("unit", ""), scale=data.get("scale", 2),
            codes=tuple((code, label) for code, label in data.get("codes", ())),
            required=data.get("required", False), personal=data.get("personal", False), quasi=data.get("quasi", False),
        )  # fmt: skip
