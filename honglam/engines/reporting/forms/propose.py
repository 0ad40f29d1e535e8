"""What each cell of a form is likely to ask for: an indicator, which of its figures, a unit, a factor.

A proposal is sure where the words say the same (order, filling words and abbreviations aside), the measures can be
turned into each other, and the heading names a figure that we know. Everything nearly right is proposed as doubtful
with the reason: another denominator, words that differ, a heading that says more. Contraries (đúng hạn – quá hạn) are
never proposed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from honglam.engines.reporting.forms.kinds import kind_in
from honglam.engines.reporting.forms.labels import Words, are_opposite, unnumbered, words_of
from honglam.engines.reporting.forms.measures import factor_between, measure_of
from honglam.engines.reporting.forms.reading import Blank, FormCell, FormSheet
from honglam.engines.reporting.terms import CellContent, FormMeasure
from honglam.engines.reporting.workbooks.whose import bare, plain
from honglam.toolkit.text import fold

NEAR = 82
"""From this likeness (of 100) on a name is proposed, as doubtful."""
PERCENT = "%"
SHARES = (FormMeasure.GROWTH, FormMeasure.CHANGE, FormMeasure.OF_TARGET)
_HUNDREDTH = Decimal("0.01")
_FEWEST_UNITS = 2
_TOTAL = re.compile("|".join(fold(words) for words in ("tổng", "cộng", "toàn tỉnh", "toàn xã", "toàn ngành")))


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """An indicator that cells can be filled from."""

    key: int
    name: str
    measure: str = ""


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit that a line or a column can be about, under all names it goes by."""

    key: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What one cell is filled with; `doubt` says why a person has to look, empty where it is sure."""

    sheet: str
    cell: str
    content: CellContent
    indicator: int | None = None
    measure: FormMeasure | None = None
    unit: int | None = None
    factor: Decimal = Decimal(1)
    doubt: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether it can be taken over unseen."""
        return not self.doubt


def propose(
    blank: Blank, indicators: Sequence[KnownIndicator], units: Sequence[KnownUnit], *, only: Iterable[FormCell] = ()
) -> list[Proposed]:
    """Proposals for the cells of a form, or for some of them; cells that nothing fits have none."""
    names, whom = _Names(indicators), _Units(units)
    wanted = {cell.key for cell in only} or set(blank.cells)
    found = []
    for sheet in blank.sheets:
        has_units = whom.are_lines_of(sheet), whom.are_columns_of(sheet)
        for cell in sheet.cells:
            if cell.key in wanted:
                one = _for_cell(cell, sheet, names, whom, *has_units)
                if one is not None:
                    found.append(one)
    return found


def factor_for(cell: FormCell, measure: str, kind: str) -> Decimal | None:
    """What a figure of this measure is multiplied with in a cell; None where the measures do not fit."""
    if kind in SHARES:
        return _HUNDREDTH if cell.is_percent else Decimal(1)
    factor = factor_between(measure, cell.measure)
    if factor is not None and cell.is_percent and measure_of(measure) == measure_of(PERCENT):
        factor = _HUNDREDTH
    return factor


def kind_of(cell: FormCell) -> FormMeasure | None:
    """The figure that the headings of a cell, or its line, ask for; None where they say none."""
    return _kind_of(cell, cell.headings, lines_are_units=False)[0]


def _fits(cell: FormCell, measure: str, kind: str) -> bool:
    """Whether an indicator's measure fits a cell; of shares it is the line that says which measure is compared."""
    if kind in SHARES:
        return factor_between(measure, cell.line_measure) is not None
    return factor_for(cell, measure, kind) is not None


def _for_cell(
    cell: FormCell, sheet: FormSheet, names: _Names, whom: _Units, lines_are_units: bool, columns_are_units: bool
) -> Proposed | None:
    if cell.content != CellContent.FIGURE:
        return Proposed(cell.sheet, cell.cell, cell.content)
    if not cell.is_asked:
        return None
    unit: int | None = None
    is_total = False
    words = [unnumbered(cell.line)]
    if lines_are_units:
        unit = whom.named(cell.line)
        is_total = unit is None and bool(_TOTAL.match(words_of(cell.line).text))
        if unit is None and not is_total:
            return None
        words = []
    headings = list(cell.headings)
    if columns_are_units:
        told = [(whom.named(heading), heading) for heading in headings]
        unit = next((key for key, _heading in told if key is not None), unit)
        headings = [heading for key, heading in told if key is None]
    kind, left, line_kind = _kind_of(cell, headings, lines_are_units)
    if line_kind:
        words = [unnumbered(cell.path[-1])] if cell.path else []
    asked = _asked(words, left, sheet.titles if lines_are_units or columns_are_units else ())
    best = names.nearest(asked, cell, kind)
    if best is None:
        return None
    proposed = Proposed(
        cell.sheet, cell.cell, cell.content, best.indicator.key, kind or FormMeasure.VALUE, unit,
        best.factor or Decimal(1), best.doubt,
    )  # fmt: skip
    if not proposed.doubt and (unsaid := _unsaid(words, left, best)):
        proposed = replace(proposed, doubt=_("Biểu còn ghi “%(words)s”: chưa rõ hỏi gì.") % {"words": unsaid})
    if not proposed.doubt and is_total:
        proposed = replace(proposed, doubt=_("Dòng tổng: sẽ điền số của chính đơn vị lập biểu."))
    return proposed


def _kind_of(cell: FormCell, headings: Sequence[str], lines_are_units: bool) -> tuple[FormMeasure | None, str, bool]:
    """The figure asked for, the other words of the headings, and whether the line itself only names a figure."""
    kind: FormMeasure | None = None
    left: list[str] = []
    for heading in reversed(headings):
        told, rest = kind_in(heading)
        kind = _sharper(kind, told)
        if rest:
            left.insert(0, rest)
    if not lines_are_units:
        told, rest = kind_in(cell.line)
        if told is not None and not rest:
            return _sharper(told, kind), " ".join(left), True
    return kind, " ".join(left), False


def _sharper(kind: FormMeasure | None, other: FormMeasure | None) -> FormMeasure | None:
    """The more telling of two: “Thực hiện” above “Lũy kế” is lũy kế."""
    if kind in (None, FormMeasure.VALUE) and other is not None:
        return other
    return kind


def _unsaid(words: Sequence[str], left: str, best: _Found) -> str:
    """Words of the line or of the headings that the name of the indicator does not account for."""
    meant = {*words_of(best.text).words, *words_of(best.name_words).words, *words_of(best.name_words).divisor}
    for text in (*words, left):
        if text and not set(words_of(text).words) <= meant:
            return text
    return ""


def _asked(words: Sequence[str], left: str, titles: Sequence[str]) -> list[str]:
    """Texts that may name the indicator, the most telling first."""
    line = " ".join(words).strip()
    found = [f"{line} {left}", line, left] if line else [left]
    return [text for text in dict.fromkeys([*(one.strip() for one in found), *(titles if not left else ())]) if text]


@dataclass(frozen=True, slots=True)
class _Found:
    indicator: KnownIndicator
    factor: Decimal | None
    doubt: str
    name_words: str
    text: str


class _Names:
    """The indicators by their names made comparable."""

    def __init__(self, indicators: Sequence[KnownIndicator]) -> None:
        self.known: list[tuple[KnownIndicator, Words]] = [(one, words_of(one.name)) for one in indicators]
        self.by_key: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
        self.by_words: dict[tuple[str, ...], list[int]] = {}
        for at, (_one, words) in enumerate(self.known):
            self.by_key.setdefault(words.key, []).append(at)
            self.by_words.setdefault(words.key[0], []).append(at)
        self.remembered: dict[str, list[int]] = {}

    @cached_property
    def texts(self) -> list[str]:
        """The names to be compared with."""
        return [" ".join((*words.words, *words.divisor)) for _one, words in self.known]

    def nearest(self, asked: Sequence[str], cell: FormCell, kind: FormMeasure | None) -> _Found | None:
        """The indicator that one of the texts names: an equal name first, else the nearest one, as doubtful."""
        for text in asked:
            if (same := self._equal(text, cell, kind)) is not None:
                return same
        for text in asked:
            if (near := self._near(text, cell, kind)) is not None:
                return near
        return None

    def _equal(self, text: str, cell: FormCell, kind: FormMeasure | None) -> _Found | None:
        found = [self.known[at] for at in self.by_key.get(words_of(text).key, ())]
        fitting = [(one, words) for one, words in found if _fits(cell, one.measure, kind or "")]
        for one, words in fitting or found:
            factor = factor_for(cell, one.measure, kind or "")
            doubt = ""
            if factor is None:
                doubt = _("Biểu hỏi theo “%(asked)s”, chỉ tiêu đo bằng “%(stored)s”.") % {
                    "asked": cell.measure, "stored": one.measure,
                }  # fmt: skip
            elif not fitting and kind in SHARES:
                doubt = _("Dòng này đo bằng “%(asked)s”, chỉ tiêu đo bằng “%(stored)s”.") % {
                    "asked": cell.line_measure, "stored": one.measure,
                }  # fmt: skip
            elif len(fitting) > 1:
                doubt = _("Có %(count)d chỉ tiêu cùng tên; hãy chọn đúng chỉ tiêu.") % {"count": len(fitting)}
            return _Found(one, factor, doubt, words.text, text)
        return None

    def _near(self, text: str, cell: FormCell, kind: FormMeasure | None) -> _Found | None:
        asked = words_of(text)
        if len(asked.words) < 2:
            return None
        joined = " ".join((*asked.words, *asked.divisor))
        if joined not in self.remembered:
            hits = process.extract(joined, self.texts, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=5)
            self.remembered[joined] = [*self.by_words.get(asked.key[0], ()), *(at for _text, _score, at in hits)]
        for at in self.remembered[joined]:
            one, words = self.known[at]
            factor = factor_for(cell, one.measure, kind or "")
            if factor is None or are_opposite(asked.text, words.text):
                continue
            if sorted(asked.divisor) != sorted(words.divisor):
                doubt = _("Gần giống “%(name)s” nhưng mẫu số khác; chỉ ghép khi cách tính như nhau.")
            else:
                doubt = _("Gần giống “%(name)s” nhưng khác chữ; hãy xem có cùng nội dung không.")
            return _Found(one, factor, doubt % {"name": one.name}, words.text, text)
        return None


class _Units:
    """The units by their names; a bare name counts where only one unit bears it."""

    def __init__(self, units: Sequence[KnownUnit]) -> None:
        self.whole: dict[str, set[int]] = {}
        self.bare: dict[str, set[int]] = {}
        for unit in units:
            for name in unit.names:
                if name:
                    self.whole.setdefault(plain(name), set()).add(unit.key)
                    self.bare.setdefault(bare(name), set()).add(unit.key)

    def named(self, text: str) -> int | None:
        """The unit whose name a text is; None where it is none, or several."""
        words = unnumbered(text)
        for found in (self.whole.get(plain(words)), self.bare.get(bare(words))):
            if found and len(found) == 1:
                return next(iter(found))
        return None

    def are_lines_of(self, sheet: FormSheet) -> bool:
        """Whether most lines of a sheet are units."""
        return self._are({cell.line for cell in sheet.cells if cell.is_asked and cell.line})

    def are_columns_of(self, sheet: FormSheet) -> bool:
        """Whether most columns of a sheet stand under units."""
        asked = [cell.headings for cell in sheet.cells if cell.is_asked and cell.content == CellContent.FIGURE]
        heads = {next((head for head in heading if self.named(head) is not None), heading[-1])
                 for heading in asked if heading}  # fmt: skip
        return self._are(heads)

    def _are(self, texts: set[str]) -> bool:
        named = sum(self.named(text) is not None for text in texts)
        return named >= _FEWEST_UNITS and 2 * named >= len(texts)
