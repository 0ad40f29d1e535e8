"""Titles of documents as lists show them."""

from __future__ import annotations

SHOUTED_KINDS = ("KẾ HOẠCH", "CHƯƠNG TRÌNH", "QUYẾT ĐỊNH", "CHỈ THỊ", "THÔNG BÁO", "CÔNG VĂN", "ĐỀ ÁN")
"""Names of kinds of documents as they stand in capitals above a subject."""


def subject_of(title: str) -> str:
    """The title of a document without the name of its kind in capitals before it; any other title as it stands.

    “KẾ HOẠCH Phát triển dữ liệu năm 2026” gives “Phát triển dữ liệu năm 2026”. Nothing else is rewritten: a title
    wholly in capitals could only be guessed at.
    """
    for kind in SHOUTED_KINDS:
        if title.startswith(f"{kind} "):
            rest = title.removeprefix(kind).lstrip(" :–-")
            return rest[:1].upper() + rest[1:] if rest else title
    return title
