"""What runs by itself, and when (clock times in Vietnam). Executed by `honglam run_schedule`.

Every line has a stable name: the scheduler remembers by it when the line last started.
"""

from __future__ import annotations

from honglam.core.jobs.rules import Daily, Every, ScheduledJob, Weekly

SCHEDULE: tuple[ScheduledJob, ...] = (
    #            name                     when                  job
    ScheduledJob("events-deliver", Every(minutes=5), "events.deliver"),
    ScheduledJob("datahub-collect", Every(minutes=5), "datahub.collect"),
    ScheduledJob("notices-email", Every(minutes=10), "notices.deliver_email"),
    ScheduledJob("plans-reminders", Daily("06:45"), "plans.send_reminders"),
    ScheduledJob("reporting-reminders", Daily("06:50"), "reporting.send_reminders"),
    ScheduledJob("datahub-reminders", Daily("06:55"), "datahub.remind_units"),
    ScheduledJob("notices-digest", Daily("07:00"), "notices.send_digests"),
    ScheduledJob("datahub-webhooks", Every(minutes=5), "datahub.send_webhooks"),
    ScheduledJob("datahub-sharing", Daily("07:05"), "datahub.remind_of_sharing"),
    ScheduledJob("audit-seal", Every(minutes=10), "audit.seal"),
    ScheduledJob("plans-periods", Daily("00:10"), "plans.open_periods"),
    ScheduledJob("plans-phone-extensions", Daily("00:20"), "plans.lapse_phone_extensions"),
    ScheduledJob("reporting-rounds", Daily("00:30"), "reporting.open_rounds"),
    ScheduledJob("datahub-nightly", Daily("01:00"), "datahub.nightly"),
    ScheduledJob("plans-drafts", Daily("02:10"), "plans.forget_drafts"),
    ScheduledJob("access-sessions", Daily("02:20"), "access.clear_sessions"),
    ScheduledJob("registers-forget-personal", Daily("02:25"), "registers.forget_personal"),
    ScheduledJob("registers-alike", Weekly("sun", "01:30"), "registers.find_alike"),
    ScheduledJob("files-orphans", Daily("02:30"), "files.remove_orphans"),
    ScheduledJob("datahub-shared-files", Daily("02:33"), "datahub.clear_shared_files"),
    ScheduledJob("datahub-retention", Daily("02:32"), "datahub.forget_versions"),
    ScheduledJob("events-forget-old", Daily("02:35"), "events.forget_old"),
    ScheduledJob("jobs-forget-old", Daily("02:40"), "jobs.forget_old"),
    ScheduledJob("datahub-files", Daily("03:00"), "datahub.verify_files"),
)
