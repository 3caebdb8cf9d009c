"""Which laid-out lines are a row of a table whose cells begin at the top: where its texts begin anew beside each other."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from graph_build.documents.laid_out.columns import Placed
from graph_build.documents.laid_out.words import Word, text_of
from graph_build.documents.lines.paragraphs import has_marker

Open = Callable[[int, Sequence[Word]], bool]
Row = list[Placed]


def rows_of(lines: Sequence[Placed], speaking: Collection[int], is_open: Open) -> list[Row] | None:
    """The lines of each row; None where they do not settle it.

    ``speaking`` are the columns of sentences, the others hold a name, a number or a field, which may go on over
    several rows or stand alone as the heading of those below.
    """
    main = min(speaking)
    rows: list[Row] = []
    for i, line in enumerate(lines):
        above = lines[i - 1] if i else None
        if above is None:
            rows.append([line])
            continue
        if not any(line[col] for col in speaking):
            begins = _begins_heading(line, above, rows[-1], speaking, is_open)
        elif not any(above[col] for col in speaking) and not _speaks(rows[-1], speaking):
            begins = True  # below a heading
        else:
            going = [col for col in speaking if line[col] and is_open(col, above[col])]
            anew = [col for col in speaking if line[col] and not above[col]]
            if going and anew:
                return None
            beside = bool(line[0]) and not is_open(0, above[0]) and 0 not in speaking
            begins = not going and bool(line[main]) and (all(line[col] for col in speaking) or beside)
            if anew and line[main] and not begins:
                return None
        if begins:
            rows.append([line])
        else:
            rows[-1].append(line)
    return rows


def _speaks(row: Row, speaking: Collection[int]) -> bool:
    return any(line[col] for line in row for col in speaking)


def _begins_heading(line: Placed, above: Placed, row: Row, speaking: Collection[int], is_open: Open) -> bool:
    """Whether a line without sentences is the first of a heading across the table."""
    filled = [col for col, run in enumerate(line) if run]
    if filled != [0]:
        return False
    if has_marker(text_of(line[0]).text):
        return True
    return (
        _speaks(row, speaking)
        and not is_open(0, above[0])
        and not any(is_open(col, above[col]) for col in speaking)
    )
