"""Importing units: choose a file, see what it would do and what is wrong row by row, then take it."""

from __future__ import annotations

import base64
import csv

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from honglam.core.access.decorators import requires
from honglam.core.directory.indexing import index_units
from honglam.core.directory.pages.acting import acting_user
from honglam.core.organisations.actions import import_units
from honglam.core.organisations.errors import ImportRefused, RowError
from honglam.core.organisations.importing import HEADINGS, ImportPreview, preview_import

MOST_BYTES = 2_000_000
_SALT = "organisations.import"
_SECONDS_KEPT = 3600


@requires("organisations.import_units")
@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """First post: a file is checked and shown. Second post: the same content, signed by us, is taken."""
    preview: ImportPreview | None = None
    token = name = ""
    if request.method == "POST" and request.POST.get("token"):
        try:
            sent = signing.loads(request.POST["token"], salt=_SALT, max_age=_SECONDS_KEPT)
            units = import_units(
                content=base64.b64decode(sent["content"]), by=acting_user(request), file_name=sent["name"]
            )
        except signing.BadSignature:
            messages.error(request, _("Bản xem trước đã hết hạn; hãy chọn lại tệp."))
            return redirect("organisations:import")
        except ImportRefused as error:
            preview = ImportPreview(errors=tuple(error.errors))
        else:
            index_units(units)
            counted = ngettext("Đã nhập %(count)d đơn vị.", "Đã nhập %(count)d đơn vị.", len(units))
            messages.success(request, counted % {"count": len(units)})
            return redirect("organisations:list")
    elif request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            preview = ImportPreview(errors=(RowError(1, "", _("Chưa chọn tệp.")),))
        elif (upload.size or 0) > MOST_BYTES:
            preview = ImportPreview(errors=(RowError(1, "", _("Tệp lớn hơn 2 MB; hãy chia nhỏ.")),))
        else:
            content, name = upload.read(), upload.name or ""
            preview = preview_import(content=content)
            if preview.is_clean:
                token = signing.dumps(
                    {"content": base64.b64encode(content).decode(), "name": name}, salt=_SALT, compress=True
                )
    context = {"preview": preview, "token": token, "name": name, "headings": HEADINGS}
    status = 422 if preview is not None and preview.errors else 200
    return render(request, "directory/import.html", context, status=status)


@requires("organisations.import_units")
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty file with the headings and one example row."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="don-vi.csv"'
    response.write("\ufeff")
    lines = csv.writer(response)
    lines.writerow(HEADINGS)
    lines.writerow(
        ["18484.village-9", "Thôn 9 xã Đồng Lộc", "Thôn", "18484", "", "", "Thôn 9", "", "01/07/2025", "", "", "", ""]
    )
    return response
