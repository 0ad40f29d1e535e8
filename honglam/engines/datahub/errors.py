"""What the hub refuses, and how to mend it."""

from __future__ import annotations

from honglam.toolkit.errors import DomainError


class HubError(DomainError):
    """Base of refused requests and writes."""

    code = "datahub"
