"""Tables inside the cells of a table: which cell holds them, and how both are written.

A table that stands between the rules of a cell belongs to it, with its rows as paragraphs of the cell. Where the cells
of a table hold tables and no word of their own, it is a frame for them: each is a table of the page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph_build.documents.coloured import with_bars
from graph_build.documents.linear import GridCell, GridTable, rows_as_text
from graph_build.documents.pdf.geometry import SNAP, Box
from graph_build.documents.pdf.layout import Inner, Layout, PrintedCell, PrintedTable, Unit


def put_inside(layouts: Sequence[Layout]) -> None:
    """Give the tables that stand inside a cell to it, page by page; what was recognised in pictures stays as it is."""
    before: PrintedTable | None = None
    for layout in layouts:
        units: list[Unit] = []
        for unit in layout.units if layout.scanned else _nested(layout.units):
            if isinstance(unit, PrintedTable):
                is_first = not any(isinstance(other, PrintedTable) for other in units)
                goes_on = is_first and before is not None and _goes_on(before, unit)
                units += [unit] if goes_on or not _is_frame(unit) else _inner(unit)
            else:
                units.append(unit)
        layout.units = units
        before = next((unit for unit in reversed(units) if isinstance(unit, PrintedTable)), None)


def _nested(units: Sequence[Unit]) -> list[Unit]:
    """The units, tables inside the cell of another one in that cell: the smallest that has room for them."""
    tables = [unit for unit in units if isinstance(unit, PrintedTable)]
    tables.sort(key=lambda table: table.box.width * table.box.height)
    inside: dict[int, list[tuple[int, PrintedTable]]] = {}
    placed: dict[int, PrintedTable | None] = {}
    for at, table in enumerate(tables):
        host = next(
            (
                (id(other), index)
                for other in tables[at + 1 :]
                if not other.grid.aligned and _holds(other.box, table.box)
                for index, cell in enumerate(other.cells)
                if _holds(cell.frame.box, table.box)
            ),
            None,
        )
        whole = _with_inner(table, inside.get(id(table), []))
        placed[id(table)] = whole if host is None else None
        if host is not None:
            inside.setdefault(host[0], []).append((host[1], whole))
    found = (placed[id(unit)] if isinstance(unit, PrintedTable) else unit for unit in units)
    return [unit for unit in found if unit is not None]


def _holds(box: Box, other: Box) -> bool:
    level = box.x0 - SNAP <= other.x0 and other.x1 <= box.x1 + SNAP
    return level and box.top - SNAP <= other.top and other.bottom <= box.bottom + SNAP


def _with_inner(table: PrintedTable, inner: Sequence[tuple[int, PrintedTable]]) -> PrintedTable:
    """A table with tables in its cells; such a cell ends as a text does only if it begins and ends with one."""
    if not inner:
        return table
    cells = list(table.cells)
    for index in {index for index, _ in inner}:
        own = sorted((one for at, one in inner if at == index), key=lambda one: one.box.top)
        lines = cells[index].printed
        between = bool(lines) and lines[0].box.cy < own[0].box.top and lines[-1].box.cy > own[-1].box.bottom
        ends = cells[index].ends if between else None
        cells[index] = replace(cells[index], inner=tuple(Inner(one) for one in own), ends=ends)
    return replace(table, cells=tuple(cells))


def _is_frame(table: PrintedTable) -> bool:
    return any(cell.inner for cell in table.cells) and not any(cell.printed for cell in table.cells)


def _inner(table: PrintedTable) -> list[PrintedTable]:
    tables = (one.table for cell in table.cells for one in cell.inner)
    return [part for one in tables for part in (_inner(one) if _is_frame(one) else [one])]


def _goes_on(above: PrintedTable, below: PrintedTable) -> bool:
    """Whether a table may be the rest of a row of another one: as wide, with no upright rule that the other does not have."""
    xs, others = below.grid.xs, above.grid.xs
    outline = abs(xs[0] - others[0]) <= SNAP and abs(xs[-1] - others[-1]) <= SNAP
    return outline and all(any(abs(x - other) <= SNAP for other in others) for x in xs)


def with_inner(table: PrintedTable) -> Iterator[PrintedTable]:
    """A table and those inside its cells, however deep."""
    yield table
    for cell in table.cells:
        for one in cell.inner:
            yield from with_inner(one.table)


def grid_cells(table: PrintedTable) -> list[GridCell]:
    """The cells of a table as they are written, those coloured below years as bars."""
    colours = {(cell.frame.row, cell.frame.col): "filled" for cell in table.cells if cell.filled}
    return with_bars([_grid_cell(cell) for cell in table.cells], colours)


def _grid_cell(cell: PrintedCell) -> GridCell:
    paras: list[str] = []
    nested: list[GridTable] = []
    done = 0
    for one in cell.inner:
        paras += cell.paras[done : one.above]
        done = one.above
        cells = grid_cells(one.table)
        nested.append(GridTable(len(paras), tuple(cells)))
        paras += rows_as_text(cells)
    paras += cell.paras[done:]
    frame = cell.frame
    return GridCell(
        frame.row,
        frame.col,
        tuple(paras),
        frame.rowspan,
        frame.colspan,
        cell.arrow,
        cell.confidence,
        tuple(nested),
    )
