"""What the hub tells the rest: typed events, announced in the transaction in which they happen."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from honglam.core.events.registry import event


@event("datahub.dataset_published", subject="dataset_uid", label=_("Tập dữ liệu có phiên bản mới"))
@dataclass(frozen=True, slots=True)
class DatasetPublished:
    """A version passed its rules and is in use from now on; `number` counts up the dataset's versions."""

    dataset_uid: UUID
    version_uid: UUID
    number: int
