"""The words of investment projects, with their Vietnamese labels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where a project stands, in the order of the Investment Law's steps."""

    PROPOSED = "proposed", _("đề xuất")
    APPROVED = "approved", _("đã chấp thuận chủ trương")
    PREPARING = "preparing", _("chuẩn bị mặt bằng, thủ tục")
    BUILDING = "building", _("đang xây dựng")
    OPERATING = "operating", _("đã hoạt động")
    STOPPED = "stopped", _("chấm dứt")


class Sector(models.TextChoices):
    """Fields of investment as the province sums them up."""

    INDUSTRY = "industry", _("công nghiệp – xây dựng")
    ENERGY = "energy", _("năng lượng")
    AGRICULTURE = "agriculture", _("nông nghiệp")
    TRADE = "trade", _("thương mại – dịch vụ")
    TOURISM = "tourism", _("du lịch")
    HOUSING = "housing", _("nhà ở, đô thị")
    SOCIAL = "social", _("giáo dục, y tế, văn hóa")
    OTHER = "other", _("khác")


class Investor(models.TextChoices):
    """What kind of investor stands behind a project."""

    DOMESTIC = "domestic", _("doanh nghiệp trong nước")
    FOREIGN = "foreign", _("có vốn đầu tư nước ngoài")
    COOPERATIVE = "cooperative", _("hợp tác xã")
    PERSON = "person", _("tổ chức, cá nhân khác")


class ObligationKind(models.TextChoices):
    """What an investor owes besides building."""

    DEPOSIT = "deposit", _("ký quỹ bảo đảm thực hiện")
    LAND_FEE = "land_fee", _("tiền thuê đất, sử dụng đất")
    ENVIRONMENT = "environment", _("thủ tục môi trường")
    REPORT = "report", _("báo cáo tình hình thực hiện")
    OTHER = "other", _("khác")


class ObligationState(models.TextChoices):
    """Where an obligation stands."""

    OPEN = "open", _("chưa thực hiện")
    PARTLY = "partly", _("thực hiện một phần")
    MET = "met", _("đã hoàn thành")
    WAIVED = "waived", _("được miễn")
