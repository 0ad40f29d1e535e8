"""The definition of an indicator: its page, the forms that make and change it, and definitions from Excel."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of, require
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.engines.indicators import actions
from honglam.engines.indicators.actions import DEFINE, IndicatorDefinition
from honglam.engines.indicators.definition_reading import (
    aggregation_in_words,
    formula_in_words,
    read_formula,
    trace_of,
)
from honglam.engines.indicators.definition_sheet import RowProblem, columns, import_definitions
from honglam.engines.indicators.errors import IndicatorError
from honglam.engines.indicators.models import Indicator, IndicatorForm
from honglam.engines.indicators.pages.choosing import place_of
from honglam.engines.indicators.pages.definition_forms import CODES, DefinitionFileForm, DefinitionForm
from honglam.engines.indicators.promises import promises_of
from honglam.engines.indicators.queries import VIEW
from honglam.engines.indicators.similar import StoredMatch, like_definition
from honglam.toolkit.periods import Scheme
from honglam.toolkit.sheets import Table, xlsx_response

PARTS = ("owner", "numerator", "denominator", "weight")
MOST_BYTES = 5_000_000
_SALT, _SECONDS_KEPT = "indicators.definitions", 3600


@requires(VIEW)
def definition(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """How an indicator is defined, in words, with the calculation of a chosen unit and period laid open."""
    found = get_object_or_404(Indicator.objects.select_related(*PARTS), uid=uid)
    place = place_of(request, [found])
    trace = None
    if found.is_calculated and place.unit is not None and place.period is not None:
        trace = trace_of(found, place.unit, place.period)
    within = Q(unit__isnull=True) | Q(unit=found.owner_id) | reach_of(request.user, VIEW).q("unit")
    context = {
        "indicator": found, "tab": "definition", "place": place, "trace": trace,
        "scheme": Scheme(found.scheme).label if found.scheme else "",
        "formula": formula_in_words(found), "aggregation": aggregation_in_words(found),
        "dependents": Indicator.objects.filter(dependencies__used=found).order_by("code"),
        "forms": IndicatorForm.objects.filter(lines__indicator=found).distinct().order_by("code"),
        "promises": promises_of(found, request.user),
        "may_define": reach_of(request.user, DEFINE).covers(found.owner),
        "history": history_of(found, size=size_asked(request), within=within),
    }  # fmt: skip
    return render(request, "indicators/definition.html", context)


@requires(DEFINE)
def define(request: PersonRequest) -> HttpResponseBase:
    """Define a new indicator."""
    return _edited(request, None)


@requires(DEFINE)
def redefine(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """Change a definition; figures stay as they were reported."""
    found = get_object_or_404(Indicator.objects.select_related(*PARTS), uid=uid)
    require(request.user, DEFINE, found.owner)
    return _edited(request, found)


@requires(DEFINE)
def check_formula(request: PersonRequest) -> HttpResponse:
    """What a formula says while it is written: in words, or what is wrong; a part of the form."""
    indicator = Indicator.objects.filter(code=request.GET.get("for", "")).first()
    reading = read_formula(request.GET.get("formula", "")[:2000], indicator=indicator)
    return render(request, "indicators/parts/formula_reading.html", {"reading": reading})


@requires(DEFINE)
def check_similar(request: PersonRequest) -> HttpResponse:
    """What is stored already of what a definition asks for, while its name is typed; a part of the form."""
    name, measure = request.GET.get("name", "")[:1000], request.GET.get("measure", "")[:80]
    known = Indicator.objects.filter(code=request.GET.get("for", "")).values_list("pk", flat=True).first()
    matches = like_definition(name, measure, user=request.user, but=known) if name.strip() else []
    return render(request, "indicators/parts/similar.html", {"matches": matches})


@requires(DEFINE)
def import_file(request: PersonRequest) -> HttpResponseBase:
    """First post: a workbook is checked and shown. Second post: the same content, signed by us, is taken."""
    form = DefinitionFileForm()
    context: dict[str, Any] = {"form": form, "headings": [column.heading for column in columns()]}
    if request.method == "POST" and request.POST.get("token"):
        try:
            content = base64.b64decode(signing.loads(request.POST["token"], salt=_SALT, max_age=_SECONDS_KEPT))
        except signing.BadSignature:
            messages.error(request, _("Bản xem trước đã hết hạn; hãy chọn lại tệp."))
            return redirect("indicators:import_definitions")
        taken = import_definitions(content=content, by=request.user, dry=False)
        if not taken.problems:
            words = {"made": len(taken.made), "changed": len(taken.changed)}
            messages.success(request, _("Đã thêm %(made)s, sửa %(changed)s chỉ tiêu.") % words)
            return redirect("indicators:indicators")
        context["result"] = taken
    elif request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None or (upload.size or 0) > MOST_BYTES:
            words_of_problem = _("Hãy chọn một tệp Excel không quá 5 MB.")
            context["problems"] = (RowProblem(0, "", words_of_problem),)
        else:
            content = upload.read()
            context["result"] = import_definitions(content=content, by=request.user, dry=True)
            context["token"] = signing.dumps(base64.b64encode(content).decode(), salt=_SALT, compress=True)
    if "result" in context:
        context["problems"] = context["result"].problems
    return render(request, "indicators/import.html", context, status=422 if context.get("problems") else 200)


@requires(DEFINE)
def import_template(request: PersonRequest) -> HttpResponseBase:
    """A workbook with the headings and two example rows."""
    examples = [
        Indicator(name=_("Số hồ sơ nộp trực tuyến"), measure=_("hồ sơ"), scheme=Scheme.MONTH, decimals=0,
                  aggregation="sum", time_aggregation="sum"),
        Indicator(name=_("Số máy tính cấp xã"), measure=_("máy"), scheme=Scheme.QUARTER, decimals=0,
                  aggregation="sum", time_aggregation="latest"),
    ]  # fmt: skip
    return xlsx_response(_("Mẫu nhập chỉ tiêu"), [Table(_("Chỉ tiêu"), columns(), examples)])


def _edited(request: PersonRequest, found: Indicator | None) -> HttpResponseBase:
    reach = reach_of(request.user, DEFINE)
    initial = {}
    if found is not None:
        before = IndicatorDefinition.of(found)
        initial = {name: getattr(before, name) for name in IndicatorDefinition.__dataclass_fields__}
    form = DefinitionForm(
        request.POST or None, initial=initial, owners=reach.units(), is_new=found is None,
        needs_owner=not reach.everything,
    )  # fmt: skip
    matches: list[StoredMatch] = []
    if request.method == "POST" and form.is_valid() and found is None and "confirmed" not in request.POST:
        given = form.written()
        matches = [one for one in like_definition(given.name, given.measure, user=request.user) if not one.doubtful]
    if request.method == "POST" and form.is_valid() and not matches:
        try:
            if found is None:
                kept = actions.define(definition=form.written(), by=request.user)
            else:
                kept = actions.redefine(
                    indicator=found, definition=form.written(), by=request.user, reason=form.cleaned_data["reason"]
                )
        except IndicatorError as error:
            column = getattr(error, "column", "")
            form.add_error(column if column in form.fields else None, str(error))
        else:
            messages.success(request, _("Đã lưu định nghĩa chỉ tiêu."))
            return redirect("indicators:definition", kept.uid)
    text = form["formula"].value() or ""
    context = {
        "indicator": found, "form": form, "codes_id": CODES, "today": timezone.localdate(),
        "codes": Indicator.objects.order_by("code").values_list("code", "name"),
        "reading": read_formula(str(text), indicator=found), "matches": matches,
    }  # fmt: skip
    return render(request, "indicators/define.html", context, status=422 if form.errors or matches else 200)
