"""One table for all that a measure holds: the agreement, each project and the indicators beside labels that span their rows; or
for the agreement and the indicators alone."""

from __future__ import annotations

from dataclasses import replace

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.indicators.tables import kpi_columns
from graph_build.converters.vision.measures.drafts import is_measure_table
from graph_build.converters.vision.outline.heading import heading_role
from graph_build.converters.vision.projects.recognise import is_project_table, title_cells
from graph_build.converters.vision.words.heads import head_of, is_counted, is_number
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.key import matching_key


def grouped(grid: Grid) -> list[Item]:
    """The parts of such a table, each a table of its own without the outer label; empty for another table.

    The outer label of a project is its number (事業１ | 事業名 | …) or, where its rows print no title, its title; that of a
    quoted measure is a row above it; that of indicators a line above them. Rows beside no such label stay as they are.
    """
    outer = [cell for cell in grid.table.cells if cell.col == 0]
    rows = [row for cell in outer for row in range(cell.row, cell.row + cell.rowspan)]
    if rows != list(range(grid.table.rows)) or not any(map(_spans, outer)):
        return []
    inner = [_beside(grid, cell) for cell in outer]
    told = list(zip(outer, inner, strict=True))
    quoted = any(_is_quoted(*one) for one in told) and any(_is_of_indicators(*one) for one in told)
    if not quoted and not any(_is_project(*one) for one in told):
        return []
    parts: list[Item] = []
    for cell, below in told:
        parts += _part(cell, below, grid)
    return parts


def _spans(cell: Cell) -> bool:
    return cell.rowspan > 2 and bool(cell.text)


def _is_project(cell: Cell, inner: Grid) -> bool:
    """Whether a label that is no part of a project itself spans the labels of one."""
    own = is_counted(cell.text.text) or is_number(cell.text.text) or not head_of(cell).kinds
    return own and _spans(cell) and is_project_table(inner)


def _is_quoted(cell: Cell, inner: Grid) -> bool:
    return _spans(cell) and is_measure_table(inner)


def _is_of_indicators(cell: Cell, inner: Grid) -> bool:
    """Whether a label spans indicators: it says so, or their own heads do beside 指標."""
    key = matching_key(cell.text.text)
    return cell.rowspan > 1 and (
        heading_role(key) == "kpi" or (head_of(cell).means("kpi") and kpi_columns(inner.rows) is not None)
    )


def _part(cell: Cell, inner: Grid, grid: Grid) -> list[Item]:
    label = cell.text
    if _is_project(cell, inner):
        return [_titled(label, inner)]
    if _is_quoted(cell, inner):
        return [_under(label, inner)]
    if _is_of_indicators(cell, inner):
        return [Para(label), inner]
    return [_cut(grid, cell, 0)]


def _titled(label: Located, project: Grid) -> Grid:
    """A project's table with the number before its title, or with the title in a row of its own."""
    titles = title_cells(project)
    if not titles:
        return _under(label, project)
    title = replace(titles[0], text=Located.joined([label, titles[0].text], " "))
    cells = tuple(title if cell is titles[0] else cell for cell in project.table.cells)
    return Grid(replace(project.table, cells=cells))


def _under(label: Located, grid: Grid) -> Grid:
    moved = (cell.moved(1) for cell in grid.table.cells)
    row = (Cell(0, 0, label, (label,)), Cell(0, 1, label[0:0]))
    return Grid(Table((*row, *moved), grid.table.rows + 1, max(2, grid.table.cols), grid.table.page))


def _beside(grid: Grid, label: Cell) -> Grid:
    return _cut(grid, label, 1)


def _cut(grid: Grid, label: Cell, col: int) -> Grid:
    """The rows of a label from a column on."""
    cells = [
        cell.moved(-label.row, -col)
        for cell in grid.table.cells
        if label.row <= cell.row < label.row + label.rowspan and cell.col >= col
    ]
    return Grid(Table(tuple(cells), label.rowspan, grid.table.cols - col, grid.table.page))
