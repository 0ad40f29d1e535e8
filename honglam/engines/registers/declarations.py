"""What registers offer to the rest."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import name_area
from honglam.core.audit.registry import declare_action
from honglam.core.notices.registry import declare_notice

name_area("registers", _("Sổ dữ liệu"))
for code, label in (
    ("registers.created", _("Thêm dòng")),
    ("registers.created_many", _("Thêm nhiều dòng")),
    ("registers.changed", _("Sửa dòng")),
    ("registers.changed_many", _("Sửa nhiều dòng")),
    ("registers.moved", _("Chuyển trạng thái")),
    ("registers.moved_many", _("Chuyển trạng thái nhiều dòng")),
    ("registers.ended", _("Ngừng hiệu lực")),
    ("registers.imported", _("Nhập tệp vào sổ")),
    ("registers.exported", _("Xuất dữ liệu")),
    ("registers.merged", _("Gộp dòng trùng")),
    ("registers.unmerged", _("Hoàn tác gộp")),
    ("registers.told_apart", _("Xác nhận hai dòng khác nhau")),
    ("registers.view_saved", _("Lưu bộ lọc")),
    ("registers.view_dropped", _("Bỏ bộ lọc đã lưu")),
):
    declare_action(code, label)
declare_notice("registers.import_done", _("Nhập tệp vào sổ đã xong"))
