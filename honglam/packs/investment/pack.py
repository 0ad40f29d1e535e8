"""The registers of investment projects. Law: Investment Law, Decree 31/2021/NĐ-CP (supervision of projects)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import name_area
from honglam.engines.datahub.public import Effect, Kind, Rule
from honglam.engines.registers.public import (
    Lifecycle,
    Move,
    OpenColumns,
    Register,
    Related,
    Section,
    When,
    declare,
)
from honglam.packs.investment.models import (
    Disbursement,
    DisbursementVersion,
    Obligation,
    ObligationVersion,
    Project,
    ProjectVersion,
)
from honglam.packs.investment.terms import ObligationState, Stage

name_area("investment", _("Dự án đầu tư"))
_LAW = _("Luật Đầu tư; Nghị định 31/2021/NĐ-CP")

PROJECTS = declare(Register(
    code="projects", model=Project, versions=ProjectVersion, label=_("dự án đầu tư"), icon="building",
    purpose=_("Theo dõi dự án từ đề xuất đến hoạt động: vốn, đất, nghĩa vụ, tiến độ, theo lĩnh vực và địa bàn."),
    legal_basis=_LAW, keeper="finance",
    columns=("code", "name", "investor", "sector", "commune", "capital", "disbursed", "due_on", "is_delayed"),
    search=("code", "name", "investor"), order="name",
    filters=("state", "sector", "investor_kind", "commune", "capital", "due_on", "is_delayed"),
    totals=("capital", "disbursed", "land_area", "jobs"),
    identity=("code",), likeness=("name", "investor"),
    sections=(
        Section(_("Dự án"), ("code", "name", "investor", "investor_kind", "sector", "commune", "geometry")),
        Section(_("Vốn và đất"), ("capital", "disbursed", "land_area", "land_given", "jobs")),
        Section(_("Tiến độ"), ("approval", "approved_on", "starts_on", "due_on", "finished_on", "is_delayed",
                               "delay_reason", "note")),
    ),
    conditions={"delay_reason": When("is_delayed", ("True",))},
    related=(Related("disbursements", "project"), Related("obligations", "project")),
    lifecycle=Lifecycle(Stage, Stage.PROPOSED, (
        Move("approve", _("Chấp thuận chủ trương"), (Stage.PROPOSED,), Stage.APPROVED, needs="decide",
             requires=("approval", "approved_on")),
        Move("prepare", _("Chuyển chuẩn bị"), (Stage.APPROVED,), Stage.PREPARING),
        Move("build", _("Khởi công"), (Stage.PREPARING,), Stage.BUILDING, requires=("starts_on",)),
        Move("operate", _("Đưa vào hoạt động"), (Stage.BUILDING,), Stage.OPERATING, requires=("finished_on",)),
        Move("stop", _("Chấm dứt"), (Stage.PROPOSED, Stage.APPROVED, Stage.PREPARING, Stage.BUILDING, Stage.OPERATING),
             Stage.STOPPED, needs="decide", asks=True),
    )),
    quality=(
        Rule("code-given", Kind.NOT_NULL, ("code",), effect=Effect.BLOCKS),
        Rule("code-once", Kind.KEY, ("code",), effect=Effect.BLOCKS),
        Rule("capital-above-zero", Kind.RANGE, ("capital",), {"min": "0.01"}),
        Rule("disbursed-within", Kind.ORDER, ("disbursed", "capital")),
        Rule("land-within", Kind.ORDER, ("land_given", "land_area")),
        Rule("ends-after-start", Kind.ORDER, ("starts_on", "due_on")),
        Rule("due-day-given", Kind.NOT_NULL, ("due_on",)),
        Rule("told-once", Kind.ALIKE, ("name", "investor"), {"likeness": 92}),
    ),
    open_data=OpenColumns(
        ("code", "name", "sector", "commune", "state", "capital", "land_area", "due_on"), live=True,
        live_states=(Stage.APPROVED, Stage.PREPARING, Stage.BUILDING, Stage.OPERATING),
    ),
))  # fmt: skip

DISBURSEMENTS = declare(Register(
    code="disbursements", model=Disbursement, versions=DisbursementVersion, label=_("giải ngân vốn đầu tư"),
    purpose=_("Số vốn nhà đầu tư đã bỏ vào dự án từng tháng."), legal_basis=_LAW, keeper="finance", icon="coins",
    columns=("project", "month", "amount", "note"), search=("project", "note"), order="-month",
    filters=("project", "month", "amount"), totals=("amount",), identity=("project", "month"),
    sections=(Section(_("Giải ngân"), ("project", "month", "amount", "note")),), part_of="projects",
    quality=(Rule("month-once", Kind.KEY, ("project", "month")),
             Rule("newest-month", Kind.FRESH, ("month",), {"days": 62, "of": "newest"})),
))  # fmt: skip

OBLIGATIONS = declare(Register(
    code="obligations", model=Obligation, versions=ObligationVersion, label=_("nghĩa vụ của nhà đầu tư"),
    purpose=_("Ký quỹ, tiền đất, môi trường, báo cáo: đến hạn khi nào, đã xong chưa."), legal_basis=_LAW,
    keeper="finance", icon="checklist", columns=("project", "kind", "content", "amount", "due_on", "met_on"),
    search=("project", "content"), order="due_on", filters=("state", "kind", "project", "due_on"), totals=("amount",),
    identity=("project", "kind", "content"), part_of="projects",
    sections=(Section(_("Nghĩa vụ"), ("project", "kind", "content", "amount", "due_on", "met_on")),),
    lifecycle=Lifecycle(ObligationState, ObligationState.OPEN, (
        Move("part", _("Ghi đã thực hiện một phần"), (ObligationState.OPEN,), ObligationState.PARTLY),
        Move("meet", _("Ghi đã hoàn thành"), (ObligationState.OPEN, ObligationState.PARTLY), ObligationState.MET,
             requires=("met_on",)),
        Move("waive", _("Miễn"), (ObligationState.OPEN, ObligationState.PARTLY), ObligationState.WAIVED,
             needs="decide", asks=True),
    )),
    quality=(Rule("due-day-given", Kind.NOT_NULL, ("due_on",)),),
))  # fmt: skip
