"""What changed between two versions of a form: lines added, dropped, changed, moved. Plain values, no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What a line of a form asks for. `key` is the indicator's code."""

    key: str
    name: str
    group_title: str = ""
    is_required: bool = True
    help: str = ""


class ChangeKind(StrEnum):
    """What became of a line."""

    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"
    MOVED = "moved"

    @property
    def label(self) -> str:
        """The word that people read."""
        return str(_KINDS[self])


_KINDS = {
    ChangeKind.ADDED: gettext_lazy("Thêm"),
    ChangeKind.DROPPED: gettext_lazy("Bỏ"),
    ChangeKind.CHANGED: gettext_lazy("Sửa"),
    ChangeKind.MOVED: gettext_lazy("Đổi chỗ"),
}


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line that differs: what it asked before (None: it is new) and asks now (None: it is dropped)."""

    kind: ChangeKind
    before: LineFacts | None
    after: LineFacts | None
    words: str = ""

    @property
    def line(self) -> LineFacts:
        """The line as it stands now, or stood last."""
        found = self.after or self.before
        assert found is not None
        return found


def changes_between(before: Sequence[LineFacts], after: Sequence[LineFacts]) -> list[LineChange]:
    """What changed, in the order of the newer version, dropped lines last.

    A line counts as moved only where its place among the lines of both versions is another: a line that was added
    above moves nobody.
    """
    old = {line.key: line for line in before}
    new = {line.key: line for line in after}
    stayed_before = [line.key for line in before if line.key in new]
    stayed_after = [line.key for line in after if line.key in old]
    in_order = set(_longest_common(stayed_before, stayed_after))
    found = []
    for line in after:
        was = old.get(line.key)
        if was is None:
            found.append(LineChange(ChangeKind.ADDED, None, line))
        elif words := _what_changed(was, line):
            found.append(LineChange(ChangeKind.CHANGED, was, line, words))
        elif line.key not in in_order:
            found.append(LineChange(ChangeKind.MOVED, was, line))
    found += [LineChange(ChangeKind.DROPPED, line, None) for line in before if line.key not in new]
    return found


def _what_changed(before: LineFacts, after: LineFacts) -> str:
    told = []
    if before.group_title != after.group_title:
        told.append(_("nhóm: %(before)s → %(after)s") % _pair(before.group_title, after.group_title))
    if before.is_required != after.is_required:
        told.append(_("thành bắt buộc") if after.is_required else _("không còn bắt buộc"))
    if before.help != after.help:
        told.append(_("hướng dẫn: %(before)s → %(after)s") % _pair(before.help, after.help))
    return "; ".join(told)


def _pair(before: str, after: str) -> dict[str, str]:
    return {"before": before or "—", "after": after or "—"}


def _longest_common(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """The longest run of keys in one order in both: those that did not move (each key stands once)."""
    place = {key: number for number, key in enumerate(second)}
    best: list[list[str]] = []
    for key in first:
        longest = max((one for one in best if place[one[-1]] < place[key]), key=len, default=[])
        best.append([*longest, key])
    return max(best, key=len, default=[])
