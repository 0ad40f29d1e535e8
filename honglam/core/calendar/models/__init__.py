"""Records of the calendar."""

from honglam.core.calendar.models.calendar_day import CalendarDay
from honglam.core.calendar.models.edition import CalendarEdition
from honglam.core.calendar.models.working_hours import WorkingHoursRule

__all__ = ["CalendarDay", "CalendarEdition", "WorkingHoursRule"]
