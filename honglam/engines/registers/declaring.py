"""What follows from a declared register: permissions, personal columns, the supply of the hub."""

from __future__ import annotations

from functools import partial

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import declare_permission
from honglam.core.audit.registry import declare_name
from honglam.core.personal.registry import personal
from honglam.core.search.registry import declare_searchable
from honglam.engines.registers import indexing
from honglam.engines.registers.declaration import Register, Text, keep
from honglam.engines.registers.naming import named
from honglam.engines.registers.supplying import supply


def declare(register: Register) -> Register:
    """Put a register in force: its permissions, its personal columns (of rows and former states alike), its search.

    Raises:
        DeclarationError: with everything that is wrong.
    """
    keep(register)
    label = register.label
    for verb, name, roles in (
        ("view", _("Xem %(register)s"), register.readers),
        ("edit", _("Nhập, sửa %(register)s"), register.editors),
        ("decide", _("Quyết định, ngừng, gộp %(register)s"), register.deciders),
        ("unmask", _("Xem dữ liệu cá nhân của %(register)s"), register.unmaskers),
    ):
        if verb != "unmask" or register.personal:
            declare_permission(register.permission(verb), _worded(name, label), register.purpose, roles=roles)
    for code in sorted(
        set(register.guarded.values()) - {register.permission(verb) for verb in ("view", "edit", "decide", "unmask")}
    ):
        columns = ", ".join(register.label_of(name) for name, needed in register.guarded.items() if needed == code)
        declare_permission(code, _worded(_("Xem, sửa cột %(register)s"), columns), label, roles=register.deciders)
    if register.withheld:
        declare_name(register.model._meta.label_lower, partial(named, register))
    for one in register.personal:
        for model in (register.model, register.versions):
            personal(
                model, column=one.column, purpose=one.purpose or register.purpose_of_personal,
                legal_basis=one.legal_basis or register.law_of_personal,
                retention_days=one.retention_days or register.retention_days, mask=one.mask or "full",
            )  # fmt: skip
    if register.in_search:
        declare_searchable(
            indexing.kind_of(register), register.label, rebuild=partial(indexing.every_entry, register),
            permission=register.permission("view"),
        )  # fmt: skip
    supply(register)
    return register


def _worded(text: Text, label: Text) -> Text:
    """A sentence with the register's name in it, put together when it is read, in the reader's language."""
    return _FILL(text, label)


def _filled(text: Text, label: Text) -> str:
    return str(text) % {"register": label}


_FILL = lazy(_filled, str)
