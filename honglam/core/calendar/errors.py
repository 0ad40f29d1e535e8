"""Errors of the calendar."""

from __future__ import annotations


class CalendarError(Exception):
    """Base of the errors of the calendar."""

    code = "calendar.error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class OutOfRange(CalendarError):
    """A date before 1990 or after 2099, for which no official calendar is known."""

    code = "calendar.out_of_range"


class NaiveMoment(CalendarError):
    """A moment without a time zone."""

    code = "calendar.naive_moment"


class BadAmount(CalendarError):
    """Working time to add that is negative."""

    code = "calendar.bad_amount"


class BadDay(CalendarError):
    """A day that cannot be decided as asked."""

    code = "calendar.bad_day"
