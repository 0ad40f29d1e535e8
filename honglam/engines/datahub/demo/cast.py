"""Who acts in the demonstration of the hub, and when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Self

from django.utils import timezone

from honglam.core.access.models import Membership, User
from honglam.core.access.terms import RoleCode
from honglam.core.notices.models import Notice
from honglam.core.notices.terms import DeliveryState
from honglam.core.organisations.models import Unit
from honglam.engines.datahub.models import Dataset


@dataclass(frozen=True)
class Cast:
    """The people whom visitors can sign in as, the units that the story is about, and the day on which it is told."""

    coordinator: User
    officer: User
    commune: Unit
    ward_head: User
    ward: Unit
    science_head: User
    science: Unit
    today: datetime.date

    @classmethod
    def of(cls, coordinator: User | None) -> Self | None:
        """The cast of an installation; None where somebody of it is missing."""
        if coordinator is None:
            return None
        names = ("canbo.dongloc", "chutich.thanhsen", "sokhcn")
        people = [User.objects.filter(username=name).first() for name in names]
        units = [_unit_of(person) for person in people]
        if not (all(people) and all(units)):
            return None
        (officer, ward_head, science_head), (commune, ward, science) = people, units
        return cls(coordinator, officer, commune, ward_head, ward, science_head, science,  # type: ignore[arg-type]
                   timezone.localdate())  # fmt: skip

    def moment(self, days_ago: int, *, hour: int = 9, minute: int = 0) -> datetime.datetime:
        """A time of a day that is past, never later than now."""
        day = self.today - datetime.timedelta(days=days_ago)
        at = timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))
        return min(at, timezone.now())

    def department(self, function: str) -> Unit | None:
        """The department of the province with a function."""
        return Unit.objects.filter(function=function, level="province").order_by("code").first()


def head_of(unit: Unit) -> User | None:
    """Who heads a unit."""
    post = Membership.objects.filter(unit=unit, role__code=RoleCode.HEAD).select_related("user").order_by("pk").first()
    return post.user if post is not None else None


def dataset_of(supply: str) -> Dataset | None:
    """The dataset of a supply, with its owner; None where its pack is not there."""
    return Dataset.objects.filter(supply=supply, is_active=True).select_related("owner", "steward").first()


def no_letters() -> None:
    """Nobody in the demonstration reads e-mail: notices stay in the inbox."""
    Notice.objects.filter(delivery_state=DeliveryState.WAITING).update(delivery_state=DeliveryState.NONE)


def _unit_of(person: User | None) -> Unit | None:
    post = Membership.objects.filter(user=person).select_related("unit").order_by("pk").first() if person else None
    return post.unit if post is not None else None
