"""People from an Excel sheet: all rows or none, with every wrong cell named."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from honglam.core.access import actions
from honglam.core.access.decorators import requires
from honglam.core.access.errors import AccessError
from honglam.core.access.models import Role
from honglam.core.access.pages.forms import ImportForm
from honglam.core.access.pages.people import MANAGE
from honglam.core.access.reach import reach_of
from honglam.core.access.tables import read_people, template_table
from honglam.toolkit.sheets import SheetError, xlsx_response


@requires(MANAGE)
def bring_in(request: HttpRequest) -> HttpResponse:
    """Take a sheet; show its errors, or the people who were made with their temporary passwords (once)."""
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        units = reach_of(request.user, MANAGE).units().seats().order_by("sort_key", "pk")
        try:
            rows, errors = read_people(form.cleaned_data["sheet"].file, units=units, roles=Role.objects.all())
            if errors or not rows:
                context |= {"errors": errors, "is_empty": not errors}
            else:
                made = actions.import_people(rows=rows, by=_me(request))
                return render(request, "access/imported.html", {"made": made})
        except (SheetError, AccessError) as error:
            form.add_error("sheet", str(error))
    return render(request, "access/import.html", context)


@requires(MANAGE)
def template(request: HttpRequest) -> FileResponse:
    """An empty sheet to fill in."""
    return xlsx_response(_("mau-nhap-nguoi-dung"), [template_table()])


def _me(request: HttpRequest) -> Any:
    return request.user
