"""Work that runs behind the pages: every run is a row that people can see, stop and repeat.

Nouns: a `JobKind` (a registered function with a stable code), a `JobRun` (one execution: state, progress, error), a
`ScheduledJob` (a line of the schedule table), a `ScheduleMark` (the last moment the schedule started it).
"""
