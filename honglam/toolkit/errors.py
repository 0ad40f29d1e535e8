"""The base of everything that the domain refuses."""

from __future__ import annotations

from typing import ClassVar


class DomainError(ValueError):
    """A refused request, told in the words of the person who made it.

    `code` is stable and may be relied on by programs; the message is Vietnamese and says how to mend it; `column` names
    the form field at fault, where there is one. The doors turn it into a page or into problem+json (RFC 9457).
    """

    code: ClassVar[str] = "domain"
    status: ClassVar[int] = 422
    column: str = ""
