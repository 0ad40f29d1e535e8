"""Plain tools without models and without government: text, periods, sheets, identifiers, UI parts."""
