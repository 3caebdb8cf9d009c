"""What the labels of one document mean by what stands behind them: 取組事項 names a measure here, tells what is done there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph_build.converters.items import Grid, Item, Para, cell_key, cell_label
from graph_build.converters.measures.column_heads import column_heads, with_actors
from graph_build.converters.measures.label_at import label_at
from graph_build.text.key import matching_key
from graph_build.text.labels import Label, usual_kind


def telling_content(blocks: Sequence[Sequence[Item]]) -> dict[str, Label]:
    """Matching key of a label of titles → ``content``, where most of its texts are sentences and no other label tells the
    contents: 「取組事項　…を開く。」 beside 「連携事業名　…の振興」. ``blocks`` are the annexes and articles of one document."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for block in blocks:
        for kind, word, text in _labelled(block):
            if kind == "content":
                return {}
            if kind == "title" and text:
                said[word].append(text)
    return {word: Label("content") for word, texts in said.items() if _mostly_sentences(texts)}


def naming_actors(blocks: Sequence[Sequence[Item]]) -> dict[str, Label]:
    """Matching key of a head, otherwise unknown, above cells that name whose the roles beside them are → ``holder``."""
    found: dict[str, Label] = {}
    for grid in (item for block in blocks for item in block if isinstance(item, Grid)):
        heads = column_heads(grid)
        for col in with_actors(grid, heads).actors.values() if heads else ():
            word = cell_key(grid.table.at(heads.first, col)) if heads else ""
            if usual_kind(word).kind == "unknown":
                found[word] = Label("holder")
    return found


def _mostly_sentences(texts: Sequence[str]) -> bool:
    return sum(text.endswith("。") for text in texts) * 2 > len(texts)


def _labelled(block: Sequence[Item]) -> Iterator[tuple[str, str, str]]:
    """What each label of a block announces, its key, and the key of the text behind or below it."""
    for item, below in pairwise([*block, None]):
        if isinstance(item, Grid):
            yield from _in_table(item)
        elif isinstance(item, Para) and (at := label_at(item)):
            text = at.inline or (below.text if isinstance(below, Para) and not label_at(below) else at.inline)
            yield at.label.kind, matching_key(at.text.text), matching_key(text.text)


def _in_table(grid: Grid) -> Iterator[tuple[str, str, str]]:
    heads = column_heads(grid)
    for row in grid.rows[heads.first + heads.rows :] if heads else ():
        for cell in row:
            head = heads.cells.get(cell.col) if heads else None
            if head and heads and cell.text:
                yield heads.labels[cell.col].kind, cell_key(head), cell_key(cell)
    for row in () if heads else grid.rows:
        filled = [cell for cell in row if cell.text]
        for cell, value in pairwise(filled):
            if cell_label(value).kind == "unknown":
                yield cell_label(cell).kind, cell_key(cell), cell_key(value)
