"""Units of measure and the factor between two of them: triệu đồng ↔ tỷ đồng, người ↔ nghìn người, ha ↔ m²."""

from __future__ import annotations

import re
from decimal import Decimal

from honglam.engines.reporting.forms.labels import plainly
from honglam.toolkit.text import fold

_SCALES = tuple(
    (fold(word), scale)
    for word, scale in (
        ("nghìn tỷ", Decimal(10**12)), ("ngàn tỷ", Decimal(10**12)), ("tỷ", Decimal(10**9)), ("tỉ", Decimal(10**9)),
        ("triệu", Decimal(10**6)), ("nghìn", Decimal(1000)), ("ngàn", Decimal(1000)), ("trăm", Decimal(100)),
    )
)  # fmt: skip
_SAME = {
    fold(word): (fold(base), scale)
    for word, base, scale in (
        ("phần trăm", "%", Decimal(1)), ("tỷ lệ %", "%", Decimal(1)), ("vnđ", "đồng", Decimal(1)),
        ("đ", "đồng", Decimal(1)), ("vnd", "đồng", Decimal(1)), ("", "đồng", Decimal(1)),
        ("m2", "m2", Decimal(1)), ("ha", "m2", Decimal(10_000)), ("hecta", "m2", Decimal(10_000)),
        ("km2", "m2", Decimal(10**6)), ("km", "m", Decimal(1000)), ("mét", "m", Decimal(1)),
        ("kg", "kg", Decimal(1)), ("tạ", "kg", Decimal(100)), ("tấn", "kg", Decimal(1000)),
        ("thủ tục", "thủ tục hành chính", Decimal(1)), ("nhân khẩu", "người", Decimal(1)),
    )
}  # fmt: skip
_KNOWN = frozenset(
    fold(word)
    for word in (
        "%", "đồng", "người", "hộ", "hồ sơ", "lượt", "lượt người", "cái", "chiếc", "cuộc", "văn bản", "thủ tục",
        "thủ tục hành chính", "xã", "thôn", "tổ", "m2", "ha", "km", "km2", "m", "kg", "tấn", "tạ", "điểm", "vụ",
        "trường hợp", "công trình", "dự án", "mô hình", "sản phẩm", "doanh nghiệp", "cơ sở", "buổi", "lớp", "đơn",
        "phản ánh", "giao dịch", "tài khoản", "thuê bao", "trạm", "máy", "hệ thống", "bộ", "đợt", "phiếu", "lần",
    )
)  # fmt: skip
_SUPERSCRIPT = str.maketrans("²³", "23")
_PER = re.compile(r"\s*/\s*")


def measure_of(text: str) -> tuple[str, Decimal] | None:
    """The base of a unit of measure and how many of the base it is; None for no measure at all.

    >>> measure_of("Triệu đồng")
    ('đồng', Decimal('1000000'))
    """
    words = _PER.sub("/", plainly(text.translate(_SUPERSCRIPT)))
    if not words:
        return None
    scale = Decimal(1)
    for word, size in _SCALES:
        if words == word or words.startswith(f"{word} "):
            scale, words = size, words[len(word) :].strip()
            break
    base, more = _SAME.get(words, (words, Decimal(1)))
    return base, scale * more


def is_measure(text: str) -> bool:
    """Whether words in brackets name a unit of measure that we know ("(%)", "(triệu đồng)", "(người)")."""
    found = measure_of(text)
    return found is not None and found[0] in _KNOWN


def factor_between(stored: str, wanted: str) -> Decimal | None:
    """What a stored figure is multiplied with to be in the wanted measure; 1 where one of them is not said.

    None where they cannot be turned into each other.
    """
    here, there = measure_of(stored), measure_of(wanted)
    if here is None or there is None:
        return Decimal(1)
    return (here[1] / there[1]).normalize() if here[0] == there[0] else None
