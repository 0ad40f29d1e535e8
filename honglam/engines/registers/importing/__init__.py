"""From the lines of a file to the rows of a register: columns matched, cells read, rows judged. Nothing here writes."""
