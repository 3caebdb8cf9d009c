"""Every fixture in every format: ``python -m tests.converters.formats_page [SET …] [--format NAME …] [-v]``.

Draws each document of each set as web page, Word file and PDF by several programs, and prints per set and format how
many documents state the same records as their text (ids and contents; evidence aside), and how many records differ.
``-v`` prints what differs, ``--fixture WORD`` keeps the fixtures whose name holds the word.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

from graph_build.converters import convert
from graph_build.documents.model import Document
from graph_build.documents.read import read_bytes, read_document
from graph_build.records.base import Record
from graph_build.records.document import Records, Refusal
from graph_build.text.key import matching_key
from tests.documents.parted import parted
from tests.documents.render import (
    CHROMIUM,
    Drawn,
    Look,
    drawn,
    to_docx,
    to_html,
    to_markdown,
    to_pdf_reportlab,
    typed_docx,
    typed_html,
)

FIXTURES = Path(__file__).parents[1] / "fixtures"
SUFFIXES = (".txt", ".md", ".html", ".docx", ".pdf")
PRINTED = "@page{size:A4;margin:20mm} body{font-size:10.5pt;line-height:1.5}"
Draw = Callable[[Sequence[Document]], Iterable[bytes]]
Fields = tuple[tuple[str, str], ...]


def fixtures(folder: str) -> list[Path]:
    """The documents of a set."""
    found = sorted(path for path in (FIXTURES / folder).iterdir() if path.suffix in SUFFIXES)
    return [path for path in found if path.stem != "README"]


def all_sets() -> list[str]:
    """The sets of documents."""
    return sorted(path.name for path in FIXTURES.iterdir() if path.name.startswith(("agreements", "visions")))


def stated(result: Records | Refusal) -> list[tuple[str, Fields]]:
    """What a document states, evidence aside: (id, everything else by matching key); nothing for a refused one."""
    return [(item.id, content(item)) for item in result.items] if isinstance(result, Records) else []


def content(item: Record) -> Fields:
    """The fields of a record by matching key."""
    plain = replace(item, evidence=())
    return tuple((each.name, matching_key(str(getattr(plain, each.name)))) for each in fields(plain))


def differing(document: Document, rendered: Document) -> tuple[int, list[str]]:
    """How many records the document has, and a line for each that is missing, extra or of other content."""
    mine, other = convert(document), convert(rendered)
    ours, theirs = stated(mine), stated(other)
    wanted, given = dict(ours), dict(theirs)
    lines = [f"- {key}: {_told(wanted[key])}" for key in wanted if key not in given]
    lines += [f"+ {key}: {_told(given[key])}" for key in given if key not in wanted]
    lines += [
        f"~ {key}: {_changed(wanted[key], given[key])}"
        for key in wanted
        if given.get(key, wanted[key]) != wanted[key]
    ]
    if isinstance(mine, Refusal) != isinstance(other, Refusal):
        lines.append("refused in one of them")
    if not lines and ours != theirs:
        lines.append("another order")
    return len(ours), lines


def _told(record: Fields) -> str:
    return " ".join(value for name, value in record if name not in ("id", "evidence", "inVersion"))


def _changed(ours: Fields, theirs: Fields) -> str:
    return ", ".join(f"{a[0]} {a[1]} / {b[1]}" for a, b in zip(ours, theirs, strict=True) if a != b)


@contextmanager
def chromium() -> Iterator[Draw]:
    """Prints pages by Chromium, one browser for all."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()

        def draw(documents: Sequence[Document]) -> Iterator[bytes]:
            for document in documents:
                page.set_content(to_html(drawn(document), PRINTED))
                yield page.pdf(prefer_css_page_size=True)

        yield draw
        browser.close()


@contextmanager
def libreoffice() -> Iterator[Draw]:
    """Prints Word files by LibreOffice, all of them in one run."""

    def draw(documents: Sequence[Document]) -> Iterator[bytes]:
        if not documents:
            return
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            files = [folder / f"{index}.docx" for index in range(len(documents))]
            for file, document in zip(files, documents, strict=True):
                file.write_bytes(to_docx(drawn(document), office=True))
            command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
            command += ["--convert-to", "pdf", "--outdir", name, *map(str, files)]
            subprocess.run(command, check=True, capture_output=True, timeout=1200)
            yield from (file.with_suffix(".pdf").read_bytes() for file in files)

    yield draw


@contextmanager
def each(draw: Callable[[Sequence[Drawn]], bytes]) -> Iterator[Draw]:
    """A way of drawing that needs no program."""
    yield lambda documents: (draw(drawn(document)) for document in documents)


@contextmanager
def typed(draw: Callable[[str], bytes]) -> Iterator[Draw]:
    """A way of giving the lines of a text as they were typed: its tables are tabs, blanks and drawn characters."""
    yield lambda documents: (draw(document.raw) for document in documents)


FORMATS: dict[str, Callable[[], AbstractContextManager[Draw]]] = {
    "html": lambda: each(lambda items: to_html(items).encode()),
    "tagged.md": lambda: each(lambda items: to_markdown(items).encode()),
    "docx": lambda: each(to_docx),
    "pdf": lambda: each(to_pdf_reportlab),
    "justified.pdf": lambda: each(lambda items: to_pdf_reportlab(items, Look(justified=True))),
    "indented.pdf": lambda: each(lambda items: to_pdf_reportlab(items, Look(indented=True, justified=True))),
    "centred.pdf": lambda: each(lambda items: to_pdf_reportlab(items, Look(labels="centre", middle=True))),
    "spread.pdf": lambda: each(lambda items: to_pdf_reportlab(items, Look(labels="spread", middle=True))),
    "landscape.pdf": lambda: each(
        lambda items: to_pdf_reportlab(items, Look(landscape=True, repeated=True, large_titles=True))
    ),
    "rows.docx": lambda: each(lambda items: to_docx(parted(items), paged=True)),
    "within.docx": lambda: each(lambda items: to_docx(parted(items, within=True))),
    "heads.html": lambda: each(lambda items: to_html(parted(items, repeated=True)).encode()),
    "within.html": lambda: each(lambda items: to_html(parted(items, within=True, repeated=True)).encode()),
    "typed.docx": lambda: typed(typed_docx),
    "typed.html": lambda: typed(typed_html),
    "chromium.pdf": chromium,
    "libreoffice.pdf": libreoffice,
}


@dataclass(slots=True)
class Tally:
    """What was compared of a set in a format."""

    documents: int = 0
    equal: int = 0
    records: int = 0
    differing: int = 0
    faults: dict[str, list[str]] = field(default_factory=dict)


def measure(paths: Sequence[Path], name: str, draw: Draw) -> Tally:
    """Compare documents with what one way of drawing makes of them."""
    tally = Tally()
    texts = [read_document(path) for path in paths]
    filled = [
        (path, text)
        for path, text in zip(paths, texts, strict=True)
        if text.blocks and (text.media_type == "text/plain" or not name.startswith("typed"))
    ]
    for (path, text), data in zip(filled, draw([text for _, text in filled]), strict=True):
        records, lines = differing(text, read_bytes(f"a.{name.rpartition('.')[2]}", data))
        tally.documents += 1
        tally.equal += not lines
        tally.records += records
        tally.differing += len(lines)
        if lines:
            tally.faults[path.stem] = lines
    return tally


def _is_cause(line: str) -> bool:
    """Whether a line is no inference and no mere place in the order: these follow from others."""
    return "/assignment/" not in line and not re.fullmatch(r"~ \S+: order \d+ / \d+", line)


def main(write: Callable[[str], object] = sys.stdout.write) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=all_sets())
    parser.add_argument("--format", nargs="*", default=list(FORMATS), choices=list(FORMATS))
    parser.add_argument("--fixture", default="")
    parser.add_argument("-v", action="store_true", dest="verbose")
    wanted = parser.parse_args()
    with ExitStack() as stack:
        ways = {name: stack.enter_context(FORMATS[name]()) for name in wanted.format}
        for folder in wanted.sets:
            paths = [path for path in fixtures(folder) if wanted.fixture in path.stem]
            for name, draw in ways.items():
                tally = measure(paths, name, draw)
                write(f"| {folder} | {name} | {tally.equal} of {tally.documents} ")
                write(f"| {tally.differing} of {tally.records} |\n")
                for stem, lines in tally.faults.items():
                    write(f"  {stem}: {len(lines)}\n")
                    if wanted.verbose:
                        write("".join(f"    {line[:300]}\n" for line in lines if _is_cause(line)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
