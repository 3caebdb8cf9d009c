"""The command for one document: `renkei extract`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from graph_build.cli.common import FOUND_ERRORS, OK, WRONG_USE, Command, Failure

if TYPE_CHECKING:
    from graph_build.records.document import Records


def _extract_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("document", type=Path, metavar="DOC", help="one document")
    form = sub.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the records as exchange JSON (the default)")
    form.add_argument("--facts", action="store_true", help="the facts as a file of the register")
    sub.add_argument(
        "--into", type=Path, metavar="DIR", help="with --facts: write the file there, named by its topic"
    )


def _extract(options: argparse.Namespace) -> int:
    from graph_build.records.canonical import dumps, facts
    from graph_build.records.document import Records, Refusal
    from graph_build.release.extract import as_json, extract
    from graph_build.release.reading import read_path

    if options.into and not options.facts:
        raise Failure("--into belongs to --facts", WRONG_USE)
    result = read_path(options.document).result
    if options.facts and isinstance(result, Refusal):
        raise Failure(f"{options.document}: {result.message}")
    if options.into and isinstance(result, Records):
        print(_written(_place(options.into, result), dumps(facts(result))))
    elif options.facts and isinstance(result, Records):
        print(dumps(facts(result)), end="")
    else:
        print(as_json(extract(result)))
    return FOUND_ERRORS if isinstance(result, Refusal) else OK


def _place(folder: Path, records: Records) -> Path:
    """Where the facts go: over an earlier entry of the same act, never over another act of the same day."""
    from graph_build.records.canonical import file_name
    from graph_build.records.document import Records
    from graph_build.release.reading import read_path
    from graph_build.release.same_day import apart, same_act

    path = folder / file_name(records)
    there = read_path(path).result if path.is_file() else None
    if isinstance(there, Records) and not same_act(there, records):
        return folder / file_name(apart(records))
    return path


def _written(path: Path, text: str) -> Path:
    """The file, written.

    Raises:
        Failure: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise Failure(f"{error.filename or path}: {error.strerror}", WRONG_USE) from None
    return path


COMMANDS = (Command("extract", "Print the records of one document.", _extract_arguments, _extract),)
