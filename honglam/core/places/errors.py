"""What can go wrong with boundaries."""

from __future__ import annotations


class PlaceError(Exception):
    """A change to boundaries that cannot be made; `message` says what is wrong and how to mend it."""

    code = "places.error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BadGeometry(PlaceError):
    """A file or a feature is no usable outline."""

    code = "places.bad_geometry"
