"""Rows that a change puts into an annex, printed without the heads of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_build.converters.found import FoundField, FoundMeasure, FoundRole
from graph_build.converters.items import Grid, cell_label, printed
from graph_build.converters.measures.cells import OpenMeasure, as_field
from graph_build.converters.measures.fields import bare_number
from graph_build.converters.measures.roles import split_roles
from graph_build.documents.model import Cell

RULE = "measure.bare_rows"
"""Measures whose columns no head names: the usual order was taken, and that has to be told."""


def read_bare_rows(grid: Grid, holders: Sequence[str]) -> list[FoundMeasure] | None:
    """Measures in the usual order of columns: field, title, content, one role for each party, or all in the last column where
    it says whose each is (甲　… 乙　…); None for other tables.

    The column of fields may be missing. Every row has to be whole: a short title, and sentences behind it.
    """
    rows = [{cell.col: cell for cell in row if cell.text} for row in grid.rows]
    last = grid.table.cols - 1
    spoken = [split_roles(row[last].text, holders) if last in row else [] for row in rows]
    told = all(roles and all(role.holder in holders for role in roles) for roles in spoken)
    roles = last if told else grid.table.cols - len(holders)
    content, title = roles - 1, roles - 2
    if len(holders) < 2 or title not in (0, 1) or any(_named(row) for row in rows):
        return None
    if not all(_whole(row, title, content, grid.table.cols) for row in rows):
        return None
    if title and 0 not in rows[0]:
        return None
    fields: tuple[FoundField, ...] = ()
    done: list[FoundMeasure] = []
    for row, said in zip(rows, spoken, strict=True):
        number = bare_number(row[0].text) if title and 0 in row else None
        if title and 0 in row and number is None:
            fields = (as_field(row[0].text),)
        current = OpenMeasure(fields, row[title].text, row[content].text)
        each = (
            [FoundRole(holder, row[roles + i].text) for i, holder in enumerate(holders)] if not told else []
        )
        current.roles = said if told else each
        found = current.found(RULE)
        done.append(replace(found, number=number, number_text=row[0].text) if number else found)
    return done


def _named(row: dict[int, Cell]) -> bool:
    return any(cell_label(cell).kind != "unknown" for cell in row.values())


def _whole(row: dict[int, Cell], title: int, content: int, width: int) -> bool:
    """A title without a full stop, and a sentence or more in the content and in every role."""
    if any(col not in row for col in range(title, width)):
        return False
    return not printed(row[title].text).endswith("。") and all(
        printed(row[col].text).endswith(("。", "）", ")")) for col in range(content, width)
    )
