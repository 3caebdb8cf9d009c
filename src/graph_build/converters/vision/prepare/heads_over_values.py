"""Heads in a row of a project's sheet with their values in the row below (番号 | 事業名 | 参画市町), above or between rows of labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_build.converters.items import Grid
from graph_build.converters.vision.tables.part_labels import PARTS
from graph_build.converters.vision.tables.signs import Row
from graph_build.converters.vision.words.heads import Head, head_of
from graph_build.documents.model import Cell, Table
from graph_build.text.key import matching_key
from graph_build.text.plan_labels import listed_labels

_HEADS = (
    "number",
    "title",
    "field",
    "measure",
    "participants",
    "content",
    "subsidy",
    "cost",
    "effect",
    "note",
    "contact",
)
_LABELLED = 2
"""Rows of a label and its value from which a table is a sheet: a list has none."""


def labels_beside_values(grid: Grid) -> Grid:
    """The sheet with each of these heads as the label of a row; any other table as it is."""
    rows = grid.rows
    over = [i for i in range(len(rows) - 1) if _heads(rows[i]) and _below(rows[i], rows[i + 1])]
    values = {i + 1 for i in over}
    labelled = [row for i, row in enumerate(rows) if i not in values and i not in over and _is_labelled(row)]
    roles = any(_are_roles(rows[i]) for i in over) and any(
        head_of(row[0]).means("content") for row in labelled
    )
    if not over or (len(labelled) < _LABELLED and not roles) or not _heads_titles(rows, over):
        return grid
    cells: list[Cell] = []
    count = 0
    for i, row in enumerate(rows):
        pairs = [(head, _at(rows[i + 1], head)) for head in row] if i in over else []
        for head, value in pairs:
            if head.text:
                label = replace(head, row=count, col=0, rowspan=1, colspan=1)
                cells += [label, *([replace(value, row=count, col=1, rowspan=1)] if value else [])]
                count += 1
        if i not in over and i not in values:
            cells += [replace(cell, row=count) for cell in row]
            count += 1
    return Grid(Table(tuple(cells), count, grid.table.cols, grid.table.page))


def _heads(row: Row) -> bool:
    """Whether a row holds several heads of what a project tells, or of the roles of several, and nothing else."""
    heads = [head_of(cell) for cell in row if cell.text]
    return (
        len(heads) >= 2
        and (all(head.means(*_HEADS) for head in heads) or _are_roles(row))
        and len({head.key if head.means("role") else str(sorted(head.kinds)) for head in heads})
        == len(heads)  # 国県補助事業 | 路線維持費補助金: a label and its value
        and all(cell.rowspan == 1 for cell in row)
    )


def _are_roles(row: Row) -> bool:
    """Whether a row says whose role stands below, from the first column on: 新潟市の役割 | 連携市町村の役割."""
    heads = [(cell, head_of(cell)) for cell in row if cell.text]
    return len(heads) >= 2 and heads[0][0].col == 0 and all(head.kinds == {"role"} for _, head in heads)


def _below(heads: Row, values: Row) -> bool:
    """Whether a row holds values of heads: below each of them a text at most, nowhere else one, and none of them a label."""
    cols = {cell.col for cell in heads if cell.text}
    filled = [cell for cell in values if cell.text]
    labels = [cell for cell in filled if not _may_be_value(head_of(_over(heads, cell)), cell)]
    return len(filled) >= 2 and all(cell.col in cols for cell in filled) and not labels


def _may_be_value(head: Head, cell: Cell) -> bool:
    """Whether a text is no label; a title may read like one (路線維持補助事業)."""
    own = head_of(cell)
    return not own.means(*PARTS) or (head.means("title") and matching_key(own.key) not in listed_labels())


def _over(heads: Row, value: Cell) -> Cell:
    return next((cell for cell in heads if cell.col == value.col), value)


def _at(row: Row, head: Cell) -> Cell | None:
    return next((cell for cell in row if cell.col == head.col), None)


def _is_labelled(row: Row) -> bool:
    """Whether a row is a label in the first column with its value beside it."""
    filled = [cell for cell in row if cell.text]
    return len(filled) >= 2 and filled[0].col == 0 and head_of(filled[0]).means(*PARTS) and not _heads(row)


def _heads_titles(rows: Sequence[Row], over: Sequence[int]) -> bool:
    """Whether the first of these rows begins the sheet with the project's title: a second title would be another project."""
    titles = [i for i in over if any(head_of(cell).means("title") for cell in rows[i])]
    return titles == [0] or not titles
