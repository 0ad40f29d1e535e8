"""The registers of digital assets. Law: on public property; Cybersecurity Law 116/2025/QH15, Decree 331/2026/NĐ-CP."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import name_area
from honglam.core.organisations.models import Unit
from honglam.engines.datahub.public import Effect, Kind, Rule, Sensitivity
from honglam.engines.registers.public import (
    Lifecycle,
    Move,
    Register,
    Section,
    When,
    declare,
)
from honglam.packs.assets.models import (
    Device,
    DeviceVersion,
    Licence,
    LicenceVersion,
    Network,
    NetworkVersion,
    System,
    SystemVersion,
)
from honglam.packs.assets.terms import DeviceState, Dossier, LicenceState, SecurityLevel

name_area("assets", _("Tài sản số"))
_PROPERTY = _("Luật Quản lý, sử dụng tài sản công 15/2017/QH14")
_SECURITY = _("Luật An ninh mạng 116/2025/QH15; Nghị định 331/2026/NĐ-CP (thay Nghị định 85/2016/NĐ-CP)")
_IN_USE = (DeviceState.STORED, DeviceState.USED, DeviceState.REPAIRED, DeviceState.BROKEN)


def networks_expected() -> Mapping[str, Mapping[str, int]]:
    """Every commune and ward keeps at least one row of its local network: 1 by the code of the unit."""
    communes = Unit.objects.communes().valid_on(timezone.localdate()).values_list("code", flat=True)
    return {"communes-with-network": dict.fromkeys(communes, 1)}


DEVICES = declare(Register(
    code="devices", model=Device, versions=DeviceVersion, label=_("thiết bị"), legal_basis=_PROPERTY,
    purpose=_("Máy tính, thiết bị mạng và thiết bị khác: mua khi nào, đặt ở đâu, ai dùng, còn bảo hành không."),
    keeper="science-technology", icon="device-desktop", update_days=90,
    columns=("code", "kind", "name", "unit", "location", "user_role", "bought_on", "warranty_until", "state"),
    search=("code", "name", "serial", "user_role"), order="code", totals=("price",),
    filters=("state", "kind", "unit", "location", "bought_on", "warranty_until", "is_networked"),
    identity=("code",), likeness=("serial",),
    sections=(
        Section(_("Thiết bị"), ("code", "kind", "name", "serial", "operating_system", "is_networked")),
        Section(_("Mua, bảo hành"), ("bought_on", "price", "source", "warranty_until")),
        Section(_("Sử dụng"), ("location", "user_role", "checked_on", "note")),
    ),
    conditions={"operating_system": When("kind", ("desktop", "laptop", "tablet", "server"))},
    lifecycle=Lifecycle(DeviceState, DeviceState.STORED, (
        Move("hand", _("Giao sử dụng"), (DeviceState.STORED,), DeviceState.USED, requires=("location", "user_role")),
        Move("store", _("Thu về kho"), (DeviceState.USED,), DeviceState.STORED),
        Move("repair", _("Đưa đi sửa"), (DeviceState.USED, DeviceState.STORED), DeviceState.REPAIRED),
        Move("fixed", _("Nhận lại sau sửa"), (DeviceState.REPAIRED,), DeviceState.USED),
        Move("break", _("Báo hỏng"), (DeviceState.USED, DeviceState.STORED, DeviceState.REPAIRED), DeviceState.BROKEN,
             asks=True),
        Move("dispose", _("Thanh lý"), (DeviceState.BROKEN,), DeviceState.DISPOSED, needs="decide", asks=True),
        Move("lose", _("Báo mất"), _IN_USE, DeviceState.LOST, needs="decide", asks=True),
    )),
    quality=(
        Rule("code-once", Kind.KEY, ("code",), effect=Effect.BLOCKS),
        Rule("serial-given", Kind.NOT_NULL, ("serial",)),
        Rule("serial-once", Kind.KEY, ("serial",)),
        Rule("warranty-after-purchase", Kind.ORDER, ("bought_on", "warranty_until")),
        Rule("price-plausible", Kind.RANGE, ("price",), {"min": "100000", "max": "20000000000"}),
        Rule("counted-this-year", Kind.FRESH, ("checked_on",), {"days": 400}),
    ),
))  # fmt: skip

LICENCES = declare(Register(
    code="licences", model=Licence, versions=LicenceVersion, label=_("bản quyền phần mềm"), legal_basis=_PROPERTY,
    purpose=_("Phần mềm, chứng thư, tên miền: bao nhiêu bản, dùng đến khi nào."), keeper="science-technology",
    columns=("code", "kind", "product", "unit", "seats", "seats_used", "until", "price", "state"), icon="certificate",
    search=("code", "product", "vendor", "system_code"), order="until", filters=("state", "kind", "unit", "until"),
    totals=("seats", "seats_used", "price"), identity=("code",), likeness=("product", "contract"), update_days=90,
    sections=(
        Section(_("Bản quyền"), ("code", "kind", "product", "vendor", "system_code", "system_level")),
        Section(_("Số lượng, thời hạn"), ("seats", "seats_used", "price", "starts_on", "until", "contract")),
    ),
    lifecycle=Lifecycle(LicenceState, LicenceState.ACTIVE, (
        Move("renew", _("Bắt đầu gia hạn"), (LicenceState.ACTIVE,), LicenceState.RENEWING),
        Move("renewed", _("Đã gia hạn"), (LicenceState.RENEWING,), LicenceState.ACTIVE, requires=("until",)),
        Move("stop", _("Ngừng dùng"), (LicenceState.ACTIVE, LicenceState.RENEWING), LicenceState.STOPPED,
             needs="decide", asks=True),
    )),
    quality=(
        Rule("code-once", Kind.KEY, ("code",), effect=Effect.BLOCKS),
        Rule("used-within-seats", Kind.ORDER, ("seats_used", "seats")),
        Rule("system-known", Kind.REFERENCE, ("system_code",), {"to": "registers.systems.system_code"}),
        Rule("level-as-in-systems", Kind.EQUAL, ("system_code", "system_level"), {"to": "registers.systems.level"}),
        Rule("until-is-a-day", Kind.TYPE, ("until",)),
    ),
))  # fmt: skip

SYSTEMS = declare(Register(
    code="systems", model=System, versions=SystemVersion, label=_("hệ thống thông tin"), legal_basis=_SECURITY,
    purpose=_("Mỗi hệ thống thông tin: ai chủ quản, ai vận hành, cấp độ mấy, hồ sơ đến đâu, kiểm tra khi nào."),
    keeper="science-technology", icon="shield-lock", sensitivity=Sensitivity.RESTRICTED, update_days=90,
    columns=("system_code", "name", "owner", "operator", "level", "approval", "approved_on", "checked_on", "state"),
    search=("system_code", "name", "function"), order="system_code", identity=("system_code",), likeness=("name",),
    filters=("state", "level", "law", "owner", "operator", "is_public", "checked_on"), totals=("users",),
    notes=_("Tiêu chí cấp độ theo Nghị định 331/2026/NĐ-CP mới có bản tóm tắt, chưa đối chiếu nguyên văn; "
            "nền tảng ghi cấp độ đã được phê duyệt, không tự xếp cấp độ."),
    sections=(
        Section(_("Hệ thống"), ("system_code", "name", "function", "owner", "operator", "hosting", "started_on")),
        Section(_("Quy mô"), ("is_public", "users", "subjects")),
        Section(_("Cấp độ an ninh mạng"), ("level", "law", "approval", "approved_on", "checked_on", "note")),
    ),
    lifecycle=Lifecycle(Dossier, Dossier.DRAFT, (
        Move("submit", _("Gửi hồ sơ cấp độ"), (Dossier.DRAFT,), Dossier.CHECKING, requires=("level", "operator")),
        Move("return", _("Trả bổ sung"), (Dossier.CHECKING, Dossier.APPRAISING), Dossier.DRAFT, asks=True),
        Move("appraise", _("Chuyển thẩm định"), (Dossier.CHECKING,), Dossier.APPRAISING),
        Move("approve", _("Phê duyệt cấp độ"), (Dossier.APPRAISING,), Dossier.APPROVED, needs="decide",
             requires=("level", "approval", "approved_on")),
        Move("again", _("Xác định lại cấp độ"), (Dossier.APPROVED,), Dossier.DRAFT, needs="decide", asks=True),
        Move("stop", _("Ngừng vận hành"), (Dossier.DRAFT, Dossier.APPROVED), Dossier.STOPPED, needs="decide",
             asks=True),
    )),
    quality=(
        Rule("code-once", Kind.KEY, ("system_code",), effect=Effect.BLOCKS),
        Rule("level-given", Kind.NOT_NULL, ("level",)),
        Rule("level-of-five", Kind.CODES, ("level",), {"codes": list(SecurityLevel.values)}),
        Rule("operator-given", Kind.NOT_NULL, ("operator",)),
        Rule("checked-in-two-years", Kind.FRESH, ("checked_on",), {"days": 730}),
        Rule("told-once", Kind.ALIKE, ("name",), {"likeness": 92}),
    ),
))  # fmt: skip

NETWORKS = declare(Register(
    code="networks", model=Network, versions=NetworkVersion, label=_("mạng nội bộ (LAN)"), legal_basis=_SECURITY,
    purpose=_("Mạng của từng đơn vị: bao nhiêu nút, băng thông, đã chia vùng, có tường lửa, được giám sát chưa."),
    keeper="science-technology", icon="sitemap", sensitivity=Sensitivity.RESTRICTED, update_days=180,
    columns=("name", "unit", "computers", "bandwidth", "has_private_line", "is_divided", "has_firewall", "is_watched"),
    search=("name", "provider"), order="name", totals=("sockets", "switches", "computers"),
    filters=("unit", "has_private_line", "is_divided", "has_firewall", "is_watched", "checked_on"),
    identity=("unit", "name"), expected=networks_expected,
    sections=(
        Section(_("Mạng"), ("name", "sockets", "switches", "computers", "provider", "bandwidth")),
        Section(_("An ninh mạng"), ("has_private_line", "is_divided", "has_firewall", "is_watched", "built_on",
                                    "checked_on")),
    ),
    quality=(
        Rule("a-network-for-each-commune", Kind.COMPLETE, ("unit",), {"expected": "communes-with-network"}),
        Rule("computers-within-sockets", Kind.ORDER, ("computers", "sockets")),
        Rule("reviewed-this-year", Kind.FRESH, ("checked_on",), {"days": 400}),
    ),
))  # fmt: skip
