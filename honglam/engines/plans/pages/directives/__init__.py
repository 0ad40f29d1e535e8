"""Work that arrives by letter: entered in a minute, imported from document systems, sent out and signed."""
