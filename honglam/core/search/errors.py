"""Errors of search."""

from __future__ import annotations


class SearchError(Exception):
    """Base of the errors of search."""

    code = "search.error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UnknownKind(SearchError):
    """An object of a kind that nobody declared searchable."""

    code = "search.unknown_kind"


class DuplicateKind(SearchError):
    """Two declarations of one kind."""

    code = "search.duplicate_kind"
