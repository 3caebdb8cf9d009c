"""Tables of measures whose heads are known (取組の内容, 甲の役割, 乙の役割), laid out without lines between their rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import accumulate, pairwise

from graph_build.documents.laid_out.cells import body_of, cells_of, is_heading
from graph_build.documents.laid_out.columns import Columns, Placed
from graph_build.documents.laid_out.head_rows import Heads, heads_at
from graph_build.documents.laid_out.rows import Row, rows_of
from graph_build.documents.laid_out.words import Measure, ems, fields, measures
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Cell, Located, Table

_ENDS = tuple("。．）)」』】－―-")
_MOSTLY = 0.7
"""The part of the sentences' cells from which all of them end as they do."""


def headed_table(lines: Sequence[Line], begin: int, aside: Collection[int] = ()) -> tuple[int, Table] | None:
    """The table whose heads stand in line ``begin``: the line behind it and the table; None if there is none, or its rows
    are not settled."""
    if "\t" in lines[begin].text or lines[begin].blank:
        return None
    for measure in measures(lines):
        heads = heads_at(lines, begin, measure)
        found = _read(lines, begin, aside, heads, measure) if heads else None
        if found:
            return found
    return None


def _read(
    lines: Sequence[Line], begin: int, aside: Collection[int], heads: Heads, measure: Measure
) -> tuple[int, Table] | None:
    speaking, starts = heads.speaking, heads.starts
    body = body_of(
        lines,
        begin + heads.size,
        aside,
        measure,
        starts[0],
        lambda i: heads_at(lines, i, measure) is not None,
    )
    placing = Columns(starts, speaking, measure, heads.shared)
    placed = placing.read([lines[i] for i in body])
    size = next((at for at, line in enumerate(placed) if line is None), len(placed))
    if size < len(placed) and len(fields(lines[body[size]], measure)) > 1:
        return None
    while size and is_heading(lines[body[size - 1]], measure):
        size -= 1
    kept = [line for line in placed[:size] if line is not None]
    rows = _rows(kept, placing)
    while rows and not any(line[col] for line in rows[-1] for col in range(1, len(starts))):
        rows.pop()
    if not rows or not _settles_parties(rows, placing):
        return None
    end = body[sum(map(len, rows)) - 1] + 1
    cells = [cells_of(row, placing.is_full) for row in rows]
    if not _is_settled(cells, speaking) or any(placing.is_open(col, rows[-1][-1][col]) for col in speaking):
        return None
    return end, _table(heads, cells, [_across(row, placing) for row in rows])


def _rows(lines: Sequence[Placed], placing: Columns) -> list[Row]:
    """The lines of each row; none where they do not settle it."""
    found = (
        rows_of([_filled(line, placing) for line in lines], placing.speaking, placing.is_open)
        if lines
        else None
    )
    ends = list(accumulate(map(len, found or ()), initial=0))
    return [list(lines[a:b]) for a, b in pairwise(ends)]


def _filled(line: Placed, placing: Columns) -> Placed:
    """A line whose text across the shared columns stands in each of them."""
    shared = placing.shared
    if shared is None or not placing.is_across(shared.start, line[shared.start]):
        return line
    return *line[: shared.start], *((line[shared.start],) * len(shared))


def _across(row: Row, placing: Columns) -> bool:
    """Whether a row tells what the parties do together, in a text across their columns."""
    shared = placing.shared
    return shared is not None and any(placing.is_across(shared.start, line[shared.start]) for line in row)


def _settles_parties(rows: Sequence[Row], placing: Columns) -> bool:
    """Whether it is settled whose each text is.

    One across the columns stands alone and reaches into the last of them; one of the first party alone breaks at the width
    of its column, for it might be a short one across them all.
    """
    shared = placing.shared
    if shared is None:
        return True
    for row in rows:
        own = [line[shared.start] for line in row if line[shared.start]]
        others = any(line[col] for line in row for col in shared[1:])
        if _across(row, placing):
            if others or max(map(ems, own)) <= sum(placing.widths[col] for col in shared[:-1]):
                return False
        elif own and not others and not any(placing.is_full(shared.start, run) for run in own[:-1]):
            return False
    return True


def _table(heads: Heads, rows: Sequence[Sequence[Sequence[Located]]], across: Sequence[bool]) -> Table:
    """The table: the heads, and the cells of each row, one across the columns of the parties where there is one."""
    size = len(heads.columns)
    cells = heads.cells()
    for at, (row, together) in enumerate(zip(rows, across, strict=True), start=heads.rows):
        shown = heads.shared.start + 1 if together and heads.shared else size
        for col, paras in enumerate(row[:shown]):
            cells.append(
                Cell(
                    at,
                    col,
                    Located.joined(list(paras), "\n"),
                    tuple(paras),
                    colspan=size - col if together and col == shown - 1 else 1,
                )
            )
    return Table(tuple(cells), heads.rows + len(rows), size)


def _is_settled(rows: Sequence[Sequence[Sequence[Located]]], speaking: Sequence[int]) -> bool:
    """Whether the cells of sentences end as such do, and no field stands beside the middle of its rows."""
    texts = [row[col][-1].text for row in rows for col in speaking if row[col]]
    ended = sum(text.endswith(_ENDS) for text in texts)
    if texts and _MOSTLY * len(texts) <= ended < len(texts):
        return False
    return bool(rows[0][0])
