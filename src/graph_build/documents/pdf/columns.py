"""The paragraphs of the cells of a document's tables: what the columns of tables drawn alike, on all pages, tell of their lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from graph_build.documents.pdf.cells import opens_with_title, paragraphs, runs_lists_on
from graph_build.documents.pdf.layout import Inner, Layout, PrintedCell, PrintedTable
from graph_build.documents.pdf.lines import PrintedLine
from graph_build.documents.pdf.nesting import with_inner

Column: TypeAlias = tuple[tuple[int, ...], int, int]
"""Where the rules of a table stand (from its left edge, in fours of points), the first column of a cell, how many it has."""
_FOUR = 4.0


@dataclass(frozen=True, slots=True)
class _Habits:
    """Columns whose cells open with a title, and those whose lists go on inside the lines."""

    titled: frozenset[Column]
    running: frozenset[Column]


def set_paragraphs(layouts: Sequence[Layout]) -> None:
    """Part the lines of each cell that has lines but no paragraphs yet."""
    units = (unit for layout in layouts for unit in layout.units if isinstance(unit, PrintedTable))
    tables = [table for unit in units for table in with_inner(unit)]
    habits = _Habits(
        _columns_that(
            tables,
            lambda cell, pitch: opens_with_title(cell.printed, cell.text_box, pitch),
            least=2,
        ),
        _columns_that(tables, lambda cell, _: runs_lists_on(cell.printed, cell.text_box), least=1),
    )
    for layout in layouts:
        layout.units = [
            _with_paragraphs(unit, habits) if isinstance(unit, PrintedTable) else unit
            for unit in layout.units
        ]


def _with_paragraphs(table: PrintedTable, habits: _Habits) -> PrintedTable:
    cells = []
    for cell, column in _placed(table):
        running = runs_lists_on(cell.printed, cell.text_box)
        at_end = cell.frame.row + cell.frame.rowspan == len(table.grid.ys) - 1
        paras: list[str] = []
        inner: list[Inner] = []
        for lines, below in _strips(cell):
            paras += paragraphs(
                lines,
                cell.text_box,
                table.pitch,
                titled=column in habits.titled and not cell.frame.open_top and not inner,
                running=column in habits.running if running is None else running,
                cut=at_end and cell.ends is not None and cell.ends.full,
            )
            if below is not None:
                inner.append(Inner(_with_paragraphs(below, habits), len(paras)))
        cells.append(replace(cell, paras=cell.paras or tuple(paras), inner=tuple(inner)))
    return replace(table, cells=tuple(cells))


def _strips(cell: PrintedCell) -> Iterator[tuple[Sequence[PrintedLine], PrintedTable | None]]:
    """The lines of a cell from one table inside it to the next, each run with the table below it."""
    lines = list(cell.printed)
    for one in cell.inner:
        above = [line for line in lines if line.box.cy < one.table.box.top]
        yield above, one.table
        lines = lines[len(above) :]
    yield lines, None


def _columns_that(
    tables: Sequence[PrintedTable], shows: Callable[[PrintedCell, float], bool | None], least: int
) -> frozenset[Column]:
    """The columns of which ``least`` cells and most of those that tell show something."""
    told: dict[Column, list[bool]] = defaultdict(list)
    for table in tables:
        for cell, column in _placed(table):
            shown = shows(cell, table.pitch) if cell.printed and not cell.inner else None
            if shown is not None:
                told[column].append(shown)
    return frozenset(
        column for column, shown in told.items() if sum(shown) >= least and sum(shown) * 3 > len(shown) * 2
    )


def _placed(table: PrintedTable) -> Iterator[tuple[PrintedCell, Column]]:
    left = table.grid.xs[0]
    rules = tuple(round((x - left) / _FOUR) for x in table.grid.xs)
    for cell in table.cells:
        yield cell, (rules, cell.frame.col, cell.frame.colspan)
