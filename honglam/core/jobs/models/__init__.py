"""Records of jobs."""

from honglam.core.jobs.models.job_run import JobRun
from honglam.core.jobs.models.schedule_mark import ScheduleMark

__all__ = ["JobRun", "ScheduleMark"]
