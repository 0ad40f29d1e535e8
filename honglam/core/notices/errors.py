"""Errors of notices."""

from __future__ import annotations


class NoticeError(Exception):
    """Base of the errors of notices."""

    code = "notices.error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UnknownNotice(NoticeError):
    """The event's kind (what stands before its colon) was never declared."""

    code = "notices.unknown_kind"


class DuplicateNotice(NoticeError):
    """Two declarations of one kind."""

    code = "notices.duplicate_kind"
