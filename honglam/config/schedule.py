"""What runs by itself, and when (clock times in Vietnam). Executed by `honglam run_schedule`.

Every line has a stable name: the scheduler remembers by it when the line last started.
"""

from __future__ import annotations

from honglam.core.jobs.rules import Daily, Every, ScheduledJob, Weekly

SCHEDULE: tuple[ScheduledJob, ...] = (
    #            name                     when                  job
    ScheduledJob("events-deliver", Every(minutes=5), "events.deliver"),
    ScheduledJob("notices-email", Every(minutes=10), "notices.deliver_email"),
    ScheduledJob("plans-reminders", Daily("06:45"), "plans.send_reminders"),
    ScheduledJob("reporting-reminders", Daily("06:50"), "reporting.send_reminders"),
    ScheduledJob("notices-digest", Daily("07:00"), "notices.send_digests"),
    ScheduledJob("audit-seal", Every(minutes=10), "audit.seal"),
    ScheduledJob("plans-periods", Daily("00:10"), "plans.open_periods"),
    ScheduledJob("plans-phone-extensions", Daily("00:20"), "plans.lapse_phone_extensions"),
    ScheduledJob("reporting-rounds", Daily("00:30"), "reporting.open_rounds"),
    ScheduledJob("plans-drafts", Daily("02:10"), "plans.forget_drafts"),
    ScheduledJob("access-sessions", Daily("02:20"), "access.clear_sessions"),
    ScheduledJob("registers-alike", Weekly("sun", "01:30"), "registers.find_alike"),
    ScheduledJob("files-orphans", Daily("02:30"), "files.remove_orphans"),
    ScheduledJob("events-forget-old", Daily("02:35"), "events.forget_old"),
    ScheduledJob("jobs-forget-old", Daily("02:40"), "jobs.forget_old"),
)
