"""Indicators for programs: definitions, values and submissions as JSON and CSV, as far as the person sees them.

Each resource has a JSON address (paged, 1.000 rows at most) and a .csv address (100.000 rows at most, UTF-8 with its
mark, decimal point, no thousands); `format=csv` on the JSON address gives the CSV too. The columns are the same.
"""
# No postponed annotations here: ninja resolves the views' parameters.

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http.response import HttpResponseBase
from ninja import Field, Query, Router, Schema

from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.engines.indicators.models import FormVersion, Indicator, IndicatorForm, IndicatorValue, Submission
from honglam.engines.indicators.queries import VIEW, in_force
from honglam.engines.indicators.terms import SubmissionState, ValueState
from honglam.toolkit.paging import DEEPEST, MOST_ROWS
from honglam.toolkit.periods import Scheme
from honglam.toolkit.sheets import Column, Table, csv_response

router = Router()
MOST_CSV = 100_000
"""Rows of one CSV file."""


class DefinitionOut(Schema):
    """The definition of an indicator."""

    code: str
    name: str
    measure: str
    decimals: int
    direction: str
    scheme: str
    calculation: str
    formula: str
    numerator: str | None = Field(None, alias="numerator.code")
    denominator: str | None = Field(None, alias="denominator.code")
    factor: str
    aggregation: str
    time_aggregation: str
    owner: str | None = Field(None, alias="owner.code")
    legal_source: str
    valid_from: datetime.date | None
    valid_to: datetime.date | None
    definition: str

    @staticmethod
    def resolve_factor(row: Indicator) -> str:
        """With a decimal point."""
        return canonical(row.factor) or "1"


class ValueOut(Schema):
    """A figure of a unit and period. `value` is written with a decimal point; an estimate (ước) is marked."""

    uid: UUID
    indicator: str = Field(alias="indicator.code")
    name: str = Field(alias="indicator.name")
    measure: str = Field(alias="indicator.measure")
    unit: str = Field(alias="unit.code")
    unit_name: str = Field(alias="unit.name")
    period: str = Field(alias="period_code")
    period_start: datetime.date
    period_end: datetime.date
    value: str
    is_estimate: bool
    estimated_value: str | None
    state: str
    source: str
    comment: str
    entered_at: datetime.datetime

    @staticmethod
    def resolve_value(row: IndicatorValue) -> str:
        """With a decimal point."""
        return canonical(row.value) or "0"

    @staticmethod
    def resolve_estimated_value(row: IndicatorValue) -> str | None:
        """With a decimal point."""
        return canonical(row.estimated_value)


class SubmissionOut(Schema):
    """A form of a unit and period on its way; `version` is that of the form, `sha256` of the approved figures."""

    uid: UUID
    form: str = Field(alias="form.code")
    form_name: str = Field(alias="form.name")
    version: int | None
    unit: str = Field(alias="unit.code")
    unit_name: str = Field(alias="unit.name")
    period: str = Field(alias="period_code")
    state: str
    due_on: datetime.date
    submitted_at: datetime.datetime | None
    is_on_time: bool | None
    decided_at: datetime.datetime | None
    corrected_at: datetime.datetime | None
    estimates: int
    sha256: str = Field(alias="snapshot_sha256")


class DefinitionPage(Schema):
    """Some definitions, and how many there are."""

    items: list[DefinitionOut]
    count: int


class ValuePage(Schema):
    """Some figures, and how many there are."""

    items: list[ValueOut]
    count: int


class SubmissionPage(Schema):
    """Some submissions, and how many there are."""

    items: list[SubmissionOut]
    count: int


class Paging(Schema):
    """Which rows, and in which form."""

    limit: int = Field(100, ge=1, le=MOST_ROWS)
    offset: int = Field(0, ge=0, le=DEEPEST)
    format: Literal["json", "csv"] = "json"


class CsvPaging(Schema):
    """Which rows of a file."""

    limit: int = Field(MOST_CSV, ge=1, le=MOST_CSV)
    offset: int = Field(0, ge=0, le=DEEPEST)


class DefinitionFilter(Schema):
    """What definitions are asked for; `text` needs no marks, `form` takes those of the version in force today."""

    text: str = Field("", max_length=200)
    scheme: Scheme | Literal[""] = ""
    form: str = Field("", max_length=40)


class ValueFilter(Schema):
    """What figures are asked for: codes of the form, indicator, unit and period; the state; only estimates or none."""

    form: str = Field("", max_length=40)
    indicator: str = Field("", max_length=24)
    unit: str = Field("", max_length=40)
    period: str = Field("", max_length=24)
    state: ValueState | Literal[""] = ""
    estimate: bool | None = None


class SubmissionFilter(Schema):
    """What submissions are asked for: codes of the form, unit and period; the state."""

    form: str = Field("", max_length=40)
    unit: str = Field("", max_length=40)
    period: str = Field("", max_length=24)
    state: SubmissionState | Literal[""] = ""


@router.get("/definitions", response=DefinitionPage, summary="Định nghĩa chỉ tiêu", url_name="definitions")
def definitions(
    request: PersonRequest, wanted: DefinitionFilter = Query(...), paging: Paging = Query(...)
) -> dict[str, Any] | HttpResponseBase:
    """Definitions, by code."""
    return _answer(_definitions(request, wanted), DefinitionOut, paging, "chi-tieu")


@router.get("/definitions.csv", response={200: None}, summary="Định nghĩa chỉ tiêu (CSV)", url_name="definitions_csv")
def definitions_csv(
    request: PersonRequest, wanted: DefinitionFilter = Query(...), paging: CsvPaging = Query(...)
) -> HttpResponseBase:
    """Definitions as CSV."""
    return _csv(_definitions(request, wanted), DefinitionOut, paging.offset, paging.limit, "chi-tieu")


@router.get("/values", response=ValuePage, summary="Số liệu", url_name="values")
def values(
    request: PersonRequest, wanted: ValueFilter = Query(...), paging: Paging = Query(...)
) -> dict[str, Any] | HttpResponseBase:
    """Entered figures that the reader may see, the newest period first."""
    return _answer(_values(request, wanted), ValueOut, paging, "so-lieu")


@router.get("/values.csv", response={200: None}, summary="Số liệu (CSV)", url_name="values_csv")
def values_csv(
    request: PersonRequest, wanted: ValueFilter = Query(...), paging: CsvPaging = Query(...)
) -> HttpResponseBase:
    """Entered figures as CSV."""
    return _csv(_values(request, wanted), ValueOut, paging.offset, paging.limit, "so-lieu")


@router.get("/submissions", response=SubmissionPage, summary="Lần gửi biểu", url_name="submissions")
def submissions(
    request: PersonRequest, wanted: SubmissionFilter = Query(...), paging: Paging = Query(...)
) -> dict[str, Any] | HttpResponseBase:
    """Submissions that the reader may see, the newest period first."""
    return _answer(_submissions(request, wanted), SubmissionOut, paging, "bieu-da-gui")


@router.get("/submissions.csv", response={200: None}, summary="Lần gửi biểu (CSV)", url_name="submissions_csv")
def submissions_csv(
    request: PersonRequest, wanted: SubmissionFilter = Query(...), paging: CsvPaging = Query(...)
) -> HttpResponseBase:
    """Submissions as CSV."""
    return _csv(_submissions(request, wanted), SubmissionOut, paging.offset, paging.limit, "bieu-da-gui")


def canonical(value: Decimal | None) -> str | None:
    """A figure for programs: decimal point, no exponent, no trailing zeros; None for none."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _definitions(request: PersonRequest, wanted: DefinitionFilter) -> QuerySet[Indicator]:
    reach = reach_of(request.user, VIEW)
    found = Indicator.objects.all() if reach else Indicator.objects.none()
    found = found.saying(wanted.text)
    if wanted.scheme:
        found = found.filter(scheme=wanted.scheme)
    if wanted.form:
        asked = FormVersion.objects.filter(form__code=wanted.form, valid_to__isnull=True)
        found = found.filter(pk__in=asked.values("lines__indicator"))
    return found.select_related("numerator", "denominator", "owner").order_by("code")


def _values(request: PersonRequest, wanted: ValueFilter) -> QuerySet[IndicatorValue]:
    found = IndicatorValue.objects.seen_by(request.user)
    if wanted.form:
        forms = IndicatorForm.objects.filter(
            in_force(OuterRef("period_end"), "lines__version__"), code=wanted.form,
            lines__indicator=OuterRef("indicator"), scheme=OuterRef("period_scheme"),
        )  # fmt: skip
        found = found.filter(Exists(forms))
    exact = {
        "indicator__code": wanted.indicator, "unit__code": wanted.unit, "period_code": wanted.period,
        "state": wanted.state,
    }  # fmt: skip
    found = found.filter(**{column: text for column, text in exact.items() if text})
    if wanted.estimate is not None:
        found = found.filter(is_estimate=wanted.estimate)
    return found.select_related("indicator", "unit").order_by("-period_end", "indicator__code", "unit__code", "pk")


def _submissions(request: PersonRequest, wanted: SubmissionFilter) -> QuerySet[Submission]:
    exact = {
        "form__code": wanted.form, "unit__code": wanted.unit, "period_code": wanted.period, "state": wanted.state,
    }  # fmt: skip
    version = FormVersion.objects.filter(in_force(OuterRef("period_end"), ""), form=OuterRef("form")).values("number")
    estimates = (
        IndicatorValue.objects.filter(
            in_force(OuterRef("period_end"), "indicator__form_lines__version__"),
            indicator__form_lines__form=OuterRef("form"), unit=OuterRef("unit"),
            period_scheme=OuterRef("period_scheme"), period_code=OuterRef("period_code"), is_estimate=True,
        )
        .order_by()
        .values("unit")
        .annotate(n=Count("pk"))
        .values("n")
    )  # fmt: skip
    return (
        Submission.objects.visible_to(request.user)
        .filter(**{column: text for column, text in exact.items() if text})
        .select_related("form", "unit")
        .defer("snapshot")
        .annotate(version=Subquery(version[:1]), estimates=Coalesce(Subquery(estimates[:1]), 0))
        .order_by("-period_end", "form__code", "unit__code", "pk")
    )


def _answer(rows: QuerySet[Any], shape: type[Schema], paging: Paging, name: str) -> dict[str, Any] | HttpResponseBase:
    if paging.format == "csv":
        return _csv(rows, shape, paging.offset, paging.limit, name)
    return {"items": list(rows[paging.offset : paging.offset + paging.limit]), "count": rows.count()}


def _csv(rows: QuerySet[Any], shape: type[Schema], offset: int, limit: int, name: str) -> HttpResponseBase:
    """The rows as a file, sent while it is read."""
    asked = rows[offset : offset + limit]
    return csv_response(name, Table(name, _columns(shape), _shaped(asked, shape)))


def _shaped(rows: QuerySet[Any], shape: type[Schema]) -> Iterable[dict[str, Any]]:
    return (shape.from_orm(row).model_dump(mode="json") for row in rows.iterator(chunk_size=1000))


def _columns(shape: type[Schema]) -> Sequence[Column]:
    return [_column(name) for name in shape.model_fields]


def _column(name: str) -> Column:
    def written(row: dict[str, Any]) -> str:
        value = row[name]
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    return Column(name, written)
