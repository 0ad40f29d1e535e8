"""How dates and numbers print: dd/mm/yyyy and 1.234,5 in Vietnamese."""
