"""A dataset has a new version: open data that follows it is checked and released anew."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.events.registry import Announced, subscribe
from honglam.engines.datahub.public import DatasetPublished, refresh_open_data

NAME = "new_version_refreshes_open_data"


def listen() -> None:
    """Subscribe to what the hub tells."""
    subscribe(DatasetPublished, name=NAME, handle=version_published, label=_("Phiên bản mới cập nhật dữ liệu mở"))


def version_published(announced: Announced[DatasetPublished]) -> None:
    """Release it again where open data follows; done again it gives the same files."""
    refresh_open_data(dataset_uid=announced.event.dataset_uid, by=announced.by)
