"""Raw offsets in the order of reading: a cell that a page cuts is read to its end before what stands beside it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise

from graph_build.documents.model import Block, Document, Located, Table


def reading_order(document: Document) -> Callable[[int], tuple[int, int]]:
    """What sorts raw offsets of a document as they are read: the number of the paragraph, then the offset itself."""
    texts = (text for block in document.blocks for text in _texts(block))
    runs = sorted(
        (offset, number)
        for number, text in enumerate(texts, start=1)
        for before, offset in pairwise((-2, *text.offsets))
        if offset != before + 1
    )
    begins = [offset for offset, _ in runs]

    def place(offset: int) -> tuple[int, int]:
        at = bisect_right(begins, offset)
        return runs[at - 1][1] if at else 0, offset

    return place


def _texts(block: Block) -> Iterator[Located]:
    if isinstance(block, Table):
        yield from (para for cell in block.cells for para in cell.paras)
    else:
        yield block.text
