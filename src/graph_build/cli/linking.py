"""The command that links places to other data: `renkei link`."""

from __future__ import annotations

import argparse
from pathlib import Path

from graph_build.cli.common import FOUND_ERRORS, OK, WRONG_USE, Command, Failure, add_lang


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
    add_lang(sub)


def _link(options: argparse.Namespace) -> int:
    from graph_build.linking.export_rows import ExportError
    from graph_build.linking.join import join, write_joined
    from graph_build.linking.mappings import load_tables
    from graph_build.linking.sssom import MappingError

    try:
        text = options.export.read_bytes().decode("utf-8")
        joined = join(text, load_tables(without=options.out.name), options.author, options.date)
        written = write_joined(joined, options.out)
    except UnicodeDecodeError:
        raise Failure(f"{options.export}: not UTF-8", WRONG_USE) from None
    except (ExportError, MappingError) as error:
        raise Failure(f"{options.export}: {error}", WRONG_USE) from None
    except OSError as error:
        raise Failure(f"{error.filename}: {error.strerror}", WRONG_USE) from None
    for finding in joined.findings:
        print(finding.text(options.lang))
    print(
        f"{joined.links} links, {joined.office_count} offices new; {joined.known} known; {joined.left_out} left out"
    )
    for path in written:
        print(path)
    return FOUND_ERRORS if any(one.severity == "error" for one in joined.findings) else OK


COMMANDS = (Command("link", "Link further places from an export with codes.", _link_arguments, _link),)
