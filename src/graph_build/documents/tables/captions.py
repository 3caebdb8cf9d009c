"""Captions that a program draws into the table below them, as its first row.

They stand across all columns (「1 医療 ① 救急医療の確保」), or behind the words of the table above, which are printed again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from graph_build.documents.model import Cell, Ignored, Located, Table
from graph_build.documents.parted.joining import unfinished
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.noise import marker_of

_CAPTION = re.compile(r"[■□◆◇●○◎▼▽★☆※【〔＜〈《]|(?:表|図表)\s*[0-9０-９]")
"""With what a caption begins."""
_CONTENTS = ("目次", "もくじ")
_BARE = ("digit", "kanji")
"""Numbers without any sign: they may stand amid a title, too."""
_ENOUGH = 8
"""Letters that a row prints again of the table above, from which it is no row of its own."""


def captions_out(table: Table) -> tuple[list[Located], Table]:
    """The captions in a table's first row, and the table below it: that row numbers two and more, has the sign of one, or stands
    above the heads."""
    head = table.row(0)
    if table.rows < 2 or len(head) != 1 or head[0].colspan != table.cols:
        return [], table
    found = [part for para in head[0].paras for part in numbered(para)]
    numbers = len(found) > 1 and all(marker_of(part.text) for part in found)
    heads = [label_kind(matching_key(cell.text.text)).kind for cell in table.row(1)]
    above_heads = len(heads) > 2 and "unknown" not in heads
    marked = len(found) == 1 and _is_caption(found[0].text)
    return (found, _without_head(table)) if numbers or above_heads or marked else ([], table)


def _is_caption(text: str) -> bool:
    return _CAPTION.match(text) is not None or matching_key(text) in _CONTENTS


def without_row_above(above: Table, table: Table) -> tuple[list[Ignored], list[Located], Table] | None:
    """What a table's first row prints again of the ends of texts above, the caption behind or beside it, and the rest."""
    head = [cell for cell in table.row(0) if cell.text]
    if table.rows < 2 or not head:
        return None
    aligned = above.cols == table.cols
    ends = [_printed_again(above, cell, aligned) for cell in head]
    again = [
        Ignored(cell.text.start, cell.text[:end].end, "repeated")
        for cell, end in zip(head, ends, strict=True)
        if end
    ]
    behind = [cell.text[end:].strip() for cell, end in zip(head, ends, strict=True)]
    captions = [text for text in behind if text]
    marked = len(captions) == 1 and _is_caption(captions[0].text)
    enough = aligned and all(ends) and len(head) > 1 and sum(one.end - one.start for one in again) >= _ENOUGH
    if not again or not (enough or marked):
        return None
    return again, [Located.joined(captions, " ")] if captions else [], _without_head(table)


def _printed_again(above: Table, cell: Cell, aligned: bool) -> int:
    """Where the beginning of a cell ends that a column above ends in, the same one if the columns are; 0 for none."""
    cols = [cell.col] if aligned else range(above.cols)
    return max(_overlap([up.text.text for up in above.cells if up.col == col], cell.text) for col in cols)


def _overlap(column: Sequence[str], text: Located) -> int:
    """Where the longest beginning of a text ends that the texts of a column end in, white space aside; 0 for none."""
    above = "".join("".join(column).split())
    ends = [i + 1 for i, char in enumerate(text.text) if not char.isspace()]
    words = "".join(text.text.split())
    return next((ends[size - 1] for size in range(len(words), 0, -1) if above.endswith(words[:size])), 0)


def _without_head(table: Table) -> Table:
    cells = tuple(replace(cell, row=cell.row - 1) for cell in table.cells if cell.row)
    return replace(table, cells=cells, rows=table.rows - 1)


_COUNTS = re.compile(
    r"[0-9０-９]+(?:[^\s　0-9０-９]|[\s　]+(?:[年月日市町村人件期章節回かカヵヶつ個割％%億万千円号条項の]))"
)
"""A figure that counts something, and is no number of a heading: 「5 年度の取組」."""


def numbered(text: Located) -> list[Located]:
    """A text cut before each number in it that is of another kind than the one before: headings printed on one line."""
    marker = marker_of(text.text)
    if marker is None or text.text.endswith("。"):
        return [text]
    for blank in re.finditer(r"[ 　\n]+", text.text):
        behind = text[blank.end() :]
        inner = marker_of(behind.text)
        bare = inner is not None and inner.kind in _BARE
        counts = bare and (marker.kind != "chapter" or _COUNTS.match(behind.text) is not None)
        amid = unfinished(text.text[: blank.start()]) or counts
        if amid or blank.start() <= marker.end:
            continue  # 「別表第 1（第 4 条関係）」, 「第１章 令和 5 年度の取組」
        if inner and inner.kind != marker.kind and len(behind) > inner.end:
            return [text[: blank.start()], *numbered(behind)]
    return [text]
