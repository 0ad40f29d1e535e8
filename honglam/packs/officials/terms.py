"""The words of personnel files, with their Vietnamese labels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """Where a person stands with the authority that keeps the file."""

    WORKING = "working", _("đang công tác")
    SECONDED = "seconded", _("biệt phái")
    RETIRED = "retired", _("nghỉ hưu")
    RESIGNED = "resigned", _("thôi việc")
    MOVED_OUT = "moved_out", _("chuyển ra ngoài tỉnh")
    DISMISSED = "dismissed", _("buộc thôi việc")
    DECEASED = "deceased", _("từ trần")


class StaffKind(models.TextChoices):
    """Under which law a person works for the state."""

    CADRE = "cadre", _("cán bộ")
    CIVIL_SERVANT = "civil_servant", _("công chức")
    PUBLIC_EMPLOYEE = "public_employee", _("viên chức")
    WORKER = "worker", _("người lao động hợp đồng")


class Gender(models.TextChoices):
    """As the citizen's card says; the retirement age depends on it."""

    MALE = "male", _("nam")
    FEMALE = "female", _("nữ")


class Education(models.TextChoices):
    """The highest professional qualification."""

    DOCTOR = "doctor", _("tiến sĩ")
    MASTER = "master", _("thạc sĩ")
    BACHELOR = "bachelor", _("đại học")
    COLLEGE = "college", _("cao đẳng")
    VOCATIONAL = "vocational", _("trung cấp")
    OTHER = "other", _("khác")


class Theory(models.TextChoices):
    """Training in political theory."""

    ADVANCED = "advanced", _("cao cấp, cử nhân")
    INTERMEDIATE = "intermediate", _("trung cấp")
    ELEMENTARY = "elementary", _("sơ cấp")
    NONE = "none", _("chưa qua đào tạo")


class MovementKind(models.TextChoices):
    """Steps of a career."""

    RECRUITED = "recruited", _("tuyển dụng")
    APPOINTED = "appointed", _("bổ nhiệm")
    REAPPOINTED = "reappointed", _("bổ nhiệm lại")
    TRANSFERRED = "transferred", _("điều động")
    ROTATED = "rotated", _("luân chuyển")
    SECONDED = "seconded", _("biệt phái")
    GRADED = "graded", _("nâng ngạch, chuyển ngạch")
    RAISED = "raised", _("nâng bậc lương")
    RESIGNED = "resigned", _("thôi việc")
    RETIRED = "retired", _("nghỉ hưu")
    OTHER = "other", _("khác")


class Appraised(models.TextChoices):
    """The four grades of the yearly appraisal."""

    EXCELLENT = "excellent", _("hoàn thành xuất sắc nhiệm vụ")
    GOOD = "good", _("hoàn thành tốt nhiệm vụ")
    DONE = "done", _("hoàn thành nhiệm vụ")
    NOT_DONE = "not_done", _("không hoàn thành nhiệm vụ")


class AppraisalState(models.TextChoices):
    """How far an appraisal has come."""

    SELF = "self", _("tự nhận")
    PROPOSED = "proposed", _("tập thể đề nghị")
    DECIDED = "decided", _("đã quyết định")


class TrainingKind(models.TextChoices):
    """What is learned."""

    PROFESSIONAL = "professional", _("chuyên môn, nghiệp vụ")
    POSITION = "position", _("theo vị trí việc làm")
    THEORY = "theory", _("lý luận chính trị")
    STATE = "state", _("quản lý nhà nước")
    DIGITAL = "digital", _("kỹ năng số, chuyển đổi số")
    DEFENCE = "defence", _("quốc phòng và an ninh")
    LANGUAGE = "language", _("ngoại ngữ, tiếng dân tộc")
