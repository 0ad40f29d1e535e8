"""What the organisation writes to the log, and why its contact columns are not personal data."""

from django.utils.translation import gettext_lazy as _

from honglam.core.audit.registry import declare_action
from honglam.core.organisations.models import Unit
from honglam.core.personal.registry import impersonal

for _code, _label in (
    ("organisations.unit_created", _("Thêm đơn vị")),
    ("organisations.unit_changed", _("Sửa đơn vị")),
    ("organisations.unit_renamed", _("Đổi tên đơn vị")),
    ("organisations.unit_moved", _("Chuyển cấp trên của đơn vị")),
    ("organisations.unit_closed", _("Kết thúc hoạt động của đơn vị")),
    ("organisations.units_merged", _("Sáp nhập đơn vị")),
    ("organisations.units_imported", _("Nhập đơn vị từ tệp")),
    ("organisations.units_exported", _("Xuất danh sách đơn vị")),
    ("organisations.alias_added", _("Thêm tên khác")),
    ("organisations.alias_removed", _("Bỏ tên khác")),
    ("organisations.group_created", _("Thêm nhóm đơn vị")),
    ("organisations.group_members_set", _("Đặt thành viên nhóm")),
    ("organisations.province_loaded", _("Nạp cơ cấu tổ chức của tỉnh")),
):
    declare_action(_code, _label)

for _column, _reason in (
    ("email", _("Hộp thư công vụ của cơ quan, không phải của cá nhân")),
    ("phone", _("Điện thoại trụ sở cơ quan, không phải của cá nhân")),
    ("address", _("Trụ sở cơ quan, không phải nơi ở của cá nhân")),
):
    impersonal(Unit, column=_column, reason=_reason)
