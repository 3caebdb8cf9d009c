"""Tables of figures brought to one form: the members down the first column, whatever stands beside or across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_build.converters.items import Grid
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.members.listed_members import is_prefecture
from graph_build.converters.vision.members.participants import group_of
from graph_build.converters.vision.words.heads import head_of, parse_years
from graph_build.documents.model import Cell, Table
from graph_build.text.key import fold, matching_key


def without_prefectures(grid: Grid, context: Context) -> Grid:
    """A table whose first column only groups its members by prefecture without that column; a total that stands there goes on
    in the next."""
    labels = [cell for cell in grid.table.cells if cell.col == 0 and cell.row > 0 and cell.text]
    groups = [cell for cell in labels if is_prefecture(cell.text)]
    beside = [cell for cell in grid.table.cells if cell.col == 1 and cell.text]
    members = sum(context.member(fold(cell.text.text).text) is not None for cell in beside)
    totals = [cell for cell in labels if cell not in groups]
    if not groups or members < 2 or not all(head_of(cell).means("total") for cell in totals):
        return grid
    heads = [cell for cell in grid.table.cells if cell.col == cell.row == 0]
    context.out.ignore("label", *(cell.text for cell in (*heads, *groups)))
    moved = {(cell.row, 1) for cell in totals}
    cells = [
        replace(cell, col=max(cell.col - 1, 0), colspan=max(cell.colspan - (cell.col == 0), 1))
        for cell in grid.table.cells
        if cell in totals or (cell.col > 0 and (cell.row, cell.col) not in moved)
    ]
    return Grid(replace(grid.table, cells=tuple(cells), cols=grid.table.cols - 1))


def _are_members(cells: Sequence[Cell], context: Context) -> bool:
    """Whether two cells or more, and more than half of them, name a member."""
    members = sum(context.member(fold(cell.text.text).text) is not None for cell in cells)
    return members > 1 and members * 2 > len(cells)


def _groups_by_years(heads: Sequence[Cell], labels: Sequence[Cell], context: Context) -> bool:
    """Whether years stand down and across nothing but members, groups of them and the whole (久留米市 | 連携市町 | 圏域)."""
    named = [
        context.member(fold(cell.text.text).text) is not None
        or matching_key(cell.text.text) in context.groups
        or group_of(cell.text.text) is not None
        for cell in heads
    ]
    whole = [head_of(cell).means("total") for cell in heads]
    years = [year is not None for year in parse_years(cell.text.text for cell in labels)]
    told = all(name or total for name, total in zip(named, whole, strict=True))
    return told and any(named) and len(years) > 1 and all(years)


def members_down(grid: Grid, context: Context) -> Grid:
    """A table with the members across (below what is counted, and years, in its first columns) with rows and columns exchanged.

    Where they stand down the first column, too (常住地 by 従業地), the rows are what it is about.
    """
    heads = [cell for cell in grid.rows[0] if cell.col > 0 and cell.text]
    labels = [cell for cell in grid.table.cells if cell.col == 0 and cell.row > 0 and cell.text]
    across = _are_members(heads, context) or _groups_by_years(heads, labels, context)
    if not across or _are_members(labels, context):
        return grid
    table = grid.table
    turned = (
        replace(cell, row=cell.col, col=cell.row, rowspan=cell.colspan, colspan=cell.rowspan)
        for cell in table.cells
    )
    cells = tuple(sorted(turned, key=lambda cell: (cell.row, cell.col)))
    return Grid(Table(cells, table.cols, table.rows, table.page))
