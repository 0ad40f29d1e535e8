"""The example plan of a province: goals with figures, tasks, two annexes, duties and reports."""

from __future__ import annotations

from honglam.engines.plans.demo.contents.province_tasks import (
    ANNEX,
    COMMUNES,
    DEPARTMENTS,
    FINANCE,
    HOME,
    OFFICE,
    POLICE,
    SCIENCE,
    YOUTH,
)
from honglam.engines.plans.demo.example import Aim, AimTable, Bullet, Duty, Example, Heading, Prose, Report

_GOALS = (
    Heading(1, "I", "MỤC TIÊU"),
    Heading(2, "1", "Mục tiêu chung"),
    Prose(
        "Làm cho dữ liệu của tỉnh dùng được ngay trong công việc hằng ngày; người dân nộp hồ sơ một lần, không phải "
        "khai lại điều cơ quan nhà nước đã biết; cán bộ bớt giấy tờ, bớt họp, có thời gian cho việc tại cơ sở."
    ),
    Heading(2, "2", "Mục tiêu cụ thể"),
    Heading(3, "a", "Dữ liệu và nền tảng"),
    Bullet("100% sở, ngành công bố danh mục dữ liệu do mình quản lý.",
           (Aim("sở, ngành công bố danh mục dữ liệu do mình quản lý", "=", 100, "100%"),)),
    Bullet("Tỷ lệ bản ghi hộ tịch có đủ trường bắt buộc đạt tối thiểu 98%.",
           (Aim("Tỷ lệ bản ghi hộ tịch có đủ trường bắt buộc", ">=", 98, "tối thiểu 98%"),)),
    Bullet("Tỷ lệ hệ thống thông tin được phê duyệt cấp độ an toàn đạt 100%.",
           (Aim("Tỷ lệ hệ thống thông tin được phê duyệt cấp độ an toàn", "=", 100, "đạt 100%"),)),
    Heading(3, "b", "Dịch vụ công"),
    Bullet("Tỷ lệ hồ sơ nộp trực tuyến toàn trình đạt tối thiểu 72%.",
           (Aim("Tỷ lệ hồ sơ nộp trực tuyến toàn trình", ">=", 72, "tối thiểu 72%"),)),
    Bullet("Tỷ lệ thanh toán trực tuyến phí, lệ phí đạt trên 65%.",
           (Aim("Tỷ lệ thanh toán trực tuyến phí, lệ phí", ">", 65, "trên 65%"),)),
    Bullet("Tỷ lệ kết quả giải quyết thủ tục được trả bản điện tử đạt 90%.",
           (Aim("Tỷ lệ kết quả giải quyết thủ tục được trả bản điện tử", "=", 90, "đạt 90%"),)),
    Bullet("Ít nhất 92% người nộp hồ sơ hài lòng với cách phục vụ.",
           (Aim("người nộp hồ sơ hài lòng với cách phục vụ", ">=", 92, "Ít nhất 92%"),)),
    Heading(3, "c", "Kinh tế số và xã hội số"),
    Bullet("Tỷ lệ hộ kinh doanh dùng hóa đơn điện tử đạt tối thiểu 60%.",
           (Aim("Tỷ lệ hộ kinh doanh dùng hóa đơn điện tử", ">=", 60, "tối thiểu 60%"),)),
    Bullet("Tỷ lệ dân số trưởng thành có chữ ký số cá nhân đạt 25%.",
           (Aim("Tỷ lệ dân số trưởng thành có chữ ký số cá nhân", "=", 25, "đạt 25%"),)),
    Bullet("100% thôn, tổ dân phố có tổ công nghệ số cộng đồng hoạt động.",
           (Aim("thôn, tổ dân phố có tổ công nghệ số cộng đồng hoạt động", "=", 100, "100%"),)),
)  # fmt: skip

_WORK = (
    Heading(1, "II", "NHIỆM VỤ, GIẢI PHÁP"),
    Heading(2, "1", "Điều hành theo kết quả"),
    Bullet("Việc nào cũng phải rõ ai chịu trách nhiệm, ngày nào xong, sản phẩm là gì; không giao việc bằng lời chung "
           "chung."),
    Bullet("Số liệu báo cáo lấy từ hệ thống, cán bộ chỉ bổ sung điều hệ thống chưa biết."),
    Heading(2, "2", "Dữ liệu đúng từ nơi phát sinh"),
    Bullet("Ai tạo ra dữ liệu thì người đó sửa lỗi; sai ở đâu sửa ở đó, không sửa trên bản sao."),
    Bullet("Dữ liệu đã có trong kho dùng chung thì không thu thập lại bằng biểu mẫu giấy."),
    Heading(2, "3", "Hạ tầng vừa đủ, dùng chung"),
    Bullet("Ưu tiên thuê dịch vụ và dùng chung thiết bị; chỉ mua mới khi đã đánh giá thiết bị hiện có."),
    Heading(2, "4", "Người dân là người chấm điểm"),
    Bullet("Lắng nghe phản hồi sau mỗi hồ sơ, công khai những điều đã sửa theo góp ý của người dân."),
    Heading(1, "III", "DANH MỤC NHIỆM VỤ VÀ KINH PHÍ"),
    Heading(2, "1", "Danh mục nhiệm vụ, chỉ tiêu: Tại các phụ lục kèm theo."),
    Heading(2, "2", "Kinh phí: Từ ngân sách theo phân cấp và các nguồn hợp pháp khác."),
)  # fmt: skip

_DUTIES = (
    Duty(SCIENCE, (
        "Là đầu mối theo dõi kế hoạch; mỗi tuần rà các việc sắp đến hạn và gọi điện nhắc trước khi gửi công văn",
        "Hướng dẫn các cơ quan lập danh mục dữ liệu theo một mẫu thống nhất",
        "Định kỳ hằng tháng báo cáo tiến độ về Ủy ban nhân dân tỉnh",
    )),
    Duty(OFFICE, (
        "Đưa tình hình thực hiện kế hoạch vào nội dung họp giao ban của Ủy ban nhân dân tỉnh",
        "Rà soát, cắt giảm những báo cáo trùng lặp mà cơ sở đang phải làm",
    )),
    Duty(FINANCE, ("Cân đối nguồn kinh phí, hướng dẫn thanh toán dịch vụ thuê ngoài đúng quy định",)),
    Duty(HOME, ("Đưa kết quả thực hiện kế hoạch vào tiêu chí xếp loại hằng năm của tập thể, người đứng đầu",)),
    Duty(POLICE, ("Hướng dẫn bảo vệ dữ liệu cá nhân khi kết nối với dữ liệu dân cư",), asked=True),
    Duty(YOUTH, ("Huy động đoàn viên giúp người cao tuổi, người khuyết tật dùng dịch vụ công trực tuyến",), asked=True),
    Duty(DEPARTMENTS, (
        "Cử một lãnh đạo trực tiếp phụ trách, chịu trách nhiệm về số liệu của cơ quan mình",
        "Trước ngày 20 tháng cuối quý báo cáo kết quả về Sở Khoa học và Công nghệ",
    )),
    Duty(COMMUNES, (
        "Giao việc đến từng người, dán lịch trực hỗ trợ người dân tại nhà văn hóa",
        "Trước ngày 20 tháng cuối quý báo cáo kết quả về Sở Khoa học và Công nghệ",
    )),
)  # fmt: skip

_AIMS = AimTable(
    label="PHỤ LỤC I",
    title="CHỈ TIÊU GIAO CÁC CƠ QUAN",
    aims=(
        Aim("Số tập dữ liệu mở được công bố", ">=", 40, "≥ 40", "tập dữ liệu", (SCIENCE,)),
        Aim("Số cơ sở dữ liệu ngành kết nối kho dữ liệu dùng chung", "=", 24, "24", "cơ sở dữ liệu", (SCIENCE,)),
        Aim("Tỷ lệ thôn, tổ dân phố phủ sóng di động ổn định", "=", 100, "100", "%", (SCIENCE,)),
        Aim("Tỷ lệ nhà văn hóa có wifi miễn phí", ">=", 85, "≥ 85", "%",
            ("Sở Văn hóa, Thể thao và Du lịch",)),
        Aim("Số trạm đo mưa tự động hoạt động", ">=", 60, "≥ 60", "trạm", ("Sở Nông nghiệp và Môi trường",)),
        Aim("Tỷ lệ trường học đã đối soát dữ liệu học sinh", "=", 100, "100", "%", ("Sở Giáo dục và Đào tạo",)),
        Aim("Tỷ lệ lượt khám tại trạm y tế dùng thẻ điện tử", ">=", 70, "≥ 70", "%", ("Sở Y tế",)),
        Aim("Số gian hàng OCOP hoạt động trên sàn trực tuyến", ">=", 150, "≥ 150", "gian hàng", ("Sở Công Thương",)),
        Aim("Tỷ lệ hồ sơ trễ hạn", "<=", 1, "≤ 1", "%", (OFFICE,)),
        Aim("Tỷ lệ văn bản đi được ký số", ">=", 99, "≥ 99", "%", (OFFICE,)),
        Aim("Tỷ lệ cán bộ, công chức cấp xã đạt chuẩn kỹ năng số", ">=", 95, "≥ 95", "%", (HOME,)),
        Aim("Số lớp kỹ năng số cho người cao tuổi", ">=", 500, "≥ 500", "lớp", (COMMUNES,)),
        Aim("Tỷ lệ điểm tiếp nhận có mã QR thanh toán", "=", 100, "100", "%", (COMMUNES,)),
        Aim("Tỷ lệ tài khoản quản trị bật xác thực hai lớp", "=", 100, "100", "%", (POLICE,)),
        Aim("Tỷ lệ hộ nghèo có điện thoại thông minh", ">=", 80, "≥ 80", "%", (SCIENCE,)),
    ),
)  # fmt: skip


def province_plan(year: int) -> Example:
    """The plan of the province for a year, issued on 16 January."""
    return Example(
        key="ke-hoach-tinh",
        year=year,
        issuer="42",
        superior="",
        letterhead="ỦY BAN NHÂN DÂN\nTỈNH HÀ TĨNH",
        place="Hà Tĩnh",
        subject=f"Phát triển dữ liệu số và dịch vụ số tỉnh Hà Tĩnh năm {year}",
        number=21,
        issued=(16, 1),
        basis=(
            "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị;",
            "Căn cứ Luật Dữ liệu số 60/2024/QH15 ngày 30/11/2024 của Quốc hội;",
            "Theo đề nghị của Sở Khoa học và Công nghệ,",
        ),
        opening=f"Ủy ban nhân dân tỉnh ban hành Kế hoạch phát triển dữ liệu số và dịch vụ số năm {year} như sau:",
        body=(*_GOALS, *_WORK),
        duties_mark="IV",
        duties=_DUTIES,
        closing=(
            "Trên đây là Kế hoạch phát triển dữ liệu số và dịch vụ số của tỉnh; có khó khăn, đề nghị các cơ quan phản "
            "ánh về Sở Khoa học và Công nghệ để tổng hợp, xử lý./."
        ),
        recipients=(
            "Thường trực Tỉnh ủy, HĐND tỉnh", "Chủ tịch, các Phó Chủ tịch UBND tỉnh", "Các sở, ban, ngành cấp tỉnh",
            "UBND các xã, phường", "Lưu: VT, KGVX",
        ),
        signer_title=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        signer="Phan Thị Thanh Diễn",
        tables=(_AIMS, ANNEX),
        reports=(
            Report(SCIENCE, "Ủy ban nhân dân tỉnh", "monthly"),
            Report(DEPARTMENTS, "Sở Khoa học và Công nghệ", "quarterly"),
            Report(COMMUNES, "Sở Khoa học và Công nghệ", "quarterly"),
        ),
        cited=(("57-NQ/TW", "2024-12-22"), ("60/2024/QH15", "2024-11-30")),
    )  # fmt: skip
