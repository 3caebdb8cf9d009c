"""`python -m graph_build.cli` is `renkei`."""

import sys

from graph_build.cli import main

if __name__ == "__main__":
    sys.exit(main())
