"""One module per format, each with `read(data, *, name) -> ReadDocument`; loaded by name when needed."""
