"""The declaration of a register: what a pack says, and what is wrong with a declaration that cannot hold.

    PROJECTS = Register(
        code="projects", model=Project, versions=ProjectVersion, label=_("dự án đầu tư"), …
    )
    declare(PROJECTS)

Everything that people see of the register comes from here and from the fields of its model (labels, choices, help).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.functional import Promise

from honglam.core.access.terms import RoleCode
from honglam.engines.datahub.public import ColumnType, Layer, Rule, Sensitivity
from honglam.engines.registers.errors import DeclarationError
from honglam.engines.registers.rules.live import faults_of_live
from honglam.engines.registers.terms import COLUMNS_OF_FORMER_STATES, OWN_COLUMNS

Text = str | Promise
_CODE = re.compile(r"[a-z][a-z0-9_]*")
TAKEN_NAMES = frozenset({"q", "sort", "page", "format", "col", "on", "ended", "view", "whole", "after", "by"})
"""What a list takes from its address; no filtered column may be called so."""
EVERYDAY = (RoleCode.COORDINATOR, RoleCode.HEAD, RoleCode.OFFICER)
DECIDING = (RoleCode.COORDINATOR, RoleCode.HEAD)
READING = (*EVERYDAY, RoleCode.PROVINCE_LEADER, RoleCode.UNIT_ADMINISTRATOR, RoleCode.VIEWER)


@dataclass(frozen=True, slots=True)
class When:
    """A condition on another column of the same row: it holds one of the values. Shown, asked and kept only then."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of detail and form: its heading, its columns in order; `when` makes it depend on another column."""

    heading: Text
    columns: tuple[str, ...]
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """Rows of another register that point at this one: which register, by which of its foreign keys."""

    register: str
    via: str


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the lifecycle: from which states to which, the verb on the button, and who may.

    `needs` is `edit` or `decide`. `requires` are columns that must be filled before. `asks` demands a reason.
    """

    code: str
    verb: Text
    sources: tuple[str, ...]
    target: str
    needs: str = "edit"
    requires: tuple[str, ...] = ()
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The states of a row (a TextChoices class), the first of them, and the moves between them."""

    states: type[models.TextChoices]
    initial: str
    moves: tuple[Move, ...]

    def move(self, code: str) -> Move:
        """The move of a code. Raises KeyError."""
        for move in self.moves:
            if move.code == code:
                return move
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Personal:
    """A personal column: why it is held, under which law, how long after the end of the purpose, how it is masked.

    An empty `mask` shows the column to everybody who may see the row (the name in a personnel file) and lets search
    find it; it stays personal everywhere else: no open data, exports state a purpose.
    """

    column: str
    mask: str = "full"
    purpose: Text = ""
    legal_basis: Text = ""
    retention_days: int | None = None


@dataclass(frozen=True, slots=True)
class Computed:
    """A column that is worked out of a row and stored nowhere: shown in list, detail and export, never filled.

    `value` takes a row (or a former state) and answers a plain value or None, without a query. `of` are the columns it
    reads; who may not see one of them (`guarded`) does not see it. `mask` is the mask of a personal one, as in
    `Personal`. `between` is the condition for a filter from … to, both sides included and open where None.
    """

    label: Text
    value: Callable[[Any], Any]
    of: tuple[str, ...]
    type: ColumnType = ColumnType.TEXT
    mask: str = ""
    between: Callable[[Any, Any], models.Q] | None = None


@dataclass(frozen=True, slots=True)
class OpenColumns:
    """What of a register becomes open data, once somebody releases it: columns, and those that identify together.

    `live`: the place and these columns of every standing row are public on the map at once (/ogc/), without a release;
    `live_states` narrows that to rows in some states.
    """

    columns: tuple[str, ...]
    quasi: tuple[str, ...] = ()
    live: bool = False
    live_states: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Register:
    """One book of one sector.

    code: stable, `[a-z_]`, unique over all packs; it stands in addresses and permissions.
    columns: shown in the list by default; every other field of the model may be chosen.
    identity: the columns that people and imports know a row by (unique among rows that stand).
    likeness: columns that are compared for near duplicates.
    totals: columns summed under the list. filters: fields offered as filters. search: fields that free text finds.
    guarded: column → permission code that one needs to see it at all. computed: columns worked out of a row, by name.
    in_search: whether rows stand in the search of all pages (not those of a book of millions, which has its own).
    """

    code: str
    model: type[models.Model]
    versions: type[models.Model]
    label: Text
    purpose: Text
    legal_basis: Text
    columns: tuple[str, ...]
    sections: tuple[Section, ...]
    identity: tuple[str, ...]
    search: tuple[str, ...]
    filters: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    order: str = ""
    likeness: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    lifecycle: Lifecycle | None = None
    conditions: Mapping[str, When] = field(default_factory=dict)
    guarded: Mapping[str, str] = field(default_factory=dict)
    computed: Mapping[str, Computed] = field(default_factory=dict)
    personal: tuple[Personal, ...] = ()
    purpose_of_personal: Text = ""
    law_of_personal: Text = ""
    retention_days: int | None = None
    quality: tuple[Rule, ...] = ()
    layer: Layer = Layer.SOURCE
    sensitivity: Sensitivity | None = None
    update_days: int = 30
    open_data: OpenColumns | None = None
    keeper: str = ""
    notes: Text = ""
    readers: tuple[str, ...] = READING
    editors: tuple[str, ...] = EVERYDAY
    deciders: tuple[str, ...] = DECIDING
    unmaskers: tuple[str, ...] = DECIDING
    icon: str = "database"
    expected: Callable[[], Mapping[str, Mapping[str, int]]] | None = None
    part_of: str = ""
    in_search: bool = True

    @cached_property
    def pack(self) -> str:
        """The label of the pack's app, the first half of its permissions."""
        return self.model._meta.app_label

    def permission(self, verb: str) -> str:
        """The code of a permission of this register: verb is view, edit, decide or unmask."""
        return f"{self.pack}.{verb}_{self.code}"

    @cached_property
    def fields(self) -> dict[str, models.Field[Any, Any]]:
        """The columns that people fill, by name, in the order of the model: everything that `Record` does not own."""
        return {
            one.name: one
            for one in self.model._meta.concrete_fields
            if one.name not in OWN_COLUMNS and not one.primary_key
        }

    @cached_property
    def masks(self) -> dict[str, str]:
        """Mask by personal column, of those that are masked."""
        return {one.column: one.mask for one in self.personal if one.mask}

    @cached_property
    def personal_columns(self) -> frozenset[str]:
        """All personal columns, also those that are shown without a mask: none of them ever becomes open data."""
        return frozenset(one.column for one in self.personal)

    @cached_property
    def withheld(self) -> frozenset[str]:
        """Columns whose values stand neither in the log nor in any search: personal ones, and those with guards."""
        return frozenset(self.masks) | frozenset(self.guarded)

    @cached_property
    def names_people(self) -> bool:
        """Whether a list says who people are though nothing is unmasked: no file of it without a purpose."""
        return self.sensitivity == Sensitivity.PERSONAL or bool(self.personal_columns - set(self.masks))

    @cached_property
    def retention(self) -> dict[str, int]:
        """Days after a row's end for which a personal column is kept, where there is a limit."""
        days = {one.column: one.retention_days or self.retention_days for one in self.personal}
        return {column: limit for column, limit in days.items() if limit is not None}

    @cached_property
    def is_located(self) -> bool:
        """Whether rows have a place on the map."""
        return "geometry" in {one.name for one in self.model._meta.concrete_fields}

    def label_of(self, column: str) -> str:
        """What people call a column, also one that is worked out."""
        computed = self.computed.get(column)
        name = (
            str(computed.label)
            if computed is not None
            else str(getattr(self.model._meta.get_field(column), "verbose_name", column))
        )
        return name[:1].upper() + name[1:]


def faults_of(register: Register) -> list[str]:
    """Everything that is wrong with a declaration, one sentence each; a register with faults stops the start."""
    known = {one.name for one in register.model._meta.concrete_fields}
    named: list[tuple[str, tuple[str, ...]]] = [
        ("columns", register.columns), ("identity", register.identity), ("search", register.search),
        ("filters", register.filters), ("totals", register.totals), ("likeness", register.likeness),
        ("conditions", (*register.conditions, *(when.column for when in register.conditions.values()))),
        ("guarded", tuple(register.guarded)), ("personal", tuple(one.column for one in register.personal)),
        ("open_data", register.open_data.columns + register.open_data.quasi if register.open_data else ()),
        *((f"section {section.heading}", section.columns) for section in register.sections),
        *((f"computed {name}", one.of) for name, one in register.computed.items()),
        *((f"quality {rule.code}", rule.columns) for rule in register.quality),
    ]  # fmt: skip
    if register.order:
        named.append(("order", (register.order.removeprefix("-"),)))
    if register.lifecycle:
        named += [(f"move {move.code}", move.requires) for move in register.lifecycle.moves]
    faults = [
        f"{register.code}: {where} names {column!r}, which {register.model.__name__} does not have"
        for where, columns in named for column in columns if column not in known
    ]  # fmt: skip
    if taken := sorted(set(register.filters) & TAKEN_NAMES):
        faults.append(f"{register.code}: the list itself uses the names {', '.join(taken)} in its address")
    if not _CODE.fullmatch(register.code):
        faults.append(f"{register.code!r} is no code of small letters, digits and underscores")
    if taken := sorted(known & COLUMNS_OF_FORMER_STATES):
        faults.append(
            f"{register.code}: former states say {', '.join(taken)} of themselves; name the columns otherwise"
        )
    if not register.identity:
        faults.append(f"{register.code}: no identity, so an import could not tell one row from another")
    placed = [column for section in register.sections for column in section.columns]
    if lost := sorted(set(register.fields) - set(placed) - {"geometry"}):
        faults.append(f"{register.code}: no section shows {', '.join(lost)}")
    if twice := sorted({column for column in placed if placed.count(column) > 1}):
        faults.append(f"{register.code}: {', '.join(twice)} stand in two sections")
    if register.open_data and (shown := set(register.open_data.columns) & register.personal_columns):
        faults.append(f"{register.code}: personal columns would become open data: {', '.join(sorted(shown))}")
    if taken := sorted(name for name in register.computed if name in known or not _CODE.fullmatch(name)):
        faults.append(f"{register.code}: computed columns take names that stand for something else: {', '.join(taken)}")
    for name in sorted(set(register.retention) & known):
        one = register.model._meta.get_field(name)
        if not (one.null or getattr(one, "empty_strings_allowed", False)):
            faults.append(f"{register.code}: {name} is personal and could never be forgotten; give it null=True")
    return faults + _faults_of_lifecycle(register) + faults_of_live(register)


def _faults_of_lifecycle(register: Register) -> list[str]:
    lifecycle = register.lifecycle
    if lifecycle is None:
        return []
    states = set(lifecycle.states.values)
    faults = [
        f"{register.code}: move {move.code} names a state that {lifecycle.states.__name__} does not have"
        for move in lifecycle.moves if not {*move.sources, move.target} <= states
    ]  # fmt: skip
    if lifecycle.initial not in states:
        faults.append(f"{register.code}: the first state {lifecycle.initial!r} does not exist")
    reached = {lifecycle.initial}
    while more := {move.target for move in lifecycle.moves if set(move.sources) & reached} - reached:
        reached |= more
    if lost := sorted(states - reached):
        faults.append(f"{register.code}: no way leads to {', '.join(lost)}")
    return faults


_registers: dict[str, Register] = {}


def keep(register: Register) -> Register:
    """Put a register among the declared ones. Raises DeclarationError with everything that is wrong."""
    faults = faults_of(register)
    if register.code in _registers:
        faults.append(f"{register.code} is declared twice")
    if faults:
        raise DeclarationError("; ".join(faults))
    _registers[register.code] = register
    return register


def register_of(code: str) -> Register:
    """The register of a code. Raises KeyError."""
    return _registers[code]


def registers() -> list[Register]:
    """All declared registers, by pack in the order of declaration."""
    return list(_registers.values())


def register_of_model(model: type[models.Model]) -> Register | None:
    """The register that a model's rows stand in, if any."""
    return next((one for one in _registers.values() if one.model is model), None)


def forget(code: str) -> None:
    """Take a declaration back (tests only)."""
    _registers.pop(code, None)
