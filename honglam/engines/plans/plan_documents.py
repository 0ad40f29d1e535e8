"""The document of a plan of the system, read again for comparing."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from honglam.core.files.models import StoredFile
from honglam.engines.documents.public import DocumentError, ReadDocument, read_document
from honglam.engines.plans.errors import CheckRefused
from honglam.engines.plans.models import Plan, Reading
from honglam.engines.plans.terms import PlanState, ReadingState

OVER = (PlanState.REPLACED, PlanState.EXPIRED)


def with_document(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Plans that can be compared: their file or their text is here."""
    return plans.filter(~Q(document_text="") | Q(file__isnull=False))


def plans_above(plan: Plan, plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Of some plans those that a plan has to answer: of a superior of its issuer, for years that it shares."""
    path = plan.issuer.path
    above = [path[: end + 1] for end, sign in enumerate(path[:-1]) if sign == "/"]
    from_above = Q(issuer__path__in=above)
    if not plan.outside_issuer:
        from_above |= Q(issuer=plan.issuer) & ~Q(outside_issuer="")  # a ministry's, that the issuer passes on
    found = plans.filter(from_above, first_year__lte=plan.last_year, last_year__gte=plan.first_year)
    return with_document(found).exclude(pk=plan.pk).exclude(state__in=OVER).order_by("-last_year", "-issued_on", "-pk")


def document_of(plan: Plan) -> ReadDocument:
    """The plan's document from the file that it was read from, else from its present file, else from its stored text.

    The file that was reviewed comes first: a signed copy that took its place is often a picture.

    Raises:
        CheckRefused: nothing of it can be read.
    """
    for file in _files(plan):
        try:
            return read_document(file.path, name=file.name)
        except (DocumentError, OSError):
            continue
    if plan.document_text.strip():
        return read_document(plan.document_text.encode(), name="plan.txt")
    raise CheckRefused(_("Kế hoạch “%(plan)s” không có văn bản đọc được để đối chiếu.") % {"plan": plan.citation})


def _files(plan: Plan) -> list[StoredFile]:
    readings = Reading.objects.filter(plan=plan, state=ReadingState.ACCEPTED).select_related("file")
    read = readings.order_by("-pk").defer("document_text", "blocks").first()
    found = [read.file] if read is not None else []
    if plan.file is not None and plan.file not in found:
        found.append(plan.file)
    return found
