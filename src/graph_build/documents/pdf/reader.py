"""A PDF file to linear text and blocks, page by page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium

from graph_build.documents import ocr
from graph_build.documents.linear import Item, Linear
from graph_build.documents.lines.paragraphs import begins_caption, is_date
from graph_build.documents.lines.physical import Gap, Line
from graph_build.documents.misread.signs import corrected
from graph_build.documents.model import BlockStyle, Document, Recognised
from graph_build.documents.parted.cuts import Words
from graph_build.documents.parted.joining import join
from graph_build.documents.parted.pieces import SENTENCE_ENDS, Part
from graph_build.documents.pdf.blanks import unspaced
from graph_build.documents.pdf.columns import set_paragraphs
from graph_build.documents.pdf.furniture import furniture
from graph_build.documents.pdf.headings import headings
from graph_build.documents.pdf.layout import Layout, PrintedCell, PrintedTable, Unit, lay_out
from graph_build.documents.pdf.lines import PrintedLine, flows_on, in_brackets, in_columns
from graph_build.documents.pdf.lone_rows import put_back
from graph_build.documents.pdf.margins import Edges, edges, ends_short, set_to_both
from graph_build.documents.pdf.nesting import grid_cells, put_inside, with_inner
from graph_build.documents.pdf.page import Page, read_page
from graph_build.documents.pdf.parts import part_of
from graph_build.records.problems import Problem
from graph_build.text.key import matching_key
from graph_build.text.markers import parse_marker
from graph_build.text.plan_labels import label_kinds

MEDIA_TYPE = "application/pdf"
_DOUBTFUL = 0.8
"""Confidence below which what was recognised has to be looked at: of such cells about half were wrong (measured)."""
Progress = Callable[[int, int], None]
"""Called with the pages done and the pages in all."""


def read_pdf(name: str, sha256: str, data: bytes, progress: Progress | None = None) -> Document:
    """Read a PDF file; pages that are pictures go to character recognition where it is installed."""
    out = Linear(as_typed=False)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        out.problems.append(Problem("unreadable_file", f"PDF: {error}", value_ja="PDF として開けません"))
        return out.document(name, sha256, MEDIA_TYPE)
    try:
        pages = _pages(document, out, progress)
    finally:
        document.close()
    recognised = any(page.layered or (page.scanned and page.units) for page in pages)
    _Writer(out, pages).write()
    _report(out, pages)
    read = out.document(name, sha256, MEDIA_TYPE, "ocr" if recognised else "text")
    read = replace(read, problems=(*read.problems, *_doubtful(read)))
    return corrected(read) if recognised else read


def _doubtful(document: Document) -> Iterator[Problem]:
    """The lines and cells that were recognised with little confidence, each with its place."""
    for one in document.recognised:
        if one.confidence is not None and one.confidence < _DOUBTFUL:
            words = document.raw[one.start : one.end].strip()
            place = document.span(one.start, one.end)
            yield Problem("doubtful_reading", f"{one.confidence:.2f} {words}", place=place)


def _pages(document: pdfium.PdfDocument, out: Linear, progress: Progress | None) -> list[Layout]:
    pages: list[Page | Layout] = []
    for index in range(len(document)):
        try:
            pages.append(_read(document, index))
        except pdfium.PdfiumError as error:
            out.problems.append(Problem("part_not_read", f"page {index + 1}: {error}"))
            pages.append(Layout(index + 1, 0.0, 0.0))
        if progress is not None:
            progress(index + 1, len(document))
    gaps_are_blanks = unspaced([page.chars for page in pages if isinstance(page, Page)])
    layouts = [lay_out(page, gaps_are_blanks) if isinstance(page, Page) else page for page in pages]
    put_inside(layouts)
    put_back(layouts)
    set_paragraphs(layouts)
    return layouts


def _read(document: pdfium.PdfDocument, index: int) -> Page | Layout:
    """A page's characters and rules; a picture is recognised at once."""
    page = read_page(document, index)
    if (page.is_scan or page.is_unreadable) and ocr.missing() is None:
        from graph_build.documents.pdf.scan import read_scan

        return read_scan(document, index)
    if page.has_layer and ocr.has_numpy():
        from graph_build.documents.pdf.ruling import drawn_rules

        page.drawing = drawn_rules(document, index)  # a layer of recognised text comes without rules
    return page


@dataclass(slots=True)
class _Writer:
    out: Linear
    pages: Sequence[Layout]
    edges: Mapping[int, Edges] = field(default_factory=dict)
    pitch: float = 0.0
    before: PrintedLine | None = None
    opening: PrintedLine | None = None
    page_broke: bool = False
    size: float = 0.0
    justified: bool = False
    headings: frozenset[int] = frozenset()
    notes: list[tuple[int, int]] = field(default_factory=list)
    parts: list[tuple[int, Part]] = field(default_factory=list)

    def write(self) -> None:
        aside = furniture(self.pages)
        body = [line for page in self.pages for line in page.text_lines if id(line) not in aside]
        self._measure(body)
        self.headings = headings(self.pages, body, self.edges)
        for page in self.pages:
            self.out.new_page()
            self.page_broke = True
            start = self.out.length
            notes = self._footnotes(page, aside)
            for unit in page.units:
                if unit in notes:
                    continue
                if isinstance(unit, PrintedTable):
                    self._table(unit)
                elif unit.ruby:
                    self.out.aside(unit.text, "ruby")
                elif id(unit) in aside:
                    self.out.aside(unit.text, aside[id(unit)])
                else:
                    self._line(unit)
            self._write_footnotes(notes)
            if page.layered:
                self.out.recognised.append(Recognised(start, self.out.length))
        self._join(self._put_footnotes_behind())

    def _footnotes(self, page: Layout, aside: Mapping[int, str]) -> list[PrintedLine]:
        """The lines in small print at the foot of a page, below text of the usual size."""
        lines = [line for line in page.text_lines if id(line) not in aside]
        last = next((i for i in range(len(lines), 0, -1) if lines[i - 1].size > 0.88 * self.size), 0)
        small = lines[last:]
        tables = [unit.box.bottom for unit in page.units if isinstance(unit, PrintedTable)]
        above = max([*tables, *(line.box.bottom for line in lines[:last])], default=None)
        if not small or above is None or small[0].box.top < max(0.6 * page.height, above):
            return []
        return small

    def _write_footnotes(self, notes: Sequence[PrintedLine]) -> None:
        """Footnotes do not end the paragraph above them: it may go on with the next page."""
        if not notes:
            return
        kept = self.before, self.opening
        self.before = self.opening = None
        first = len(self.out.items)
        for line in notes:
            self._line(line)
        self.notes.append((first, len(self.out.items)))
        self.before, self.opening = kept

    def _put_footnotes_behind(self) -> set[int]:
        """Footnotes that stand between the lines of one paragraph follow it; their places in the raw text stay.

        Gives the indexes of those that stay where they are.
        """
        items = self.out.items
        staying: set[int] = set()
        for first, end in reversed(self.notes):
            behind = end
            while behind < len(items) and _goes_on(items[behind]):
                behind += 1
            items[first:behind] = [*items[end:behind], *items[first:end]]
            if behind == end:
                staying.update(range(first, end))
        return staying

    def _measure(self, body: Sequence[PrintedLine]) -> None:
        """The edges of the running text, and the usual distance of its lines in font sizes."""
        if not body:
            return
        self.size = median(line.size for line in body)
        self.edges = edges(self.pages, body, self.size)
        self.justified = set_to_both(body, self.edges)
        steps = [
            (b.box.cy - a.box.cy) / b.size
            for page in self.pages
            for a, b in zip(page.text_lines, page.text_lines[1:], strict=False)
            if id(a) in self.edges
            and flows_on(a, b, self.edges[id(a)][1])
            and 0 < b.box.cy - a.box.cy < 4 * b.size
            and not a.text.endswith(SENTENCE_ENDS)
        ]
        self.pitch = sorted(steps)[len(steps) // 4] if steps else 1.7

    def _line(self, line: PrintedLine) -> None:
        gap: Gap = "blank"
        flush: bool | None = None
        if self.before is not None and self.opening is not None:
            flush = self._flush(self.before, self.opening, line)
            near = 0 < line.box.cy - self.before.box.cy <= 1.25 * self.pitch * max(line.size, 4.0) + 0.5
            next_column = line.box.bottom < self.before.box.top
            gap = "furniture" if self.page_broke or next_column else "" if near else "blank"
        if not flush or self.opening is None:
            self.opening = line
        indent = min(max(round((line.box.x0 - self.edges[id(line)][0]) / max(line.size, 4.0)), 0), 30)
        style: BlockStyle = "heading" if id(line) in self.headings else "plain"
        self.out.line("　" * indent + line.text, style, gap, flush, line.confidence)
        self.before, self.page_broke = line, False

    def _flush(self, before: PrintedLine, opening: PrintedLine, line: PrintedLine) -> bool:
        """Whether a line goes on with the one before it, as the print shows."""
        alike = (id(before) in self.headings) == (id(line) in self.headings)
        if abs(before.size - line.size) > 0.15 * line.size or _is_laid_out(before, line) or not alike:
            return False
        if is_date(line.text):
            return False  # below a title that fills its line: a sentence would go on behind the day
        if before.text.endswith("。") and begins_caption(line.text):
            return False
        left, right = self.edges[id(before)]
        centred = all(abs((x.box.x0 - left) - (right - x.box.x1)) < 2 * x.size for x in (before, line))
        if centred and before.box.x0 > left + 2 * before.size:
            return before.box.width >= 0.6 * (right - left) and line.box.width < before.box.width
        right = max(right, line.box.x1)
        if not flows_on(before, line, right) or self._set_right(before, line):
            return False
        if _begin_alike(opening.text, line.text, sentences=before.text.endswith("。")):
            return False
        if not before.text.endswith("。"):
            return True
        if self.justified and ends_short(before, right):
            return False
        if line.box.x1 < self.edges[id(line)][1] - 2 * line.size and not line.text.rstrip("）)」").endswith(
            "。"
        ):
            return False  # a paragraph of sentences does not end without one: a heading
        if before is opening:
            # A hanging indent begins behind a marker; without one, an indented line begins a paragraph.
            return line.box.x0 <= opening.box.x0 + 1 or parse_marker(opening.text) is not None
        return (
            line.box.x0 <= min(before.box.x0, opening.box.x0) + 0.5 * line.size
            or abs(line.box.x0 - before.box.x0) < 1
        )

    def _set_right(self, before: PrintedLine, line: PrintedLine) -> bool:
        """Whether a short line stands at the right edge by itself, as a date or number below a title: the next begins elsewhere."""
        left, right = self.edges[id(before)]
        width = right - left
        short = before.box.x0 > left + 0.5 * width and before.box.width < 0.4 * width
        return short and abs(line.box.x0 - before.box.x0) > line.size

    def _table(self, printed: PrintedTable) -> None:
        for text in (text for table in with_inner(printed) for text in table.ruby):
            self.out.aside(text, "ruby")
        table = self.out.table(grid_cells(printed))
        if clashes := sum(table.clashes for table in with_inner(printed)):
            place = f"p. {self.out.page}: {clashes} ×"
            self.out.problems.append(Problem("part_not_read", place))
        self.parts.append((len(self.out.items) - 1, part_of(table, printed)))
        self.before = self.opening = None

    def _join(self, footnotes: set[int]) -> None:
        """Join tables that stand next to each other with a page break, and footnotes at most, between them."""
        items = self.out.items
        following = {
            index
            for (before, above), (index, below) in pairwise(self.parts)
            if below.page == (above.page or 0) + 1 and footnotes.issuperset(range(before + 1, index))
        }
        opening = [part for index, part in self.parts if index not in following]
        words = Words.of([part for _, part in self.parts], opening)
        gone: set[int] = set()
        last: tuple[int, Part] | None = None
        for index, part in self.parts:
            if last is not None and index in following and join(last[1], part, words):
                gone.add(index)
                items[last[0]] = last[1].table()
            else:
                last = (index, part)
        for _, part in self.parts:
            self.out.ignored.extend(part.dropped)
        self.out.items = [item for i, item in enumerate(items) if i not in gone]


_NAMED_YEARS = re.compile(r"[^\s0-9０-９]{2,8}[ 　]+(?:[HRＨＲ]|令和|平成|20)[ 　]?[0-9０-９元]{1,2}")


def _begin_alike(text: str, following: str, *, sentences: bool) -> bool:
    """Whether two texts begin with a word in the same brackets each: 「（交通）…」, 「（産業）…」; amid a text without
    ``sentences`` only known labels tell: 「（事業費）…」, 「（関係市町）…」; or with a name and a year: 「X市　H27 …」."""
    if _NAMED_YEARS.match(text) and _NAMED_YEARS.match(following):
        return True
    first, second = in_brackets(text), in_brackets(following)
    if not first or not second or text[0] != following[0]:
        return False
    return sentences or (bool(label_kinds(matching_key(first))) and bool(label_kinds(matching_key(second))))


def _is_laid_out(line: PrintedLine, following: PrintedLine) -> bool:
    """Whether gaps part a line into columns; two blanks behind a label do not, nor more if its text goes on below the label."""
    if len(line.gaps) > 1:
        return True
    for a, b in line.gaps:
        below_label = line.box.x1 - b > 0.6 * line.box.width and following.box.x0 < a - line.size
        figure = line.text[-1:].isdecimal()  # the page at the end of an entry of a table of contents
        if b - a > 2.5 * line.size and (figure or following.gaps or not below_label):
            return True
    return False


def _goes_on(item: Item) -> bool:
    return isinstance(item, Line) and bool(item.flush)


def _report(out: Linear, pages: Sequence[Layout]) -> None:
    scans = [page.number for page in pages if page.scanned and not page.units]
    if scans:
        out.problems.append(
            Problem("scanned_page", f"p. {_numbers(scans)}: {ocr.missing() or 'nothing recognised'}")
        )
    recognised = [page.number for page in pages if page.layered or (page.scanned and page.units)]
    if recognised:
        out.problems.append(Problem("read_by_ocr", f"p. {_numbers(recognised)}"))
    blind = sum(cell.confidence == 0.0 for page in pages for unit in page.units for cell in _cells(unit))
    if blind:
        out.problems.append(Problem("part_not_read", f"{blind} × not recognised (OCR)"))
    aligned = [page.number for page in pages if any(_by_alignment(unit) for unit in page.units)]
    if aligned:
        out.problems.append(Problem("table_without_rules", f"p. {_numbers(aligned)}"))
    columns = [page.number for page in pages if in_columns(page.text_lines)]
    if columns:
        out.problems.append(Problem("part_not_read", f"p. {_numbers(columns)}: columns without rules"))
    noted = [page.number for page in pages if page.notes]
    if noted:
        out.problems.append(
            Problem("part_not_read", f"p. {_numbers(noted)}: form fields or notes over the page")
        )
    lost = sum(page.lost for page in pages)
    if lost:
        damaged = [page.number for page in pages if page.lost]
        out.problems.append(Problem("corrupt_text", f"{lost} × U+FFFD (p. {_numbers(damaged)})"))


def _by_alignment(unit: Unit) -> bool:
    return isinstance(unit, PrintedTable) and unit.grid.aligned


def _cells(unit: Unit) -> tuple[PrintedCell, ...]:
    return unit.cells if isinstance(unit, PrintedTable) else ()


def _numbers(numbers: Sequence[int]) -> str:
    """Page numbers, runs shortened: 1–3, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
