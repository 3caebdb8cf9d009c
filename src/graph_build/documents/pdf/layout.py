"""One page in reading order: lines of running text and tables with the text of their cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from graph_build.documents.covered import covered_columns
from graph_build.documents.pdf.aligned import aligned
from graph_build.documents.pdf.cells import Ends, right_edge, usual_pitch
from graph_build.documents.pdf.fills import filled_tables
from graph_build.documents.pdf.geometry import SNAP, Box, Char
from graph_build.documents.pdf.lattice import Frame, Grid, tables_and_frames
from graph_build.documents.pdf.level import level_tables
from graph_build.documents.pdf.lines import PrintedLine, lines_of, unstretched
from graph_build.documents.pdf.page import Page
from graph_build.documents.pdf.rules import Arrow, clean, part_arrows
from graph_build.documents.pdf.slivers import without_slivers
from graph_build.documents.pdf.written_down import written_down

_MOST_OF = 0.7
"""Share of a cell from which a colour lies behind it."""


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell's paragraphs; ``ends``: how they begin and end; ``lines``: how many lines it has.

    ``arrow`` is the x-range of the columns that a drawn arrow beginning here covers; ``filled`` if a colour lies behind it.
    ``printed`` are the lines that are still to be parted into paragraphs, ``inner`` the tables inside it, top to bottom.
    """

    frame: Frame
    paras: tuple[str, ...]
    ends: Ends | None = None
    lines: int = 0
    arrow: tuple[int, int] | None = None
    confidence: float | None = None
    filled: bool = False
    printed: tuple[PrintedLine, ...] = ()
    inner: tuple[Inner, ...] = ()

    @property
    def text_box(self) -> Box:
        """Where its lines may stand."""
        return self.frame.text_box or self.frame.box


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table, or the part of one that stands on a page; ``ruby`` and ``clashes`` are what cells could not hold.

    ``pitch`` is the usual distance of its lines, in font sizes.
    """

    grid: Grid
    cells: tuple[PrintedCell, ...]
    ruby: tuple[str, ...] = ()
    clashes: int = 0
    pitch: float = 0.0

    @property
    def box(self) -> Box:
        """The outline."""
        return self.grid.box


@dataclass(frozen=True, slots=True)
class Inner:
    """A table inside a cell; ``above``: how many of the cell's paragraphs stand above it, once they are set."""

    table: PrintedTable
    above: int = 0


Unit: TypeAlias = PrintedLine | PrintedTable


@dataclass(slots=True)
class Layout:
    """A page in reading order, and what the reader of the document needs to know about it.

    ``frames`` are the single cells drawn around running text.
    """

    number: int
    width: float
    height: float
    units: list[Unit] = field(default_factory=list)
    lost: int = 0
    scanned: bool = False
    layered: bool = False
    notes: int = 0
    frames: list[Grid] = field(default_factory=list)

    @property
    def text_lines(self) -> list[PrintedLine]:
        """The lines outside tables, ruby left out."""
        return [unit for unit in self.units if isinstance(unit, PrintedLine) and not unit.ruby]


def lay_out(page: Page, unspaced: bool = False) -> Layout:
    """Find the tables of a page, give every character to its cell or to the running text, and sort.

    The paragraphs of cells are set by `columns.set_paragraphs`, for all pages together. ``unspaced``: the document
    holds no blanks, so that only gaps tell where they were.
    """
    rules = clean(page.drawing)
    worded = [box for box in page.drawing.arrows if _holds_words(box, page.chars)]
    part_arrows(rules, worded)
    tables, frames = tables_and_frames(rules)
    inside, free = _shared_out(page.chars, tables, worded)
    free = _run_over(free, tables, inside)
    whole = [without_slivers(grid, chars) for grid, chars in zip(tables, inside, strict=True)]
    tables, inside = [grid for grid, _ in whole], [chars for _, chars in whole]
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
    boxes = [grid.box for grid in tables]
    for grid, chars in zip(tables, inside, strict=True):
        arrows = [arrow for arrow in rules.arrows if _innermost(arrow, boxes) == grid.box]
        units.append(_table(grid, chars, arrows, page.drawing.fills, unspaced))
    units.sort(
        key=lambda unit: (unit.box.top if isinstance(unit, PrintedTable) else unit.box.cy, unit.box.x0)
    )
    return Layout(
        page.number,
        page.width,
        page.height,
        units,
        page.lost,
        page.is_scan,
        page.has_layer,
        page.notes,
        frames,
    )


def _innermost(arrow: Arrow, boxes: Sequence[Box]) -> Box | None:
    """The smallest table around the middle of an arrow."""
    around = [box for box in boxes if box.holds((arrow.x0 + arrow.x1) / 2, arrow.y)]
    return min(around, key=lambda box: box.width * box.height, default=None)


def _holds_words(arrow: Box, chars: Sequence[Char]) -> bool:
    return any(not char.text.isspace() and arrow.holds(char.box.cx, char.box.cy) for char in chars)


def _shared_out(
    chars: Sequence[Char], tables: Sequence[Grid], arrows: Sequence[Box] = ()
) -> tuple[list[list[list[Char]]], list[Char]]:
    """Characters of each cell of each table, and the others; of nested tables the smaller one has them. Those inside a block
    arrow stand in the cell in which it begins."""
    inside: list[list[list[Char]]] = [[[] for _ in grid.frames] for grid in tables]
    order = sorted(range(len(tables)), key=lambda i: tables[i].box.width * tables[i].box.height)
    if not tables:
        return inside, list(chars)
    free: list[Char] = []
    for before, char in zip((None, *chars), chars, strict=False):
        x, y = before.box.cx if before and _hangs(char, before) else char.box.cx, char.box.cy
        arrow = next((box for box in arrows if box.holds(x, y)), None)
        x = arrow.x0 + min(2 * SNAP, arrow.width / 4) if arrow else x
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


_FURTHEST = 12
"""Font sizes that a cell may run over."""
_NEXT_LINE, _NEXT_PARAGRAPH = 0.9, 1.3
"""Font sizes from a line to the next one of a cell, and to the first one of its next paragraph, at most."""


def _run_over(
    chars: Sequence[Char], tables: Sequence[Grid], inside: Sequence[Sequence[list[Char]]]
) -> list[Char]:
    """Put letters into the cell above that they run over: struck by its lower rule, or the next lines of a cell that is open at the
    page end, below where its sides stop. Returns the others."""
    ends = [
        [
            (frame, letters)
            for frame, letters in zip(grid.frames, own, strict=True)
            if letters and frame.box.bottom > grid.box.bottom - SNAP
        ]
        for grid, own in zip(tables, inside, strict=True)
    ]
    left, over = list(chars), True
    while over:
        found = [
            (char, next((own for row in ends if (own := _cell_above(char, row)) is not None), None))
            for char in left
        ]
        over = any(letters is not None for _, letters in found)
        left = [char for char, letters in found if letters is None]
        for char, letters in found:
            if letters is not None:
                letters.append(char)
    return left


def _cell_above(char: Char, row: Sequence[tuple[Frame, list[Char]]]) -> list[Char] | None:
    """The letters of the cell that a letter runs over, one of the last row of a table: where a cell of that row runs over, the next
    paragraph of another one may, too."""
    over = any(letter.box.cy > frame.box.bottom for frame, letters in row for letter in letters)
    for frame, letters in row:
        below = (char.box.top - frame.box.bottom) / char.size
        if not -0.7 < below < _FURTHEST or not frame.box.x0 < char.box.cx < frame.box.x1:
            continue
        near = below < -0.3 or (frame.open_bottom and (below < 0.2 or over))
        if near and _line_above(char, letters, _NEXT_PARAGRAPH if over else _NEXT_LINE):
            return letters
    return None


def _line_above(char: Char, letters: Sequence[Char], gap: float) -> bool:
    """Whether the last line of a cell stands right above a letter of the same size (less than a ``gap`` of font sizes), and does not
    begin right of it."""
    last = max(letter.box.bottom for letter in letters)
    line = [letter for letter in letters if letter.box.bottom > last - 0.5 * char.size]
    close = 0 <= char.box.top - last < gap * char.size
    return close and abs(line[0].size - char.size) < 1 and min(c.box.x0 for c in line) < char.box.x0 + 1


def _hangs(char: Char, before: Char) -> bool:
    """Whether a stop stands right behind a character, be it past the edge of its cell (ぶら下げ)."""
    near = (
        abs(char.box.x0 - before.box.x1) < 0.25 * char.size
        and abs(char.box.cy - before.box.cy) < char.size / 2
    )
    return char.text in "、。，．" and near


def _table(
    grid: Grid, chars: list[list[Char]], arrows: Sequence[Arrow], fills: Sequence[Box], unspaced: bool
) -> PrintedTable:
    marks: dict[int, tuple[int, int]] = {}
    clashes = 0
    for arrow in arrows:
        found = _place_of(arrow, grid)
        if found is not None:
            clashes += found[0] in marks
            marks.setdefault(found[0], found[1])
    down = [written_down(inside) for inside in chars]
    printed = [
        [line] if line else lines_of(inside, unspaced) for line, inside in zip(down, chars, strict=True)
    ]
    ruby = [line.text for lines in printed for line in lines if line.ruby]
    printed = [[line for line in lines if not line.ruby] for lines in printed]
    printed = [
        unstretched(lines, right_edge(lines, frame.text_box or frame.box), unspaced)
        for frame, lines in zip(grid.frames, printed, strict=True)
    ]
    grounds = [fill for fill in fills if _shared(fill, grid.box) > 0]
    cells = []
    for index, (frame, lines) in enumerate(zip(grid.frames, printed, strict=True)):
        ends = Ends.of(lines, frame.text_box or frame.box)
        filled = any(_shared(fill, frame.box) > _MOST_OF for fill in grounds)
        cells.append(
            PrintedCell(frame, (), ends, len(lines), marks.get(index), filled=filled, printed=tuple(lines))
        )
    cells.sort(key=lambda cell: (cell.frame.row, cell.frame.col))
    return PrintedTable(grid, tuple(cells), tuple(ruby), clashes, usual_pitch(printed))


def _shared(fill: Box, box: Box) -> float:
    """The share of a box that a colour covers."""
    width = min(fill.x1, box.x1) - max(fill.x0, box.x0)
    height = min(fill.bottom, box.bottom) - max(fill.top, box.top)
    area = box.width * box.height
    return width * height / area if min(width, height, area) > 0 else 0.0


def _place_of(arrow: Arrow, grid: Grid) -> tuple[int, tuple[int, int]] | None:
    """The cell in which an arrow begins, and the columns of which it covers more than half."""
    first, last = covered_columns(arrow.x0, arrow.x1, grid.xs)
    middle = (grid.xs[first] + grid.xs[first + 1]) / 2
    for index, frame in enumerate(grid.frames):
        if frame.box.holds(middle, arrow.y):
            return index, (first, last)
    return None
