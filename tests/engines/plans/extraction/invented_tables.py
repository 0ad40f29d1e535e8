"""Invented task and indicator tables, with fictional content, for the tests of the table reader.

A table is drawn from a seed: columns and their order, widths, numbering, groups, cells of several lines, units,
deadlines. `flattened.py` beside this file prints it the way converters flatten the cells of a page.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

_VERBS = (
    "Xây dựng", "Ban hành", "Triển khai", "Rà soát", "Nâng cấp", "Tổ chức", "Hoàn thiện", "Đẩy mạnh",
    "Phối hợp xây dựng",
    "Tham mưu ban hành", "Số hóa", "Vận hành", "Kiểm tra, đánh giá", "Tuyên truyền", "Bồi dưỡng", "Thuê", "Mở rộng",
    "Duy trì", "Cập nhật", "Tập huấn", "Lắp đặt", "Kết nối", "Chuẩn hóa",
)  # fmt: skip
_OBJECTS = (
    "kế hoạch phát triển dịch vụ số trên địa bàn", "quy chế quản lý, khai thác cơ sở dữ liệu dùng chung",
    "hệ thống mạng nội bộ (LAN), thiết bị bảo mật và đường truyền của các cơ quan",
    "hồ sơ địa chính, hồ sơ hộ tịch còn giá trị sử dụng",
    "các lớp kỹ năng số cho cán bộ, công chức, viên chức và người dân",
    "tổ công nghệ số cộng đồng tại các thôn", "hệ thống truyền thanh ứng dụng công nghệ thông tin",
    "trang thông tin điện tử, chuyên mục \"Người dân hỏi - Chính quyền trả lời\"",
    "phần mềm theo dõi nhiệm vụ được giao",
    "mô hình nông nghiệp thông minh; hỗ trợ hợp tác xã đưa sản phẩm lên sàn thương mại điện tử",
    "quy trình tiếp nhận, giải quyết thủ tục hành chính không phụ thuộc địa giới hành chính",
    "việc sử dụng chữ ký số cá nhân trong giao dịch với cơ quan nhà nước",
    "bản đồ số về hạ tầng kỹ thuật, giao thông, thủy lợi",
    "phương án bảo đảm an toàn thông tin theo cấp độ được phê duyệt",
    "thanh toán không dùng tiền mặt tại chợ, trường học và cơ sở y tế",
    "đánh giá mức độ sẵn sàng dữ liệu của các đơn vị", "camera giám sát an ninh trật tự tại các nút giao trọng điểm",
    "phong trào học tập kỹ năng số gắn với ngày hội chuyển đổi số 10/10", "danh mục dữ liệu mở và lộ trình công bố",
    "trợ lý ảo hỗ trợ cán bộ tra cứu văn bản", "Quyết định số 77/QĐ-UBND ngày 05/3/2026 về phân cấp quản lý hạ tầng số",
    "kho lưu trữ hồ sơ điện tử của cơ quan", "ứng dụng tiếp nhận phản ánh hiện trường",
    "Đề án sắp xếp hệ thống thông tin",
)  # fmt: skip
_ENDS = (
    "", "", "", "", " đáp ứng yêu cầu của chính quyền địa phương hai cấp",
    " giai đoạn 2026 - 2030, định hướng đến năm 2035",
    ", bảo đảm thiết thực, hiệu quả, tránh trùng lặp", " theo hướng dẫn của cơ quan cấp trên", " năm 2026",
    " nhằm nâng cao chất lượng phục vụ người dân và doanh nghiệp", " trên nền tảng dùng chung (nếu có)",
    "; kịp thời báo cáo khó khăn, vướng mắc", " tại Trung tâm Phục vụ hành chính công", " cho 100% cán bộ, công chức",
)  # fmt: skip
_PROVINCE_UNITS = (
    "Sở Khoa học và Công nghệ", "Sở Tài chính", "Sở Nội vụ", "Sở Y tế", "Sở Giáo dục và Đào tạo", "Công an tỉnh",
    "Sở Văn hóa, Thể thao và Du lịch", "Sở Nông nghiệp và Môi trường", "Văn phòng UBND tỉnh", "Sở Xây dựng",
    "Sở Công Thương",
    "Sở Tư pháp", "Tỉnh đoàn", "Báo và Đài Phát thanh, Truyền hình tỉnh", "Ban Quản lý Khu kinh tế tỉnh",
    "Bộ Chỉ huy Quân sự tỉnh",
    "Ủy ban MTTQ Việt Nam tỉnh", "Trường Đại học Lam Giang", "Hội Nông dân tỉnh", "Thuế tỉnh",
)  # fmt: skip
_COMMUNE_UNITS = (
    "Phòng Văn hóa - Xã hội", "Phòng Kinh tế", "Văn phòng HĐND và UBND", "Công an xã",
    "Trung tâm Phục vụ hành chính công",
    "Phòng Kinh tế, Hạ tầng và Đô thị", "Ban CHQS xã", "Ủy ban MTTQ xã", "Đoàn Thanh niên xã", "Hội Nông dân xã",
    "Hội Liên hiệp Phụ nữ xã", "Trạm Y tế xã", "Trung tâm Cung ứng dịch vụ công", "Phòng VH-XH", "Văn phòng HĐND-UBND",
    "Phòng KT", "Trường THCS Bình Minh", "Hội Cựu chiến binh xã", "Trung tâm PVHCC",
)  # fmt: skip
_COLLECTIVES = (
    "Các sở, ban, ngành cấp tỉnh", "Các xã, phường", "Các đơn vị liên quan", "Các phòng, ban, ngành, đoàn thể",
    "Các thôn, xóm",
    "Các cơ quan, đơn vị liên quan", "UBND các xã, phường", "Các sở, ngành, địa phương", "Các doanh nghiệp viễn thông",
    "Cơ quan, đơn vị có liên quan", "Các phòng chuyên môn",
)  # fmt: skip
_DEADLINES = (
    "Quý I/2026", "Quý II/2026", "Quý III/2026", "Quý IV/2026", "Tháng 6/2026", "Tháng 12/2026", "Năm 2026", "2026",
    "30/6/2026",
    "31/12/2026", "Trước 15/9/2026", "Thường xuyên", "Hằng năm", "Hàng quý", "Quý I, II/2026", "Trước ngày 20/6/2026",
    "Cả năm", "Trong năm 2026", "Quý 3/2026", "Giai đoạn 2026-2030", "Khi có yêu cầu", "6 tháng đầu năm 2026",
)  # fmt: skip
_PRODUCTS = (
    "Kế hoạch", "Quyết định của UBND", "Báo cáo", "Hệ thống hoạt động ổn định", "Văn bản chỉ đạo, hướng dẫn",
    "Lớp tập huấn",
    "Cơ sở dữ liệu được cập nhật", "Biên bản kiểm tra; báo cáo kết quả", "Hồ sơ cấp độ được phê duyệt",
    "100% hồ sơ được số hóa",
    "Phần mềm được đưa vào sử dụng", "Tin, bài, phóng sự", "Quy chế được ban hành", "Danh mục dữ liệu", "Mô hình điểm",
)  # fmt: skip
_CONTENTS = (
    "Khảo sát hiện trạng, lập hồ sơ, trình phê duyệt và tổ chức thực hiện", "Mua sắm, thay thế thiết bị đã xuống cấp",
    "Lựa chọn đơn vị cung cấp dịch vụ có đủ năng lực, ký hợp đồng và theo dõi chất lượng",
    "Rà soát, lập danh mục, phân công trách nhiệm",
    "Tổ chức hội nghị, phát tờ rơi, đăng tin trên trang thông tin điện tử và mạng xã hội",
    "Xây dựng mới phân hệ thống kê, báo cáo; kết nối với kho dữ liệu dùng chung",
    "Tập huấn sử dụng cho người phụ trách",
)  # fmt: skip
_GROUPS = (
    "Công tác lãnh đạo, chỉ đạo", "Hoàn thiện thể chế số", "Phát triển hạ tầng số", "Phát triển dữ liệu số",
    "Phát triển nguồn nhân lực số", "Bảo đảm an toàn thông tin mạng", "Kinh tế số, xã hội số", "Nâng cao nhận thức",
    "Xây dựng chính quyền số phục vụ người dân và doanh nghiệp trên địa bàn",
)  # fmt: skip
_INDICATORS = (
    "Tỷ lệ hồ sơ thủ tục hành chính được tiếp nhận trực tuyến",
    "Tỷ lệ cán bộ, công chức được bồi dưỡng kỹ năng số căn bản",
    "Tỷ lệ dân số trưởng thành có chữ ký số cá nhân", "Tỷ lệ hộ gia đình được phủ mạng internet băng rộng cáp quang",
    "Hệ thống thông tin được phê duyệt hồ sơ đề xuất cấp độ an toàn",
    "Tỷ lệ thanh toán trực tuyến trên tổng số hồ sơ có phát sinh phí",
    "Tỷ lệ thôn, xóm có tổ công nghệ số cộng đồng hoạt động thường xuyên, có kinh phí hỗ trợ",
    "Tỷ lệ văn bản trao đổi trên môi trường mạng",
    "Số mô hình điểm về ứng dụng số trong nông nghiệp",
    "Tỷ lệ học sinh có hồ sơ học bạ số (không tính học sinh mầm non)",
    "Tỷ lệ người dân có sổ sức khỏe điện tử", "Trang thông tin điện tử công bố dữ liệu mở theo danh mục",
)  # fmt: skip
_TARGETS = ("100%", "≥ 80%", "95%", "70%", ">60%", "Đạt", "Hoàn thành", "50-60%", "Trên 90%", "85,5%", "3", "Có")
_HEADERS = {
    "number": ("TT", "STT", "Số TT"),
    "name": ("Nhiệm vụ", "Tên nhiệm vụ", "Nội dung nhiệm vụ", "Nhiệm vụ, giải pháp", "Nội dung công việc",
    "Nội dung thực hiện"),
    "content": ("Nội dung chủ yếu", "Mục tiêu", "Nội dung thực hiện", "Yêu cầu"),
    "lead": ("Cơ quan chủ trì", "Đơn vị chủ trì", "Chủ trì", "Đơn vị thực hiện", "Đơn vị chủ trì thực hiện"),
    "coordinating": ("Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp", "Cơ quan, đơn vị phối hợp"),
    "monitoring": ("Cơ quan theo dõi, tổng hợp", "Đơn vị theo dõi, đôn đốc"),
    "deadline": ("Thời gian hoàn thành", "Thời gian thực hiện", "Thời hạn hoàn thành", "Thời gian",
    "Tiến độ thực hiện"),
    "product": ("Sản phẩm", "Kết quả, sản phẩm", "Sản phẩm/Kết quả", "Sản phẩm dự kiến", "Kết quả đạt được"),
    "note": ("Ghi chú",),
    "budget": ("Kinh phí", "Kinh phí (triệu đồng)", "Nguồn kinh phí", "Dự kiến kinh phí"),
}  # fmt: skip
_INDICATOR_HEADERS = {
    "number": ("TT", "STT"),
    "name": ("Chỉ tiêu", "Tên chỉ tiêu", "Nội dung chỉ tiêu"),
    "measure": ("Đơn vị tính", "ĐVT"),
    "target": ("Mục tiêu 2026", "Kế hoạch năm 2026", "Chỉ tiêu năm 2026"),
    "lead": ("Đơn vị chủ trì", "Cơ quan chủ trì", "Đơn vị chủ trì tham mưu"),
}
_WIDTHS = {
    "number": (3, 5), "name": (26, 48), "content": (24, 40), "lead": (12, 22), "coordinating": (12, 22),
    "monitoring": (11, 18), "deadline": (8, 13), "product": (13, 24), "note": (8, 10), "budget": (9, 14),
    "measure": (6, 9), "target": (8, 11),
}  # fmt: skip


@dataclass
class InventedRow:
    """A row: its kind, number and the cells by column name; unit cells hold the list of units beside."""

    kind: str
    number: str
    cells: dict[str, str] = field(default_factory=dict)
    units: dict[str, list[str]] = field(default_factory=dict)
    group: str | None = None


@dataclass
class InventedTable:
    """A table: columns in order, their headers and widths (characters), and its rows."""

    columns: list[str]
    headers: dict[str, str]
    widths: dict[str, int]
    rows: list[InventedRow]


def invent_tasks(seed: int, rows: int = 16) -> InventedTable:
    """A table of tasks."""
    chance = random.Random(seed)
    columns = chance.choice(
        (
            ["number", "name", "lead", "coordinating", "deadline"],
            ["number", "name", "lead", "coordinating", "deadline", "product"],
            ["number", "name", "product", "lead", "coordinating", "deadline"],
            ["number", "name", "lead", "deadline"],
            ["number", "name", "lead", "monitoring", "deadline"],
            ["number", "name", "deadline", "lead", "coordinating"],
            ["number", "name", "content", "deadline", "lead", "coordinating", "product"],
            ["number", "name", "content", "product", "lead", "deadline"],
            ["number", "name", "lead", "coordinating", "product", "deadline", "note"],
            ["number", "name", "lead", "coordinating", "deadline", "note"],
            ["number", "name", "lead", "coordinating", "deadline", "budget"],
            ["number", "name", "deadline", "product", "lead", "coordinating", "note"],
            ["number", "name", "content", "lead", "deadline", "budget", "note"],
            ["number", "name", "product", "deadline", "lead"],
            ["number", "name", "lead", "coordinating", "product"],
            ["number", "lead", "name", "coordinating", "deadline"],
        )
    )
    headers = {column: chance.choice(_HEADERS[column]) for column in columns}
    if headers["name"] == "Nội dung thực hiện" and "content" in columns:
        headers["name"] = "Tên nhiệm vụ"
    if "content" in columns and headers["content"] == "Nội dung thực hiện" and headers["name"].startswith("Nội dung"):
        headers["content"] = "Yêu cầu"
    widths = {column: chance.randint(*_WIDTHS[column]) for column in columns}
    pool = chance.choice((_PROVINCE_UNITS, _COMMUNE_UNITS))
    separator = chance.choice(("; ", ", ", "; ", ", ", "; ", ", ", "; ", "\n"))
    grouping = chance.choice(("none", "roman", "roman", "roman-restart", "letter", "sub", "dotted"))
    style = chance.choice(("{}", "{}", "{}.", "{:02d}"))
    body: list[InventedRow] = []
    group: str | None = None
    number, heading = 0, 0
    groups = list(_GROUPS)
    chance.shuffle(groups)
    for index in range(rows):
        if grouping != "none" and index % max(3, rows // 4) == 0 and groups:
            heading += 1
            sign = {"letter": "ABCDEGHIK"[heading - 1], "dotted": str(heading)}.get(grouping, _roman(heading))
            text = groups.pop()
            text = text.upper() if seed % 3 == 0 else text
            group = f"{sign} {text}"
            body.append(InventedRow("group", sign, {"name": text}))
            if grouping == "sub" and groups and chance.random() < 0.5:
                text = groups.pop()
                group += f" > {text}"
                body.append(InventedRow("group", "", {"name": text}))
            if grouping in ("roman-restart", "letter", "dotted"):
                number = 0
        number += 1
        printed = f"{heading}.{number}" if grouping == "dotted" else style.format(number)
        row = InventedRow("item", printed, group=group)
        row.cells["name"] = _task_name(chance)
        for column in columns[1:]:
            _fill(chance, row, column, pool, separator)
        body.append(row)
    return InventedTable(columns, headers, widths, body)


def invent_indicators(seed: int, rows: int = 14) -> InventedTable:
    """A table of indicators with target and lead."""
    chance = random.Random(seed)
    columns = chance.choice((["number", "name", "target", "lead"], ["number", "name", "measure", "target", "lead"]))
    headers = {column: chance.choice(_INDICATOR_HEADERS[column]) for column in columns}
    widths = {column: chance.randint(*_WIDTHS[column]) for column in columns}
    pool = chance.choice((_PROVINCE_UNITS, _COMMUNE_UNITS))
    body: list[InventedRow] = []
    group: str | None = None
    groups = list(_GROUPS)
    chance.shuffle(groups)
    names = [name + end for name in _INDICATORS for end in ("", " trên địa bàn", " tại các cơ quan, đơn vị")]
    chance.shuffle(names)
    for index in range(rows):
        if index % 5 == 0:
            text = groups.pop()
            group = f"{_roman(index // 5 + 1)} {text}"
            body.append(InventedRow("group", _roman(index // 5 + 1), {"name": text}))
        row = InventedRow("item", str(index + 1), group=group)
        row.cells["name"] = names.pop()
        row.cells["target"] = chance.choice(_TARGETS)
        if "measure" in columns:
            row.cells["measure"] = chance.choice(("%", "Mô hình", "Hệ thống", "Tỷ lệ"))
        _fill(chance, row, "lead", pool, "; ")
        body.append(row)
    return InventedTable(columns, headers, widths, body)


def invent_years(seed: int, rows: int = 8) -> InventedTable:
    """A table of indicators with a unit of measure and a target for every year of a plan."""
    chance = random.Random(seed)
    years = ["2026", "2027", "2028", "2029", "2030"][: chance.randint(3, 5)]
    columns = ["number", "name", "measure", *years]
    headers = {"number": "TT", "name": "Chỉ tiêu", "measure": "ĐVT", **{year: year for year in years}}
    widths = {"number": 3, "name": chance.randint(24, 40), "measure": 9, **dict.fromkeys(years, 7)}
    body: list[InventedRow] = []
    names = chance.sample(_INDICATORS, rows)
    for index, name in enumerate(names):
        row = InventedRow("item", str(index + 1))
        row.cells["name"] = name
        row.cells["measure"] = chance.choice(("%", "người", "mô hình", "lượt người", "hộ"))
        figure = chance.randint(3, 60)
        for year in years:
            figure += chance.randint(1, 8)
            row.cells[year] = str(figure)
        body.append(row)
    return InventedTable(columns, headers, widths, body)


def _task_name(chance: random.Random) -> str:
    name = f"{chance.choice(_VERBS)} {chance.choice(_OBJECTS)}{chance.choice(_ENDS)}"
    if chance.random() < 0.12:
        name += f"; {chance.choice(_VERBS).lower()} {chance.choice(_OBJECTS)}"
    return name + (chance.choice((".", "")) if chance.random() < 0.4 else "")


def _fill(chance: random.Random, row: InventedRow, column: str, pool: tuple[str, ...], separator: str) -> None:
    if column in ("lead", "monitoring"):
        count = chance.choice((1, 1, 1, 1, 2, 2, 3)) if column == "lead" else 1
        units = chance.sample(pool, count) if chance.random() < 0.88 else [chance.choice(_COLLECTIVES)]
    elif column == "coordinating":
        count = chance.choice((0, 1, 1, 2, 2, 3))
        units = chance.sample(pool, count)
        if chance.random() < 0.5:
            units.append(chance.choice(_COLLECTIVES))
    elif column == "budget":
        row.cells[column] = chance.choice(("Ngân sách xã", "150", "1.200", "Ngân sách tỉnh", "Xã hội hóa", "85,5"))
        return
    elif column == "name":
        return
    else:
        texts = {"deadline": _DEADLINES, "product": _PRODUCTS, "content": _CONTENTS}.get(column)
        if texts and chance.random() < 0.93:
            row.cells[column] = chance.choice(texts)
        return
    row.units[column] = units
    if units:
        row.cells[column] = separator.join(units)


def _roman(number: int) -> str:
    return ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")[number - 1]
