"""Numbers of documents as people write and type them: “1204/UBND-KGVX”, “1204”, “số 1204”, “CV số 1204/UBND”."""

from __future__ import annotations

import re

from honglam.toolkit.text import strip_marks

_LEAD_IN = re.compile(
    r"^\s*(?:(?:cong van|cv|quyet dinh|qd|thong bao|tb|ke hoach|kh|chi thi|ct|van ban|vb)\b\.?\s*)?(?:so|s)\s*[:.]?\s*"
    r"(?=\d)"
)


def number_typed(text: str) -> str:
    """What was typed without the words before a number: “số 1204” and “công văn số: 1204” are “1204”; else as it came.

    >>> number_typed("Công văn số 1204/UBND-KGVX"), number_typed("số hóa hồ sơ")
    ('1204/ubnd-kgvx', 'số hóa hồ sơ')
    """
    plain = strip_marks(text)
    found = _LEAD_IN.match(plain)
    return plain[found.end() :].strip() if found else text.strip()
