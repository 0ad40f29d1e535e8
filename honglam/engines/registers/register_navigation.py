"""Entries of the navigation: one a pack, as long as the side bar stays short. Imported when every pack is known."""

from __future__ import annotations

from django.utils.functional import lazy

from honglam.core.access.registry import area_name
from honglam.engines.registers.declaration import Register, registers
from honglam.toolkit.ui.navigation import declare_item

MOST_ENTRIES = 6
_name = lazy(area_name, str)  # the words of the reader's language


def declare_entries() -> None:
    """Add an entry for each pack, in the order of the installation; none where there are too many."""
    packs: dict[str, Register] = {}
    for register in registers():
        packs.setdefault(register.pack, register)
    if len(packs) > MOST_ENTRIES:
        return
    for place, (pack, first) in enumerate(packs.items()):
        declare_item("data", _name(pack), url_name="registers:pack", icon=first.icon, args=(pack,), order=20 + place,
                     permission=first.permission("view"))  # fmt: skip


declare_entries()
