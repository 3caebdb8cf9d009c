"""Amounts with the years down the first column brought to the usual form, the years across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_build.converters.vision.tables.signs import Row
from graph_build.converters.vision.tables.years import year_columns
from graph_build.converters.vision.words.heads import head_of, parse_years
from graph_build.documents.model import Cell
from graph_build.text.numbers import parse_number


def turned(rows: Sequence[Row]) -> tuple[Row, ...]:
    """A table with years down its first column, with rows and columns exchanged; others as they are.

    Across stand payers or what amounts consist of (年度 | 秩父市 | 横瀬町 | 計), or nothing does: each year beside its amount.
    """
    cells = [cell for row in rows for cell in row if cell.text]
    if year_columns(rows[:1]) is not None or not cells:
        return tuple(rows)
    first = min(cell.col for cell in cells)
    top = cells[0].row
    down = [cell for cell in cells if cell.col == first]
    across = [cell for cell in cells if cell.row == top and cell.col > first]
    headed = down[0].row > top or parse_years([down[0].text.text])[0] is None
    headed = headed and not any(map(_is_amount, across))
    down = down[headed and down[0].row == top :]
    years = parse_years(cell.text.text for cell in down)
    told = all(year or head_of(cell).means("total") for cell, year in zip(down, years, strict=True))
    if (
        sum(year is not None for year in years) < 2
        or not told
        or not across
        or not (headed or len(across) == 1)
    ):
        return tuple(rows)
    columns = sorted({cell.col for cell in cells})
    return tuple(
        tuple(
            replace(
                cell, row=cell.col, col=cell.row - top + first, rowspan=cell.colspan, colspan=cell.rowspan
            )
            for row in rows
            for cell in row
            if cell.col == col
        )
        for col in columns
    )


def _is_amount(cell: Cell) -> bool:
    return parse_number(cell.text.text) is not None
