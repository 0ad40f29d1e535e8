"""What a register is: why it is kept and by which law, what is not known of it, its columns, who may move what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from honglam.core.access.models import Role
from honglam.core.access.requests import PersonRequest
from honglam.engines.registers.declaration import Lifecycle, Register
from honglam.engines.registers.pages.opening import of_register
from honglam.engines.registers.relations import list_address
from honglam.engines.registers.showing import state_words
from honglam.engines.registers.supplying import owner_of


@dataclass(frozen=True)
class ToldColumn:
    """A column in words: its name, what it means, what protects it."""

    label: str
    meaning: str
    care: str


@dataclass(frozen=True)
class ToldMove:
    """A line of the lifecycle in words: from, verb, to, which roles may, what is asked."""

    sources: str
    verb: str
    target: str
    roles: str
    asks: str


@of_register("view")
def about(request: PersonRequest, register: Register) -> HttpResponseBase:
    """The declaration of a register as its readers read it."""
    label, roles = str(register.label), list(Role.objects.all())
    return render(request, "registers/about.html", {
        "register": register, "label": label[:1].upper() + label[1:], "list_url": list_address(register),
        "owner": owner_of(register), "columns": [_column(register, name) for name in _columns(register)],
        "moves": _moves(register, register.lifecycle, roles) if register.lifecycle else [],
        "identity": ", ".join(register.label_of(name) for name in register.identity),
        "rights": [
            (words, _roles(roles, register.permission(verb))) for verb, words in (
                ("view", _("Xem")), ("edit", _("Nhập, sửa")), ("decide", _("Quyết định, ngừng, gộp")),
                ("unmask", _("Xem dữ liệu cá nhân không che")),
            ) if verb != "unmask" or register.personal
        ],
    })  # fmt: skip


def _columns(register: Register) -> list[str]:
    placed = [name for section in register.sections for name in section.columns]
    return list(dict.fromkeys([*placed, *register.fields, *register.computed]))


def _column(register: Register, name: str) -> ToldColumn:
    if name in register.computed:
        return ToldColumn(register.label_of(name), _("tính từ các cột khác, không lưu"), "")
    one: Any = register.model._meta.get_field(name)
    care = []
    if name in register.masks:
        care.append(_("dữ liệu cá nhân, được che; mỗi lần xem ghi lý do vào nhật ký"))
    elif name in register.personal_columns:
        care.append(_("dữ liệu cá nhân"))
    if name in register.guarded:
        care.append(_("cần quyền riêng để xem"))
    return ToldColumn(register.label_of(name), str(one.help_text or ""), "; ".join(care))


def _moves(register: Register, lifecycle: Lifecycle, roles: list[Role]) -> list[ToldMove]:
    found = []
    for move in lifecycle.moves:
        asks = [register.label_of(name) for name in move.requires] + ([_("lý do")] if move.asks else [])
        found.append(ToldMove(
            ", ".join(state_words(register, state) for state in move.sources), str(move.verb),
            state_words(register, move.target), _roles(roles, register.permission(move.needs)), ", ".join(asks),
        ))  # fmt: skip
    return found


def _roles(roles: list[Role], permission: str) -> str:
    return ", ".join(role.name for role in roles if permission in role.permissions)
