"""Posts: given, changed, ended."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access import actions
from honglam.core.access.decorators import requires
from honglam.core.access.errors import AccessError, NotAllowed
from honglam.core.access.models import Membership, User
from honglam.core.access.pages.forms import EndPostForm, PostDatesForm, PostForm, show_error
from honglam.core.access.pages.people import MANAGE
from honglam.core.access.queries import people_within
from honglam.core.access.reach import reach_of
from honglam.core.access.registry import count_open_work, open_work
from honglam.core.audit.history import history_of, size_asked


@requires(MANAGE)
def create(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Give a person a post."""
    reach = reach_of(request.user, MANAGE)
    person: User = get_object_or_404(people_within(User.objects.all(), reach), uid=uid)
    form = PostForm(request.POST or None, reach=reach, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.grant_role(
                user=person,
                role=given["role"],
                by=_me(request),
                seat=given["seat"],
                title=given["title"],
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                **form.scope(),
            )
        except AccessError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Đã giao vị trí công tác."))
            return redirect("access:person", uid=uid)
    context = {"form": form, "person": person, "back_url": reverse("access:person", args=[uid])}
    return render(request, "access/post_new.html", context, status=422 if form.errors else 200)


@requires(MANAGE)
def edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Change title or days of a post."""
    post = _post(request, uid)
    form = PostDatesForm(request.POST or None, instance=post)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_membership(membership=post, by=_me(request), **form.cleaned_data)
        except AccessError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Đã lưu vị trí công tác."))
            return redirect("access:person", uid=post.user.uid)
    context = {
        "form": form,
        "person": post.user,
        "post": _post(request, uid),
        "history": history_of(post, size=size_asked(request)),
    }
    return render(request, "access/post_form.html", context)


@requires(MANAGE)
def end(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """End a post and say who takes the open work."""
    post = _post(request, uid)
    today = timezone.localdate()
    successors = User.objects.active().exclude(pk=post.user_id).in_alphabet()
    successors = successors.posted_in(post.seat, today) if post.seat else successors.none()
    form = EndPostForm(request.POST or None, successors=successors, initial={"ends_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            moved = actions.end_membership(membership=post, by=_me(request), **form.cleaned_data)
        except AccessError as error:
            show_error(form, error)
        else:
            told = _("Đã kết thúc vị trí công tác; bàn giao %(count)s việc.") % {"count": sum(moved.values())}
            messages.success(request, told)
            return redirect("access:person", uid=post.user.uid)
    counted = count_open_work(post.user, post.seat) if post.seat else {}
    waiting = [(kind.label, counted[kind.code]) for kind in open_work() if kind.code in counted]
    return render(request, "access/post_end.html", {"form": form, "post": post, "waiting": waiting})


def _post(request: HttpRequest, uid: uuid.UUID) -> Membership:
    """The post of an address, if its scope lies within the person's reach. Http404, NotAllowed."""
    posts = Membership.objects.select_related("user", "role", "unit", "seat", "field", "group")
    post: Membership = get_object_or_404(posts, uid=uid)
    if not reach_of(request.user, MANAGE).covers(post.unit):
        raise NotAllowed(MANAGE, str(post.unit or ""))
    return post


def _me(request: HttpRequest) -> Any:
    return request.user
