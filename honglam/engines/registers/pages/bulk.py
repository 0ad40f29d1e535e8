"""Many rows at once: one value or one move for those that were marked, or for all that the filters leave.

Four steps on one page: which rows, which column or move, what would become of it, do it. Nothing is written before the
last; more than five hundred rows are written in the background.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.reach import require
from honglam.core.access.requests import PersonRequest
from honglam.core.jobs.actions import start
from honglam.engines.registers.actions import bulk as actions
from honglam.engines.registers.choosing import AT_ONCE, Choice, changeable, differing, keys_of, stored_value
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.errors import RegisterError
from honglam.engines.registers.judging import Judged, judge, judged_move, line_of, standing_rows
from honglam.engines.registers.listing import sight_of
from honglam.engines.registers.listing.fields import value_field
from honglam.engines.registers.pages.opening import of_register
from honglam.engines.registers.terms import CHANGE_JOB, MOVE_JOB

COLUMN, MOVE = "column:", "move:"


@dataclass(frozen=True)
class Wanted:
    """What is to be done: a column or a move, and in whose power it lies."""

    column: str = ""
    move: str = ""
    verb: str = "edit"
    asks: bool = True


@of_register("edit")
def bulk(request: PersonRequest, register: Register) -> HttpResponseBase:
    """Choose, look ahead, do."""
    asked = request.POST if request.method == "POST" else request.GET
    everything = asked.get("scope") == "all"
    choice = Choice(register, () if everything else tuple(asked.getlist("row")), asked.get("query", ""))
    offers = _offers(register, request)
    what = asked.get("what", "")
    wanted = _wanted(register, what) if what in {code for _group, codes in offers for code, _label in codes} else None
    verb = wanted.verb if wanted else "edit"
    require(request.user, register.permission(verb))
    count = 0 if not everything and choice.is_everything else choice.rows(request.user, verb).count()
    form = _form(request, register, wanted) if wanted else None
    context: dict[str, Any] = {
        "register": register, "label": str(register.label)[:1].upper() + str(register.label)[1:], "choice": choice,
        "count": count, "offers": offers, "what": what if wanted else "", "wanted": wanted, "form": form,
        "scope": "all" if everything else "marked", "at_once": AT_ONCE, "back": _back(register, choice),
    }  # fmt: skip
    if request.method == "POST" and wanted and form is not None and form.is_valid() and count:
        try:
            if asked.get("step") == "write":
                return _written(request, choice, wanted, form.cleaned_data, count)
            context["preview"] = _preview(request, choice, wanted, form.cleaned_data, count)
        except RegisterError as error:
            form.add_error("reason" if error.column == "reason" else None, str(error))
    return render(request, "registers/bulk.html", context, status=422 if form is not None and form.errors else 200)


def _offers(register: Register, request: PersonRequest) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be done to many rows: columns to fill, moves that the person may make."""
    columns = [(COLUMN + name, register.label_of(name))
               for name in changeable(register, sight_of(register, request.user))]  # fmt: skip
    moves = [
        (MOVE + move.code, str(move.verb)) for move in (register.lifecycle.moves if register.lifecycle else ())
        if request.user.has_perm(register.permission(move.needs))
    ]  # fmt: skip
    return [(name, codes) for name, codes in ((_("Sửa cột"), columns), (_("Chuyển trạng thái"), moves)) if codes]


def _wanted(register: Register, what: str) -> Wanted:
    if what.startswith(MOVE):
        line = line_of(register, what.removeprefix(MOVE))
        return Wanted(move=line.code, verb=line.needs, asks=line.asks)
    return Wanted(column=what.removeprefix(COLUMN))


def _form(request: PersonRequest, register: Register, wanted: Wanted) -> forms.Form:
    """The new value, and why."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    if wanted.column:
        form.fields["value"] = value_field(register, wanted.column, request.user)
    form.fields["reason"] = forms.CharField(
        label=gettext_lazy("Lý do"), required=wanted.asks, min_length=5, max_length=500,
        help_text=gettext_lazy("Ghi vào lịch sử của từng dòng và nhật ký."),
    )  # fmt: skip
    return form


def _preview(
    request: PersonRequest, choice: Choice, wanted: Wanted, data: dict[str, Any], count: int
) -> dict[str, Any]:
    """What would become of the rows: each is tried where they are few, else those that differ are counted."""
    register, rows = choice.register, choice.rows(request.user, wanted.verb)
    if count > AT_ONCE:
        changing = (
            _moving(register, rows, wanted) if wanted.move else differing(register, rows, wanted.column, _value(data))
        )
        return {"changing": changing.count(), "unchanged": count - changing.count(), "is_estimate": True}
    standing = standing_rows(register, keys_of(rows), request.user, wanted.verb)
    judged: Judged = (
        judged_move(register, line_of(register, wanted.move), standing) if wanted.move
        else judge(register, standing, {wanted.column: _value(data)})
    )  # fmt: skip
    return {"changing": len(judged.changing), "unchanged": judged.unchanged, "refused": judged.refused,
            "refusals": judged.refusals, "is_estimate": False}  # fmt: skip


def _written(
    request: PersonRequest, choice: Choice, wanted: Wanted, data: dict[str, Any], count: int
) -> HttpResponseBase:
    register, reason, by = choice.register, data["reason"], request.user
    if count > AT_ONCE:
        run = _started(choice, wanted, data, count, by)
        return redirect("jobs:run", uid=run.uid)
    keys = keys_of(choice.rows(by, wanted.verb))
    if wanted.move:
        outcome = actions.move_chosen(register=register, keys=keys, move=wanted.move, by=by, reason=reason)
    else:
        outcome = actions.change_chosen(register=register, keys=keys, column=wanted.column, value=_value(data), by=by,
                                        reason=reason)  # fmt: skip
    messages.success(request, _("Đã sửa %(changed)d dòng.") % {"changed": len(outcome.changing)})
    if outcome.refused:
        messages.warning(request, _("%(refused)d dòng không sửa được, giữ nguyên.") % {"refused": outcome.refused})
    return redirect(_back(register, choice))


def _started(choice: Choice, wanted: Wanted, data: dict[str, Any], count: int, by: Any) -> Any:
    shared: dict[str, Any] = {
        "by": by, "target_url": reverse("registers:rows", args=[choice.register.code]),
        "register": choice.register.code, "uids": list(choice.uids), "query": choice.query, "reason": data["reason"],
        "shown": count, "person_id": by.pk,
    }  # fmt: skip
    if wanted.move:
        return start(MOVE_JOB, **shared, move=wanted.move, verb=wanted.verb)
    return start(CHANGE_JOB, **shared, column=wanted.column, value=stored_value(_value(data)))


def _moving(register: Register, rows: Any, wanted: Wanted) -> Any:
    """The rows from whose state the line leads; whether a column is still empty is seen row by row."""
    return rows.filter(state__in=line_of(register, wanted.move).sources)


def _value(data: dict[str, Any]) -> Any:
    return data.get("value")


def _back(register: Register, choice: Choice) -> str:
    return f"{reverse('registers:rows', args=[register.code])}?{choice.query}"
