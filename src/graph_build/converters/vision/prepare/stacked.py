"""Tables that stand below each other in one: the agreement's words, the list of a measure's projects below heads of its own, and its
indicators beside a label or below their heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.indicators.tables import kpi_columns
from graph_build.converters.vision.measures.drafts import is_measure_table
from graph_build.converters.vision.projects.list_heads import is_project_list
from graph_build.converters.vision.tables.signs import Row
from graph_build.converters.vision.words.heads import head_of
from graph_build.documents.model import Cell, Table

_HEADS = 4
"""Heads from which a row is that of a list; a label stands beside its value."""


def unstacked(items: Sequence[Item]) -> Iterator[Item]:
    """The items; such a table as those that it is made of."""
    for item in items:
        if isinstance(item, Grid):
            yield from _parts(item)
        else:
            yield item


def _parts(grid: Grid) -> list[Item]:
    first = next((row for row in range(1, len(grid.rows)) if _heads_list(grid.rows[row])), None)
    if first is None or any(cell.row < first < cell.row + cell.rowspan for cell in grid.table.cells):
        return [grid]
    above, below = grid.between(0, first), grid.between(first, len(grid.rows))
    quoted = any(
        is_measure_table(above.between(row, first)) for row in range(min(3, first))
    )  # its title above it or not
    if not quoted or not is_project_list(below):
        return [grid]
    end = next((row for row in range(1, len(below.rows)) if _begins_indicators(below, row)), len(below.rows))
    rest = _indicators(below.between(end, len(below.rows))) if end < len(below.rows) else []
    return [above, below.between(0, end), *rest]


def _indicators(grid: Grid) -> list[Item]:
    """A table of indicators, the label of them all as a line above it."""
    label = _label_of_all(grid)
    if label is None:
        return [grid]
    moved = tuple(cell.moved(0, -1) for cell in grid.table.cells if cell is not label)
    return [Para(label.text), Grid(Table(moved, grid.table.rows, grid.table.cols - 1, grid.table.page))]


def _label_of_all(grid: Grid) -> Cell | None:
    """The label that spans all rows, if it is one of indicators."""
    first = next((cell for cell in grid.table.cells if cell.col == 0), None)
    spans = first is not None and first.rowspan == len(grid.rows) > 1
    return first if spans and head_of(first).means("kpi") else None


def _heads_list(row: Row) -> bool:
    """Whether a row holds heads of a list of projects, the titles' among them."""
    heads = [head_of(cell) for cell in row if cell.text]
    known = sum(bool(head.kinds) or head.year is not None for head in heads)
    return len(heads) >= _HEADS and known * 4 >= len(heads) * 3 and any(head.means("title") for head in heads)


def _begins_indicators(grid: Grid, row: int) -> bool:
    """Whether indicators begin with a row: their heads, beside a label of all of them or not."""
    rest = grid.between(row, len(grid.rows))
    label = _label_of_all(rest)
    inner = [tuple(cell for cell in one if cell is not label) for one in rest.rows]
    heads = any(head_of(cell).means("target") for cell in rest.rows[0])
    return heads and kpi_columns(inner) is not None
