"""What converters read: the blocks of a document with matching keys and list markers worked out once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from graph_build.documents.model import Cell, Document, Figure, Located, Paragraph, Table
from graph_build.text.display import display
from graph_build.text.key import Key, fold, matching_key
from graph_build.text.labels import Label, label_kind
from graph_build.text.markers import Marker, parse_marker
from graph_build.text.noise import marker_of


@dataclass(frozen=True)
class Para:
    """A paragraph, heading or list item, ready to be matched."""

    text: Located
    style: str = "plain"
    indent: int = 0

    @cached_property
    def key(self) -> Key:
        """The folded text with its way back."""
        return fold(self.text.text)

    @cached_property
    def marker(self) -> Marker | None:
        """The list marker that it begins with; words in brackets (【医療】) are words here, no marker."""
        marker = marker_of(self.text.text)
        return None if marker and marker.kind in ("angle", "lenticular", "square") else marker

    @cached_property
    def body(self) -> Located:
        """What stands behind the marker."""
        return self.text[self.marker.end :].strip() if self.marker else self.text.strip()

    @cached_property
    def body_key(self) -> str:
        """Matching key of the body."""
        return matching_key(self.body.text)

    def part(self, found: re.Match[str], group: int | str = 0) -> Located:
        """The text behind a match in ``key.text``."""
        return behind(self.text, self.key, found.start(group), found.end(group))


@dataclass(frozen=True)
class Grid:
    """A table."""

    table: Table

    @cached_property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """Cells by the row they begin in."""
        rows: list[list[Cell]] = [[] for _ in range(self.table.rows)]
        for cell in self.table.cells:
            rows[cell.row].append(cell)
        return tuple(tuple(row) for row in rows)

    def between(self, first: int, end: int) -> Grid:
        """The rows from ``first`` up to ``end`` as a table of their own."""
        moved = tuple(
            replace(cell.moved(-first), rowspan=min(cell.rowspan, end - cell.row))
            for cell in self.table.cells
            if first <= cell.row < end
        )
        return Grid(Table(moved, end - first, self.table.cols, self.table.page))

    @property
    def parts(self) -> list[Located]:
        """The text of all cells."""
        return [cell.text for cell in self.table.cells if cell.text]

    @property
    def lines(self) -> list[Para]:
        """The rows as lines, cells of several lines side by side line by line."""
        rows = [[cell.paras for cell in row if cell.text] for row in self.rows]
        return [
            Para(Located.joined([paras[at] for paras in row if at < len(paras)], "\t"))
            for row in rows
            for at in range(max(map(len, row), default=0))
        ]


@dataclass(frozen=True)
class Lost:
    """A picture that could not be read."""

    text: Located


Item: TypeAlias = Para | Grid | Lost


def items_of(document: Document) -> tuple[Item, ...]:
    """The blocks of a document as items, empty paragraphs left out."""
    found: list[Item] = []
    for block in document.blocks:
        match block:
            case Paragraph():
                text = block.text.strip()
                if text:
                    found.append(Para(text, block.style, block.indent))
            case Table():
                found.append(Grid(block))
            case Figure():
                found.append(Lost(block.text))
    return tuple(found)


def behind(text: Located, key: Key, start: int, end: int) -> Located:
    """The part of a text that stands behind key characters ``start`` … ``end``."""
    if start >= end:
        return text[0:0]
    a, b = key.raw_range(start, end)
    return text[a:b]


def printed(text: Located | None) -> str:
    """Text as printed, without noise blanks inside words; paragraphs of a cell stay apart by line feeds."""
    if text is None:
        return ""
    return "\n".join(filter(None, (display(part) for part in text.text.split("\n"))))


def printed_paragraph(text: Located | None) -> str:
    """A paragraph of an article as printed; the blank behind its number stays (「2　施設の費用は」 is no 2施設)."""
    words = printed(text)
    number = re.match(r"[\s　]*(?P<number>[0-9０-９]{1,2})[\s　]+", text.text) if text else None
    if number and words.startswith(number["number"]):
        return f"{number['number']} {words[len(number['number']) :].lstrip()}"
    return words


_DELETED = re.compile(r"[\s　]*(?:[（(]?[0-9０-９一-十ア-ン]{1,3}[)）]?[\s　]*)?削[\s　]*除[\s　]*$")


def is_deleted(text: Located) -> bool:
    """Whether a text says that what stood here is gone.

    >>> is_deleted(Located.plain("(3)　削除", 0)), is_deleted(Located.plain("(3)　削除の手続", 0))
    (True, False)
    """
    return _DELETED.match(text.text) is not None


def is_deleted_row(row: Sequence[Cell]) -> bool:
    """Whether a row holds nothing but its number and the word that it is gone."""
    return is_deleted(Located.joined([cell.text for cell in row if cell.text], " "))


def cell_key(cell: Cell | None) -> str:
    """Matching key of a cell; empty for no cell."""
    return matching_key(cell.text.text) if cell else ""


def cell_label(cell: Cell | None) -> Label:
    """What a cell means as a label; the marker before a label (「a 甲の役割」) does not count."""
    if cell is None or len(cell.text) > 60:
        return Label("unknown")
    label = label_kind(cell_key(cell))
    if label.kind == "unknown":
        marker = parse_marker(cell.text.text)
        if marker:
            return label_kind(matching_key(cell.text.text[marker.end :]))
    return label


def paras(items: Iterable[Item]) -> list[Para]:
    """The paragraphs among items."""
    return [item for item in items if isinstance(item, Para)]


def texts(items: Sequence[Item]) -> list[Located]:
    """All texts of items, cells one by one."""
    found: list[Located] = []
    for item in items:
        found += item.parts if isinstance(item, Grid) else [item.text]
    return found
