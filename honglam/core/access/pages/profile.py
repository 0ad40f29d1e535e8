"""One's own profile: name and language, posts, password, second factor, other devices."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.actions import change_user, end_sessions
from honglam.core.access.decorators import signed_in
from honglam.core.access.errors import AccessError
from honglam.core.access.models import User
from honglam.core.access.pages.forms import ProfileForm, show_error
from honglam.core.audit.history import history_of, size_asked


@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """Everything about oneself on one page; name and telephone can be corrected here."""
    person = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        try:
            change_user(user=person, by=person, **form.cleaned_data)
        except AccessError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Đã lưu hồ sơ."))
            return redirect("access:profile")
    today = timezone.localdate()
    context = {
        "person": User.objects.get(pk=request.user.pk),
        "form": form,
        "posts": person.posts(today),
        "history": history_of(person, size=size_asked(request)),
        "second_factor": bool(settings.MFA_SUPPORTED_TYPES),
    }
    return render(request, "access/profile.html", context)


@signed_in
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign oneself out of every other device."""
    me = User.objects.get(pk=request.user.pk)
    ended = end_sessions(user=me, by=me, but=request.session.session_key or "")
    messages.success(request, _("Đã đăng xuất khỏi %(count)s thiết bị khác.") % {"count": ended})
    return redirect("access:profile")
