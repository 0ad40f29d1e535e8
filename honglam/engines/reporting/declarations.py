"""What reports offer to the rest: permissions, words of the log, purposes of files, the way to them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import declare_permission, name_area
from honglam.core.access.terms import RoleCode
from honglam.core.audit.registry import declare_action
from honglam.core.files.registry import declare_purpose
from honglam.engines.reporting.file_access import may_read_workbook
from honglam.toolkit.ui import navigation

name_area("reporting", _("Báo cáo"))
declare_permission(
    "reporting.gather_forms", _("Gộp biểu"), _("Gộp biểu Excel do các đơn vị gửi về"),
    (RoleCode.COORDINATOR, RoleCode.HEAD, RoleCode.OFFICER),
)  # fmt: skip

for code, label in (
    ("reporting.gathering_started", _("Lập lần gộp biểu")),
    ("reporting.copies_added", _("Thêm bản gửi về")),
    ("reporting.copy_left_out", _("Bỏ một bản gửi về")),
    ("reporting.gathered", _("Gộp biểu")),
    ("reporting.gathering_failed", _("Không gộp được biểu")),
    ("reporting.gathering_dropped", _("Bỏ lần gộp biểu")),
):
    declare_action(code, label)

declare_purpose("reporting.workbook", _("Biểu Excel gửi về"), may_read=may_read_workbook, most_bytes=20_000_000)

navigation.declare_item(
    "desk", _("Gộp biểu"), url_name="reporting:gatherings", icon="table",
    permission="reporting.gather_forms", order=60,
)  # fmt: skip
