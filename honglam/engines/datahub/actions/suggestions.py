"""Writes of suggested corrections: found, looked at by a person, applied through the source's verbs, taken back."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.audit.actions import record
from honglam.core.organisations.models import Unit
from honglam.engines.datahub import judging
from honglam.engines.datahub.actions.mending import check_soon
from honglam.engines.datahub.drafts import columns_of
from honglam.engines.datahub.errors import SuggestionsRefused
from honglam.engines.datahub.judging import Told, nobody_listens
from honglam.engines.datahub.mendable import mendable_supply
from honglam.engines.datahub.models import Dataset, Suggestion
from honglam.engines.datahub.parts import in_parts
from honglam.engines.datahub.rules.corrections import Known, corrections_of, folded_names
from honglam.engines.datahub.sight import require_keeper
from honglam.engines.datahub.supply import Supply
from honglam.engines.datahub.terms import SuggestionState
from honglam.toolkit.errors import DomainError

if TYPE_CHECKING:
    from honglam.core.access.models import User

MOST = 50_000
CHUNK = 200
KEEP_DAYS = 180
"""How long applied corrections can be taken back."""
Key = tuple[str, str]


@dataclass
class Decided:
    """What became of a batch: how many cells were written, and those that were not, each with the reason."""

    done: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)
    at: datetime.datetime = field(default_factory=timezone.now)


def find_suggestions(*, dataset: Dataset, by: User | None, told: Told = nobody_listens) -> int:
    """Read all rows and suggest what can be corrected; how many suggestions are open then, at most `MOST`.

    What is open from before and no longer holds goes; what was dismissed is not suggested again.

    Raises:
        NotAllowed, CellNotMendable.
    """
    require_keeper(by, dataset)
    supply = mendable_supply(dataset)
    units = dict(Unit.objects.valid_on(timezone.localdate()).values_list("code", "pk"))
    names = Unit.objects.valid_on(timezone.localdate()).values_list("code", "name")
    known = Known(columns_of(dataset), judging.active_rules(dataset), dataset.unit_column, folded_names(names))
    dismissed = set(
        dataset.suggestions.filter(state=SuggestionState.DISMISSED).values_list("key", "column", "old", "new")
    )
    found: dict[Key, Suggestion] = {}
    rows = 0
    for batch in supply.rows(None):
        for row in batch:
            key = row.get(supply.key) or ""
            for made in corrections_of(row, known) if key else ():
                old = row.get(made.column) or ""
                if len(found) < MOST and (key, made.column, old, made.new) not in dismissed:
                    found[key, made.column] = Suggestion(
                        dataset=dataset, key=key, unit_id=units.get(row.get(dataset.unit_column) or ""),
                        column=made.column, old=old, new=made.new, rule=made.rule, why=made.why,
                    )  # fmt: skip
        rows += len(batch)
        told(rows, _("Đang tìm ô sửa được"))
    count = len(found)
    _replace_open(dataset, found)
    return count


@transaction.atomic
def _replace_open(dataset: Dataset, found: dict[Key, Suggestion]) -> None:
    """Write what was found; what stands already stays as it is, with its address."""
    stale = []
    for standing in dataset.suggestions.filter(state=SuggestionState.OPEN).iterator():
        now = found.get((standing.key, standing.column))
        if now is not None and (now.old, now.new) == (standing.old, standing.new):
            del found[standing.key, standing.column]
        else:
            stale.append(standing.pk)
    for part in in_parts(stale, 500):
        Suggestion.objects.filter(pk__in=part).delete()
    Suggestion.objects.bulk_create(found.values(), batch_size=500)


def apply_suggestions(
    *, dataset: Dataset, ids: Sequence[int], by: User, told: Told = nobody_listens
) -> Decided:  # fmt: skip
    """Write the suggested values at the source, `CHUNK` cells in a transaction with one entry of the log each.

    A cell that says something else by now, or that the source refuses, is left open with the reason.

    Raises:
        NotAllowed, CellNotMendable, SuggestionsRefused (nothing open among them).
    """
    chosen = _chosen(dataset, ids, SuggestionState.OPEN, by)
    return _decide(
        dataset, chosen, by, told, state=SuggestionState.APPLIED, action="datahub.suggestions_applied",
        expects=lambda one: one.old, writes=lambda one: one.new, reason=_("Áp dụng gợi ý sửa"),
    )  # fmt: skip


def undo_suggestions(
    *, dataset: Dataset, ids: Sequence[int], by: User, told: Told = nobody_listens
) -> Decided:  # fmt: skip
    """Write the former values back, exactly; a cell that was changed since stays as it is.

    Raises:
        NotAllowed, CellNotMendable, SuggestionsRefused (nothing applied among them).
    """
    chosen = _chosen(dataset, ids, SuggestionState.APPLIED, by)
    return _decide(
        dataset, chosen, by, told, state=SuggestionState.UNDONE, action="datahub.suggestions_undone",
        expects=lambda one: one.new, writes=lambda one: one.old, reason=_("Hoàn tác gợi ý sửa"),
    )  # fmt: skip


@transaction.atomic
def dismiss_suggestions(*, dataset: Dataset, ids: Sequence[int], by: User) -> int:
    """Say that the values are right as they are; how many. They are not suggested again.

    Raises:
        NotAllowed, SuggestionsRefused.
    """
    chosen = _chosen(dataset, ids, SuggestionState.OPEN, by)
    now = timezone.now()
    for part in in_parts((one.pk for one in chosen), 500):
        Suggestion.objects.filter(pk__in=part).update(state=SuggestionState.DISMISSED, decided_by=by, decided_at=now)
    record(by=by, action="datahub.suggestions_dismissed", target=dataset, unit=dataset.owner,
           rows=((one.key, one.column) for one in chosen))  # fmt: skip
    return len(chosen)


@transaction.atomic
def forget_decided(*, now: datetime.datetime, by: User | None = None) -> int:
    """Delete suggestions that were decided `KEEP_DAYS` ago: they hold former values; how many. The log stays."""
    before = now - datetime.timedelta(days=KEEP_DAYS)
    count, _kinds = Suggestion.objects.filter(decided_at__lt=before).delete()
    return count


def _chosen(dataset: Dataset, ids: Sequence[int], state: SuggestionState, by: User) -> list[Suggestion]:
    require_keeper(by, dataset)
    chosen = [
        one for part in in_parts(sorted(set(ids)), 500)
        for one in Suggestion.objects.filter(dataset=dataset, pk__in=part, state=state).order_by("pk")
    ]  # fmt: skip
    if not chosen:
        raise SuggestionsRefused(_("Chưa chọn gợi ý nào, hoặc gợi ý đã được xử lý; hãy tải lại trang."))
    return chosen


def _decide(
    dataset: Dataset, chosen: Sequence[Suggestion], by: User, told: Told, *, state: SuggestionState, action: str,
    expects: Callable[[Suggestion], str], writes: Callable[[Suggestion], str], reason: str,
) -> Decided:  # fmt: skip
    supply = mendable_supply(dataset)
    decided = Decided()
    for part in in_parts(chosen, CHUNK):
        with transaction.atomic():
            now = _values(supply, {one.key for one in part})
            written = [
                one for one in part
                if _write(supply, one, now.get((one.key, one.column)), expects(one), writes(one), by, reason, decided)
            ]  # fmt: skip
            Suggestion.objects.filter(pk__in=[one.pk for one in written]).update(
                state=state, decided_by=by, decided_at=decided.at
            )
            if written:
                record(
                    by=by, action=action, target=dataset, unit=dataset.owner,
                    summary=_("%(count)d ô") % {"count": len(written)},
                    rows=[(f"{one.key} {one.column}", f"{expects(one)} → {writes(one)}") for one in written],
                )  # fmt: skip
            decided.done += len(written)
        told(decided.done + len(decided.left), reason)
    if decided.done:
        with transaction.atomic():
            check_soon(dataset=dataset, by=by)
    return decided


def _write(
    supply: Supply, one: Suggestion, held: str | None, expected: str, value: str, by: User, reason: str,
    decided: Decided,
) -> bool:  # fmt: skip
    """Write one cell; whether it was written."""
    if held is None or held != expected:
        decided.left.append((one.key, _("Ô đã được sửa từ trước nên để nguyên.")))
        return False
    try:
        with transaction.atomic():
            assert supply.mend is not None
            supply.mend(key=one.key, column=one.column, value=value or None, by=by, reason=reason)
    except DomainError as error:
        decided.left.append((one.key, str(error)))
        return False
    return True


def _values(supply: Supply, keys: Iterable[str]) -> dict[Key, str]:
    """What the cells of rows say now, by key and column; nothing is an empty text."""
    return {
        (str(row[supply.key]), name): value or ""
        for batch in _rows(supply, sorted(keys)) for row in batch for name, value in row.items()
    }  # fmt: skip


def _rows(supply: Supply, keys: list[str]) -> Iterator[list[judging.Row]]:
    yield from supply.rows(keys)
