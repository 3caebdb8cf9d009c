"""Rows of years, and what stands below them: years across with their columns, years down below 年度, marks and words of a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph_build.converters.vision.tables.signs import Row, is_mark
from graph_build.converters.vision.words.heads import Head, Year, head_of, parse_year, parse_years
from graph_build.documents.model import Cell
from graph_build.text.key import matching_key
from graph_build.text.numbers import parse_number

# Labels of a row of years that say no more than the years do.
YEARS_HEADS = frozenset(("年度", "年", "区分", "項目", "実施年度", "計画年度", "年次"))


@dataclass(frozen=True, slots=True)
class YearColumns:
    """A row of years: column → year, the column of the total, and the cells that print them."""

    row: int
    years: dict[int, Year]
    total: int | None
    cells: dict[int, Cell] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The leftmost column of a year or total."""
        return min([*self.years, *([self.total] if self.total is not None else [])])

    def in_order(self) -> bool:
        """Whether the years rise from left to right."""
        found = [self.years[col].year for col in sorted(self.years)]
        return found == sorted(set(found))


def year_columns(rows: Sequence[Row]) -> YearColumns | None:
    """The first row that prints years over columns; a single year counts beside a total or as the last cell."""
    for index, row in enumerate(rows):
        cells = [cell for cell in row if cell.text]
        years = dict(zip((cell.col for cell in cells), parse_years(c.text.text for c in cells), strict=True))
        found = {col: year for col, year in years.items() if year is not None}
        total = next((cell.col for cell in reversed(cells) if head_of(cell).means("total")), None)
        if (
            len(found) >= 2
            or (found and total is not None)
            or (found and len(rows) > index + 1 and len(cells) <= 2)
        ):
            return YearColumns(index, found, total, {cell.col: cell for cell in cells})
    return None


def years_below_head(rows: Sequence[Row]) -> set[int]:
    """The rows that begin with a year, one below the other below the head 年度: 「R10 | 試行」 there is no number with its title."""
    found: set[int] = set()
    amid = False
    for at, row in enumerate(rows):
        first = next((cell for cell in row if cell.col == 0 and cell.text), None)
        if first is None:
            continue
        year = parse_year(first.text.text) is not None
        if amid and year:
            found.add(at)
        amid = matching_key(first.text.text) in YEARS_HEADS or (amid and year)
    return found


def marks_below(row: Row, years: Row) -> bool:
    """Whether the cells of a row below years hold marks of a schedule, at least one."""
    columns = year_columns((years,))
    cells = [
        cell
        for cell in row
        if columns is not None and cell.col in columns.years and (cell.text or cell.arrow)
    ]
    return bool(cells) and all(is_mark(cell) for cell in cells)


def words_below(head: Head, row: Row, years: Row) -> bool:
    """Whether a row below years tells what is done in them: 実施内容 beside words in cells that end where the years do, or
    several beside each other, with no column of theirs left of the years or behind them but the total's."""
    columns = year_columns((years,))
    cells = [cell for cell in row if cell.col > 0 and cell.text]
    if columns is None or not cells or not head.means("content", "schedule_item"):
        return False
    end = max(columns.years) + 1
    inside = all(cell.col in columns.years and cell.col + cell.colspan <= end for cell in cells)
    apart = len(cells) > 1 or columns.total is not None or cells[0].colspan < len(columns.years)
    return inside and apart and all(parse_number(cell.text.text) is None for cell in cells)
