"""The words of the organisation: kinds, levels and blocs of units, with their Vietnamese labels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What sort of body a unit is."""

    PROVINCE = "province", _("Tỉnh")
    DEPARTMENT = "department", _("Sở, cơ quan thuộc UBND tỉnh")
    VERTICAL_AGENCY = "vertical_agency", _("Cơ quan ngành dọc")
    ORGANISATION = "organisation", _("Cơ quan Đảng, HĐND, Mặt trận, hội, đoàn thể")
    FORCE = "force", _("Công an, quân sự, biên phòng")
    SERVICE_UNIT = "service_unit", _("Đơn vị sự nghiệp")
    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    COORDINATION = "coordination", _("Ban chỉ đạo, tổ chức phối hợp")
    COMMUNE = "commune", _("Xã")
    WARD = "ward", _("Phường")
    SPECIAL_ZONE = "special_zone", _("Đặc khu")
    OFFICE = "office", _("Phòng, văn phòng, trung tâm trực thuộc")
    VILLAGE = "village", _("Thôn")
    HAMLET = "hamlet", _("Xóm")
    MOUNTAIN_VILLAGE = "mountain_village", _("Bản")
    BLOCK = "block", _("Khối, khối phố")
    RESIDENTIAL_GROUP = "residential_group", _("Tổ dân phố")


class Level(models.TextChoices):
    """The level of government that a unit works at."""

    PROVINCE = "province", _("Cấp tỉnh")
    COMMUNE = "commune", _("Cấp xã")
    VILLAGE = "village", _("Thôn, tổ dân phố")


class Bloc(models.TextChoices):
    """The bloc (khối) of the political system that a unit belongs to."""

    PARTY = "party", _("Đảng")
    COUNCIL = "council", _("HĐND")
    GOVERNMENT = "government", _("UBND")
    FRONT = "front", _("MTTQ và đoàn thể")
    ARMED_FORCES = "armed_forces", _("Lực lượng vũ trang")
    SERVICE = "service", _("Sự nghiệp")
    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    STEERING = "steering", _("Ban chỉ đạo")


class Confidence(models.TextChoices):
    """How far a fact that came with the software can be trusted."""

    HIGH = "high", _("Đã đối chiếu nguồn")
    MEDIUM = "medium", _("Theo mô hình chung")
    LOW = "low", _("Chưa xác minh")
    FICTIONAL = "fictional", _("Hư cấu để trình diễn")


class GroupScope(models.TextChoices):
    """Where a group looks for its members."""

    PROVINCE = "province", _("Toàn tỉnh")
    COMMUNE = "commune", _("Trong xã, phường của cơ quan ban hành")
    ISSUER = "issuer", _("Trong cơ quan ban hành")


COMMUNE_KINDS = (Kind.COMMUNE, Kind.WARD, Kind.SPECIAL_ZONE)
VILLAGE_KINDS = (Kind.VILLAGE, Kind.HAMLET, Kind.MOUNTAIN_VILLAGE, Kind.BLOCK, Kind.RESIDENTIAL_GROUP)

TWO_LEVELS_SINCE = "2025-07-01"
"""The day the two-level local government began (Luật Tổ chức chính quyền địa phương 72/2025/QH15)."""
