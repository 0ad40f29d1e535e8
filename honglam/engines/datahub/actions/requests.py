"""Asking for data, and answering: Decree 47/2020/NĐ-CP, article 35 (what a request says, five working days, a refusal
gives its reason; the amendments of Decree 194/2025/NĐ-CP were not compared yet).

Who uses this: an officer of a commune asks for three columns of the commune's own rows for thirty days; the head of the
department that owns them gives them, less of them, or refuses; the commune's officer hears of it at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.errors import NotAllowed
from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.notices.actions import send
from honglam.core.numbering.series import next_code
from honglam.engines.datahub.errors import NotWithinRequest, OwnRequest, ReasonMissing, RequestClosed, RequestInvalid
from honglam.engines.datahub.models import AccessRequest, Dataset, Grant
from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.queries import ASK, DECIDE
from honglam.engines.datahub.sharing.scope import ANSWER_DAYS, MOST_DAYS, MOST_VALUES, RowFilter, is_within, last_day
from honglam.engines.datahub.sharing.shape import schema_of
from honglam.engines.datahub.sharing.waiting import askers_of, asking_units, deciders_of
from honglam.engines.datahub.terms import Frequency, RequestState

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

SERIES = "KTDL"
SHORTEST_REASON = 5
SHORTEST_NEED = 20
"""Characters of a statement why personal data is needed: a word or two is no statement. Our choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a unit asks for: why, by which law, for which procedure, which columns and rows, for how many days."""

    purpose: str
    legal_basis: str
    columns: Sequence[str]
    days: int
    procedure: str = ""
    system: str = ""
    frequency: str = Frequency.ONCE
    personal_need: str = ""
    row_filter: RowFilter = field(default_factory=dict)


@transaction.atomic
def ask(*, dataset: Dataset, unit: Unit, wish: Wish, by: User, uid: UUID | None = None) -> AccessRequest:
    """Ask the owner of a dataset for columns and rows; the owner's deciders hear of it.

    `uid` is the form's: sent twice, there is one request.

    Raises:
        NotAllowed: the person does not ask in the name of the unit. RequestInvalid.
    """
    require(by, ASK)
    if not asking_units(by, timezone.localdate()).filter(pk=unit.pk).exists():
        raise NotAllowed(ASK, str(unit))
    Dataset.objects.select_for_update().get(pk=dataset.pk)  # of two forms sent at once, the second finds the first
    if uid is not None and (known := AccessRequest.objects.filter(uid=uid, by=by, dataset=dataset).first()) is not None:
        return known
    columns = _checked(dataset, wish)
    today = timezone.localdate()
    request = AccessRequest(
        code=next_code(SERIES, today.year), dataset=dataset, unit=unit, by=by, purpose=wish.purpose.strip(),
        legal_basis=wish.legal_basis.strip(), procedure=wish.procedure.strip(), system=wish.system.strip(),
        frequency=wish.frequency, personal_need=wish.personal_need.strip(),
        columns=[column.name for column in columns if column.name in wish.columns],
        row_filter={name: list(dict.fromkeys(values)) for name, values in wish.row_filter.items()},
        days=wish.days, due_on=WorkingCalendar.load().add_working_days(today, ANSWER_DAYS),
    )  # fmt: skip
    if uid is not None and not AccessRequest.objects.filter(uid=uid).exists():
        request.uid = uid
    request.save(force_insert=True)
    record(by=by, action="datahub.data_asked", target=request, unit=unit, summary=dataset.name, reason=request.purpose,
           about=[dataset])  # fmt: skip
    send(
        event=f"datahub.data_asked:{request.uid}", recipients=deciders_of(dataset.owner), by=by, unit=dataset.owner,
        title=_("%(unit)s đề nghị khai thác “%(dataset)s”") % {"unit": unit, "dataset": dataset},
        body=_("Mục đích: %(purpose)s. Hạn trả lời: %(due)s.")
        % {"purpose": request.purpose, "due": f"{request.due_on:%d/%m/%Y}"},
        url=request.get_absolute_url(),
    )  # fmt: skip
    return request


@transaction.atomic
def withdraw(*, request: AccessRequest, by: User) -> AccessRequest:
    """The unit needs the data no more. Raises NotAllowed; RequestClosed: it was answered already."""
    request = _open(request)
    if not asking_units(by, timezone.localdate()).filter(pk=request.unit_id).exists():
        raise NotAllowed(ASK, str(request.unit))
    request.state = RequestState.WITHDRAWN
    request.save(update_fields=["state"])
    record(by=by, action="datahub.request_withdrawn", target=request, unit=request.unit, about=[request.dataset])
    return request


@transaction.atomic
def grant(
    *, request: AccessRequest, by: User, columns: Sequence[str] | None = None, row_filter: RowFilter | None = None,
    days: int | None = None, starts_on: datetime.date | None = None, note: str = "",
) -> Grant:  # fmt: skip
    """Give what was asked for or less of it: fewer columns, fewer rows, fewer days; from today unless said otherwise.

    Raises:
        NotAllowed, OwnRequest, RequestClosed; NotWithinRequest: more than was asked for, or nothing;
        RequestInvalid: a column is gone from the dataset since.
    """
    request = _decidable(request, by)
    given = list(request.columns if columns is None else columns)
    kept = dict(request.row_filter if row_filter is None else row_filter)
    length = request.days if days is None else days
    _require_within(request, given, kept, length)
    known = [column.name for column in schema_of(request.dataset)]
    if lost := [name for name in (*given, *kept) if name not in known]:
        raise RequestInvalid(
            _("Tập dữ liệu không còn cột %(names)s; hãy bỏ cột này, hoặc đề nghị đơn vị lập đề nghị mới.")
            % {"names": ", ".join(lost)}, "columns",
        )  # fmt: skip
    first = max(starts_on or timezone.localdate(), timezone.localdate())
    _decide(request, RequestState.GRANTED, by, note)
    made = Grant.objects.create(
        request=request, dataset=request.dataset, unit=request.unit,
        columns=[name for name in known if name in given], row_filter=kept, starts_on=first,
        ends_on=last_day(first, length), granted_by=by,
    )  # fmt: skip
    record(
        by=by, action="datahub.data_granted", target=made, unit=request.dataset.owner, reason=note,
        about=[request, request.dataset],
        changes={
            "columns": (", ".join(request.columns), ", ".join(made.columns)), "days": (request.days, length),
            "row_filter": (_said(request.row_filter), _said(kept)), "granted_until": (None, made.ends_on),
        },
    )  # fmt: skip
    _tell(
        request, by, _("Được khai thác “%s”") % request.dataset,
        _("Đến hết ngày %(day)s. %(note)s") % {"day": f"{made.ends_on:%d/%m/%Y}", "note": note},
        made.get_absolute_url(),
    )  # fmt: skip
    return made


@transaction.atomic
def refuse(*, request: AccessRequest, reason: str, by: User) -> AccessRequest:
    """Say no and why. Raises NotAllowed, OwnRequest, RequestClosed, ReasonMissing."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing()
    request = _decidable(request, by)
    _decide(request, RequestState.REFUSED, by, reason)
    record(by=by, action="datahub.data_refused", target=request, unit=request.dataset.owner, reason=reason,
           about=[request.dataset])  # fmt: skip
    _tell(request, by, _("Không được khai thác “%s”") % request.dataset, reason.strip(), request.get_absolute_url())
    return request


def _checked(dataset: Dataset, wish: Wish) -> list[Column]:
    """The columns of the dataset, when the wish can be taken. RequestInvalid."""
    known = {column.name: column for column in schema_of(dataset)}
    if not dataset.is_active or not known:
        raise RequestInvalid(_("Tập dữ liệu chưa có dữ liệu để chia sẻ."))
    for text, name, words in (
        (wish.purpose, "purpose", _("Hãy ghi mục đích sử dụng.")),
        (wish.legal_basis, "legal_basis", _("Hãy ghi căn cứ pháp lý (văn bản, điều, khoản).")),
    ):
        if not text.strip():
            raise RequestInvalid(words, name)
    if not wish.columns or any(name not in known for name in wish.columns):
        raise RequestInvalid(_("Hãy chọn ít nhất một cột trong danh sách."), "columns")
    if not 1 <= wish.days <= MOST_DAYS:
        raise RequestInvalid(_("Số ngày từ 1 đến %(most)d; hết hạn thì đề nghị lại.") % {"most": MOST_DAYS}, "days")
    if any(name not in known or not values or len(values) > MOST_VALUES for name, values in wish.row_filter.items()):
        raise RequestInvalid(
            _("Phạm vi dòng phải nêu cột có trong dữ liệu và từ 1 đến %(most)d giá trị.") % {"most": MOST_VALUES},
            "filter_values",
        )  # fmt: skip
    named = dict.fromkeys([*wish.columns, *wish.row_filter])  # who limits rows by a number learns whether it is there
    personal = [str(known[name].label) for name in named if known[name].personal]
    if personal and len(wish.personal_need.strip()) < SHORTEST_NEED:
        raise RequestInvalid(
            _("Cột %(names)s là dữ liệu cá nhân: hãy ghi rõ vì sao cần (ít nhất %(least)d ký tự), hoặc bỏ các cột này.")
            % {"names": ", ".join(personal), "least": SHORTEST_NEED}, "personal_need",
        )  # fmt: skip
    return list(known.values())


def _require_within(request: AccessRequest, columns: list[str], row_filter: RowFilter, days: int) -> None:
    if not columns or not set(columns) <= set(request.columns):
        raise NotWithinRequest(_("Chỉ cho những cột đơn vị đã đề nghị, ít nhất một cột."), "columns")
    if not is_within(row_filter, request.row_filter):
        raise NotWithinRequest(_("Phạm vi dòng không được rộng hơn đề nghị."), "filter_values")
    if any(not values or len(values) > MOST_VALUES for values in row_filter.values()):
        raise NotWithinRequest(_("Phạm vi dòng phải còn ít nhất một giá trị."), "filter_values")
    if not 1 <= days <= request.days:
        raise NotWithinRequest(_("Số ngày từ 1 đến %(most)d như đơn vị đề nghị.") % {"most": request.days}, "days")


def _open(request: AccessRequest) -> AccessRequest:
    """The row, locked, while it waits. RequestClosed."""
    locked = AccessRequest.objects.select_for_update(of=("self",)).select_related("dataset__owner", "unit", "by")
    found = locked.get(pk=request.pk)
    if not found.is_open:
        raise RequestClosed()
    return found


def _decidable(request: AccessRequest, by: User) -> AccessRequest:
    require(by, DECIDE, request.dataset.owner)
    found = _open(request)
    if found.by_id == by.pk:
        raise OwnRequest()
    return found


def _decide(request: AccessRequest, state: RequestState, by: User, reason: str) -> None:
    request.state, request.decided_by, request.decided_at = state, by, timezone.now()
    request.reason = reason.strip()[:500]
    request.save(update_fields=["state", "decided_by", "decided_at", "reason"])


def _tell(request: AccessRequest, by: User, title: str, body: str, url: str) -> None:
    event = f"datahub.data_answered:{request.uid}"
    send(event=event, recipients=askers_of(request), title=title, body=body, url=url, by=by, unit=request.unit)


def _said(row_filter: RowFilter) -> str:
    return "; ".join(f"{name} = {', '.join(values)}" for name, values in row_filter.items())
