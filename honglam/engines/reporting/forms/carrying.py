"""A mapping carried from one blank form to the next: by the words of lines and headings, wherever they stand now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from honglam.engines.reporting.forms.labels import plainly, unnumbered
from honglam.engines.reporting.forms.reading import Blank, FormCell
from honglam.engines.reporting.terms import CellContent
from honglam.toolkit.text import fold

Key = tuple[str, str]
_LIKE = 85
"""From this likeness (of 100) on a line is taken for the same with other words, and somebody has to look."""


@dataclass(frozen=True, slots=True)
class Note:
    """One change of a form: what kind, which cell of the new form (empty: none), in words."""

    kind: str
    sheet: str
    cell: str
    text: str

    def to_json(self) -> dict[str, str]:
        """As it is stored with the version."""
        return {"kind": self.kind, "sheet": self.sheet, "cell": self.cell, "text": self.text}


@dataclass(frozen=True)
class Carried:
    """Where the mapped cells of the old form are in the new one.

    `places` maps old cells to new ones; of these `doubtful` have to be looked at; `fresh` are cells that the old form
    did not have. `notes` say what changed.
    """

    places: Mapping[Key, Key]
    doubtful: frozenset[Key]
    fresh: tuple[FormCell, ...]
    notes: tuple[Note, ...]


def carried(old: Blank, new: Blank, mapped: Iterable[Key]) -> Carried:
    """Find the mapped cells of a form in its next blank: same words first, then nearly the same, once each."""
    sheets = _sheets(old, new)
    wanted = [old.cells[key] for key in mapped if key in old.cells]
    before, after = _by_words(old, sheets), _by_words(new, {})
    places: dict[Key, Key] = {}
    taken: set[Key] = set()
    doubtful: set[Key] = set()
    rest = []
    for cell in wanted:
        same = after.get(before.words[cell.key])
        if same is not None:
            places[cell.key] = same.key
            taken.add(same.key)
        else:
            rest.append(cell)
    for cell in rest:
        like = _like(cell, [one for one in new.cells.values() if one.key not in taken], sheets)
        if like is not None:
            places[cell.key] = like.key
            taken.add(like.key)
            doubtful.add(like.key)
    known = set(before.words.values())
    fresh = tuple(
        cell for cell in new.cells.values()
        if after.words[cell.key] not in known and cell.key not in taken and cell.is_asked
    )  # fmt: skip
    notes = _notes(wanted, places, doubtful, fresh, new, sheets)
    return Carried(places, frozenset(doubtful), fresh, tuple(notes))


class _Words(dict[Any, FormCell]):
    """Cells by their words; `words` are those of each cell. Cells of the same words are told apart by their order."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[Key, Any] = {}


def _by_words(blank: Blank, sheets: Mapping[str, str]) -> _Words:
    found = _Words()
    count: dict[Any, int] = {}
    for cell in blank.cells.values():
        words = (
            fold(sheets.get(cell.sheet, cell.sheet)), cell.content, tuple(_line(one) for one in cell.path),
            _line(cell.line), tuple(_heading(one) for one in cell.headings), _gapless(cell.text),
        )  # fmt: skip
        number = count[words] = count.get(words, 0) + 1
        found[(*words, number)] = cell
        found.words[cell.key] = (*words, number)
    return found


def _line(text: str) -> str:
    return plainly(unnumbered(text))


def _heading(text: str) -> str:
    """A heading without years, so that “Kế hoạch 2027” is where “Kế hoạch 2026” was."""
    return " ".join(word for word in plainly(text).split() if not (word.isdigit() and len(word) == 4))


def _gapless(text: str) -> str:
    return "".join(sign for sign in plainly(text) if sign.isalpha() or sign == " ").strip()


def _sheets(old: Blank, new: Blank) -> dict[str, str]:
    """Old names of sheets to new ones: the same name, else the only sheet, else the one at the same place."""
    names = {fold(sheet.name): sheet.name for sheet in new.sheets}
    free = [sheet.name for sheet in new.sheets if fold(sheet.name) not in {fold(one.name) for one in old.sheets}]
    found = {}
    for at, sheet in enumerate(old.sheets):
        if fold(sheet.name) in names:
            found[sheet.name] = names[fold(sheet.name)]
        elif len(old.sheets) == len(new.sheets) and new.sheets[at].name in free:
            found[sheet.name] = new.sheets[at].name
    return found


def _like(cell: FormCell, candidates: list[FormCell], sheets: Mapping[str, str]) -> FormCell | None:
    """The cell with nearly the words of another: one of line and heading the same, the other much alike."""
    best: tuple[float, FormCell] | None = None
    line, heading = _line(cell.line), " ".join(_heading(one) for one in cell.headings)
    for one in candidates:
        if one.content != cell.content or fold(one.sheet) != fold(sheets.get(cell.sheet, cell.sheet)):
            continue
        if cell.content != CellContent.FIGURE:
            score = fuzz.ratio(_gapless(cell.text), _gapless(one.text))
        else:
            lines = fuzz.token_sort_ratio(line, _line(one.line))
            heads = fuzz.token_sort_ratio(heading, " ".join(_heading(head) for head in one.headings))
            score = min(lines, heads) if max(lines, heads) == 100 else 0
        if score >= _LIKE and (best is None or score > best[0]):
            best = (score, one)
    return best[1] if best else None


def _notes(
    wanted: list[FormCell], places: Mapping[Key, Key], doubtful: set[Key], fresh: tuple[FormCell, ...], new: Blank,
    sheets: Mapping[str, str],
) -> list[Note]:  # fmt: skip
    """What changed, told once for each line or column."""
    notes: dict[Any, Note] = {}
    for was, now in sheets.items():
        if was != now:
            words = _("Trang “%(was)s” nay là “%(now)s”.") % {"was": was, "now": now}
            notes["sheet", was] = Note("renamed", now, "", words)
    for cell in wanted:
        place = places.get(cell.key)
        name = unnumbered(cell.line) or cell.title
        if place is None:
            words = _("Không còn ô “%(title)s” (trước ở %(cell)s).") % {"title": cell.title, "cell": cell.cell}
            notes["gone", cell.key] = Note("gone", cell.sheet, "", words)
            continue
        now_at = new.cells[place]
        if place in doubtful:
            words = _("Ô “%(was)s” nay ghi “%(now)s”: cần xem lại.") % {"was": cell.title, "now": now_at.title}
            notes["look", place] = Note("look", now_at.sheet, now_at.cell, words)
        elif cell.row != now_at.row:
            words = _("Dòng “%(name)s” chuyển từ %(was)d sang %(now)d.") % {
                "name": name, "was": cell.row, "now": now_at.row,
            }  # fmt: skip
            notes.setdefault(("row", cell.sheet, cell.row), Note("moved", now_at.sheet, now_at.cell, words))
        elif cell.column != now_at.column:
            words = _("Cột “%(name)s” chuyển chỗ.") % {"name": now_at.heading}
            notes.setdefault(("column", cell.sheet, cell.column), Note("moved", now_at.sheet, now_at.cell, words))
    for cell in fresh:
        words = _("Dòng hoặc ô mới: “%(title)s”.") % {"title": cell.title}
        notes["fresh", cell.key] = Note("fresh", cell.sheet, cell.cell, words)
    return list(notes.values())
