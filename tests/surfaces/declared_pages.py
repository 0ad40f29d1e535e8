"""How the walks declare a page: the address of a list with what its sheet says, or of an object with its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.urls import reverse

from tests.surfaces.full_world import World

Place = Callable[[World], str]


@dataclass(frozen=True)
class ListPage:
    """How a list is reached and what its sheet says.

    headings: how the heading row begins. path: the page in the small world. nothing: a filter that leaves no row.
    posted: the address of an export that is asked for with a purpose and written to the log, instead of `format=xlsx`.
    """

    headings: tuple[str, ...]
    path: Callable[[World], str]
    nothing: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    offered_at: Callable[[World], str] | None = None
    posted: str = ""


def at(name: str, **parameters: Callable[[World], Any]) -> Callable[[World], str]:
    """The address of a name in the small world."""
    return lambda world: reverse(name, kwargs={key: value(world) for key, value in parameters.items()})


def tab(name: str) -> Callable[[World], str]:
    """A tab of the plan."""
    return lambda world: reverse("plans:plan_tab", args=[world.plan.uid, name])


def of_dataset(name: str) -> Callable[[World], str]:
    """A page of the dataset."""
    return at(f"datahub:{name}", code=lambda world: world.dataset.code)


@dataclass(frozen=True)
class ObjectPage:
    """Where an object is shown, and which object: what is written about it has to be read there."""

    path: Place
    target: Callable[[World], Model]
