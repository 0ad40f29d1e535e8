"""Errors as answers for programs: problem details of RFC 9457, with the stable codes of the domain."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from honglam.toolkit.errors import DomainError


class Problem(Schema):
    """A refused request (RFC 9457); `code` is stable, `errors` names the fields at fault."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: list[dict[str, Any]] = []


TITLES = {
    400: gettext_lazy("Yêu cầu không đúng dạng"),
    401: gettext_lazy("Chưa đăng nhập"),
    403: gettext_lazy("Không có quyền"),
    404: gettext_lazy("Không tìm thấy"),
    409: gettext_lazy("Xung đột"),
    410: gettext_lazy("Đã hết hiệu lực"),
    422: gettext_lazy("Dữ liệu chưa dùng được"),
    429: gettext_lazy("Quá nhiều yêu cầu"),
}


def problem(status: int, code: str, detail: str, errors: list[dict[str, Any]] | None = None) -> HttpResponse:
    """The answer for a refused request."""
    body = Problem(
        title=str(TITLES.get(status, _("Lỗi"))), status=status, detail=detail, code=code, errors=errors or []
    )
    answer = JsonResponse(body.model_dump(), status=status, json_dumps_params={"ensure_ascii": False})
    answer["Content-Type"] = "application/problem+json; charset=utf-8"
    return answer


def answer_with_problems(api: NinjaAPI) -> None:
    """Teach an API to answer every refusal with a problem."""

    @api.exception_handler(DomainError)
    def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
        faults: dict[str, list[str]] = getattr(error, "faults", {})
        errors = [{"field": name, "message": one} for name, messages in faults.items() for one in messages]
        if error.column and not errors:
            errors = [{"field": error.column, "message": str(error)}]
        answer = problem(error.status, error.code, str(error), errors)
        for name, value in getattr(error, "headers", {}).items():
            answer[name] = value
        return answer

    @api.exception_handler(PermissionDenied)
    def not_allowed(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return problem(403, getattr(error, "code", "access.not_allowed"), str(error) or _("Không có quyền."))

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, "not_found", _("Không có đối tượng này, hoặc anh/chị không được xem."))

    @api.exception_handler(AuthenticationError)
    def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(401, "access.not_signed_in", _("Hãy đăng nhập."))

    @api.exception_handler(ValidationError)
    def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [
            {"field": ".".join(str(part) for part in one["loc"][1:]), "message": one["msg"]} for one in error.errors
        ]
        return problem(422, "validation", _("Dữ liệu gửi lên chưa đúng dạng."), errors)

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, "http", str(error))
