"""Tables that tell how a plan was made: its history (the meetings and decisions up to it), who sat on its committee, and what its
words mean.

They state nothing of what the plan holds: no date of its editions, no field, no project. The balance counts their characters as set
aside, ``history``, ``committee`` and ``glossary``; the names of persons in them go nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from graph_build.assets import asset, tsv
from graph_build.converters.items import Grid, Para
from graph_build.converters.vision.outline.tree import Node
from graph_build.converters.vision.statistics.figures import is_figure
from graph_build.converters.vision.tables.signs import Row
from graph_build.documents.model import Cell
from graph_build.text.key import fold, matching_key

_DAY = re.compile(
    r"(?:\(?(?:(?:令和|平成|昭和|[RHS][.]?)?(?:元|[0-9]{1,2})|(?:19|20)[0-9]{2})(?:\([^()]{1,8}\))?年?[年./]\s*)?"
    r"(?:[0-9]{1,2}(?:月|[./][0-9]{1,2}))\S{0,20}"
)
_LONGEST_WORD = 20
_LONGEST = 40
"""Letters of a cell that is a day, or the days from and to, at most."""


def about_the_making(nodes: Sequence[Node], i: int) -> str | None:
    """What the table at ``i`` tells of the making of the plan: ``history``, ``committee``, ``glossary``, or None for another table.

    A history has a day or month in each row, or is the list of what a revised edition changed. Its heads, and all heads of a
    list of members, are those of such tables (`data/vocabulary/vision-making.tsv`), and what stands above it or in it speaks
    of meetings, decisions, members. A glossary may lack heads below a line that announces it.
    """
    grid = nodes[i].item
    assert isinstance(grid, Grid)
    if grid.table.cols < 2 or len(grid.rows) < 2:
        return None
    above = [heading.title for heading in nodes[i].path[-2:]] + _lines_above(nodes, i)
    heads = [cell for cell in grid.rows[0] if cell.text]
    headed = not any(map(_is_day, heads))
    body = grid.rows[1:] if headed else grid.rows
    cells = [cell.text.text for row in grid.rows for cell in row if cell.text]
    if all(any(map(_is_day, row)) for row in body):
        fits = not headed or _are_heads("history", heads)
        return "history" if fits and _told("history", [*above, *cells]) else None
    if headed and _are_heads("revision", heads) and _told("revision", [cell.text.text for cell in heads]):
        return "history"
    if headed and _are_heads("glossary", heads) and _told("glossary", [cell.text.text for cell in heads]):
        return "glossary"
    if _told("glossary", above[-2:]) and all(map(_explains, grid.rows)):
        return "glossary"
    listed = headed and _are_heads("committee", heads)
    return "committee" if listed and _told("committee", [*above, *cells[: len(heads)]]) else None


def _explains(row: Row) -> bool:
    """Whether a row is a word and what it means, below a heading that announces such, without heads."""
    cells = [cell for cell in row if cell.text]
    return (
        len(cells) == len(row) == 2
        and len(matching_key(cells[0].text.text)) <= _LONGEST_WORD
        and len(cells[1].text) > len(cells[0].text)
        and not any(map(is_figure, cells))
    )


def _is_day(cell: Cell) -> bool:
    key = fold(cell.text.text).text
    return len(key) <= _LONGEST and _DAY.fullmatch(key) is not None


def _are_heads(table: str, cells: Sequence[Cell]) -> bool:
    patterns = _patterns(table, "head")
    return all(any(pattern.fullmatch(matching_key(cell.text.text)) for pattern in patterns) for cell in cells)


def _told(table: str, texts: Sequence[str]) -> bool:
    return any(
        pattern.search(matching_key(text)) for pattern in _patterns(table, "telling") for text in texts
    )


def _lines_above(nodes: Sequence[Node], i: int) -> list[str]:
    """The line right above a table: its caption, or the sentence that leads to it."""
    above = nodes[i - 1].item if i else None
    return [above.text.text] if isinstance(above, Para) else []


@cache
def _patterns(table: str, place: str) -> tuple[re.Pattern[str], ...]:
    rows = tsv(asset("data"), "vocabulary", "vision-making.tsv")
    return tuple(re.compile(row["pattern"]) for row in rows if (row["table"], row["place"]) == (table, place))
