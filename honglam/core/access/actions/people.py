"""Accounts: made, changed, switched off and on, given a password."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone

from honglam.core.access.actions.posts import grant_role
from honglam.core.access.errors import EmailTaken, UsernameTaken
from honglam.core.access.guarding import MANAGE_PEOPLE, require_administrator_left, require_over
from honglam.core.access.imports import PersonRow
from honglam.core.access.models import User
from honglam.core.access.passwords import temporary_password
from honglam.core.access.reach import require, units_of
from honglam.core.audit.actions import record

_OWN_COLUMNS = ("full_name", "email", "phone", "position", "language")


@transaction.atomic
def create_user(
    *,
    by: User | None,
    username: str,
    full_name: str,
    email: str = "",
    phone: str = "",
    position: str = "",
    language: str = "vi",
    password: str | None = None,
    must_change_password: bool = True,
) -> User:
    """Make an account; without a password nobody can sign in until one is set (by e-mail or by `reset_password`).

    Raises:
        NotAllowed: `by` manages no people. UsernameTaken, EmailTaken: another account has it.
    """
    if by is not None:
        require(by, MANAGE_PEOPLE)
    user = User(
        username=username.strip().lower(),
        full_name=full_name,
        email=email.strip().lower(),
        phone=phone,
        position=position,
        language=language,
        must_change_password=must_change_password and password is not None,
    )
    user.set_password(password) if password else user.set_unusable_password()
    _save_free(user)
    record(
        by=by,
        action="access.user_created",
        target=user,
        changes={"username": (None, user.username)} | {name: (None, getattr(user, name)) for name in _OWN_COLUMNS},
    )
    return user


@transaction.atomic
def change_user(*, user: User, by: User | None, reason: str = "", **columns: str) -> User:
    """Change name, e-mail, telephone, position or language; everybody may change their own.

    Raises:
        NotAllowed: the person lies outside the reach of `by`. EmailTaken: another account has the address.
        TypeError: a column that this action does not change.
    """
    if strange := set(columns) - set(_OWN_COLUMNS):
        raise TypeError(f"change_user does not change {', '.join(sorted(strange))}")
    if by is None or by.pk != user.pk:
        require_over(by, user)
    user = User.objects.select_for_update().get(pk=user.pk)
    before = {name: getattr(user, name) for name in columns}
    for name, value in columns.items():
        setattr(user, name, value)
    user.email = user.email.strip().lower()
    _save_free(user)
    changes = {name: (old, getattr(user, name)) for name, old in before.items() if old != getattr(user, name)}
    if changes:
        record(by=by, action="access.user_changed", target=user, unit=_home(user), changes=changes, reason=reason)
    return user


@transaction.atomic
def deactivate_user(*, user: User, by: User | None, reason: str = "") -> None:
    """Switch an account off and end its sessions; posts and history stay.

    Raises:
        NotAllowed: the person lies outside the reach of `by`. LastAdministrator: nobody would be left to administer.
    """
    require_over(by, user)
    require_administrator_left(without_user=user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    user.forget_posts()
    end_sessions(user=user, by=by)
    record(
        by=by,
        action="access.user_deactivated",
        target=user,
        unit=_home(user),
        changes={"is_active": (True, False)},
        reason=reason,
    )


@transaction.atomic
def activate_user(*, user: User, by: User | None, reason: str = "") -> None:
    """Switch an account on again.

    Raises:
        NotAllowed: the person lies outside the reach of `by`.
    """
    require_over(by, user)
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    record(
        by=by,
        action="access.user_activated",
        target=user,
        unit=_home(user),
        changes={"is_active": (False, True)},
        reason=reason,
    )


@transaction.atomic
def reset_password(*, user: User, by: User | None, reason: str = "") -> str:
    """Set a temporary password, to be changed at the next sign-in, end all sessions, and return it to be handed over.

    Raises:
        NotAllowed: the person lies outside the reach of `by`.
    """
    require_over(by, user)
    password = temporary_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user=user, by=by)
    record(by=by, action="access.password_reset", target=user, unit=_home(user), reason=reason)
    return password


@transaction.atomic
def change_password(*, user: User, by: User | None, password: str) -> None:
    """Set the password that a person chose; the duty to change it is done.

    Raises:
        ValidationError: the password breaks a rule of the installation.
    """
    validate_password(password, user)
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record(by=by, action="access.password_changed", target=user)


@transaction.atomic
def end_sessions(*, user: User, by: User | None, but: str = "") -> int:
    """Sign a person out of every device, but for the session with the key `but`; returns how many ended.

    Sessions carry no column with their person, so live ones are read one by one; this happens a few times a day.
    """
    ended = [
        session.session_key
        for session in Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=but).iterator()
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(session_key__in=ended).delete()
    if ended:
        record(by=by, action="access.sessions_ended", target=user, changes={"sessions": (len(ended), 0)})
    return len(ended)


@transaction.atomic
def import_people(*, rows: Iterable[PersonRow], by: User | None) -> list[tuple[User, str]]:
    """Make the accounts and first posts of checked rows, all or none; returns (person, temporary password).

    Raises:
        NotAllowed, AboveOwnRights: a row lies outside what `by` may give. UsernameTaken, EmailTaken: see `create_user`.
    """
    made: list[tuple[User, str]] = []
    for row in rows:
        password = temporary_password()
        user = create_user(
            by=by,
            username=row.username,
            full_name=row.full_name,
            email=row.email,
            phone=row.phone,
            position=row.position,
            password=password,
        )
        grant_role(user=user, role=row.role, unit=row.unit, by=by, title=row.position, starts_on=row.starts_on)
        made.append((user, password))
    record(by=by, action="access.users_imported", rows=[(user.username, user.full_name) for user, _ in made])
    return made


def _save_free(user: User) -> None:
    """Save an account whose names nobody has; whoever took one at the same moment was first."""
    _require_free(user)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        _require_free(user)  # now the other account is seen, and the refusal names what it took
        raise


def _require_free(user: User) -> None:
    others = User.objects.exclude(pk=user.pk)
    if others.filter(username=user.username).exists():
        raise UsernameTaken(user.username)
    if user.email and others.filter(email__iexact=user.email).exists():
        raise EmailTaken(user.email)


def _home(user: User) -> Any:
    return next(iter(units_of(user)), None)
