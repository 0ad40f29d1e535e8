"""The official calendar: days off, make-up days, half days, working hours, and deadlines counted in them.

Nouns: a `CalendarDay` (one date an administrator decided), `WorkingHoursRule` (office hours from a date on),
`WorkingCalendar` (the answer for any date: the table wins over the shipped official decisions, these win over the
package `holidays`).
Law: Labour Code 2019 (45/2019/QH14), articles 105 and 112; Civil Code 2015 (91/2015/QH13), articles 147 and 148.
"""
