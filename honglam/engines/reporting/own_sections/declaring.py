"""Declares the sections that reports fill themselves; imported by `honglam.engines.reporting.declarations`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.engines.reporting.own_sections.below import received, units_figures, units_work
from honglam.engines.reporting.own_sections.indicators import CODE as FIGURES
from honglam.engines.reporting.own_sections.indicators import indicator_tables
from honglam.engines.reporting.own_sections.written import difficulties, proposals, written
from honglam.engines.reporting.sections import declare_section

declare_section(
    "direction", _("Công tác chỉ đạo, điều hành"), assemble=written, is_written=True,
    description=_("Đơn vị tự viết"),
)  # fmt: skip
declare_section(
    "received", _("Tình hình gửi báo cáo"), assemble=received, needs_below=True,
    description=_("Bao nhiêu báo cáo cấp dưới đã nhận, đúng hạn, muộn; đơn vị nào chưa gửi"),
)  # fmt: skip
declare_section(
    "units_work", _("Kết quả thực hiện nhiệm vụ của các đơn vị"), assemble=units_work, needs_below=True,
    description=_("Bảng theo đơn vị, tổng số và biểu đồ, cộng từ các báo cáo đã gửi"),
)  # fmt: skip
declare_section(
    FIGURES, _("Số liệu, chỉ tiêu"), assemble=indicator_tables,
    description=_("Biểu số liệu: thực hiện hoặc ước thực hiện, lũy kế, kỳ trước, cùng kỳ năm trước, chỉ tiêu giao"),
)  # fmt: skip
declare_section(
    "units_figures", _("Số liệu của các đơn vị"), assemble=units_figures, needs_below=True,
    description=_("Số liệu theo biểu của từng đơn vị và tổng cộng, lấy từ các báo cáo đã gửi"),
)  # fmt: skip
declare_section(
    "assessment", _("Đánh giá chung"), assemble=written, is_written=True, description=_("Đơn vị tự viết")
)  # fmt: skip
declare_section(
    "difficulties", _("Khó khăn, vướng mắc"), assemble=difficulties,
    description=_("Từng khó khăn của đơn vị và của cấp dưới đã chọn, giữ tên đơn vị"),
)  # fmt: skip
declare_section(
    "proposals", _("Đề xuất, kiến nghị"), assemble=proposals,
    description=_("Từng kiến nghị, cơ quan giải quyết và trả lời (nếu có)"),
)  # fmt: skip
declare_section(
    "next", _("Nhiệm vụ trọng tâm kỳ tới"), assemble=written, is_written=True, description=_("Đơn vị tự viết")
)  # fmt: skip
declare_section(
    "other", _("Nội dung khác"), assemble=written, is_written=True, description=_("Đơn vị tự viết")
)  # fmt: skip
