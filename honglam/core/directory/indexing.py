"""Units in the search of every page. The organisation stands below search, so the directory keeps its entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse

from honglam.core.organisations.models import Unit, UnitAlias
from honglam.core.organisations.queries import UnitQuerySet
from honglam.core.search.indexing import IndexRow, index_many

KIND = "unit"


def all_units() -> Iterator[IndexRow]:
    """Every unit as an entry that everybody signed in may find."""
    return _entries(Unit.objects.all())


def index_units(units: Iterable[Unit]) -> int:
    """Renew the entries of some units and of all that stand below them; how many."""
    return index_many(_entries(Unit.objects.in_subtrees(unit.path for unit in units)))


def _entries(units: UnitQuerySet) -> Iterator[IndexRow]:
    shared: dict[str, list[str]] = {}
    for function, alias in UnitAlias.objects.exclude(function="").values_list("function", "alias"):
        shared.setdefault(function, []).append(alias)
    for unit in units.select_related("parent").prefetch_related("aliases", "former_names").iterator(chunk_size=500):
        names = [unit.short_name, *(alias.alias for alias in unit.aliases.all()), *shared.get(unit.function, ())]
        names += [former.name for former in unit.former_names.all()]
        yield IndexRow(
            obj_kind=KIND,
            object_id=unit.pk,
            title=unit.name,
            code=unit.official_code,
            body="; ".join(dict.fromkeys(name for name in names if name)),
            url=reverse("organisations:unit", args=[unit.uid]),
            for_everyone=True,
        )
