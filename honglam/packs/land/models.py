"""Parcels and who holds them.

No uniqueness in the database: the books of the past come in as they are, with their duplicates and wrong codes, and
the rules of quality say what is wrong. The verbs of the engine still refuse a second row with the same identity.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from honglam.engines.registers.public import Located, Record, versions_of
from honglam.packs.land.terms import Origin, OwnerKind, ParcelState, TransactionKind, TransactionState


class Parcel(Record, Located):
    """One parcel of the cadastral map. Invariant: known by commune, map sheet and number."""

    commune = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="land_parcels", db_index=False,
        verbose_name=_("xã, phường"),
    )  # fmt: skip
    sheet = models.PositiveIntegerField(_("tờ bản đồ số"), null=True, blank=True)
    number = models.PositiveIntegerField(_("thửa đất số"), null=True, blank=True)
    area = models.DecimalField(_("diện tích (m²)"), max_digits=14, decimal_places=2, null=True, blank=True)
    purpose = models.CharField(
        _("mục đích sử dụng (mã)"), max_length=20, blank=True, help_text=_("Ví dụ ONT, ODT, LUC, CLN, RSX.")
    )
    place = models.CharField(_("địa điểm thửa đất"), max_length=200, blank=True)
    origin = models.CharField(_("nguồn gốc sử dụng"), max_length=14, choices=Origin, blank=True)
    used_from = models.DateField(_("sử dụng từ"), null=True, blank=True)
    used_until = models.DateField(
        _("thời hạn đến"), null=True, blank=True, help_text=_("Để trống là sử dụng ổn định lâu dài.")
    )
    certificate = models.CharField(_("số giấy chứng nhận"), max_length=20, blank=True)
    certified_on = models.DateField(_("ngày cấp giấy"), null=True, blank=True)
    is_mortgaged = models.BooleanField(_("đang thế chấp"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("thửa đất")
        verbose_name_plural = _("thửa đất")
        indexes: ClassVar = [
            models.Index(fields=["commune", "sheet", "number"], name="land_parcel_number"),
            models.Index(fields=["certificate"], name="land_parcel_certificate"),
            models.Index(fields=["recorded_at"], name="land_parcel_recorded"),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, (f"Thửa {self.number or '?'}", f"tờ {self.sheet or '?'}", self.place)))

    def get_state_display(self) -> str:
        """The cadastral state in words."""
        return str(ParcelState(self.state).label) if self.state else ""


class Owner(Record):
    """Somebody who holds land. Invariant: known by the number of the person or the organisation."""

    kind = models.CharField(_("loại chủ sử dụng"), max_length=10, choices=OwnerKind)
    full_name = models.CharField(_("họ tên, tên tổ chức"), max_length=200)
    citizen_id = models.CharField(_("CCCD hoặc mã số tổ chức"), max_length=14, blank=True)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("chủ sử dụng đất")
        verbose_name_plural = _("chủ sử dụng đất")
        indexes: ClassVar = [
            models.Index(fields=["citizen_id"], name="land_owner_citizen"),
            models.Index(fields=["recorded_at"], name="land_owner_recorded"),
        ]

    def __str__(self) -> str:
        return self.full_name


class Ownership(Record):
    """The share of a parcel that somebody holds. Invariant: one row for each owner of a parcel."""

    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="ownerships", verbose_name=_("thửa đất"))
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="ownerships", verbose_name=_("chủ sử dụng"))
    share = models.DecimalField(_("phần (%)"), max_digits=6, decimal_places=3, default=100)
    is_joint = models.BooleanField(_("sử dụng chung"), default=False)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("quyền sử dụng")
        verbose_name_plural = _("quyền sử dụng đất")
        indexes: ClassVar = [models.Index(fields=["recorded_at"], name="land_ownership_recorded")]

    def __str__(self) -> str:
        return f"{self.owner} – {self.parcel}"


class Transaction(Record):
    """One transaction over a parcel, from filing until it stands in the books. Invariant: no fee below zero."""

    code = models.CharField(_("mã hồ sơ"), max_length=40)
    kind = models.CharField(_("loại giao dịch"), max_length=12, choices=TransactionKind)
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="transactions", verbose_name=_("thửa đất"))
    from_owner = models.ForeignKey(
        Owner, models.PROTECT, null=True, blank=True, related_name="given", verbose_name=_("bên chuyển quyền")
    )
    to_owner = models.ForeignKey(
        Owner, models.PROTECT, null=True, blank=True, related_name="received", verbose_name=_("bên nhận quyền")
    )
    new_purpose = models.CharField(_("mục đích mới (mã)"), max_length=20, blank=True)
    new_area = models.DecimalField(_("diện tích mới (m²)"), max_digits=14, decimal_places=2, null=True, blank=True)
    new_certificate = models.CharField(_("số giấy chứng nhận mới"), max_length=20, blank=True)
    filed_on = models.DateField(_("ngày tiếp nhận"))
    decided_on = models.DateField(_("ngày có hiệu lực"), null=True, blank=True)
    paper = models.CharField(_("hợp đồng, quyết định"), max_length=200, blank=True)
    fee = models.DecimalField(_("nghĩa vụ tài chính (đồng)"), max_digits=16, decimal_places=0, null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("giao dịch đất đai")
        verbose_name_plural = _("giao dịch đất đai")
        indexes: ClassVar = [
            models.Index(fields=["code"], name="land_transaction_code"),
            models.Index(fields=["state", "decided_on"], name="land_transaction_state"),
            models.Index(fields=["recorded_at"], name="land_transaction_recorded"),
        ]
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(fee__isnull=True) | models.Q(fee__gte=0), name="land_transaction_fee"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_state_display(self) -> str:
        """How far it has come, in words."""
        return str(TransactionState(self.state).label) if self.state else ""


ParcelVersion = versions_of(Parcel)
OwnerVersion = versions_of(Owner)
OwnershipVersion = versions_of(Ownership)
TransactionVersion = versions_of(Transaction)
