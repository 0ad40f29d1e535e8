"""The cadastral registers. Law: Land Law 31/2024/QH15, Decrees 101 and 102/2024/NĐ-CP, Circular 08/2024/TT-BTNMT."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import name_area
from honglam.engines.datahub.public import Effect, Kind, Rule, Sensitivity
from honglam.engines.registers.public import (
    Lifecycle,
    Move,
    OpenColumns,
    Personal,
    Register,
    Related,
    Section,
    When,
    declare,
)
from honglam.packs.land.models import (
    Owner,
    Ownership,
    OwnershipVersion,
    OwnerVersion,
    Parcel,
    ParcelVersion,
    Transaction,
    TransactionVersion,
)
from honglam.packs.land.terms import CHANGES_OWNER, LAND_USES, ParcelState, TransactionState

name_area("land", _("Đất đai"))
_LAW = _("Luật Đất đai 31/2024/QH15; Nghị định 101/2024/NĐ-CP; Thông tư 08/2024/TT-BTNMT")
_NOTES = _("Mã loại đất theo Thông tư 08/2024/TT-BTNMT lấy từ nguồn thứ cấp, chưa đối chiếu với bản ký.")
_KEEPER = "agriculture-environment"
VIETNAM = "102.1,8.0,110.0,23.5"
"""West, south, east, north of the mainland, in degrees: a place outside it was mistyped or has its axes swapped."""
_HELD = (ParcelState.REGISTERED, ParcelState.CERTIFIED)

PARCELS = declare(Register(
    code="parcels", model=Parcel, versions=ParcelVersion, label=_("thửa đất"), legal_basis=_LAW, keeper=_KEEPER,
    purpose=_("Mỗi thửa đất ở đâu, bao nhiêu mét vuông, dùng vào việc gì, đã cấp giấy chưa."), icon="map-2",
    columns=("commune", "sheet", "number", "area", "purpose", "place", "certificate", "state"), notes=_NOTES,
    search=("place", "certificate"), filters=("state", "commune", "sheet", "number", "purpose", "is_mortgaged"),
    totals=("area",), identity=("commune", "sheet", "number"), in_search=False, update_days=1,
    sections=(
        Section(_("Thửa đất"), ("commune", "sheet", "number", "area", "purpose", "place", "geometry")),
        Section(_("Quyền sử dụng"), ("origin", "used_from", "used_until", "is_mortgaged")),
        Section(_("Giấy chứng nhận"), ("certificate", "certified_on")),
    ),
    related=(Related("ownerships", "parcel"), Related("land_transactions", "parcel")),
    lifecycle=Lifecycle(ParcelState, ParcelState.MEASURED, (
        Move("register", _("Ghi đã đăng ký"), (ParcelState.MEASURED,), ParcelState.REGISTERED, requires=("area",)),
        Move("certify", _("Ghi đã cấp giấy"), (ParcelState.REGISTERED,), ParcelState.CERTIFIED, needs="decide",
             requires=("certificate", "certified_on")),
        Move("dispute", _("Ghi nhận tranh chấp"), _HELD, ParcelState.DISPUTED, needs="decide", asks=True),
        Move("settle", _("Ghi hết tranh chấp"), (ParcelState.DISPUTED,), ParcelState.REGISTERED, needs="decide",
             asks=True),
        Move("recover", _("Thu hồi"), _HELD, ParcelState.RECOVERED, needs="decide", asks=True),
    )),
    quality=(
        Rule("number-given", Kind.NOT_NULL, ("number",), effect=Effect.BLOCKS),
        Rule("number-once", Kind.KEY, ("commune", "sheet", "number")),
        Rule("area-given", Kind.NOT_NULL, ("area",)),
        Rule("area-plausible", Kind.RANGE, ("area",), {"min": "1", "max": "10000000"}),
        Rule("use-of-the-list", Kind.CODES, ("purpose",), {"codes": list(LAND_USES)}),
        Rule("until-after-from", Kind.ORDER, ("used_from", "used_until")),
        Rule("certificate-form", Kind.FORMAT, ("certificate",), {"pattern": "[A-Z]{2} [0-9]{6,8}"}),
        Rule("place-in-the-country", Kind.GEOMETRY, ("geometry",), {"box": VIETNAM}),
    ),
    open_data=OpenColumns(("commune", "sheet", "number", "area", "purpose", "state")),
))  # fmt: skip

OWNERS = declare(Register(
    code="land_owners", model=Owner, versions=OwnerVersion, label=_("chủ sử dụng đất"), legal_basis=_LAW,
    purpose=_("Người, hộ, tổ chức có quyền sử dụng đất."), keeper=_KEEPER, icon="id-badge-2",
    columns=("full_name", "kind", "citizen_id", "unit"), search=("full_name",), filters=("kind", "unit"),
    identity=("citizen_id",), likeness=("full_name", "address"), in_search=False,
    sections=(
        Section(_("Chủ sử dụng"), ("kind", "full_name", "citizen_id")),
        Section(_("Cá nhân"), ("birth_date", "phone"), When("kind", ("person", "household"))),
        Section(_("Liên hệ"), ("address",)),
    ),
    related=(Related("ownerships", "owner"),), sensitivity=Sensitivity.PERSONAL,
    personal=(Personal("full_name", ""), Personal("citizen_id", "identity"), Personal("birth_date", "year"),
              Personal("address"), Personal("phone", "phone")),
    purpose_of_personal=_("Đăng ký đất đai, cấp giấy chứng nhận, xác định nghĩa vụ tài chính về đất"),
    law_of_personal=_("Luật Đất đai 31/2024/QH15; Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15"), retention_days=None,
    quality=(
        Rule("citizen-id-form", Kind.FORMAT, ("citizen_id",), {"pattern": "[0-9]{12}|[0-9]{10}(-[0-9]{3})?"}),
        Rule("citizen-id-once", Kind.KEY, ("citizen_id",)),
        Rule("owner-once", Kind.ALIKE, ("full_name", "address"), {"likeness": 95}),
    ),
))  # fmt: skip

OWNERSHIPS = declare(Register(
    code="ownerships", model=Ownership, versions=OwnershipVersion, label=_("quyền sử dụng đất"), legal_basis=_LAW,
    purpose=_("Ai có quyền với thửa nào, phần bao nhiêu; trước đó là ai."), keeper=_KEEPER, icon="key",
    columns=("parcel", "owner", "share", "is_joint"), search=("owner",), filters=("parcel", "owner", "unit"),
    identity=("parcel", "owner"), part_of="parcels", in_search=False, sensitivity=Sensitivity.PERSONAL,
    sections=(Section(_("Quyền sử dụng"), ("parcel", "owner", "share", "is_joint", "note")),),
    quality=(Rule("share-plausible", Kind.RANGE, ("share",), {"min": "0.001", "max": "100"}),
             Rule("owner-once-a-parcel", Kind.KEY, ("parcel", "owner"))),
))  # fmt: skip

TRANSACTIONS = declare(Register(
    code="land_transactions", model=Transaction, versions=TransactionVersion, label=_("giao dịch đất đai"),
    purpose=_("Hồ sơ biến động từ khi tiếp nhận đến khi ghi vào sổ địa chính."), legal_basis=_LAW, keeper=_KEEPER,
    columns=("code", "kind", "parcel", "from_owner", "to_owner", "filed_on", "decided_on", "fee", "state"),
    search=("code", "paper", "from_owner", "to_owner"), order="-filed_on", totals=("fee",), icon="replace",
    filters=("state", "kind", "parcel", "unit", "filed_on", "decided_on"), identity=("code",), part_of="parcels",
    sections=(
        Section(_("Giao dịch"), ("code", "kind", "parcel", "filed_on", "decided_on", "paper", "fee", "note")),
        Section(_("Các bên"), ("from_owner", "to_owner"), When("kind", CHANGES_OWNER)),
        Section(_("Nội dung thay đổi"), ("new_purpose", "new_area", "new_certificate")),
    ),
    conditions={"new_purpose": When("kind", ("purpose",)), "new_area": When("kind", ("measurement",)),
                "new_certificate": When("kind", ("certificate",))},
    in_search=False, update_days=1, sensitivity=Sensitivity.PERSONAL,
    lifecycle=Lifecycle(TransactionState, TransactionState.FILED, (
        Move("check", _("Xong thẩm tra"), (TransactionState.FILED,), TransactionState.CHECKED),
        Move("approve", _("Duyệt"), (TransactionState.CHECKED,), TransactionState.APPROVED, needs="decide",
             requires=("decided_on", "paper")),
        Move("post", _("Đánh dấu đã ghi sổ"), (TransactionState.APPROVED,), TransactionState.POSTED),
        Move("refuse", _("Trả hồ sơ"), (TransactionState.FILED, TransactionState.CHECKED), TransactionState.REFUSED,
             needs="decide", asks=True),
    )),
    quality=(
        Rule("code-once", Kind.KEY, ("code",), effect=Effect.BLOCKS),
        Rule("filed-before-decided", Kind.ORDER, ("filed_on", "decided_on")),
        Rule("new-use-of-the-list", Kind.CODES, ("new_purpose",), {"codes": list(LAND_USES)}),
        Rule("new-area-plausible", Kind.RANGE, ("new_area",), {"min": "1", "max": "10000000"}),
    ),
))  # fmt: skip
