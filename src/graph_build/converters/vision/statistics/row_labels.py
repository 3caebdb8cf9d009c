"""The columns of labels at the left of a table of figures: one, or two of which the outer may be printed once for several rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph_build.converters.items import Grid
from graph_build.converters.vision.indicators.concepts import concept_of
from graph_build.converters.vision.outline.tree import is_place_name
from graph_build.converters.vision.words.heads import head_of, parse_year
from graph_build.documents.model import Cell, Located
from graph_build.text.key import matching_key
from graph_build.text.numbers import parse_number

_CLASS = re.compile("(?:未満|以上|以下|超)$|[~～〜]")


@dataclass(frozen=True, slots=True)
class RowLabels:
    """What a row is about, and what stands beside it in the other column of labels (a year, what is counted, a group)."""

    main: Located | None
    beside: Located | None = None


def label_columns(grid: Grid) -> int:
    """How many columns of labels a table of figures has: two where the second holds years, or names of municipalities, or
    words that come again for each of the municipalities of the first."""
    outer, inner = (_filled(grid, col) for col in (0, 1))
    further = any(_is_figure(cell) for cell in grid.table.cells if cell.row and cell.col > 1)
    if not further or len(inner) < 2 or _heads_figures(grid, 1):
        return 1
    if all(parse_year(cell.text.text) is not None for cell in inner) or _are_places(inner):
        return 2
    words = [matching_key(cell.text.text) for cell in inner]
    again = len(set(words)) * 2 <= len(words)
    return 2 if _are_places(outer) and again and not any(map(_is_figure, inner)) else 1


def over_both_labels(grid: Grid) -> Grid:
    """A table whose rows are one cell longer than its row of heads, as text loses a head over both columns of labels, with
    that head over both: 区分 | 平成27年 | 令和2年 above 総人口 | 富山市 | 410 | 400."""
    heads, cols = grid.rows[0] if grid.rows else (), grid.table.cols
    short = len(heads) == cols - 1 and all(len(row) == cols for row in grid.rows[1:])
    if not short or not _heads_figures(grid, 1) or cols < 3:
        return grid
    moved = tuple(cell.moved(cols=1) if cell.col else replace(cell, colspan=2) for cell in heads)
    wide = Grid(replace(grid.table, cells=(*moved, *(cell for cell in grid.table.cells if cell.row))))
    return wide if label_columns(wide) == 2 else grid


def main_column(grid: Grid, width: int) -> int:
    """The column of labels that says what rows are about: that of the municipalities, else the first."""
    return 1 if width == 2 and _are_places(_filled(grid, 1)) and not _are_places(_filled(grid, 0)) else 0


def row_labels(grid: Grid, width: int, start: int) -> Iterator[RowLabels]:
    """The labels of the rows from ``start`` on; beside a label of the second column that of the first goes on."""
    main, above = main_column(grid, width), None
    for row in grid.rows[start:]:
        cells = {cell.col: cell.text for cell in row if cell.col < width and cell.text}
        outer, inner = cells.get(0), cells.get(1)
        above = outer or (above if inner is not None else None)
        yield RowLabels(inner or above, above if inner else None) if main else RowLabels(above, inner)


def _filled(grid: Grid, col: int) -> list[Cell]:
    return [cell for cell in grid.table.cells if cell.row and cell.col == col and cell.text]


def _are_places(cells: list[Cell]) -> bool:
    """Whether cells hold names of municipalities, two and more, and totals at most beside them."""
    named = [is_place_name(cell.text.text) for cell in cells]
    totals = [head_of(cell).means("total") for cell in cells]
    return sum(named) >= 2 and all(name or total for name, total in zip(named, totals, strict=True))


def _heads_figures(grid: Grid, col: int) -> bool:
    """Whether the head of a column is a year, or names what is counted with its unit or as a known indicator."""
    cell = next((cell for cell in grid.table.cells if cell.row == 0 and cell.col == col and cell.text), None)
    if cell is None:
        return False
    head = head_of(cell)
    return bool(head.year or head.unit) or concept_of(cell.text.text) is not None


def _is_figure(cell: Cell) -> bool:
    """Whether a cell holds a figure, and no year or class (15歳未満, 15～64歳)."""
    text = cell.text.text.strip()
    return parse_number(text) is not None and parse_year(text) is None and _CLASS.search(text) is None
