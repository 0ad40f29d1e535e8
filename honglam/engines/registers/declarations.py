"""What registers offer to the rest."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import name_area
from honglam.core.audit.registry import declare_action
from honglam.core.files.registry import declare_purpose
from honglam.core.notices.registry import declare_notice
from honglam.engines.registers.file_access import may_read_import

name_area("registers", _("Sổ dữ liệu"))
for code, label in (
    ("registers.created", _("Thêm dòng")),
    ("registers.created_many", _("Thêm nhiều dòng")),
    ("registers.changed", _("Sửa dòng")),
    ("registers.changed_many", _("Sửa nhiều dòng")),
    ("registers.moved", _("Chuyển trạng thái")),
    ("registers.ended", _("Ngừng hiệu lực")),
    ("registers.imported", _("Nhập tệp vào sổ")),
    ("registers.import_brought", _("Đưa tệp lên để nhập vào sổ")),
    ("registers.import_dropped", _("Bỏ lần nhập tệp")),
    ("registers.import_undone", _("Hoàn tác lần nhập tệp")),
    ("registers.exported", _("Xuất dữ liệu")),
    ("registers.merged", _("Gộp dòng trùng")),
    ("registers.unmerged", _("Hoàn tác gộp")),
    ("registers.told_apart", _("Xác nhận hai dòng khác nhau")),
    ("registers.view_saved", _("Lưu bộ lọc")),
    ("registers.view_dropped", _("Bỏ bộ lọc đã lưu")),
):
    declare_action(code, label)
declare_notice("registers.import_done", _("Nhập tệp vào sổ đã xong"))
declare_purpose("registers.import", _("Tệp nhập vào sổ dữ liệu"), may_read=may_read_import, most_bytes=300_000_000)
