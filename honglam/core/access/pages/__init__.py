"""Pages of access: the door, one's own profile, people and posts, roles, the log, the register of personal columns."""
