"""The commands that build and check: `renkei build`, `renkei check`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from graph_build.cli.common import (
    FOUND_ERRORS,
    OK,
    RELEASE,
    WRONG_USE,
    Command,
    Failure,
    add_lang,
    release_of,
)

if TYPE_CHECKING:
    from graph_build.checks.outcome import BuildReport
    from graph_build.release.build import Progress


def _build_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="documents, register files, folders (default: the register)",
    )
    sub.add_argument("--out", type=Path, default=RELEASE, help=f"folder of the release (default: {RELEASE})")
    add_build_options(sub)


def add_build_options(sub: argparse.ArgumentParser) -> None:
    """The flags of every command that builds."""
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
    add_lang(sub)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _build(options: argparse.Namespace) -> int:
    from graph_build.checks.report import balance_text, findings_text, problems_text

    report = built(options, options.out)
    counts = report.counts
    print(problems_text(report.problems, options.lang), end="")
    print(findings_text(report, options.lang), end="")
    print(balance_text(report, options.lang), end="")
    print(
        f"{options.out}: {counts['documents']} documents, {counts['quads']} quads, build {report.build[:16]}"
    )
    return FOUND_ERRORS if report.has_errors else OK


def built(options: argparse.Namespace, out: Path, cache: Path | None = None) -> BuildReport:
    """Build with the options of the command line.

    Raises:
        Failure: the release cannot be built or written.
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
        return build(options.paths or register(), out, settings)
    except ValueError as error:
        raise Failure(str(error), WRONG_USE) from None
    except FolderError as error:
        raise Failure(str(error), WRONG_USE) from None
    except ConflictError as error:
        raise Failure(str(error)) from None
    except OSError as error:
        raise Failure(f"{error.filename or out}: {error.strerror}") from None


def register() -> list[Path]:
    """The facts that come with the project."""
    from graph_build.assets import asset

    return [Path(str(asset("data").joinpath("register")))]


def _show_progress(progress: Progress) -> None:
    line = f"{progress.stage} {progress.done}/{progress.total} {progress.name}"
    end = "\r\033[K" if progress.done == progress.total else ""
    print(f"\r\033[K{line[:100]}{end}", end="", file=sys.stderr, flush=True)


def _check_arguments(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="documents, register files, folders")
    sub.add_argument("--release", type=Path, help=f"a release to report on (default without PATH: {RELEASE})")
    add_build_options(sub)


def _check(options: argparse.Namespace) -> int:
    from graph_build.checks.report import report_text

    if options.release and options.paths:
        raise Failure("give files or --release, not both", WRONG_USE)
    if options.release or (not options.paths and (RELEASE / "manifest.json").is_file()):
        report = release_of(options).report()
    else:
        with tempfile.TemporaryDirectory() as folder:
            report = built(options, Path(folder) / "release", cache=RELEASE.parent / "cache")
    print(report_text(report, options.lang), end="")
    return FOUND_ERRORS if report.has_errors else OK


COMMANDS = (
    Command("build", "Build a release from documents and the register.", _build_arguments, _build),
    Command("check", "Report on shapes, balance and problems.", _check_arguments, _check),
)
