"""Measures that tables quote below rows that print their titles: each title becomes the heading above its table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.measures.drafts import is_measure_table
from graph_build.converters.vision.outline.heading import heading_role
from graph_build.converters.vision.outline.nesting import TITLED
from graph_build.converters.vision.outline.tree import heading_kind
from graph_build.converters.vision.tables.blocks import is_numbered_row
from graph_build.converters.vision.tables.signs import Row
from graph_build.converters.vision.words.heads import head_of, is_number
from graph_build.converters.vision.words.title_markers import split_title
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.key import matching_key

_NUMBER = re.compile(r"(?:連携)?(?:施策|項目|協定項目)の?(?:番号|No[.]?|№)")
"""Labels of the numbers of measures; those of numbers as such are known."""


def titled_quotes(items: Sequence[Item]) -> Iterator[Item]:
    """The items; measures that a table quotes (content and roles) below rows of titles stand each below its title as a
    heading, unless a line above the table says it already.

    A title is numbered (「① 医師の確保」), has its number or its label in a cell of its own (① | …, 取組項目 | …), or both of them
    with labels (施策番号 | 1-1 above 施策名 | …), or is one of several captions that all differ.
    """
    captions = _captions(items)
    printed = {heading_kind(items, i) for i, item in enumerate(items) if isinstance(item, Para)}
    above: set[str] = set()
    for item in items:
        if isinstance(item, Grid):
            parts = _parted(item, above, captions) or [item]
            yield from (_inside(part, printed) if isinstance(part, Para) else part for part in parts)
            above = set()
        else:
            above |= {item.key.text, item.body_key} if isinstance(item, Para) else set()
            yield item


def _inside(title: Para, printed: Collection[str | None]) -> Para:
    """A title with a style of its own where headings outside of tables are numbered like it: (1) in a table below (1)."""
    return replace(title, style=TITLED) if heading_kind([title], 0) in printed else title


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


@dataclass(frozen=True, slots=True)
class _Title:
    """The heading that rows print, how many they are, and the labels in them."""

    para: Para
    rows: int = 1
    labels: tuple[Cell, ...] = ()


def _parted(grid: Grid, above: Collection[str], captions: Collection[str]) -> list[Item]:
    """The titles and tables of the measures of a table; none where it holds something else, or ``above`` tells one of them."""
    titles: dict[int, _Title] = {}
    at = 0
    while at < grid.table.rows:
        title = _title(grid.rows[at : at + 2], captions)
        titles |= {at: title} if title else {}
        at += title.rows if title else 1
    found: list[Item] = []
    for first, end in pairwise([*titles, grid.table.rows]):
        para, quoted = titles[first].para, _below(grid, first, end, titles[first])
        told = para.key.text in above or para.body_key in above
        if told or heading_kind([para, quoted], 0) is None or not is_measure_table(quoted):
            return []
        found += [para, quoted]
    return found if 0 in titles else []


def _title(rows: Sequence[Row], captions: Collection[str]) -> _Title | None:
    """The heading that rows begin with: number and title, a label and the title, the same below or behind a label and the
    number, or one of the ``captions``."""
    filled = [cell for cell in rows[0] if cell.text and not rows[0][0].col]
    if is_numbered_row(rows[0]):
        return _Title(Para(Located.joined([cell.text.strip() for cell in filled], " ")))
    if (title := _labelled_title(filled)) is not None:
        return _Title(title_heading(title.text.strip()), 1, (filled[0],))
    if len(filled) in (2, 4) and _labels_number(filled[0]) and is_number(filled[1].text.text):
        height = 3 - len(filled) // 2  # behind the number, or in the row below it
        beside = filled[2:] or [cell for row in rows[1:] for cell in row if cell.text]
        if (title := _labelled_title(beside)) is not None:
            text = Located.joined([filled[1].text.strip(), title.text.strip()], " ")
            return _Title(title_heading(text), height, (filled[0], beside[0]))
    alone = _alone(rows[0])
    if alone is None or (split_title(alone)[0] is None and matching_key(alone.text) not in captions):
        return None
    return _Title(title_heading(alone))


def _labels_number(label: Cell) -> bool:
    return not label.col and (
        head_of(label).means("number") or _NUMBER.fullmatch(matching_key(label.text.text)) is not None
    )


def _labelled_title(cells: Sequence[Cell]) -> Cell | None:
    """The title beside a label of measures; a sentence (連携して行う取組 | …を行う。) and heads (項目 | 内容) are none."""
    if len(cells) != 2 or not _names_measure(cells[0]):
        return None
    title = cells[1]
    return None if head_of(title).means("content") or title.text.text.rstrip().endswith("。") else title


def _names_measure(label: Cell) -> bool:
    """Whether a label is of a measure's title and of nothing else; 「取組内容」 may be both."""
    head = head_of(label)
    return head.means("measure", "title") and not head.means("content", "role", "roles", "cost")


def title_heading(title: Located) -> Para:
    """A title as the heading that it is."""
    return Para(title, TITLED if split_title(title)[0] is None else "plain")


def _alone(row: Row) -> Located | None:
    """The only text of a row, which is no label and announces nothing."""
    filled = [cell for cell in row if cell.text]
    if len(filled) != 1 or filled[0].col or head_of(filled[0]).kinds:
        return None
    return None if heading_role(matching_key(filled[0].text.text)) else filled[0].text.strip()


def _below(grid: Grid, first: int, end: int, title: _Title) -> Grid:
    """The rows of one measure; labels beside its title and number stay above them as a caption."""
    rest = grid.between(first + title.rows, end)
    return under_labels([label.text for label in title.labels], rest) if title.labels else rest


def under_labels(labels: Sequence[Located], quoted: Grid) -> Grid:
    """A quoted measure below the labels of its title and number as a caption, or as part of that which it has."""
    first = [cell for cell in next(iter(quoted.rows), ()) if cell.text]
    own = first[:1] if len(first) == 1 else []
    texts = [*labels, *(cell.text for cell in own)]
    caption = (Cell(0, 0, Located.joined(texts, " "), tuple(texts)), Cell(0, 1, labels[0][0:0]))
    rest = quoted.between(1, quoted.table.rows) if own else quoted
    cells = (*caption, *(cell.moved(1) for cell in rest.table.cells))
    return Grid(Table(cells, rest.table.rows + 1, rest.table.cols, rest.table.page))
