"""A province that does not exist, its plan, and a commune of it that writes its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from honglam.core.calendar.counting import WorkingTime
from honglam.engines.plans.alignment import PlanText
from honglam.engines.plans.drafting import (
    OwnBody,
    OwnPlan,
    OwnUnit,
    UpperPlan,
    target_choices,
    work_choices,
    write_own_plan,
)
from honglam.engines.plans.drafting.wording import figure
from tests.engines.plans.drafting.from_text import upper_of_text

WRITTEN_ON = dt.date(2026, 2, 2)
POLICE = OwnBody("Công an xã", "commune-police", "Công an tỉnh")
CENTRE = OwnBody("Trung tâm Phục vụ hành chính công", "commune-service-centre")
OFFICE = OwnBody("Văn phòng HĐND và UBND", "commune-office")
CULTURE = OwnBody("Phòng Văn hóa – Xã hội", "commune-culture-society")
ECONOMY = OwnBody("Phòng Kinh tế", "commune-economy")
FRONT = OwnBody("Ủy ban MTTQ Việt Nam xã và các đoàn thể", "commune-front", is_asked=True)
BODIES = (OFFICE, ECONOMY, CULTURE, CENTRE, POLICE, FRONT)
COMMUNE = OwnUnit(
    name="Xã Suối Hoa", official="Ủy ban nhân dân xã Suối Hoa", letterhead=("Ủy ban nhân dân", "xã Suối Hoa"),
    place="Suối Hoa", is_local=True, word="UBND xã", bodies=BODIES, copies_to=("Đảng ủy, HĐND xã",), has_villages=True,
)  # fmt: skip
DEPARTMENT = OwnUnit(
    name="Sở Nội vụ", official="Sở Nội vụ", above=("Ủy ban nhân dân tỉnh Mộc Lam",), letterhead=("Sở Nội vụ",),
    place="Mộc Lam", is_local=False, word="Sở",
)  # fmt: skip
BODY = """I. MỤC TIÊU
- Tỷ lệ hồ sơ nộp trực tuyến toàn trình đạt tối thiểu 72%.
- 95% người dân có tài khoản định danh điện tử.
- Tỷ lệ hồ sơ trễ hạn không quá 1%.
- Giá trị kinh tế số trong GRDP đạt 18%.
- 38 cơ sở dữ liệu được kết nối vào kho dữ liệu dùng chung.
II. KINH PHÍ
Từ ngân sách theo phân cấp và các nguồn hợp pháp khác.
III. TỔ CHỨC THỰC HIỆN
1. Sở Khoa học và Công nghệ
- Chủ trì hướng dẫn các xã, phường lập danh mục dữ liệu theo mẫu thống nhất.
2. UBND các xã, phường
- Giao việc đến từng cán bộ và niêm yết lịch trực hỗ trợ người dân tại nhà văn hóa.
- Trước ngày 20 tháng cuối quý báo cáo kết quả thực hiện về Sở Khoa học và Công nghệ.
PHỤ LỤC
DANH MỤC NHIỆM VỤ
STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tCơ quan theo dõi\tThời gian hoàn thành\tSản phẩm
1\tKích hoạt tài khoản định danh điện tử cho người già yếu tại nhà\tUBND các xã, phường\tCông an tỉnh\tSở Khoa học và Công nghệ\t30/6/2026\tDanh sách đã kích hoạt
2\tĐặt mã thanh toán tại bàn tiếp nhận hồ sơ của các xã, phường\tUBND các xã, phường\tSở Tài chính\tSở Khoa học và Công nghệ\t31/3/2026\tDanh sách điểm đặt mã
3\tRà lỗi, làm sạch sổ hộ tịch điện tử còn thiếu trường bắt buộc\tUBND các xã, phường\tSở Tư pháp\tSở Tư pháp\tThường xuyên\tSổ hộ tịch đủ trường
4\tĐưa kết quả chuyển đổi số vào tiêu chí xếp loại tập thể hằng năm\tSở Nội vụ\tSở Khoa học và Công nghệ\tVăn phòng UBND tỉnh\t30/9/2026\tQuyết định ban hành
5\tLập bản đồ số các công trình thủy lợi nhỏ trên toàn tỉnh\tSở Nông nghiệp và Môi trường\tUBND các xã, phường\tSở Khoa học và Công nghệ\t31/8/2026\tLớp bản đồ
"""  # noqa: E501
ANSWERS = {
    "[… điền đơn vị chủ trì …]": CULTURE.name,
    "[… điền hạn …]": "Thường xuyên",
    "[… điền sản phẩm …]": "Báo cáo kết quả",
    "[… điền kinh phí …]": "10 triệu đồng",
    "[… điền đơn vị theo dõi …]": CULTURE.name,
    "[… điền số …]": "31/KH-UBND",
    "[… điền ngày …]": "12/01/2026",
    "[… điền căn cứ khác của đơn vị, hoặc bỏ dòng này …]": "Nghị quyết số 12-NQ/ĐU ngày 05/01/2026 của Đảng ủy xã",
    "[… điền CHỦ TỊCH, hoặc KT. CHỦ TỊCH và PHÓ CHỦ TỊCH …]": "CHỦ TỊCH",
    "[… điền họ tên …]": "Nguyễn Văn Thử",
    "[… điền đơn vị đầu mối …]": CULTURE.name,
    "[… điền ngày gửi về đầu mối …]": "trước ngày 15 tháng cuối quý",
    "[… điền kỳ và ngày báo cáo …]": "trước ngày 15 tháng cuối quý",
}


def answer(words: str) -> str:
    """What the officer of these stories writes into an open place."""
    return ANSWERS.get(words, "Nội dung do xã tự ghi")


def draft_of(plan: PlanText, unit: OwnUnit = COMMUNE, *, written_on: dt.date = WRITTEN_ON) -> tuple[OwnPlan, UpperPlan]:
    """The draft with everything that is proposed, and the upper plan narrowed to that."""
    upper = upper_of_text(plan, written_on=written_on)
    targets = [choice.target for choice in target_choices(upper, unit) if choice.is_proposed]
    works = [choice.work for choice in work_choices(upper, unit) if choice.is_proposed]
    own = write_own_plan(upper, unit, targets=targets, works=works, written_on=written_on, calendar=WorkingTime())
    return own, replace(upper, targets=tuple(targets), works=tuple(works))


def figures(upper: UpperPlan) -> list[str]:
    """The upper plan's figures as the unit's own."""
    return [figure(target.item) for target in upper.targets]
