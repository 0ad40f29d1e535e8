"""The registers of personnel. Law: laws on cadres, civil servants and public employees; Circular 06/2023/TT-BNV."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import name_area
from honglam.core.access.terms import RoleCode
from honglam.engines.datahub.public import ColumnType, Effect, Kind, Rule, Sensitivity
from honglam.engines.registers.public import (
    Computed,
    Lifecycle,
    Move,
    Personal,
    Register,
    Related,
    Section,
    declare,
)
from honglam.packs.officials.models import (
    Appraisal,
    AppraisalVersion,
    Movement,
    MovementVersion,
    Official,
    OfficialVersion,
    Training,
    TrainingVersion,
)
from honglam.packs.officials.retirement import births_retiring, retires_on
from honglam.packs.officials.terms import AppraisalState, Appraised, Gender, Standing

name_area("officials", _("Cán bộ, công chức, viên chức"))
_LAW = _("Luật Cán bộ, công chức; Luật Viên chức; Thông tư 06/2023/TT-BNV")
_NOTES = _(
    "Các cột do nền tảng tự chọn. Danh mục 109 trường của Thông tư 06/2023/TT-BNV chưa có bản chính thức nên chưa nạp; "
    "không dùng sổ này để báo cáo là đã đủ 109 trường. Dữ liệu nhạy cảm (đảng viên, dân tộc, tôn giáo, sức khỏe, "
    "gia đình) cố ý không lưu."
)
# Personnel files are read by those who lead or run a unit, not by everybody in it.
_READERS = (RoleCode.COORDINATOR, RoleCode.HEAD, RoleCode.PROVINCE_LEADER, RoleCode.UNIT_ADMINISTRATOR)
_EDITORS = (RoleCode.COORDINATOR, RoleCode.HEAD, RoleCode.UNIT_ADMINISTRATOR)
_SALARY = "officials.see_salary"
_AT_WORK = (Standing.WORKING, Standing.SECONDED)
_LEAVING = ("left_on", "left_by")


def retiring_between(first: Any, last: Any) -> Q:
    """Who retires from a day to a day, in whole years: what the mask shows, and no more."""
    years = (first.year if first else 1960, last.year if last else 2100)
    found = Q(pk__in=())
    for gender in Gender.values:
        if born := births_retiring(gender, *years):
            found |= Q(gender=gender, birth_date__range=born)
    return found


OFFICIALS = declare(Register(
    code="officials", model=Official, versions=OfficialVersion, label=_("hồ sơ cán bộ, công chức, viên chức"),
    purpose=_("Quản lý hồ sơ từng người từ khi tuyển dụng đến khi nghỉ: vị trí, ngạch, lương, trình độ, biến động."),
    legal_basis=_LAW, keeper="home-affairs", icon="users", notes=_NOTES, sensitivity=Sensitivity.PERSONAL,
    columns=("full_name", "unit", "position", "staff_kind", "grade_name", "education", "state"),
    search=("full_name", "staff_code", "position", "job"), order="full_name",
    filters=("state", "staff_kind", "unit", "education", "theory", "grade_code", "recruited_on"),
    identity=("citizen_id",), likeness=("full_name", "birth_date"),
    sections=(
        Section(_("Người"), ("citizen_id", "staff_code", "full_name", "gender", "birth_date", "hometown")),
        Section(_("Liên hệ, tài khoản"), ("address", "phone", "email", "insurance_code", "bank_account")),
        Section(_("Công việc"), ("staff_kind", "position", "job", "recruited_on", "joined_on", "appointed_on")),
        Section(_("Ngạch, lương"), ("grade_code", "grade_name", "graded_on", "salary_step", "salary_factor",
                                    "salary_from", "allowance")),
        Section(_("Trình độ"), ("education", "major", "theory", "languages", "computing")),
        Section(_("Nghỉ, thôi việc"), ("left_on", "left_by", "note")),
    ),
    computed={"retires_on": Computed(_("nghỉ hưu dự kiến"), lambda row: retires_on(row.gender, row.birth_date),
                                     ("gender", "birth_date"), ColumnType.DATE, "year", retiring_between)},
    guarded=dict.fromkeys(("salary_step", "salary_factor", "salary_from", "allowance"), _SALARY),
    personal=(Personal("full_name", ""), Personal("citizen_id", "identity"), Personal("birth_date", "year"),
              *map(Personal, ("gender", "hometown", "address", "insurance_code", "bank_account")),
              Personal("phone", "phone"), Personal("email", "email")),
    purpose_of_personal=_("Quản lý cán bộ, công chức, viên chức trong thời gian công tác và giải quyết chế độ sau đó"),
    law_of_personal=_("Luật Cán bộ, công chức; Luật Viên chức; Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15"),
    retention_days=3650, readers=_READERS, editors=_EDITORS, unmaskers=(RoleCode.HEAD,),
    related=(Related("movements", "official"), Related("appraisals", "official"), Related("trainings", "official")),
    lifecycle=Lifecycle(Standing, Standing.WORKING, (
        Move("second", _("Cử biệt phái"), (Standing.WORKING,), Standing.SECONDED, needs="decide", asks=True),
        Move("return", _("Nhận lại sau biệt phái"), (Standing.SECONDED,), Standing.WORKING, needs="decide"),
        Move("retire", _("Cho nghỉ hưu"), _AT_WORK, Standing.RETIRED, needs="decide", requires=_LEAVING),
        Move("resign", _("Cho thôi việc"), _AT_WORK, Standing.RESIGNED, needs="decide", requires=_LEAVING),
        Move("leave", _("Chuyển ra ngoài tỉnh"), _AT_WORK, Standing.MOVED_OUT, needs="decide", requires=_LEAVING),
        Move("dismiss", _("Buộc thôi việc"), _AT_WORK, Standing.DISMISSED, needs="decide", requires=_LEAVING,
             asks=True),
        Move("decease", _("Ghi nhận từ trần"), _AT_WORK, Standing.DECEASED, needs="decide", requires=("left_on",)),
    )),
    quality=(
        Rule("citizen-id-given", Kind.NOT_NULL, ("citizen_id",), effect=Effect.BLOCKS),
        Rule("citizen-id-form", Kind.FORMAT, ("citizen_id",), {"pattern": "[0-9]{12}"}),
        Rule("citizen-id-once", Kind.KEY, ("citizen_id",), effect=Effect.BLOCKS),
        Rule("birth-given", Kind.NOT_NULL, ("birth_date",)),
        Rule("birth-plausible", Kind.RANGE, ("birth_date",), {"min": "1940-01-01", "max": "2010-12-31"}),
        Rule("born-before-work", Kind.ORDER, ("birth_date", "recruited_on")),
        Rule("grade-form", Kind.FORMAT, ("grade_code",),
             {"pattern": r"[0-9]{2}\.[0-9]{3}[a-z]?|V\.[0-9]{2}\.[0-9]{2}\.[0-9]{2}"}),
        Rule("file-once", Kind.ALIKE, ("full_name", "birth_date"), {"likeness": 95}),
    ),
))  # fmt: skip

MOVEMENTS = declare(Register(
    code="movements", model=Movement, versions=MovementVersion, label=_("quá trình công tác"), legal_basis=_LAW,
    purpose=_("Tuyển dụng, bổ nhiệm, điều động, biệt phái, nâng ngạch, nghỉ hưu: quyết định nào, từ ngày nào."),
    keeper="home-affairs", icon="timeline", readers=_READERS, editors=_EDITORS,
    columns=("official", "kind", "to_place", "decision", "starts_on", "ends_on"),
    search=("official", "decision", "to_place"), order="-starts_on", filters=("kind", "official", "unit", "starts_on"),
    identity=("official", "kind", "starts_on"), part_of="officials", sensitivity=Sensitivity.PERSONAL,
    sections=(Section(_("Bước công tác"), ("official", "kind", "from_place", "to_place", "decision", "decided_on",
                                           "starts_on", "ends_on", "note")),),
    quality=(Rule("decision-given", Kind.NOT_NULL, ("decision",)),
             Rule("step-once", Kind.KEY, ("official", "kind", "starts_on")),
             Rule("ends-after-start", Kind.ORDER, ("starts_on", "ends_on"))),
))  # fmt: skip

APPRAISALS = declare(Register(
    code="appraisals", model=Appraisal, versions=AppraisalVersion, label=_("đánh giá, xếp loại hằng năm"),
    purpose=_("Xếp loại chất lượng từng năm theo bốn mức."), legal_basis=_LAW, keeper="home-affairs", icon="award",
    columns=("official", "year", "own_grade", "grade", "decision", "state"), search=("official", "decision"),
    order="-year", filters=("state", "year", "grade", "unit", "official"), identity=("official", "year"),
    sections=(Section(_("Đánh giá"), ("official", "year", "own_grade", "grade", "decision", "decided_on", "remark")),),
    part_of="officials", sensitivity=Sensitivity.PERSONAL, readers=_READERS, editors=_EDITORS, update_days=366,
    lifecycle=Lifecycle(AppraisalState, AppraisalState.SELF, (
        Move("propose", _("Tập thể đề nghị"), (AppraisalState.SELF,), AppraisalState.PROPOSED, requires=("own_grade",)),
        Move("decide", _("Quyết định xếp loại"), (AppraisalState.PROPOSED,), AppraisalState.DECIDED, needs="decide",
             requires=("grade", "decision", "decided_on")),
    )),
    quality=(Rule("year-once", Kind.KEY, ("official", "year"), effect=Effect.BLOCKS),
             Rule("grade-of-the-law", Kind.CODES, ("grade",), {"codes": list(Appraised.values)}),
             Rule("newest-decision", Kind.FRESH, ("decided_on",), {"days": 400, "of": "newest"})),
))  # fmt: skip

TRAININGS = declare(Register(
    code="trainings", model=Training, versions=TrainingVersion, label=_("đào tạo, bồi dưỡng"), legal_basis=_LAW,
    purpose=_("Mỗi người đã học gì, ở đâu, bao nhiêu tiết, có chứng chỉ gì."), keeper="home-affairs", icon="book",
    columns=("official", "kind", "course", "school", "ends_on", "hours"), search=("official", "course", "school"),
    order="-starts_on", filters=("kind", "official", "unit", "ends_on"), totals=("hours",), part_of="officials",
    identity=("official", "course", "starts_on"), sensitivity=Sensitivity.PERSONAL, readers=_READERS,
    editors=_EDITORS, sections=(Section(_("Lớp học"), ("official", "kind", "course", "school", "starts_on", "ends_on",
                                                      "hours", "certificate")),),
    quality=(Rule("ends-after-start", Kind.ORDER, ("starts_on", "ends_on")),
             Rule("hours-plausible", Kind.RANGE, ("hours",), {"min": "1", "max": "3000"})),
))  # fmt: skip
