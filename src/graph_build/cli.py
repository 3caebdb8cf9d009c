"""The command line: the only module of the build that prints, asks the environment and sets exit codes.

Exit codes: 0 no error, 1 an error was found (a document refused, a rule broken), 2 wrong use.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph_build.checks.outcome import BuildReport
    from graph_build.release.build import Progress
    from graph_build.release.folder import ReleaseFolder

OK, FOUND_ERRORS, WRONG_USE = 0, 1, 2
RELEASE = Path("build/release")
PUBLISH_USER, PUBLISH_PASSWORD = "RENKEI_PUBLISH_USER", "RENKEI_PUBLISH_PASSWORD"


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its line in the help, its arguments, what it does."""

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


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
    except _Failure as failure:
        print(f"renkei: {failure}", file=sys.stderr)
        return failure.code
    return code


class _Failure(Exception):
    """A command cannot go on; the message says what, where and what to do."""

    def __init__(self, message: str, code: int = FOUND_ERRORS) -> None:
        super().__init__(message)
        self.code = code


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
            _add_service_flags(sub)
        sub.set_defaults(run=command.run)
    return root


# --- build and check ---


def _build_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="documents, register files, folders (default: the register)",
    )
    sub.add_argument("--out", type=Path, default=RELEASE, help=f"folder of the release (default: {RELEASE})")
    _add_build_options(sub)


def _add_build_options(sub: argparse.ArgumentParser) -> None:
    from graph_build.rdf.iris import DEFAULT_BASE

    sub.add_argument("--base", default=DEFAULT_BASE, help="begin of all IRIs (default: %(default)s)")
    sub.add_argument("--workers", type=_positive, default=None, help="processes (default: one per processor)")
    sub.add_argument(
        "--profile",
        choices=("text", "facts"),
        default="text",
        help="text: with the words of the documents given; facts: without (default: %(default)s)",
    )
    sub.add_argument(
        "--mappings",
        action="append",
        type=Path,
        default=[],
        metavar="FILE.sssom.tsv",
        help="a further table of links to other data (made by: renkei link)",
    )
    _add_lang(sub)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _add_lang(sub: argparse.ArgumentParser) -> None:
    preferred = "ja" if os.environ.get("LANG", "").startswith("ja") else "en"
    sub.add_argument("--lang", choices=("ja", "en"), default=preferred, help="language of the report")


def _build(options: argparse.Namespace) -> int:
    from graph_build.checks.report import balance_text, findings_text, problems_text

    report = _built(options, options.out)
    counts = report.counts
    print(problems_text(report.problems, options.lang), end="")
    print(findings_text(report, options.lang), end="")
    print(balance_text(report, options.lang), end="")
    print(
        f"{options.out}: {counts['documents']} documents, {counts['quads']} quads, build {report.build[:16]}"
    )
    return FOUND_ERRORS if report.has_errors else OK


def _built(options: argparse.Namespace, out: Path, cache: Path | None = None) -> BuildReport:
    """Build with the options of the command line.

    Raises:
        _Failure: the release cannot be built or written.
    """
    from graph_build.release.build import Settings, build
    from graph_build.release.folder import FolderError
    from graph_build.release.merging import ConflictError
    from graph_build.release.pool import default_workers

    settings = Settings(
        base=options.base,
        workers=options.workers or default_workers(),
        cache=cache or out.parent / "cache",
        facts_only=options.profile == "facts",
        mappings=tuple(options.mappings),
        watch=_show_progress if sys.stderr.isatty() else lambda progress: None,
    )
    try:
        return build(options.paths or _register(), out, settings)
    except ValueError as error:
        raise _Failure(str(error), WRONG_USE) from None
    except FolderError as error:
        raise _Failure(str(error), WRONG_USE) from None
    except ConflictError as error:
        raise _Failure(str(error)) from None
    except OSError as error:
        raise _Failure(f"{error.filename or out}: {error.strerror}") from None


def _register() -> list[Path]:
    from graph_build.assets import asset

    return [Path(str(asset("data").joinpath("register")))]


def _show_progress(progress: Progress) -> None:
    line = f"{progress.stage} {progress.done}/{progress.total} {progress.name}"
    end = "\r\033[K" if progress.done == progress.total else ""
    print(f"\r\033[K{line[:100]}{end}", end="", file=sys.stderr, flush=True)


def _check_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="documents, register files, folders")
    sub.add_argument("--release", type=Path, help=f"a release to report on (default without PATH: {RELEASE})")
    _add_build_options(sub)


def _check(options: argparse.Namespace) -> int:
    from graph_build.checks.report import report_text

    if options.release and options.paths:
        raise _Failure("give files or --release, not both", WRONG_USE)
    if options.release or (not options.paths and (RELEASE / "manifest.json").is_file()):
        report = _release(options).report()
    else:
        with tempfile.TemporaryDirectory() as folder:
            report = _built(options, Path(folder) / "release", cache=RELEASE.parent / "cache")
    print(report_text(report, options.lang), end="")
    return FOUND_ERRORS if report.has_errors else OK


def _release(options: argparse.Namespace) -> ReleaseFolder:
    """The release of the command line.

    Raises:
        _Failure: there is none.
    """
    from graph_build.release.folder import FolderError, ReleaseFolder

    try:
        return ReleaseFolder(options.release or RELEASE)
    except FolderError as error:
        raise _Failure(str(error), WRONG_USE) from None


def _add_release(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--release", type=Path, default=None, help=f"folder of the release (default: {RELEASE})")


# --- one document ---


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
        raise _Failure(f"{options.document}: {result.message}")
    if options.facts and not isinstance(result, Refusal):
        print(dumps(facts(result)), end="")
    else:
        print(as_json(extract(result)))
    return FOUND_ERRORS if isinstance(result, Refusal) else OK


# --- a release ---


def _explain_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("iri", metavar="IRI", help="a node of the graph: its IRI, or the path after id/")
    _add_release(sub)


def _explain(options: argparse.Namespace) -> int:
    from graph_build.release.explain import UnknownNodeError, explain, explanation_text

    try:
        found = explain(_release(options), options.iri)
    except UnknownNodeError as error:
        raise _Failure(str(error)) from None
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
    _add_release(sub)


def _query(options: argparse.Namespace) -> int:
    from graph_build.checks.questions import HeaderError, parse_query
    from graph_build.release.asking import Graph, QueryError

    try:
        text = sys.stdin.read() if str(options.file) == "-" else options.file.read_text(encoding="utf-8")
        given = dict(_pair(pair) for pair in options.param)
        graph = Graph(_release(options))
        if text.startswith("#+"):
            bindings = graph.bindings(parse_query(options.file.name, text), given)
        else:
            bindings = {name: graph.guessed(value) for name, value in given.items()}
        for part in graph.run(text, bindings, options.format):
            sys.stdout.write(part)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise _Failure(f"{options.file}: {error.strerror}", WRONG_USE) from None
    except (QueryError, HeaderError, UnicodeDecodeError) as error:
        raise _Failure(f"{options.file}: {error}", WRONG_USE) from None
    return OK


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise _Failure(f"--param {text}: write NAME=VALUE", WRONG_USE)
    return name.lstrip("?$"), value


def _export_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--csv", type=Path, required=True, metavar="DIR", help="folder of the tables")
    sub.add_argument("--bom", action="store_true", help="begin each table with a byte order mark")
    _add_release(sub)


def _export(options: argparse.Namespace) -> int:
    from graph_build.release.export import TableError, export_csv

    try:
        counts = export_csv(_release(options), options.csv, options.bom)
    except TableError as error:
        raise _Failure(str(error), WRONG_USE) from None
    except OSError as error:
        raise _Failure(f"{error.filename or options.csv}: {error.strerror}") from None
    for name, rows in counts.items():
        print(f"{options.csv / name}.csv: {rows} rows")
    return OK


def _questions(options: argparse.Namespace) -> int:
    from graph_build.checks.questions import HeaderError, evaluate, load_queries
    from graph_build.checks.report import outcomes_text
    from graph_build.release.asking import Graph, QueryError

    release = _release(options)
    carries = {document.carries for document in release.report().documents}
    try:
        outcomes = evaluate(load_queries(), Graph(release).ask, "text" if "text" in carries else "facts")
    except (HeaderError, QueryError) as error:
        raise _Failure(str(error)) from None
    print(outcomes_text(outcomes, options.lang), end="")
    return FOUND_ERRORS if any(one.verdict in ("invalid", "warning") for one in outcomes) else OK


def _questions_arguments(sub: argparse.ArgumentParser) -> None:
    _add_release(sub)
    _add_lang(sub)


# --- links to other data ---


def _link_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--from",
        dest="export",
        type=Path,
        required=True,
        metavar="EXPORT",
        help="a CSV or TSV with codes and ids",
    )
    out = Path("data/mappings/user.sssom.tsv")
    sub.add_argument("--out", type=Path, default=out, help="the table to write (default: %(default)s)")
    sub.add_argument("--author", metavar="ORCID", help="who vouches for the links: 0000-0000-0000-0000")
    sub.add_argument("--date", metavar="YYYY-MM-DD", help="the date of the links")
    _add_lang(sub)


def _link(options: argparse.Namespace) -> int:
    from graph_build.linking.join import ExportError, join, write_joined
    from graph_build.linking.mappings import load_tables
    from graph_build.linking.sssom import MappingError

    try:
        text = options.export.read_bytes().decode("utf-8")
        joined = join(text, load_tables(without=options.out.name), options.author, options.date)
        written = write_joined(joined, options.out)
    except UnicodeDecodeError:
        raise _Failure(f"{options.export}: not UTF-8", WRONG_USE) from None
    except (ExportError, MappingError) as error:
        raise _Failure(f"{options.export}: {error}", WRONG_USE) from None
    except OSError as error:
        raise _Failure(f"{error.filename}: {error.strerror}", WRONG_USE) from None
    for finding in joined.findings:
        print(finding.text(options.lang))
    print(
        f"{joined.links} links, {joined.office_count} offices new; {joined.known} known; {joined.left_out} left out"
    )
    for path in written:
        print(path)
    return FOUND_ERRORS if any(one.severity == "error" for one in joined.findings) else OK


# --- the service ---


def _no_arguments(sub: argparse.ArgumentParser) -> None:
    """The flags of ``serve`` come from the service's own table."""


def _add_service_flags(sub: argparse.ArgumentParser) -> None:
    from service.settings import table

    for setting in table():
        kind: dict[str, Any] = {"type": type(setting.default)}
        if isinstance(setting.default, tuple):
            kind = {"type": Path, "nargs": "+", "metavar": "FILE"}
        flag = f"--{setting.name.replace('_', '-')}"
        sub.add_argument(
            flag, default=None, help=f"{setting.help} ({setting.variable})".replace("%", "%%"), **kind
        )


def _serve(options: argparse.Namespace) -> int:
    from service.settings import SettingError, Settings, table

    given = {setting.name: getattr(options, setting.name) for setting in table()}
    if given["data"] is not None:
        given["data"] = tuple(given["data"])
    try:
        settings = Settings.from_environment(**given)
        if not settings.data and not settings.engine:
            settings = Settings.from_environment(**{**given, "data": (_default_release(settings.base),)})
    except SettingError as error:
        raise _Failure(str(error), WRONG_USE) from None
    from service.serve import run

    return run(settings)


def _default_release(base: str) -> Path:
    """The release in the usual place; made from the register if there is none yet."""
    if not (RELEASE / "manifest.json").is_file():
        print("no release yet: building one from the register", file=sys.stderr)
        options = argparse.Namespace(base=base, workers=None, profile="text", paths=[], mappings=[])
        _built(options, RELEASE)
    return RELEASE


def _publish_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--to", required=True, metavar="URL", help="SPARQL update endpoint or graph store")
    sub.add_argument("--union", metavar="IRI", help="graph for the union of all (default: the default graph)")
    sub.add_argument("--with-text", action="store_true", help="also publish the words of the documents")
    sub.epilog = f"User and password are taken from {PUBLISH_USER} and {PUBLISH_PASSWORD}."
    _add_release(sub)


def _publish(options: argparse.Namespace) -> int:
    from graph_build.rdf.mapping import word_properties
    from graph_build.rdf.prefixes import expand
    from service.engine.publish import PublishError, Target, publish, way_of

    user, password = os.environ.get(PUBLISH_USER, ""), os.environ.get(PUBLISH_PASSWORD, "")
    target = Target(options.to, way_of(options.to), options.union, user, password)
    words = () if options.with_text else [expand(name) for name in word_properties()]
    try:
        done = publish([_release(options).graph], target, leave_out=words, done=_say_loaded)
    except PublishError as error:
        raise _Failure(f"{options.to}: {error}") from None
    print(f"{options.to}: {done.graphs} graphs, {done.triples} triples of their union")
    return OK


def _say_loaded(graph: str) -> None:
    print(graph, file=sys.stderr)


COMMANDS: tuple[Command, ...] = (
    Command("build", "Build a release from documents and the register.", _build_arguments, _build),
    Command("check", "Report on shapes, balance and problems.", _check_arguments, _check),
    Command("extract", "Print the records of one document.", _extract_arguments, _extract),
    Command("explain", "Show the lines of the document behind a node.", _explain_arguments, _explain),
    Command("query", "Answer a SPARQL query from a release.", _query_arguments, _query),
    Command("export", "Write the tables of a release as CSV.", _export_arguments, _export),
    Command("questions", "Run the competency questions on a release.", _questions_arguments, _questions),
    Command("link", "Link further places from an export with codes.", _link_arguments, _link),
    Command("serve", "Serve a release over HTTP.", _no_arguments, _serve),
    Command("publish", "Load a release into a SPARQL store.", _publish_arguments, _publish),
)


if __name__ == "__main__":
    sys.exit(main())
