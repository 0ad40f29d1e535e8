"""A form field that names a document known here: typed numbers and titles are looked up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import JsonResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.engines.plans.models import Plan
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.terms import PlanState
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.ui.picking import Option, PickerInput, Sent, Shown

MOST_FOUND = 12


def issued_documents(request: PersonRequest) -> QuerySet[Plan]:
    """Documents with a number that the reader sees: what work and dates may be based on."""
    plans = Plan.objects.visible_to(request.user).exclude(state=PlanState.DRAFT).exclude(number="")
    return plans.select_related("issuer").defer("document_text")


@requires(VIEW)
def suggest(request: PersonRequest) -> JsonResponse:
    """Documents whose number, title or code hold the typed words, for pickers."""
    typed = request.GET.get("q", "").strip()
    found = _found(typed, issued_documents(request)) if typed else []
    return JsonResponse(
        {"options": [{"key": str(plan.uid), "text": plan.citation, "note": plan.subject[:120]} for plan in found]}
    )


class DocumentField(forms.Field):
    """One document known here, chosen from what typing finds or named by its number. Cleans to a Plan or None."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", PickerInput())
        options.setdefault("help_text", gettext_lazy("Gõ số, ký hiệu hoặc vài chữ của trích yếu rồi chọn."))
        super().__init__(**options)
        self.documents: QuerySet[Plan] = Plan.objects.none()
        self.widget.address = reverse_lazy("plans:documents")

    def prepare_value(self, value: Any) -> Shown:
        """What the widget shows: the document chosen, else the typed text and what it may mean."""
        if isinstance(value, Sent):
            chosen = self._chosen(value)
            if chosen is not None:
                return Shown([_option(chosen)])
            several = _found(value.text, self.documents) if value.text else []
            return Shown([], value.text, [_option(one) for one in several] if len(several) > 1 else [])
        return Shown([_option(value)] if isinstance(value, Plan) else [])

    def clean(self, value: Any) -> Plan | None:
        """The document. ValidationError where the text names none, or several."""
        sent = value if isinstance(value, Sent) else Sent(str(value or ""))
        if (chosen := self._chosen(sent)) is not None:
            return chosen
        if not sent.text:
            if self.required:
                raise ValidationError(_("Hãy chọn văn bản: gõ số, ký hiệu rồi chọn trong danh sách."), code="required")
            return None
        found = _found(sent.text, self.documents)
        same = [one for one in found if sent.text in (one.number, one.code, one.citation)]
        if len(same) == 1 or len(found) == 1:
            return (same or found)[0]
        if not found:
            raise ValidationError(
                _("Không có văn bản nào mang số hoặc trích yếu “%(text)s”."), code="unknown",
                params={"text": sent.text},
            )  # fmt: skip
        raise ValidationError(
            _("“%(text)s” có thể là nhiều văn bản. Hãy chọn một văn bản trong các tên đã hiện."), code="several",
            params={"text": sent.text},
        )  # fmt: skip

    def _chosen(self, sent: Sent) -> Plan | None:
        uid = uuid_of(sent.choice or (sent.keys[0] if sent.keys and sent.text else ""))
        found = self.documents.filter(uid=uid).first() if uid else None
        return found if found is None or sent.choice or found.citation == sent.text else None


def _found(typed: str, documents: QuerySet[Plan]) -> list[Plan]:
    exact = list(documents.filter(number__iexact=typed)[:MOST_FOUND])
    return exact or list(documents.saying(typed).order_by("-issued_on", "-pk")[:MOST_FOUND])  # type: ignore[attr-defined]


def _option(plan: Plan) -> Option:
    return Option(str(plan.uid), plan.citation)


def offer_documents(form: forms.BaseForm, request: PersonRequest, names: Iterable[str] = ("document",)) -> None:
    """Let the fields take documents that the reader sees."""
    for name in names:
        field = form.fields[name]
        assert isinstance(field, DocumentField)
        field.documents = issued_documents(request)
