"""Deliveries: prices that come as a file each week, once in another shape; catches that are late."""

from __future__ import annotations

import csv
import datetime
import io
import random
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from honglam.core.files.actions import store
from honglam.core.jobs.execution import execute
from honglam.core.organisations.models import Unit
from honglam.engines.datahub.actions.datasets import make_dataset
from honglam.engines.datahub.actions.inflows import ask_for_delivery, make_inflow, raise_late_alarms
from honglam.engines.datahub.actions.rules import add_rule
from honglam.engines.datahub.demo.cast import Cast
from honglam.engines.datahub.drafts import DatasetDraft
from honglam.engines.datahub.models import Dataset, DatasetVersion, Inflow, InflowRun, QualityRun
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.rule_format import Kind, Rule
from honglam.engines.datahub.terms import InflowKind, Layer, Sensitivity

PRICES, CATCHES = "gia-ban-le", "san-luong-khai-thac"
WEEK = 7 * 24 * 60
_WEEKS, _DELIVERED = 12, 6
_RESHAPED = 2
"""Which delivery, counted from the last, came in another shape."""
_GOODS = (
    ("gao", "Gạo tẻ thường", 16_500), ("thit-lon", "Thịt lợn mông sấn", 118_000), ("ga", "Gà ta sống", 122_000),
    ("trung", "Trứng gà (10 quả)", 34_000), ("rau-muong", "Rau muống", 12_000), ("ca-thu", "Cá thu tươi", 245_000),
    ("xang", "Xăng E5 RON92 (lít)", 20_300), ("gas", "Gas bình 12 kg", 432_000),
)  # fmt: skip
_PRICE_COLUMNS = (
    Column(name="code", label="Mã dòng", type=ColumnType.CODE, required=True, meaning="Ngày, mặt hàng, chợ"),
    Column(name="day", label="Ngày ghi giá", type=ColumnType.DATE, required=True),
    Column(name="commune", label="Chợ thuộc xã, phường", type=ColumnType.CODE, required=True,
           meaning="Mã đơn vị hành chính"),
    Column(name="good", label="Mặt hàng", type=ColumnType.CODE, required=True,
           codes=tuple((code, label) for code, label, _price in _GOODS)),
    Column(name="price", label="Giá bán lẻ", type=ColumnType.DECIMAL, scale=0, unit="đồng", required=True),
    Column(name="note", label="Ghi chú"),
)  # fmt: skip
_CATCH_COLUMNS = (
    Column(name="code", label="Mã dòng", type=ColumnType.CODE, required=True),
    Column(name="week_from", label="Tuần từ ngày", type=ColumnType.DATE, required=True),
    Column(name="commune", label="Xã, phường", type=ColumnType.CODE, required=True),
    Column(name="boats", label="Lượt tàu cập cảng", type=ColumnType.INTEGER),
    Column(name="catch", label="Sản lượng", type=ColumnType.DECIMAL, scale=1, unit="tấn", required=True),
)


def load(cast: Cast) -> int:
    """Two datasets with their deliveries; how many came. Nothing when repeated."""
    trade, farming = cast.department("industry-trade"), cast.department("agriculture-environment")
    markets = list(Unit.objects.communes().valid_on(cast.today).order_by("-population", "code")[:5])
    if trade is None or farming is None or Dataset.objects.filter(code__in=[PRICES, CATCHES]).exists():
        return 0
    return _prices(cast, trade, markets) + _catches(cast, farming, markets)


def _prices(cast: Cast, owner: Unit, markets: Sequence[Unit]) -> int:
    draft = DatasetDraft(
        code=PRICES, name="Giá bán lẻ hàng hóa thiết yếu", owner=owner, steward=None, layer=Layer.TRANSACTION,
        description="Giá bán lẻ tám mặt hàng tại năm chợ, ghi vào sáng thứ Hai hằng tuần (số liệu hư cấu).",
        legal_basis="Luật Giá 16/2023/QH15; Nghị định 85/2024/NĐ-CP", sensitivity=Sensitivity.PUBLIC,
        field="công thương", keywords=("giá", "chợ", "hàng hóa"), update_days=8, columns=_PRICE_COLUMNS, key=("code",),
        unit_column="commune",
    )  # fmt: skip
    dataset = make_dataset(draft=draft, by=cast.coordinator)
    add_rule(dataset=dataset, by=cast.coordinator, rule=Rule(
        "price-plausible", Kind.RANGE, ("price",), {"min": "1000", "max": "2000000"},
        message="Giá phải từ 1.000 đến 2.000.000 đồng"))  # fmt: skip
    inflow = _inflow(dataset, "Tệp giá của các chợ gửi hằng tuần", cast, least_rows=100)
    rows = _price_rows(cast, markets)
    for back in reversed(range(_DELIVERED)):
        until = cast.today - datetime.timedelta(weeks=back)
        so_far = [row for row in rows if row["day"] <= until.isoformat()]
        shape = {"price": "gia_ban"} if back == _RESHAPED else {}
        _deliver(cast, inflow, f"gia-cho-{until:%Y%m%d}.csv", so_far, days_ago=7 * back + 1, renamed=shape)
    return _DELIVERED


def _price_rows(cast: Cast, markets: Sequence[Unit]) -> list[dict[str, str]]:
    """Prices of every week that move a little; two typing errors in the older ones."""
    dice, rows = random.Random(42), []
    for week in range(_WEEKS, 0, -1):
        day = cast.today - datetime.timedelta(days=7 * week - 5)
        for market in markets:
            for code, _label, usual in _GOODS:
                drift = 1 + 0.012 * (_WEEKS - week) * (1 if code in ("gao", "ca-thu", "gas") else -0.2)
                price = round(usual * drift * dice.uniform(0.96, 1.05), -2)
                rows.append({
                    "code": f"{day:%Y%m%d}-{code}-{market.code}", "day": day.isoformat(), "commune": market.code,
                    "good": code, "price": str(int(price)), "note": "",
                })  # fmt: skip
    rows[3]["price"], rows[45]["price"], rows[120]["good"] = "34", "", "thit lon"
    return rows


def _catches(cast: Cast, owner: Unit, markets: Sequence[Unit]) -> int:
    draft = DatasetDraft(
        code=CATCHES, name="Sản lượng khai thác thủy sản theo tuần", owner=owner, layer=Layer.SUMMARY,
        description="Lượt tàu cập cảng và sản lượng lên bến theo tuần của các xã ven biển (số liệu hư cấu).",
        legal_basis="Luật Thủy sản 18/2017/QH14", sensitivity=Sensitivity.SHARED, field="thủy sản",
        keywords=("thủy sản", "cảng cá"), update_days=8, columns=_CATCH_COLUMNS, key=("code",), unit_column="commune",
    )  # fmt: skip
    dataset = make_dataset(draft=draft, by=cast.coordinator)
    inflow = _inflow(dataset, "Báo cáo tuần của ban quản lý cảng cá", cast, least_rows=3)
    dice, rows = random.Random(7), []
    for week in range(9, 2, -1):
        day = cast.today - datetime.timedelta(weeks=week)
        for market in markets[:3]:
            boats = dice.randint(20, 90)
            rows.append({"code": f"{day:%Y%m%d}-{market.code}", "week_from": day.isoformat(), "commune": market.code,
                         "boats": str(boats), "catch": f"{boats * dice.uniform(0.8, 1.6):.1f}"})  # fmt: skip
    for back in (4, 3):
        until = (cast.today - datetime.timedelta(weeks=back)).isoformat()
        so_far = [row for row in rows if row["week_from"] <= until]
        _deliver(cast, inflow, f"cang-ca-{until}.csv", so_far, days_ago=7 * back - 3)
    Inflow.objects.filter(pk=inflow.pk).update(next_due_at=cast.moment(11))
    raise_late_alarms()
    Inflow.objects.filter(pk=inflow.pk).exclude(alarm="").update(alarm_since=cast.moment(9))
    return 2


def _inflow(dataset: Dataset, name: str, cast: Cast, *, least_rows: int) -> Inflow:
    contract = {"columns": [column.name for column in dataset.schemas.get().read_columns()], "least_rows": least_rows}
    return make_inflow(dataset=dataset, by=cast.coordinator, values={
        "name": name, "kind": InflowKind.FILE, "contract": contract, "every_minutes": WEEK})  # fmt: skip


def _deliver(
    cast: Cast, inflow: Inflow, name: str, rows: Sequence[dict[str, str]], *, days_ago: int,
    renamed: dict[str, str] | None = None,
) -> None:  # fmt: skip
    """Bring one file, take it in at once as a worker would, and let it have come some days ago."""
    file = store(upload=SimpleUploadedFile(name, _as_csv(rows, renamed or {})), by=cast.coordinator,
                 purpose="datahub.delivery", allowed=("csv",), unit=inflow.dataset.owner)  # fmt: skip
    run, job = ask_for_delivery(inflow=inflow, by=cast.coordinator, file=file)
    execute.call(job.pk, job.attempt)
    at = cast.moment(days_ago, hour=8, minute=40)
    until = at + datetime.timedelta(seconds=4)
    InflowRun.objects.filter(pk=run.pk).update(started_at=at, finished_at=until)
    Inflow.objects.filter(pk=inflow.pk, last_good_at__isnull=False).update(last_good_at=until)
    Inflow.objects.filter(pk=inflow.pk).update(next_due_at=at + datetime.timedelta(minutes=WEEK))
    version = InflowRun.objects.get(pk=run.pk).version
    if version is not None:
        _date_back(version, until)


def _date_back(version: DatasetVersion, at: datetime.datetime) -> None:
    DatasetVersion.objects.filter(pk=version.pk).update(made_at=at, valid_from=at if version.valid_from else None)
    former = DatasetVersion.objects.filter(dataset=version.dataset, number=version.number - 1)
    former.filter(valid_to__isnull=False).update(valid_to=at)
    QualityRun.objects.filter(version=version).update(started_at=at, finished_at=at)


def _as_csv(rows: Sequence[dict[str, Any]], renamed: dict[str, str]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([renamed.get(name, name) for name in rows[0]])
    writer.writerows(row.values() for row in rows)
    return stream.getvalue().encode("utf-8-sig")
