"""Opening a page never changes anything."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from honglam.core.access.models import FieldOfWork
from honglam.core.access.reading import ReadOnlyMiddleware, WriteWhileReading
from honglam.core.audit.actions import record
from honglam.core.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def writing(request: HttpRequest) -> HttpResponse:
    """A view that writes, whatever the method."""
    request.user = AnonymousUser()
    FieldOfWork.objects.create(code="digital", name="Chuyển đổi số")
    return HttpResponse()


def logging_a_reading(request: HttpRequest) -> HttpResponse:
    """A view that writes down who read."""
    record(by=None, action="personal.read")
    return HttpResponse()


def test_a_get_that_writes_is_stopped_and_a_post_is_not() -> None:
    guarded = ReadOnlyMiddleware(writing)
    with pytest.raises(WriteWhileReading, match="access_fieldofwork"), transaction.atomic():
        guarded(RequestFactory().get("/x/"))
    assert not FieldOfWork.objects.exists()
    assert guarded(RequestFactory().post("/x/")).status_code == 200


def test_where_it_is_not_strict_the_page_works_and_the_error_log_tells(settings: Any, caplog: Any) -> None:
    settings.STRICT_READS = False
    assert ReadOnlyMiddleware(writing)(RequestFactory().get("/x/")).status_code == 200
    assert "GET /x/ writes to access_fieldofwork" in caplog.text


def test_a_reading_may_be_written_to_the_log() -> None:
    assert ReadOnlyMiddleware(logging_a_reading)(RequestFactory().get("/x/")).status_code == 200
    assert AuditEntry.objects.filter(action="personal.read").exists()
