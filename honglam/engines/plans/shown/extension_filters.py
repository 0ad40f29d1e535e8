"""The filters of the list of extensions: what the address says, and the rows that it means."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from honglam.core.search.queries import matches
from honglam.engines.plans.models import Extension, Task
from honglam.engines.plans.queries import ExtensionQuerySet
from honglam.engines.plans.shown.moves import extensions_waiting_for
from honglam.engines.plans.terms import ExtensionState
from honglam.toolkit.identifiers import uuid_of

if TYPE_CHECKING:
    from honglam.core.access.models import User

OPEN = "open"


@dataclass(frozen=True)
class ExtensionFilters:
    """What the list is narrowed to, empty where it is not; `mine` is what waits for the reader's own word."""

    q: str = ""
    plan: str = ""
    unit: str = ""
    state: str = ""
    mine: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> ExtensionFilters:
        """The filters of an address; values that mean nothing are left out."""
        values = {name: query.get(name, "").strip() for name in cls.__dataclass_fields__}
        if values["state"] not in [OPEN, *ExtensionState.values]:
            values["state"] = ""
        if uuid_of(values["plan"]) is None:
            values["plan"] = ""
        values["mine"] = "1" if values["mine"] == "1" else ""
        return cls(**values)

    @property
    def is_empty(self) -> bool:
        """Whether everything is shown."""
        return self == ExtensionFilters()

    @property
    def url(self) -> str:
        """The address of the list."""
        wanted = {name: value for name, value in asdict(self).items() if value}
        return f"{reverse('plans:extensions')}?{urlencode(wanted)}" if wanted else reverse("plans:extensions")

    def extensions(self, user: User, today: datetime.date) -> ExtensionQuerySet:
        """The extensions that match and that the user may see; one query."""
        found: ExtensionQuerySet
        found = extensions_waiting_for(user, today) if self.mine else Extension.objects.visible_to(user)
        if self.state == OPEN:
            found = found.open()
        elif self.state:
            found = found.filter(state=self.state)
        if (plan := uuid_of(self.plan)) is not None:
            found = found.filter(assignment__task__in=Task.objects.ordered_by(plan))
        if self.unit:
            found = found.filter(assignment__unit__code=self.unit)
        if self.q:
            words = matches(self.q, column="assignment__task__search_text")
            found = found.filter(words | Q(assignment__task__code__istartswith=self.q))
        return found
