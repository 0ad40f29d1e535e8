"""Opening a page never changes anything: a middleware that watches what GET requests send to the database.

Links are followed by mail scanners, previews and impatient fingers. The session and the log of readings may be written.
With `STRICT_READS` (tests, development) a write in a GET request is an error; otherwise it goes to the error log,
because a page that works should not fail for it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_WRITE = re.compile(r"\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)", re.IGNORECASE)
# The session, the log of readings, and allauth's own note that recovery codes were looked at.
_MAY_BE_WRITTEN = ("django_session", "audit_", "mfa_authenticator")
_logs_of_reads: set[str] = set()

logger = logging.getLogger(__name__)


def declare_log_of_reads(table: str) -> None:
    """Name a table in which an engine notes down who read what: it is written while a page is opened, by law."""
    _logs_of_reads.add(table)


class WriteWhileReading(RuntimeError):
    """A GET request wrote to a table."""


class ReadOnlyMiddleware:
    """Stands last, so that only views and what they call are watched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, watching the database where the method promises to change nothing.

        Raises:
            WriteWhileReading: something was written, and `STRICT_READS` is on.
        """
        if request.method not in _SAFE_METHODS:
            return self.get_response(request)
        with connection.execute_wrapper(_Watch(request.path)):
            return self.get_response(request)


class _Watch:
    """Looks at every statement before it runs."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        table = match.group(1) if (match := _WRITE.match(sql)) else ""
        if table and not table.startswith(_MAY_BE_WRITTEN) and table not in _logs_of_reads:
            message = f"GET {self.path} writes to {table}"
            if settings.STRICT_READS:
                raise WriteWhileReading(message)
            logger.error(message)
        return execute(sql, params, many, context)
