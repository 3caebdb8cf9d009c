"""The cells of an HTML table with their places: row and column spans expanded as HTML5 does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

_MOST = 1000
"""HTML5's limit of a column span; used for row spans too."""


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
    cells: list[Placed] = []
    row = 0
    for group in _groups(table):
        taken: set[tuple[int, int]] = set()
        last = row + len(group)
        for element in group:
            col = 0
            for node in element.iter():
                if node.tag not in ("td", "th"):
                    continue
                while (row, col) in taken:
                    col += 1
                colspan = _span(node, "colspan") or 1
                rowspan = min(_span(node, "rowspan") or last - row, last - row)
                while any((row, col + i) in taken for i in range(1, colspan)):
                    colspan -= 1  # two spans meet: the earlier cell keeps its place
                taken |= {(row + i, col + j) for i in range(rowspan) for j in range(colspan)}
                cells.append(Placed(node, row, col, rowspan, colspan))
                col += colspan
            row += 1
    return cells


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


def _span(node: LexborNode, name: str) -> int:
    """A span attribute; 0 means to the end of the group, what is no number means 1."""
    value = (node.attributes.get(name) or "1").strip()
    found = re.match(r"\d+", value)
    return min(int(found[0][:6]), _MOST) if found else 1
