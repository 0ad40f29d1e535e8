"""The lines of a form, written as versions: what was asked for earlier periods stays as it was asked."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.engines.indicators.errors import DefinitionInvalid
from honglam.engines.indicators.form_versions import changes_of, facts_of, first_free_period
from honglam.engines.indicators.models import FormLine, FormVersion, Indicator, IndicatorForm
from honglam.toolkit import periods
from honglam.toolkit.periods import Period, Scheme
from honglam.toolkit.text import nfc, squeeze

if TYPE_CHECKING:
    from honglam.core.access.models import User

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line of a form to be."""

    indicator: Indicator
    group_title: str = ""
    is_required: bool = True
    help: str = ""


def write_lines(
    *, form: IndicatorForm, drafts: Sequence[LineDraft], by: User | None, reason: str = "",
    from_period: Period | None = None,
) -> FormVersion:  # fmt: skip
    """Let a form ask for these lines from a period on; if nothing differs, the version in force stays.

    The form's row is locked by the caller. Without `from_period` the new version begins where nobody has begun to fill
    the form. A version under which nothing was sent, and that the new one would replace wholly, is written anew.

    Raises:
        DefinitionInvalid: a period of another scheme, before the version in force, or one for which somebody has sent
        the form.
    """
    current = form.versions.filter(valid_to__isnull=True).first()
    lines = [_line(form, draft, position) for position, draft in enumerate(drafts, start=1)]
    if current is None:
        version = FormVersion.objects.create(
            form=form, number=1, legal_source=form.legal_source, reason=reason[:500], made_by=by
        )
        return _filled(version, lines)
    before = list(current.lines.select_related("indicator").order_by("position"))
    if [facts_of(line) for line in before] == [facts_of(line) for line in lines]:
        return current
    period = from_period or first_free_period(form)
    begins = period.previous().end + _DAY
    _refuse_late(form, current, period, begins)
    first = periods.period_of(form.starts_on, Scheme(form.scheme))
    if current.valid_from == begins or (current.valid_from is None and not first < period):
        current.legal_source, current.reason, current.made_by = form.legal_source, reason[:500], by
        current.made_at = timezone.now()
        current.save(update_fields=["legal_source", "reason", "made_by", "made_at"])
        current.lines.all().delete()
        version = current
    else:
        current.valid_to = begins - _DAY
        current.save(update_fields=["valid_to"])
        version = FormVersion.objects.create(
            form=form, number=current.number + 1, period_code=period.code, valid_from=begins,
            legal_source=form.legal_source, reason=reason[:500], made_by=by,
        )  # fmt: skip
    _filled(version, lines)
    _say(form, version, before, lines, by, reason)
    return version


def _refuse_late(form: IndicatorForm, current: FormVersion, period: Period, begins: datetime.date) -> None:
    """Raises DefinitionInvalid where a new version cannot begin with a period."""
    if period.scheme != form.scheme:
        raise DefinitionInvalid(
            _("Biểu này không báo cáo theo kỳ %(period)s.") % {"period": period.label}, "from_period"
        )
    if current.valid_from is not None and begins < current.valid_from:
        words = {"number": current.number, "period": periods.parse(current.period_code).label.lower()}
        text = _("Phiên bản %(number)s đã áp dụng từ %(period)s. Hãy chọn kỳ đó hoặc kỳ sau.")
        raise DefinitionInvalid(text % words, "from_period")
    sent = form.submissions.filter(period_end__gte=begins, submitted_at__isnull=False).order_by("-period_end").first()
    if sent is not None:
        last = periods.parse(sent.period_code)
        words = {"sent": last.label.lower(), "next": last.next().label.lower()}
        text = _("Đã có đơn vị gửi biểu của %(sent)s. Phiên bản mới chỉ áp dụng được từ %(next)s.")
        raise DefinitionInvalid(text % words, "from_period")


def _line(form: IndicatorForm, draft: LineDraft, position: int) -> FormLine:
    return FormLine(
        form=form, indicator=draft.indicator, position=position, group_title=squeeze(nfc(draft.group_title))[:200],
        is_required=draft.is_required, help=squeeze(nfc(draft.help))[:300],
    )  # fmt: skip


def _filled(version: FormVersion, lines: Sequence[FormLine]) -> FormVersion:
    for line in lines:
        line.version = version
    FormLine.objects.bulk_create(lines)
    return version


def _say(
    form: IndicatorForm, version: FormVersion, before: Sequence[FormLine], after: Sequence[FormLine], by: User | None,
    reason: str,
) -> None:  # fmt: skip
    """The entry of the log: which version from which period on, and what it asks otherwise."""
    since = periods.parse(version.period_code).label if version.period_code else _("từ đầu")
    words = {"code": form.code, "number": version.number, "since": since}
    told = changes_of(before, after)
    record(
        by=by, action="indicators.form_version_made", target=form, unit=form.receiver, reason=reason,
        summary=_("%(code)s, phiên bản %(number)s: %(since)s") % words,
        rows=[(one.line.key, " ".join(filter(None, [one.kind.label, one.words]))) for one in told],
    )  # fmt: skip
