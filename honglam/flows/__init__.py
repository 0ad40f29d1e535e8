"""The stairs: stories that cross engines, one readable file per story."""
