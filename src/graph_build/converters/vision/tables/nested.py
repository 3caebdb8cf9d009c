"""Tables inside the cells of a sheet (years and amounts beside 事業費) become rows and columns of the sheet itself.

So they are printed where the office merges cells instead: the label beside spans the rows of the inner table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from graph_build.converters.items import Grid, Item
from graph_build.converters.vision.tables.years import year_columns
from graph_build.converters.vision.words.heads import head_of
from graph_build.documents.model import Cell, Located, Table

_IN_CELLS = ("schedule", "budget", "roles", "participants", "kpi", "target", "current", "baseline")
"""What offices tell in tables inside a cell."""


@dataclass(frozen=True, slots=True)
class _Strip:
    """A part of a cell from top to bottom: text, or an inner table."""

    paras: tuple[Located, ...] = ()
    table: Table | None = None

    @property
    def height(self) -> int:
        return self.table.rows if self.table else 1


def unnested(items: Sequence[Item]) -> list[Item]:
    """The items, tables with tables in their cells as one grid each; an inner table of prose stays text of its cell."""
    return [_unnested(item) if isinstance(item, Grid) else item for item in items]


def _unnested(grid: Grid) -> Grid:
    told = [
        cell
        for row in grid.rows
        for label, cell in zip((None, *row), row, strict=False)
        if cell.nested and _tells_in_cells(cell, label)
    ]
    if not told:
        return grid
    kept = tuple(cell if cell in told else replace(cell, nested=()) for cell in grid.table.cells)
    return Grid(_flat(replace(grid.table, cells=kept)))


def _tells_in_cells(cell: Cell, label: Cell | None) -> bool:
    """Whether the places of an inner table's cells say something: below years, or beside a label of such a table."""
    if label is not None and head_of(label).means(*_IN_CELLS):
        return True
    return any(year_columns(Grid(inner.table).rows) is not None for inner in cell.nested)


def _flat(table: Table) -> Table:
    """A grid in which every row and column is as wide as the inner tables that begin in it need."""
    heights, widths = [1] * table.rows, [1] * table.cols
    for cell in (cell for cell in table.cells if cell.nested):
        last_row, last_col = cell.row + cell.rowspan - 1, cell.col + cell.colspan - 1
        heights[last_row] += max(
            0, sum(strip.height for strip in _strips(cell)) - sum(heights[cell.row : last_row + 1])
        )
        widths[last_col] += max(
            0, max(inner.table.cols for inner in cell.nested) - sum(widths[cell.col : last_col + 1])
        )
    tops, lefts = [0, *accumulate(heights)], [0, *accumulate(widths)]
    cells: list[Cell] = []
    for cell in table.cells:
        row, col = tops[cell.row], lefts[cell.col]
        height, width = tops[cell.row + cell.rowspan] - row, lefts[cell.col + cell.colspan] - col
        arrow = (lefts[cell.arrow[0]], lefts[cell.arrow[1] + 1] - 1) if cell.arrow else None
        placed = replace(cell, row=row, col=col, rowspan=height, colspan=width, arrow=arrow)
        cells += _rows_of(placed) if cell.nested else [placed]
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Table(tuple(cells), tops[-1], lefts[-1], table.page)


def _strips(cell: Cell) -> list[_Strip]:
    """The texts and inner tables of a cell, in their order."""
    strips: list[_Strip] = []
    done = 0
    for inner in cell.nested:
        if before := cell.paras[done : inner.first]:
            strips.append(_Strip(before))
        strips.append(_Strip(table=inner.table))
        done = inner.end
    if behind := cell.paras[done:]:
        strips.append(_Strip(behind))
    return strips


def _rows_of(cell: Cell) -> Iterator[Cell]:
    """The cells that take the place of one with inner tables; its last row and column go to the end of the place."""
    row = cell.row
    for strip in _strips(cell):
        if strip.table is None:
            text = Located.joined(list(strip.paras), "\n")
            yield replace(cell, row=row, text=text, paras=strip.paras, rowspan=1, nested=())
        else:
            for inner in strip.table.cells:
                at_end = inner.col + inner.colspan == strip.table.cols
                width = cell.colspan - inner.col if at_end else inner.colspan
                yield replace(inner.moved(row, cell.col), colspan=width, page=cell.page)
        row += strip.height
