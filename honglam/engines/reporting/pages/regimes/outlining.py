"""The outline of a regime: choose, order and name its sections with buttons; nothing is kept before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from honglam.core.access.decorators import requires
from honglam.core.access.reach import require
from honglam.core.access.requests import PersonRequest
from honglam.engines.reporting.actions.regimes import set_outline
from honglam.engines.reporting.errors import ReportingError
from honglam.engines.reporting.outline import MOST_SECTIONS, OutlinePart, outline_of
from honglam.engines.reporting.pages.regimes.one import found_regime
from honglam.engines.reporting.queries import DEFINE
from honglam.engines.reporting.sections import section_kinds


@requires(DEFINE)
def outline(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """Show the outline; a button moves, adds or removes a part, another saves all."""
    found = found_regime(request, uid)
    require(request.user, DEFINE, found.owner)
    stored = outline_of(found.sections)
    parts, problem = stored, ""
    if request.method == "POST":
        parts = _sent(request.POST, stored)
        verb, _colon, place = request.POST.get("do", "save").partition(":")
        if verb == "save":
            try:
                set_outline(regime=found, parts=parts, by=request.user)
            except ReportingError as error:
                problem = str(error)
            else:
                messages.success(request, _("Đã lưu đề cương."))
                return _away(request, found.get_absolute_url())
        else:
            parts = changed(parts, verb, place, request.POST.get("section", ""))
    kinds = section_kinds()
    labels = {kind.code: kind for kind in kinds}
    context = {
        "regime": found, "parts": [(part, labels.get(part.code)) for part in parts], "kinds": kinds,
        "problem": problem, "is_changed": request.method == "POST" and parts != stored,
    }  # fmt: skip
    return render(request, "reporting/regimes/outline.html", context, status=422 if problem else 200)


def _away(request: PersonRequest, address: str) -> HttpResponseBase:
    """On to a page of its own: a part that is swapped in has no place for it."""
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def changed(parts: Sequence[OutlinePart], verb: str, place: str, section: str) -> tuple[OutlinePart, ...]:
    """The outline after one button; a button that has nothing to do changes nothing."""
    found = list(parts)
    if verb == "add":
        known = any(kind.code == section for kind in section_kinds())
        return (*found, OutlinePart(section)) if known and len(found) < MOST_SECTIONS else tuple(found)
    at = int(place) if place.isdecimal() else -1
    if not 0 <= at < len(found):
        return tuple(found)
    if verb == "remove":
        del found[at]
    to = at + {"up": -1, "down": 1}.get(verb, 0)
    if verb in ("up", "down") and 0 <= to < len(found):
        found[at], found[to] = found[to], found[at]
    return tuple(found)


def _sent(data: QueryDict, stored: Sequence[OutlinePart]) -> tuple[OutlinePart, ...]:
    """The parts as the form holds them; options stay with the key they belong to."""
    options = {part.key: part.options for part in stored}
    lines = zip(data.getlist("code"), data.getlist("key"), data.getlist("title"), strict=False)
    return tuple(OutlinePart(code, title.strip(), key, options.get(key, {})) for code, key, title in lines)
