"""Lists in which one column names what is done in the rows of arrows and who pays in the rows of amounts below them, all under
the same years: 実施項目／負担する市町 | R8 | R9 above 研修の実施 | ━━▶, 五島市 | 2,400, 計 | 4,200. Words below the years (内容 | 準備 |
実施) stand beside a label that says no more than that."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from graph_build.converters.items import Grid
from graph_build.converters.vision.money.breakdown import is_payer
from graph_build.converters.vision.tables.signs import is_dash, is_mark
from graph_build.converters.vision.words.heads import head_of
from graph_build.documents.model import Cell
from graph_build.text.numbers import parse_number


def items_above_payers(grid: Grid, rows: int, years: Collection[int], *, unnamed: bool = False) -> int | None:
    """The column left of the years that holds both, below a head of ``rows`` rows; None where another row stands beside it.

    ``unnamed`` takes rows of 事業費 for those of payers, too.
    """
    col = min(years) - 1
    told = {"items": 0, "payers": 0}
    for row in grid.rows[rows:]:
        cells = {cell.col: cell for cell in row if cell.text or cell.arrow}
        dated = [cells[at] for at in years if at in cells]
        if col not in cells or not dated:
            continue
        if tells_item(cells, years) or tells_words(cells, col, years):
            told["items"] += 1
        elif is_payer(cells[col]) and all(parse_number(cell.text.text) is not None for cell in dated):
            told["payers"] += 1
        elif head_of(cells[col]).means("budget") and not any(map(is_mark, dated)):
            told["payers"] += unnamed  # the whole amount, or words for it
        else:
            return None
    return col if all(told.values()) else None


def tells_item(cells: Mapping[int, Cell], years: Collection[int]) -> bool:
    """Whether the cells of a row below years hold marks of a schedule, and not dashes alone."""
    dated = [cells[at] for at in years if at in cells]
    return bool(dated) and all(map(is_mark, dated)) and not all(map(is_dash, dated))


def tells_words(cells: Mapping[int, Cell], label: int, years: Collection[int]) -> bool:
    """Whether the cells of a row below years hold words on what is done, beside a label that means just that (内容, 実施内容)."""
    dated = [cells[at] for at in years if at in cells and not is_dash(cells[at])]
    means = label in cells and head_of(cells[label]).means("content", "schedule", "schedule_item")
    return means and bool(dated) and all(parse_number(cell.text.text) is None for cell in dated)
