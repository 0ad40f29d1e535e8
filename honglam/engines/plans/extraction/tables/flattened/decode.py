"""Finds the cheapest way to read the atoms as rows: dynamic programming over (place, next column).

A row is a task or indicator (number, then cells in column order, any may be empty), a group heading, a page
break's leftovers, or the torn rest of the row above. The best path to a place knows its last row number and its
last cells, so that numbers are compared with their predecessor and torn cells with what they continue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from ..columns import UNIT_ROLES, Column, Role
from ..numerals import Numeral
from .atoms import INLINE, PAGE, Atom, lines_of
from .costs import Costs
from .layout import layout_of
from .learning import learn
from .sequences import Remembered, heading_sequence, row_sequence

_BEAM = 11.0
# What a line costs that is left outside the table; one that holds a whole row weighs as much as its cells.
_OUTSIDE, _OUTSIDE_OF_WHOLE_ROW = 1.0, 4.0
# What it costs besides that the next row number is left outside.
_OUTSIDE_THOUGH_NEXT = 4.0
_ATOMS_LOOKED_AT = 8
_ROW_LOOKED_AT = 24
_WORST = 1e9


@dataclass(slots=True)
class Step:
    """One move of a path: what was read (“number”, “cell”, “group”, “page”, “skip”, “torn”), where, at what cost."""

    what: str
    begin: int
    end: int
    column: int
    cost: float
    before: Step | None
    last: Remembered


@dataclass(slots=True)
class DecodedRow:
    """A row as (begin, end) ranges of atoms: the number, and per column one range or several (torn)."""

    kind: str
    number: tuple[int, int] | None
    cells: dict[int, list[tuple[int, int]]]
    begin: int
    end: int
    cost: float


class Decoder:
    """Decodes the atoms of one table."""

    def __init__(
        self, atoms: Sequence[Atom], columns: Sequence[Column], repeats: dict[int, int], *, is_numbered: bool = True
    ) -> None:
        self.atoms = atoms
        self.columns = columns
        self.repeats = repeats
        self.size = len(columns)
        self.is_numbered = is_numbered
        self.has_figures = any(column.role is Role.TARGET for column in columns)

    def decode(self, passes: int = 2) -> tuple[list[DecodedRow], int]:
        """(rows, number of atoms that belong to the table); later passes know column widths and usual cells."""
        layout = layout_of(self.atoms)
        fits: dict[str, float] = {}
        rows: list[DecodedRow] = []
        stop = 0
        for turn in range(passes):
            self.costs = Costs(self.atoms, self.columns, layout, fits)
            rows, stop = self._pass()
            if turn + 1 < passes:
                layout = learn(layout, self.atoms, self.size, [row.cells for row in rows if row.kind == "item"])
        return rows, stop

    def _pass(self) -> tuple[list[DecodedRow], int]:
        count = len(self.atoms)
        # best[i][c]: the best path that has read atoms before i and reads column c next; 0 is the start of a row.
        # Columns size+1 … belong to the torn rest of a row.
        best: list[dict[int, Step]] = [{} for _ in range(count + 1)]
        best[0][0] = Step("start", 0, 0, 0, 0.0, None, (None, None, True))
        for place in range(count + 1):
            states = best[place]
            if not states:
                continue
            self._pass_empty(states)
            self._open_unnumbered(states, place)
            floor = min(step.cost for step in states.values())
            if place == count:
                break
            for column in sorted(states):
                step = states[column]
                if step.cost > floor + _BEAM:
                    continue
                if column == 0:
                    self._begin_row(best, place, step)
                elif column < self.size:
                    self._read_cell(best, place, column, step)
                elif column > self.size:
                    self._read_torn(best, place, column - self.size, step)
        return self._choose(best)

    def _open_unnumbered(self, states: dict[int, Step], place: int) -> None:
        """Lets a row begin on this line where rows have no numbers."""
        if self.is_numbered or place == len(self.atoms) or 0 not in states:
            return
        atom, step = self.atoms[place], states[0]
        if atom.gap == INLINE or atom.lower:
            return
        opened = {1: Step("number", place, place, 0, step.cost, step, step.last)}
        self._pass_empty(opened)
        for column in range(1, self.size):
            if column in opened:
                self._offer(states, column, opened[column])

    def _pass_empty(self, states: dict[int, Step]) -> None:
        """Lets paths leave cells empty at this place, in column order, and finish their rows."""
        for column in range(1, self.size):
            step = states.get(column)
            if step is not None:
                target = column + 1 if column + 1 < self.size else 0
                cost = self.costs.empty(column, of_child=_is_child(step.last))
                self._offer(states, target, self._move("cell", step, step.end, column, cost))
        for column in range(self.size + 1, 2 * self.size):
            step = states.get(column)
            if step is not None:
                target = column + 1 if column + 1 < 2 * self.size else 0
                self._offer(states, target, self._move("torn", step, step.end, column - self.size, 0.15))

    def _move(self, what: str, step: Step, end: int, column: int, cost: float) -> Step:
        return Step(what, step.end, end, column, step.cost + cost, step, step.last)

    @staticmethod
    def _offer(states: dict[int, Step], column: int, step: Step) -> None:
        current = states.get(column)
        if current is None or step.cost < current.cost:
            states[column] = step

    def _begin_row(self, best: list[dict[int, Step]], place: int, step: Step) -> None:
        atom = self.atoms[place]
        if place in self.repeats:
            end = self.repeats[place]
            self._offer(best[end], 0, self._move("page", step, end, 0, 0.0))
            return
        if atom.gap == INLINE:
            return
        page_near = atom.gap == PAGE or (place + 1 < len(self.atoms) and self.atoms[place + 1].gap == PAGE)
        if atom.numeral is not None and atom.ends_line and atom.numeral.kind == "arabic":
            what, cost = ("page", 0.6) if page_near else ("skip", 4.0)
            self._offer(best[place + 1], 0, self._move(what, step, place + 1, 0, cost))
        if atom.numeral is not None:
            self._numbered(best, place, step, atom.numeral)
        self._heading(best, place, step, None)
        at_page = atom.gap == PAGE or step.what == "page"
        if (at_page or (atom.indented and atom.lower)) and step.before is not None:
            torn = Step("tear", place, place, 0, step.cost + (0.8 if at_page else 2.6), step, step.last)
            self._read_torn(best, place, 1, torn)
            self._pass_torn(best, place, torn)

    def _pass_torn(self, best: list[dict[int, Step]], place: int, torn: Step) -> None:
        """The torn rest may begin in a later column: the cells before it were finished above."""
        step = torn
        for column in range(1, self.size - 1):
            step = Step("torn", place, place, column, step.cost + 0.15, step, step.last)
            self._read_torn(best, place, column + 1, step)

    def _numbered(self, best: list[dict[int, Step]], place: int, step: Step, numeral: Numeral) -> None:
        """A row number: a task where its kind is plain, a heading where the rest of the row is empty."""
        sequence, last = row_sequence(numeral, step.last)
        base = {"arabic": 0.0, "dotted": 0.2, "roman": 4.5, "letter": 3.5}[numeral.kind]
        number = Step("number", place, place + 1, 0, step.cost + base + sequence, step, last)
        self._offer(best[place + 1], 1, number)
        if place + 1 < len(self.atoms):
            self._heading(best, place, step, numeral)

    def _heading(self, best: list[dict[int, Step]], place: int, step: Step, numeral: Numeral | None) -> None:
        """A group heading: a numeral and words, or words alone, and no other cell."""
        first = place + 1 if numeral else place
        if first >= len(self.atoms):
            return
        start = self.atoms[first]
        if numeral is None:
            if start.lower or start.numeral or start.bullet:
                return
            base, last = 4.8, (step.last[0], step.last[1], True)
        else:
            sequence, last = heading_sequence(numeral, step.last)
            base = {"roman": 0.6, "letter": 1.2, "arabic": 4.2, "dotted": 4.2}[numeral.kind] + sequence
            if numeral.kind in ("arabic", "dotted") and self._has_children(first, numeral):
                base = 0.6 + sequence
        running = base
        lines = 1
        for index in range(first, min(first + 40, len(self.atoms))):
            atom = self.atoms[index]
            if index > first:
                running += self.costs.join[index]
                lines += atom.gap != INLINE
                if lines > 7 or running > base + 14:
                    break
                if atom.numeral is not None and atom.numeral.kind != "letter":
                    running += 5.0 if atom.chained else 1.0
                inline = atom.gap == INLINE and (numeral is None or numeral.kind != "arabic")
                if atom.deadline or (atom.unit and not atom.lower and not inline):
                    # A plain number heads a row sooner than a heading, and rows name bodies and times.
                    running += 2.4 if numeral is not None and numeral.kind == "arabic" else 0.9
                elif (
                    atom.gap != INLINE
                    and not atom.lower
                    and not self.atoms[index - 1].dangling
                    and not atom.text.isupper()
                ):
                    running += 0.5
            cost = running + self.costs.split[index + 1] + max(0, lines - 4) * 0.8
            cost += self._heading_end(first, index, numeral)
            self._offer(best[index + 1], 0, Step("group", place, index + 1, 0, step.cost + cost, step, last))

    def _has_children(self, first: int, numeral: Numeral) -> bool:
        """Is the next row number one below this (“2.1” after “2”)?"""
        for atom in self.atoms[first : first + 40]:
            if atom.numeral is not None and atom.gap != INLINE:
                return atom.numeral.value == (*numeral.value, 1)
        return False

    def _heading_end(self, first: int, index: int, numeral: Numeral | None) -> float:
        text = " ".join(atom.text for atom in self.atoms[first : index + 1])
        trailing = self.atoms[index].trailing
        cost = 0.0
        if numeral is None:
            if trailing >= 3:
                cost -= 3.6 if self.atoms[first].indented else 3.0
            if text.endswith((".", ";")):
                cost += 1.0
        elif trailing >= 3:
            cost -= 0.5
        if text.isupper() and len(text) > 8:
            cost -= 0.8 if numeral else 2.0
        if self.atoms[index].dangling:
            cost += 1.5
        if self.costs.fit_of_units(text) > 0.85:
            cost += 1.5
        if self.atoms[first].deadline and index == first:
            cost += 3.0
        return cost

    def _read_cell(self, best: list[dict[int, Step]], place: int, column: int, step: Step) -> None:
        target = column + 1 if column + 1 < self.size else 0
        for end, cost in self.costs.cells(place, column):
            if any(index in self.repeats for index in range(place, end)):
                break
            self._offer(best[end], target, Step("cell", place, end, column, step.cost + cost, step, step.last))

    def _read_torn(self, best: list[dict[int, Step]], place: int, column: int, step: Step) -> None:
        """The rest of a cell that a page break tore: judged together with the part above it."""
        if place >= len(self.atoms) or self.atoms[place].chained:
            return
        above = self._cell_above(step, column)
        if above is None:
            return
        role = self.columns[column].role
        before = self._lines(*above)
        own = self.costs.whole(before, role, column, torn=True)
        target = self.size + column + 1 if column + 1 < self.size else 0
        running = 0.0
        limit = 30 if role in UNIT_ROLES else 45 if role in (Role.NAME, Role.CONTENT, Role.PRODUCT) else 4
        first = self.atoms[place]
        ended = before[-1].endswith((".", ";")) if before else True
        running += 0.0 if first.lower else 2.0 if ended and not first.bullet else 0.6
        if role not in UNIT_ROLES and first.unit and not first.lower:
            running += 0.5
        for index in range(place, min(place + limit, len(self.atoms))):
            if index > place:
                running += self.costs.join[index] + self.costs.inside(self.atoms[index], self.atoms[index - 1], role)
                if self.atoms[index].gap == PAGE or self.atoms[index].chained or index in self.repeats:
                    break
            whole = self.costs.whole(before + self._lines(place, index + 1), role, column)
            cost = running + self.costs.split[index + 1] + max(whole - own, -3.0)
            self._offer(
                best[index + 1], target, Step("torn", place, index + 1, column, step.cost + cost, step, step.last)
            )

    def _cell_above(self, step: Step | None, column: int) -> tuple[int, int] | None:
        """The last stretch read as this column's cell on the path; None where that cell is empty."""
        while step is not None:
            if step.what == "number" or step.what == "group":
                return None
            if step.what == "cell" and step.column == column:
                return (step.begin, step.end) if step.end > step.begin else None
            step = step.before
        return None

    def _lines(self, begin: int, end: int) -> list[str]:
        return lines_of(self.atoms[begin:end])

    def _is_next(self, place: int, last: Remembered) -> bool:
        """Does the first number from this place on follow that of the last row, or of the last heading?

        Below a table of tasks prose may well go on with the next number: there the lines must hold a body and a time.
        """
        ahead = self.atoms[place : place + _ATOMS_LOOKED_AT]
        atom = next((atom for atom in ahead if atom.numeral is not None and not atom.ends_line), None)
        numeral = atom.numeral if atom is not None else None
        if atom is None or numeral is None or atom.text != numeral.printed:
            return False
        if not self.has_figures and not self._tells_who_and_when(place + ahead.index(atom)):
            return False
        return any(
            other is not None
            and other.kind == numeral.kind
            and numeral.value == (*other.value[:-1], other.value[-1] + 1)
            for other in last[:2]
        )

    def _tells_who_and_when(self, place: int) -> bool:
        """Do the lines behind a number name a body and hold a time, before the next number?"""
        row = list(
            takewhile(
                lambda atom: atom.numeral is None or atom.gap == INLINE,
                self.atoms[place + 1 : place + 1 + _ROW_LOOKED_AT],
            )
        )
        return any(atom.deadline for atom in row) and any(atom.unit and not atom.lower for atom in row)

    def _choose(self, best: list[dict[int, Step]]) -> tuple[list[DecodedRow], int]:
        """The cheapest end: after the last atom, or earlier where the rest is no table any more."""
        count = len(self.atoms)
        lines_after = [0.0] * (count + 1)
        whole_rows = self.costs.layout.one_line_rows
        for index in range(count - 1, -1, -1):
            weight = _OUTSIDE_OF_WHOLE_ROW if index in whole_rows else _OUTSIDE
            lines_after[index] = lines_after[index + 1] + (weight if self.atoms[index].gap != INLINE else 0.0)
        chosen: Step | None = None
        cheapest = _WORST
        for place in range(count + 1):
            step = best[place].get(0)
            if step is None:
                continue
            cost = step.cost + lines_after[place] + (_OUTSIDE_THOUGH_NEXT if self._is_next(place, step.last) else 0.0)
            if cost < cheapest:
                cheapest, chosen = cost, step
        return _rows(chosen), (chosen.end if chosen else 0)


def _is_child(last: Remembered) -> bool:
    """Is the present row one of the parts of the row above (“1.1” under the task “1”)?"""
    numeral, heading, _ = last
    if numeral is None or numeral.kind != "dotted":
        return False
    return heading is None or heading.kind != "arabic" or heading.value[0] != numeral.value[0]


def _rows(step: Step | None) -> list[DecodedRow]:
    """The rows of a path."""
    steps: list[Step] = []
    while step is not None:
        steps.append(step)
        step = step.before
    rows: list[DecodedRow] = []
    for move in reversed(steps):
        cost = move.cost - (move.before.cost if move.before else 0.0)
        if move.what == "number":
            number = (move.begin, move.end) if move.end > move.begin else None
            rows.append(DecodedRow("item", number, {}, move.begin, move.end, cost))
        elif move.what == "group":
            rows.append(DecodedRow("group", None, {0: [(move.begin, move.end)]}, move.begin, move.end, cost))
        elif move.what in ("cell", "torn") and rows and move.end > move.begin:
            rows[-1].cells.setdefault(move.column, []).append((move.begin, move.end))
            rows[-1].end = max(rows[-1].end, move.end)
            rows[-1].cost += cost
        elif move.what in ("cell", "torn") and rows:
            rows[-1].cost += cost
    return rows


def heading_parts(atoms: Sequence[Atom]) -> tuple[str, str]:
    """(numeral, words) of a group row's atoms."""
    if len(atoms) > 1 and atoms[0].numeral is not None:
        return atoms[0].numeral.printed, " ".join(atom.text for atom in atoms[1:])
    text = " ".join(atom.text for atom in atoms)
    return "", re.sub(r"\s+", " ", text)
