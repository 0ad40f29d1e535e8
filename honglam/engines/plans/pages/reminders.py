"""The ladder of reminders: everybody reads it and sees what is ahead; who looks after the platform sets it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.notices.quiet import quiet_hours_of
from honglam.engines.plans.actions.ladder import SET, set_ladder
from honglam.engines.plans.pages.answering import accepted
from honglam.engines.plans.province import ladder_set, phone_extension_days, reminder_ladder
from honglam.engines.plans.queries import VIEW
from honglam.engines.plans.rules import Rung
from honglam.engines.plans.shown.reminders import mornings_of, rung_in_words
from honglam.engines.plans.terms import Audience

_DAYS = re.compile(r"[-−+]?[0-9]{1,3}")
_HELP = {
    Audience.DOER: _("Người được phân công, hoặc mọi người báo cáo cho đơn vị nếu chưa ai nhận."),
    Audience.HEAD: _("Lãnh đạo đơn vị đang làm việc đó."),
    Audience.ISSUER: _("Người chỉ đạo việc ở cơ quan đã giao."),
}


class LadderForm(forms.Form):
    """For each audience the working days on which it is told: 0 is the date itself, negative lies before it."""

    doer = forms.CharField(label=Audience.DOER.label, required=False, max_length=80)
    head = forms.CharField(label=Audience.HEAD.label, required=False, max_length=80)
    issuer = forms.CharField(label=Audience.ISSUER.label, required=False, max_length=80)
    call_days = forms.IntegerField(
        label=_("Đồng ý gia hạn qua điện thoại có hiệu lực (ngày làm việc)"), min_value=1,
        help_text=_("Hết số ngày này mà chưa có văn bản thì hạn cũ tính lại. Lần đã ghi nhận giữ nguyên ngày của nó."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for audience in Audience:
            self.fields[audience.value].help_text = _HELP[audience]

    def clean(self) -> dict[str, Any]:
        """Every day is a number."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        rungs: list[Rung] = []
        for audience in Audience:
            words = [word for word in re.split(r"[,;\s]+", cleaned.get(audience.value, "")) if word]
            if any(not _DAYS.fullmatch(word) for word in words):
                self.add_error(audience.value, _text("Ghi các số ngày, cách nhau bằng dấu phẩy, ví dụ -5, -1, 0, 1."))
                continue
            rungs += [Rung(int(word.replace("−", "-")), audience) for word in words]
        cleaned["rungs"] = rungs
        return cleaned


@requires(VIEW)
def reminders(request: PersonRequest) -> HttpResponse:
    """Who is told when about dates, and on which mornings ahead the reader will be."""
    ladder = reminder_ladder()
    context = {
        "steps": [(audience.label, _HELP[audience], _in_words(audience, ladder)) for audience in Audience],
        "call_days": phone_extension_days(), "chosen": ladder_set(),
        "mornings": mornings_of(request.user, timezone.localdate()), "quiet": quiet_hours_of(request.user),
        "may_set": reach_of(request.user, SET).everything,
    }  # fmt: skip
    return render(request, "plans/reminders.html", context)


@requires(SET)
def edit(request: PersonRequest) -> HttpResponse:
    """Set the ladder of the whole province."""
    ladder = reminder_ladder()
    initial: dict[str, Any] = {
        audience.value: ", ".join(str(rung.working_days) for rung in ladder if rung.audience == audience)
        for audience in Audience
    }
    form = LadderForm(request.POST or None, initial=initial | {"call_days": phone_extension_days()})

    def write() -> None:
        set_ladder(rungs=form.cleaned_data["rungs"], call_days=form.cleaned_data["call_days"], by=request.user)

    if accepted(form, write):
        messages.success(request, _text("Đã đặt lịch nhắc hạn; áp dụng từ bản tin sáng hôm sau."))
        return redirect("plans:reminders")
    return render(request, "plans/reminders_edit.html", {"form": form}, status=422 if form.errors else 200)


def _in_words(audience: Audience, ladder: Sequence[Rung]) -> list[str]:
    return [rung_in_words(rung) for rung in ladder if rung.audience == audience]
