"""What it costs to read a stretch of lines as a cell: the less it looks like what its column holds, the more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from honglam.toolkit.text import fold

from ...deadlines import deadline_fit
from ...unit_names import begins_name, begins_unit, goes_with_owner, split_units, unit_fit
from ..columns import TEXT_ROLES, UNIT_ROLES, Column, Role
from .atoms import BLANK, INLINE, PAGE, Atom, is_ditto, lines_of
from .figures import baseline_cost, measure_cost, target_cost
from .layout import Layout

_EMPTY = {
    Role.NUMBER: 6.0,
    Role.NAME: 8.0,
    Role.CONTENT: 2.0,
    Role.PRODUCT: 2.0,
    Role.LEAD: 3.0,
    Role.COORDINATING: 1.6,
    Role.MONITORING: 2.0,
    Role.APPROVING: 1.6,
    Role.DEADLINE: 2.2,
    Role.START: 1.0,
    Role.TARGET: 3.5,
    Role.BASELINE: 0.8,
    Role.MEASURE: 3.0,
    Role.BUDGET: 0.8,
    Role.NOTE: 0.0,
    Role.OTHER: 0.8,
}
_LEFT_TO_PARENT = frozenset({Role.LEAD, Role.COORDINATING, Role.MONITORING, Role.DEADLINE})
# The longest cell tried, in atoms.
_LONGEST = {Role.NAME: 45, Role.CONTENT: 90, Role.PRODUCT: 70, Role.NOTE: 20, Role.OTHER: 20, Role.BUDGET: 12}
_LONGEST_UNIT_CELL, _LONGEST_SHORT_CELL = 30, 9
_MONEY = re.compile(
    r"\d[\d.,]*|.*(?:ngân sách|nguồn|kinh phí|xã hội hóa|lồng ghép|dự toán|theo|triệu|tỷ|đồng|nsnn|nstw|nsđp).*"
)
# “nghìn | lượt”, “bé trai/100 | bé gái”: what ends so has left a part of its unit of measure behind.
_PART_OF_MEASURE = re.compile(r"\s(?:nghìn|triệu|tỷ|vạn)$|[^\W\d_]/1[.0]*0\b")
_SIGN_ALONE = re.compile(r"(?:^|\s)(?:[%‰]|[≥≤<>]=?)(?=\s|$)")
_NEAR_PAGE_END = 14
# Where the money comes from is no part of a body's name.
_FUNDS = re.compile(r"(?:Theo|Ngân sách|Nguồn|Kinh phí|Xã hội h(?:óa|oá)|Lồng ghép|NSNN|NSTW|NSĐP)\b")
# More than one digit: “Trường Tiểu học Sông Con 1” is a name.
_SUM = re.compile(r"\d+[.,]?\d+(?:[.,]\d+)*")
_TAKES_FIGURE = re.compile(
    r"(?:thôn|tổ|ấp|khu|khóm|bản|buôn|phố|số|đội|vực|huyện|quận|phường|Quân khu|,|và)$", re.IGNORECASE
)
# What every further unit in a cell costs: one body watches, few lead, many help.
_MORE_UNITS = {Role.LEAD: 0.22, Role.COORDINATING: 0.1, Role.MONITORING: 0.35, Role.APPROVING: 0.35}
# What it costs that a numeral inside a cell has no, one or both of its neighbours in the row numbers near it.
_IN_CHAIN = (0.0, 4.5, 8.0)
_LONGEST_SEEN = 240
_WHOLE_NAME = 0.85
_DEADLINE_LINE = re.compile(
    r"(?:Quý|Quí|Tháng|Năm|Giai đoạn|Thường|Hằng|Hàng|Trước|Trong năm|Cả năm|Khi có|\d tháng)\b|20\d\d|\d{1,2}/\d"
)
# Labels of one cell that names both: “Chủ trì: Sở Y tế; phối hợp: Công an tỉnh”.
_LABELS = re.compile(
    r"[;,.\s]*\(?(?:(?:cơ\s+quan|đơn\s+vị)\s+)?(?:chủ\s+trì|phối\s+hợp|thực\s+hiện)\s*:\s*", re.IGNORECASE
)
# Cells that may say “như trên”, and what it costs to read those words together with others.
_MAY_BE_DITTO = frozenset({*UNIT_ROLES, Role.DEADLINE, Role.PRODUCT})
_BESIDE_DITTO = 3.0
_DONE = re.compile(r"Đạt|Có|Hoàn thành")
_DONE_WITHOUT_MEASURE = 3.0
# “… kế hoạch năm⏎2026 Tháng 02/2026”: the first year ends the cell before.
_YEAR_OF_CELL_BEFORE = re.compile(r"\b20\d\d\s+(?:Tháng|Quý|Quí|Trước|Ngày)\b.*20\d\d")
_SENTENCE_END = (".", ";", ":", "…", "”", '"', ")")


class Costs:
    """The costs of boundaries and cells over the atoms of one table."""

    def __init__(
        self, atoms: Sequence[Atom], columns: Sequence[Column], layout: Layout, fits: dict[str, float] | None = None
    ) -> None:
        self.atoms = atoms
        self.columns = columns
        self.layout = layout
        self._has_budget = any(column.role is Role.BUDGET for column in columns)
        self._has_measures = any(column.role is Role.MEASURE for column in columns)
        boundaries = [self._boundary(index) for index in range(len(atoms) + 1)]
        self.split = [split for split, _ in boundaries]
        self.join = [join for _, join in boundaries]
        self._units = fits if fits is not None else {}
        self.torn_end = [self._dangles_here(index) for index in range(len(atoms) + 1)]
        self._place = {atom.start: index for index, atom in enumerate(atoms)}
        self._named: dict[int, bool] = {}
        self._cells: dict[tuple[int, int], list[tuple[int, float]]] = {}

    def _boundary(self, index: int) -> tuple[float, float]:
        """(cost of a cell's end, cost of going on) before atom `index`, from the layout alone."""
        if index == 0 or index == len(self.atoms):
            return 0.0, 50.0
        before, atom = self.atoms[index - 1], self.atoms[index]
        if atom.gap == INLINE:
            if atom.spaces >= 2:
                return 0.5, 0.4
            torn = 1.2 if before.dangling else 0.0
            if self.layout.one_line_rows:
                return (0.3 if atom.typed else 1.0) + torn, 0.0
            return (1.1 if atom.typed else 1.7) + torn, 0.0
        split, join = 0.3, 0.0
        blank = atom.gap >= BLANK
        if atom.after_number:
            # The blank lines around a page number tell nothing of cells.
            split, join = 0.2, 0.2
        elif self.layout.blank_share >= 0.7:
            split, join = (0.4, 0.0) if blank else (0.0, 2.0)
        elif self.layout.blank_share > 0.05:
            split, join = (0.0, 1.1) if blank else (0.8, 0.0)
        if 0.15 < self.layout.trailing_share < 0.95:
            if before.trailing:
                split += 0.7
            else:
                join += 0.8
        if before.trailing >= 3 and self.layout.wide_trailing_share < 0.3:
            join += 3.0
        if atom.lower:
            split += 1.2
        if before.dangling or goes_with_owner(before.text, atom.text):
            split += 1.8
        if atom.gap == PAGE and not atom.after_number:
            join += 0.8
        return split, join

    def _dangles_here(self, index: int) -> bool:
        """Does a page end soon after this boundary? A cell that ends here may be torn, so it need not be whole."""
        window = self.atoms[index : index + _NEAR_PAGE_END]
        return any(atom.gap == PAGE for atom in window)

    def empty(self, column: int, *, of_child: bool = False) -> float:
        """The cost of an empty cell in this column; a child row leaves to its parent who does it and when."""
        role = self.columns[column].role
        cost = _EMPTY[role]
        if of_child and role in _LEFT_TO_PARENT:
            return 0.3 * cost
        share = self.layout.empty_share.get(column)
        if share is not None and self.layout.row_count >= 3:
            cost *= 0.35 if share >= 0.6 else 0.6 if share >= 0.3 else 1.25 if share == 0 else 1.0
        return cost

    def cells(self, begin: int, column: int) -> list[tuple[int, float]]:
        """Every cell of this column that could begin at atom `begin`: (atom after it, cost)."""
        key = (begin, column)
        if key not in self._cells:
            self._cells[key] = list(self._cells_from(begin, column))
        return self._cells[key]

    def _cells_from(self, begin: int, column: int) -> list[tuple[int, float]]:
        role = self.columns[column].role
        limit = _LONGEST.get(role, _LONGEST_UNIT_CELL if role in UNIT_ROLES else _LONGEST_SHORT_CELL)
        first = self.atoms[begin]
        if role in UNIT_ROLES and not (first.unit or first.bullet):
            limit = 5
        found: list[tuple[int, float]] = []
        running = self._start(first, role)
        piece = 0
        lines: list[str] = []
        width = self.layout.widths.get(column)
        text_length = 0
        for index in range(begin, min(begin + limit, len(self.atoms))):
            atom = self.atoms[index]
            if index > begin:
                before = self.atoms[index - 1]
                running += self.join[index] + self.inside(atom, before, role)
                if atom.bullet and role in UNIT_ROLES:
                    running += 0.6 * self.layout.bullets.get(column + 1, 0.0)
                    if first.bullet:
                        running += self.layout.lone_bullets.get(column, 0.0)
                if atom.gap != INLINE:
                    fresh = role in UNIT_ROLES and atom.unit and begins_name("\n".join(lines), atom.text)
                    if fresh:
                        running += 0.2 if atom.bullet else self._next_name(before)
                    elif atom.bullet and role in UNIT_ROLES:
                        running += 0.2
                    else:
                        running += _wrap(piece, atom, before, width)
            if atom.gap == INLINE and lines:
                lines[-1] += " " + atom.text
                piece += 1 + len(atom.text)
            else:
                lines.append(atom.text)
                piece = len(atom.text)
            if width is not None and piece > 1.25 * width + 2:
                running += 0.12 * min(15.0, piece - 1.25 * width)
            text_length += len(atom.text)
            if running > 26 or (role in UNIT_ROLES and text_length > 420):
                break
            if len(lines) > 14 and role is Role.NAME:
                running += 0.25
            torn = self.torn_end[index + 1]
            split = self.split[index + 1]
            if torn and atom.dangling:
                split -= 1.4
            cost = running + split + self.whole(lines, role, column, torn=torn)
            if cost < 24:
                found.append((index + 1, cost))
        return found

    def _start(self, atom: Atom, role: Role) -> float:
        """The cost of a cell of this role that begins with this atom."""
        if atom.ditto:
            return 0.0 if role in _MAY_BE_DITTO else _BESIDE_DITTO
        may_be_figure = role in (Role.TARGET, Role.BASELINE, Role.BUDGET) and atom.ends_line
        if atom.numeral is not None and atom.gap != INLINE and not may_be_figure:
            return _IN_CHAIN[atom.chained] or {"roman": 3.5, "arabic": 2.5, "dotted": 2.5}.get(atom.numeral.kind, 1.0)
        if role in TEXT_ROLES:
            cost = 3.0 if atom.lower else 0.0
            if atom.deadline and role is not Role.NOTE:
                cost += 1.5
            if re.match(r"[,;.)(%]", atom.text):
                cost += 2.0
            elif re.match(r"\d+(?![\d.,]*\s*%)", atom.text):
                # “03 lớp tập huấn” is a usual product, but no usual name of a task.
                counted = role in (Role.PRODUCT, Role.NOTE) and re.match(r"\d{1,4} [^\W\d_]", atom.text)
                cost += 0.6 if counted else 2.0
            return cost
        if role in UNIT_ROLES:
            return 2.0 if atom.text[0].isdigit() else 0.8 if atom.lower else 0.0
        if atom.unit and not atom.lower and not (role is Role.TARGET and atom.text[0].isdigit()):
            # “05 trường” is a target, though it begins like a number of bodies.
            return 1.5
        if role is Role.MEASURE:
            return 0.0
        return 0.4 if atom.lower else 0.0

    def inside(self, atom: Atom, before: Atom, role: Role) -> float:
        """The cost of going on inside a cell of this role with an atom that looks like another column's."""
        if atom.ditto or before.ditto:
            return _BESIDE_DITTO
        if atom.numeral is not None and atom.gap != INLINE:
            return _IN_CHAIN[atom.chained] or {"roman": 3.0, "arabic": 1.2, "dotted": 1.2}.get(atom.numeral.kind, 0.3)
        if role in UNIT_ROLES:
            if _FUNDS.match(atom.text) or (self._has_budget and _lone_figure(atom, before)):
                return 2.5
            return 2.0 if atom.deadline else 0.9 if _DEADLINE_LINE.match(atom.text) else 0.0
        if atom.label:
            return 2.5
        begins = atom.unit and not atom.lower and not before.dangling and not atom.bullet
        if role in (Role.DEADLINE, Role.START) and _second_deadline(atom, before):
            return 2.0
        if role not in TEXT_ROLES:
            return 1.5 if begins else 0.0
        if atom.gap == INLINE:
            return 0.6 if atom.typed and (begins or (atom.deadline and not before.dangling)) else 0.0
        cost = 0.0
        if atom.deadline:
            cost += 1.4
        if begins:
            cost += 1.5 if before.text.endswith(".") else 0.7
            if not before.text.endswith(",") and self._opens_names(atom):
                cost += 1.4
        elif not atom.lower and not before.dangling and not atom.bullet and not before.text.endswith(_SENTENCE_END):
            cost += 0.35
        return cost

    def _opens_names(self, atom: Atom) -> bool:
        """Do the lines from this atom to the next blank line name units and nothing else? Then they are a cell."""
        if atom.start not in self._named:
            begin = self._place[atom.start]
            end = begin + 1
            parting = PAGE if self.layout.blank_share >= 0.7 else BLANK
            while end < min(len(self.atoms), begin + _LONGEST_UNIT_CELL) and self.atoms[end].gap < parting:
                end += 1
            text = "\n".join(lines_of(self.atoms[begin:end]))
            self._named[atom.start] = self.fit_of_units(text) >= _WHOLE_NAME
        return self._named[atom.start]

    def _next_name(self, before: Atom) -> float:
        """The cost of another unit's name on a new line of the cell, after a name without a sign behind it."""
        if before.text.endswith((";", ",")):
            return 0.0
        return 1.2 if self.layout.uses_separators else 0.15

    def whole(self, lines: list[str], role: Role, column: int, *, torn: bool = False) -> float:
        """The cost of the cell's text as a whole; a torn cell need not end where a name ends."""
        text = "\n".join(lines)
        cost = 0.0
        if is_ditto(text) and role in _MAY_BE_DITTO:
            return -0.8
        if role in UNIT_ROLES:
            fit = self.fit_of_units(text)
            cost = 5.0 * (1 - fit) - 0.8
            if torn and fit > 0.4:
                cost = min(cost, 0.4)
            if not torn and text.endswith(";"):
                cost += 1.5
            if fit > 0.5:
                cost += _MORE_UNITS[role] * (len(split_units(text)) - 1)
        elif role in (Role.DEADLINE, Role.START):
            cost = 4.5 * (1 - self._fit_of_deadline(text)) - 0.8
        elif role is Role.TARGET:
            cost = target_cost(" ".join(lines)) - (_DONE_WITHOUT_MEASURE if self._is_done(text) else 0.0)
        elif role is Role.BASELINE:
            cost = baseline_cost(" ".join(lines))
        elif role is Role.MEASURE:
            cost = measure_cost(text)
        elif role is Role.BUDGET:
            cost = 0.0 if _MONEY.fullmatch(fold(text)) else 2.5
        else:
            cost = self._text_cost(lines, text, role)
        counter = self.layout.seen.get(column)
        if counter and role is not Role.NAME and len(text) < _LONGEST_SEEN:
            times = counter.get(key_of(text), 0)
            if times > 1:
                cost -= min(3.5, 0.3 + 0.22 * len(text.split())) * times / (times + 2)
            elif torn:
                cost -= self._begins_seen(key_of(text), counter)
        return cost

    @staticmethod
    def _begins_seen(key: str, counter: Counter[str]) -> float:
        """What it is worth that a torn cell begins like cells seen often: the more of them it holds, the more."""
        worth = 0.0
        for seen, times in counter.items():
            if times > 1 and seen.startswith(key):
                worth = max(worth, 2.5 * len(key) / len(seen) * times / (times + 2))
        return worth

    def _text_cost(self, lines: list[str], text: str, role: Role) -> float:
        cost = 0.0
        if text.count("(") != text.count(")"):
            cost += 1.2
        if _SIGN_ALONE.search(text):
            # A sign of measure or of a bound that stands by itself belongs to another column.
            cost += 2.5
        if text.count("“") != text.count("”") or text.count('"') % 2:
            cost += 0.8
        last = lines[-1]
        if re.search(r"(?:[,(/&–-]|\b(?:và|của|các|với|cho|trong|theo|về|tại|từ|đến|để|hoặc|là|do))$", last):
            cost += 1.5
        if len(text) < 90 and role is not Role.OTHER and begins_unit(text):
            fit = self.fit_of_units(text)
            cost += 2.0 * fit if fit > 0.45 else 0.0
        if role is Role.NAME and self._has_measures and _PART_OF_MEASURE.search(text):
            cost += 2.5
        if role is Role.NAME and len(text) < 22:
            cost += 1.5 if len(text) < 13 else 0.5
        return cost

    def fit_of_units(self, text: str) -> float:
        """How well a text reads as a list of units; kept, because the same lines are tried in many cells."""
        if text not in self._units:
            self._units[text] = unit_fit(_LABELS.sub(";", text).lstrip(";") if ":" in text else text)
        return self._units[text]

    def _is_done(self, text: str) -> bool:
        """Is this “Đạt” or the like in a table of figures, where such a row has no unit of measure?"""
        return self._has_measures and bool(_DONE.fullmatch(text))

    def _fit_of_deadline(self, text: str) -> float:
        key = "\0" + text
        if key not in self._units:
            line = text.replace("\n", " ")
            self._units[key] = 0.0 if _YEAR_OF_CELL_BEFORE.search(line) else deadline_fit(line)
        return self._units[key]


def _lone_figure(atom: Atom, before: Atom) -> bool:
    """Is this a bare figure behind a name that takes none (“thôn 3”, “tổ dân phố 11, 12” do)?"""
    return bool(_SUM.fullmatch(atom.text)) and not _TAKES_FIGURE.search(before.text)


def _second_deadline(atom: Atom, before: Atom) -> bool:
    """Is a line that is wholly a deadline followed by another one, with no sign that they belong together?"""
    if not (before.deadline and atom.deadline) or atom.gap == INLINE or before.dangling:
        return False
    return not atom.lower and not before.text.endswith((",", ";")) and atom.text[0] not in "-–&"


def _wrap(piece: int, atom: Atom, before: Atom, width: float | None) -> float:
    """The cost of a line break inside a cell where the next word would still have fitted on the line."""
    if width is None or width < 4:
        return 0.0
    room = width - (piece + 1 + atom.first_word)
    if room <= 0.12 * width:
        return 0.0
    if atom.bullet or (not atom.lower and before.text.endswith(_SENTENCE_END)):
        return 0.15
    return min(2.2, 3.2 * room / width)


def key_of(text: str) -> str:
    """The letters of a cell, by which like cells are counted."""
    return re.sub(r"[\W_]+", "", text.lower())
