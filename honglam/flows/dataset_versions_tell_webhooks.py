"""When a dataset has a new version, the systems that registered for it are told.

A department's nightly delivery passes its checks at two; at five past, the commune's system knows that it can fetch the
new rows, and asks for what changed since the version it has.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.events.registry import Announced, subscribe
from honglam.engines.datahub.public import DatasetPublished, tell_of_version

NAME = "dataset_versions_tell_webhooks"


def listen() -> None:
    """Subscribe to what the hub tells."""
    subscribe(DatasetPublished, name=NAME, handle=published, label=_("Báo dữ liệu mới cho hệ thống đã đăng ký"))


def published(announced: Announced[DatasetPublished]) -> None:
    """Prepare the messages; told again it changes nothing."""
    tell_of_version(version_uid=announced.event.version_uid, by=announced.by)
