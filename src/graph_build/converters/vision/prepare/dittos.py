"""Signs for what stands above (〃, 同上) in columns of amounts, values and names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_build.converters.collector import Collector
from graph_build.converters.items import Grid, Item
from graph_build.converters.vision.tables.signs import is_ditto
from graph_build.converters.vision.words.heads import head_of, parse_year
from graph_build.documents.model import Cell
from graph_build.text.numbers import parse_number

_VALUES = ("budget", "total", "baseline", "current", "target")
_NAMES = ("participants", "field", "measure", "kpi", "payer", "place", "unit", "contact")


def without_dittos(items: Sequence[Item], out: Collector) -> list[Item]:
    """The items; in a column of amounts, of values or of names a sign for what stands above is that text.

    Sentences (費用負担の考え方 | 同上) stay as printed, as does a sign below the head of its column, or beside nothing.
    """
    return [_filled(item, out) if isinstance(item, Grid) else item for item in items]


def _filled(grid: Grid, out: Collector) -> Grid:
    if not any(is_ditto(cell.text.text) for cell in grid.table.cells):
        return grid
    places: dict[tuple[int, int], Cell] = {}
    heads: dict[int, Cell] = {}
    cells: list[Cell] = []
    for cell in grid.table.cells:
        above, head = places.get((cell.row - 1, cell.col)), heads.get(cell.col)
        if is_ditto(cell.text.text) and above is not None and _is_meant(cell, above, head):
            out.ignore("label", cell.text)
            cell = replace(cell, text=above.text, paras=above.paras)
        elif head is None and cell.text and (cell.row == 0 or not parse_number(cell.text.text)):
            heads |= dict.fromkeys(range(cell.col, cell.col + cell.colspan), cell)
        cells.append(cell)
        for row in range(cell.row, cell.row + cell.rowspan):
            places |= {(row, col): cell for col in range(cell.col, cell.col + cell.colspan)}
    return Grid(replace(grid.table, cells=tuple(cells)))


def _is_meant(cell: Cell, above: Cell, head: Cell | None) -> bool:
    """Whether what stands above is meant: an amount or value, or a name below a head of such; no head, no other sign, and no line
    across the columns."""
    text = above.text.text
    if not text or is_ditto(text) or above is head or above.colspan != cell.colspan or parse_year(text):
        return False
    number = parse_number(text)
    figure = number is not None and number.kind == "number" and number.end >= len(text)
    named = head_of(head)
    return figure or named.means(*_VALUES, *_NAMES) or named.year is not None
