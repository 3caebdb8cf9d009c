"""Tables of a PDF as parts that may go on with the next page: where their cells stand, and what closes them."""

from __future__ import annotations

from graph_build.documents.model import Table
from graph_build.documents.parted.pieces import NestedPart, Part, Piece
from graph_build.documents.pdf.layout import PrintedCell, PrintedTable


def part_of(table: Table, printed: PrintedTable) -> Part:
    """A written table with its geometry."""
    xs = printed.grid.xs
    pieces = []
    for cell, source in zip(table.cells, printed.cells, strict=True):
        arrow = (xs[cell.arrow[0]], xs[cell.arrow[1] + 1]) if cell.arrow else None
        box = source.frame.box
        pieces.append(
            Piece(
                cell.row,
                cell.rowspan,
                box.x0,
                box.x1,
                box.height,
                list(cell.paras),
                cell.page,
                source.ends,
                source.lines,
                arrow,
                cell.confidence,
                source.frame.open_top,
                source.frame.open_bottom,
                tuple(
                    NestedPart(one.first, one.end, one.table, part_of(one.table, inner.table))
                    for one, inner in zip(cell.nested, source.inner, strict=False)
                ),
            )
        )
    hanging = sum(_hangs(cell) for cell in printed.cells)
    return Part(pieces, table.rows, table.page, hanging)


def _hangs(cell: PrintedCell) -> int:
    """1 if a text stands at the top of a cell that is higher than it, -1 if amid it, 0 where that cannot be seen."""
    if cell.ends is None or cell.frame.open_top or cell.frame.open_bottom:
        return 0
    over = cell.ends.first.box.top - cell.frame.box.top
    under = cell.frame.box.bottom - cell.ends.last.box.bottom
    if max(over, under) < cell.ends.first.size:
        return 0
    return 1 if over < 0.5 * under else -1
