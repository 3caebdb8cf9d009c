"""Cells that hold the title of a project on their first line and what it is below it (事業名及び内容)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph_build.converters.vision.tables.blocks import Block
from graph_build.converters.vision.words.heads import Head
from graph_build.documents.model import Cell, Located


def is_both(head: Head) -> bool:
    """Whether a label says that title and content stand in one cell."""
    return head.means("title") and head.means("content")


def parted(cell: Cell) -> tuple[Located, Located | None]:
    """The first line of such a cell and the lines below it; a single line is the title."""
    first, *rest = cell.paras or (cell.text,)
    return first, Located.joined(rest, "\n") if rest else None


def parted_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, one whose only cell holds both as two of them."""
    for block in blocks:
        cells = [cell for row in block.rows for cell in row if cell.text]
        if not is_both(block.head) or len(cells) != 1:
            yield block
            continue
        title, content = parted(cells[0])
        yield _said(block, "title", cells[0], title)
        if content is not None:
            yield _said(block, "content", cells[0], content)


def _said(block: Block, kind: str, cell: Cell, text: Located) -> Block:
    head = replace(block.head, kinds=frozenset((kind,)))
    return replace(block, head=head, rows=((replace(cell, text=text, paras=(text,)),),))
