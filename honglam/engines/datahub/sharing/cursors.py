"""Where the next page of the API begins: a text that clients pass back unread."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from django.utils.translation import gettext as _

from honglam.engines.datahub.errors import QueryMalformed

ROWS, CHANGED, REMOVED = "r", "c", "d"
LARGEST = 10**12


@dataclass(frozen=True, slots=True)
class Cursor:
    """In which version, in which part of the answer, after how many rows."""

    version: int
    part: str
    offset: int

    def __str__(self) -> str:
        text = f"{self.version}.{self.part}.{self.offset}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def cursor_of(text: str) -> Cursor:
    """Read a cursor back. Raises QueryMalformed: it is not one of ours."""
    try:
        version, part, offset = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii").split(".")
        cursor = Cursor(int(version), part, int(offset))
    except (ValueError, binascii.Error) as error:
        raise QueryMalformed(_("Con trỏ trang không đúng; hãy dùng đúng giá trị “next” đã nhận."), "cursor") from error
    if part not in (ROWS, CHANGED, REMOVED) or not (0 <= cursor.offset < LARGEST and 0 < cursor.version < LARGEST):
        raise QueryMalformed(_("Con trỏ trang không đúng; hãy dùng đúng giá trị “next” đã nhận."), "cursor")
    return cursor
