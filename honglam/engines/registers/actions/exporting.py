"""Lists that leave as files: a large one is made in the background, an unmasked one is written down."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.files.actions import store
from honglam.core.files.models import StoredFile
from honglam.core.jobs.actions import start
from honglam.core.jobs.models import JobRun
from honglam.core.personal.rules import require_purpose
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.listing import Listing
from honglam.engines.registers.listing.files import in_which_form, write_list
from honglam.engines.registers.terms import EXPORT_JOB, EXPORT_PURPOSE, FileForm

Told = Callable[[int, int], None]


@transaction.atomic
def log_export(*, register: Register, count: int, purpose: str, by: Any, unmasked: bool) -> str:
    """Write down that a list leaves, how many rows, and what for; returns the purpose, trimmed.

    Raises:
        NotAllowed: unmasked, without the permission. PurposeMissing: unmasked or of people, and it says nothing.
    """
    require(by, register.permission("unmask" if unmasked else "view"))
    if unmasked or register.names_people:
        purpose = require_purpose(purpose)
    summary = _("%(register)s: %(count)d dòng, %(how)s") % {
        "register": register.label, "count": count,
        "how": _("đủ dữ liệu cá nhân") if unmasked else _("dữ liệu cá nhân đã che") if register.personal else _("tệp"),
    }  # fmt: skip
    record(by=by, action="registers.exported", reason=purpose, summary=summary,
           changes={"rows": ("", count), "unmasked": ("", unmasked)})  # fmt: skip
    return purpose


@transaction.atomic
def start_export(
    *, register: Register, query: str, form: str, purpose: str, by: Any, unmasked: bool, every_column: bool = False
) -> JobRun:
    """Have a list made as a file in the background; it is written down now, with the rows that stand now.

    Raises:
        NotAllowed, PurposeMissing, ValueError (there is no such form).
    """
    count = Listing(register, by, QueryDict(query)).count()
    purpose = log_export(register=register, count=count, purpose=purpose, by=by, unmasked=unmasked)
    return start(
        EXPORT_JOB, by=by, target_url=reverse("registers:rows", args=[register.code]), register=register.code,
        query=query, form=str(FileForm(form)), unmasked=unmasked, every_column=every_column, person_id=by.pk,
    )  # fmt: skip


def make_export(
    *, register: Register, query: str, form: str, by: Any, told: Told, unmasked: bool = False,
    every_column: bool = False,
) -> StoredFile:  # fmt: skip
    """Write the list to a file that only `by` may fetch; `told` hears how far it is and may raise to stop it.

    Raises:
        NotAllowed: the person lost the permission meanwhile. FileTooLarge.
    """
    require(by, register.permission("unmask" if unmasked else "view"))
    listing = Listing(register, by, QueryDict(query), unmask=unmasked, every_column=every_column,
                      with_geometry=form == FileForm.GEOJSON)  # fmt: skip
    count = listing.count()
    made_as = in_which_form(form, count)
    rows = _counting(listing.each(), count, told)
    with tempfile.TemporaryFile() as stream:
        write_list(listing, made_as, stream, rows)
        name = f"{register.label} {timezone.localdate():%Y-%m-%d}.{made_as}"
        return store(upload=File(stream), by=by, purpose=EXPORT_PURPOSE, allowed=[made_as], name=name)


def _counting(rows: Iterator[Any], count: int, told: Told) -> Iterator[Any]:
    for number, row in enumerate(rows, 1):
        if number % 500 == 0:
            told(number, max(count, number))
        yield row
