"""Words of the field: abbreviations that plans leave unexplained, words that say nothing about the subject, and who is
counted."""

from __future__ import annotations

import re

ABBREVIATIONS = {
    "tthc": "thủ tục hành chính", "dvc": "dịch vụ công", "dvctt": "dịch vụ công trực tuyến", "csdl": "cơ sở dữ liệu",
    "cbccvc": "cán bộ công chức viên chức", "cbcc": "cán bộ công chức", "cb": "cán bộ", "cc": "công chức",
    "vc": "viên chức", "cntt": "công nghệ thông tin", "cđs": "chuyển đổi số", "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân", "mttq": "mặt trận tổ quốc", "htx": "hợp tác xã", "ntm": "nông thôn mới",
    "khcn": "khoa học công nghệ", "kh&cn": "khoa học công nghệ",
    "đmst": "đổi mới sáng tạo", "attt": "an toàn thông tin",
    "atttm": "an toàn thông tin mạng", "đtm": "đô thị thông minh", "dn": "doanh nghiệp",
    "dnnvv": "doanh nghiệp vừa và nhỏ",
    "smes": "doanh nghiệp vừa và nhỏ", "tmđt": "thương mại điện tử", "bhyt": "bảo hiểm y tế", "hssk": "hồ sơ sức khỏe",
    "hsskđt": "hồ sơ sức khỏe điện tử", "vneid": "định danh điện tử", "đđt": "định danh điện tử", "tdp": "tổ dân phố",
    "cqnn": "cơ quan nhà nước", "tccsđcđ": "tổ chuyển đổi số cộng đồng", "kt-xh": "kinh tế xã hội",
}  # fmt: skip
"""Folded abbreviation → what it stands for (folded likewise before use)."""

SYNONYMS = (
    ("vừa và nhỏ", "nhỏ và vừa"),
    ("công dân", "người dân"),
    ("dân số", "người dân"),
    ("hàng năm", "hằng năm"),
    ("tài khoản thanh toán điện tử", "tài khoản thanh toán"),
    ("tài khoản giao dịch điện tử", "tài khoản thanh toán"),
    ("tài khoản giao dịch thanh toán", "tài khoản thanh toán"),
    ("tài khoản ngân hàng", "tài khoản thanh toán"),
    ("qua mạng", "trực tuyến"),
    ("không sử dụng tiền mặt", "không dùng tiền mặt"),
    ("ứng dụng công nghệ số", "áp dụng công nghệ số"),
    ("triển khai áp dụng", "áp dụng"),
    ("chữ kí điện tử", "chữ kí số"),
    ("trang thiết bị", "thiết bị"),
    ("đào tạo", "tập huấn"),
    ("bồi dưỡng", "tập huấn"),
    ("thôn, xóm", "thôn"),
    ("mạng lan", "mạng nội bộ"),
    ("khảo sát", "lấy ý kiến"),
    ("hỗ trợ", "hướng dẫn"),
    ("cử cán bộ", "phân công"),
    ("chuyển đổi đài", "chuyển đài"),
    ("lập hồ sơ", "xây dựng hồ sơ"),
    ("tổ công nghệ số cộng đồng", "tổ chuyển đổi số cộng đồng"),
    ("nhà văn hóa cộng đồng", "nhà văn hóa"),
    ("truyền hình trực tuyến", "truyền hình"),
    ("họp trực tuyến", "hội nghị truyền hình"),
)
"""Pairs of folded wordings of one thing: the first is replaced by the second."""

# Words of the frame of a statement: they say that something is a target or a task, not which.
FRAME = re.compile(
    r"\b(?:chính quyền địa phương 2 cấp|phục vụ hoạt động|tỉ lệ|tỷ lệ|phấn đấu|phân đấu|đạt (?:tối thiểu|ít nhất"
    r"|trên)?|tối thiểu|ít nhất|trên địa bàn(?: (?:tỉnh|xã"
    r"|phường|toàn tỉnh)"
    r"(?: [^\s,;.]+ [^\s,;.]+)?)?|trong năm|đến (?:hết|cuối) năm \d{4}|đến năm \d{4}|năm \d{4}"
    r"|giai đoạn \d{4}\s*-\s*\d{4}"
    r"|tiếp tục|tăng cường|đẩy mạnh|thực hiện|triển khai|tổ chức|bảo đảm|đảm bảo|hoàn thành|nâng cao|chủ động|tích cực"
    r"|phải được|được|phải|các|những|và|của|cho|tại|trong|với|về|có|là|để|nhằm|từ|theo|đến|một|cả|việc|tổng số|số"
    r"|khẩn trương|kịp thời|hiệu quả|chất lượng|nghiêm túc|phối hợp|chủ trì|rà soát)\b"
)

_COUNTED = (
    ("it_officials", r"cán bộ (?:chuyên trách|phụ trách)"),
    ("managers", r"(?:cán bộ|công chức) (?:lãnh đạo|quản lí)"),
    ("officials", r"cán bộ|công chức|viên chức|người lao động"),
    ("sme", r"doanh nghiệp (?:vừa và nhỏ|nhỏ và vừa)"),
    ("cooperatives", r"hợp tác xã"),
    ("businesses", r"doanh nghiệp|cơ sở (?:sản xuất|kinh doanh)|hộ kinh doanh"),
    ("households", r"hộ (?:gia đình|dân|nghèo|nông dân)|hộ\b"),
    ("culture_houses", r"nhà văn hóa"),
    ("health_facilities", r"cơ sở (?:khám|y tế)|trạm y tế|bệnh viện"),
    ("schools", r"trường học|cơ sở giáo dục|các trường|nhà trường|trường"),
    ("pupils", r"học sinh|sinh viên|trẻ em"),
    ("work_files", r"hồ sơ công việc"),
    ("health_records", r"hồ sơ sức khỏe|bệnh án điện tử"),
    ("dossiers", r"hồ sơ"),
    ("procedures", r"thủ tục hành chính"),
    ("public_services", r"dịch vụ công"),
    ("documents", r"văn bản|tài liệu"),
    ("systems", r"hệ thống thông tin"),
    ("databases", r"cơ sở dữ liệu"),
    ("products", r"sản phẩm"),
    ("communes", r"(?:số )?(?:xã|phường)(?!\s*hội)"),
    ("villages", r"thôn|xóm|bản\b|tổ dân phố|khu dân cư"),
    ("adults", r"(?:người dân|dân số|công dân) (?:từ \d+ tuổi|trưởng thành)|người trưởng thành"),
    ("citizens", r"người dân|dân số|công dân|cư dân|nhân dân"),
    ("petitions", r"phản ánh|kiến nghị"),
    ("devices", r"máy tính|thiết bị"),
    ("accounts", r"tài khoản thư|thư công vụ|hộp thư"),
    ("radio_stations", r"đài truyền thanh"),
    ("farms", r"trang trại|cơ sở chế biến|vùng trồng|chợ"),
    ("agencies", r"cơ quan|đơn vị"),
)
COUNTED = tuple((name, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")) for name, pattern in _COUNTED)
"""Who or what a target counts: the denominator of its share. The first in the text is the one that is counted."""


def _patterns(*words: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<!\w)(?:{word})(?!\w)") for word in words)


MEASURES = _patterns(
    "hài lòng", "thanh toán(?! điện tử)|tiền mặt", "số hóa", "tái sử dụng|sử dụng lại|khai thác lại", "kí số|chữ kí số",
    "công bố|công khai", "(?<!nơi )tiếp nhận", "tài khoản thanh toán", "sức khỏe|bệnh án", "chứng chỉ|chứng nhận",
    "an toàn thông tin|bảo mật|mã độc", "phủ sóng|băng rộng|cáp quang", "định danh", "wifi|wi-fi", "camera",
    "kĩ năng số", "thương mại điện tử|sàn", "truy xuất nguồn gốc", "hóa đơn", "hội nghị truyền hình", "lưu trữ",
    "cơ sở dữ liệu quốc gia", "cài đặt", "điện thoại thông minh",
)  # fmt: skip
"""What is measured of those who are counted: statements that differ in one of these measure different things."""

MANNERS = _patterns(
    "phi địa giới(?: hành chính)?", "toàn trình", "một phần", "đúng hạn|trước hạn", "công nghệ số|ứng dụng công nghệ"
)
"""How it is done: statements that differ in one of these may or may not be the same, so a person judges."""

PROVINCIAL = re.compile(
    r"(?:của|toàn) tỉnh(?! và)|(?<!cấp xã, )(?<!cấp xã và )cấp tỉnh(?!,? (?:và )?(?:cấp )?(?:xã|cơ sở|huyện))|grdp"
    r"|khu công nghiệp|khu kinh tế"
    r"|cảng biển|qui phạm pháp luật|sinh viên|t[ỉỷ] đồng|kho dữ liệu dùng chung|điện toán đám mây|trung tâm dữ liệu"
    r"|phủ sóng|băng rộng|cáp quang|ipv6"
    r"|cơ sở khám|bệnh viện|bệnh án|trường đại học|các sở|sở, (?:ban, )?ngành|nhiệm vụ khoa học|kinh tế số|năng suất"
    r"|chỉ số (?:dti|pci|par|papi)|xếp hạng|xuất khẩu|trung tâm điều hành|doanh nghiệp công nghệ số"
    r"|cơ sở dữ liệu (?:quốc gia|ngành|chuyên ngành)|khu vực dân cư"
)
"""What a commune cannot answer for: its absence from a commune's plan is no gap."""

LOCAL_COUNTED = frozenset(
    ("officials", "it_officials", "managers", "citizens", "adults", "households", "cooperatives", "sme", "businesses",
     "dossiers", "procedures", "work_files", "communes", "villages", "culture_houses", "schools", "public_services",
     "documents", "health_records", "products", "pupils", "petitions", "devices", "accounts", "radio_stations", "farms")
)  # fmt: skip
"""Those whom a commune can count within its own bounds."""

COMMUNES = re.compile(
    r"(?:các|\d+|toàn bộ|mọi|ủ[iy] ban nhân dân|ubnd)\s+(?:các\s+)?(?:xã|phường)|xã, phường|cấp xã|(?:các|và|,"
    r"|ngành,) địa phương"
    r"|^địa phương|xã/phường|phường, xã|đặc khu"
)
"""A collective that holds every commune (folded)."""
