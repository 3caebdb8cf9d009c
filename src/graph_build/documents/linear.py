"""Linear raw text for formats that have none of their own (HTML, DOCX, PDF), written together with its blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal, TypeAlias

from graph_build.documents.lines import Line
from graph_build.documents.model import (
    Block,
    BlockStyle,
    Cell,
    Document,
    Figure,
    Ignored,
    Located,
    Recognised,
    Table,
)
from graph_build.documents.paragraphs import Flow, fixed_width
from graph_build.documents.run_on import cut_blocks
from graph_build.documents.side_by_side import unfolded
from graph_build.records.evidence import Method
from graph_build.records.problems import Problem
from graph_build.text.characters import VERTICAL

Gap: TypeAlias = Literal["", "blank", "furniture"]
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


@dataclass(frozen=True, slots=True)
class TextLine:
    """A written line of running text; ``gap`` is what stands before it, ``flush`` as of `Flow.add`."""

    line: Line
    style: BlockStyle
    gap: Gap
    page: int | None
    flush: bool | None


Item: TypeAlias = TextLine | Table | Figure


@dataclass(slots=True)
class Linear:
    """The raw text as it grows, and what was written into it, in order."""

    items: list[Item] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    page_starts: list[int] = field(default_factory=list)
    recognised: list[Recognised] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0

    @property
    def page(self) -> int | None:
        """The page being written, from 1; None before the first."""
        return len(self.page_starts) or None

    def new_page(self) -> None:
        """Begin the next page."""
        self.page_starts.append(self._length)

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
        """Write a line of running text; ``confidence`` if it was recognised in a picture."""
        text = text.translate(_LINE_ENDS).rstrip()
        if text.strip():
            line = Line(text.translate(VERTICAL), self._put(text + "\n"))
            if confidence is not None:
                self.recognised.append(Recognised(line.start, self._length - 1, confidence))
            self.items.append(TextLine(line, style, gap, self.page, flush))

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
        paras: list[Located] = []
        for para in cell.paras:
            text = para.translate(_FIELD_ENDS).strip()
            if text:
                start = self._put(f"\n{text}" if paras else text)
                paras.append(Located.plain(text, start + bool(paras)))
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
        )

    def _put(self, text: str) -> int:
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start

    def document(self, name: str, sha256: str, media_type: str, method: Method = "text") -> Document:
        """What was written, as a document; `empty_file` if that is nothing."""
        blocks = tuple(cut_blocks(list(_blocks(self.items))))
        problems = list(self.problems)
        if not blocks and not any(problem.severity == "error" for problem in problems):
            problems.append(Problem("empty_file"))
        return Document(
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


def _beside(items: Sequence[Item]) -> Iterator[Item]:
    """The items with lines that hold two texts side by side as two runs of lines, the left one first."""
    for is_text, group in groupby(items, lambda item: isinstance(item, TextLine)):
        run = list(group)
        lines = [item for item in run if isinstance(item, TextLine)]
        if not is_text or not any(_WIDE_GAP.search(item.line.text.strip()) for item in lines):
            yield from run
            continue
        known = {id(item.line): item for item in lines}
        spaced: list[Line] = []
        for item in lines:
            if item.gap == "blank" and spaced:
                spaced.append(Line("", item.line.start))
            spaced.append(item.line)
        gap: Gap = "blank"
        page = lines[0].page
        for line in unfolded(spaced, lambda _lines, _at: None):
            if line.blank:
                gap = "blank"
                continue
            own = known.get(id(line))
            page = own.page if own else page
            yield own or TextLine(line, "plain", gap, page, None)
            gap = ""


_WIDE_GAP = re.compile(r"\S(?:　{3,}| {6,})\S")


def _blocks(items: Sequence[Item]) -> Iterator[Block]:
    flow = Flow(fixed_width([item.line for item in items if isinstance(item, TextLine)]))
    for item in _beside(items):
        if isinstance(item, TextLine):
            flow.add(item.line, item.line.located.strip(), item.style, item.page, item.gap, item.flush)
            continue
        yield from flow.taken()
        yield item
    yield from flow.taken()
