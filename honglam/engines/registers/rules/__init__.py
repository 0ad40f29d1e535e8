"""Pure decisions of registers."""
