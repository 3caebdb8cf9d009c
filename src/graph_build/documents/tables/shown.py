"""Tables that a text shows without tabs: drawn with characters, or set with blanks, whoever set them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from graph_build.documents.laid_out.figures import laid_out_figures
from graph_build.documents.laid_out.headed import headed_table
from graph_build.documents.laid_out.indicators import laid_out_indicators
from graph_build.documents.laid_out.listed import listed_table
from graph_build.documents.laid_out.sheets import labelled_sheet
from graph_build.documents.laid_out.titled import titled_table
from graph_build.documents.laid_out.year_tables import may_head, place_table, year_table
from graph_build.documents.lines.physical import Line, is_pipe_row
from graph_build.documents.model import Ignored, Table
from graph_build.documents.spaced.indicators import indicator_table
from graph_build.documents.spaced.labels import label_sheet
from graph_build.documents.spaced.layout import layout_sheet
from graph_build.documents.spaced.tables import figure_table, spaced_table
from graph_build.documents.spread.squeezed import squeezed
from graph_build.documents.spread.tables import spread_table
from graph_build.documents.tables.boxes import box_table
from graph_build.documents.tables.ruled import ruled_table

_WIDE_GAP = re.compile(r"\S {2,}\S")
_GAPS = 3
"""Lines with wide gaps from which blanks keep columns apart."""


def is_laid_out(lines: Sequence[Line], starts: Sequence[int]) -> bool:
    """Whether a program laid a text out as its pages were (``starts``: where form feeds begin them): columns stand apart by wide
    gaps. ``pdftotext -raw`` ends pages so, too, and prints one blank between columns."""
    return bool(starts) and sum(_WIDE_GAP.search(line.text.strip()) is not None for line in lines) >= _GAPS


def table_by_blanks(lines: Sequence[Line], i: int, *, laid_out: bool = False) -> int | None:
    """The line behind a table drawn with characters, pipes or blanks that begins at a line; None if none begins there.

    ``laid_out`` is as of `is_laid_out`.
    """
    if is_pipe_row(lines[i]):
        return next((k for k in range(i, len(lines)) if not is_pipe_row(lines[k])), len(lines))
    found = drawn_table(lines, i) or set_with_blanks(lines, i, laid_out=laid_out)
    return found[0] if found else None


def drawn_table(lines: Sequence[Line], i: int) -> tuple[int, Table, list[Ignored]] | None:
    """The table drawn with characters that begins at a line, the line behind it, and what is drawn."""
    return ruled_table(lines, i) or box_table(lines, i)


def set_with_blanks(
    lines: Sequence[Line], i: int, aside: Collection[int] = (), *, laid_out: bool
) -> tuple[int, Table, bool] | None:
    """The table set with blanks that begins at a line, the line behind it, and whether its rows are inferred.

    Of the ways of setting it the first of those that go on furthest.
    """
    if laid_out and (spread := spread_table(lines, i, aside)):
        return (*spread, False)
    ways = list(squeezed(lines)) if laid_out else []
    for without in ways:
        at = without.at(i)
        found = _in_lines(without.lines, at, aside, laid_out=True) if at is not None else None
        if found:
            return (without.behind(found[0]), *found[1:])
    return None if ways else _in_lines(lines, i, aside, laid_out=laid_out)


def _in_lines(
    lines: Sequence[Line], i: int, aside: Collection[int], *, laid_out: bool
) -> tuple[int, Table, bool] | None:
    """As of `set_with_blanks`, where blank lines end a table."""
    spaced = spaced_table(lines, i, aside)
    ways = [(spaced, False), (headed_table(lines, i, aside), True)]
    if laid_out:
        ways.append((titled_table(lines, i, aside), True))
    if spaced is None:
        ways.append((indicator_table(lines, i, aside), False))
    if laid_out:
        ways.append((laid_out_indicators(lines, i, aside), True))
        ways.append((listed_table(lines, i, aside), True))
    found = _furthest(ways)
    if found is None:
        sheets = [(label_sheet(lines, i), False), (layout_sheet(lines, i), False)]
        if laid_out:
            sheets.insert(1, (labelled_sheet(lines, i, aside), True))
        found = _furthest(sheets)
    if found is None and laid_out:
        found = _furthest([(year_table(lines, i, aside), True), (place_table(lines, i, aside), True)])
    if found is None:
        found = _furthest([(_below_heads(figure_table(lines, i, aside), lines[i], laid_out=laid_out), False)])
    if found is None and laid_out:
        found = _furthest([(_below_heads(laid_out_figures(lines, i), lines[i], laid_out=True), True)])
    return found


def _below_heads(found: tuple[int, Table] | None, heads: Line, *, laid_out: bool) -> tuple[int, Table] | None:
    """A table of figures, if it has a column for each year that stands above it."""
    return found if found and (not laid_out or may_head(heads, found[1].cols)) else None


def _furthest(ways: Sequence[tuple[tuple[int, Table] | None, bool]]) -> tuple[int, Table, bool] | None:
    found = [(*one, inferred) for one, inferred in ways if one is not None]
    return max(found, key=lambda one: one[0], default=None)
