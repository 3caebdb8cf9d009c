"""Tables with years across or down: what their rows say that they are of, where no caption says it."""

from __future__ import annotations

from graph_build.converters.items import Grid
from graph_build.converters.vision.money.breakdown import below_years, is_payer
from graph_build.converters.vision.tables.signs import OF_WHICH, is_mark
from graph_build.converters.vision.tables.years import words_below, year_columns
from graph_build.converters.vision.words.heads import head_of, parse_years
from graph_build.text.numbers import parse_number

ROWS_BELOW = ("budget", "schedule")
"""What is told in rows below years."""


def marks_and_amounts(grid: Grid) -> bool:
    """Whether a table prints the schedule and the amounts of one project below one row of years: items with marks, or what is done
    in words (実施内容), and 事業費 with parts of it (うち国県支出金) or what each payer bears; words may take the place of amounts for
    all the years (予算の範囲内)."""
    columns = year_columns(grid.rows[:1])
    if columns is None:
        return False
    found: set[str] = set()
    end = 0  # of the rows that the label 事業費 spans
    for row in below_years(grid.rows, columns):
        cells = [cell for cell in row if cell.col in columns.years and (cell.text or cell.arrow)]
        label = next((cell for cell in row if cell.col < columns.first and cell.text), None)
        figures = all(parse_number(cell.text.text) for cell in cells)
        words = len(cells) == 1 and cells[0].colspan >= len(columns.years)
        pays = label is not None and figures and bool(cells) and is_payer(label)
        part = label is not None and OF_WHICH.match(label.text.text) is not None
        part = part or (label is not None and label.row < end)
        if (cells and all(map(is_mark, cells))) or words_below(head_of(label), row, grid.rows[0]):
            found.add("schedule")
        elif pays or (head_of(label).means("budget") and (figures or words)):
            found.add("budget")
            end = label.row + label.rowspan if label is not None else 0
        elif not (part and figures and "budget" in found):
            return False
    return len(found) == 2


def fits(grid: Grid, kinds: frozenset[str]) -> bool:
    """Whether a table of years is what a caption says, though names in its first column read like labels: 「工程」 beside the
    years, 「利用の補助」 beside marks, 「補助金」 beside amounts. A list of projects (番号 | 事業名 | 年度 …) is none."""
    columns = year_columns(grid.rows[:1])
    if columns is None or kinds.isdisjoint(ROWS_BELOW):
        return False
    heads = [head_of(cell) for cell in grid.rows[0] if cell.col < columns.first and cell.text]
    if len(heads) > 1 or any(head.means("title", "number", "measure") for head in heads):
        return False
    rows = below_years(grid.rows, columns)
    values = [cell for row in rows for cell in row if cell.col >= columns.first and cell.text]
    return all(
        is_mark(cell) if "schedule" in kinds else parse_number(cell.text.text) is not None for cell in values
    )


def kinds_by_values(grid: Grid) -> frozenset[str]:
    """What a table of years is by its rows: amounts of payers or of the project (事業費, and what it consists of), or marks of a
    schedule."""
    columns = year_columns(grid.rows[:1])
    if columns is None:
        return frozenset()
    names = [row[0] for row in grid.rows[1:] if row and row[0].col == 0 and row[0].text]
    rows = below_years(grid.rows, columns)
    cells = [cell for row in rows for cell in row if cell.col in columns.years and cell.text]
    amounts = bool(cells) and all(parse_number(cell.text.text) is not None for cell in cells)
    if names and (
        all(map(is_payer, names)) or (amounts and any(head_of(one).means("budget") for one in names))
    ):
        return frozenset(("budget",))
    return frozenset(("schedule",)) if cells and all(map(is_mark, cells)) else frozenset()


def has_years(grid: Grid) -> bool:
    """Whether years stand in the first row or the first column of a table."""
    down = [row[0].text.text for row in grid.rows if row and row[0].col == 0]
    years = [year for year in parse_years(down) if year is not None]
    return year_columns(grid.rows[:1]) is not None or len(years) >= 2


def pays_by_years(grid: Grid) -> bool:
    """Whether the heads but the first name payers, and the labels below it are years, or their total."""
    heads = [cell for cell in grid.rows[0][1:] if cell.text]
    labels = [row[0] for row in grid.rows[1:] if row and row[0].col == 0 and row[0].text]
    years = parse_years(cell.text.text for cell in labels)
    told = all(year or head_of(cell).means("total") for cell, year in zip(labels, years, strict=True))
    return len(heads) > 1 and all(map(is_payer, heads)) and told and sum(map(bool, years)) > 1
