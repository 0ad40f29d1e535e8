"""People: list, one person, account made and changed, switched off and on, password given."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access import actions
from honglam.core.access.decorators import requires
from honglam.core.access.errors import AccessError
from honglam.core.access.guarding import may_manage
from honglam.core.access.models import Membership, Role, User
from honglam.core.access.pages.forms import PeopleFilter, PersonForm, ReasonForm, show_error
from honglam.core.access.queries import people_within
from honglam.core.access.reach import reach_of, require, units_of
from honglam.core.access.tables import people_table
from honglam.core.audit.actions import record
from honglam.core.audit.history import history_of, size_asked
from honglam.core.organisations.fields import offer
from honglam.core.personal.actions import log_read
from honglam.core.personal.errors import PurposeMissing
from honglam.core.personal.registry import personal_columns
from honglam.core.personal.rules import require_purpose
from honglam.toolkit.sheets import xlsx_response

VIEW, MANAGE, EXPORT = "access.view_people", "access.manage_people", "access.export_people"
_PAGE = 50


@requires(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    """The people of the units within reach, filtered from the address bar."""
    people = _filtered(request, VIEW)
    page = Paginator(people, _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "roles": Role.objects.all(),
        "filters": _filters(request, VIEW),
        "may_manage": request.user.has_perm(MANAGE),
        "may_export": request.user.has_perm(EXPORT),
        "asked": {name: request.GET.get(name, "") for name in ("q", "role", "state")},
    }
    return render(request, "access/people.html", context)


@requires(VIEW)
def show(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One person: contact data (masked for those who do not manage the account), posts past and present, history."""
    person = _person(request, uid)
    managed = may_manage(_me(request), person)
    posts = person.memberships.select_related("role", "unit", "seat", "field", "group").order_by("-starts_on")
    context = {
        "person": person,
        "posts": posts,
        "today": timezone.localdate(),
        "managed": managed,
        "history": history_of(person, size=size_asked(request)) if managed else None,
    }
    return render(request, "access/person.html", context)


@requires(VIEW)
@require_POST
def reveal(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Contact data in full, for a reason that is written down."""
    person = _person(request, uid)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Hãy ghi lý do xem."))
        return redirect("access:person", uid=uid)
    for column in [declared.column for declared in personal_columns() if declared.model is User]:
        log_read(by=_me(request), model=User, column=column, target=person, reason=form.cleaned_data["reason"])
    return render(request, "access/person_contact.html", {"person": person})


@requires(MANAGE)
def create(request: HttpRequest) -> HttpResponse:
    """A new account; the temporary password is shown once."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                person = actions.create_user(by=_me(request), **form.cleaned_data)
                password = actions.reset_password(user=person, by=_me(request))
        except AccessError as error:
            show_error(form, error)
        else:
            return render(request, "access/password.html", {"person": person, "password": password, "is_new": True})
    return render(request, "access/person_form.html", {"form": form})


@requires(MANAGE)
def edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Correct an account."""
    person = _person(request, uid)
    form = PersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_user(user=person, by=_me(request), **form.cleaned_data)
        except AccessError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("access:person", uid=uid)
    return render(request, "access/person_form.html", {"form": form, "person": User.objects.get(pk=person.pk)})


@requires(MANAGE)
@require_POST
def reset_password(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """A temporary password, shown once to be handed over."""
    person = _person(request, uid)
    password = actions.reset_password(user=person, by=_me(request), reason=request.POST.get("reason", ""))
    return render(request, "access/password.html", {"person": person, "password": password})


@requires(MANAGE)
@require_POST
def switch(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Switch an account off, or on again."""
    person = _person(request, uid)
    act = actions.deactivate_user if person.is_active else actions.activate_user
    try:
        act(user=person, by=_me(request), reason=request.POST.get("reason", ""))
    except AccessError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã mở lại tài khoản.") if person.is_active else _("Đã khóa tài khoản."))
    return redirect("access:person", uid=uid)


@requires(EXPORT)
@require_POST
def export(request: HttpRequest) -> HttpResponse | FileResponse:
    """The filtered list as Excel, for a purpose that is written down."""
    try:
        purpose = require_purpose(request.POST.get("purpose", ""))
    except PurposeMissing as error:
        messages.error(request, str(error))
        return redirect("access:people")
    people = list(_filtered(request, EXPORT))
    with transaction.atomic():
        record(
            by=_me(request),
            action="access.people_exported",
            unit=next(iter(units_of(request.user)), None),
            reason=purpose,
            rows=[(str(person.uid), person.full_name) for person in people],
        )
    return xlsx_response(_("nguoi-dung"), [people_table(people, purpose=purpose)])


def _filtered(request: HttpRequest, permission: str) -> QuerySet[User]:
    asked = request.GET
    today = timezone.localdate()
    people = people_within(User.objects.all(), reach_of(request.user, permission))
    if text := asked.get("q", "").strip():
        people = people.containing(text)
    if unit := _filters(request, permission).cleaned_data.get("unit"):
        people = people.posted_in(unit, today)
    if role := asked.get("role"):
        people = people.holding(role, today)
    if asked.get("state") in {"active", "off"}:
        people = people.filter(is_active=asked["state"] == "active")
    current = Membership.objects.valid_on(today).select_related("role", "unit", "seat", "field", "group")
    result: QuerySet[User] = people.in_alphabet().prefetch_related(
        Prefetch("memberships", queryset=current, to_attr="current_posts")
    )
    return result


def _filters(request: HttpRequest, permission: str) -> PeopleFilter:
    """The unit that is asked for, looked up; a filter that names none is passed over and says so at its field."""
    form = PeopleFilter(request.GET)
    offer(form, "unit", reach_of(request.user, permission).units().seats(), within=permission)
    form.is_valid()
    return form


def _person(request: HttpRequest, uid: uuid.UUID) -> User:
    """The person, if somebody who looks at people may see them: through a post, or because they hold none."""
    reach = require(request.user, VIEW)
    person: User = get_object_or_404(User, uid=uid)
    if not people_within(User.objects.filter(pk=person.pk), reach).exists():
        raise PermissionDenied(_("Người này không thuộc phạm vi anh/chị được xem."))
    return person


def _me(request: HttpRequest) -> Any:
    return request.user
