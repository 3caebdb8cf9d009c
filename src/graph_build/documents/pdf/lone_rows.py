"""A row across all columns that a page end parts from the rest of its table: there it looks like a frame around text.

It is a row where nothing of the text stands between it and the end of its page, and a table of its width goes on right
behind that end (or ends right before it).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from graph_build.documents.parted.pieces import SAME
from graph_build.documents.pdf.cells import Ends, usual_pitch
from graph_build.documents.pdf.furniture import furniture
from graph_build.documents.pdf.geometry import Box
from graph_build.documents.pdf.lattice import Grid
from graph_build.documents.pdf.layout import Layout, PrintedCell, PrintedTable, Unit
from graph_build.documents.pdf.lines import PrintedLine


def put_back(layouts: Sequence[Layout]) -> None:
    """Make tables of one row of the frames at page ends that go on as tables."""
    aside = furniture(layouts)
    for above, below in pairwise(layouts):
        upper, lower = (
            [unit for unit in page.units if id(unit) not in aside and not _is_ruby(unit)]
            for page in (above, below)
        )
        if not upper or not lower:
            continue
        last, first = upper[-1], lower[0]
        if isinstance(last, PrintedLine) and isinstance(first, PrintedTable):
            _make_row(above, last, first.box)
        elif isinstance(last, PrintedTable) and isinstance(first, PrintedLine):
            _make_row(below, first, last.box)


def _is_ruby(unit: Unit) -> bool:
    return isinstance(unit, PrintedLine) and unit.ruby


def _make_row(page: Layout, line: PrintedLine, table: Box) -> None:
    """Put a table of one cell in the place of the lines of the frame around a line, if it is as wide as the table."""
    frames = [
        grid
        for grid in page.frames
        if grid.box.holds(line.box.cx, line.box.cy)
        and abs(grid.box.x0 - table.x0) <= SAME >= abs(grid.box.x1 - table.x1)
    ]
    if not frames:
        return
    inside = [unit for unit in page.units if frames[0].box.holds(unit.box.cx, unit.box.cy)]
    lines = [unit for unit in inside if isinstance(unit, PrintedLine) and not unit.ruby]
    if len(lines) == len(inside):
        at = page.units.index(lines[0])
        page.units = [unit for unit in page.units if unit not in lines]
        page.units.insert(at, _row(frames[0], lines))


def _row(grid: Grid, lines: Sequence[PrintedLine]) -> PrintedTable:
    (frame,) = grid.frames
    cell = PrintedCell(frame, (), Ends.of(lines, frame.box), len(lines), None, printed=tuple(lines))
    return PrintedTable(grid, (cell,), (), 0, usual_pitch([lines]))
