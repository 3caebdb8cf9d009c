"""One page in reading order: lines of running text and tables with the text of their cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from graph_build.documents.pdf.aligned import aligned
from graph_build.documents.pdf.fills import filled_tables
from graph_build.documents.pdf.geometry import Box, Char
from graph_build.documents.pdf.lattice import Frame, Grid, grids
from graph_build.documents.pdf.level import level_tables
from graph_build.documents.pdf.lines import PrintedLine, flows_on, is_full, lines_of
from graph_build.documents.pdf.page import Page
from graph_build.documents.pdf.rules import Arrow, clean
from graph_build.text.markers import parse_marker


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell's paragraphs; ``full``: its last line ran to the right edge; ``lines`` how many it has.

    ``arrow`` is the x-range of the columns that a drawn arrow beginning here covers.
    """

    frame: Frame
    paras: tuple[str, ...]
    full: bool = False
    lines: int = 0
    arrow: tuple[int, int] | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table, or the part of one that stands on a page; ``ruby`` and ``clashes`` are what cells could not hold."""

    grid: Grid
    cells: tuple[PrintedCell, ...]
    ruby: tuple[str, ...] = ()
    clashes: int = 0

    @property
    def box(self) -> Box:
        """The outline."""
        return self.grid.box


Unit: TypeAlias = PrintedLine | PrintedTable


@dataclass(slots=True)
class Layout:
    """A page in reading order, and what the reader of the document needs to know about it."""

    number: int
    width: float
    height: float
    units: list[Unit] = field(default_factory=list)
    lost: int = 0
    scanned: bool = False
    layered: bool = False
    notes: int = 0

    @property
    def text_lines(self) -> list[PrintedLine]:
        """The lines outside tables, ruby left out."""
        return [unit for unit in self.units if isinstance(unit, PrintedLine) and not unit.ruby]


def lay_out(page: Page, unspaced: bool = False) -> Layout:
    """Find the tables of a page, give every character to its cell or to the running text, and sort.

    ``unspaced``: the document holds no blanks, so that only gaps tell where they were.
    """
    rules = clean(page.drawing)
    tables = grids(rules)
    inside, free = _shared_out(page.chars, tables)
    sheet = Box(0, 0, page.width, page.height)
    finders: tuple[Callable[[Sequence[Char], Sequence[Box]], list[Grid]], ...] = (
        lambda chars, taken: filled_tables(page.drawing.fills, chars, taken, sheet),
        lambda chars, taken: level_tables(chars, rules.horizontal, taken, unspaced),
        lambda chars, taken: aligned(chars, taken, unspaced),
    )
    for find in finders:
        more = find(free, [grid.box for grid in tables])
        within, free = _shared_out(free, more)
        tables, inside = [*tables, *more], [*inside, *within]
    units: list[Unit] = list(lines_of(free, unspaced))
    for grid, chars in zip(tables, inside, strict=True):
        units.append(_table(grid, chars, rules.arrows, unspaced))
    units.sort(
        key=lambda unit: (unit.box.top if isinstance(unit, PrintedTable) else unit.box.cy, unit.box.x0)
    )
    return Layout(
        page.number, page.width, page.height, units, page.lost, page.is_scan, page.has_layer, page.notes
    )


def _shared_out(chars: Sequence[Char], tables: Sequence[Grid]) -> tuple[list[list[list[Char]]], list[Char]]:
    """Characters of each cell of each table, and the others; of nested tables the smaller one has them."""
    inside: list[list[list[Char]]] = [[[] for _ in grid.frames] for grid in tables]
    order = sorted(range(len(tables)), key=lambda i: tables[i].box.width * tables[i].box.height)
    if not tables:
        return inside, list(chars)
    free: list[Char] = []
    for char in chars:
        x, y = char.box.cx, char.box.cy
        place = next(
            (
                (i, k)
                for i in order
                if tables[i].box.holds(x, y)
                for k, frame in enumerate(tables[i].frames)
                if frame.box.holds(x, y)
            ),
            None,
        )
        if place is None:
            free.append(char)
        else:
            inside[place[0]][place[1]].append(char)
    return inside, free


def _table(grid: Grid, chars: list[list[Char]], arrows: Sequence[Arrow], unspaced: bool) -> PrintedTable:
    marks: dict[int, tuple[int, int]] = {}
    clashes = 0
    for arrow in arrows:
        found = _place_of(arrow, grid)
        if found is not None:
            clashes += found[0] in marks
            marks.setdefault(found[0], found[1])
    cells, ruby = [], []
    for index, (frame, inside) in enumerate(zip(grid.frames, chars, strict=True)):
        lines = lines_of(inside, unspaced)
        ruby += [line.text for line in lines if line.ruby]
        lines = [line for line in lines if not line.ruby]
        box = frame.text_box or frame.box
        right = right_edge(lines, box)
        full = bool(lines) and is_full(lines[-1], right)
        cells.append(PrintedCell(frame, tuple(paragraphs(lines, box)), full, len(lines), marks.get(index)))
    cells.sort(key=lambda cell: (cell.frame.row, cell.frame.col))
    return PrintedTable(grid, tuple(cells), tuple(ruby), clashes)


def _place_of(arrow: Arrow, grid: Grid) -> tuple[int, tuple[int, int]] | None:
    """The cell in which an arrow begins, and the columns of which it covers more than half."""
    if not grid.box.holds((arrow.x0 + arrow.x1) / 2, arrow.y):
        return None
    shares = [
        (min(arrow.x1, x1) - max(arrow.x0, x0)) / (x1 - x0)
        for x0, x1 in zip(grid.xs, grid.xs[1:], strict=False)
    ]
    columns = [col for col, share in enumerate(shares) if share > 0.5] or [shares.index(max(shares))]
    middle = (grid.xs[columns[0]] + grid.xs[columns[0] + 1]) / 2
    for index, frame in enumerate(grid.frames):
        if frame.box.holds(middle, arrow.y):
            return index, (columns[0], columns[-1])
    return None


def right_edge(lines: Sequence[PrintedLine], box: Box) -> float:
    """Where the lines of a cell may end: as far from its right rule as they begin from its left."""
    if not lines:
        return box.x1
    padding = min(max(min(line.box.x0 for line in lines) - box.x0, 0.0), 8.0)
    return max(box.x1 - padding, *(line.box.x1 for line in lines))


def paragraphs(lines: Sequence[PrintedLine], box: Box) -> list[str]:
    """The paragraphs of a cell: a line that ran to the right edge goes on with the next one."""
    if not lines:
        return []
    if _is_centred(lines, box):
        return ["".join(line.text for line in lines)]
    right = right_edge(lines, box)
    left = min(line.box.x0 for line in lines)
    parted, attached = _parting_brackets(lines), _attached_brackets(lines)
    paras = [lines[0].text]
    for line, following in pairwise(lines):
        indented = line.text.endswith("。") and following.box.x0 > left + 0.5 * following.size
        marked = parse_marker(following.text) is not None and following.text[0] not in attached
        begins = marked and not _unfinished(paras[-1])
        if flows_on(line, following, right) and not indented and not begins:
            blank = " " if paras[-1][-1:] in parted and following.text[:1] not in _NOT_PARTED else ""
            paras[-1] = glued(paras[-1] + blank, following.text)
        else:
            paras.append(following.text)
    return paras


_NOT_PARTED = "、。，．,.」』）】〉》〕)]・（("


def _parting_brackets(lines: Sequence[PrintedLine]) -> set[str]:
    """Closing brackets that have a blank behind them wherever they stand inside a line: they end the entries of a list.

    Typesetters drop that blank where the line ends behind the bracket.
    """
    behind: dict[str, set[bool]] = {}
    for line in lines:
        for at, char in enumerate(line.text[:-1]):
            if char in "）】〕》〉)]" and line.text[at + 1] not in _NOT_PARTED:
                behind.setdefault(char, set()).add(line.text[at + 1] in " 　")
    return {char for char, blanks in behind.items() if blanks == {True}}


def _attached_brackets(lines: Sequence[PrintedLine]) -> set[str]:
    """Opening brackets that stand right behind a word wherever they stand inside a line: they begin no paragraph."""
    before: dict[str, set[bool]] = {}
    for line in lines:
        for at, char in enumerate(line.text[1:]):
            if char in "【〔〈《<[":
                before.setdefault(char, set()).add(line.text[at] not in " 　")
    return {char for char, words in before.items() if words == {True}}


def _unfinished(text: str) -> bool:
    """Whether a text stops inside brackets or a fraction, so that no list item can begin behind it."""
    opened = sum(map(text.count, "（(「『")) - sum(map(text.count, "）)」』"))
    return (opened > 0 and len(text) < 400) or text.endswith(("、", "，", "/", "／"))


def _is_centred(lines: Sequence[PrintedLine], box: Box) -> bool:
    """A label of a few short lines around the middle of its cell is one paragraph."""
    if not 2 <= len(lines) <= 6 or sum(len(line.text) for line in lines) > 40:
        return False
    same_left = max(line.box.x0 for line in lines) - min(line.box.x0 for line in lines) < 1.5
    middle = all(abs(line.box.cx - box.cx) < max(3.0, 0.06 * box.width) for line in lines)
    marked = any(parse_marker(line.text) for line in lines[1:])
    return middle and not marked and (not same_left or lines[0].box.x0 - box.x0 > lines[0].size)


def glued(before: str, after: str) -> str:
    """Two pieces of a line as one: words of Latin letters keep a blank between them."""
    words = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha()
    return f"{before} {after}" if words else before + after
