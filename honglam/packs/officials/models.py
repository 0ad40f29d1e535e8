"""People in the service of the province, and what happens in their careers.

Left out on purpose: party membership, ethnicity, religion, health, family. They are sensitive data (Law 91/2025/QH15)
that no work here needs; party files are kept by the Party's own systems.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.registers.public import Record, versions_of
from honglam.packs.officials.terms import (
    AppraisalState,
    Appraised,
    Education,
    Gender,
    MovementKind,
    StaffKind,
    Standing,
    Theory,
    TrainingKind,
)


class Official(Record):
    """One person's file, kept by the unit where the person works. Invariant: salaries are never below zero."""

    citizen_id = models.CharField(_("số định danh cá nhân (CCCD)"), max_length=12)
    staff_code = models.CharField(_("số hiệu"), max_length=20, blank=True)
    full_name = models.CharField(_("họ và tên khai sinh"), max_length=100)
    gender = models.CharField(_("giới tính"), max_length=6, choices=Gender)
    birth_date = models.DateField(
        _("ngày sinh"), null=True, blank=True, help_text=_("Không rõ ngày, tháng: ghi 01/01 của năm sinh.")
    )
    hometown = models.CharField(_("quê quán"), max_length=200, blank=True)
    address = models.CharField(_("nơi ở hiện nay"), max_length=300, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    email = models.CharField(_("thư điện tử"), max_length=100, blank=True)
    insurance_code = models.CharField(_("số BHXH"), max_length=10, blank=True)
    bank_account = models.CharField(_("tài khoản ngân hàng"), max_length=30, blank=True)
    staff_kind = models.CharField(_("đối tượng"), max_length=16, choices=StaffKind)
    position = models.CharField(_("chức vụ, chức danh"), max_length=200)
    job = models.CharField(_("vị trí việc làm"), max_length=200, blank=True)
    recruited_on = models.DateField(_("ngày tuyển dụng"), null=True, blank=True)
    joined_on = models.DateField(_("ngày về đơn vị hiện nay"), null=True, blank=True)
    appointed_on = models.DateField(_("ngày bổ nhiệm chức vụ"), null=True, blank=True)
    grade_code = models.CharField(
        _("mã ngạch"), max_length=12, blank=True, help_text=_("Ví dụ 01.003 (chuyên viên), V.07.03.29.")
    )
    grade_name = models.CharField(_("ngạch, chức danh nghề nghiệp"), max_length=100, blank=True)
    graded_on = models.DateField(_("ngày bổ nhiệm ngạch"), null=True, blank=True)
    salary_step = models.PositiveSmallIntegerField(_("bậc lương"), null=True, blank=True)
    salary_factor = models.DecimalField(_("hệ số lương"), max_digits=5, decimal_places=2, null=True, blank=True)
    salary_from = models.DateField(_("hưởng lương từ"), null=True, blank=True)
    allowance = models.DecimalField(_("phụ cấp chức vụ"), max_digits=5, decimal_places=2, null=True, blank=True)
    education = models.CharField(_("trình độ chuyên môn"), max_length=12, choices=Education, blank=True)
    major = models.CharField(_("chuyên ngành"), max_length=150, blank=True)
    theory = models.CharField(_("lý luận chính trị"), max_length=14, choices=Theory, blank=True)
    languages = models.CharField(_("ngoại ngữ"), max_length=150, blank=True)
    computing = models.CharField(_("tin học"), max_length=150, blank=True)
    left_on = models.DateField(_("ngày thôi làm việc"), null=True, blank=True)
    left_by = models.CharField(_("quyết định nghỉ, thôi việc"), max_length=200, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("hồ sơ cán bộ")
        verbose_name_plural = _("hồ sơ cán bộ, công chức, viên chức")
        indexes: ClassVar = [models.Index(fields=["citizen_id"], name="officials_official_citizen")]
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(salary_factor__isnull=True) | Q(salary_factor__gte=0), name="officials_official_salary"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_state_display(self) -> str:
        """Where the person stands, in words."""
        return str(Standing(self.state).label) if self.state else ""


class Movement(Record):
    """One step of a career and its decision. Invariant: it does not end before it begins."""

    official = models.ForeignKey(Official, models.PROTECT, related_name="movements", verbose_name=_("người"))
    kind = models.CharField(_("việc"), max_length=12, choices=MovementKind)
    from_place = models.CharField(_("từ (đơn vị, chức vụ)"), max_length=300, blank=True)
    to_place = models.CharField(_("đến (đơn vị, chức vụ)"), max_length=300, blank=True)
    decision = models.CharField(_("quyết định số"), max_length=100, blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("bước công tác")
        verbose_name_plural = _("quá trình công tác")
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="officials_movement_days",
                violation_error_message=_("“Đến ngày” phải từ “Từ ngày” trở đi."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.official} – {self.get_kind_display()} {self.starts_on:%d/%m/%Y}"


class Appraisal(Record):
    """What somebody's year was graded. Invariant: one of the four grades of the law."""

    official = models.ForeignKey(Official, models.PROTECT, related_name="appraisals", verbose_name=_("người"))
    year = models.PositiveSmallIntegerField(_("năm"))
    own_grade = models.CharField(_("tự nhận"), max_length=10, choices=Appraised, blank=True)
    grade = models.CharField(_("xếp loại"), max_length=10, choices=Appraised, blank=True)
    decision = models.CharField(_("quyết định số"), max_length=100, blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    remark = models.CharField(_("nhận xét"), max_length=500, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("đánh giá năm")
        verbose_name_plural = _("đánh giá, xếp loại hằng năm")

    def __str__(self) -> str:
        return f"{self.official} {self.year}"

    def get_state_display(self) -> str:
        """How far it has come, in words."""
        return str(AppraisalState(self.state).label) if self.state else ""


class Training(Record):
    """One course that somebody took. Invariant: it does not end before it begins."""

    official = models.ForeignKey(Official, models.PROTECT, related_name="trainings", verbose_name=_("người"))
    kind = models.CharField(_("nội dung"), max_length=12, choices=TrainingKind)
    course = models.CharField(_("tên lớp"), max_length=300)
    school = models.CharField(_("cơ sở đào tạo"), max_length=200, blank=True)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(_("số tiết"), null=True, blank=True)
    certificate = models.CharField(_("văn bằng, chứng chỉ"), max_length=150, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("lớp đào tạo, bồi dưỡng")
        verbose_name_plural = _("đào tạo, bồi dưỡng")
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="officials_training_days",
                violation_error_message=_("“Đến ngày” phải từ “Từ ngày” trở đi."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.course


OfficialVersion = versions_of(Official)
MovementVersion = versions_of(Movement)
AppraisalVersion = versions_of(Appraisal)
TrainingVersion = versions_of(Training)
