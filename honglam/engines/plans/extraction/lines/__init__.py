"""Logical lines: hard-wrapped lines, page breaks and hyphen breaks joined, with a map back to offsets.

A logical line is a heading, a bullet or a paragraph. Its text is clean (no leftover markup, single spaces);
every character knows the code point of the document's text it came from, so whatever is cut out of a line
can be cited exactly.

Whether a physical line goes on in the next one is decided by typography: a marker or a capital after a
line that had room for the next word starts anew; a small letter goes on. Room is measured in the widths of
a serif text face, because counting letters errs by ten per cent.
"""

from honglam.engines.plans.extraction.lines.cleaning import clean
from honglam.engines.plans.extraction.lines.letters import LOWER, UPPER, text_width
from honglam.engines.plans.extraction.lines.model import Line, Pages
from honglam.engines.plans.extraction.lines.reading import read_lines

__all__ = ["LOWER", "UPPER", "Line", "Pages", "clean", "read_lines", "text_width"]
