"""Make an index in a process of its own: ``python -m graph_build.search BUILD BASE FILE…`` writes it to its output."""

from __future__ import annotations

import sys
from pathlib import Path

from graph_build.search.index import index_of_files


def main(build: str, base: str, *files: str) -> None:
    """Write the index of RDF files to standard output."""
    sys.stdout.buffer.write(index_of_files([Path(file) for file in files], build, base))


if __name__ == "__main__":
    main(*sys.argv[1:])
