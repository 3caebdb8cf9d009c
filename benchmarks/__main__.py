"""Run the benchmarks named on the command line, or build and queries; prints Markdown."""

from __future__ import annotations

import importlib
import sys


def main() -> None:
    """Run and print."""
    for name in sys.argv[1:] or ["build", "queries"]:
        print(importlib.import_module(f"benchmarks.{name}").main())


if __name__ == "__main__":
    main()
