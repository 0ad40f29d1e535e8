"""Smaller example plans: a ward, an office of the province, and a draft."""

from __future__ import annotations

from honglam.engines.plans.demo.example import (
    ALWAYS,
    EVERY_QUARTER,
    YEAR_END,
    Aim,
    Bullet,
    Duty,
    Example,
    Group,
    Heading,
    Prose,
    Report,
    Row,
    TaskTable,
    day,
    month,
    quarter,
)

_OFFICE = "Văn phòng HĐND và UBND"
_ECONOMY = "Phòng Kinh tế, Hạ tầng và Đô thị"
_CULTURE = "Phòng Văn hóa – Xã hội"
_CENTRE = "Trung tâm Phục vụ hành chính công"
_POLICE = "Công an phường"
_GROUPS = "Các tổ dân phố"

_WARD_ROWS = (
    Row("Sắp xếp lại quầy tiếp nhận để người dân tự chụp, nộp hồ sơ tại chỗ", (_CENTRE,), month(3), "Sơ đồ quầy mới",
        (_OFFICE,)),
    Row("Lập bản đồ số điểm đỗ xe, điểm ngập và công trình đang thi công", (_ECONOMY,), quarter(2), "Bản đồ số",
        (_POLICE,)),
    Row("Thu phí vệ sinh môi trường bằng mã QR theo hộ", (_ECONOMY,), day(30, 6), "Tỷ lệ hộ nộp qua mã QR", (_GROUPS,)),
    Row("Kết nối nhóm Zalo tổ dân phố với kênh phản ánh của phường", (_GROUPS,), month(4), "Danh sách nhóm đã kết nối",
        (_CULTURE,)),
    Row("Trang bị tủ sách điện tử tại nhà văn hóa tổ dân phố", (_CULTURE,), quarter(3), "Tủ sách hoạt động",
        (_GROUPS,)),
    Row("Kiểm tra bình chữa cháy và lối thoát hiểm, cập nhật lên bản đồ", (_POLICE,), month(9), "Danh sách đã kiểm tra",
        (_ECONOMY,)),
    Row("Đo lại mức hài lòng của người dân bằng phiếu điện tử", (_CENTRE,), month(10), "Báo cáo khảo sát", (_GROUPS,)),
    Row("Dạy kỹ năng số cho tiểu thương chợ", (_CULTURE,), day(15, 11), "Danh sách học viên", (_ECONOMY,)),
    Row("Cập nhật tin bài trên Trang thông tin điện tử của phường", (_OFFICE,), ALWAYS, "Số tin bài", (_CULTURE,)),
    Row("Tổng kết phong trào tổ dân phố số", (_OFFICE,), YEAR_END, "Báo cáo tổng kết", (_GROUPS,)),
)  # fmt: skip


def ward_plan(year: int) -> Example:
    """The plan of the ward of Thành Sen for a year, issued on 12 February; a file of plain text."""
    return Example(
        key="ke-hoach-phuong-thanh-sen",
        year=year,
        issuer="18073",
        superior="",
        letterhead="ỦY BAN NHÂN DÂN\nPHƯỜNG THÀNH SEN",
        place="Thành Sen",
        subject=f"Tổ dân phố số phường Thành Sen năm {year}",
        number=35,
        issued=(12, 2),
        basis=(f"Thực hiện Kế hoạch số 21/KH-UBND ngày 16/01/{year} của Ủy ban nhân dân tỉnh,",),
        opening=f"Ủy ban nhân dân phường Thành Sen ban hành Kế hoạch tổ dân phố số năm {year} như sau:",
        body=(
            Heading(1, "I", "MỤC TIÊU"),
            Prose("Tổ dân phố là nơi người dân hỏi được, góp ý được và thấy kết quả ngay trên điện thoại."),
            Bullet("Tỷ lệ hồ sơ nộp trực tuyến của phường đạt tối thiểu 85%.",
                   (Aim("Tỷ lệ hồ sơ nộp trực tuyến của phường", ">=", 85, "tối thiểu 85%"),)),
            Bullet("Tỷ lệ phản ánh của người dân được xử lý đúng hạn đạt trên 95%.",
                   (Aim("Tỷ lệ phản ánh của người dân được xử lý đúng hạn", ">", 95, "trên 95%"),)),
            Bullet("100% tổ dân phố có nhóm liên lạc trực tuyến.",
                   (Aim("tổ dân phố có nhóm liên lạc trực tuyến", "=", 100, "100%"),)),
            Heading(1, "II", "NHIỆM VỤ"),
            Bullet("Chọn việc người dân thấy cần trước, làm xong việc nào báo kết quả việc đó."),
        ),
        duties_mark="III",
        duties=(
            Duty(_CULTURE, (
                "Theo dõi, đôn đốc các tổ dân phố thực hiện kế hoạch",
                "Định kỳ hằng quý báo cáo Ủy ban nhân dân phường kết quả thực hiện",
            )),
            Duty(_GROUPS, ("Ghi lại góp ý của người dân sau mỗi buổi sinh hoạt và gửi cho phường trong tuần",)),
        ),
        closing="Trên đây là Kế hoạch của Ủy ban nhân dân phường; yêu cầu các đơn vị thực hiện./.",
        recipients=("Thường trực Đảng ủy, HĐND phường", "Các phòng, đơn vị", "Các tổ dân phố", "Lưu: VT"),
        signer_title=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        signer="Trần Thị Mẫu",
        tables=(
            TaskTable("PHỤ LỤC", "DANH MỤC NHIỆM VỤ", ("number", "name", "lead", "coordinating", "due", "product"),
                      (Group("", "", _WARD_ROWS),)),
        ),
        reports=(Report(_CULTURE, "Ủy ban nhân dân phường", "quarterly"),),
        cited=(("21/KH-UBND", f"{year}-01-16"),),
        file_format="txt",
    )  # fmt: skip


_ADMIN = "Phòng Hành chính – Tổng hợp"
_FIELD = "Phòng Nghiệp vụ"
_OFFICE_ROWS = (
    Row("Chuyển sổ theo dõi tiêu chí nông thôn mới từ bảng tính sang phần mềm", (_FIELD,), month(4),
        "Phần mềm có đủ dữ liệu các xã", (_ADMIN,)),
    Row("Chụp ảnh, gắn toạ độ các khu dân cư mẫu", (_FIELD,), quarter(3), "Bộ ảnh có toạ độ", ()),
    Row("Bỏ báo cáo giấy tuần của các xã, thay bằng số liệu tự tổng hợp", (_ADMIN,), day(30, 4),
        "Thông báo bỏ báo cáo giấy", (_FIELD,)),
    Row("Tập huấn cán bộ xã nhập số liệu tiêu chí", (_FIELD,), month(6), "Danh sách học viên", (_ADMIN,)),
    Row("Kiểm tra chéo số liệu tiêu chí với số liệu ngành", (_FIELD,), EVERY_QUARTER, "Biên bản kiểm tra", ()),
    Row("Công khai kết quả đánh giá các xã trên Trang thông tin điện tử", (_ADMIN,), month(11), "Bài đăng công khai",
        (_FIELD,)),
)  # fmt: skip


def office_plan(year: int) -> Example:
    """The plan of an office of the province for a year, issued on 20 February."""
    return Example(
        key="ke-hoach-van-phong-nong-thon-moi",
        year=year,
        issuer="42.rural-development-office",
        superior="ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH",
        letterhead="VĂN PHÒNG ĐIỀU PHỐI\nNÔNG THÔN MỚI",
        place="Hà Tĩnh",
        suffix="KH-VPĐP",
        subject=f"Theo dõi nông thôn mới bằng dữ liệu số năm {year}",
        number=9,
        issued=(20, 2),
        basis=("Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị,",),
        opening=f"Văn phòng Điều phối nông thôn mới tỉnh ban hành Kế hoạch theo dõi bằng dữ liệu số {year} như sau:",
        body=(
            Heading(1, "I", "MỤC TIÊU"),
            Prose("Cán bộ xã nhập số liệu một lần; tỉnh không hỏi lại điều đã có trong phần mềm."),
            Bullet("100% xã cập nhật số liệu tiêu chí trên phần mềm.",
                   (Aim("xã cập nhật số liệu tiêu chí trên phần mềm", "=", 100, "100%"),)),
            Bullet("Tỷ lệ số liệu tiêu chí có ảnh hoặc văn bản minh chứng đạt tối thiểu 80%.",
                   (Aim("Tỷ lệ số liệu tiêu chí có ảnh hoặc văn bản minh chứng", ">=", 80, "tối thiểu 80%"),)),
            Heading(1, "II", "NHIỆM VỤ"),
            Bullet("Các việc cụ thể tại Phụ lục kèm theo."),
        ),
        duties_mark="III",
        duties=(
            Duty(_ADMIN, ("Bố trí máy tính, đường truyền; theo dõi tiến độ chung của Văn phòng",)),
            Duty(_FIELD, (
                "Hướng dẫn các xã cách nhập số liệu, trả lời câu hỏi trong ngày làm việc",
                "Định kỳ hằng tháng báo cáo kết quả về Phòng Hành chính – Tổng hợp",
            )),
        ),
        closing="Trên đây là Kế hoạch của Văn phòng Điều phối; yêu cầu các phòng thực hiện./.",
        recipients=("UBND tỉnh", "Sở Nông nghiệp và Môi trường", "Các phòng", "Lưu: VT"),
        signer_title=("CHÁNH VĂN PHÒNG",),
        signer="Lê Hữu Diễn",
        tables=(
            TaskTable("PHỤ LỤC", "DANH MỤC NHIỆM VỤ", ("number", "name", "lead", "coordinating", "due", "product"),
                      (Group("", "", _OFFICE_ROWS),)),
        ),
        reports=(Report(_FIELD, _ADMIN, "monthly"),),
        cited=(("57-NQ/TW", "2024-12-22"),),
    )  # fmt: skip


def draft_plan(year: int) -> Example:
    """A draft of the province: neither number nor date, so its tasks can be prepared, not given."""
    rows = (
        Row("Soạn tài liệu kỹ năng số cho nhà nông, mỗi bài không quá năm phút", ("Sở Nông nghiệp và Môi trường",),
            month(10), "Hai mươi bài học ngắn", ("Hội Nông dân tỉnh",)),
        Row("Chọn mỗi xã, phường năm hạt nhân hướng dẫn kỹ năng số", ("UBND các xã, phường",), month(11),
            "Danh sách hạt nhân", ("Tỉnh đoàn",)),
        Row("Mở lớp trực tuyến về chữ ký số cho hộ kinh doanh", ("Sở Công Thương",), YEAR_END, "Số người học xong",
            ("Thuế tỉnh Hà Tĩnh",)),
        Row("Ghi nhận kết quả học tập trên hồ sơ kỹ năng của cán bộ", ("Sở Nội vụ",), YEAR_END,
            "Hồ sơ kỹ năng cập nhật", ()),
    )  # fmt: skip
    return Example(
        key="du-thao-pho-cap-ky-nang-so",
        year=year,
        issuer="42",
        superior="",
        letterhead="ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH",
        place="Hà Tĩnh",
        subject=f"Phổ cập kỹ năng số trong nhân dân quý IV năm {year}",
        basis=(f"Thực hiện Kế hoạch số 21/KH-UBND ngày 16/01/{year} của Ủy ban nhân dân tỉnh,",),
        opening=f"Ủy ban nhân dân tỉnh ban hành Kế hoạch phổ cập kỹ năng số quý IV năm {year} như sau:",
        body=(
            Heading(1, "I", "MỤC TIÊU"),
            Bullet("Ít nhất 30% người trưởng thành học xong một bài kỹ năng số.",
                   (Aim("người trưởng thành học xong một bài kỹ năng số", ">=", 30, "Ít nhất 30%"),)),
            Heading(1, "II", "NHIỆM VỤ"),
            Bullet("Các việc cụ thể tại Phụ lục kèm theo."),
        ),
        duties_mark="III",
        duties=(Duty("Sở Khoa học và Công nghệ", ("Theo dõi, tổng hợp kết quả học tập của các xã, phường",)),),
        closing="Trên đây là Kế hoạch của Ủy ban nhân dân tỉnh./.",
        recipients=("Các sở, ban, ngành cấp tỉnh", "UBND các xã, phường", "Lưu: VT"),
        signer_title=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        signer="Võ Quang Thử",
        tables=(
            TaskTable("PHỤ LỤC", "DANH MỤC NHIỆM VỤ", ("number", "name", "lead", "coordinating", "due", "product"),
                      (Group("", "", rows),)),
        ),
        cited=(("21/KH-UBND", f"{year}-01-16"),),
    )  # fmt: skip
