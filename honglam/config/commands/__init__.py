"""Commands of the command line that are not Django's: one module each, with `main(arguments) -> exit status`."""
