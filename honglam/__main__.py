"""`python -m honglam` is the command `honglam`."""

import sys

from honglam.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
