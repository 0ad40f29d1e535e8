"""Where people meet the platform: desk (working pages), ioc (leaders), api (machines)."""
