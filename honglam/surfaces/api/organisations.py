"""Units for programs."""
# No postponed annotations here: pagination wraps the views, and their parameters could not be resolved.

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.pagination import paginate

from honglam.core.organisations.models import Unit
from honglam.toolkit.paging import BoundedPaging

router = Router()


class UnitOut(Schema):
    """A unit of the province's tree."""

    uid: UUID
    code: str
    name: str
    short_name: str
    kind: str
    level: str
    bloc: str
    parent_code: str | None = Field(None, alias="parent.code")


class UnitFilter(Schema):
    """What units are asked for; `text` needs no marks."""

    text: str = ""
    kind: str = ""


@router.get("", response=list[UnitOut], summary="Đơn vị đang hoạt động")
@paginate(BoundedPaging)
def units(request: HttpRequest, wanted: UnitFilter = Query(...)) -> QuerySet[Unit]:
    """Units valid today, in the order of lists."""
    found = Unit.objects.valid_on(timezone.localdate()).select_related("parent")
    if wanted.text.strip():
        found = found.containing(wanted.text)
    return found.filter(kind=wanted.kind) if wanted.kind else found
