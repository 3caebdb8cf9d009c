"""Strips of a grid too narrow for a letter: the room between the rules of a cell and those of a table that touches them.

The rules of a table inside a cell often touch those around it, so that both are drawn as one grid. Its columns are then those of
the table around it, as if the office had parted the cell; the strip between the two rules is no column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_build.documents.pdf.geometry import Char
from graph_build.documents.pdf.lattice import Frame, Grid


def without_slivers(grid: Grid, inside: Sequence[list[Char]]) -> tuple[Grid, list[list[Char]]]:
    """A grid without such strips, and the characters of its cells; a cell beside a strip is as wide as its column then, its
    lines stand where they stood."""
    letters = [char.size for chars in inside for char in chars if not char.text.isspace()]
    if not letters:
        return grid, list(inside)
    narrow = [b - a < min(letters) for a, b in zip(grid.xs, grid.xs[1:], strict=False)]
    for col in range(len(narrow) - 1, -1, -1):
        if narrow[col] and not any(narrow[max(col - 1, 0) : col]) and not any(narrow[col + 1 : col + 2]):
            grid, inside = _without(grid, inside, col)
    return grid, list(inside)


def _without(grid: Grid, inside: Sequence[list[Char]], col: int) -> tuple[Grid, Sequence[list[Char]]]:
    """The grid without a column, if nothing stands in it and a wider cell goes through it somewhere.

    Of its two lines that of the table around stays: the outline, or the one that more cells have as an edge.
    """
    own = [frame.col == col and frame.colspan == 1 for frame in grid.frames]
    through = any(frame.col <= col < frame.col + frame.colspan > frame.col + 1 for frame in grid.frames)
    if not any(own) or not through or any(chars for is_own, chars in zip(own, inside, strict=True) if is_own):
        return grid, inside
    left, right = (sum(_edge_height(frame, edge) for frame in grid.frames) for edge in (col, col + 1))
    outer = col + 2 == len(grid.xs) or (col > 0 and right > left)
    dropped, x = (col, grid.xs[col + 1]) if outer else (col + 1, grid.xs[col])
    frames = [_moved(frame, col, x) for frame, is_own in zip(grid.frames, own, strict=True) if not is_own]
    chars = [chars for chars, is_own in zip(inside, own, strict=True) if not is_own]
    xs = (*grid.xs[:dropped], *grid.xs[dropped + 1 :])
    return replace(grid, xs=xs, frames=tuple(frames)), chars


def _edge_height(frame: Frame, edge: int) -> float:
    """The length of the rule that a cell has at one of the grid's upright lines."""
    return frame.box.height if edge in (frame.col, frame.col + frame.colspan) else 0.0


def _moved(frame: Frame, col: int, x: float) -> Frame:
    """A cell where the two lines beside a column have become one, at ``x``."""
    begin, end = frame.col, frame.col + frame.colspan
    box = frame.box
    if begin in (col, col + 1):
        box = replace(box, x0=x)
    if end in (col, col + 1):
        box = replace(box, x1=x)
    begin, end = begin - (begin > col), end - (end > col)
    text_box = frame.text_box if box == frame.box else frame.text_box or frame.box
    return replace(frame, col=begin, colspan=end - begin, box=box, text_box=text_box)
