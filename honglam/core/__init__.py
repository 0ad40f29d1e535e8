"""Who, where, when: organisations, access, places, calendar, audit, files, jobs, notices, search, personal."""
