"""Which moves a row may make, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _


class MoveLine(Protocol):
    """A line of a lifecycle, as far as the rules ask."""

    @property
    def sources(self) -> tuple[str, ...]:
        """States from which it leads."""
        ...

    @property
    def verb(self) -> str | Promise:
        """What its button says."""
        ...


def no_lifecycle() -> str:
    """What is said of a register without states."""
    return _("Sổ này không có các bước trạng thái.")


def refusal_of(line: MoveLine, *, state: str, empty: Sequence[str]) -> str:
    """Why a row in `state`, with `empty` columns of those that the move demands, cannot make it; "" where it can."""
    if state not in line.sources:
        return _("Không thể “%(verb)s” từ trạng thái hiện tại. Có thể người khác vừa chuyển; hãy tải lại trang.") % {
            "verb": line.verb
        }
    if empty:
        return _("Trước khi “%(verb)s” hãy điền: %(columns)s.") % {"verb": line.verb, "columns": ", ".join(empty)}
    return ""


def open_moves(lines: Iterable[MoveLine], state: str) -> list[MoveLine]:
    """The moves that lead out of a state, in the order of the table."""
    return [line for line in lines if state in line.sources]
