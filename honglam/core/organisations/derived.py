"""Columns that follow from others: paths, sort key, text to search. Every write of a unit fills them."""

from __future__ import annotations

from collections.abc import Iterable

from honglam.core.organisations.models import Unit, UnitAlias
from honglam.core.organisations.rules import path_of, second_path_of
from honglam.toolkit.collation import sort_key
from honglam.toolkit.text import strip_marks


def fill_derived(unit: Unit, names: Iterable[str] = ()) -> None:
    """Fill paths, sort key and search text of an unsaved unit from its superiors and names; no query where the
    superiors are loaded."""
    unit.path = path_of(unit.code, unit.parent.path if unit.parent else "")
    unit.second_path = second_path_of(
        unit.code,
        own_second_superior=unit.second_parent.path if unit.second_parent else "",
        superior_second_path=unit.parent.second_path if unit.parent else "",
    )
    unit.sort_key = sort_key(unit.name)
    unit.search_text = search_text_of(unit, names)


def search_text_of(unit: Unit, names: Iterable[str] = ()) -> str:
    """Every name and code of a unit without marks, each once."""
    parts = [unit.name, unit.short_name, unit.name_en, unit.code, unit.identifier, *names]
    return " | ".join(dict.fromkeys(strip_marks(part) for part in parts if part))


def refresh_search_text(unit: Unit) -> None:
    """Fill the search text of a saved unit from its columns, aliases and former names; two queries."""
    names = [alias.alias for alias in unit.aliases.all()]
    if unit.function:
        names += UnitAlias.objects.filter(function=unit.function).values_list("alias", flat=True)
    names += unit.former_names.values_list("name", flat=True)
    unit.search_text = search_text_of(unit, names)
