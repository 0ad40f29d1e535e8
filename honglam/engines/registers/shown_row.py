"""Everything that the page of one row shows to one reader."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from honglam.core.audit.history import History, history_of
from honglam.engines.registers.declaration import Move, Register
from honglam.engines.registers.formers import FormerState, Standing, former_states, standing_on
from honglam.engines.registers.models import Attachment
from honglam.engines.registers.naming import address_of, named
from honglam.engines.registers.picture import Picture, picture_of
from honglam.engines.registers.relations import RelatedTable, list_address, related_tables
from honglam.engines.registers.rules import lifecycle
from honglam.engines.registers.showing import ShownSection, coordinates, sections_of, state_words
from honglam.engines.registers.sight import Sight

PERSONAL_READ = "personal.read"
MOST_PAPERS = 100


@dataclass(frozen=True, slots=True)
class OpenMove:
    """A move that the reader may make: at once, or through a form; `refusal` says what has to be filled by others."""

    move: Move
    target: str
    needs_form: bool
    refusal: str = ""


class RowPage:
    """One row as one reader sees it; `day` shows it as it stood then."""

    def __init__(self, register: Register, row: Any, user: Any, *, day: datetime.date | None = None) -> None:
        self.register, self.row, self.user, self.day = register, row, user, day
        self.sight = Sight(register, user)

    @cached_property
    def name(self) -> str:
        """What the row is called, personal values masked."""
        return named(self.register, self.row)

    @property
    def address(self) -> str:
        """The page of the row."""
        return address_of(self.register, self.row)

    @property
    def list_address(self) -> str:
        """The list of the register."""
        return list_address(self.register)

    @cached_property
    def standing(self) -> Standing:
        """The state that is shown: the present one, or that of the day asked for."""
        return (
            Standing(self.row, is_present=True) if self.day is None else standing_on(self.register, self.row, self.day)
        )

    @cached_property
    def sections(self) -> list[ShownSection]:
        """The sections of the state that is shown."""
        return sections_of(self.register, self.standing.state, self.sight) if self.standing.state is not None else []

    @property
    def state(self) -> str:
        """The state that is shown, in words; empty in a register without a lifecycle."""
        shown = self.standing.state
        return state_words(self.register, shown.state) if shown is not None and self.register.lifecycle else ""

    @property
    def is_standing(self) -> bool:
        """Whether the row is written at all: it has not ended, and no past day is shown."""
        return self.row.ended_on is None and self.day is None

    @property
    def edits(self) -> bool:
        """Whether the reader may change the row."""
        return self.is_standing and self.sight.may("edit", self.row.unit)

    @property
    def decides(self) -> bool:
        """Whether the reader may end it."""
        return self.is_standing and self.sight.may("decide", self.row.unit)

    @property
    def unmasks(self) -> bool:
        """Whether the reader may ask for personal values of the present row."""
        return self.day is None and bool(self.register.personal) and self.sight.may("unmask", self.row.unit)

    @property
    def oversees(self) -> bool:
        """Whether the reader may see who read personal values."""
        return bool(self.register.personal) and self.sight.may("decide", self.row.unit)

    @cached_property
    def moves(self) -> list[OpenMove]:
        """The moves out of the row's state that the reader may make."""
        if self.register.lifecycle is None or not self.is_standing:
            return []
        found = []
        for move in lifecycle.open_moves(self.register.lifecycle.moves, self.row.state):
            assert isinstance(move, Move)
            if not self.sight.may(move.needs, self.row.unit):
                continue
            empty = [name for name in move.requires if getattr(self.row, name) in (None, "")]
            refusal = ""
            if empty and not self.edits:
                labels = [self.register.label_of(name) for name in empty]
                refusal = lifecycle.refusal_of(move, state=self.row.state, empty=labels)
            target = state_words(self.register, move.target)
            found.append(OpenMove(move, target, bool(empty) or move.asks, refusal))
        return found

    @cached_property
    def related(self) -> list[RelatedTable]:
        """Rows of other registers that belong to this one."""
        return related_tables(self.register, self.row, self.user) if self.day is None else []

    @cached_property
    def papers(self) -> list[Attachment]:
        """Files beside the row, the newest first."""
        papers = Attachment.objects.filter(register=self.register.code, row_uid=self.row.uid)
        return list(papers.select_related("file", "by")[:MOST_PAPERS])

    @cached_property
    def picture(self) -> Picture | None:
        """The place on a small map; None where it is unknown or not for the reader."""
        shown = self.standing.state
        if not self.register.is_located or shown is None or "geometry" in self.sight.hidden(self.row.unit):
            return None
        return None if "geometry" in self.register.masks else picture_of(shown)

    @property
    def coordinates(self) -> str:
        """The place in words."""
        return coordinates(self.standing.state.geometry) if self.picture is not None else ""

    def former(self, size: int) -> tuple[list[FormerState], bool]:
        """The newest former states, and whether there are more."""
        return former_states(self.register, self.row, self.sight, size)

    def history(self, size: int) -> History:
        """What the log says of the row; who read personal values is told to those who oversee it."""
        within = None if self.oversees else ~Q(action=PERSONAL_READ)
        return history_of(self.row, size=size, within=within)

    @cached_property
    def stands_for(self) -> list[tuple[str, str]]:
        """Rows that were merged into this one: name and page."""
        merged: Any = self.register.model._default_manager
        rows = merged.visible_to(self.user, self.register.permission("view")).filter(merged_into=self.row.pk)
        found = rows.select_related("unit").order_by("-pk")[:20]
        return [(named(self.register, one), address_of(self.register, one)) for one in found]

    @property
    def merged_into(self) -> tuple[str, str] | None:
        """The row that stands for this one: name and page, where the reader sees it."""
        kept = self.row.merged_into
        if kept is None or not self.sight.may("view", kept.unit):
            return None
        return named(self.register, kept), address_of(self.register, kept)
