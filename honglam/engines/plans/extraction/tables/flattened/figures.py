"""What it costs to read a text as a figure or as a unit of measure."""

from __future__ import annotations

import re

from honglam.toolkit.text import fold

from ...quantities import read_target

_MEASURE = re.compile(
    r"(?:nghìn |triệu )?(?:%|‰|tỉ lệ|(?:lượt )?(?:người|khách|hộ|học viên)|lượt|(?:tỉ )?(?:đồng|usd)"
    r"|hộ(?: dân)?|xã"
    r"|phường|thôn|tổ|ha|m2|m3|km|tấn|kg|lớp|cơ sở|mô hình|hệ thống|doanh nghiệp|hợp tác xã|đơn vị|trường|giường|bác sĩ"
    r"|dịch vụ|hồ sơ|văn bản|cuộc|đợt|lần|điểm|bậc|ngày|giờ|tiêu chí|sản phẩm|dự án|công trình|khu phố|bản|ấp|căn"
    r"|lao động|lượt|vụ|thẻ|tin bài|chi bộ|học sinh|trẻ|con|cây|tạ|tuổi|chỉ số|buổi|m|km2|chiếc|bộ|nhà|thôn bản"
    r"|nghìn tấn)(?:\s?/\s?(?:người|năm|tháng|quý|ha|hộ|vạn dân|lượt|xã|thôn|ngày))*"
)
_BARE_FIGURE = re.compile(r"\d[\d.,]*\s?[%‰]?")
_ENDS_IN_FIGURE = re.compile(r"\s\d[\d.,]*$")


def target_cost(text: str) -> float:
    """The cost of a text as a target: a bare figure with its bound is worth most."""
    quantity = read_target(text)
    if quantity is None:
        return 4.0
    if re.fullmatch(
        r"(?:[≥≤><]=?|=>|trên|tối thiểu|ít nhất|dưới)?\s*\d[\d.,]*\s*(?:%|[-–÷]\s*\d[\d.,]*\s*%?)?",
        text.strip(),
        re.IGNORECASE,
    ):
        return -1.0
    if quantity.operator == "done":
        return -0.8
    return 0.7 if len(text) < 20 else 0.04 * len(text)


def baseline_cost(text: str) -> float:
    """The cost of a text as what was reached before: a bare figure is worth something, words without one are not."""
    if _BARE_FIGURE.fullmatch(text):
        return -0.6
    return 0.0 if read_target(text) else 2.0 + 0.05 * len(text)


def measure_cost(text: str) -> float:
    """The cost of a text as a unit of measure: known ones are worth something, a bare sign of a bound is none."""
    if _MEASURE.fullmatch(fold(text)):
        return -1.6 - 0.1 * len(text.split())
    if not re.search(r"[^\W\d_]|[%‰]", text) or _ENDS_IN_FIGURE.search(text):
        return 4.0
    if "/" in text and not text[0].isdigit():
        counted, _, base = text.partition("/")
        return -1.2 + 0.4 * counted.count(" ") - 0.1 * base.count(" ")
    if len(text) <= 15 and not text[0].isdigit():
        return 0.3 * text.count(" ") + (1.2 if text[0].islower() else 0.0)
    return 1.0 + 0.2 * (len(text) - 10)
