"""Writes of remarks: people ask and answer beside the work instead of in a chat that nobody finds again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.models import User
from honglam.core.audit.actions import record
from honglam.core.notices.actions import send
from honglam.engines.plans import rules
from honglam.engines.plans.errors import CommentInvalid
from honglam.engines.plans.models import Assignment, Comment, Task
from honglam.toolkit.text import nfc

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 4000
MOST_MENTIONS = 20


@transaction.atomic
def comment(
    *, task: Task, text: str, by: User, assignment: Assignment | None = None, idempotency_key: str | None = None
) -> Comment:
    """Write a remark on a task that the writer sees; people named with “@name” who see the task are told.

    The same `idempotency_key` is stored once: a second delivery returns the first remark.

    Raises:
        CommentInvalid: nothing written, or too much, or the key belongs to a remark on other work or of another person;
        Task.DoesNotExist: the writer does not see the task.
    """
    Task.objects.visible_to(by).get(pk=task.pk)
    text = nfc(text).strip()
    if not text:
        raise CommentInvalid(_("Hãy viết nội dung trao đổi."))
    if len(text) > LONGEST:
        raise CommentInvalid(_("Nội dung dài quá %d ký tự; hãy rút gọn hoặc đính kèm tệp vào báo cáo.") % LONGEST)
    if idempotency_key and (known := _delivered_before(idempotency_key, task, by)):
        return known
    try:
        with transaction.atomic():
            remark = Comment.objects.create(
                task=task, assignment=assignment, author=by, text=text, idempotency_key=idempotency_key or None
            )
    except IntegrityError:
        # the same remark, delivered twice at once: the other delivery was first, and told the people
        if idempotency_key and (known := _delivered_before(idempotency_key, task, by)):
            return known
        raise
    people = list(_people_mentioned(task, rules.names_mentioned(text)[:MOST_MENTIONS], by))
    remark.mentions.set(people)
    record(by=by, action="plans.commented", target=task, unit=assignment.unit if assignment else task.issuer)
    _tell(remark, people, by)
    return remark


@transaction.atomic
def take_comment_back(*, remark: Comment, by: User) -> Comment:
    """Remove the words of one's own remark; that something stood there stays to be seen."""
    if remark.author_id != by.pk:
        raise CommentInvalid(_("Chỉ người viết gỡ được nội dung này."))
    if remark.taken_back_at is None:
        remark.text, remark.taken_back_at = "", timezone.now()
        remark.save(update_fields=["text", "taken_back_at"])
        record(by=by, action="plans.comment_taken_back", target=remark.task, unit=remark.task.issuer)
    return remark


def _delivered_before(key: str, task: Task, by: User) -> Comment | None:
    """The remark of this person on this task that came with the key. CommentInvalid where the key is another's."""
    known = Comment.objects.filter(idempotency_key=key).first()
    if known is not None and (known.task_id, known.author_id) != (task.pk, by.pk):
        raise CommentInvalid(_("Mã gửi này đã dùng cho một việc khác. Hãy tải lại trang rồi gửi lại."))
    return known


def _people_mentioned(task: Task, names: Iterable[str], by: User) -> Iterable[User]:
    """Active people of these names who see the task; a name that nobody bears stays a word."""
    for person in User.objects.filter(username__in=list(names), is_active=True).exclude(pk=by.pk):
        if Task.objects.visible_to(person).filter(pk=task.pk).exists():
            yield person


def _tell(remark: Comment, people: list[User], by: User) -> None:
    """The people who were named, and, for a remark on a share, whoever does it."""
    doer = remark.assignment.person if remark.assignment else None
    send(
        event=f"plans.mentioned:{remark.uid}",
        recipients=[*people, *([doer] if doer and doer != by else [])],
        title=_("%s nhắc đến anh/chị trong một trao đổi") % by,
        body=remark.text[:500],
        url=f"{remark.task.get_absolute_url()}#c-{remark.uid}",
        by=by,
        unit=remark.task.issuer,
    )
