"""Names that no unit of the province bears: central bodies, firms, and collectives that name nobody."""

from __future__ import annotations

import re

from honglam.core.organisations.matching.names import Words
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


def is_outside(words: Words) -> bool:
    """Whether a name speaks of a body outside the province's own organisation: a ministry, a firm, the people."""
    return bool(_OUTSIDE.search(" ".join(words)))


def indefinite_note(text: str) -> str:
    """What to tell about a collective that names nobody (“các đơn vị liên quan”); empty for any other name."""
    if _INDEFINITE.search(fold(text)):
        return "Tên chung, không nêu rõ đơn vị nào; hãy chọn các đơn vị thực hiện."
    return ""
