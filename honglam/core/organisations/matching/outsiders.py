"""Names that no unit of the province bears: central bodies, firms, and collectives that name nobody."""

from __future__ import annotations

import re

from honglam.core.organisations.matching.names import Words, words_of
from honglam.toolkit.text import fold

_OUTSIDE = re.compile(
    r"^(?:chính phủ|thủ tướng|văn phòng chính phủ|văn phòng trung ương|trung ương|quốc hội"
    r"|ban chỉ đạo trung ương|ban chỉ đạo chính phủ|ban cơ yếu|bộ (?!chỉ huy|đội)|bộ$|tập đoàn|tổng công ti|công ti"
    r"|doanh nghiệp"
    r"|điện lực|ngân hàng|hiệp hội|người dân|hộ |hộ$|cục |tổng cục|viện |đại học quốc gia|nhà mạng|nhà thầu|tư vấn)"
    r"|\btrung ương$"
)
_INDEFINITE = re.compile(
    r"liên quan|có liên quan|theo ngành|theo lĩnh vực|được phân công|được giao|theo chức năng|theo phân cấp|cá nhân"
)
_INDEFINITE_TAIL = re.compile(
    r"\s*(?:[,;]|\bvà\b|\bcùng\b)\s*(?:(?:và|cùng)\s+)?((?:các|những)\s[^;]*?\bliên quan\b[^;]*)$", re.IGNORECASE
)


# The 34 provinces and cities of Nghị quyết 202/2025/QH15.
_PROVINCES = {
    words_of(name)
    for name in [
        "An Giang",
        "Bắc Ninh",
        "Cà Mau",
        "Cao Bằng",
        "Cần Thơ",
        "Đà Nẵng",
        "Đắk Lắk",
        "Điện Biên",
        "Đồng Nai",
        "Đồng Tháp",
        "Gia Lai",
        "Hà Nội",
        "Hà Tĩnh",
        "Hải Phòng",
        "Hồ Chí Minh",
        "Huế",
        "Hưng Yên",
        "Khánh Hòa",
        "Lai Châu",
        "Lạng Sơn",
        "Lào Cai",
        "Lâm Đồng",
        "Nghệ An",
        "Ninh Bình",
        "Phú Thọ",
        "Quảng Ngãi",
        "Quảng Ninh",
        "Quảng Trị",
        "Sơn La",
        "Tây Ninh",
        "Thái Nguyên",
        "Thanh Hóa",
        "Tuyên Quang",
        "Vĩnh Long",
    ]
}
_PROVINCE_HEADS = (("tỉnh",), ("thành", "phố"))


def is_outside(words: Words, own_province: Words = ()) -> bool:
    """Whether a name speaks of a body outside the province's own organisation: a ministry, a firm, the people, or a
    body of another province than `own_province` (“Sở Y tế Lào Cai”, “UBND tỉnh Lào Cai”)."""
    if _OUTSIDE.search(" ".join(words)):
        return True
    for name in _PROVINCES - {own_province}:
        before = words[: -len(name)]
        if words[-len(name) :] == name and (
            before[:1] == ("sở",) or any(before[-len(head) :] == head for head in _PROVINCE_HEADS)
        ):
            return True
    return False


def indefinite_note(text: str) -> str:
    """What to tell about a collective that names nobody (“các đơn vị liên quan”); empty for any other name."""
    if _INDEFINITE.search(fold(text)):
        return "Tên chung, không nêu rõ đơn vị nào; hãy chọn các đơn vị thực hiện."
    return ""


def split_indefinite_tail(text: str) -> tuple[str, str]:
    """A name and its tail that names nobody: (“Văn phòng Đảng ủy”, “các đơn vị liên quan”); an empty tail otherwise."""
    found = _INDEFINITE_TAIL.search(text)
    if found is None or not text[: found.start()].strip():
        return text, ""
    return text[: found.start()].strip(), found[1].strip()
