"""The words of the cadastral register, with their Vietnamese labels."""

from __future__ import annotations

import csv
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

USES_FILE = Path(__file__).parent / "criteria" / "land_uses.csv"
"""Codes of land use (Circular 08/2024/TT-BTNMT, Annex II), from second hand: not official until compared."""


def _land_uses() -> dict[str, str]:
    with USES_FILE.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines)}


LAND_USES = _land_uses()


class ParcelState(models.TextChoices):
    """The cadastral state of a parcel."""

    MEASURED = "measured", _("đã đo đạc")
    REGISTERED = "registered", _("đã đăng ký")
    CERTIFIED = "certified", _("đã cấp giấy chứng nhận")
    DISPUTED = "disputed", _("đang tranh chấp")
    RECOVERED = "recovered", _("đã thu hồi")


class Origin(models.TextChoices):
    """Where the right to use a parcel comes from."""

    RECOGNISED = "recognised", _("Nhà nước công nhận")
    ALLOCATED_PAID = "allocated_paid", _("Nhà nước giao có thu tiền")
    ALLOCATED_FREE = "allocated_free", _("Nhà nước giao không thu tiền")
    LEASED = "leased", _("Nhà nước cho thuê")
    RECEIVED = "received", _("nhận chuyển quyền")
    OTHER = "other", _("khác")


class OwnerKind(models.TextChoices):
    """Who holds land."""

    PERSON = "person", _("cá nhân")
    HOUSEHOLD = "household", _("hộ gia đình")
    COMPANY = "company", _("tổ chức kinh tế")
    AGENCY = "agency", _("cơ quan, đơn vị nhà nước")
    COMMUNITY = "community", _("cộng đồng dân cư, tôn giáo")


class TransactionKind(models.TextChoices):
    """What a transaction does to a parcel."""

    TRANSFER = "transfer", _("chuyển nhượng")
    GIFT = "gift", _("tặng cho")
    INHERITANCE = "inheritance", _("thừa kế")
    EXCHANGE = "exchange", _("chuyển đổi")
    PURPOSE = "purpose", _("chuyển mục đích sử dụng")
    MEASUREMENT = "measurement", _("đo lại diện tích")
    CERTIFICATE = "certificate", _("cấp, cấp đổi giấy chứng nhận")
    MORTGAGE = "mortgage", _("thế chấp")
    RELEASE = "release", _("xóa thế chấp")
    DIVISION = "division", _("tách, hợp thửa")
    RECOVERY = "recovery", _("Nhà nước thu hồi")


CHANGES_OWNER = (
    TransactionKind.TRANSFER, TransactionKind.GIFT, TransactionKind.INHERITANCE, TransactionKind.EXCHANGE,
)  # fmt: skip
BY_HAND = (TransactionKind.DIVISION, TransactionKind.RECOVERY)
"""What makes or ends parcels: somebody enters the parcels, then marks the transaction as posted."""


class TransactionState(models.TextChoices):
    """How far a transaction has come."""

    FILED = "filed", _("đã tiếp nhận")
    CHECKED = "checked", _("đã thẩm tra")
    APPROVED = "approved", _("đã duyệt, chờ ghi sổ")
    POSTED = "posted", _("đã ghi sổ")
    REFUSED = "refused", _("không đủ điều kiện")
