"""What goes out as Word: the draft with comments beside its words, or the list of findings."""

from __future__ import annotations

from pathlib import PurePath
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.engines.plans.checking.commented import NotCommentable
from honglam.engines.plans.checking.queries import CHECK
from honglam.engines.plans.pages.checks.check import check_of
from honglam.engines.plans.shown.check_word import commented_draft, has_comments
from honglam.engines.plans.shown.check_word import listed as written_list
from honglam.engines.plans.shown.checks import file_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@requires(CHECK)
def commented(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """The draft as it was dropped, with a comment for each open finding; the list where Word cannot take comments."""
    found = check_of(request, uid)
    ended = file_of(found)
    if ended is None or not has_comments(ended):
        raise Http404
    try:
        stream, _anchored = commented_draft(ended, found.findings.of_draft().open().weightiest_first())
    except NotCommentable:
        messages.warning(request, _("Không chèn nhận xét vào tệp Word này được; hãy tải danh sách phát hiện."))
        return redirect(found)
    name = f"{PurePath(found.name).stem[:80]} {_('nhận xét')}.docx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=DOCX)


@requires(CHECK)
def listed(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """The open findings as a table in Word, for drafts of any format."""
    found = check_of(request, uid)
    name = f"{_('Kết quả soát')} {PurePath(found.name).stem[:80]}.docx"
    stream = written_list(found, found.findings.of_draft().open().weightiest_first())
    return FileResponse(stream, as_attachment=True, filename=name, content_type=DOCX)
