"""Names as keys: one spelling for every way to write the same body.

“Sở KH&CN”, “sở KHCN” and “Sở Khoa học – Công nghệ” come to the same few keys: words are folded, “và” and “các” dropped,
the abbreviations of official language spelled out, spaces left out; initials of any name are derived, not listed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from honglam.toolkit.text import fold, strip_marks

Words = tuple[str, ...]

_LEADING = re.compile(
    r"^(?:[\s\-–—+•*.;:]+|\(?\d{1,2}[.)]\s+|[a-zđ]\)\s+)*(?:(?:đề nghị|giao cho|giao)\s+)?"
    # The head of a body stands for the body: “Giám đốc Sở Tài chính”, “Thủ trưởng các sở, ban, ngành”.
    r"(?:(?:thủ trưởng|người đứng đầu|giám đốc|chủ tịch|lãnh đạo|chánh|trưởng|bí thư)\s+(?=\w))?",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"[\s.;:,…/\-–—]+$")
_PARENTHESES = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[^\W_]+")

# Abbreviations of official language that stand for whole words inside names. Initials of one whole name (KHCN, HCTH)
# are derived from the name itself and do not belong here.
_SPELLED_OUT = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "đbqh": "đại biểu quốc hội",
    "mttq": "mặt trận tổ quốc",
    "mttqvn": "mặt trận tổ quốc",
    "ubmttq": "ủy ban mặt trận tổ quốc",
    "ubmttqvn": "ủy ban mặt trận tổ quốc",
    "ubmt": "ủy ban mặt trận",
    "vpubnd": "văn phòng ủy ban nhân dân",
    "bql": "ban quản lý",
    "bqlkkt": "ban quản lý khu kinh tế",
    "kkt": "khu kinh tế",
    "ntm": "nông thôn mới",
    "bcđ": "ban chỉ đạo",
    "bch": "ban chỉ huy",
    "bchqs": "ban chỉ huy quân sự",
    "chqs": "chỉ huy quân sự",
    "tncs": "thanh niên cộng sản",
    "hcm": "hồ chí minh",
    "đtn": "đoàn thanh niên",
    "lhpn": "liên hiệp phụ nữ",
    "ccb": "cựu chiến binh",
    "lđlđ": "liên đoàn lao động",
    "pttt": "phát thanh truyền hình",
    "ptth": "phát thanh truyền hình",
    "đvsn": "đơn vị sự nghiệp",
    "cqtt": "cơ quan thường trực",
    "htx": "hợp tác xã",
    "cntt": "công nghệ thông tin",
    "cđs": "chuyển đổi số",
    "tdp": "tổ dân phố",
    "thpt": "trung học phổ thông",
    "thcs": "trung học cơ sở",
}
# Two letters are too short to spell out unless they were written in capitals.
_SPELLED_OUT_IN_CAPITALS = {
    "VP": "văn phòng",
    "TT": "trung tâm",
    "CA": "công an",
    "UB": "ủy ban",
    "TN": "thanh niên",
    "TP": "thành phố",
    "TX": "thị xã",
    "MT": "mặt trận",
    "ĐH": "đại học",
    "P": "phòng",
    "ĐU": "đảng ủy",
}
_DROPPED = {"và", "các", "của", "thuộc", "với"}
_DROPPED_BARE = {strip_marks(word) for word in _DROPPED}

HEADS: tuple[Words, ...] = tuple(
    tuple(fold(head).split())
    for head in (
        "sở",
        "phòng",
        "ban",
        "văn phòng",
        "trung tâm",
        "trường",
        "ủy ban",
        "hội",
        "chi cục",
        "trạm",
        "ban quản lý",
        "báo",
        "công ty",
    )
)
"""First words of names that stay in full when the rest is written as initials (Phòng HCTH)."""


def without_frills(text: str) -> str:
    """The name alone: no bullet or number before it, no “Đề nghị” or “Giám đốc”, no punctuation after it."""
    return _TRAILING.sub("", _LEADING.sub("", unicodedata.normalize("NFKC", text).strip()))


def words_of(text: str) -> Words:
    """The words of a name in one spelling, abbreviations of official language spelled out.

    >>> words_of("VP HĐND&UBND xã")
    ('văn', 'phòng', 'hội', 'đồng', 'nhân', 'dân', 'ủy', 'ban', 'nhân', 'dân', 'xã')
    """
    words: list[str] = []
    for raw in _WORD.findall(without_frills(text)):
        if raw in _SPELLED_OUT_IN_CAPITALS:
            words += fold(_SPELLED_OUT_IN_CAPITALS[raw]).split()
            continue
        folded = fold(raw)
        if folded in _SPELLED_OUT:
            words += fold(_SPELLED_OUT[folded]).split()
        elif folded not in _DROPPED:
            words.append(folded)
    return _without_country(words)


def is_plural(text: str) -> bool:
    """Whether a name speaks of several bodies: “các …”, “69 xã, phường”."""
    return bool(re.search(r"\b(các|toàn bộ|tất cả|những)\b|\b\d+\s+(xã|phường)\b|cấp xã", fold(text)))


def without_parentheses(text: str) -> str:
    """The name without remarks in round brackets."""
    return _PARENTHESES.sub(" ", text)


def key_of(words: Sequence[str]) -> str:
    """The key of words: they run together, so that spaces and hyphens never matter."""
    return "".join(words)


def bare_words(words: Words) -> Words:
    """Words without any mark, for names typed without marks."""
    bare = (strip_marks(word) for word in words)
    return tuple(word for word in bare if word not in _DROPPED_BARE)


def digits_of(key: str) -> str:
    """The digits of a key: two names that differ in a number are never near spellings of each other."""
    return "".join(sign for sign in key if sign.isdigit())


def initials_of(words: Words) -> frozenset[str]:
    """The keys under which people abbreviate a name of several words.

    Its head in full with the initials of the rest (Phòng HCTH), and the initials of all (TTPVHCC, SKHCN).

    >>> sorted(initials_of(("phòng", "hành", "chính", "tổng", "hợp")))
    ['phcth', 'phònghcth']
    """
    keys: set[str] = set()
    for head in HEADS:
        rest = words[len(head) :]
        if words[: len(head)] == head and len(rest) >= 2:
            keys.add(key_of(head) + _first_letters(rest))
    if len(words) >= 3:
        keys.add(_first_letters(words))
    return frozenset(keys)


def _first_letters(words: Sequence[str]) -> str:
    """First letters without marks but with đ kept; a number stays whole."""
    return "".join(word if word.isdigit() else word[0] if word[0] == "đ" else strip_marks(word[0]) for word in words)


def _without_country(words: list[str]) -> Words:
    """“Ủy ban MTTQ Việt Nam tỉnh” and “Ủy ban MTTQ tỉnh” are one body."""
    kept: list[str] = []
    position = 0
    while position < len(words):
        if len(words) > 2 and words[position : position + 2] == ["việt", "nam"]:
            position += 2
            continue
        kept.append(words[position])
        position += 1
    return tuple(kept)
