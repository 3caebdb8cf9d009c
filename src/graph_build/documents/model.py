"""The block model that every reader yields and every converter reads.

A reader turns a file into linear ``raw`` text (never changed afterwards) and ordered blocks. Every readable
string is a `Located`: its characters know their offsets in ``raw``, so any match leads back to the line that says it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from graph_build.records.evidence import Span
from graph_build.records.problems import Problem


@dataclass(frozen=True, slots=True)
class Located:
    """Readable text whose every character knows its offset in the raw text.

    ``offsets[i]`` is the raw offset of ``text[i]``; a character that the reader put in (the line feed between two
    joined paragraphs of a cell) carries the offset of the character before it.

    >>> Located.plain("第1条", 10).offsets
    (10, 11, 12)
    """

    text: str
    offsets: tuple[int, ...]

    @classmethod
    def plain(cls, text: str, start: int) -> Located:
        """Text that stands in the raw text as it is, from ``start``."""
        return cls(text, tuple(range(start, start + len(text))))

    @classmethod
    def joined(cls, parts: list[Located], separator: str = "") -> Located:
        """The parts one after another; the separator takes the offset of the character before it."""
        text: list[str] = []
        offsets: list[int] = []
        for part in parts:
            if offsets and separator:
                text.append(separator)
                offsets.extend([offsets[-1]] * len(separator))
            text.append(part.text)
            offsets.extend(part.offsets)
        return cls("".join(text), tuple(offsets))

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __getitem__(self, part: slice) -> Located:
        return Located(self.text[part], self.offsets[part])

    def strip(self) -> Located:
        """Without white space at both ends.

        >>> Located.plain("  甲　", 5).strip()
        Located(text='甲', offsets=(7,))
        """
        left = len(self.text) - len(self.text.lstrip())
        return self[left : max(left, len(self.text.rstrip()))]

    def match(self, found: re.Match[str], group: int | str = 0) -> Located:
        """The part of this text that a pattern's group matched."""
        return self[found.start(group) : found.end(group)]

    @property
    def start(self) -> int:
        """Raw offset of the first character."""
        return self.offsets[0]

    @property
    def end(self) -> int:
        """Raw offset behind the last character."""
        return self.offsets[-1] + 1


BlockStyle: TypeAlias = Literal["heading", "item", "plain"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, heading or list item: lines that belong together, soft line breaks joined.

    ``style`` is the reader's guess from the markup (``#``, ``<h2>``, a Word style); converters decide from markers.
    ``indent`` counts the columns of leading white space (full-width = 2), a weak hint of depth.
    """

    text: Located
    style: BlockStyle = "plain"
    indent: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell at (``row``, ``col``), both from 0, covering ``rowspan`` × ``colspan`` places of the grid.

    ``paras`` are its paragraphs; ``text`` joins them with line feeds. An empty cell is a Cell with no text; a place
    covered by another cell's span has no Cell. ``arrow`` is set where the reader saw a drawn bar or arrow that covers
    the columns from, to (both inclusive). ``confidence`` (0–1) is set by OCR. ``nested`` are the tables inside it.
    """

    row: int
    col: int
    text: Located
    paras: tuple[Located, ...] = ()
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    arrow: tuple[int, int] | None = None
    confidence: float | None = None
    nested: tuple[Nested, ...] = ()

    def moved(self, rows: int = 0, cols: int = 0) -> Cell:
        """The cell that many rows further down and columns further right, with its arrow."""
        arrow = (self.arrow[0] + cols, self.arrow[1] + cols) if self.arrow else None
        return replace(self, row=self.row + rows, col=self.col + cols, arrow=arrow)


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells in reading order; ``cells`` are sorted by row, then column."""

    cells: tuple[Cell, ...]
    rows: int
    cols: int
    page: int | None = None

    def row(self, index: int) -> tuple[Cell, ...]:
        """The cells that begin in this row, left to right."""
        return tuple(cell for cell in self.cells if cell.row == index)

    def as_lines(self) -> list[Located]:
        """Its filled rows, cells apart by a blank, as a cell around it has them for paragraphs."""
        rows = (
            [Located.joined(list(cell.paras), " ") for cell in self.row(row) if cell.text]
            for row in range(self.rows)
        )
        return [Located.joined(cells, "　") for cells in rows if cells]

    def at(self, row: int, col: int) -> Cell | None:
        """The cell that covers this place, spans counted; None outside the grid or where a row is short."""
        for cell in self.cells:
            if cell.row <= row < cell.row + cell.rowspan and cell.col <= col < cell.col + cell.colspan:
                return cell
        return None


@dataclass(frozen=True, slots=True)
class Nested:
    """A table inside a cell; its rows are also the cell's paragraphs ``first`` … ``end`` (half-open), columns apart by blanks."""

    first: int
    end: int
    table: Table


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture or chart whose content the reader cannot give; ``text`` is what stands in its place, if anything."""

    text: Located
    page: int | None = None


Block: TypeAlias = Paragraph | Table | Figure


@dataclass(frozen=True, slots=True)
class Ignored:
    """Raw characters that no converter needs to see, with the named reason (``markup``, ``page_number``, …)."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """Raw characters that come from character recognition, with its confidence (0–1; None: the file does not say)."""

    start: int
    end: int
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read.

    ``raw`` is the linear text (the file's own text for text and Markdown); ``sha256`` is of the file's bytes;
    ``page_starts`` are raw offsets at which pages 1, 2, … begin (empty: no pages known); ``ignored`` is what the
    reader itself set aside; ``problems`` what it could not read; ``recognised``, in text order, what was recognised
    in pictures (``method`` tells whether anything was).
    """

    name: str
    sha256: str
    media_type: str
    raw: str
    blocks: tuple[Block, ...]
    page_starts: tuple[int, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    problems: tuple[Problem, ...] = ()
    method: Literal["text", "ocr"] = "text"
    recognised: tuple[Recognised, ...] = ()
    line_starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0, *(found.end() for found in re.finditer(r"\r\n?|\n", self.raw))]
        object.__setattr__(self, "line_starts", tuple(starts))

    def reading_of(self, *parts: Located) -> tuple[Literal["text", "ocr"], float | None]:
        """How these parts were read, and with which confidence: that of the least sure line or cell among them."""
        found = [
            one for part in parts if part for one in self._recognised_in(min(part.offsets), max(part.offsets))
        ]
        if not found:
            return "text", None
        return "ocr", min((one.confidence for one in found if one.confidence is not None), default=None)

    def _recognised_in(self, first: int, last: int) -> Iterator[Recognised]:
        at = bisect_right(self.recognised, first, key=lambda one: one.end)
        while at < len(self.recognised) and self.recognised[at].start <= last:
            yield self.recognised[at]
            at += 1

    def line_of(self, offset: int) -> int:
        """1-based line of a raw offset."""
        return bisect_right(self.line_starts, offset)

    def page_of(self, offset: int) -> int | None:
        """1-based page of a raw offset; None where the format has no pages."""
        return bisect_right(self.page_starts, offset) or None

    def span(self, start: int, end: int) -> Span:
        """The place of raw characters ``start`` … ``end`` (half-open)."""
        last = max(start, end - 1)
        return Span(start, end, self.line_of(start), self.line_of(last), self.page_of(start))

    def span_of(self, *parts: Located) -> Span:
        """The smallest place that holds all the parts."""
        filled = [part for part in parts if part]
        if not filled:
            raise ValueError("no text, no place")
        return self.span(min(p.offsets[0] for p in filled), max(max(p.offsets) for p in filled) + 1)

    def lines(self, span: Span) -> Iterator[tuple[int, str]]:
        """The numbered raw lines that a place touches."""
        for number in range(span.line_start, span.line_end + 1):
            start = self.line_starts[number - 1]
            end = self.line_starts[number] if number < len(self.line_starts) else len(self.raw)
            yield number, self.raw[start:end].rstrip("\r\n")
