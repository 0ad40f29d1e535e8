"""What pages show of datasets: promises in words, trends as charts, what a dataset is made from and made into."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.personal.masks import mask
from honglam.engines.datahub.models import Dataset, DatasetVersion, QualityRun
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.normalising import day
from honglam.engines.datahub.rules.promises import Kept, Promise, promise_on
from honglam.engines.datahub.supply import supply_of
from honglam.engines.datahub.terms import WORD_LABELS
from honglam.engines.datahub.unit_words import unit_words
from honglam.toolkit.numbers import format_date, format_number

MOST_RUNS = 60
TONES = {
    "correct": "progress", "complete": "success", "clean": "soon", "live": "danger", "consistent": "waiting",
    "shared": "note",
}  # fmt: skip
PROMISE_TONES = {Promise.KEPT: "success", Promise.NEAR: "soon", Promise.BROKEN: "danger", Promise.NOTHING: "neutral"}


@dataclass(frozen=True, slots=True)
class ShownPromise:
    """An update promise as pages show it."""

    kept: Kept
    text: str
    short: str

    @property
    def tone(self) -> str:
        """How it looks."""
        return PROMISE_TONES[self.kept.standing]


@dataclass(frozen=True, slots=True)
class Link:
    """One end of a lineage: what it is, what it is called, where it leads, a line about it."""

    kind: str
    name: str
    url: str = ""
    note: str = ""


def promise_of(dataset: Dataset, confirmed_at: datetime.datetime | None, today: datetime.date) -> ShownPromise:
    """Whether a dataset keeps its update promise, in words."""
    day = timezone.localdate(confirmed_at) if confirmed_at is not None else None
    kept = promise_on(day, dataset.update_days, today)
    match kept.standing:
        case Promise.NOTHING:
            text, short = _("chưa có dữ liệu"), _("chưa có")
        case Promise.BROKEN:
            text = short = _("trễ %(days)s ngày") % {"days": format_number(-kept.days_left)}
        case Promise.NEAR:
            text = _("sắp đến hạn, %(day)s") % {"day": format_date(kept.due_on)}
            short = _("còn %(days)s ngày") % {"days": format_number(kept.days_left)}
        case _:
            text = _("đúng cam kết, đến %(day)s") % {"day": format_date(kept.due_on)}
            short = _("đúng hẹn")
    return ShownPromise(kept, text, short)


def trend_of(runs: Sequence[QualityRun]) -> dict[str, Any]:
    """The chart of scores over runs, oldest first: a line a word, and the mean where there is more than one."""
    words = [word.value for word in WORD_LABELS if any(word.value in run.scores for run in runs)]
    series = [
        {"name": str(label), "values": [run.scores.get(word.value) for run in runs], "tone": TONES[word.value]}
        for word, label in WORD_LABELS.items() if word.value in words
    ]  # fmt: skip
    return {
        "kind": "line" if len(runs) > 1 else "column", "unit": "",
        "categories": [f"{timezone.localtime(run.started_at):%d/%m %H:%M}" for run in runs], "series": series,
    }  # fmt: skip


def sources_of(version: DatasetVersion | None, dataset: Dataset) -> list[Link]:
    """What a version was made from: its source, the version before, the rules that judged it."""
    lineage = version.lineage if version is not None else {}
    links = []
    supply = supply_of(dataset.supply) if dataset.supply else None
    if lineage.get("kind") == "delivery":
        name = lineage.get("name") or lineage.get("inflow", "")
        links.append(Link(_("Lần giao dữ liệu"), str(name), str(lineage.get("url", ""))))
    elif lineage.get("kind") == "supply" or supply is not None:
        name = str(supply.name) if supply is not None else str(lineage.get("name", ""))
        links.append(Link(_("Sổ, nguồn khai báo"), name, note=str(lineage.get("supply", dataset.supply))))
    if lineage.get("former"):
        address = f"{reverse('datahub:dataset_versions', args=[dataset.code])}#v{lineage['former']}"
        links.append(Link(_("Phiên bản trước"), _("Phiên bản %(n)d") % {"n": lineage["former"]}, address))
    if rules := lineage.get("rules"):
        address = reverse("datahub:rules", args=[dataset.code])
        links.append(Link(_("Quy tắc đã xét"), _("%(n)d quy tắc") % {"n": len(rules)}, address, ", ".join(rules)))
    return links


def uses_of(dataset: Dataset, today: datetime.date) -> list[Link]:
    """What is made of a dataset: open data, rights of other units, needs of procedures. Three queries."""
    links = [
        Link(_("Dữ liệu mở"), release.title, _address("datahub:release", release.uid),
             _("đang công khai") if release.is_public else _("chưa công khai"))
        for release in dataset.releases.order_by("title")[:20]
    ]  # fmt: skip
    links += [
        Link(_("Quyền khai thác"), str(grant.unit), _address("datahub:grant", grant.uid),
             _("%(n)d cột, đến %(day)s") % {"n": len(grant.columns), "day": format_date(grant.ends_on)})
        for grant in dataset.grants.in_force(today).select_related("unit").order_by("unit__sort_key")[:20]
    ]  # fmt: skip
    links += [
        Link(_("Thủ tục dùng"), need.procedure, note=need.item)
        for need in dataset.procedure_needs.order_by("procedure", "pk")[:20]
    ]  # fmt: skip
    return links


def masked_rows(rows: Sequence[dict[str, str | None]], columns: Sequence[Column]) -> list[list[str]]:
    """Rows as cells to look at: codes with their labels, personal columns masked, long texts cut."""
    labels = {column.name: dict(column.codes) for column in columns} | unit_words(columns, rows)
    return [[_cell(column, row.get(column.name), labels[column.name]) for column in columns] for row in rows]


def _cell(column: Column, value: str | None, labels: dict[str, str]) -> str:
    if value is None:
        return ""
    if column.personal:
        return str(mask(value, "full"))
    if column.type == ColumnType.DATE and (date := day(value)) is not None:
        return format_date(date)
    return str(labels.get(value, value))[:160]


def _address(name: str, *parts: Any) -> str:
    """An address of a page that may not be wired."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""
