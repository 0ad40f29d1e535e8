"""Which line of a file holds the headings, and what each heading means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from honglam.engines.registers.importing.targets import Target
from honglam.toolkit.text import fold, nfc, squeeze, strip_marks

HEADING_WITHIN = 30
ALIKE_FROM = 86.0
CLEAR_LEAD = 4.0
MOST_COLUMNS = 300
_ORNAMENTS = re.compile(r"[*:(]*\s*\*?\s*$")
_WORDS = re.compile(r"[^\W_]+")
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,2}\)|\d{1,2}[.)])\s*")


def error_heading() -> str:
    """The heading of the column that says what is wrong, in files of rejected lines; it is never read."""
    return _("Lỗi cần sửa")


def headings_of(cells: Sequence[Any]) -> list[str]:
    """The headings of a line, each once: a nameless column is called after its place, a repeated name is numbered."""
    found: list[str] = []
    taken: set[str] = set()
    cells = list(cells)[:MOST_COLUMNS]
    while cells and cells[-1] in (None, ""):
        cells.pop()
    for place, cell in enumerate(cells, 1):
        name = squeeze(nfc("" if cell is None else str(cell)))[:200] or _("Cột %(n)d") % {"n": place}
        base, number = name, 1
        while name in taken:
            number += 1
            name = f"{base} ({number})"
        taken.add(name)
        found.append(name)
    return found


def find_headings(lines: Iterable[tuple[int, Sequence[Any]]], targets: Sequence[Target]) -> tuple[int, list[str]]:
    """The line of the headings within the first thirty, and the headings: the line of which most names are known.

    Where none is known the first line with two filled cells counts; (0, []) where there is no such line.
    """
    known = {key for target in targets for name in target.names for key in _keys(name)}
    best: tuple[int, int, list[str]] = (-1, 0, [])
    for number, cells in lines:
        if number > HEADING_WITHIN:
            break
        texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
        if len([cell for cell in cells if cell not in (None, "")]) < 2 and len(texts) < len(targets):
            score = len({text for text in texts if _keys(text) & known})
            if not score:
                continue
        else:
            score = sum(1 for text in texts if _keys(text) & known)
        if score > best[0]:
            best = (score, number, headings_of(cells))
    return best[1], best[2]


def matched(
    headings: Sequence[str], targets: Sequence[Target], remembered: Mapping[str, str] | None = None,
    offered: Sequence[Target] = (),
) -> dict[str, str]:  # fmt: skip
    """Heading → key of a target, each target once: what was remembered, then equal names, then near ones.

    Where something was remembered only targets that were not `offered` then are looked for among the other headings.
    """
    usable = {target.key for target in targets}
    taken: dict[str, str] = {}
    for heading in headings:
        key = (remembered or {}).get(heading, "")
        if key in usable and key not in taken.values():
            taken[heading] = key
    before = {target.key for target in offered}
    looked_for = targets if remembered is None else [target for target in targets if target.key not in before]
    _take_equal(headings, looked_for, taken)
    if remembered is None:
        _take_near(headings, targets, taken)
    return {heading: taken[heading] for heading in headings if heading in taken}


def _take_equal(headings: Sequence[str], targets: Sequence[Target], taken: dict[str, str]) -> None:
    for exact in (True, False):
        for heading in headings:
            if heading in taken or fold(heading) == fold(error_heading()):
                continue
            wanted = _keys(heading, loose=not exact)
            for target in targets:
                if target.key not in taken.values() and any(_keys(name, loose=not exact) & wanted
                                                            for name in target.names):  # fmt: skip
                    taken[heading] = target.key
                    break


def _take_near(headings: Sequence[str], targets: Sequence[Target], taken: dict[str, str]) -> None:
    """Near names, the nearest pair first; a heading that might mean two things is left to the person."""
    scores: list[tuple[float, str, str]] = []
    for heading in headings:
        if heading in taken or fold(heading) == fold(error_heading()) or len(heading) < 4:
            continue
        asked = strip_marks(_bare(heading))
        likes = sorted(
            ((max(_likeness(asked, strip_marks(_bare(name))) for name in target.names), target.key)
             for target in targets if target.key not in taken.values()), reverse=True,
        )  # fmt: skip
        if likes and likes[0][0] >= ALIKE_FROM and (len(likes) == 1 or likes[0][0] - likes[1][0] >= CLEAR_LEAD):
            scores.append((likes[0][0], heading, likes[0][1]))
    for _score, heading, key in sorted(scores, reverse=True):
        if key not in taken.values():
            taken[heading] = key


def _likeness(asked: str, name: str) -> float:
    """How far two headings say the same; one that holds all words of the other (at least two) is nearly it."""
    words, others = set(_WORDS.findall(asked)), set(_WORDS.findall(name))
    contained = len(words & others) >= 2 and (words <= others or others <= words)
    return max(fuzz.token_sort_ratio(asked, name), 80.0 + 2 * len(words & others) + 6 if contained else 0.0)


def _bare(text: str) -> str:
    """A heading without numbering before it and stars after it."""
    return _ORNAMENTS.sub("", _NUMBERING.sub("", text))


def _keys(text: str, *, loose: bool = True) -> set[str]:
    """The spellings under which a heading is compared."""
    whole = fold(_bare(text))
    if not loose:
        return {whole} - {""}
    words = " ".join(_WORDS.findall(strip_marks(whole)))
    return {whole, words, fold(_bare(re.sub(r"\([^)]*\)", " ", text)))} - {""}


def faults_of_mapping(mapping: Mapping[str, str], targets: Sequence[Target]) -> list[str]:
    """What keeps a mapping from being used: a target named twice, an identity that no column fills."""
    by_key = {target.key: target for target in targets}
    faults = [_("Không có cột “%(key)s” trong sổ.") % {"key": key} for key in mapping.values() if key not in by_key]
    named = [key for key in mapping.values() if key in by_key]
    for key in dict.fromkeys(key for key in named if named.count(key) > 1):
        faults.append(_("Hai cột của tệp cùng ghép với “%(label)s”. Hãy bỏ một.") % {"label": by_key[key].label})
    filled = {by_key[key].column for key in named}
    missing = dict.fromkeys(
        target.label
        for target in targets
        if target.is_identity
        and not target.part
        and target.column not in filled
        and target.key != "unit"  # rows of a file without that column are kept by the unit that was chosen
    )
    if missing:
        faults.append(
            _("Chưa ghép cột: %(labels)s. Sổ nhận ra mỗi dòng theo các cột này.") % {"labels": ", ".join(missing)}
        )
    halves = {key for key in named if key.startswith("geometry.")}
    if len(halves) == 1:
        faults.append(_("Có kinh độ thì phải có vĩ độ và ngược lại. Hãy ghép cả hai hoặc bỏ cả hai."))
    return faults


def left_empty(mapping: Mapping[str, str], targets: Sequence[Target]) -> list[str]:
    """Labels of demanded columns that no column of the file fills: new rows will be refused."""
    columns = {target.column for target in targets if target.key in set(mapping.values())}
    return list(dict.fromkeys(
        target.label for target in targets if target.is_required and not target.is_identity and not target.part
        and target.column not in columns
    ))  # fmt: skip
