"""Going over what is shared by default: Decree 47/2020/NĐ-CP, article 34 (amendments of 2025 not compared yet)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.engines.datahub.errors import RequestInvalid
from honglam.engines.datahub.models import Dataset, SharingReview
from honglam.engines.datahub.queries import DECIDE

if TYPE_CHECKING:
    from honglam.core.access.models import User


@transaction.atomic
def review(*, dataset: Dataset, note: str, by: User) -> SharingReview:
    """Write down that a dataset was gone over and what came of it; the six months begin anew.

    Raises:
        NotAllowed; RequestInvalid: nobody says what came of it.
    """
    require(by, DECIDE, dataset.owner)
    if not note.strip():
        raise RequestInvalid(_("Hãy ghi kết quả rà soát: giữ nguyên, đổi mức chia sẻ, ngừng chia sẻ…"), "note")
    made = SharingReview.objects.create(dataset=dataset, by=by, note=note.strip()[:500])
    record(by=by, action="datahub.sharing_reviewed", target=dataset, unit=dataset.owner, summary=made.note)
    return made
