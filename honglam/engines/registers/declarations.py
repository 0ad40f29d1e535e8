"""What registers offer to the rest."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import name_area
from honglam.core.audit.registry import declare_action
from honglam.core.files.registry import declare_purpose
from honglam.core.notices.registry import declare_notice
from honglam.engines.registers.file_access import may_read_import, may_read_paper
from honglam.engines.registers.terms import EXPORT_PURPOSE
from honglam.toolkit.ui.navigation import declare_item

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
    ("registers.import_brought", _("Đưa tệp lên để nhập vào sổ")),
    ("registers.import_dropped", _("Bỏ lần nhập tệp")),
    ("registers.import_undone", _("Hoàn tác lần nhập tệp")),
    ("registers.exported", _("Xuất dữ liệu")),
    ("registers.merged", _("Gộp dòng trùng")),
    ("registers.unmerged", _("Hoàn tác gộp")),
    ("registers.told_apart", _("Xác nhận hai dòng khác nhau")),
    ("registers.restored", _("Hoàn tác lần sửa")),
    ("registers.paper_attached", _("Đính kèm giấy tờ")),
    ("registers.paper_removed", _("Gỡ giấy tờ")),
    ("registers.personal_forgotten", _("Xóa dữ liệu cá nhân hết hạn lưu")),
    ("registers.view_saved", _("Lưu bộ lọc")),
    ("registers.view_dropped", _("Bỏ bộ lọc đã lưu")),
):
    declare_action(code, label)
declare_purpose("registers.paper", _("Giấy tờ kèm dòng"), may_read=may_read_paper, most_bytes=50_000_000)
declare_notice("registers.import_done", _("Nhập tệp vào sổ đã xong"))
# Only who had it made may fetch it; it is cleared away after a week, because no row points at it.
declare_purpose(
    EXPORT_PURPOSE,
    _("Danh sách xuất từ sổ"),
    may_read=lambda _user, _file: False,
    most_bytes=1_500_000_000,
    comes_in=False,
)
declare_item("data", _("Sổ dữ liệu"), url_name="registers:index", icon="database", order=10)
declare_purpose("registers.import", _("Tệp nhập vào sổ dữ liệu"), may_read=may_read_import, most_bytes=300_000_000)
