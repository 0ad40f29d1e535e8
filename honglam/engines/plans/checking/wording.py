"""What findings are called, and how one is told: in a list, in a comment of Word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.engines.plans.alignment import Kind
from honglam.toolkit.text import strip_marks

KIND_LABELS: Mapping[str, str | Promise] = {
    Kind.WEAKER_TARGET: gettext_lazy("Chỉ tiêu thấp hơn cấp trên"),
    Kind.MISSING_TARGET: gettext_lazy("Thiếu chỉ tiêu cấp trên giao"),
    Kind.LATER_DEADLINE: gettext_lazy("Thời hạn muộn hơn cấp trên"),
    Kind.MISSING_TASK: gettext_lazy("Thiếu nhiệm vụ cấp trên giao"),
    Kind.DUPLICATE: gettext_lazy("Nội dung lặp lại"),
    Kind.CITATION_CONFLICT: gettext_lazy("Văn bản viện dẫn ghi khác nhau"),
    Kind.OUTSIDE_PERIOD: gettext_lazy("Thời gian ngoài kỳ kế hoạch"),
    Kind.UNKNOWN_UNIT: gettext_lazy("Cơ quan không còn hoặc sai tên"),
    Kind.MISSING_ANNEX: gettext_lazy("Phụ lục nêu mà không có"),
    Kind.PAST_DEADLINE: gettext_lazy("Thời hạn đã qua"),
    Kind.INTERNAL_CONFLICT: gettext_lazy("Mâu thuẫn trong dự thảo"),
    Kind.TARGET_BELOW_RESULT: gettext_lazy("Chỉ tiêu thấp hơn kết quả đã đạt"),
    Kind.REPORT_MISMATCH: gettext_lazy("Chế độ báo cáo không khớp"),
    Kind.WRONG_LEVEL: gettext_lazy("Không đúng thẩm quyền, cấp"),
    Kind.EXPIRED_BASIS: gettext_lazy("Căn cứ hết hiệu lực"),
    Kind.NUMBERING: gettext_lazy("Đánh số sai thứ tự"),
    Kind.MISPLACED_CELL: gettext_lazy("Nội dung nhầm cột"),
    Kind.NO_OWNER: gettext_lazy("Chưa rõ đơn vị chủ trì"),
    Kind.NO_DATE: gettext_lazy("Chưa có thời hạn"),
    Kind.NO_MEASURE: gettext_lazy("Chưa có sản phẩm đo được"),
    Kind.TARGET_WITHOUT_TASK: gettext_lazy("Chỉ tiêu chưa có nhiệm vụ"),
    Kind.OVERLOAD: gettext_lazy("Dồn việc vào một thời điểm"),
}
"""The kinds of `alignment.Kind` in the words of an officer; a test holds them complete."""

_ANNEX = "phu luc"


def kind_label(kind: str) -> str:
    """What a kind of finding is called; its code where a newer rule brought a kind without a name."""
    return str(KIND_LABELS.get(kind, kind))


def place_of(quote: Mapping[str, Any] | None) -> str:
    """Where a quotation stands: “mục II/3, trang 4”; empty where nothing tells."""
    if not quote:
        return ""
    page, path = (quote.get("source") or {}).get("page"), quote.get("section") or ""
    if strip_marks(path).startswith(_ANNEX):  # “PHỤ LỤC II/3” is no section
        section = path[: len(_ANNEX)].capitalize() + path[len(_ANNEX) :]
    else:
        section = _("mục %(path)s") % {"path": path} if path else ""
    parts = [
        section,
        _("trang %(page)d") % {"page": page} if page else "",
    ]
    return ", ".join(part for part in parts if part)


def quoted(quote: Mapping[str, Any] | None) -> str:
    """A quotation with its place: “…” (mục II/3, trang 4); empty where there is none."""
    if not quote:
        return ""
    place = place_of(quote)
    return f"“{quote['text']}”" + (f" ({place})" if place else "")
