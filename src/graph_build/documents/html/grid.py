"""The cells of an HTML table with their places: row and column spans expanded as HTML5 does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from selectolax.lexbor import LexborNode

T = TypeVar("T")
_MOST = 1000
"""HTML5's limit of a column span; used for row spans too."""
_SHEET, _LABEL = 4, 16
"""Rows with a label that make a sheet, and how long a label is at most."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell's element and its place in the grid."""

    node: LexborNode
    row: int
    col: int
    rowspan: int
    colspan: int


def place(table: LexborNode) -> list[Placed]:
    """The cells of a table in reading order; cells of tables inside it are not among them."""
    groups = [
        [
            [(node, _attribute(node, "rowspan"), _attribute(node, "colspan")) for node in _cells(row)]
            for row in group
        ]
        for group in _groups(table)
    ]
    return [Placed(*cell) for cell in spread(groups)]


def defined(terms: LexborNode) -> list[Placed]:
    """The cells of a definition list (``<dl>``) that is a table of labels: two short terms or more, each with one text beside
    it that holds no heading and no table; none for another list."""
    parts = [node for child in terms.iter() for node in (child.iter() if child.tag == "div" else (child,))]
    tags = [node.tag for node in parts if node.tag in ("dt", "dd")]
    nodes = [node for node in parts if node.tag in ("dt", "dd")]
    plain = all(node.css_first("h1, h2, h3, h4, h5, h6, table, dl") is None for node in nodes)
    short = all(0 < len((node.text() or "").strip()) <= _LABEL for node in nodes[::2])
    if len(tags) < 4 or tags != ["dt", "dd"] * (len(tags) // 2) or not plain or not short:
        return []
    return [Placed(node, at // 2, at % 2, 1, 1) for at, node in enumerate(nodes)]


def spread(
    groups: Iterable[Sequence[Sequence[tuple[T, str, str]]]],
) -> Iterator[tuple[T, int, int, int, int]]:
    """Cells with their spans as printed, by group (head, body) and row: each with its row, column and spans.

    >>> list(spread([[[("a", "2", ""), ("b", "", "")], [("c", "", "")]]]))
    [('a', 0, 0, 2, 1), ('b', 0, 1, 1, 1), ('c', 1, 1, 1, 1)]
    """
    row = 0
    for group in groups:
        taken: set[tuple[int, int]] = set()
        last = row + len(group)
        for cells in group:
            col = 0
            for cell, rows, cols in cells:
                while (row, col) in taken:
                    col += 1
                colspan = _span(cols) or 1
                rowspan = min(_span(rows) or last - row, last - row)
                while any((row, col + i) in taken for i in range(1, colspan)):
                    colspan -= 1  # two spans meet: the earlier cell keeps its place
                taken |= {(row + i, col + j) for i in range(rowspan) for j in range(colspan)}
                yield cell, row, col, rowspan, colspan
                col += colspan
            row += 1


def _cells(row: LexborNode) -> list[LexborNode]:
    return [node for node in row.iter() if node.tag in ("td", "th")]


def _attribute(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or "1"


def _groups(table: LexborNode) -> Iterator[list[LexborNode]]:
    """The rows, head first and foot last; a row span ends with its group."""
    groups: dict[str, list[list[LexborNode]]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in table.iter():
        if child.tag == "tr":
            groups["tbody"].append([child])
        elif child.tag in groups:
            groups[child.tag].append([row for row in child.iter() if row.tag == "tr"])
    for name in ("thead", "tbody", "tfoot"):
        yield from groups[name]


def _span(value: str) -> int:
    """A span attribute; 0 means to the end of the group, what is no number means 1."""
    found = re.match(r"\s*(\d+)", value)
    return min(int(found[1][:6]), _MOST) if found else 1


def is_layout(table: LexborNode, placed: Sequence[Placed]) -> bool:
    """A frame for other content: a table of one cell, or one of which a cell has headings or the tables hold most of the
    text, and that is no sheet of labels and has no heads of columns."""
    if len(placed) <= 1 or (
        max(cell.col for cell in placed) == 0 and table.css_first("p, div, h1, h2, h3, table")
    ):
        return True
    if sum(_is_labelled(row) for row in _rows(placed)) >= _SHEET or _is_headed(placed):
        return False
    if any(cell.node.css_first("h1, h2, h3") for cell in placed if cell.node.css_first("table, p, div")):
        return True
    inner = [node for node in table.css("table") if node.mem_id != table.mem_id]
    if not inner:
        return False
    nested = sum(len((node.text() or "").strip()) for node in inner if not _inside_one_of(node, inner))
    return nested * 2 >= len((table.text() or "").strip())


_HEAD = 12
"""Letters of the head of a column."""


def _is_headed(placed: Sequence[Placed]) -> bool:
    """Whether short heads stand above columns, and in each row below them a text beside the tables of its cells."""
    rows = list(_rows(placed))
    texts = [
        ["" if cell.node.css_first("table") else (cell.node.text() or "").strip() for cell in row]
        for row in rows
    ]
    heads = texts[0] if len(texts) > 1 else []
    return len(heads) > 2 and all(0 < len(head) <= _HEAD for head in heads) and all(map(any, texts[1:]))


def _inside_one_of(node: LexborNode, tables: Sequence[LexborNode]) -> bool:
    known = {table.mem_id for table in tables}
    parent = node.parent
    while parent is not None and parent.mem_id not in known:
        parent = parent.parent
    return parent is not None


def _rows(placed: Sequence[Placed]) -> Iterable[list[Placed]]:
    rows: dict[int, list[Placed]] = {}
    for cell in placed:
        rows.setdefault(cell.row, []).append(cell)
    return rows.values()


def _is_labelled(row: Sequence[Placed]) -> bool:
    """Whether a row is a few letters, in a cell without a table, beside another cell."""
    label = row[0].node
    letters = len((label.text() or "").strip())
    return len(row) > 1 and 0 < letters <= _LABEL and label.css_first("table") is None
