"""Hands a file to those who may read it."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from honglam.core.access.decorators import signed_in
from honglam.core.files.kinds import KINDS
from honglam.core.files.models import StoredFile
from honglam.core.files.registry import may_read


@signed_in
def download(request: HttpRequest, uid: uuid.UUID) -> FileResponse:
    """The content under its own name; `?view` shows PDF and pictures in the browser instead of saving them.

    Who may not read it is told that it does not exist. The media type was found in the content, the browser is told not
    to guess another, and nothing in the file may run.
    """
    file = get_object_or_404(StoredFile, uid=uid)
    if not may_read(request.user, file) or not file.path.exists():
        raise Http404
    kind = KINDS.get(file.kind)
    shown = "view" in request.GET and kind is not None and (kind.is_image or kind.code == "pdf")
    response = FileResponse(
        file.path.open("rb"), as_attachment=not shown, filename=file.name, content_type=file.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    if shown and kind is not None and kind.code == "pdf":
        # The browser's own PDF viewer does not start inside a sandbox.
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"
    response["Cache-Control"] = "private, max-age=3600"
    return response
