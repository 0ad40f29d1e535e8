"""Which column of a document system's export holds what: guessed by the words of its title, corrected by people.

TDOFFICE, VNPT-iOffice and the others let an office choose the columns and their titles, so no layout is prescribed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from honglam.engines.plans.terms import ImportField
from honglam.toolkit.text import strip_marks

_WORDS: dict[ImportField, tuple[str, ...]] = {
    ImportField.NUMBER: ("so ky hieu", "so va ky hieu", "so hieu", "ky hieu", "so van ban", "so vb", "so kh", "so"),
    ImportField.ISSUED_ON: ("ngay ban hanh", "ngay van ban", "ngay vb", "ngay ky", "ngay bh", "ngay thang"),
    ImportField.KIND: ("loai van ban", "hinh thuc van ban", "loai vb", "loai"),
    ImportField.ISSUER: (
        "co quan ban hanh", "don vi ban hanh", "noi ban hanh", "co quan giao", "don vi giao", "noi gui", "co quan gui",
        "don vi gui", "cqbh",
    ),
    ImportField.TITLE: ("trich yeu", "ve viec", "noi dung van ban", "ten van ban"),
    ImportField.SIGNER: ("nguoi ky",),
    ImportField.WORK: (
        "noi dung giao", "noi dung cong viec", "nhiem vu", "viec giao", "cong viec", "viec can lam", "ten nhiem vu",
        "noi dung nhiem vu", "noi dung chi dao", "y kien chi dao", "noi dung xu ly", "noi dung thuc hien",
    ),
    ImportField.CONTENT: ("yeu cau", "noi dung", "ghi chu", "mo ta"),
    ImportField.LEAD: (
        "chu tri", "don vi xu ly", "xu ly chinh", "don vi thuc hien", "don vi duoc giao", "co quan thuc hien",
        "don vi nhan", "noi nhan", "don vi chu tri",
    ),
    ImportField.COORDINATING: ("phoi hop",),
    ImportField.MONITORING: ("theo doi", "don doc", "tong hop"),
    ImportField.DUE_ON: (
        "han xu ly", "han hoan thanh", "thoi han", "han tra loi", "ngay het han", "han thuc hien", "han",
    ),
    ImportField.PRODUCT: ("san pham", "ket qua"),
    ImportField.REFERENCE: ("ma van ban", "ma vb", "ma dinh danh", "ma ho so", "id van ban", "id", "ma so"),
}  # fmt: skip
_NEVER = ("ngay den", "so den", "so di", "so trang", "so luong", "so ban", "so dien thoai", "stt", "tinh trang",
          "trang thai", "ngay nhan", "ngay chuyen", "ngay hoan thanh", "ket qua xu ly", "nguoi xu ly",
          "nguoi nhan", "do khan", "do mat")  # fmt: skip
_NOT_WORDS = re.compile(r"[\W_]+")


def words_of(heading: str) -> str:
    """A title as it is compared: no marks, no signs (“Số/Ký hiệu (*)” is “so ky hieu”)."""
    return _NOT_WORDS.sub(" ", strip_marks(heading)).strip()


def guessed_columns(headings: Sequence[str], before: Mapping[str, str] | None = None) -> dict[str, str]:
    """The field of each title that seems to hold one; no field twice.

    `before` is what people of the unit chose for an earlier file, by title: it wins over any guess, also where they
    chose nothing (an empty field).
    """
    chosen = {words_of(heading): field for heading, field in (before or {}).items()}
    found: dict[str, str] = {}
    open_titles = []
    for heading in dict.fromkeys(filter(None, headings)):
        field = chosen.get(words_of(heading))
        if field is None:
            open_titles.append(heading)
        elif field in ImportField.values and field not in found.values():
            found[heading] = field
    scored = [(score, heading, field) for heading in open_titles for score, field in _scores(words_of(heading))]
    for _score, heading, field in sorted(scored, key=lambda one: -one[0]):
        if heading not in found and field not in found.values():
            found[heading] = field.value
    return {heading: found[heading] for heading in headings if heading in found}


def _scores(title: str) -> list[tuple[float, ImportField]]:
    """How well each field fits a title: by the longest of its phrases in it, and how much of the title that is."""
    if not title or any(f" {title} ".startswith(f" {phrase} ") for phrase in _NEVER):
        return []
    scores = []
    for field, phrases in _WORDS.items():
        fitting = [len(phrase) for phrase in phrases if f" {phrase} " in f" {title} "]
        if fitting and (max(fitting) > 4 or max(fitting) == len(title)):
            scores.append((max(fitting) + max(fitting) / len(title), field))
    return scores


def heading_row(lines: Sequence[tuple[int, Sequence[str]]]) -> int:
    """The place among the first lines of a sheet of the one that holds the titles: where most fields are recognised."""
    counted = [(len(guessed_columns(cells)), -place) for place, (_number, cells) in enumerate(lines)]
    most, place = max(counted, default=(0, 0))
    if most >= 2:
        return -place
    filled = [place for place, (_number, cells) in enumerate(lines) if sum(bool(cell) for cell in cells) >= 3]
    return filled[0] if filled else 0
