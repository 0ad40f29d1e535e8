"""Whose copy it is: by the name of the file and the words above the table, among the units that were asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from honglam.engines.reporting.workbooks.comparing import ReturnedCopy
from honglam.toolkit.text import strip_marks

_NOISE = re.compile(r"[^a-z0-9]+")
_KIND = re.compile(r"^(?:ubnd|uy ban nhan dan|xa|phuong|dac khu|so|phong|van phong|thi tran|dang uy)\s+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A unit that was asked to fill the form; `names` are all names it goes by."""

    key: str
    name: str
    names: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Words without marks and signs, parted by single spaces: "Xa_Dong-Loc.xlsx" and “Xã Đồng Lộc” meet here."""
    return _NOISE.sub(" ", strip_marks(text)).strip()


def bare(name: str) -> str:
    """The name without the words for its kind: "dong loc"."""
    words = plain(name)
    while (shorter := _KIND.sub("", words)) != words:
        words = shorter
    return words


def whose(copy: ReturnedCopy, asked: Sequence[Asked]) -> Asked | None:
    """The unit that a copy comes from; None where no name, or more than one, fits.

    The words above the table count before the name of the file; a full name counts before a bare one.
    """
    for text in (plain(copy.heading), plain(copy.name)):
        for spelling in (plain, bare):
            hits = [
                (written, unit)
                for unit in asked
                for name in (unit.name, *unit.names)
                if (written := spelling(name)) and f" {written} " in f" {text} "
            ]
            whole = [(written, unit) for written, unit in hits if not _is_part(written, [other for other, _ in hits])]
            found = {unit.key: unit for _, unit in whole}
            if len(found) == 1:
                return next(iter(found.values()))
    return None


def _is_part(written: str, others: list[str]) -> bool:
    """Whether a name only stands inside a longer one that was found too ("Đông" in "Hải Đông")."""
    return any(written != other and f" {written} " in f" {other} " for other in others)
