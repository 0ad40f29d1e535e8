"""Which rows moved a score: those that no longer break a rule since a check, and those that do since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.models import User
from honglam.core.access.requests import PersonRequest
from honglam.engines.datahub.models import Dataset, QualityRun, RowChange
from honglam.engines.datahub.pages.opening import dataset_of, frame_of
from honglam.engines.datahub.queries import VIEW
from honglam.engines.datahub.rows_shown import said
from honglam.engines.datahub.sight import failing_rows_for
from honglam.engines.datahub.supply import supply_of
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

HEALED, BROKE = "healed", "broke"


@dataclass(frozen=True, slots=True)
class Changed:
    """How many rows a run found better, and how many worse."""

    healed: int
    broke: int


def changed_in(user: User, found: Dataset, run: QualityRun) -> Changed:
    """The rows of a run that changed, as far as the reader may see them. Two queries."""
    rows = run.row_changes.filter(failing_rows_for(user, found))
    return Changed(rows.exclude(healed="").count(), rows.exclude(broke="").count())


@requires(VIEW)
def row_changes(request: PersonRequest, code: str) -> HttpResponseBase:
    """The rows that changed between checks, newest first; `?run=` only those of one check."""
    found = dataset_of(code)
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "way", "run")}
    rows = RowChange.objects.filter(failing_rows_for(request.user, found), run__dataset=found)
    run = found.runs.filter(uid=uid).first() if (uid := uuid_of(asked["run"])) is not None else None
    if run is not None:
        rows = rows.filter(run=run)
    if asked["way"] in (HEALED, BROKE):
        rows = rows.exclude(**{asked["way"]: ""})
    if asked["q"]:
        rows = rows.filter(said(found, rows, asked["q"]) | Q(unit__name__icontains=asked["q"]))
    rows = rows.select_related("run", "unit").order_by("-run_id", "key")
    words = _words(found)
    if (sheet := lists.sheet_of(request, _table(found, rows, words))) is not None:
        return sheet
    page = lists.page_of(request, rows)
    context: dict[str, Any] = {
        **frame_of(request, found, "quality"), "asked": asked, "run": run, "page": page,
        "lines": list(_lines(found, list(page), words)), "ways": ((HEALED, _("Đã sửa xong")), (BROKE, _("Sai thêm"))),
    }  # fmt: skip
    return render(request, "datahub/row_changes.html", context)


def _words(found: Dataset) -> dict[str, str]:
    """What people read of each rule, of those that were taken away too."""
    latest = found.runs.order_by("-id").first()
    said = {one["code"]: one["message"] or one["code"] for one in latest.rules} if latest is not None else {}
    return {**dict(found.rules.exclude(message="").values_list("code", "message")), **said}


def _lines(found: Dataset, rows: Sequence[RowChange], words: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Each row with what it is called, where it stands and the rules in words."""
    supply = supply_of(found.supply) if found.supply else None
    keys = [row.key for row in rows if row.key]
    called: Mapping[str, str] = supply.shown(keys) if supply is not None and keys else {}
    places: Mapping[str, str] = supply.addresses(keys) if supply is not None and keys else {}
    for row in rows:
        yield {
            "row": row, "shown": called.get(row.key, row.key), "url": places.get(row.key, ""),
            "healed": [words.get(code, code) for code in row.healed.split()],
            "broke": [words.get(code, code) for code in row.broke.split()],
        }  # fmt: skip


def _table(found: Dataset, rows: QuerySet[RowChange], words: Mapping[str, str]) -> Table:
    def lines() -> Iterator[dict[str, Any]]:
        for batch in lists.in_batches(rows):
            yield from _lines(found, batch, words)

    return Table(_("Dòng làm điểm thay đổi: %(name)s") % {"name": found.name}, [
        Column(_("Lần kiểm tra"), lambda one: one["row"].run.started_at, Kind.MOMENT),
        Column(_("Khóa"), lambda one: one["row"].key, width=24),
        Column(_("Tên gọi"), lambda one: one["shown"], width=40),
        Column(_("Đơn vị"), lambda one: str(one["row"].unit or ""), width=28),
        Column(_("Không còn sai"), lambda one: "; ".join(one["healed"]), width=50),
        Column(_("Sai thêm"), lambda one: "; ".join(one["broke"]), width=50),
    ], lines())  # fmt: skip
