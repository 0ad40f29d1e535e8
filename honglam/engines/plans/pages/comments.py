"""Remarks on a task: write one, take one's own back, find whom to mention."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.engines.plans.actions import comments as verbs
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Comment, Task
from honglam.engines.plans.pages import task as task_pages
from honglam.engines.plans.pages.answering import accepted, task_of
from honglam.engines.plans.pages.move_forms import CommentForm
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.shown.moves import mentionable
from honglam.engines.plans.shown.task_page import TaskPage


@requires(VIEW)
@require_POST
def write(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Write a remark; what was typed comes back with the page where it is refused."""
    task = task_of(request, uid)
    form = CommentForm(request.POST)
    made: list[Comment] = []

    def send() -> None:
        made.append(
            verbs.comment(
                task=task, text=form.cleaned_data["text"], by=request.user,
                idempotency_key=form.cleaned_data["key"] or None,
            )
        )  # fmt: skip

    if accepted(form, send):
        said = urlencode({"said": form.cleaned_data["key"] or "1"})
        return redirect(f"{task.get_absolute_url()}?{said}#c-{made[0].uid}")
    page = task_pages.page_of(request, uid)
    return task_pages.shown(request, page, None, comment_form=form)


@requires(VIEW)
@require_POST
def take_back(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Remove the words of one's own remark."""
    remarks = Comment.objects.filter(task__in=Task.objects.visible_to(request.user)).select_related("task__issuer")
    remark = get_object_or_404(remarks, uid=uid)
    try:
        verbs.take_comment_back(remark=remark, by=request.user)
    except PlanError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã gỡ nội dung trao đổi."))
    return redirect(f"{remark.task.get_absolute_url()}#comments")


@requires(VIEW)
def people(request: PersonRequest, uid: UUID) -> JsonResponse:
    """People who see the task and whose names hold the typed words, for “@”; of units that the reader sees."""
    task = task_of(request, uid)
    page = TaskPage(
        Task.objects.standing(timezone.localdate()).select_related("issuer").get(pk=task.pk), request.user,
        timezone.localdate(),
    )  # fmt: skip
    units = {line.share.unit_id for line in page.lines if line.share.assigned_on is not None}
    found = mentionable(task, units, request.GET.get("q", ""), but=request.user)
    return JsonResponse(
        {"options": [{"key": one.username, "text": one.full_name, "note": one.position} for one in found]}
    )
