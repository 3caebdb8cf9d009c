"""Years beside a label of a sheet, and what stands below them, by the places where texts begin."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from graph_build.documents.laid_out.cells import Paras
from graph_build.documents.laid_out.columns import Placed
from graph_build.documents.laid_out.grids import are_year_heads
from graph_build.documents.laid_out.paged import Lines
from graph_build.documents.laid_out.stops import Stops, fitted
from graph_build.documents.laid_out.words import Measure, Word, breaks_off, text_of
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Located

_HEAD_LINES = 2
_WAYS = 400
"""Ways of cutting a line of heads that are tried."""
"""A figure that the width of its column broke."""
Row = list[Placed]


def placed_years(
    labels: Sequence[Sequence[Line]], measure: Measure, first: int
) -> list[list[list[Paras]]] | None:
    """The cells beside each label, the first row of the first one the heads; None where the places do not settle them.

    ``labels`` are the lines beside each label, those beside the first begin with the years; ``first`` is where these
    texts begin.
    """
    lines = [line for own in labels for line in own]
    for begun in (1, len(lines)):
        found = fitted(lines, measure, begun, first)
        heads = placed_heads(lines, found[0]) if found and len(found[1]) == len(lines) else []
        if heads:
            break
    if found is None or not heads or len(heads) > len(labels[0]):
        return None
    stops, placed = found
    whole = Lines(placed, [stops] * len(placed), list(range(len(placed))))
    cells: list[list[list[Paras]]] = []
    at = 0
    for own in labels:
        begin, at = at + (len(heads) if at == 0 else 0), at + len(own)
        rows = cells_below(whole, begin, at, named=not are_year_heads([joined(heads, 0).text] * 2))
        if rows is None:
            return None
        cells.append(rows)
    cells[0].insert(0, [[joined(heads, col)] for col in range(len(stops.starts))])
    return cells


def cells_below(found: Lines, begin: int, end: int, *, named: bool) -> list[list[Paras]] | None:
    """The cells of some lines below heads, of which the first may be that of names; None where rows are not settled."""
    size = len(found.stops[0].starts)
    rows = _rows(found, begin, end, named=named)
    return None if rows is None else [[_cell(row, col) for col in range(size)] for row in rows]


def placed_heads(lines: Sequence[Line], stops: Stops) -> list[Placed]:
    """The lines of the heads, the first cut so that all are years but perhaps that of the names; none where no way is such."""
    below: list[Placed] = []
    for line in lines[1 : _HEAD_LINES + 1]:
        for way in islice(stops.ways(lines[0]), _WAYS):
            texts = [joined([way, *below], col).text for col in range(len(stops.starts))]
            if are_year_heads(texts):
                return [way, *below]
        placed = stops.place(line)
        if placed is None:
            return []
        below.append(placed)
    return []


def joined(lines: Sequence[Placed], col: int) -> Located:
    """The text of a column over some lines."""
    return Located.joined([text_of(line[col]) for line in lines if line[col]])


def _rows(found: Lines, begin: int, end: int, *, named: bool) -> list[Row] | None:
    """The lines of each row; one goes on with the row above where all its texts go on with what fills their columns."""
    rows: list[Row] = []
    for i in range(begin, end):
        line = found.placed[i]
        filled = [col for col, run in enumerate(line) if run]
        going = [
            col for col in filled if rows and _is_open(found.stops[i - 1], col, found.placed[i - 1][col])
        ]
        begins = not rows or (any(col >= named for col in filled) and (not named or bool(line[0])))
        if begins and going and not (named and going == [0]):
            begins = False
        if begins:
            rows.append([line])
        elif rows and all(_was_open(found.stops[i], rows[-1], col) for col in filled):
            rows[-1].append(line)
        else:
            return None
    return rows


def _is_open(stops: Stops, col: int, run: Sequence[Word]) -> bool:
    """Whether a text breaks off: a figure amid its digits, another at the width of its column."""
    if not run:
        return False
    text = text_of(run).text
    if text[-1].isdigit() or text[-1] in ",，":
        return breaks_off(text)
    return len(text) > 1 and stops.is_full(col, run)


def _was_open(stops: Stops, row: Row, col: int) -> bool:
    """Whether the last text of a column in a row breaks off."""
    last = next((line[col] for line in reversed(row) if line[col]), ())
    return _is_open(stops, col, last)


def _cell(row: Row, col: int) -> Paras:
    text = joined(row, col)
    return [text] if text else []
