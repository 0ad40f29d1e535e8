"""What else comes with the software about a province: declared by whoever keeps it, loaded after its units.

    declare_province_part("datahub.databases", _("cơ sở dữ liệu ngành"), load)      # in declarations.py

`load(province=shipped, by=…)` adds what is missing, leaves what people edited, and says how many rows it added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from honglam.core.organisations.shipped import ShippedProvince, read_province


class LoadPart(Protocol):
    """A verb of the engine that keeps the part: audited, harmless when repeated."""

    def __call__(self, *, province: ShippedProvince, by: Any) -> int:
        """Add what is missing; how many rows came."""
        ...


@dataclass(frozen=True, slots=True)
class ProvincePart:
    """One part: what its rows are called, and how they are loaded."""

    name: Any
    load: LoadPart


_parts: dict[str, ProvincePart] = {}


def declare_province_part(code: str, name: Any, load: LoadPart) -> None:
    """Have rows loaded with every province. Raises ValueError for a code that is declared."""
    if code in _parts:
        raise ValueError(f"{code} is declared already")
    _parts[code] = ProvincePart(name, load)


def load_province_parts(*, code: str, by: Any) -> dict[str, int]:
    """Load every declared part for a province; how many rows of each came, by name.

    Raises:
        UnknownProvince: nothing about it came with the software.
    """
    province = read_province(code)
    return {str(part.name): part.load(province=province, by=by) for part in _parts.values()}
