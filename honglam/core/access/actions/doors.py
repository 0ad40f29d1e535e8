"""What happens at the door: sign-ins and sign-outs, failures and the lockout that follows, resets asked for."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from honglam.core.access import rules
from honglam.core.access.models import Attempt, User
from honglam.core.access.terms import AttemptKind
from honglam.core.audit.actions import record


def begin_attempt(*, by: User | None, kind: AttemptKind, login: str, origin: str) -> Attempt | None:
    """Put an attempt on the books before it is looked at; None means the door is locked for now.

    It is written first and counted afterwards, so that many attempts at the same moment, in many processes, cannot all
    slip through under the limit. `withdraw_attempt` takes a successful one back. `by` is nobody yet, at this door.
    """
    attempt = Attempt.objects.create(
        kind=kind, login_digest=_digest("login", login.strip().lower()), origin_digest=_digest("origin", origin)
    )
    if _is_locked(attempt):
        attempt.delete()
        return None
    return attempt


@transaction.atomic
def withdraw_attempt(*, attempt: Attempt, by: User | None) -> None:
    """The attempt succeeded: it and the failures of the same name from the same place no longer count."""
    Attempt.objects.filter(
        kind=attempt.kind, login_digest=attempt.login_digest, origin_digest=attempt.origin_digest
    ).delete()


@transaction.atomic
def note_failure(*, attempt: Attempt, login: str, origin: str, by: User | None = None) -> None:
    """Write a failed sign-in to the log, and once more when it locks the door; old attempts are cleared away.

    The log names the account, if the name that was typed is one; never what was typed.
    """
    typed = login.strip().lower()
    user = User.objects.filter(Q(username=typed) | Q(email__iexact=typed) & ~Q(email="")).first() if typed else None
    changes: dict[str, tuple[object, object]] = {"origin": (None, origin)}
    record(by=by, action="access.sign_in_failed", target=user, changes=changes)
    if _is_locked(attempt, one_more=True):
        summary = _("Tạm khóa %(minutes)s phút") % {"minutes": rules.LOCK_MINUTES}
        record(by=by, action="access.sign_in_locked", target=user, changes=changes, summary=summary)
    Attempt.objects.filter(at__lt=timezone.now() - datetime.timedelta(days=1)).delete()


@transaction.atomic
def note_sign_in(*, by: User, origin: str, method: str) -> None:
    """Write a sign-in to the log."""
    record(by=by, action="access.signed_in", target=by, changes={"origin": (None, origin), "method": (None, method)})


@transaction.atomic
def note_sign_out(*, by: User) -> None:
    """Write a sign-out to the log."""
    record(by=by, action="access.signed_out", target=by)


@transaction.atomic
def note_reset_asked(*, user: User, origin: str, by: User | None = None) -> None:
    """Write to the log that somebody asked for a new password by e-mail."""
    record(by=by, action="access.reset_asked", target=user, changes={"origin": (None, origin)})


@transaction.atomic
def note_wrong_code(*, user: User, by: User | None = None) -> None:
    """Write to the log that the code of a second factor was wrong (the password had been right)."""
    record(by=by, action="access.sign_in_failed", target=user, summary=_("Sai mã xác thực hai lớp"))


@transaction.atomic
def note_second_factor(*, by: User, what: str) -> None:
    """Write to the log that a person added or removed a second factor."""
    record(by=by, action="access.second_factor_changed", target=by, summary=what)


def _is_locked(attempt: Attempt, *, one_more: bool = False) -> bool:
    """Whether the attempt (already on the books) stands above a limit; `one_more` asks it for the next attempt."""
    since = timezone.now() - datetime.timedelta(minutes=rules.LOCK_MINUTES)
    recent = Attempt.objects.filter(kind=attempt.kind, at__gte=since)
    if not one_more:
        recent = recent.exclude(pk=attempt.pk)
    of_login, of_origin = Q(login_digest=attempt.login_digest), Q(origin_digest=attempt.origin_digest)
    return rules.is_locked(
        kind=attempt.kind,
        login_and_origin=recent.filter(of_login, of_origin).count(),
        login=recent.filter(of_login).count(),
        origin=recent.filter(of_origin).count(),
    )


def _digest(what: str, value: str) -> str:
    return salted_hmac(f"honglam.access.{what}", value, algorithm="sha256").hexdigest()
