"""Tables cut in two, as programs that turn printed pages into Word files and web pages leave them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil

from tests.documents.render import Box, Drawn, Grid

_LINE = 44
"""Letters of a line across the page."""
_LABEL = 14
"""Letters up to which a text stands on one line."""
_LEAST = 4
"""Rows from which a table is cut."""


def parted(items: Sequence[Drawn], *, within: bool = False, repeated: bool = False) -> list[Drawn]:
    """Each table of some rows as two, one behind the other, cut amid their rows.

    ``within``: through a row whose text takes several lines; ``repeated``: heads are printed again.
    """
    found: list[Drawn] = []
    for item in items:
        found += [item] if isinstance(item, str) else _halves(item, within, repeated)
    return found


def _halves(grid: Grid, within: bool, repeated: bool) -> list[Drawn]:
    rows = max(box.row + box.rowspan for box in grid)
    if rows < _LEAST:
        return [grid]
    row = rows // 2
    cols = max(box.col + box.colspan for box in grid)
    lines = max((len(list(_lines(box, cols))) for box in grid if _is_row(box, row)), default=0)
    above = ceil(lines / 2) if within and lines > 1 else 0
    upper, lower = [], []
    for box in grid:
        if box.row + box.rowspan <= row:
            upper.append(box)
        elif box.row > row or (box.row == row and not above):
            lower.append(replace(box, row=box.row - row))
        elif box.row == row:
            first, rest = _cut(box, cols, above)
            upper.append(replace(box, paras=first, rowspan=1))
            lower.append(replace(box, row=0, paras=rest))
        else:
            upper.append(replace(box, rowspan=row - box.row + bool(above)))
            lower.append(replace(box, row=0, paras=(), rowspan=box.row + box.rowspan - row))
    heads = [box for box in grid if box.row == 0]
    if repeated and cols > 2 and len(heads) > 2 and all(box.rowspan == 1 and box.paras for box in heads):
        lower = [*heads, *(replace(box, row=box.row + 1) for box in lower)]
    return [tuple(upper), tuple(sorted(lower, key=lambda box: (box.row, box.col)))]


def _is_row(box: Box, row: int) -> bool:
    return box.row == row and box.rowspan == 1


def _lines(box: Box, cols: int) -> Iterator[tuple[int, str]]:
    """The lines of a cell, each with the number of its paragraph; columns are equally wide, labels and figures never break."""
    wide = max(_LABEL, _LINE * box.colspan // cols)
    for number, para in enumerate(box.paras):
        for begin in range(0, max(len(para), 1), wide):
            yield number, para[begin : begin + wide]


def _cut(box: Box, cols: int, above: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paragraphs of the first lines of a cell, and of the others."""
    lines = list(_lines(box, cols))
    return _paras(lines[:above]), _paras(lines[above:])


def _paras(lines: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    numbers = sorted({number for number, _ in lines})
    return tuple("".join(line for number, line in lines if number == one) for one in numbers)
