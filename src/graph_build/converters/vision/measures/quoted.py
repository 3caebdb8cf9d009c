"""Measures that tables quote below rows that print their titles: each title becomes the heading above its table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.measures.drafts import is_measure_table
from graph_build.converters.vision.outline.heading import heading_role
from graph_build.converters.vision.outline.tree import heading_kind
from graph_build.converters.vision.tables.blocks import Row, is_numbered_row
from graph_build.converters.vision.words.heads import head_of
from graph_build.converters.vision.words.title_markers import split_title
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.key import matching_key


def titled_quotes(items: Sequence[Item]) -> Iterator[Item]:
    """The items; measures that a table quotes (content and roles) below rows of titles stand each below its title as a
    heading, unless a line above the table says it already.

    A title is numbered (「① 医師の確保」), has its number or its label in a cell of its own (① | …, 取組項目 | …), or is one of
    several captions that all differ.
    """
    captions = _captions(items)
    above: set[str] = set()
    for item in items:
        if isinstance(item, Grid):
            yield from _parted(item, above, captions) or [item]
            above = set()
        else:
            above |= {item.key.text, item.body_key} if isinstance(item, Para) else set()
            yield item


def _captions(items: Sequence[Item]) -> set[str]:
    """The captions without numbers in first rows, by which the plan tells measures apart: no two are the same, and somewhere
    nothing else stands between two tables."""
    found: list[str] = []
    alone = False
    for i, item in enumerate(items):
        caption = _alone(item.rows[0]) if isinstance(item, Grid) and item.rows else None
        if isinstance(item, Grid) and caption is not None and is_measure_table(item):
            found.append(matching_key(caption.text))
            alone = alone or (i > 0 and isinstance(items[i - 1], Grid))
    return set(found) if alone and len(set(found)) == len(found) else set()


def _parted(grid: Grid, above: Collection[str], captions: Collection[str]) -> list[Item]:
    """The titles and tables of the measures of a table; none where it holds something else, or ``above`` tells one of them."""
    titles = {i: title for i, row in enumerate(grid.rows) if (title := _title(row, captions)) is not None}
    found: list[Item] = []
    for first, end in pairwise([*titles, grid.table.rows]):
        title, quoted = titles[first], _below(grid, first, end)
        told = title.key.text in above or title.body_key in above
        if told or heading_kind([title, quoted], 0) is None or not is_measure_table(quoted):
            return []
        found += [title, quoted]
    return found if 0 in titles else []


def _title(row: Row, captions: Collection[str]) -> Para | None:
    """The heading that a row is: number and title, a label and the title, or one of the ``captions``."""
    filled = [cell for cell in row if cell.text]
    if is_numbered_row(row):
        return Para(Located.joined([cell.text.strip() for cell in filled], " "))
    heads_columns = len(filled) == 2 and head_of(filled[1]).means("content")  # 項目 | 内容
    if len(filled) == 2 and not filled[0].col and _names_measure(filled[0]) and not heads_columns:
        return _heading(filled[1].text.strip())
    title = _alone(row)
    if title is None or (split_title(title)[0] is None and matching_key(title.text) not in captions):
        return None
    return _heading(title)


def _names_measure(label: Cell) -> bool:
    """Whether a label is of a measure's title and of nothing else; 「取組内容」 may be both."""
    head = head_of(label)
    return head.means("measure", "title") and not head.means("content", "role", "roles", "cost")


def _heading(title: Located) -> Para:
    return Para(title, "heading" if split_title(title)[0] is None else "plain")


def _alone(row: Row) -> Located | None:
    """The only text of a row, which is no label and announces nothing."""
    filled = [cell for cell in row if cell.text]
    if len(filled) != 1 or filled[0].col or head_of(filled[0]).kinds:
        return None
    return None if heading_role(matching_key(filled[0].text.text)) else filled[0].text.strip()


def _below(grid: Grid, first: int, end: int) -> Grid:
    """The rows of one measure; a label beside its title stays above them as a caption."""
    rest = grid.between(first + 1, end)
    label = grid.rows[first][0]
    if not _names_measure(label):
        return rest
    caption = (replace(label, row=0, rowspan=1, colspan=1), Cell(0, 1, label.text[0:0]))
    cells = (*caption, *(cell.moved(1) for cell in rest.table.cells))
    return Grid(Table(cells, rest.table.rows + 1, rest.table.cols, rest.table.page))
