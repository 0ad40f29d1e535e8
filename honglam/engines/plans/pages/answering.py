"""What the small forms of work share: a form on a page of its own, sent to one verb, back to where it came from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise

from honglam.core.access.requests import PersonRequest
from honglam.core.files.actions import store
from honglam.core.files.errors import FileRefused
from honglam.engines.plans.actions.extensions import Authority
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Assignment, Task
from honglam.engines.plans.pages.forms import add_refusal
from honglam.engines.plans.pages.move_forms import AUTHORITY_FORMATS

AUTHORITY = "plans.authority"


def share_of(request: PersonRequest, uid: UUID) -> Assignment:
    """The share that an address names, where the reader sees it. Http404."""
    shares = Assignment.objects.visible_to(request.user).select_related(
        "task", "task__issuer", "task__plan", "unit", "person"
    )
    return get_object_or_404(shares, uid=uid)


def task_of(request: PersonRequest, uid: UUID) -> Task:
    """The task that an address names, where the reader sees it. Http404."""
    return get_object_or_404(Task.objects.visible_to(request.user).select_related("issuer", "plan"), uid=uid)


def accepted(form: forms.Form, write: Callable[[], Any]) -> bool:
    """Whether a valid form's write went through; what was refused stands at its field."""
    if not form.is_valid():
        return False
    try:
        write()
    except FileRefused as error:
        form.add_error("file" if "file" in form.fields else "files", str(error))
    except PlanError as error:
        add_refusal(form, error)
    return not form.errors


def form_page(
    request: PersonRequest, form: forms.Form, *, task: Task, heading: str | Promise, back: str, **context: Any
) -> HttpResponse:
    """A form on a page of its own; 422 where something was refused. `intro` says what it is for, `submit` the verb."""
    shown = {"form": form, "task": task, "heading": heading, "back": back, "submit": heading} | context
    return render(request, "plans/move_form.html", shown, status=422 if form.errors else 200)


def done(request: PersonRequest, said: str, back: str) -> HttpResponse:
    """Say what was done and go back."""
    messages.success(request, said)
    return redirect(back)


def authority_of(request: PersonRequest, data: dict[str, Any]) -> Authority:
    """The document that an `AuthorityForm` names; its file is stored. FileRefused."""
    upload = data.get("file")
    file = store(upload=upload, by=request.user, purpose=AUTHORITY, allowed=AUTHORITY_FORMATS) if upload else None
    number = "" if data.get("document") else data.get("number", "")
    return Authority(document=data.get("document"), number=number, issued_on=data.get("issued_on"), file=file)
