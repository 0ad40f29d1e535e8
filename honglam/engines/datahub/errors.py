"""What the hub refuses, and how to mend it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from honglam.toolkit.errors import DomainError


class HubError(DomainError):
    """Base of refused requests and writes."""

    code = "datahub"


class ColumnUnknown(HubError):
    """A dataset does not have a column that was asked for."""

    code = "datahub.column_unknown"

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            _("Tập dữ liệu không có cột %(names)s; xem từ điển dữ liệu để chọn đúng cột.") % {"names": ", ".join(names)}
        )


class VersionGone(HubError):
    """The files of a version were deleted at the end of its retention, or are lost."""

    code = "datahub.version_gone"
