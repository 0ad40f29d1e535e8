"""What the hub offers to the rest."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.access.reading import declare_log_of_reads
from honglam.core.access.registry import declare_permission, name_area
from honglam.core.access.terms import RoleCode
from honglam.core.audit.registry import declare_action, name_column
from honglam.core.files.registry import declare_purpose
from honglam.core.notices.registry import declare_notice
from honglam.core.organisations.province_parts import declare_province_part
from honglam.core.personal.registry import personal
from honglam.core.search.registry import declare_searchable
from honglam.engines.datahub import indexing
from honglam.engines.datahub.actions.connectors import load_outside_systems
from honglam.engines.datahub.actions.databases import load_sector_databases
from honglam.engines.datahub.file_access import may_read_of_owner
from honglam.engines.datahub.models import AccessLog, ApiKey, OpenUse, OpenWish, Suggestion
from honglam.engines.datahub.queries import ASK, DECIDE, MANAGE, RELEASE, STEWARD, VIEW
from honglam.toolkit.ui import navigation

_EVERYBODY = (
    RoleCode.PROVINCE_LEADER, RoleCode.COORDINATOR, RoleCode.UNIT_ADMINISTRATOR, RoleCode.HEAD, RoleCode.OFFICER,
    RoleCode.VIEWER,
)  # fmt: skip
name_area("datahub", _("Kho dữ liệu dùng chung"))
declare_permission(VIEW, _("Xem danh mục dữ liệu"), _("Xem các tập dữ liệu, chất lượng và nguồn gốc"), _EVERYBODY)
declare_permission(
    ASK, _("Đề nghị khai thác dữ liệu"), _("Thay mặt đơn vị đề nghị cơ quan khác chia sẻ dữ liệu"),
    (RoleCode.COORDINATOR, RoleCode.HEAD, RoleCode.OFFICER),
)  # fmt: skip
declare_permission(
    STEWARD, _("Giữ chất lượng dữ liệu"), _("Chạy kiểm tra, xem dòng sai, sửa hoặc gửi trả đơn vị"),
    (RoleCode.COORDINATOR, RoleCode.HEAD),
)  # fmt: skip
declare_permission(
    DECIDE, _("Quyết định chia sẻ dữ liệu"), _("Trả lời đề nghị khai thác, thu hồi quyền"),
    (RoleCode.COORDINATOR, RoleCode.HEAD),
)  # fmt: skip
declare_permission(
    MANAGE, _("Quản lý tập dữ liệu"), _("Lập, sửa tập dữ liệu, quy tắc, nguồn đến và hệ thống kết nối"),
    (RoleCode.COORDINATOR,),
)  # fmt: skip
declare_permission(
    RELEASE, _("Công bố dữ liệu mở"), _("Chọn cột, kiểm tra và công bố dữ liệu mở, trả lời đề nghị của người dân"),
    (RoleCode.COORDINATOR,),
)  # fmt: skip

for code, label in (
    ("datahub.dataset_made", _("Lập tập dữ liệu")),
    ("datahub.dataset_changed", _("Sửa tập dữ liệu")),
    ("datahub.schema_changed", _("Đổi cấu trúc tập dữ liệu")),
    ("datahub.version_published", _("Đưa phiên bản dữ liệu vào dùng")),
    ("datahub.version_refused", _("Chặn phiên bản dữ liệu")),
    ("datahub.version_forgotten", _("Xóa tệp của phiên bản hết thời hạn lưu")),
    ("datahub.files_changed", _("Tệp của phiên bản không khớp mã băm")),
    ("datahub.rule_made", _("Thêm quy tắc chất lượng")),
    ("datahub.rule_changed", _("Sửa quy tắc chất lượng")),
    ("datahub.rule_dropped", _("Bỏ quy tắc chất lượng")),
    ("datahub.rows_sent_back", _("Gửi trả dòng dữ liệu sai")),
    ("datahub.suggestions_applied", _("Áp dụng gợi ý sửa dữ liệu")),
    ("datahub.suggestions_undone", _("Hoàn tác gợi ý sửa dữ liệu")),
    ("datahub.suggestions_dismissed", _("Bỏ qua gợi ý sửa dữ liệu")),
    ("datahub.inflow_made", _("Lập nguồn dữ liệu đến")),
    ("datahub.inflow_changed", _("Sửa nguồn dữ liệu đến")),
    ("datahub.delivery_received", _("Nhận dữ liệu")),
    ("datahub.connector_changed", _("Sửa hệ thống kết nối")),
    ("datahub.exchange_recorded", _("Ghi lần trao đổi với hệ thống ngoài")),
    ("datahub.database_changed", _("Cập nhật cơ sở dữ liệu ngành")),
    ("datahub.data_asked", _("Đề nghị khai thác dữ liệu")),
    ("datahub.data_granted", _("Đồng ý chia sẻ dữ liệu")),
    ("datahub.data_refused", _("Từ chối chia sẻ dữ liệu")),
    ("datahub.request_withdrawn", _("Rút đề nghị khai thác")),
    ("datahub.grant_revoked", _("Thu hồi quyền khai thác")),
    ("datahub.key_made", _("Cấp khóa truy cập")),
    ("datahub.key_revoked", _("Thu hồi khóa truy cập")),
    ("datahub.webhook_made", _("Đăng ký địa chỉ nhận thông báo")),
    ("datahub.webhook_dropped", _("Bỏ địa chỉ nhận thông báo")),
    ("datahub.shared_data_read", _("Tải dữ liệu được chia sẻ")),
    ("datahub.shared_files_cleared", _("Dọn tệp dữ liệu chia sẻ hết hạn")),
    ("datahub.sharing_reviewed", _("Rà soát dữ liệu chia sẻ")),
    ("datahub.need_changed", _("Cập nhật thông tin thủ tục cần")),
    ("datahub.release_changed", _("Sửa dữ liệu mở")),
    ("datahub.release_published", _("Công bố dữ liệu mở")),
    ("datahub.release_withdrawn", _("Ngừng công bố dữ liệu mở")),
    ("datahub.wish_answered", _("Trả lời đề nghị mở dữ liệu")),
):
    declare_action(code, label)

declare_province_part("datahub.systems", _("hệ thống kết nối"), load_outside_systems)
declare_province_part("datahub.databases", _("cơ sở dữ liệu ngành"), load_sector_databases)

declare_purpose("datahub.delivery", _("Dữ liệu gửi đến kho"), may_read=may_read_of_owner, most_bytes=300_000_000)
declare_purpose("datahub.exchange", _("Tệp trao đổi với hệ thống ngoài"), may_read=may_read_of_owner)

for url_name, label, icon, order in (
    ("datahub:deliveries", _("Dữ liệu đến"), "inbox", 40),
    ("datahub:systems", _("Hệ thống kết nối"), "plug-connected", 41),
    ("datahub:databases", _("Cơ sở dữ liệu ngành"), "database", 42),
    ("datahub:releases", _("Dữ liệu mở"), "world", 43),
):
    navigation.declare_item("data", label, url_name=url_name, icon=icon, permission=VIEW, order=order)

for code, label in (
    ("datahub.version_refused", _("Dữ liệu mới bị chặn vì sai")),
    ("datahub.rows_sent_back", _("Dữ liệu của đơn vị cần sửa")),
    ("datahub.inflow_alarm", _("Nguồn dữ liệu muộn, rỗng hoặc đổi cấu trúc")),
    ("datahub.data_asked", _("Có đề nghị khai thác dữ liệu")),
    ("datahub.data_answered", _("Đề nghị khai thác dữ liệu được trả lời")),
    ("datahub.grant_ending", _("Quyền khai thác dữ liệu sắp hết hạn")),
    ("datahub.grant_revoked", _("Quyền khai thác dữ liệu bị thu hồi")),
    ("datahub.request_overdue", _("Đề nghị khai thác dữ liệu quá hạn trả lời")),
    ("datahub.webhook_failed", _("Không báo được dữ liệu mới cho hệ thống đã đăng ký")),
    ("datahub.wish_made", _("Người dân đề nghị mở dữ liệu")),
):
    declare_notice(code, label)

declare_log_of_reads(OpenUse._meta.db_table)
personal(
    OpenWish, column="email", purpose=_("Trả lời đề nghị mở dữ liệu, xóa sau khi trả lời"),
    legal_basis=_("Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15; Nghị định 47/2020/NĐ-CP, Điều 20"),
    retention_days=90, mask="email",
)  # fmt: skip

for column in ("old", "new"):
    personal(
        Suggestion, column=column, purpose=_("Sửa dữ liệu sai theo gợi ý, hoàn tác đúng giá trị cũ"),
        legal_basis=_("Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15; căn cứ của sổ có cột được sửa"),
        retention_days=180, mask="full",
    )  # fmt: skip

declare_searchable(
    indexing.KIND, _("Tập dữ liệu"), rebuild=indexing.all_rows, permission=VIEW, visible=indexing.may_find
)
navigation.declare_item("data", _("Kho dữ liệu"), "datahub:datasets", icon="database", permission=VIEW, order=10)
navigation.declare_item("data", _("Chất lượng dữ liệu"), "datahub:quality", icon="checks", permission=VIEW, order=20)
navigation.declare_item(
    "desk", _("Dữ liệu cần sửa"), "datahub:to_mend", icon="arrow-back-up", permission=ASK, order=60
)  # fmt: skip
for column, label in (
    ("columns", _("Cột")), ("row_filter", _("Phạm vi dòng")), ("granted_until", _("Đến hết ngày")),
    ("message", _("Lời nhắc")), ("parameters", _("Tham số")), ("effect", _("Khi sai")), ("word", _("Tiêu chí")),
    ("kind", _("Loại")), ("days", _("Số ngày")), ("datasets", _("Tập dữ liệu")),
):  # fmt: skip
    name_column(column, label)
# Reads are written down while they happen, and when a key was last used.
declare_log_of_reads(AccessLog._meta.db_table)
declare_log_of_reads(ApiKey._meta.db_table)

navigation.declare_item(
    "data", _("Chia sẻ dữ liệu"), url_name="datahub:requests", icon="heart-handshake", permission=VIEW, order=40,
)  # fmt: skip
navigation.declare_item(
    "data", _("Thủ tục đã có dữ liệu"), url_name="datahub:needs", icon="list-check", permission=VIEW, order=45,
)  # fmt: skip
