"""Linear raw text for formats that have none of their own (HTML, DOCX, PDF), written together with its blocks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import TypeAlias

from graph_build.documents.line_blocks import LineBlocks, cells_inferred, cells_unsettled
from graph_build.documents.lines.furniture import furniture
from graph_build.documents.lines.hand_broken import rejoined
from graph_build.documents.lines.paragraphs import Flow
from graph_build.documents.lines.physical import Gap, Line
from graph_build.documents.lines.run_on import cut_blocks
from graph_build.documents.lines.side_by_side import unfolded
from graph_build.documents.lines.typographic_tabs import without_typographic_tabs
from graph_build.documents.lines.widths import breaks_paragraphs, fixed_width, is_unbroken
from graph_build.documents.model import (
    Block,
    BlockStyle,
    Cell,
    Document,
    Figure,
    Ignored,
    Located,
    Nested,
    Recognised,
    Table,
)
from graph_build.documents.parted.plain import joined_over
from graph_build.documents.tables.shown import table_by_blanks
from graph_build.records.evidence import Method
from graph_build.records.problems import Problem
from graph_build.text.characters import VERTICAL

_LINE_ENDS = str.maketrans(dict.fromkeys("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
_FIELD_ENDS = _LINE_ENDS | {ord("\t"): " "}


@dataclass(frozen=True, slots=True)
class GridCell:
    """A table cell before it has a place in the raw text; the fields as of `Cell`."""

    row: int
    col: int
    paras: tuple[str, ...]
    rowspan: int = 1
    colspan: int = 1
    arrow: tuple[int, int] | None = None
    confidence: float | None = None
    nested: tuple[GridTable, ...] = ()


@dataclass(frozen=True, slots=True)
class GridTable:
    """A table inside a cell; its rows, as of `rows_as_text`, are the cell's paragraphs from ``first``."""

    first: int
    cells: tuple[GridCell, ...]


_BETWEEN_CELLS, _BETWEEN_PARAS = "　", " "


def rows_as_text(cells: Sequence[GridCell]) -> list[str]:
    """A table inside a cell, row by row."""
    return [
        _BETWEEN_CELLS.join(_BETWEEN_PARAS.join(cell.paras) for cell in cells if cell.row == row)
        for row in sorted({cell.row for cell in cells})
    ]


Item: TypeAlias = Line | Table | Figure


@dataclass(slots=True)
class Linear:
    """The raw text as it grows, and what was written into it, in order."""

    as_typed: bool = True
    """As of `LineBlocks`."""
    items: list[Item] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    page_starts: list[int] = field(default_factory=list)
    recognised: list[Recognised] = field(default_factory=list)
    unsettled: list[Line] = field(default_factory=list)
    """Rows of which the tabs do not settle the columns."""
    page_ends: set[int] = field(default_factory=set)
    """Before which items a page ends, in a format without pages."""
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _blank: bool = False

    @property
    def page(self) -> int | None:
        """The page being written, from 1; None before the first."""
        return len(self.page_starts) or None

    def new_page(self) -> None:
        """Begin the next page."""
        self.page_starts.append(self._length)

    def page_end(self) -> None:
        """Tell that a page ends here, in a format without pages."""
        self.page_ends.add(len(self.items))

    @property
    def length(self) -> int:
        """How many characters were written."""
        return self._length

    def line(
        self,
        text: str,
        style: BlockStyle = "plain",
        gap: Gap = "blank",
        flush: bool | None = None,
        confidence: float | None = None,
    ) -> None:
        """Write a line of running text, a blank one as nothing; ``confidence`` if it was recognised in a picture."""
        text = text.translate(_LINE_ENDS)
        text = text if self.as_typed else text.rstrip()
        if not text.strip():
            self._blank = self.as_typed
            return
        start = self._put(text + "\n")
        gap, self._blank = "blank" if self._blank else gap, False
        if confidence is not None:
            self.recognised.append(Recognised(start, self._length - 1, confidence))
        self.items.append(Line(text.translate(VERTICAL), start, None, gap, style, flush))

    def aside(self, text: str, reason: str) -> None:
        """Write a line that no converter needs to see, set aside for the named reason."""
        text = text.translate(_LINE_ENDS).strip()
        if text:
            start = self._put(text + "\n")
            self.ignored.append(Ignored(start, start + len(text), reason))

    def figure(self, text: str = "") -> None:
        """Write what stands in the place of a picture; a blank if there is nothing."""
        text = text.translate(_LINE_ENDS).strip() or " "
        self.items.append(Figure(Located.plain(text, self._put(text + "\n")), self.page))

    def table(self, cells: Sequence[GridCell]) -> Table:
        """Write a table: rows as lines, cells separated by tabs, paragraphs of a cell by line feeds."""
        written: list[Cell] = []
        row, col = 0, 0
        for cell in sorted(cells, key=lambda cell: (cell.row, cell.col)):
            self._put("\n" * (cell.row - row))
            col = col if cell.row == row else 0
            self._put("\t" * (cell.col - col))
            row, col = cell.row, cell.col
            written.append(self._cell(cell))
        self._put("\n")
        rows = max((cell.row + cell.rowspan for cell in cells), default=0)
        cols = max((cell.col + cell.colspan for cell in cells), default=0)
        table = Table(tuple(written), rows, cols, self.page)
        self.items.append(table)
        return table

    def _cell(self, cell: GridCell) -> Cell:
        written: list[Located] = []
        for para in cell.paras:
            text = para.translate(_FIELD_ENDS).strip()
            begun = any(written)
            start = self._put(f"\n{text}" if text and begun else text)
            written.append(Located.plain(text, start + bool(text and begun)))
        paras = [para for para in written if para]
        whole = Located.joined(paras, "\n")
        if paras and cell.confidence is not None:
            self.recognised.append(Recognised(paras[0].start, paras[-1].end, cell.confidence))
        return Cell(
            cell.row,
            cell.col,
            whole,
            tuple(paras),
            cell.rowspan,
            cell.colspan,
            self.page,
            cell.arrow,
            cell.confidence,
            tuple(_nested(table, cell.paras, written) for table in cell.nested),
        )

    def _put(self, text: str) -> int:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start

    def document(self, name: str, sha256: str, media_type: str, method: Method = "text") -> Document:
        """What was written, as a document; `empty_file` if that is nothing."""
        inferred: list[Line] = []
        unsettled: list[Table] = []
        blocks = tuple(cut_blocks(list(self._blocks(inferred, unsettled))))
        problems = list(self.problems)
        if not blocks and not any(problem.severity == "error" for problem in problems):
            problems.append(Problem("empty_file"))
        document = Document(
            name,
            sha256,
            media_type,
            "".join(self._parts),
            blocks,
            tuple(self.page_starts),
            tuple(sorted(self.ignored, key=lambda item: item.start)),
            tuple(problems),
            method,
            tuple(sorted(self.recognised, key=lambda one: one.start)),
        )
        told = (
            *cells_inferred(document, inferred),
            *cells_unsettled(document, unsettled),
            *_tabs_unsettled(document, self.unsettled),
        )
        return replace(document, problems=(*problems, *told))

    def _blocks(self, inferred: list[Line], unsettled: list[Table]) -> Iterator[Block]:
        """The blocks, lines between two tables or figures together; ``inferred`` and ``unsettled`` as of `LineBlocks`."""
        lines = [item for item in self.items if isinstance(item, Line)]
        unbroken = self.as_typed and is_unbroken(lines)
        broken = breaks_paragraphs(lines) if self.as_typed else None
        width = broken or fixed_width(lines)
        aside = furniture([each for line in lines for each in _with_blank(line)]) if self.as_typed else {}
        items = self._tables_whole(aside) if self.as_typed else self.items
        for is_text, group in groupby(items, lambda item: isinstance(item, Line)):
            if not is_text:
                yield from (item for item in group if not isinstance(item, Line))
                continue
            typed = [item for item in group if isinstance(item, Line)]
            typed = rejoined(typed) if self.as_typed else typed
            if broken:
                typed = [replace(line, gap="") if line.gap == "paragraph" else line for line in typed]
            run = self._unfolded(typed)
            found = LineBlocks(
                run, Flow(width, unbroken), self.page_starts, self.as_typed, aside=aside
            ).read()
            self.ignored += found.ignored
            inferred += found.inferred
            unsettled += found.unsettled
            yield from found.blocks

    def _tables_whole(self, aside: Collection[int]) -> list[Item]:
        """The items, tables put together that only the end of a page parts, or an empty paragraph."""
        places = [index for index, item in enumerate(self.items) if isinstance(item, Table)]
        if len(places) < 2:
            return self.items
        between = [self._between(a, b, aside) for a, b in pairwise(places)]
        tables = [item for item in self.items if isinstance(item, Table)]
        items: list[Item | None] = [None if isinstance(item, Table) else item for item in self.items]
        for first, table, again in joined_over(tables, between):
            items[places[first]] = table
            self.ignored += again
        return [item for item in items if item is not None]

    def _between(self, first: int, second: int, aside: Collection[int]) -> bool | None:
        """What stands between two items: text (None), the end of a page (True), nothing (False)."""
        lines = self.items[first + 1 : second]
        if not all(isinstance(item, Line) and item.start in aside for item in lines):
            return None
        return bool(lines) or not self.page_ends.isdisjoint(range(first + 1, second + 1))

    def _unfolded(self, lines: Sequence[Line]) -> Sequence[Line]:
        """The lines with blank ones where the format says so, what stands side by side one below the other."""
        spaced = [each for line in lines for each in _with_blank(line)]
        if self.as_typed:
            return unfolded(without_typographic_tabs(spaced), table_by_blanks)
        if any(_WIDE_GAP.search(line.text.strip()) for line in lines):
            return unfolded(spaced, lambda _lines, _at: None)
        return spaced


def _tabs_unsettled(document: Document, rows: Sequence[Line]) -> Iterator[Problem]:
    """The rows of tables among them; no table is lost by the tabs of other lines."""
    tables = (block for block in document.blocks if isinstance(block, Table))
    begins = {cell.text.start for table in tables for cell in table.cells if cell.text}
    for line in rows:
        if any(line.start <= begin < line.end for begin in begins):
            place = document.span(line.start, line.end)
            yield Problem("tab_columns_unknown", line.text.strip().replace("\t", "｜"), place=place)


def _nested(table: GridTable, printed: Sequence[str], written: Sequence[Located]) -> Nested:
    """A table inside a cell, its texts where the rows were written; ``printed`` are the paragraphs before they were stripped."""
    cells: list[Cell] = []
    numbers = sorted({cell.row for cell in table.cells})
    for at, number in enumerate(numbers, start=table.first):
        place = len(printed[at].lstrip()) - len(
            printed[at]
        )  # where the row's next character stands in what was written
        for cell in (cell for cell in table.cells if cell.row == number):
            paras = []
            for para in cell.paras:
                paras.append(written[at][max(place, 0) : max(place + len(para), 0)].strip())
                place += len(para) + len(_BETWEEN_PARAS)
            place += len(_BETWEEN_CELLS) - (len(_BETWEEN_PARAS) if cell.paras else 0)
            paras = [para for para in paras if para]
            whole = Located.joined(paras, "\n")
            cells.append(
                Cell(cell.row, cell.col, whole, tuple(paras), cell.rowspan, cell.colspan, None, cell.arrow)
            )
    rows = max((cell.row + cell.rowspan for cell in cells), default=0)
    cols = max((cell.col + cell.colspan for cell in cells), default=0)
    first, end = (
        len([para for para in written[:at] if para]) for at in (table.first, table.first + len(numbers))
    )
    return Nested(first, end, Table(tuple(cells), rows, cols))


_WIDE_GAP = re.compile(r"\S(?:　{3,}| {6,})\S")


def _with_blank(line: Line) -> tuple[Line, ...]:
    return (Line("", line.start), line) if line.gap == "blank" else (line,)
