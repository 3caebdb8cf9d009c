"""What a row or column is whose label no rule knows, where its values leave no doubt: names of members only, amounts or
marks below years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_build.converters.vision.blocks import Block, is_mark, year_columns
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.participants import group_of, split_names
from graph_build.documents.model import Located
from graph_build.text.key import matching_key
from graph_build.text.money import parse_amount


def names_members(text: Located, context: Context) -> bool:
    """Whether a text consists of names of members and of groups of them, and of nothing else."""
    names = split_names(text)
    return bool(names) and all(
        context.member(name.text) or group_of(name.text) or matching_key(name.text) in context.groups
        for name in names
    )


def understood(blocks: Sequence[Block], unit: str | None, context: Context) -> list[Block]:
    """The blocks; a label that no rule knows gets the meaning of its values, where no other block has it."""
    known = {kind for block in blocks for kind in block.head.kinds}
    found: list[Block] = []
    for block in blocks:
        kind = None if block.head.kinds or block.label is None else _kind(block, unit, context)
        if kind is not None and kind not in known:
            block = replace(block, head=replace(block.head, kinds=frozenset((kind,))))
            known.add(kind)
        found.append(block)
    return found


def _kind(block: Block, unit: str | None, context: Context) -> str | None:
    columns = year_columns(block.rows)
    if columns is None:
        return "participants" if block.text and names_members(block.text, context) else None
    cells = [
        cell
        for row in block.rows[columns.row + 1 :]
        for cell in row
        if cell.col in columns.years and (cell.text or cell.arrow)
    ]
    if cells and all(map(is_mark, cells)):
        return "schedule"
    amounts = [parse_amount(cell.text.text, block.head.unit or unit) for cell in cells]
    return "budget" if cells and all(amount and amount.yen is not None for amount in amounts) else None
