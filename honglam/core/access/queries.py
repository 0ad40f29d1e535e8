"""Reads of people and posts. Dates are inclusive at both ends; an empty end is open."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q

from honglam.core.organisations.queries import in_subtree, valid_on
from honglam.toolkit.text import strip_marks


class UserQuerySet(models.QuerySet[Any]):
    """People with an account."""

    def active(self) -> Self:
        """Accounts that may sign in."""
        return self.filter(is_active=True)

    def containing(self, text: str) -> Self:
        """People whose name, account, post or e-mail contain every typed word; marks do not matter."""
        people = self
        for word in strip_marks(text).split():
            people = people.filter(search_text__contains=word)
        return people

    def posted_in(self, unit: Any, on: datetime.date) -> Self:
        """People who sit in the unit or below it on a day."""
        return self.filter(self._holding(in_subtree(unit.path, "seat__"), on))

    def holding(self, role_code: str, on: datetime.date) -> Self:
        """People who hold a role on a day."""
        return self.filter(self._holding(Q(role__code=role_code), on))

    def in_alphabet(self) -> Self:
        """Sorted by the given name, as Vietnamese lists of people are."""
        return self.order_by("sort_key", "pk")

    def _holding(self, condition: Q, on: datetime.date) -> Q:
        memberships = self.model._meta.get_field("memberships").related_model._default_manager
        return Q(pk__in=memberships.filter(condition, valid_on(on)).values("user"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Finds people by what they type at the door."""

    def get_by_natural_key(self, username: str | None) -> Any:
        """The person of a user name, whatever its case."""
        return self.get(username=(username or "").strip().lower())


class MembershipQuerySet(models.QuerySet[Any]):
    """Posts."""

    def valid_on(self, date: datetime.date) -> Self:
        """Posts in force on a day."""
        return self.filter(valid_on(date))

    def of_active_people(self) -> Self:
        """Posts of people who may sign in."""
        return self.filter(user__is_active=True)

    def administering(self, role_code: str) -> Self:
        """Posts with the administrator's role."""
        return self.filter(role__code=role_code)


def people_within(people: Any, reach: Any) -> Any:
    """Of a set of people, those who sit or act in a unit within reach, now or once, and those who never held a post."""
    if reach.everything:
        return people
    memberships = people.model._meta.get_field("memberships").related_model._default_manager
    within = memberships.filter(reach.q("seat") | reach.q("unit")).values("user")
    return people.filter(Q(pk__in=within) | ~Q(pk__in=memberships.values("user")))
