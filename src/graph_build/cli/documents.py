"""The command for one document: `renkei extract`."""

from __future__ import annotations

import argparse
from pathlib import Path

from graph_build.cli.common import FOUND_ERRORS, OK, Command, Failure


def _extract_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("document", type=Path, metavar="DOC", help="one document")
    form = sub.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the records as exchange JSON (the default)")
    form.add_argument("--facts", action="store_true", help="the facts as a file of the register")


def _extract(options: argparse.Namespace) -> int:
    from graph_build.records.canonical import dumps, facts
    from graph_build.records.document import Refusal
    from graph_build.release.extract import as_json, extract
    from graph_build.release.reading import read_path

    result = read_path(options.document).result
    if options.facts and isinstance(result, Refusal):
        raise Failure(f"{options.document}: {result.message}")
    if options.facts and not isinstance(result, Refusal):
        print(dumps(facts(result)), end="")
    else:
        print(as_json(extract(result)))
    return FOUND_ERRORS if isinstance(result, Refusal) else OK


COMMANDS = (Command("extract", "Print the records of one document.", _extract_arguments, _extract),)
