"""Freezing: what a report says is fixed when it leaves its drafter, as JSON with its digest."""

from __future__ import annotations

import datetime
import json

from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.engines.reporting.assembling import assemble, unknown_sections
from honglam.engines.reporting.content import Content, digest_of
from honglam.engines.reporting.errors import ReportNotFreezable
from honglam.engines.reporting.models import Report


def freeze(*, report: Report, today: datetime.date) -> Content:
    """Assemble a report once more and fix it: sets `content`, `content_sha256` and `frozen_at` on the instance.

    Nothing is saved: whoever moves the report saves these three columns with the step, in the transaction in which the
    report is locked. The digest is that of the tree as the database gives it back.

    Raises: ReportNotFreezable: the outline names a section that the software does not have, or names none.
    """
    if not report.regime.sections:
        raise ReportNotFreezable(_("Chế độ báo cáo này chưa có đề cương. Hãy chọn các phần của báo cáo trước."))
    if unknown := unknown_sections(report):
        raise ReportNotFreezable(
            _("Phần mềm không còn phần “%(names)s”. Hãy sửa đề cương của chế độ báo cáo rồi làm lại.")
            % {"names": "”, “".join(unknown)}
        )
    content = assemble(report, today=today)
    tree = json.loads(json.dumps(content.to_json(), ensure_ascii=False))
    report.content, report.content_sha256, report.frozen_at = tree, digest_of(tree), timezone.now()
    return content


def thaw(report: Report) -> None:
    """Take the frozen content off the instance again, for a report that goes back to its drafter; nothing is saved."""
    report.content, report.content_sha256, report.frozen_at = None, "", None
