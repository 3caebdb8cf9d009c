"""The command line: the only part of the build that prints, asks the environment and sets exit codes.

Exit codes: 0 no error, 1 an error was found (a document refused, a rule broken), 2 wrong use.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence

from graph_build.cli import building, documents, linking, releases, serving
from graph_build.cli.common import FOUND_ERRORS, OK, WRONG_USE, Command, Failure

__all__ = ["COMMANDS", "FOUND_ERRORS", "OK", "WRONG_USE", "main", "parser"]

COMMANDS: tuple[Command, ...] = (
    *building.COMMANDS,
    *documents.COMMANDS,
    *releases.COMMANDS,
    *linking.COMMANDS,
    *serving.COMMANDS,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    with contextlib.suppress(AttributeError, ValueError):
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    options = parser(with_service=given[:1] == ["serve"]).parse_args(given)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has seen enough; what is left in the buffer must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        return 130
    except Failure as failure:
        print(f"renkei: {failure}", file=sys.stderr)
        return failure.code
    return code


def parser(with_service: bool = False) -> argparse.ArgumentParser:
    """The parser of all commands; the flags of ``serve`` are read from the service's table of settings."""
    root = argparse.ArgumentParser(
        prog="renkei",
        description="Agreements and plans of Japan's municipalities as a checked RDF graph.",
        epilog="Exit codes: 0 no error, 1 an error was found, 2 wrong use.",
    )
    commands = root.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=command.help, description=command.help)
        command.add_arguments(sub)
        if command.name == "serve" and with_service:
            serving.add_service_flags(sub)
        sub.set_defaults(run=command.run)
    return root
