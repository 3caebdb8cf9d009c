"""Lists of projects whose rows are small sheets: left the number, the title and other parts that span the rows of a project, right a
label (区分) beside the years: 実施内容, 事業費, うち国・県支出金, 費用負担の方法. Each project becomes a sheet of labels of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from graph_build.converters.items import Grid, Item
from graph_build.converters.vision.tables.signs import Row
from graph_build.converters.vision.words.heads import head_of, parse_years
from graph_build.documents.model import Cell, Table
from graph_build.text.key import matching_key

_OWN = ("cost", "subsidy", "effect", "note")
"""Parts of a project that a row beside years tells in words."""


@dataclass(frozen=True, slots=True)
class _List:
    """Such a list: its head with the column of the labels, the rows below it, and where projects begin among them."""

    head: Row
    label: Cell
    grid: Grid
    begins: tuple[int, ...]
    told: bool
    """Whether rows tell parts of projects in words, and others what they cost."""

    @property
    def keys(self) -> list[str]:
        """The words of the head: parts of one list, cut by pages, have the same."""
        return [matching_key(cell.text.text) for cell in self.head]


def sheets_in_rows(items: Sequence[Item]) -> Iterator[Item]:
    """The items; such a list as sheets of its projects. Rows above the first title go on with the last project of the same list."""
    sheet: Grid | None = None
    keys: list[str] = []
    for item in items:
        found = _read(item) if isinstance(item, Grid) else None
        goes_on = found is not None and sheet is not None and keys == found.keys
        if found is None or not (goes_on or (found.told and found.begins[:1] == (0,))):
            yield from [sheet] if sheet else []
            yield item
            sheet = None
            continue
        keys = found.keys
        rows = len(found.grid.rows)
        if sheet and (first := found.begins[0] if found.begins else rows):
            sheet = _longer(sheet, found, first)
        for begin, end in pairwise((*found.begins, rows)):
            yield from [sheet] if sheet else []
            sheet = _sheet(found, begin, end)
    yield from [sheet] if sheet else []


def _read(grid: Grid) -> _List | None:
    """The list; None for another table."""
    head = tuple(cell for cell in grid.rows[0] if cell.text) if grid.rows else ()
    years = parse_years(cell.text.text for cell in head)
    first = next((i for i, year in enumerate(years) if year), 0)
    dated = zip(head[first:], years[first:], strict=True)
    if first < 2 or sum(map(bool, years)) < 2 or any(cell.rowspan > 1 for cell in head):
        return None
    if not all(year or head_of(cell).means("total") for cell, year in dated):
        return None
    label = head[first - 1]
    title = next((cell for cell in head[: first - 1] if head_of(cell).means("title")), None)
    if title is None or head_of(label).means("title", *_OWN) or label.col + 1 != head[first].col:
        return None
    below = grid.between(1, len(grid.rows))
    begins = tuple(cell.row for cell in below.table.cells if cell.col == title.col and cell.text)
    own = [cell for cell in below.table.cells if cell.col == label.col and cell.text]
    left = {cell.row for cell in below.table.cells if cell.col < label.col and cell.text}
    if [cell.row for cell in own] != list(range(len(below.rows))) or not left <= {*begins}:
        return None
    told = any(head_of(cell).means(*_OWN) for cell in own) and any(
        head_of(cell).means("budget") for cell in own
    )
    return _List(head, label, below, begins, told)


def _sheet(found: _List, begin: int, end: int) -> Grid:
    """The sheet of a project: its parts as rows, then the years with what stands below them."""
    at = found.label.col
    width = found.grid.table.cols - at
    cells: list[Cell] = []
    for head in found.head:
        value = found.grid.table.at(begin, head.col)
        if head.col < at and value is not None and value.text:
            row = len(cells) // 2
            cells.append(replace(head, row=row, col=0, colspan=1))
            cells.append(replace(value, row=row, col=1, rowspan=1, colspan=width - 1))
    rows = len(cells) // 2
    cells += [cell.moved(rows - cell.row, -at) for cell in found.head if cell.col >= at]
    sheet = Grid(Table(tuple(cells), rows + 1, width, found.grid.table.page))
    return _with_rows(sheet, found, begin, end)


def _longer(sheet: Grid, found: _List, end: int) -> Grid:
    """A sheet that goes on in the first rows of the next part of its list, which has the same years."""
    return _with_rows(sheet, found, 0, end)


def _with_rows(sheet: Grid, found: _List, begin: int, end: int) -> Grid:
    at, rows = found.label.col, sheet.table.rows
    moved = tuple(
        cell.moved(rows, -at) for cell in found.grid.between(begin, end).table.cells if cell.col >= at
    )
    return Grid(replace(sheet.table, cells=(*sheet.table.cells, *moved), rows=rows + end - begin))
