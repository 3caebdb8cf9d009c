"""Lists in which each project takes a row for every year (年度 | 実施内容 | 事業費 right of its title): brought to the usual form,
one row for each project, the years across."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph_build.converters.items import Grid
from graph_build.converters.vision.tables.signs import is_mark
from graph_build.converters.vision.tables.yearly import is_year_head
from graph_build.converters.vision.words.heads import head_of, parse_year
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.numbers import parse_number


def across(grid: Grid) -> tuple[Grid, tuple[Located, ...]]:
    """The list with the years across, and the labels that say no more then; a list of another form as it is.

    Below two rows of heads (事業費 over R6 | R7 | 計) stands a row for each project; what is done in several years (one cell
    beside them) stands below each of these.
    """
    found = _Rows.of(grid)
    return found.turned() if found is not None else (grid, ())


class _Rows:
    """Such a list: the column of years, those told year by year, and the rows of each project."""

    def __init__(self, grid: Grid, years: int, told: Sequence[Cell], starts: Sequence[int]) -> None:
        self.grid, self.years, self.told, self.starts = grid, years, told, starts
        self.cells = grid.table.cells

    @classmethod
    def of(cls, grid: Grid) -> _Rows | None:
        """The list as such a one; None for another list."""
        heads = [cell for cell in grid.table.cells if cell.row == 0 and cell.text]
        title = next((cell for cell in heads if head_of(cell).means("title")), None)
        years = next((cell for cell in heads if is_year_head(cell.text.text)), None)
        if title is None or years is None or years.col < title.col:
            return None
        body = [cell for cell in grid.table.cells if cell.row > 0 and cell.text]
        down = [cell for cell in body if cell.col == years.col]
        starts = sorted(cell.row for cell in body if cell.col == title.col)
        plain = [cell for cell in down if parse_year(cell.text.text)]
        if len(plain) < 2 * len(starts) or not all(
            cell in plain or head_of(cell).means("total") for cell in down
        ):
            return None
        heights = {cell.row: cell.rowspan for cell in body if cell.col == title.col}
        told = [cell for cell in heads if cell.col > years.col and _is_told(cell, body, heights)]
        if not starts or not any(head_of(cell).means("budget") for cell in told):
            return None
        found = cls(grid, years.col, told, starts)
        return found if found._is_whole() else None

    def _is_whole(self) -> bool:
        """Whether everything else about a project stands in its first row, and no year twice."""
        columns = {self.years, *(cell.col for cell in self.told)}
        others = [cell for cell in self.cells if cell.row > 0 and cell.text and cell.col not in columns]
        keys = [[self._key(cell) for cell in self._years_of(at)] for at in range(len(self.starts))]
        return all(cell.row in self.starts for cell in others) and all(
            len(one) == len(set(one)) for one in keys
        )

    def _rows_of(self, at: int) -> range:
        ends = [*self.starts[1:], self.grid.table.rows]
        return range(self.starts[at], ends[at])

    def _years_of(self, at: int) -> list[Cell]:
        rows = self._rows_of(at)
        return [cell for cell in self.cells if cell.col == self.years and cell.row in rows and cell.text]

    @staticmethod
    def _key(cell: Cell) -> str:
        year = parse_year(cell.text.text)
        return str(year.year) if year else ""

    def turned(self) -> tuple[Grid, tuple[Located, ...]]:
        """The list with the years across, and the years that its rows print again."""
        groups = [self._years_of(at) for at in range(len(self.starts))]
        first: dict[str, Cell] = {}
        for cell in (cell for group in groups for cell in group):
            first.setdefault(self._key(cell), cell)
        order = sorted(first, key=lambda key: key or "~")  # the total behind the years
        at = self._places(len(order))
        cells: list[Cell] = []
        labels = [cell.text for cell in self.cells if cell.row == 0 and cell.col == self.years]
        for cell in self.cells:
            if cell.row == 0 and cell.col != self.years:
                wide = len(order) if cell in self.told else cell.colspan
                cells.append(
                    replace(cell, col=at[cell.col], colspan=wide, rowspan=1 if cell in self.told else 2)
                )
        for told in self.told:
            cells += [
                replace(first[key], row=1, col=at[told.col] + index, rowspan=1, colspan=1)
                for index, key in enumerate(order)
            ]
        labels += [cell.text for group in groups for cell in group if cell not in first.values()]
        for index, group in enumerate(groups):
            cells += self._row(index, group, order, at)
        cells.sort(key=lambda cell: (cell.row, cell.col))
        width = max(cell.col + cell.colspan for cell in cells)
        return Grid(Table(tuple(cells), 2 + len(groups), width, self.grid.table.page)), tuple(labels)

    def _places(self, years: int) -> dict[int, int]:
        """The column of each old one: that of the years goes, those told year by year take one for each."""
        told = {cell.col for cell in self.told}
        places: dict[int, int] = {}
        width = 0
        for col in range(self.grid.table.cols):
            places[col] = width
            width += years if col in told else 0 if col == self.years else 1
        return places

    def _row(self, index: int, group: Sequence[Cell], order: Sequence[str], at: dict[int, int]) -> list[Cell]:
        """The cells of a project in one row."""
        rows = self._rows_of(index)
        told = {cell.col for cell in self.told}
        found: list[Cell] = []
        for cell in self.cells:
            if cell.row not in rows or cell.col == self.years or not cell.text:
                continue
            if cell.col not in told:
                found.append(replace(cell, row=2 + index, col=at[cell.col], rowspan=1))
                continue
            beside = [year for year in group if cell.row <= year.row < cell.row + cell.rowspan]
            found += [
                replace(cell, row=2 + index, col=at[cell.col] + order.index(self._key(year)), rowspan=1)
                for year in beside
            ]
        return found


def _is_told(head: Cell, body: Sequence[Cell], heights: Mapping[int, int]) -> bool:
    """Whether a column is told year by year: below its head amounts, or words beside some years of a project only; ``heights``
    are the rows of each title by its first one."""
    cells = [cell for cell in body if cell.col == head.col]
    if head_of(head).means("budget"):
        return bool(cells) and all(parse_number(cell.text.text) is not None for cell in cells)
    some = any(cell.rowspan < heights.get(cell.row, cell.rowspan + 1) for cell in cells)
    words = all(not is_mark(cell) and parse_number(cell.text.text) is None for cell in cells)
    return some and words
