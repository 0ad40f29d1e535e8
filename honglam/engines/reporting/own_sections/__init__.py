"""The sections that reports fill themselves: what is typed, the figures of forms, and what came from below."""
