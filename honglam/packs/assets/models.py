"""What the units work with: devices, licences, information systems, local networks. No names of users, no addresses."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.registers.public import Record, versions_of
from honglam.packs.assets.terms import (
    DeviceKind,
    DeviceState,
    Dossier,
    LevelLaw,
    LicenceKind,
    LicenceState,
    SecurityLevel,
)


class Device(Record):
    """One piece of equipment. Invariants: no price below zero; no warranty that ends before the purchase."""

    code = models.CharField(_("mã tài sản"), max_length=30)
    kind = models.CharField(_("loại"), max_length=12, choices=DeviceKind)
    name = models.CharField(_("tên, nhãn hiệu, kiểu máy"), max_length=200)
    serial = models.CharField(_("số máy (serial)"), max_length=60, blank=True)
    bought_on = models.DateField(_("ngày mua"), null=True, blank=True)
    price = models.DecimalField(_("nguyên giá (đồng)"), max_digits=14, decimal_places=0, null=True, blank=True)
    source = models.CharField(_("nguồn kinh phí"), max_length=150, blank=True)
    warranty_until = models.DateField(_("bảo hành đến"), null=True, blank=True)
    location = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="assets_devices",
        verbose_name=_("nơi đặt"),
    )  # fmt: skip
    user_role = models.CharField(_("người dùng (chức danh)"), max_length=150, blank=True)
    operating_system = models.CharField(_("hệ điều hành"), max_length=80, blank=True)
    is_networked = models.BooleanField(_("nối mạng"), default=True)
    checked_on = models.DateField(_("kiểm kê gần nhất"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta(Record.Meta):
        indexes: ClassVar = [models.Index(fields=["code"], name="assets_device_code")]
        verbose_name = _("thiết bị")
        verbose_name_plural = _("thiết bị")
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(price__isnull=True) | Q(price__gte=0), name="assets_device_price"),
            models.CheckConstraint(
                condition=Q(bought_on__isnull=True)
                | Q(warranty_until__isnull=True)
                | Q(warranty_until__gte=F("bought_on")),
                name="assets_device_warranty",
                violation_error_message=_("Ngày hết bảo hành phải từ ngày mua trở đi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_state_display(self) -> str:
        """The state in words."""
        return str(DeviceState(self.state).label) if self.state else ""


class System(Record):
    """One information system and the dossier of its security level. Invariant: an approved level names its decision."""

    system_code = models.CharField(_("mã hệ thống"), max_length=30)
    name = models.CharField(_("tên hệ thống thông tin"), max_length=300)
    function = models.CharField(_("chức năng chính"), max_length=500, blank=True)
    owner = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="assets_systems_owned", verbose_name=_("chủ quản"),
    )  # fmt: skip
    operator = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="assets_systems_operated",
        verbose_name=_("đơn vị vận hành"),
    )  # fmt: skip
    hosting = models.CharField(_("nơi đặt (trung tâm dữ liệu, đám mây)"), max_length=200, blank=True)
    is_public = models.BooleanField(_("có dịch vụ trên Internet"), default=False)
    users = models.PositiveIntegerField(_("số tài khoản"), null=True, blank=True)
    subjects = models.PositiveIntegerField(_("số chủ thể dữ liệu cá nhân"), null=True, blank=True)
    level = models.CharField(_("cấp độ"), max_length=1, choices=SecurityLevel, blank=True)
    law = models.CharField(_("theo quy định"), max_length=10, choices=LevelLaw, default=LevelLaw.DECREE_331)
    approval = models.CharField(_("quyết định phê duyệt cấp độ"), max_length=200, blank=True)
    approved_on = models.DateField(_("ngày phê duyệt"), null=True, blank=True)
    checked_on = models.DateField(_("kiểm tra, đánh giá gần nhất"), null=True, blank=True)
    started_on = models.DateField(_("đưa vào vận hành"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)

    class Meta(Record.Meta):
        indexes: ClassVar = [models.Index(fields=["system_code"], name="assets_system_code")]
        verbose_name = _("hệ thống thông tin")
        verbose_name_plural = _("hệ thống thông tin và cấp độ an ninh mạng")
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state=Dossier.APPROVED) | (~Q(level="") & ~Q(approval="") & Q(approved_on__isnull=False)),
                name="assets_system_approved",
                violation_error_message=_("Hệ thống đã phê duyệt phải có cấp độ, quyết định và ngày phê duyệt."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_state_display(self) -> str:
        """Where the dossier stands, in words."""
        return str(Dossier(self.state).label) if self.state else ""


class Licence(Record):
    """The right to use software, for so many seats, until a day. Invariant: it does not end before it begins."""

    code = models.CharField(_("mã bản quyền"), max_length=30)
    kind = models.CharField(_("loại"), max_length=10, choices=LicenceKind)
    product = models.CharField(_("phần mềm"), max_length=200)
    vendor = models.CharField(_("nhà cung cấp"), max_length=200, blank=True)
    system_code = models.CharField(_("dùng cho hệ thống (mã)"), max_length=30, blank=True)
    system_level = models.CharField(_("cấp độ của hệ thống đó"), max_length=1, choices=SecurityLevel, blank=True)
    seats = models.PositiveIntegerField(_("số bản"), default=1)
    seats_used = models.PositiveIntegerField(_("đang dùng"), null=True, blank=True)
    price = models.DecimalField(_("giá trị (đồng)"), max_digits=14, decimal_places=0, null=True, blank=True)
    starts_on = models.DateField(_("từ ngày"), null=True, blank=True)
    until = models.DateField(_("đến ngày"), null=True, blank=True, help_text=_("Để trống là dùng vĩnh viễn."))
    contract = models.CharField(_("hợp đồng"), max_length=150, blank=True)

    class Meta(Record.Meta):
        indexes: ClassVar = [models.Index(fields=["code"], name="assets_licence_code")]
        verbose_name = _("bản quyền phần mềm")
        verbose_name_plural = _("bản quyền phần mềm")
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("starts_on")),
                name="assets_licence_days",
                violation_error_message=_("“Đến ngày” phải từ “Từ ngày” trở đi."),
            ),
        ]

    def __str__(self) -> str:
        return self.product

    def get_state_display(self) -> str:
        """The state in words."""
        return str(LicenceState(self.state).label) if self.state else ""


class Network(Record):
    """The local network of one unit. Invariant: one row for each place of a unit."""

    name = models.CharField(_("tên mạng, địa điểm"), max_length=200)
    sockets = models.PositiveIntegerField(_("số nút mạng"), null=True, blank=True)
    switches = models.PositiveIntegerField(_("số thiết bị chuyển mạch"), null=True, blank=True)
    computers = models.PositiveIntegerField(_("số máy tính nối mạng"), null=True, blank=True)
    provider = models.CharField(_("nhà cung cấp đường truyền"), max_length=100, blank=True)
    bandwidth = models.PositiveIntegerField(_("băng thông (Mbps)"), null=True, blank=True)
    has_private_line = models.BooleanField(_("nối mạng truyền số liệu chuyên dùng"), default=False)
    is_divided = models.BooleanField(_("đã chia vùng mạng"), default=False)
    has_firewall = models.BooleanField(_("có tường lửa"), default=False)
    is_watched = models.BooleanField(_("được giám sát an ninh mạng tập trung"), default=False)
    built_on = models.DateField(_("năm xây dựng, nâng cấp"), null=True, blank=True)
    checked_on = models.DateField(_("rà soát gần nhất"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("mạng nội bộ")
        verbose_name_plural = _("mạng nội bộ (LAN)")

    def __str__(self) -> str:
        return self.name


DeviceVersion = versions_of(Device)
SystemVersion = versions_of(System)
LicenceVersion = versions_of(Licence)
NetworkVersion = versions_of(Network)
