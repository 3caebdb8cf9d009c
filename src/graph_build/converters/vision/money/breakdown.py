"""Rows of amounts: which name who pays, which the whole, and which only say what an amount consists of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from graph_build.converters.vision.context import Context
from graph_build.converters.vision.members.participants import group_of, is_name
from graph_build.converters.vision.tables.signs import OF_WHICH, Row, figures_in_brackets
from graph_build.converters.vision.tables.years import YearColumns
from graph_build.converters.vision.words.heads import head_of
from graph_build.documents.model import Cell, Located
from graph_build.text.key import matching_key
from graph_build.text.money import unit_factor
from graph_build.text.numbers import parse_number

_SUBTOTAL = re.compile(r".{2,14}小計")


def is_payer(cell: Cell) -> bool:
    """Whether a cell names who pays, or the sum of all: a municipality, a group of members (連携市町村), 計."""
    text = payer_named(cell.text).text
    return is_name(text) or group_of(text) is not None or head_of(cell).means("total")


def payer_named(label: Located) -> Located:
    """Who a label names, without the word that makes the amount a part of the one above.

    >>> payer_named(Located.plain("　うち岡崎市", 0)).text, payer_named(Located.plain("内灘町", 0)).text
    ('岡崎市', '内灘町')
    """
    found = OF_WHICH.match(label.text)
    return label[found.end() :].strip() if found else label


def without_parts(rows: Sequence[Row], columns: YearColumns, context: Context) -> list[Row]:
    """The rows of values without those that only say what the amount of another one consists of (国庫補助金, 一般財源).

    The whole is the row that is named so (総事業費, 計), else the one that the others add up to. Parts that add up to it are
    set aside; others stay unread and so are reported.
    """
    rows = _without_parts_named_so(_without_subtotals(rows, columns, context), columns, context)
    parts = [row for row in rows if _is_part(row, columns)]
    others = [row for row in rows if row not in parts]
    if len(parts) < 2 and not any(map(_is_whole, others)):
        return list(rows)
    values = {id(row): _amounts(row, columns) for row in rows}
    whole = next(filter(_is_whole, others), None) or next(
        (row for row in parts if any(values[id(row)]) and _add_up(row, parts, values)), None
    )
    rest = [row for row in parts if row is not whole]
    if whole is not None and _add_up(whole, [whole, *rest], values):
        context.out.ignore("part_of_amount", *(cell.text for row in rest for cell in row if cell.text))
        context.out.ignore("label", *(cell.text for cell in whole if cell.col < columns.first))
    return [row for row in rows if row in others or row is whole]


def _without_subtotals(rows: Sequence[Row], columns: YearColumns, context: Context) -> list[Row]:
    """The rows of values without those that add up several payers right above them (連携市町小計); one that does not add up stays."""
    kept: list[Row] = []
    for row in rows:
        named = any(
            _SUBTOTAL.fullmatch(matching_key(cell.text.text)) for cell in row if cell.col < columns.first
        )
        values = {id(one): _amounts(one, columns) for one in (*kept, row)}
        if named and any(_add_up(row, [row, *kept[at:]], values) for at in range(len(kept))):
            context.out.ignore("subtotal", *(cell.text for cell in row if cell.text))
        else:
            kept.append(row)
    return kept


def _without_parts_named_so(rows: Sequence[Row], columns: YearColumns, context: Context) -> list[Row]:
    """The rows of values without those that are a part of the one above by their name (うち国・県支出金) or by brackets around them,
    and not what one member bears. A part that is no more than its whole in any year is set aside; another one stays unread and
    so is reported."""
    kept: list[Row] = []
    for row in rows:
        label = next((cell for cell in row if cell.text and cell.col < columns.first), None)
        named = label is not None and not is_payer(label) and OF_WHICH.match(label.text.text) is not None
        bracketed = (
            label is None and figures_in_brackets(row) and bool(kept) and not figures_in_brackets(kept[-1])
        )
        if not kept or not (named or bracketed):
            kept.append(row)
            continue
        whole, part = _amounts(kept[-1], columns), _amounts(row, columns)
        if all(b <= a for a, b in zip(whole, part, strict=True)):
            context.out.ignore("part_of_amount", *(cell.text for cell in row if cell.text))
    return kept


def _is_part(row: Row, columns: YearColumns) -> bool:
    """Whether a row is named, and not by who pays, as the whole or by a unit alone."""
    labels = [cell for cell in row if cell.col < columns.first and cell.text]
    return bool(labels) and not any(
        is_payer(cell)
        or head_of(cell).means("total", "budget")
        or unit_factor(cell.text.text.strip(" 　()（）"))
        for cell in labels
    )


def _is_whole(row: Row) -> bool:
    return any(head_of(cell).means("total", "budget") for cell in row if cell.text)


def _amounts(row: Row, columns: YearColumns) -> tuple[Decimal, ...]:
    """The figures of a row by year; nothing counts 0."""
    texts = {cell.col: cell.text.text for cell in row}
    numbers = [parse_number(texts.get(col, "")) for col in columns.years]
    return tuple((number.value if number else None) or Decimal(0) for number in numbers)


def _add_up(whole: Row, rows: Sequence[Row], values: Mapping[int, tuple[Decimal, ...]]) -> bool:
    """Whether the other rows add up to one of them in every year."""
    others = [values[id(row)] for row in rows if row is not whole]
    return bool(others) and values[id(whole)] == tuple(map(sum, zip(*others, strict=True)))


def below_years(rows: Sequence[Row], columns: YearColumns) -> list[Row]:
    """The rows below the years, each moved to end below their last column.

    Where a table has lost its spans, the cells of a row with two labels (財源内訳 | 国庫支出金) reach further to the right than
    those of the years; one whose last cells are empty is told by its label below the first year.
    """
    last = max(cell.col for cell in rows[columns.row] if cell.text)
    below = rows[columns.row + 1 :]
    beyond = {max((cell.col for cell in row if cell.text), default=last) - last for row in below}
    further = max((one for one in beyond if 0 < one <= columns.first), default=0)
    return [
        tuple(cell.moved(cols=-further) for cell in row)
        if further and _reaches_beyond(row, columns.first, further)
        else row
        for row in below
    ]


def _reaches_beyond(row: Row, first: int, further: int) -> bool:
    """Whether a label stands where the first year is, and nothing but figures right of it."""
    label = next((cell for cell in row if cell.col == first + further - 1 and cell.text), None)
    figures = [cell for cell in row if cell.col >= first + further and cell.text]
    return (
        label is not None
        and parse_number(label.text.text) is None
        and bool(figures)
        and all(parse_number(cell.text.text) is not None for cell in figures)
    )


def without_margins(rows: Sequence[Row], columns: YearColumns) -> Sequence[Row]:
    """The rows of values without the margins around a table in a cell: one empty cell over all years beside rows with text."""

    def is_margin(row: Row) -> bool:
        return not any(cell.text or (cell.col in columns.years and cell.col != columns.first) for cell in row)

    return [row for row in rows if not is_margin(row)] or rows
