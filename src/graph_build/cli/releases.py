"""The commands that ask a release: `renkei explain`, `query`, `export`, `questions`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from graph_build.cli.common import (
    FOUND_ERRORS,
    OK,
    WRONG_USE,
    Command,
    Failure,
    add_lang,
    add_release,
    release_of,
)


def _explain_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("iri", metavar="IRI", help="a node of the graph: its IRI, or the path after id/")
    add_release(sub)


def _explain(options: argparse.Namespace) -> int:
    from graph_build.release.explain import UnknownNodeError, explain, explanation_text

    try:
        found = explain(release_of(options), options.iri)
    except UnknownNodeError as error:
        raise Failure(str(error)) from None
    for line in explanation_text(found):
        print(line)
    return OK


def _query_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("file", type=Path, metavar="FILE.rq", help="a SPARQL query; - reads standard input")
    sub.add_argument(
        "--param", action="append", default=[], metavar="NAME=VALUE", help="a parameter of the query"
    )
    sub.add_argument(
        "--format", choices=("csv", "json"), default="csv", help="form of a table (default: csv)"
    )
    add_release(sub)


def _query(options: argparse.Namespace) -> int:
    from graph_build.checks.questions import HeaderError, parse_query
    from graph_build.release.asking import Graph, QueryError

    try:
        text = sys.stdin.read() if str(options.file) == "-" else options.file.read_text(encoding="utf-8")
        given = dict(_pair(pair) for pair in options.param)
        graph = Graph(release_of(options))
        if text.startswith("#+"):
            bindings = graph.bindings(parse_query(options.file.name, text), given)
        else:
            bindings = {name: graph.guessed(value) for name, value in given.items()}
        for part in graph.run(text, bindings, options.format):
            sys.stdout.write(part)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise Failure(f"{options.file}: {error.strerror}", WRONG_USE) from None
    except (QueryError, HeaderError, UnicodeDecodeError) as error:
        raise Failure(f"{options.file}: {error}", WRONG_USE) from None
    return OK


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise Failure(f"--param {text}: write NAME=VALUE", WRONG_USE)
    return name.lstrip("?$"), value


def _export_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--csv", type=Path, required=True, metavar="DIR", help="folder of the tables")
    sub.add_argument("--bom", action="store_true", help="begin each table with a byte order mark")
    add_release(sub)


def _export(options: argparse.Namespace) -> int:
    from graph_build.release.export import TableError, export_csv

    try:
        counts = export_csv(release_of(options), options.csv, options.bom)
    except TableError as error:
        raise Failure(str(error), WRONG_USE) from None
    except OSError as error:
        raise Failure(f"{error.filename or options.csv}: {error.strerror}") from None
    for name, rows in counts.items():
        print(f"{options.csv / name}.csv: {rows} rows")
    return OK


def _questions(options: argparse.Namespace) -> int:
    from graph_build.checks.question_page import page
    from graph_build.checks.questions import HeaderError, evaluate, load_queries
    from graph_build.checks.report import outcomes_text
    from graph_build.release.asking import Graph, QueryError

    release = release_of(options)
    carries = {document.carries for document in release.report().documents}
    try:
        outcomes = evaluate(load_queries(), Graph(release).ask, "text" if "text" in carries else "facts")
    except (HeaderError, QueryError) as error:
        raise Failure(str(error)) from None
    print(page(outcomes) if options.page else outcomes_text(outcomes, options.lang), end="")
    return FOUND_ERRORS if any(one.verdict in ("invalid", "warning") for one in outcomes) else OK


def _questions_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--page", action="store_true", help="print a page of all answers, as Markdown")
    add_release(sub)
    add_lang(sub)


COMMANDS = (
    Command("explain", "Show the lines of the document behind a node.", _explain_arguments, _explain),
    Command("query", "Answer a SPARQL query from a release.", _query_arguments, _query),
    Command("export", "Write the tables of a release as CSV.", _export_arguments, _export),
    Command("questions", "Run the competency questions on a release.", _questions_arguments, _questions),
)
