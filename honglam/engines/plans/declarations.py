"""What plans offer to the rest: permissions, notices, searchable kinds, words of the log, open work."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import declare_open_work, declare_permission, name_area
from honglam.core.access.terms import RoleCode
from honglam.core.audit.registry import declare_action
from honglam.core.files.registry import declare_purpose
from honglam.core.notices.registry import declare_notice
from honglam.core.search.indexing import IndexRow
from honglam.core.search.registry import declare_searchable
from honglam.engines.indicators.public import declare_promises
from honglam.engines.plans.actions import work
from honglam.engines.plans.file_access import (
    may_read_authority,
    may_read_document,
    may_read_draft,
    may_read_evidence,
    may_read_import,
)
from honglam.engines.plans.indexing import PLAN_KIND, TASK_KIND, rows_of_plans
from honglam.engines.plans.models import Assignment, Plan
from honglam.engines.plans.shown.assigned_targets import assigned_targets
from honglam.engines.plans.shown.trajectory import promises
from honglam.toolkit.ui import navigation

EVERYBODY = (
    RoleCode.PROVINCE_LEADER, RoleCode.COORDINATOR, RoleCode.UNIT_ADMINISTRATOR, RoleCode.HEAD, RoleCode.OFFICER,
    RoleCode.VIEWER,
)  # fmt: skip

name_area("plans", _("Kế hoạch và nhiệm vụ"))
declare_permission(
    "plans.view_work", _("Xem kế hoạch và công việc"), _("Xem kế hoạch, nhiệm vụ, tiến độ trong phạm vi"), EVERYBODY
)
declare_permission(
    "plans.report_work", _("Báo cáo tiến độ"), _("Nhận việc, cập nhật tiến độ, gửi minh chứng"),
    (RoleCode.COORDINATOR, RoleCode.HEAD, RoleCode.OFFICER),
)  # fmt: skip
declare_permission(
    "plans.import_plan", _("Nhập kế hoạch"), _("Tải văn bản, rà soát, ban hành kế hoạch của đơn vị"),
    (RoleCode.COORDINATOR, RoleCode.HEAD),
)  # fmt: skip
declare_permission(
    "plans.direct_work", _("Giao và chỉ đạo việc"), _("Giao việc, xác nhận, trả lại, ghi bút phê"),
    (RoleCode.PROVINCE_LEADER, RoleCode.COORDINATOR, RoleCode.HEAD),
)  # fmt: skip
declare_permission(
    "plans.check_draft", _("Soát dự thảo"),
    _("Soát dự thảo kế hoạch của đơn vị mình, đối chiếu với kế hoạch cấp trên"),
    (RoleCode.COORDINATOR, RoleCode.HEAD, RoleCode.OFFICER),
)  # fmt: skip

declare_permission(
    "plans.set_reminders", _("Đặt lịch nhắc hạn"),
    _("Đặt ai được nhắc trước và sau hạn bao nhiêu ngày làm việc, cho cả tỉnh"),
)  # fmt: skip

for code, label in (
    ("plans.document_brought_in", _("Tải văn bản lên")),
    ("plans.document_read", _("Đọc văn bản")),
    ("plans.document_read_again", _("Đọc lại văn bản")),
    ("plans.document_unreadable", _("Không đọc được văn bản")),
    ("plans.reading_edited", _("Sửa thông tin văn bản")),
    ("plans.reading_dropped", _("Bỏ văn bản")),
    ("plans.item_edited", _("Sửa mục đọc được")),
    ("plans.item_added", _("Thêm mục")),
    ("plans.name_tied", _("Ghép tên với đơn vị")),
    ("plans.items_decided", _("Nhận hoặc bỏ mục")),
    ("plans.plan_created", _("Tạo kế hoạch")),
    ("plans.plan_amended", _("Sửa đổi, bổ sung kế hoạch")),
    ("plans.plan_issued", _("Ban hành kế hoạch")),
    ("plans.plan_ended", _("Kết thúc kế hoạch")),
    ("plans.task_changed", _("Thay đổi nhiệm vụ")),
    ("plans.work_given", _("Giao việc")),
    ("plans.work_taken_on", _("Phân công người thực hiện")),
    ("plans.work_reported", _("Cập nhật tiến độ")),
    ("plans.work_claimed", _("Báo hoàn thành")),
    ("plans.work_confirmed", _("Xác nhận hoàn thành")),
    ("plans.work_accepted", _("Nhận việc")),
    ("plans.work_returned", _("Trả lại")),
    ("plans.work_transferred", _("Chuyển việc cho đơn vị khác")),
    ("plans.share_divided", _("Chia nhỏ phần việc")),
    ("plans.extension_asked", _("Xin gia hạn")),
    ("plans.extension_by_phone", _("Ghi nhận đồng ý gia hạn qua điện thoại")),
    ("plans.extension_granted", _("Cho gia hạn")),
    ("plans.extension_refused", _("Không cho gia hạn")),
    ("plans.extension_taken_back", _("Rút đề nghị gia hạn")),
    ("plans.extension_lapsed", _("Gia hạn qua điện thoại hết hiệu lực")),
    ("plans.due_date_moved", _("Dời hạn")),
    ("plans.recurrence_set", _("Chia việc thường xuyên theo kỳ")),
    ("plans.periods_opened", _("Mở kỳ mới của việc thường xuyên")),
    ("plans.mandate_added", _("Thêm căn cứ giao việc")),
    ("plans.mandate_removed", _("Bỏ căn cứ giao việc")),
    ("plans.commented", _("Trao đổi")),
    ("plans.comment_taken_back", _("Gỡ nội dung trao đổi")),
    ("plans.reminders_set", _("Đặt lịch nhắc hạn")),
    ("plans.feed_opened", _("Mở lịch hạn việc")),
    ("plans.feed_closed", _("Đóng lịch hạn việc")),
    ("plans.given_by_document", _("Giao việc theo văn bản")),
    ("plans.prepared_by_document", _("Lập dự thảo văn bản giao việc")),
    ("plans.signed_file_attached", _("Tải bản đã ký lên")),
    ("plans.import_started", _("Tải tệp của hệ thống văn bản lên")),
    ("plans.import_columns_chosen", _("Ghép cột của tệp")),
    ("plans.import_accepted", _("Nhận các dòng để giao việc")),
    ("plans.import_finished", _("Nhập xong văn bản")),
    ("plans.import_reopened", _("Mở lại tệp của hệ thống văn bản")),
    ("plans.import_dropped", _("Bỏ tệp của hệ thống văn bản")),
    ("plans.work_withdrawn", _("Thu hồi việc")),
    ("plans.work_handed_over", _("Bàn giao việc")),
    ("plans.share_added", _("Thêm đơn vị thực hiện")),
    ("plans.instructed", _("Bút phê, chỉ đạo")),
    ("plans.draft_checked", _("Soát dự thảo")),
    ("plans.plan_aligned", _("Đối chiếu kế hoạch")),
    ("plans.checked_again", _("Soát lại")),
    ("plans.check_finished", _("Soát xong")),
    ("plans.check_failed", _("Không soát được")),
    ("plans.check_stopped", _("Dừng soát")),
    ("plans.finding_dismissed", _("Bỏ qua phát hiện")),
    ("plans.finding_reopened", _("Lấy lại phát hiện")),
    ("plans.draft_deleted", _("Xóa dự thảo đã soát")),
):
    declare_action(code, label)

declare_purpose("plans.document", _("Văn bản kế hoạch"), may_read=may_read_document)
declare_purpose("plans.document_import", _("Tệp của hệ thống văn bản"), may_read=may_read_import, most_bytes=30_000_000)
declare_purpose("plans.draft", _("Dự thảo để soát"), may_read=may_read_draft)
declare_purpose("plans.evidence", _("Minh chứng công việc"), may_read=may_read_evidence, most_bytes=50_000_000)
declare_purpose("plans.authority", _("Văn bản cho phép gia hạn"), may_read=may_read_authority)

declare_promises("plans", promises, assigned_targets)

declare_notice("plans.work_given", _("Được giao việc mới"))
declare_notice("plans.work_claimed", _("Đơn vị báo hoàn thành"))
declare_notice("plans.work_confirmed", _("Việc được xác nhận hoàn thành"))
declare_notice("plans.work_returned", _("Việc bị trả lại"))
declare_notice("plans.work_transferred", _("Việc chuyển cho đơn vị khác"))
declare_notice("plans.extension_asked", _("Đơn vị xin gia hạn"))
declare_notice("plans.extension_by_phone", _("Gia hạn được đồng ý qua điện thoại"))
declare_notice("plans.extension_granted", _("Được gia hạn"))
declare_notice("plans.extension_refused", _("Không được gia hạn"))
declare_notice("plans.extension_lapsed", _("Gia hạn qua điện thoại hết hiệu lực"))
declare_notice(
    "plans.reminder",
    _("Bản tin công việc mỗi sáng"),
    _("Việc sắp đến hạn, quá hạn, bị trả lại, chờ xác nhận, chờ quyết định gia hạn: một thông báo mỗi ngày"),
)
declare_notice("plans.mentioned", _("Được nhắc đến trong trao đổi"))


def _rows() -> Iterator[IndexRow]:
    return rows_of_plans(Plan.objects.all())


declare_searchable(
    PLAN_KIND, _("Kế hoạch"), permission="plans.view_work",
    rebuild=lambda: (row for row in _rows() if row.obj_kind == PLAN_KIND),
)  # fmt: skip
declare_searchable(
    TASK_KIND, _("Nhiệm vụ"), permission="plans.view_work",
    rebuild=lambda: (row for row in _rows() if row.obj_kind == TASK_KIND),
)  # fmt: skip

declare_open_work(
    "plans.assignments",
    _("Việc đang làm"),
    count=lambda *, user, unit: Assignment.objects.filter(person=user, unit=unit).open().count(),
    hand_over=lambda *, user, unit, to, by, reason="": work.hand_over(
        person=user, unit=unit, to=to, by=by, reason=reason
    ),
)

navigation.declare_item("desk", _("Việc của tôi"), url_name="desk:home", icon="checklist", order=10)
navigation.declare_item(
    "desk", _("Việc của đơn vị"), url_name="plans:my_unit", icon="building", permission="plans.view_work", order=15
)
navigation.declare_item(
    "desk", _("Nhiệm vụ"), url_name="plans:tasks", icon="list-check", permission="plans.view_work", order=20
)
navigation.declare_item(
    "desk",
    _("Giao theo văn bản"),
    url_name="plans:give_by_document",
    icon="send",
    permission="plans.direct_work",
    order=25,
)
navigation.declare_item(
    "desk", _("Phân công"), url_name="plans:shares", icon="subtask", permission="plans.view_work", order=22
)
navigation.declare_item(
    "admin", _("Lịch nhắc hạn"), url_name="plans:reminders", icon="bell", permission="plans.set_reminders", order=60
)
navigation.declare_item(
    "desk", _("Kế hoạch"), url_name="plans:plans", icon="file-text", permission="plans.view_work", order=30
)
navigation.declare_item(
    "desk", _("Soát dự thảo"), url_name="plans:checks", icon="file-check", permission="plans.check_draft", order=32
)
