"""What a row or column is whose label no rule knows, where its values leave no doubt: names of members only, what each of
them does, amounts or marks below years, indicators."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from graph_build.converters.vision.context import Context
from graph_build.converters.vision.indicators.lines import is_indicator
from graph_build.converters.vision.measures.speakers import is_spoken
from graph_build.converters.vision.members.participants import group_of, split_names
from graph_build.converters.vision.money.amounts_told import read_told
from graph_build.converters.vision.tables.blocks import Block
from graph_build.converters.vision.tables.signs import is_dash, is_mark
from graph_build.converters.vision.tables.years import YearColumns, year_columns
from graph_build.documents.model import Cell, Located
from graph_build.text.key import matching_key
from graph_build.text.money import parse_amount, unit_of_label
from graph_build.text.numbers import parse_number

_EXCEPT = re.compile(r"(?:は|を)?除く|以外の?")
_OTHERS = re.compile(r"[。\s]*|市町村|市町|市村|町村")
"""What may stand behind the names of an exception: 「X市を除く市町」."""


def names_members(text: Located, context: Context) -> bool:
    """Whether a text consists of names of members and of groups of them, and of nothing else."""
    return _names_only(text, _known_to(context))


def _known_to(context: Context) -> Callable[[str], bool]:
    return lambda name: bool(context.member(name) or group_of(name) or matching_key(name) in context.groups)


def _names_only(text: Located, known: Callable[[str], bool]) -> bool:
    names = [part for name in split_names(text) for part in _EXCEPT.split(name.text)]
    return bool(names) and all(known(name) or _OTHERS.fullmatch(name) for name in names)


def understood(blocks: Sequence[Block], unit: str | None, context: Context) -> list[Block]:
    """The blocks; a label that no rule knows gets the meaning of its values, where no other block has it or might have it."""
    known = {kind for block in blocks for kind in block.head.kinds}
    told = [
        None if block.head.kinds or block.label is None else kind_of_values(block, unit, _known_to(context))
        for block in blocks
    ]
    count = Counter(told)
    return [
        replace(block, head=replace(block.head, kinds=frozenset((kind,))))
        if kind is not None and kind not in known and count[kind] == 1
        else block
        for block, kind in zip(blocks, told, strict=True)
    ]


def kind_of_values(block: Block, unit: str | None, known: Callable[[str], bool]) -> str | None:
    """The kind of a row by its values alone; ``known`` tells the names of members and their groups, ``unit`` is that of the
    amounts where the label prints none."""
    unit = block.head.unit or unit
    columns, cells = _by_years(block)
    if columns is None:
        named = _beside_names(block, known)
        return "roles" if named else _kind_of_text(block.text, unit, known) if block.text else None
    unit = unit or next(
        filter(None, (unit_of_label(cell.text.text) for row in block.rows for cell in row)), None
    )
    if cells and all(map(is_mark, cells)):
        return "schedule"
    amounts = [amount for cell in cells if (amount := parse_amount(cell.text.text, unit))]  # beside 調整中
    return "budget" if amounts and all(amount.yen is not None for amount in amounts) else None


def _by_years(block: Block) -> tuple[YearColumns | None, list[Cell]]:
    """The row of years of a block, and the cells below them that are no dashes."""
    columns = year_columns(block.rows)
    cells = [
        cell
        for row in (block.rows[columns.row + 1 :] if columns else ())
        for cell in row
        if columns and cell.col in columns.years and (cell.text or cell.arrow) and not is_dash(cell)
    ]
    return columns, cells


def in_words(block: Block) -> bool:
    """Whether words stand below years, beside marks at most: 準備, 開講, →."""
    cells = _by_years(block)[1]
    return bool(cells) and all(is_mark(cell) or parse_number(cell.text.text) is None for cell in cells)


def _beside_names(block: Block, known: Callable[[str], bool]) -> bool:
    """Whether each row is a name and a text beside it."""
    rows = [[cell for cell in row if cell.text] for row in block.rows]
    return bool(rows) and all(
        len(row) == 2 and _names_only(row[0].text, known) and parse_number(row[1].text.text) is None
        for row in rows
    )


def _kind_of_text(text: Located, unit: str | None, known: Callable[[str], bool]) -> str | None:
    if _names_only(text, known):
        return "participants"
    if is_spoken(text, known):
        return "roles"
    if any(is_indicator(line) for line in _first_lines(text)):
        return "kpi"
    return "budget" if read_told(text, unit) else None


def _first_lines(text: Located) -> list[Located]:
    """The first line, and the first two: the values of an indicator may stand below its name."""
    ends = [at for at, char in enumerate(text.text) if char == "\n"]
    return [text[:end] for end in (*ends[:2], len(text))][:2]
