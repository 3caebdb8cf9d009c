"""Tables with row labels: each label with the rows that belong to it, and the columns that hold years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from graph_build.converters.items import Grid
from graph_build.converters.vision.members.participants import group_of
from graph_build.converters.vision.outline.tree import is_place_name
from graph_build.converters.vision.tables.signs import (
    OF_WHICH,
    Row,
    figures_in_brackets,
    is_mark,
    is_money_unit,
    only_figures,
)
from graph_build.converters.vision.tables.years import (
    YEARS_HEADS,
    YearColumns,
    marks_below,
    words_below,
    year_columns,
    years_below_head,
)
from graph_build.converters.vision.words.heads import (
    NO_HEAD,
    Head,
    head_of,
    is_number,
    parse_years,
    years_in,
)
from graph_build.documents.model import Cell, Located
from graph_build.text.key import matching_key
from graph_build.text.money import unit_of_label
from graph_build.text.numbers import parse_number

# Blocks with a row of years.
_OF_YEARS = ("budget", "schedule")


@dataclass(frozen=True, slots=True)
class Block:
    """A row label and its rows; ``rows`` are without the label's cell and may hold cells left of the values."""

    head: Head
    label: Located | None
    rows: tuple[Row, ...]
    again: tuple[Cell, ...] = ()
    """Cells of its head that are printed once more, behind a page break."""

    @property
    def text(self) -> Located | None:
        """All text of the block, cells and rows apart by line feeds."""
        parts = [cell.text for row in self.rows for cell in row if cell.text]
        return Located.joined(parts, "\n") if parts else None


def read_blocks(grid: Grid) -> list[Block]:
    """The blocks of a table with row labels; an empty or covered label cell goes on with the block.

    A row of years without a label of its own is the head of the rows below that hold money or marks.
    """
    reader = _Blocks()
    years = years_below_head(grid.rows)
    for at, row in enumerate(grid.rows):
        reader.in_years = at in years
        if _is_caption(row, grid.rows[at + 1 : at + 3]):
            reader.caption(row[0].text)
        else:
            reader.row(row)
    reader.close()
    return reader.blocks


@dataclass(slots=True)
class _Blocks:
    blocks: list[Block] = field(default_factory=list)
    label: Located | None = None
    head: Head = NO_HEAD
    rows: list[Row] = field(default_factory=list)
    again: list[Cell] = field(default_factory=list)
    years: Row | None = None
    """The row of years that stands above several labels."""
    in_years: bool = False
    """Whether the row at hand is one of years below their head."""

    def row(self, row: Row) -> None:
        """Take a row of the table."""
        first = next((cell for cell in row if cell.col == 0), None)
        own = first is not None and bool(first.text) and not any(self.rows)
        if _heads_rows_below(row, first) and (own or not self._lacks_years()):
            if self.rows and self.rows[0] is self.years and _words_of(row) == _words_of(self.years):
                self.again += row  # behind a page break
                return
            self.close()
            self.years = row
            return
        if first is not None and first.text and self.rows and _printed_again(self.label, self.rows[0], row):
            self.again += row
            return
        if first is not None and first.text:
            above = [*_years_above(self.blocks, self.head, self.rows), *self.rows]
            if self.rows and _goes_on(self.head, above, row, first):
                beside_label = self.rows[0][0].col > 0 and len(row) <= len(self.rows[0])
                beside_label = beside_label and not words_below(head_of(first), row, self.rows[0])
                beside_label = beside_label and _end(row) < _end(self.rows[0])
                shift = 1 if beside_label and self.label is not None else 0
                self.rows.append(tuple(cell.moved(cols=shift) for cell in row))
                return
            self._open(row, first)
        self.rows.append(tuple(cell for cell in row if cell.col > 0 or self.label is None))

    def caption(self, text: Located) -> None:
        """Take a line between the rows that is no label of theirs."""
        self.close()
        self.blocks.append(Block(replace(NO_HEAD, unit=unit_of_label(text.text)), text, ()))

    def _open(self, row: Row, first: Cell) -> None:
        own = head_of(first)
        if self.years is not None and own.means("schedule_item") and _names_beside(row, self.years):
            self.close()
            self.label, self.head, self.rows = first.text, Head("", frozenset({"schedule"})), [self.years]
            return
        if self.years is not None and _is_item(first, row, self.years):
            if self.label is not None or not self.head.means("schedule"):
                self.close()
                self.head, self.rows = Head("", frozenset({"schedule"})), [self.years]
            return
        beneath = not self.label or (bool(self.rows) and self.rows[0] is self.years)
        if self.years is not None and beneath and _amounts_below(row, self.years, first):
            self.close()
            self.head, self.rows = Head("", frozenset({"budget"})), [self.years]
            return
        self.close()
        self.label = first.text
        self.head = replace(own, kinds=frozenset({"title"})) if self._is_title(row) else own
        heads_years = not self.head.means(*_OF_YEARS) and year_columns((row,)) is not None
        if (not self.head.kinds or heads_years) and (unit := unit_of_label(first.text.text)):
            # 「（単位：千円）」 and no more; 「市町（千円）」 beside years
            self.head = replace(self.head, kinds=frozenset({"budget"}), unit=unit)
        above_items = own.means("schedule_item") and _are_years(row)  # 実施項目 | R5 | R6 | R7
        if above_items or (self.years is not None and words_below(self.head, row, self.years)):
            self.head = replace(self.head, kinds=frozenset({"schedule"}))
        if self.head.means("title"):
            self.years = None
        elif (
            self.years is not None and self.head.means("budget", "schedule") and year_columns((row,)) is None
        ):
            self.rows = [self.years]

    def _is_title(self, row: Row) -> bool:
        return is_numbered_row(row) and not self.in_years

    def _lacks_years(self) -> bool:
        """Whether amounts, or a schedule that tells no years in words, still wait for their row of years."""
        told = self.head.means("schedule") and any(years_in(c.text.text) for row in self.rows for c in row)
        return self.head.means("budget", "schedule") and not told and year_columns(self.rows) is None

    def close(self) -> None:
        """End the block at hand."""
        if self.rows or self.label:
            self.rows = [*_years_above(self.blocks, self.head, self.rows), *self.rows]
            self.blocks.append(Block(self.head, self.label, tuple(self.rows), tuple(self.again)))
        self.label, self.head, self.rows, self.again = None, NO_HEAD, [], []


def _years_above(above: Sequence[Block], head: Head, rows: Sequence[Row]) -> Sequence[Row]:
    """The row of years of the schedule above amounts that have none: 年度別計画 | 実施項目 | R7 | R8 … over 事業費 | 5,840 | 5,840 …,
    or over several rows with a name each (総事業費, うち一般財源) or figures in brackets, or each but the first, an amount in a column of
    theirs each."""
    columns = year_columns(above[-1].rows) if above and above[-1].head.means("schedule") else None
    if columns is None or columns.row or not head.means("budget"):
        return ()
    places = {*columns.years} | ({columns.total} if columns.total is not None else set())
    told = [_named_amounts(row, columns) for row in rows]
    names = [len(labels) for labels, _ in told]
    amounts = [cell for _, cells in told for cell in cells]
    below = all(cell.col in places and parse_number(cell.text.text) is not None for cell in amounts)
    parts = [figures_in_brackets(cells) for _, cells in told[1:]]
    named = names[:1] in ([0], [1]) and all(
        name == 1 or (part and not name) for name, part in zip(names[1:], parts, strict=True)
    )
    return above[-1].rows[:1] if below and named and len(amounts) > len(rows) else ()


def _named_amounts(row: Row, columns: YearColumns) -> tuple[list[Cell], list[Cell]]:
    """The words of a row left of the years, and what stands behind them."""
    cells = [cell for cell in row if cell.text]
    labels = [cell for cell in cells if cell.col < columns.first and parse_number(cell.text.text) is None]
    return labels, [cell for cell in cells if cell not in labels]


def _is_caption(row: Row, below: Sequence[Row]) -> bool:
    """Whether a row is a line with the unit of the amounts, above years with rows that have labels of their own."""
    filled = [cell for cell in row if cell.text]
    if len(filled) != 1 or filled[0] is not row[0] or unit_of_label(filled[0].text.text) is None:
        return False
    first = [next((cell for cell in one if cell.col == 0), None) for one in below]
    return len(below) == 2 and bool(first[1] and first[1].text) and _heads_rows_below(below[0], first[0])


def _heads_rows_below(row: Row, first: Cell | None) -> bool:
    """Whether a row holds years (and a total) only, beside no label or one that says no more than that."""
    unlabelled = (
        first is None
        or not first.text
        or matching_key(first.text.text) in YEARS_HEADS
        or head_of(first).means("payer", "place")
    )
    return unlabelled and _are_years(row)


def _are_years(row: Row) -> bool:
    """Whether years, and a total, are all that stands behind the first cell of a row."""
    found = year_columns((row,))
    cells = [cell for cell in row if cell.text and cell.col > 0]
    return found is not None and len(found.years) + (found.total is not None) == len(cells)


def is_numbered_row(row: Row) -> bool:
    """Whether a row is a number and a title: 「1-2」 | 「往診車の共同運行」."""
    filled = [cell for cell in row if cell.text]
    if len(filled) != 2 or filled[0].col or not is_number(filled[0].text.text):
        return False
    title = filled[1].text.text
    return parse_number(title) is None and not is_mark(filled[1]) and not title.endswith("。")


def _names_beside(row: Row, years: Row) -> bool:
    """Whether a text stands between the label of a row and the years: 実施項目 | 診療所の運営 | ○ | ○."""
    columns = year_columns((years,))
    return columns is not None and any(cell.text and 0 < cell.col < columns.first for cell in row)


def _is_item(label: Cell, row: Row, years: Row) -> bool:
    """Whether a row below years is an item of a schedule: marks stand there, and signs that are no dashes beside a label
    that could mean another part of the project (助成 | ● | ●) or is a part of an amount (うち国庫支出金 | －)."""
    head = head_of(label)
    signs = any(is_mark(cell) and parse_number(cell.text.text) is None for cell in row)
    plain = not head.kinds and not OF_WHICH.match(label.text.text)
    return marks_below(row, years) and (plain or (signs and not head.means(*_OF_YEARS)))


def _amounts_below(row: Row, years: Row, first: Cell) -> bool:
    """Whether a row below years tells what a payer bears: a name or 計, and figures in the columns of the years."""
    columns = year_columns((years,))
    cells = [cell for cell in row if columns is not None and cell.col in columns.years and cell.text]
    named = is_place_name(first.text.text) or head_of(first).means("total")
    figures = bool(cells) and all(parse_number(cell.text.text) is not None for cell in cells)
    return (named and figures) or _group_pays(first, cells)


def _group_pays(first: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a row tells what a group bears (連携市町 | 800 | －); 「連携市町 | ４市４町」 says who takes part."""
    numbers = [parse_number(cell.text.text) for cell in cells]
    figures = any(number and number.value is not None for number in numbers) and None not in numbers
    return group_of(first.text.text) is not None and len(cells) >= 2 and figures


def _end(row: Row) -> int:
    """The column behind the last cell of a row."""
    return max(cell.col + cell.colspan for cell in row)


def _printed_again(label: Located | None, top: Row, row: Row) -> bool:
    """Whether a row repeats label and heads of its block, as behind a page break."""
    keys = _words_of(row)
    above = [label.text if label else "", *(cell.text.text for cell in top)]
    return len([key for key in keys if key]) >= 3 and keys == list(map(matching_key, above))


def _words_of(row: Row) -> list[str]:
    return [matching_key(cell.text.text) for cell in row]


def _goes_on(head: Head, rows: Sequence[Row], row: Row, first: Cell) -> bool:
    """Whether a row that begins in the label's column belongs to the block above: its label is said only once.

    So it is with the municipalities below the years of a budget (or the unit alone), with the items of a schedule, and
    with indicators below their column heads.
    """
    own = head_of(first)
    heads = [cell for cell in rows[0] if cell.text]
    cells = [cell for cell in row if cell.text]
    if len(heads) < 2 or len(cells) < 2 or len(row) > len(rows[0]) + 1:
        return False
    if head.means("budget") and year_columns(rows) is not None:
        named = is_place_name(first.text.text) or own.means("total") or own.kinds == {"payer"}
        part = OF_WHICH.match(first.text.text) is not None
        pays = named or part or is_money_unit(first.text.text) or _group_pays(first, cells[1:])
        return pays and len(cells) <= len(heads) + 1
    if head.means("schedule") and year_columns(rows) is not None:
        return _is_item(first, row, rows[0]) or words_below(own, row, rows[0])
    if head.means("kpi", "target"):
        return not own.kinds and any(head_of(cell).means("target", "current", "baseline") for cell in heads)
    return False


def holds_rows(cell: Cell) -> bool:
    """Whether the lines of a cell are cells themselves: marks alone, years or figures one below the other."""
    lines = [replace(cell, text=cell.text.match(found)) for found in re.finditer(r"[^\n]+", cell.text.text)]
    years = [year is not None for year in parse_years(line.text.text for line in lines)]
    figures = [re.fullmatch(r"[\d,，]+", line.text.text.strip()) is not None for line in lines]
    below = any(map(all, pairwise(years))) or any(map(all, pairwise(figures)))
    return len(lines) > 1 and (any(map(is_mark, lines)) or below)


def own_rows(block: Block) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows of a block of text, and rows below it that are values or marks of a block whose label row is missing."""
    for index, row in enumerate(block.rows[1:], start=1):
        if only_figures(row) or any(is_mark(cell) for cell in row):
            return block.rows[:index], block.rows[index:]
    return block.rows, ()
