"""The province in one look: every dataset with its scores, and units by theirs; what a unit has to mend."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Max
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.engines.datahub import scores
from honglam.engines.datahub.models import Dataset, QualityRule, QualityRun, SentBack, UnitScore
from honglam.engines.datahub.queries import ASK, VIEW
from honglam.engines.datahub.shown import promise_of
from honglam.engines.datahub.terms import WORD_LABELS
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

UNITS_A_PAGE = 15


@dataclass
class Ranked:
    """A unit's standing over all datasets: rows, failing rows, and the mean of its scores weighted by its rows."""

    unit: Any
    rows: int = 0
    failing: int = 0
    weighted: Decimal = Decimal(0)
    datasets: int = 0

    @property
    def score(self) -> Decimal:
        """The mean, two decimals."""
        return (self.weighted / self.rows).quantize(Decimal("0.01")) if self.rows else Decimal("100.00")

    @property
    def tone(self) -> str:
        """How it looks."""
        return scores.tone_of(self.score)


@requires(VIEW)
def quality(request: PersonRequest) -> HttpResponseBase:
    """All datasets by word, the worst first, and the ranking of units."""
    q = request.GET.get("q", "")
    rows = Dataset.objects.filter(is_active=True).saying(q).with_newest().select_related("owner", "steward")
    rows = lists.ordered(request, rows, {"score": "score", "name": "name", "owner": "owner__sort_key"}, default="score")
    ranking = _ranking()
    if request.GET.get("part") == "units":
        if (sheet := lists.sheet_of(request, _ranking_table(ranking))) is not None:
            return sheet
    elif (sheet := lists.sheet_of(request, _datasets_table(list(rows)))) is not None:
        return sheet
    page = lists.page_of(request, rows)
    newest = _newest_runs([row.pk for row in page])
    today = timezone.localdate()
    known = Dataset.objects.filter(is_active=True, score__isnull=False)
    all_scores = [score for score in known.values_list("score", flat=True) if score is not None]
    context: dict[str, Any] = {
        "page": page, "q": q, "words": [(word.value, label) for word, label in WORD_LABELS.items()],
        "lines": [
            (row, newest.get(row.pk), _by_word(newest.get(row.pk)), scores.tone_of(row.score),
             promise_of(row, row.confirmed_at, today))
            for row in page
        ],
        "ranking": Paginator(ranking, UNITS_A_PAGE).get_page(request.GET.get("units_page")),
        "mean": scores.mean(all_scores),
        "measured": len(all_scores), "good": sum(one >= 95 for one in all_scores),
        "poor": (poor := sum(one < 80 for one in all_scores)), "poor_tone": "danger" if poor else "",
    }  # fmt: skip
    return render(request, "datahub/province.html", context)


@requires(VIEW)
def to_mend(request: PersonRequest) -> HttpResponseBase:
    """What was sent back to the reader's units: how many rows are left, until when; settled ones on demand."""
    state = request.GET.get("state", "open")
    rows = SentBack.objects.filter(reach_of(request.user, ASK).q("unit")).select_related("dataset", "unit", "by")
    if state == "open":
        rows = rows.filter(settled_at__isnull=True)
    elif state == "settled":
        rows = rows.filter(settled_at__isnull=False)
    rows = lists.ordered(request, rows, {"due": "due_on", "left": "left", "unit": "unit__sort_key"}, default="due")
    if (sheet := lists.sheet_of(request, _to_mend_table(rows))) is not None:
        return sheet
    page = lists.page_of(request, rows)
    told = QualityRule.objects.filter(dataset__in={row.dataset_id for row in page})
    words = {(one, code): message for one, code, message in told.values_list("dataset_id", "code", "message")}
    today = timezone.localdate()
    lines = [
        {
            "sent": row, "rule": words.get((row.dataset_id, row.rule)) or row.rule, "done": done,
            "share": round(100 * done / row.rows, 1) if row.rows else 100,
            "is_late": row.settled_at is None and row.due_on < today,
        }
        for row in page for done in [max(0, row.rows - row.left)]
    ]  # fmt: skip
    return render(request, "datahub/to_mend.html", {"page": page, "lines": lines, "state": state})


def _ranking() -> list[Ranked]:
    """Units by their mean score, the worst first; from the newest run of each dataset. Two queries."""
    newest = QualityRun.objects.filter(dataset__is_active=True).values("dataset").annotate(last=Max("pk"))
    found: dict[int, Ranked] = {}
    scored = UnitScore.objects.filter(run__in=[one["last"] for one in newest]).select_related("unit")
    for one in scored:
        ranked = found.setdefault(one.unit_id, Ranked(one.unit))
        ranked.rows += one.rows
        ranked.failing += one.failing
        ranked.weighted += one.score * one.rows
        ranked.datasets += 1
    return sorted(found.values(), key=lambda one: (one.score, one.unit.sort_key))


def _newest_runs(datasets: list[int]) -> dict[int, QualityRun]:
    newest = QualityRun.objects.filter(dataset__in=datasets).values("dataset").annotate(last=Max("pk"))
    runs = QualityRun.objects.filter(pk__in=[one["last"] for one in newest])
    return {run.dataset_id: run for run in runs}


def _by_word(run: QualityRun | None) -> list[tuple[Any, Any, str]]:
    """(word, score, tone) in the order of the words; None where a word has no score."""
    held = run.scores if run is not None else {}
    return [(label, held.get(word.value), scores.tone_of(held.get(word.value))) for word, label in WORD_LABELS.items()]


def _datasets_table(rows: list[Any]) -> Table:
    newest = _newest_runs([row.pk for row in rows])
    words: defaultdict[int, dict[str, float]] = defaultdict(dict)
    words.update({pk: run.scores for pk, run in newest.items()})
    columns = [
        Column(_("Mã"), lambda row: row.code, width=24),
        Column(_("Tên"), lambda row: row.name, width=40),
        Column(_("Cơ quan chủ quản"), lambda row: str(row.owner), width=28),
        Column(_("Điểm"), lambda row: row.score, Kind.NUMBER),
        *(Column(str(label), partial(_score, words, word.value), Kind.NUMBER) for word, label in WORD_LABELS.items()),
        Column(_("Số dòng"), lambda row: newest[row.pk].rows if row.pk in newest else None, Kind.NUMBER),
        Column(_("Số dòng sai"), lambda row: newest[row.pk].failing if row.pk in newest else None, Kind.NUMBER),
    ]
    return Table(_("Chất lượng dữ liệu"), columns, rows)


def _score(held: dict[int, dict[str, float]], word: str, row: Any) -> float | None:
    return held[row.pk].get(word)


def _ranking_table(ranking: list[Ranked]) -> Table:
    return Table(_("Xếp hạng chất lượng dữ liệu theo đơn vị"), [
        Column(_("Đơn vị"), lambda one: one.unit.name, width=34),
        Column(_("Số tập dữ liệu"), lambda one: one.datasets, Kind.NUMBER),
        Column(_("Số dòng"), lambda one: one.rows, Kind.NUMBER),
        Column(_("Số dòng sai"), lambda one: one.failing, Kind.NUMBER),
        Column(_("Điểm"), lambda one: one.score, Kind.NUMBER),
    ], ranking)  # fmt: skip


def _to_mend_table(rows: Any) -> Table:
    return Table(_("Dữ liệu cần sửa"), [
        Column(_("Tập dữ liệu"), lambda one: one.dataset.name, width=40),
        Column(_("Đơn vị"), lambda one: str(one.unit), width=28),
        Column(_("Quy tắc"), lambda one: one.rule),
        Column(_("Số dòng"), lambda one: one.rows, Kind.NUMBER),
        Column(_("Còn lại"), lambda one: one.left, Kind.NUMBER),
        Column(_("Hạn sửa"), lambda one: one.due_on, Kind.DATE),
        Column(_("Lời nhắn"), lambda one: one.note, width=40),
        Column(_("Người gửi"), lambda one: str(one.by)),
        Column(_("Xong lúc"), lambda one: one.settled_at, Kind.MOMENT),
    ], rows)  # fmt: skip
