"""The versions of a form as pages show them, and what changed between two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from honglam.engines.indicators.models import FormLine, FormVersion, IndicatorForm
from honglam.engines.indicators.rules.form_changes import LineChange, LineFacts, changes_between
from honglam.toolkit import periods
from honglam.toolkit.periods import Period, Scheme


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version with its lines and what it changed against the one before (nothing for the first)."""

    version: FormVersion
    lines: tuple[FormLine, ...]
    changes: tuple[LineChange, ...]

    @property
    def since(self) -> str:
        """From when it holds, in words."""
        code = self.version.period_code
        return periods.parse(code).label if code else _("Từ khi có biểu")

    @property
    def is_in_force(self) -> bool:
        """Whether no newer version follows."""
        return self.version.valid_to is None


def facts_of(line: FormLine) -> LineFacts:
    """What a line asks for, as plain values."""
    return LineFacts(line.indicator.code, line.indicator.name, line.group_title, line.is_required, line.help)


def changes_of(before: Sequence[FormLine], after: Sequence[FormLine]) -> list[LineChange]:
    """What changed between the lines of two versions."""
    return changes_between([facts_of(line) for line in before], [facts_of(line) for line in after])


def first_free_period(form: IndicatorForm) -> Period:
    """The first period for which nobody has begun the form in force: where a new version begins if nobody says."""
    current = form.versions.filter(valid_to__isnull=True).first()
    first = periods.period_of(form.starts_on, Scheme(form.scheme))
    if current is not None and current.period_code:
        first = periods.parse(current.period_code)
    newest = form.submissions.order_by("-period_end").values_list("period_code", flat=True).first()
    return first if newest is None else max(first, periods.parse(newest).next())


def versions_of(form: IndicatorForm) -> list[ShownVersion]:
    """All versions of a form, the newest first; two queries."""
    lines: dict[int, list[FormLine]] = {}
    for line in form.lines.select_related("indicator").order_by("version", "position"):
        lines.setdefault(line.version_id, []).append(line)
    shown: list[ShownVersion] = []
    before: list[FormLine] | None = None
    for version in form.versions.select_related("made_by").order_by("number"):
        own = lines.get(version.pk, [])
        changes = () if before is None else tuple(changes_of(before, own))
        shown.insert(0, ShownVersion(version, tuple(own), changes))
        before = own
    return shown
