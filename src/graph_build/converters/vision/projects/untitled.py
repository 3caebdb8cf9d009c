"""The titles of a list of projects whose column is not called so: names under any word, or numbers that stand for projects."""

from __future__ import annotations

from collections.abc import Sequence

from graph_build.converters.items import Grid
from graph_build.converters.vision.members.participants import is_holder, is_name
from graph_build.converters.vision.projects.items_above_payers import items_above_payers
from graph_build.converters.vision.tables.signs import is_mark
from graph_build.converters.vision.tables.yearly import is_year_head
from graph_build.converters.vision.words.heads import head_of, is_number, parse_years
from graph_build.converters.vision.words.title_markers import is_numbered
from graph_build.documents.model import Cell

PARTS = ("participants", "content", "roles", "role", "cost", "effect", "subsidy", "note")
"""Columns that only lists of projects have."""


def untitled(grid: Grid) -> int | None:
    """The column of titles where its head is no word for them: the first one left of the parts of projects that is
    filled in most rows.

    Parts of projects are participants, or amounts of several years, and one more of them.
    """
    heads = {cell.col: head_of(cell) for cell in grid.rows[0] if cell.text}
    years = parse_years(cell.text.text for cell in grid.rows[0] if cell.text)
    dated = [col for col, year in zip(heads, years, strict=True) if year is not None]
    parts = [col for col, head in heads.items() if head.means(*PARTS, "budget") and not head.means("field")]
    kinds = {kind for col in parts for kind in heads[col].kinds & {*PARTS, "budget"}} - {"note"}
    if (numbers := numbers_for_titles(grid)) is not None:
        return numbers
    if _adds_up_titled_rows(grid):
        return 0
    told = len(kinds) >= 2 or (kinds and len(dated) >= 2)
    if not told or ("participants" not in kinds and len(dated) < 2 and "budget" not in kinds):
        return None
    for col in sorted(col for col in heads if col < min(parts + dated) and not heads[col].kinds):
        cells = [cell for cell in grid.table.cells if cell.col == col and cell.text and cell.row > 0]
        if len(cells) * 2 > len(grid.rows) - 1 and not all(is_holder(cell.text.text) for cell in cells):
            return col
    return None


def numbers_for_titles(grid: Grid) -> int | None:
    """The column of numbers that stand for projects: 事業番号 | 松山市 | 伊予市 … in a matrix, 番号 | 市町名 | R2 | R3 | 計 above
    amounts, 番号 | 実施内容 | R2 | R3 above marks, 番号 | 区分 | R2 | R3 above what is done and who pays, 番号 | 事業費 | 費用分担 above
    other parts of them, which may also stand behind the years; numbers below it only."""
    cells = [cell for cell in grid.rows[0] if cell.text]
    if not cells or not head_of(cells[0]).means("number"):
        return None
    below = [cell for cell in grid.table.cells if cell.col == cells[0].col and cell.row > 0 and cell.text]
    matrix = len(cells) > 2 and all(is_name(cell.text.text) for cell in cells[1:])
    parts = len(cells) > 1 and all(head_of(cell).means(*PARTS, "budget") for cell in cells[1:])
    numbers = bool(below) and all(is_number(cell.text.text) for cell in below)
    years = [
        cell.col for cell, year in zip(cells, parse_years(c.text.text for c in cells), strict=True) if year
    ]
    both = bool(years) and items_above_payers(grid, 1, years, unnamed=True) is not None
    left = [cell for cell in cells[1:] if cell.col < max(years, default=0) or not head_of(cell).means(*PARTS)]
    told = matrix or parts or both or _adds_up_years(left) or _dates_items(grid, left)
    return cells[0].col if numbers and told else None


def _adds_up_titled_rows(grid: Grid) -> bool:
    """Whether numbered titles stand below 年度, beside years and their total."""
    first, *others = grid.rows[0]
    down = [cell for cell in grid.table.cells if cell.col == 0 and cell.row > 0]
    return (
        is_year_head(first.text.text)
        and _adds_up_years([cell for cell in others if cell.text])
        and all(is_numbered(cell.text) for cell in down)
    )


def _dates_items(grid: Grid, cells: Sequence[Cell]) -> bool:
    """Whether one head stands before years that have marks below them and nothing else."""
    years = [year is not None for year in parse_years(cell.text.text for cell in cells)]
    cols = {cell.col for cell in cells[1:]}
    below = [cell for cell in grid.table.cells if cell.row > 0 and cell.col in cols and cell.text]
    return (
        len(years) > 2
        and not years[0]
        and all(years[1:])
        and not head_of(cells[0]).means("title", "participants", "payer")
        and bool(below)
        and all(map(is_mark, below))
    )


def _adds_up_years(cells: Sequence[Cell]) -> bool:
    """Whether heads are years and their total, one for who pays at most in front: amounts, for nobody adds up populations."""
    years = [year is not None for year in parse_years(cell.text.text for cell in cells)]
    totals = [head_of(cell).means("total") for cell in cells]
    others = [cell for cell, year, total in zip(cells, years, totals, strict=True) if not (year or total)]
    return (
        sum(years) >= 2
        and any(totals)
        and (not others or (others == [cells[0]] and head_of(cells[0]).means("payer")))
    )
