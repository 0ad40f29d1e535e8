"""The sector packs of this installation, in the order in which they are shown; with none of them the platform boots.

HONGLAM_PACKS names others (comma-separated), or none at all when it is set to nothing.
"""

from __future__ import annotations

import os

EVERY_PACK: tuple[str, ...] = (
    "honglam.packs.investment",
    "honglam.packs.officials",
    "honglam.packs.assets",
    "honglam.packs.land",
)


def chosen_packs() -> list[str]:
    """The packs that the environment names, or all of them."""
    named = os.environ.get("HONGLAM_PACKS")
    return list(EVERY_PACK) if named is None else [name.strip() for name in named.split(",") if name.strip()]


PACKS = chosen_packs()
