"""People and the log as Excel tables, and people from Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from honglam.core.access.imports import PersonRow
from honglam.core.access.models import Role, User
from honglam.core.access.registry import area_name, permissions
from honglam.core.audit.models import AuditEntry
from honglam.core.organisations.models import Unit
from honglam.core.personal.registry import PersonalColumn
from honglam.toolkit.sheets import CellError, Column, Field, Kind, Table, read_table
from honglam.toolkit.text import fold


def people_table(people: Iterable[Any], *, purpose: str = "") -> Table:
    """People with their current posts (`current_posts`, prefetched), one row each."""
    return Table(
        title=_("Danh sách người dùng"),
        notes=[_("Mục đích xuất: %(purpose)s") % {"purpose": purpose}] if purpose else [],
        columns=[
            Column(_("Họ và tên"), lambda person: person.full_name),
            Column(_("Tên đăng nhập"), lambda person: person.username),
            Column(_("Thư điện tử"), lambda person: person.email),
            Column(_("Điện thoại"), lambda person: person.phone),
            Column(_("Chức danh"), lambda person: person.position),
            Column(
                _("Vị trí công tác"), lambda person: "; ".join(_post(post) for post in person.current_posts), width=60
            ),
            Column(_("Được đăng nhập"), lambda person: _("có") if person.is_active else _("không")),
        ],
        rows=people,
    )


def log_table(entries: Iterable[AuditEntry]) -> Table:
    """Entries of the log, one row each."""

    def value(name: str) -> Callable[[AuditEntry], str]:
        return lambda entry: "" if entry.is_erased else str(getattr(entry.values, name))

    return Table(
        title=_("Nhật ký thao tác"),
        columns=[
            Column(_("Thời điểm"), lambda entry: entry.at, Kind.MOMENT),
            Column(_("Người thực hiện"), value("by_name")),
            Column(pgettext("nhật ký", "Việc"), lambda entry: entry.label),
            Column(_("Đối tượng"), value("target_name"), width=40),
            Column(_("Đơn vị"), value("unit_name")),
            Column(_("Số dòng"), lambda entry: entry.row_count or None, Kind.NUMBER),
            Column(_("Tóm tắt"), value("summary")),
            Column(
                _("Thay đổi"),
                lambda entry: "; ".join(str(line) for line in entry.described_changes),
                width=60,
            ),
            Column(_("Lý do"), value("reason")),
        ],
        rows=entries,
    )


def roles_table(roles: Iterable[Role]) -> Table:
    """Roles and what each allows: permissions down, roles across; `holders` was counted."""
    return Table(
        title=_("Vai trò và quyền"),
        notes=[_("Số vị trí công tác giữ vai trò ghi trong ngoặc.")],
        columns=[
            Column(_("Phần"), lambda one: str(area_name(one.app)), width=24),
            Column(_("Quyền"), lambda one: str(one.label), width=48),
            *(_role_column(role) for role in roles),
        ],
        rows=permissions(),
    )


def _role_column(role: Any) -> Column:
    return Column(f"{role} ({role.holders})", lambda permission: permission.code in role.permissions, width=14)


def register_table(columns: Iterable[PersonalColumn]) -> Table:
    """The register of personal columns, one row each."""
    return Table(
        title=_("Dữ liệu cá nhân trong hệ thống"),
        columns=[
            Column(_("Bảng"), lambda one: str(one.model._meta.verbose_name)),
            Column(_("Cột"), lambda one: str(one.label)),
            Column(_("Mục đích"), lambda one: str(one.purpose), width=60),
            Column(_("Căn cứ"), lambda one: str(one.legal_basis), width=48),
            Column(_("Thời hạn lưu (ngày)"), lambda one: one.retention_days, Kind.NUMBER),
            Column(_("Cách che"), lambda one: one.mask, width=14),
        ],
        rows=columns,
    )


def template_table() -> Table:
    """An empty sheet to fill in, with one example."""
    example = ["Nguyễn Văn An", "an.nv", "an.nv@donvi.example", "0912 345 678", "Chuyên viên", "Tên hoặc mã đơn vị", ""]
    return Table(
        title=_("Nhập người dùng"),
        columns=[Column(heading, itemgetter(at)) for at, heading in enumerate(_headings())],
        rows=[[*example[:6], Role.objects.get(code="officer").name]],
    )


def read_people(
    stream: IO[bytes], *, units: Iterable[Unit], roles: Iterable[Role]
) -> tuple[list[PersonRow], list[CellError]]:
    """The people of a sheet; units by code or name among those given, roles by name.

    Every wrong cell gives one error; a user name or an e-mail address that is taken, or stands twice, is one too.

    Raises:
        SheetError: the file is no table, or lacks a heading.
    """
    by_unit: dict[str, Unit] = {}
    for unit in units:
        for name in (unit.code, unit.name, unit.short_name):
            if name:
                by_unit.setdefault(fold(name), unit)
    by_role = {fold(str(name)): role for role in roles for name in (role.name, role.code)}
    taken = {"username": set(User.objects.values_list("username", flat=True))}
    taken["email"] = {email for email in User.objects.values_list("email", flat=True) if email}
    name, username, email, phone, position, unit_heading, role_heading = _headings()
    table = read_table(
        stream,
        [
            Field("full_name", (name,), required=True),
            Field("username", (username,), required=True, parse=lambda text: _free(text, taken["username"])),
            Field("email", (email,), parse=lambda text: _free(text, taken["email"])),
            Field("phone", (phone,), expected=False),
            Field("position", (position,), expected=False),
            Field("unit", (unit_heading,), required=True, parse=lambda text: _known(text, by_unit, _("đơn vị"))),
            Field("role", (role_heading,), required=True, parse=lambda text: _known(text, by_role, _("vai trò"))),
        ],
    )
    rows = []
    for row in table.rows:
        given: dict[str, Any] = {key: value or "" for key, value in row.values.items()}
        rows.append(
            PersonRow(
                username=given["username"],
                full_name=given["full_name"],
                email=given["email"],
                phone=given.get("phone", ""),
                position=given.get("position", ""),
                unit=given["unit"],
                role=given["role"],
            )
        )
    return rows, table.errors


def _headings() -> list[str]:
    return [
        _("Họ và tên"),
        _("Tên đăng nhập"),
        _("Thư điện tử"),
        _("Điện thoại"),
        _("Chức danh"),
        _("Đơn vị"),
        _("Vai trò"),
    ]


def _post(post: Any) -> str:
    return f"{post.role} – {post.seat or post.scope_name}"


def _free(text: str, taken: set[str]) -> str:
    """The text in lower case, now taken. ValueError where it was taken before."""
    value = str(text).strip().lower()
    if value in taken:
        raise ValueError(_("“%(value)s” đã có người dùng") % {"value": value})
    taken.add(value)
    return value


def _known(text: str, known: dict[str, Any], what: str) -> Any:
    found = known.get(fold(str(text)))
    if found is None:
        raise ValueError(_("không có %(what)s “%(text)s” trong phạm vi của anh/chị") % {"what": what, "text": text})
    return found
