"""Labels that group the labels of one project's sheet: 概要 beside 事業名 and 事業内容, 経費 beside 事業費 and 国・県補助."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from graph_build.converters.collector import Collector
from graph_build.converters.items import Grid, Item
from graph_build.converters.vision.tables.part_labels import OF_PROJECTS
from graph_build.converters.vision.words.heads import head_of, is_counted, is_number
from graph_build.documents.model import Cell, Table
from graph_build.text.key import matching_key

_KNOWN = (
    "title", "number", "field", "measure", "content", "roles", "role", "participants", "budget", "schedule", "schedule_item",
    "subsidy", "cost", "effect", "contact", "kpi", "note",
)  # fmt: skip
_LABELS = 4
"""Labels that a sheet has at least."""


def without_row_groups(items: Sequence[Item], out: Collector) -> list[Item]:
    """The items; from a sheet such labels are taken off, and its own labels moved to where they stood."""
    return [_without(item, out) if isinstance(item, Grid) else item for item in items]


def _without(grid: Grid, out: Collector) -> Grid:
    groups = [cell for cell in grid.table.cells if cell.col == 0 and cell.colspan == 1 and cell.text]
    if not _are_groups(groups, grid):
        return grid
    out.ignore("label", *(cell.text for cell in groups))
    cells = [
        cell.moved(0, -1) if cell.col else replace(cell, colspan=cell.colspan - 1)
        for cell in grid.table.cells
        if cell not in groups
    ]
    return Grid(Table(tuple(cells), grid.table.rows, grid.table.cols - 1, grid.table.page))


def _are_groups(groups: Sequence[Cell], grid: Grid) -> bool:
    """Whether labels stand beside labels only: two of them or more beside several, each beside one that is known and stands
    beside no other, at most one beside a title."""
    outer = [cell for cell in grid.table.cells if cell.col == 0]
    rows = [row for cell in outer for row in range(cell.row, cell.row + cell.rowspan)]
    if sum(cell.rowspan > 1 for cell in groups) < 2 or rows != list(range(grid.table.rows)):
        return False
    if any(cell.colspan == 1 and cell not in groups for cell in outer):
        return False  # an empty cell
    if any(is_counted(cell.text.text) or is_number(cell.text.text) for cell in groups):
        return False  # the number of a project beside all that it tells
    told = [_labels(group, grid) for group in groups]
    keys = [matching_key(cell.text.text) for cell in chain(*told)]
    titles = [cell for cell in chain(*told) if head_of(cell).means("title")]
    own = sum(head_of(cell).means(*OF_PROJECTS, "cost", "effect") for cell in chain(*told))
    known = own >= 2 and len(keys) >= _LABELS
    return all(told) and known and len(set(keys)) == len(keys) and len(titles) <= 1


def _labels(group: Cell, grid: Grid) -> list[Cell]:
    """The known labels beside a group's label."""
    return [
        cell
        for cell in grid.table.cells
        if cell.col == 1
        and group.row <= cell.row < group.row + group.rowspan
        and head_of(cell).means(*_KNOWN)
    ]
