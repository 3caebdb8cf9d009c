"""Tables with row labels: each label with the rows that belong to it, and the columns that hold years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph_build.converters.items import Grid
from graph_build.converters.vision.heads import Head, Year, head_of, parse_years, read_head
from graph_build.converters.vision.outline import is_place_name
from graph_build.documents.model import Cell, Located
from graph_build.text.key import matching_key
from graph_build.text.numbers import parse_number

Row = tuple[Cell, ...]

# Signs that only say "in this year": arrows, circles, bars.
_MARKS = frozenset("→⇒➡⇨➔➜▶►▷⇢>＞○●◎◇◆□■☆★✓✔✕×-－―ー─━～~・")


@dataclass(frozen=True, slots=True)
class Block:
    """A row label and its rows; ``rows`` are without the label's cell and may hold cells left of the values."""

    head: Head
    label: Located | None
    rows: tuple[Row, ...]

    @property
    def text(self) -> Located | None:
        """All text of the block, cells and rows apart by line feeds."""
        parts = [cell.text for row in self.rows for cell in row if cell.text]
        return Located.joined(parts, "\n") if parts else None


def read_blocks(grid: Grid, column: int = 0) -> list[Block]:
    """The blocks of a table whose ``column`` holds the row labels; an empty or covered label cell goes on with the block."""
    blocks: list[Block] = []
    label: Located | None = None
    head = Head("")
    rows: list[Row] = []
    for row in grid.rows:
        first = next((cell for cell in row if cell.col == column), None)
        if rows and first is not None and first.text and _goes_on(head, rows, row, first):
            row = tuple(replace(cell, col=cell.col + 1) for cell in row)
            first = None
        if first is not None and first.text and rows and _printed_again(label, rows[0], row):
            continue
        if first is not None and first.text:
            if rows or label:
                blocks.append(Block(head, label, tuple(rows)))
            label, head, rows = first.text, read_head(first.text.text), []
        rows.append(tuple(cell for cell in row if cell.col > column))
    if rows or label:
        blocks.append(Block(head, label, tuple(rows)))
    return blocks


def _printed_again(label: Located | None, top: Row, row: Row) -> bool:
    """Whether a row repeats label and heads of its block, as behind a page break."""
    keys = [matching_key(cell.text.text) for cell in row]
    above = [label.text if label else "", *(cell.text.text for cell in top)]
    return len([key for key in keys if key]) >= 3 and keys == list(map(matching_key, above))


def _goes_on(head: Head, rows: Sequence[Row], row: Row, first: Cell) -> bool:
    """Whether a row that begins in the label's column belongs to the block above: its label is said only once.

    So it is with the municipalities below the years of a budget, and with indicators below their column heads.
    """
    own = head_of(first)
    heads = [cell for cell in rows[0] if cell.text]
    cells = [cell for cell in row if cell.text]
    if len(heads) < 2 or len(cells) < 2 or len(row) > len(rows[0]) + 1:
        return False
    if head.means("budget") and year_columns(rows) is not None:
        named = is_place_name(first.text.text) or own.means("total") or own.kinds == {"payer"}
        return named and len(cells) <= len(heads)
    if head.means("kpi", "target"):
        return not own.kinds and any(head_of(cell).means("target", "current", "baseline") for cell in heads)
    return False


def only_figures(row: Row) -> bool:
    """Whether a row holds several figures and nothing else: values whose head is missing."""
    cells = [cell for cell in row if cell.text]
    numbers = [parse_number(cell.text.text) for cell in cells]
    return len(cells) >= 2 and all(
        number is not None and number.kind == "number" and number.end >= len(cell.text)
        for number, cell in zip(numbers, cells, strict=True)
    )


def is_mark(cell: Cell) -> bool:
    """Whether a cell only holds signs, no words."""
    return cell.arrow is not None or (bool(cell.text) and set(matching_key(cell.text.text)) <= _MARKS)


def own_rows(block: Block) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows of a block of text, and rows below it that are values or marks of a block whose label row is missing."""
    for index, row in enumerate(block.rows[1:], start=1):
        if only_figures(row) or any(is_mark(cell) for cell in row):
            return block.rows[:index], block.rows[index:]
    return block.rows, ()


@dataclass(frozen=True, slots=True)
class YearColumns:
    """A row of years: column → year, the column of the total, and the cells that print them."""

    row: int
    years: dict[int, Year]
    total: int | None
    cells: dict[int, Cell] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The leftmost column of a year or total."""
        return min([*self.years, *([self.total] if self.total is not None else [])])

    def in_order(self) -> bool:
        """Whether the years rise from left to right."""
        found = [self.years[col].year for col in sorted(self.years)]
        return found == sorted(set(found))


def year_columns(rows: Sequence[Row]) -> YearColumns | None:
    """The first row that prints years over columns; a single year counts beside a total or as the last cell."""
    for index, row in enumerate(rows):
        cells = [cell for cell in row if cell.text]
        years = dict(zip((cell.col for cell in cells), parse_years(c.text.text for c in cells), strict=True))
        found = {col: year for col, year in years.items() if year is not None}
        total = next((cell.col for cell in reversed(cells) if head_of(cell).means("total")), None)
        if (
            len(found) >= 2
            or (found and total is not None)
            or (found and len(rows) > index + 1 and len(cells) <= 2)
        ):
            return YearColumns(index, found, total, {cell.col: cell for cell in cells})
    return None
