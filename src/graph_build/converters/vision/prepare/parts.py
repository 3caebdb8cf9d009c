"""The parts of a measure or project as rows of a table: a label with the lines or the table that belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.converters.items import Grid
from graph_build.converters.vision.prepare.of_years import (
    marks_and_amounts,
)
from graph_build.converters.vision.tables.part_labels import (
    PARTS,
)
from graph_build.converters.vision.tables.wrapped import value_of
from graph_build.converters.vision.tables.yearly import tells_by_years
from graph_build.converters.vision.words.heads import Head, head_of
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.numbers import parse_number


@dataclass(slots=True)
class Part:
    """A label, the lines that belong to it, and the table below it."""

    label: Located
    lines: list[Located] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()
    grid: Grid | None = None
    beside: bool = False
    """Whether the label is the first cell of the table itself."""


def tells_both(grid: Grid) -> bool:
    """Whether a table tells of work and of money, the years across or down."""
    return marks_and_amounts(grid) or tells_by_years(grid.rows)


def labels_of(grid: Grid) -> list[Head]:
    """The labels of a measure's or project's parts that a table's first column holds; 「関係町」 beside figures is a payer."""
    rows = [(head_of(row[0]), row[1:]) for row in grid.rows if row and row[0].col == 0]
    pays = [head for head, cells in rows if head.means("participants") and _are_amounts(cells)]
    return [head for head, _ in rows if head.means(*PARTS) and head not in pays]


def _are_amounts(cells: Sequence[Cell]) -> bool:
    """Whether two cells or more hold figures, or signs for none, and nothing else."""
    filled = [cell for cell in cells if cell.text]
    return len(filled) > 1 and all(parse_number(cell.text.text) is not None for cell in filled)


def joined(above: Grid, below: Grid) -> Grid:
    """Two tables as one, the rows of the second below those of the first."""
    rows = above.table.rows
    cells = (*above.table.cells, *(cell.moved(rows) for cell in below.table.cells))
    table = Table(cells, rows + below.table.rows, max(above.table.cols, below.table.cols), above.table.page)
    return Grid(table)


def below_rows(grid: Grid, part: Part) -> Grid:
    """A table with one more part below its rows."""
    return with_cells(grid, cells_of(part, grid.table.rows))


def with_cells(grid: Grid, added: Sequence[Cell]) -> Grid:
    """A table with further cells below or beside its own."""
    cells = (*grid.table.cells, *added)
    return Grid(Table(cells, _height(cells), max(cell.col + cell.colspan for cell in cells), grid.table.page))


def table_of(parts: Sequence[Part]) -> Grid:
    """The table of row labels that parts make, one below the other."""
    cells: list[Cell] = []
    for part in parts:
        cells += cells_of(part, _height(cells))
    return Grid(Table(tuple(cells), _height(cells), max(cell.col + cell.colspan for cell in cells)))


def _height(cells: Sequence[Cell]) -> int:
    return max((cell.row + 1 for cell in cells), default=0)


def cells_of(part: Part, row: int) -> list[Cell]:
    """The cells of a part from a row on: the label in the first column, its lines or its table right of it. A table of both
    schedule and amounts goes below a label above it, its own labels say what its rows are."""
    cells = [Cell(row, 0, part.label, (part.label,))]
    if part.grid is None:
        return [*cells, Cell(row, 1, value_of(part.lines), tuple(part.lines))]
    if not part.beside and tells_both(part.grid):
        return [*cells, *(cell.moved(row + 1) for cell in part.grid.table.cells)]
    moved = (cell.moved(row, 1) for cell in part.grid.table.cells)
    return [*cells, *moved]
