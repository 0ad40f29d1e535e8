"""Whether a report is genuine: by the code on its paper, and by its file, which is compared and not kept."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from honglam.core.access.decorators import public_page
from honglam.engines.reporting.public import PublicReport, normal_code, published_report
from honglam.surfaces.portal.limiting import asks_too_often, is_one_too_many
from honglam.surfaces.portal.showing import shown
from honglam.toolkit.identifiers import has_right_check

MOST_BYTES = 50_000_000


@public_page
def start(request: HttpRequest) -> HttpResponse:
    """Type the code that stands on the paper."""
    if code := normal_code(request.GET.get("code", "")).replace("/", "")[:40]:
        return redirect("verify:report", code=code)
    return shown(request, "portal/verify.html", {"code": "", "problem": ""})


@public_page
def report(request: HttpRequest, code: str) -> HttpResponse:
    """What the code stands for; a file that is sent along is compared with the signed one."""
    if asks_too_often(request):
        return _too_often(request, normal_code(code)[:40])
    found = published_report(code[:40])
    if found is None:
        return _not_found(request, normal_code(code)[:40])
    context: dict[str, Any] = {"report": found}
    if request.method == "POST":
        context |= _compared(found, request.FILES.get("file"))
    return shown(request, "portal/report.html", context, status=422 if context.get("file_problem") else 200)


def _not_found(request: HttpRequest, code: str) -> HttpResponse:
    if is_one_too_many(request):
        return _too_often(request, code)
    if not has_right_check(code):
        problem = _("Mã “%(code)s” gõ chưa đúng: ký tự cuối không khớp. Hãy so lại từng ký tự với mã in trên báo cáo.")
    else:
        problem = _("Không có báo cáo nào đã gửi mang mã “%(code)s”. Hãy hỏi cơ quan đưa báo cáo cho anh/chị.")
    return shown(request, "portal/verify.html", {"code": code, "problem": problem % {"code": code}}, status=404)


def _too_often(request: HttpRequest, code: str) -> HttpResponse:
    problem = _("Tra quá nhiều mã không có. Hãy chờ một phút rồi thử lại.")
    return shown(request, "portal/verify.html", {"code": code, "problem": problem}, status=429)


def _compared(found: PublicReport, upload: UploadedFile[bytes] | None) -> dict[str, Any]:
    """Whether a file is, bit for bit, the signed one."""
    if upload is None:
        return {"file_problem": _("Hãy chọn tệp PDF cần so.")}
    if upload.size is not None and upload.size > MOST_BYTES:
        return {"file_problem": _("Tệp lớn hơn 50 MB nên không phải bản đã gửi.")}
    running = hashlib.sha256()
    for chunk in upload.chunks():
        running.update(chunk)
    return {"file_name": upload.name, "is_same": running.hexdigest() == found.sha256, "was_compared": True}
