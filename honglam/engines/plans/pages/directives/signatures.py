"""The digital signatures of a plan's file: whose they are, and whether the file is as it was signed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.engines.documents.public import CorruptDocument, verify_signatures
from honglam.engines.plans.models import Plan
from honglam.engines.plans.queries import VIEW

TONES = {"original": "success", "signed": "info", "unvouched": "warning", "broken": "danger", "copy": "warning"}


@requires(VIEW)
def signatures(request: PersonRequest, uid: UUID) -> HttpResponse:
    """What the file's signatures are worth, looked at anew each time: a root may have been added since."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related("issuer", "file"), uid=uid)
    if plan.file is None or plan.file.kind != "pdf":
        raise Http404
    context: dict[str, Any] = {
        "plan": plan,
        "report": None,
        "fault": "",
        "has_roots": settings.SIGNATURE_ROOTS is not None,
    }
    try:
        report = verify_signatures(plan.file.path.read_bytes(), name=plan.file.name, roots=settings.SIGNATURE_ROOTS)
    except CorruptDocument as error:
        context["fault"] = str(error)
    else:
        context |= {"report": report, "tone": TONES[report.verdict]}
    return render(request, "plans/directives/signatures.html", context)
