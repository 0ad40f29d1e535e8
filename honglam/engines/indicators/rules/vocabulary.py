"""Words of the field: abbreviations that forms leave unexplained, units of measure that are written in several ways."""

from __future__ import annotations

ABBREVIATIONS = {
    "tthc": "thủ tục hành chính", "dvc": "dịch vụ công", "dvctt": "dịch vụ công trực tuyến", "csdl": "cơ sở dữ liệu",
    "cbccvc": "cán bộ công chức viên chức", "cbcc": "cán bộ công chức", "cb": "cán bộ", "cc": "công chức",
    "vc": "viên chức", "cntt": "công nghệ thông tin", "cđs": "chuyển đổi số", "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân", "htx": "hợp tác xã", "ntm": "nông thôn mới", "khcn": "khoa học công nghệ",
    "attt": "an toàn thông tin", "dn": "doanh nghiệp", "bhyt": "bảo hiểm y tế", "bhxh": "bảo hiểm xã hội",
    "hssk": "hồ sơ sức khỏe", "tdp": "tổ dân phố", "sxkd": "sản xuất kinh doanh",
    "gcn": "giấy chứng nhận", "qsdđ": "quyền sử dụng đất", "nsnn": "ngân sách nhà nước", "tr.đ": "triệu đồng",
    "trđ": "triệu đồng", "đvt": "đơn vị tính", "gd": "giáo dục", "thcs": "trung học cơ sở",
    "thpt": "trung học phổ thông", "kt-xh": "kinh tế xã hội", "gpmb": "giải phóng mặt bằng",
}  # fmt: skip
"""Folded abbreviation → what it stands for."""

MEASURES = (
    {"%", "phần trăm"}, {"đồng", "đ", "vnđ"}, {"nghìn đồng", "1.000 đồng", "1000 đồng"},
    {"triệu đồng", "trđ", "tr.đ", "1.000.000 đồng"}, {"tỷ đồng", "tỉ đồng", "tỷ"}, {"người", "lượt người", "nhân khẩu"},
    {"ha", "héc ta", "hecta"}, {"thôn", "xóm", "thôn, xóm"}, {"cái", "chiếc", "bộ"}, {"km", "ki-lô-mét"},
)  # fmt: skip
"""Ways to write one unit of measure (folded)."""

ESTIMATE_MARKS = ("ước", "uoc", "estimate", "x", "~")
"""Folded, what people write beside a figure that is an estimate, in whichever language the sheet was taken."""
