"""Writes of datasets: those that supplies make, those that people make, and their schemas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.organisations.models import Unit
from honglam.engines.datahub.actions.declared_rules import begin_with_rules, sync_rules
from honglam.engines.datahub.actions.releases import take_back_personal
from honglam.engines.datahub.drafts import PLAIN, DatasetDraft, check_columns, code_of, columns_of, personal_words
from honglam.engines.datahub.errors import DatasetInvalid
from honglam.engines.datahub.indexing import index_dataset, words_of
from honglam.engines.datahub.models import Dataset, SchemaVersion
from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.queries import MANAGE
from honglam.engines.datahub.rules.schemas import change_between
from honglam.engines.datahub.supply import Supply, supplies, supply_of
from honglam.engines.datahub.terms import RESERVED_CODES, Sensitivity

if TYPE_CHECKING:
    from honglam.core.access.models import User


@dataclass(frozen=True, slots=True)
class Synced:
    """What bringing datasets in line with their supplies did: codes of datasets made, changed, ended and taken up."""

    made: list[str]
    changed: list[str]
    ended: list[str]


def sync_supplies(*, by: User | None = None) -> Synced:
    """Give every declared supply its dataset, bring schemas and declared rules up to date; end those whose supply went.

    What people changed of a dataset (name, owner, steward, promise, effect of a rule) stays as they want it. A supply
    whose owner does not exist yet waits. Each dataset is brought up to date in a transaction of its own.

    Raises:
        NotAllowed: a person who manages no dataset asked for it.
    """
    if by is not None:
        require(by, MANAGE)
    done = Synced([], [], [])
    standing = supplies()
    with translation.override(settings.LANGUAGE_CODE):  # names are stored as officials write them, whoever asks
        for supply in standing:
            owner = supply.owner()
            if owner is not None:
                _sync(supply, owner, by, done)
    with transaction.atomic():
        gone = Dataset.objects.filter(is_active=True).exclude(supply="")
        for dataset in gone.exclude(supply__in=[supply.code for supply in standing]):
            dataset.is_active = False
            dataset.save(update_fields=["is_active"])
            record(
                by=by, action="datahub.dataset_changed", target=dataset, unit=dataset.owner,
                changes={"is_active": (True, False)}, reason=_("Nguồn dữ liệu không còn được khai báo."),
            )  # fmt: skip
            done.ended.append(dataset.code)
    return done


@transaction.atomic
def bring_up_to_date(*, dataset: Dataset, by: User | None) -> SchemaVersion | None:
    """The schema of a dataset's supply as it is declared now, written where it changed since the last sync."""
    supply = supply_of(dataset.supply) if dataset.supply else None
    if supply is not None:
        with translation.override(settings.LANGUAGE_CODE):
            _keep_schema(dataset, supply.columns, by)
            sync_rules(dataset=dataset, rules=supply.rules, columns=supply.columns, by=by)
    return dataset.schemas.first()


@transaction.atomic
def make_dataset(*, draft: DatasetDraft, by: User) -> Dataset:
    """Make a dataset by hand, for rows that are delivered; it begins with the rules that its dictionary implies.

    Raises:
        NotAllowed, DatasetInvalid.
    """
    require(by, MANAGE, draft.owner)
    _check_code(draft.code)
    check_columns(draft)
    dataset = Dataset(code=draft.code, key=list(draft.key), unit_column=draft.unit_column)
    _fill(dataset, draft)
    dataset.save(force_insert=True)
    _keep_schema(dataset, draft.columns, by)
    begin_with_rules(dataset=dataset, by=by)
    index_dataset(dataset)
    record(by=by, action="datahub.dataset_made", target=dataset, unit=dataset.owner, summary=dataset.name)
    return dataset


@transaction.atomic
def change_dataset(*, dataset: Dataset, draft: DatasetDraft, by: User, reason: str = "") -> Dataset:
    """Change what people say of a dataset; its columns too where its rows are delivered. Returns it.

    Raises:
        NotAllowed (for the owner before and after), DatasetInvalid.
    """
    dataset = Dataset.objects.select_for_update(of=("self",)).select_related("owner", "steward").get(pk=dataset.pk)
    require(by, MANAGE, dataset.owner)
    require(by, MANAGE, draft.owner)
    before = _said(dataset)
    if not dataset.supply:
        check_columns(draft)
        dataset.key, dataset.unit_column = list(draft.key), draft.unit_column
        _keep_schema(dataset, draft.columns, by)
    elif draft.sensitivity != Sensitivity.PERSONAL and any(one.personal for one in columns_of(dataset)):
        raise DatasetInvalid(personal_words(), column="sensitivity")
    _fill(dataset, draft)
    dataset.save()
    index_dataset(dataset)
    after = _said(dataset)
    changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if changes:
        record(by=by, action="datahub.dataset_changed", target=dataset, unit=dataset.owner, changes=changes,
               reason=reason)  # fmt: skip
    return dataset


@transaction.atomic
def _sync(supply: Supply, owner: Unit, by: User | None, done: Synced) -> None:
    dataset = Dataset.objects.select_for_update(of=("self",)).filter(supply=supply.code).first()
    is_new = dataset is None
    if dataset is None:
        dataset = Dataset(
            code=code_of(supply.code), name=str(supply.name), description=str(supply.description), owner=owner,
            legal_basis=str(supply.legal_basis), layer=supply.layer, sensitivity=supply.sensitivity,
            field=str(supply.field_of_work), keywords=[str(one) for one in supply.keywords],
            update_days=supply.update_days, retention_days=supply.retention_days, supply=supply.code,
        )  # fmt: skip
    before = {"key": dataset.key, "unit_column": dataset.unit_column, "is_active": dataset.is_active,
              "sensitivity": dataset.sensitivity}  # fmt: skip
    dataset.key, dataset.unit_column, dataset.is_active = [supply.key], supply.unit_column, True
    if any(column.personal for column in supply.columns):
        dataset.sensitivity = Sensitivity.PERSONAL
    changes = {} if is_new else {
        name: (old, getattr(dataset, name)) for name, old in before.items() if old != getattr(dataset, name)
    }  # fmt: skip
    if is_new or changes:
        dataset.search_text = words_of(dataset)
        dataset.save()
    reshaped = _keep_schema(dataset, supply.columns, by)
    ruled = sync_rules(dataset=dataset, rules=supply.rules, columns=supply.columns, by=by)
    if is_new:
        index_dataset(dataset)
        record(by=by, action="datahub.dataset_made", target=dataset, unit=owner, summary=dataset.name)
        done.made.append(dataset.code)
    elif changes or reshaped or ruled:
        if changes:
            record(by=by, action="datahub.dataset_changed", target=dataset, unit=dataset.owner, changes=changes)
        done.changed.append(dataset.code)


def _keep_schema(dataset: Dataset, columns: Sequence[Column], by: User | None) -> bool:
    """A schema version where the columns changed; whether there is a new one."""
    last = dataset.schemas.first()
    stored = [column.to_json() for column in columns]
    if last is not None and last.columns == stored:
        return False
    note = _("Cấu trúc đầu tiên.")
    if last is not None:
        note = change_between(last.read_columns(), columns).note or _("Đổi thứ tự cột.")
    number = last.number + 1 if last is not None else 1
    SchemaVersion.objects.create(dataset=dataset, number=number, columns=stored, note=note, made_by=by)
    if last is not None:
        record(by=by, action="datahub.schema_changed", target=dataset, unit=dataset.owner, summary=note)
        take_back_personal(dataset=dataset, by=by)
    return True


def _fill(dataset: Dataset, draft: DatasetDraft) -> None:
    for name in PLAIN:
        setattr(dataset, name, getattr(draft, name))
    dataset.keywords = [str(one) for one in draft.keywords]
    dataset.search_text = words_of(dataset)


def _said(dataset: Dataset) -> dict[str, Any]:
    said = {name: getattr(dataset, name) for name in PLAIN}
    said |= {
        "owner": str(dataset.owner),
        "steward": str(dataset.steward or ""),
        "keywords": ", ".join(dataset.keywords),
    }
    return said | {"key": ", ".join(dataset.key), "unit_column": dataset.unit_column}


def _check_code(code: str) -> None:
    if code in RESERVED_CODES:
        raise DatasetInvalid(_("Mã “%(code)s” trùng với một trang của kho; hãy chọn mã khác.") % {"code": code}, "code")
    if Dataset.objects.filter(code=code).exists():
        raise DatasetInvalid(_("Mã “%(code)s” đã có; hãy chọn mã khác.") % {"code": code}, column="code")
