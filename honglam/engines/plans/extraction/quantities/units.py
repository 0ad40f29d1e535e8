"""What figures count: measures, the nouns that count things, and what a rate is counted by."""

from __future__ import annotations

import re

# Nouns of two or three syllables that count things; any other noun counts with its first syllable.
COUNTED = (
    "cơ sở dữ liệu|bộ cơ sở dữ liệu|cán bộ|công chức|viên chức|phần mềm|hồ sơ|máy tính|máy in|máy scan|máy chủ|"
    "màn hình|mô hình|sản phẩm|doanh nghiệp|hợp tác xã|tổ hợp tác|thủ tục hành chính|thủ tục|dịch vụ|nền tảng|"
    "hệ thống|cơ sở|dự án|nhiệm vụ|văn bản|người dân|hộ gia đình|hộ dân|hộ nghèo|hộ kinh doanh|tổ dân phố|"
    "hội nghị|lượt người|người lao động|lao động|tin bài|tin, bài|bài viết|phóng sự|bản tin|tài khoản|chữ ký số|"
    "giải pháp|sáng kiến|đề tài|đề án|quyết định|kế hoạch|nghị quyết|chương trình|chuyên đề|trung tâm|bệnh viện|"
    "giường bệnh|bác sĩ|học sinh|giáo viên|phòng học|phòng họp|trường học|nhà văn hóa|chi bộ|đảng viên|đoàn viên|"
    "hội viên|thành viên|chỉ tiêu|tiêu chí|lĩnh vực|nhóm nhiệm vụ|điểm cầu|điểm phát|ứng dụng|tổ chức|cá nhân|"
    "đơn vị|cơ quan|địa phương|công trình|tuyến đường|bến xe|tàu cá|cửa hàng|gian hàng|khu công nghiệp|dân quân"
    "|tình nguyện viên|cộng tác viên|lượt khách|lượt hộ|lượt xe|người bệnh|bệnh nhân|chuyến bay|"
    "cụm công nghiệp|danh tính số|thiết bị|thư viện|chuyên mục|bộ hồ sơ|phản ánh|kiến nghị|tỉnh, thành phố"
    "|điểm phần trăm|trợ lý ảo|trợ lý|chuyên gia|kỹ sư|công nhân|nông dân|thanh niên|phụ nữ|học viên|sinh viên"
    "|nghệ nhân|vận động viên|chiến sĩ|gia đình|du khách|hành khách|ngư dân|trang trại|gia trại|nhãn hiệu|thương hiệu"
    "|tài liệu|tài sản|báo cáo|hội thảo|hội thi|hội chợ|sự kiện|hoạt động|mục tiêu|nội dung|biểu mẫu|quy trình|quy chế"
    "|dữ liệu|bộ dữ liệu|tập dữ liệu|tin nhắn|thuê bao|cảm biến|phương tiện|ô tô|xe máy|làng nghề|di tích|di sản|lễ hội"
    "|bảo tàng|khu dân cư|khu phố|hợp đồng|biên bản|thỏa thuận|giáo trình|tác phẩm|ý kiến|câu hỏi|câu lạc bộ"
    "|đầu mối|chứng thư số|chứng thư|chứng chỉ|giao dịch|bản ghi|bản đồ|trẻ em|đầu việc|đầu sách|vị trí việc làm"
    "|vị trí|việc làm|chức danh|biên chế|trường hợp|vụ việc|tổng đài|trạm y tế|trạm bơm|trạm biến áp|tuyến phố"
    "|tuyến kênh|tuyến đê|điểm đen|điểm sạt lở|điểm trường|điểm du lịch|căn nhà|căn hộ|ngôi nhà|suất học bổng|suất quà"
    "|phần quà|đoàn kiểm tra|đoàn công tác|cơn bão|trận lũ|đợt thiên tai|bé trai|bé gái|trẻ sơ sinh|cộng đồng"
    "|hồ chứa|giếng khoan|con giống|cá giống|tổ hợp|tổ công tác|nhóm hộ|vườn mẫu|vùng trồng|mã số"
    "|bản đồ số|cuộc thi|phiên chợ|chốt kiểm dịch|xe buýt|học liệu|bài giảng|giấy phép|pa nô|áp phích"
    "|xã, phường, đặc khu|xã, phường, thị trấn|xã, phường|thôn, tổ dân phố|thôn, bản|đối tượng|nhà tiêu|nhà máy"
    "|nhà thầu|hạng mục|gói thầu|thửa đất|lô đất|biển báo|biển hiệu|nhà hàng|khách sạn|băng rôn|khẩu hiệu|ấn phẩm"
    "|sổ tay|tờ gấp|vụ án|bị can|bị cáo|đơn thư|người nghiện|cây giống|nhà trẻ|tàu thuyền"
    "|tờ rơi|bếp ăn|nhà vệ sinh|phòng khám|nhân viên|điều dưỡng|dược sĩ|luật sư|hòa giải viên"
)
# What figures such as "18/18 bản" may count besides: places and bodies of one syllable.
COUNTED_OF_ALL = (
    "xã|phường|thị trấn|đặc khu|thôn|bản|ấp|xóm|buôn|làng|khóm|khu|tổ|trường|trạm|sở|ngành|phòng|hộ|người|lớp|chợ|tàu"
    "|điểm|bộ|nhà|cầu|hồ|tuyến|khối|chi hội|ban"
)
_MEASURES = (
    rf"(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)\s+(?!đồng|USD|đô)(?:{COUNTED}|[^\W\d_]+)|"
    r"nghìn\s+tỷ\s+đồng|(?:tỷ|tỉ|triệu|nghìn|ngàn)\s+(?:đồng|USD|đô\s+la|người|lượt|lượt\s+người|thuê\s+bao)|đồng|USD|"
    r"Gbps|Mbps|Gbit/s|Mbit/s|km2|km²|km|ha|m2|m²|m3|m³|mét|m|cm|mm|tuổi|tấn|tạ|kg|lít|kWh|MW|kW|TB|GB|MB|giây|phút|giờ"
)
_UNIT = re.compile(
    rf"\s*(?P<percent>%|phần\s+trăm\b)|\s+(?P<measure>{_MEASURES})(?![^\W\d_])"
    rf"|\s*(?P<glued>Gbps|Mbps|km|ha|m2|kg|GB|TB|MW|‰)(?![^\W\d_])"
    rf"|\s+[\"“']?(?P<noun>(?i:{COUNTED.replace(' ', chr(92) + 's+')})(?![^\W\d_])|[^\W\d_]+)"
)
PER = re.compile(
    r"(?:/(?:người|năm|ha|tháng|quý|tuần|ngày|hộ|xã|thôn|lượt|chuyến|buổi|lớp|km2?|m2|m3|\d[\d.]*\s+(?:dân|người|trẻ)))+(?![^\W\d_])"
)
# A unit goes on over a stroke: "con/phụ nữ", "bé trai/100 bé gái".
_PER_NOUN = re.compile(
    rf"(?:/(?:\d[\d.]*\s+)?(?:{_MEASURES}|(?i:{COUNTED.replace(' ', chr(92) + 's+')})|vạn dân|[^\W\d_]+))+(?![\w])"
)
# A rate says behind its figures for how many they hold: "16 bác sĩ, 30 giường bệnh trên 1 vạn dân".
# How often something is done: "03 lần/tuần", "ít nhất 01 lần mỗi quý".
_OFTEN = re.compile(
    r"\s+(?P<noun>lần|lượt|kỳ|buổi|số)\s*(?:/\s*(?:0?1\s+)?|(?:mỗi|một|trong một|hằng|hàng)\s+)"
    r"(?P<period>ngày|tuần|tháng|quý|năm)"
    r"(?![^\W\d_])(?!\s*\d)",
    re.IGNORECASE,
)
# A noun after a number that makes it a date, a time or a place in a list, never a counted thing.
_NO_COUNT = re.compile(
    r"(?:năm|tháng|ngày|tuổi|cấp|chiều|và|hoặc|của|trong|trên|đến|tới|theo|là|có|được|về|tại|cho|với|khi|để"
    r"|phần|số|lần|lượng|kỳ)$",
    re.IGNORECASE,
)


def counting_noun(text: str) -> str:
    """The noun that counts the things a phrase names: "hộ dân" of "hộ dân nông thôn", else its first word."""
    match = re.match(rf"(?:{COUNTED})(?![^\W\d_])|[^\W\d_]+", text.strip(), re.IGNORECASE)
    return match.group() if match else text.strip()


def unit_at(masked: str, position: int) -> tuple[str | None, int]:
    """(unit, where it ends) of the unit that stands at `position`; (None, position) where there is none."""
    if often := _OFTEN.match(masked, position):
        return f"{often['noun']}/{often['period']}".lower(), often.end()
    match = _UNIT.match(masked, position)
    if match is None:
        return None, position
    if match["percent"]:
        return "%", match.end()
    word = match["measure"] or match["glued"] or match["noun"]
    if match["noun"] and _NO_COUNT.match(word):
        return None, position
    per = (PER if match["noun"] is None and match["measure"] is None else _PER_NOUN).match(masked, match.end())
    end = per.end() if per else match.end()
    return " ".join(word.split()) + (per.group() if per else ""), end
