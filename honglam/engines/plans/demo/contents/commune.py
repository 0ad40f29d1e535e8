"""The example plan of a commune, and its amended version."""

from __future__ import annotations

from dataclasses import replace

from honglam.engines.plans.demo.example import (
    ALWAYS,
    YEAR_END,
    Aim,
    Bullet,
    Due,
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
_CULTURE = "Phòng Văn hóa – Xã hội"
_ECONOMY = "Phòng Kinh tế"
_CENTRE = "Trung tâm Phục vụ hành chính công"
_POLICE = "Công an xã"
_YOUTH = "Đoàn Thanh niên"
_WOMEN = "Hội Liên hiệp Phụ nữ"
_VILLAGES = "Các thôn"

_COLUMNS = ("number", "name", "lead", "coordinating", "due", "product")

_RUNNING = Group("I", "Điều hành và dịch vụ công", (
    Row("Phân công cán bộ trực hỗ trợ nộp hồ sơ trực tuyến theo từng thôn", (_CENTRE,), month(2), "Lịch phân công",
        (_YOUTH,)),
    Row("Chuẩn bị sẵn mẫu tờ khai điện tử cho mười thủ tục có nhiều hồ sơ nhất", (_CENTRE,), quarter(2),
        "Mười mẫu tờ khai", (_CULTURE, _ECONOMY)),
    Row("Rà soát, sửa lỗi thông tin hộ tịch còn thiếu", (_OFFICE,), day(30, 6), "Danh sách đã sửa", (_POLICE,)),
    Row("Số hóa hồ sơ đất đai lưu tại kho của xã", (_ECONOMY,), quarter(4), "Hồ sơ số hóa", (_OFFICE,)),
    Row("Đăng lịch tiếp dân và kết quả giải quyết đơn thư lên Trang thông tin điện tử của xã", (_OFFICE,), ALWAYS,
        "Số tin đã đăng", ()),
))  # fmt: skip

_PEOPLE = Group("II", "Người dân và cộng đồng", (
    Row("Củng cố tổ công nghệ số cộng đồng, mỗi thôn có ít nhất năm thành viên", (_CULTURE,), month(3),
        "Quyết định kiện toàn tổ", (_VILLAGES,)),
    Row("Mở lớp dùng điện thoại thông minh cho người cao tuổi", (_YOUTH,), day(31, 8), "Danh sách lớp, ảnh",
        (_CULTURE, _VILLAGES)),
    Row("Hướng dẫn hội viên bán nông sản qua mạng", (_WOMEN,), quarter(3), "Danh sách hội viên có gian hàng",
        (_ECONOMY,)),
    Row("Lắp wifi tại nhà văn hóa thôn", (_VILLAGES,), month(9), "Wifi hoạt động", (_CULTURE,)),
    Row("Phát tin cảnh báo lừa đảo trên loa truyền thanh thông minh", (_CULTURE,), ALWAYS, "Số bản tin", (_POLICE,)),
))  # fmt: skip

_LAND = Group("III", "Kinh tế và môi trường", (
    Row("Lập bản đồ số vùng trồng cây ăn quả, kèm diện tích và chủ hộ", (_ECONOMY,), month(7), "Bản đồ vùng trồng",
        (_VILLAGES,)),
    Row("Đặt mã QR thanh toán tại chợ và bàn tiếp nhận hồ sơ", (_ECONOMY,), month(5), "Danh sách điểm đặt mã",
        (_CENTRE,)),
    Row("Cập nhật danh sách hộ dân vùng dễ ngập vào hệ thống cảnh báo", ("Ban Chỉ huy Quân sự xã",), day(15, 8),
        "Danh sách hộ dân", (_ECONOMY, _VILLAGES)),
    Row("Chấm điểm mức độ chuyển đổi số của các thôn", (_CULTURE,), month(11), "Bảng điểm", (_OFFICE,)),
    Row("Tổng kết, khen thưởng thôn làm tốt", (_OFFICE,), YEAR_END, "Báo cáo tổng kết", (_CULTURE,)),
))  # fmt: skip

_AMENDED_RUNNING = replace(_RUNNING, rows=(
    *_RUNNING.rows[:3],
    replace(_RUNNING.rows[3], due=Due("Trước ngày 15/12/{year}", month=12, day=15)),
    _RUNNING.rows[4],
    Row("Thử nghiệm trợ lý ảo trả lời câu hỏi về thủ tục đất đai", (_CENTRE,), month(12), "Báo cáo thử nghiệm",
        (_ECONOMY,)),
))  # fmt: skip
_AMENDED_PEOPLE = replace(_PEOPLE, rows=(
    *_PEOPLE.rows[:2], *_PEOPLE.rows[3:4], replace(_PEOPLE.rows[2], due=month(10)), *_PEOPLE.rows[4:],
))  # fmt: skip
_AMENDED_LAND = replace(_LAND, rows=(_LAND.rows[0], *_LAND.rows[2:]))

_BODY = (
    Heading(1, "I", "MỤC TIÊU"),
    Prose("Người dân trong xã làm thủ tục nhanh hơn, ít phải đi lại hơn; mỗi thôn có người biết giúp hàng xóm dùng "
          "dịch vụ số."),
    Bullet("Tỷ lệ hồ sơ nộp trực tuyến của xã đạt tối thiểu 75%.",
           (Aim("Tỷ lệ hồ sơ nộp trực tuyến của xã", ">=", 75, "tối thiểu 75%"),)),
    Bullet("100% nhà văn hóa thôn có wifi miễn phí.",
           (Aim("nhà văn hóa thôn có wifi miễn phí", "=", 100, "100%"),)),
    Bullet("Tỷ lệ người từ 15 tuổi có tài khoản định danh mức 2 đạt 95%.",
           (Aim("Tỷ lệ người từ 15 tuổi có tài khoản định danh mức 2", "=", 95, "đạt 95%"),)),
    Bullet("Ít nhất 60% hộ kinh doanh nhận thanh toán không dùng tiền mặt.",
           (Aim("hộ kinh doanh nhận thanh toán không dùng tiền mặt", ">=", 60, "Ít nhất 60%"),)),
    Heading(1, "II", "NHIỆM VỤ"),
    Bullet("Làm từ thôn làm lên: thôn nào cần gì thì hỗ trợ đúng điều đó, không dàn đều."),
    Bullet("Danh mục việc cụ thể tại Phụ lục kèm theo."),
)  # fmt: skip

_DUTIES = (
    Duty(_CULTURE, (
        "Tham mưu, theo dõi việc thực hiện kế hoạch; tổng hợp khó khăn của các thôn",
        "Định kỳ hằng tháng báo cáo tiến độ về Ủy ban nhân dân xã",
    )),
    Duty(_OFFICE, ("Công khai kế hoạch và tiến độ trên Trang thông tin điện tử của xã",)),
    Duty(_POLICE, ("Phối hợp cấp tài khoản định danh lưu động cho người già yếu",), asked=True),
    Duty(_VILLAGES, ("Vận động người dân tham gia các lớp kỹ năng số, giữ gìn thiết bị wifi nhà văn hóa",)),
)  # fmt: skip


def commune_plan(year: int) -> Example:
    """The plan of the commune of Đồng Lộc for a year, issued on 5 February."""
    return Example(
        key="ke-hoach-xa-dong-loc",
        year=year,
        issuer="18484",
        superior="",
        letterhead="ỦY BAN NHÂN DÂN\nXÃ ĐỒNG LỘC",
        place="Đồng Lộc",
        subject=f"Xây dựng thôn số và dịch vụ công gần dân xã Đồng Lộc năm {year}",
        number=18,
        issued=(5, 2),
        basis=(f"Thực hiện Kế hoạch số 21/KH-UBND ngày 16/01/{year} của Ủy ban nhân dân tỉnh,",),
        opening=f"Ủy ban nhân dân xã Đồng Lộc ban hành Kế hoạch xây dựng thôn số và dịch vụ công gần dân năm {year}"
        " như sau:",
        body=_BODY,
        duties_mark="III",
        duties=_DUTIES,
        closing="Trên đây là Kế hoạch của Ủy ban nhân dân xã; yêu cầu các đơn vị, các thôn thực hiện./.",
        recipients=("Sở Khoa học và Công nghệ", "Thường trực Đảng ủy, HĐND xã", "Các phòng, đơn vị", "Các thôn",
                    "Lưu: VT"),
        signer_title=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        signer="Nguyễn Đình Thử",
        tables=(TaskTable("PHỤ LỤC", "DANH MỤC NHIỆM VỤ", _COLUMNS, (_RUNNING, _PEOPLE, _LAND)),),
        reports=(Report(_CULTURE, "Ủy ban nhân dân xã", "monthly"),),
        cited=(("21/KH-UBND", f"{year}-01-16"),),
    )  # fmt: skip


def amended_commune_plan(year: int) -> Example:
    """The same plan as amended on 28 May: two dates moved, one task new, one gone."""
    return replace(
        commune_plan(year),
        key="ke-hoach-xa-dong-loc-sua-doi",
        subject=f"Xây dựng thôn số và dịch vụ công gần dân xã Đồng Lộc năm {year} (sửa đổi, bổ sung)",
        number=64,
        issued=(28, 5),
        tables=(
            TaskTable("PHỤ LỤC", "DANH MỤC NHIỆM VỤ", _COLUMNS, (_AMENDED_RUNNING, _AMENDED_PEOPLE, _AMENDED_LAND)),
        ),
        amends="ke-hoach-xa-dong-loc",
    )
