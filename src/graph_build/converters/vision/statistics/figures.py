"""Which cells are figures, and which tables are mostly made of them."""

from __future__ import annotations

from graph_build.converters.items import Grid
from graph_build.converters.vision.statistics.row_labels import label_columns, over_both_labels
from graph_build.converters.vision.tables.signs import Row
from graph_build.converters.vision.words.heads import head_of
from graph_build.documents.model import Cell
from graph_build.text.numbers import parse_number

_CIRCLES = frozenset("○〇◯◎●")
_PROJECT = ("participants", "subsidy", "schedule", "roles", "role", "effect")
"""Labels of rows that only projects have."""


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a figure or a sign for none, not words that begin with a number."""
    number = parse_number(cell.text.text)
    if number is None or number.kind in ("blank", "fraction") or set(cell.text.text) <= _CIRCLES:
        return False
    rest = cell.text.text[number.end :].strip()
    return not rest or (rest[0] in "(（/%" and len(rest) <= 12)


def is_statistics_table(grid: Grid) -> bool:
    """A table whose cells right of its labels are mostly figures; no row is labelled as a part of a project."""
    grid = over_both_labels(grid)
    width = label_columns(grid)
    if any(_is_worded(row, width) for row in grid.rows[1:]):
        return False
    values = [cell for cell in grid.table.cells if cell.col >= width and cell.text and cell.row > 0]
    return len(values) >= 2 and sum(map(is_figure, values)) * 10 >= len(values) * 7


def _is_worded(row: Row, width: int) -> bool:
    """Whether a row is labelled as a part of a project and holds words behind its labels."""
    labelled = bool(row) and row[0].col == 0 and head_of(row[0]).means(*_PROJECT)
    return labelled and any(cell.text and cell.col >= width and not is_figure(cell) for cell in row[1:])
