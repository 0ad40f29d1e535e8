"""What the directory offers: its permissions, its entries of the navigation, units in the search."""

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import declare_permission, name_area
from honglam.core.directory.indexing import KIND, all_units
from honglam.core.search.registry import declare_searchable
from honglam.toolkit.ui.navigation import declare_item

name_area("organisations", _("Cơ cấu tổ chức"))
declare_permission(
    "organisations.manage_units",
    _("Quản lý đơn vị"),
    _("Thêm, sửa, đổi tên, sáp nhập, kết thúc đơn vị; sửa tên khác, nhóm đơn vị."),
)
declare_permission(
    "organisations.import_units", _("Nhập đơn vị từ tệp"), _("Nhập danh sách đơn vị từ tệp CSV cho toàn tỉnh.")
)
declare_searchable(KIND, _("Đơn vị"), rebuild=all_units)
declare_item("data", _("Cơ cấu tổ chức"), url_name="organisations:list", icon="sitemap", order=10)
declare_item(
    "admin",
    _("Nhóm đơn vị"),
    url_name="organisations:groups",
    icon="building",
    permission="organisations.manage_units",
    order=40,
)
declare_item(
    "admin",
    _("Nhập đơn vị"),
    url_name="organisations:import",
    icon="file-upload",
    permission="organisations.import_units",
    order=41,
)
