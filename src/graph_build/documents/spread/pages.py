"""The rows of a table on its pages, each in columns of its own, and those that the end of a page cuts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_build.documents.laid_out.grids import is_figure
from graph_build.documents.laid_out.words import ems, text_of
from graph_build.documents.spread.columns import (
    Columns,
    Run,
    Span,
    below,
    columns_of,
    doubles,
    merged,
    numbered,
)
from graph_build.documents.spread.heads import Head

FULL = 1.6
"""Ems that a line may be short of its column's width and yet fill it: no comma or bracket begins a line."""
_ENDS = ("。", "）", ")")
Row = Sequence[Sequence[Run]]
"""The lines of a row, or of rows that no blank line parts, each cut where more than one blank stands."""


@dataclass(slots=True)
class Page:
    """The rows on one page: their lines by column, and the columns in which these stand."""

    rows: list[list[list[Run]]]
    columns: Columns


def filled(
    cut: Sequence[Row], parts: Sequence[tuple[int, int]], heads: Sequence[Head]
) -> tuple[list[Page], int]:
    """The pages of a table, as many as go on with the first one, and how many groups of lines they hold.

    Rows across alone may end the first page, right below the heads; the end of a page may cut a row.
    """
    across, *others = parts
    alone = bool(others) and all(len(line) == 1 for row in cut[slice(*across)] for line in row)
    pages: list[Page] = []
    used = 0
    for begin, end in others if alone else parts:
        rest = _rest(pages[-1], cut[begin]) if pages else None
        if rest is not None:
            pages[-1].rows[-1] += rest
            used, begin = used + 1, begin + 1
        page = _page(cut[begin:end], heads, pages[-1] if pages else None)
        if page is None or (pages and not _goes_on(pages[0], page)):
            break
        pages.append(page)
        used += len(page.rows)
        if len(page.rows) < end - begin:
            break
    if alone and pages:
        above = _placed(cut[slice(*across)], pages[0].columns)
        if above is None:
            return [], 0
        pages[0].rows[:0] = above
        used += len(above)
    return pages, used


def _rest(above: Page, lines: Row) -> list[list[Run]] | None:
    """The lines below the end of a page by column where they go on with the row that it cuts: with as many texts as break off there."""
    columns = Columns(columns_of(lines))
    parts = [part for line in lines if (part := columns.placed(line)) is not None]
    sentences, full = _broken_off(above)
    ends = any(text_of(run).text.endswith("。") for line in lines for run in line)
    ways = [sentences, *(([col for col in full if col], full) if ends else ())]
    broken = next((cols for cols in ways if len(cols) == len(columns)), None)
    if broken is None or len(parts) < len(lines):
        return None
    places = {col: at for at, col in enumerate(broken)}
    wide = range(len(above.columns))
    return [[part[places[col]] if col in places else [] for col in wide] for part in parts]


def _broken_off(page: Page) -> tuple[list[int], list[int]]:
    """The columns of which the last row does not end a sentence though its last line is full: those of sentences, and all."""
    sentences, found = list[int](), list[int]()
    for col, (runs, row) in enumerate(zip(by_column(page), _cells(page.rows[-1]), strict=True)):
        full = bool(row) and ems(row[-1]) >= max(map(ems, runs)) - FULL and not is_figure(row[-1])
        if full and not text_of(row[-1]).text.endswith(_ENDS):
            found.append(col)
            if any("。" in text_of(run).text for run in runs):
                sentences.append(col)
    return sentences, found


def _cells(row: Sequence[Sequence[Run]]) -> list[list[Run]]:
    """The texts of each column of a row."""
    return [[cell for cell in column if cell] for column in zip(*row, strict=True)]


def _page(rows: Sequence[Row], heads: Sequence[Head], above: Page | None) -> Page | None:
    """The rows from the first on that stand in columns, as many as there are heads or fewer; on a further page as many as above."""
    for end in range(len(rows), 0, -1):
        full = max((at for at in range(1, end + 1) if not _is_note(rows[at - 1])), default=end)
        lines = [line for row in rows[:full] for line in row]
        columns = _as_above(lines, above, heads) if above else _below(lines, heads)
        placed = _placed(rows[:end], columns) if columns is not None else None
        if columns is not None and placed is not None:
            return Page(placed, columns)
    return None


def _placed(rows: Sequence[Row], columns: Columns) -> list[list[list[Run]]] | None:
    """The lines of rows by column; None where one of them does not stand in these."""
    found = [[columns.placed(line) for line in row] for row in rows]
    done = [[line for line in row if line is not None] for row in found]
    return None if any(None in row for row in found) else done


def _below(lines: Sequence[Sequence[Run]], heads: Sequence[Head]) -> Columns | None:
    """The columns of lines, of two ways the one that is nearer to the heads; None where no way is."""
    spans = [head.span for head in heads]
    found = [(away[0], columns) for columns in _ways(lines, heads) if (away := below(spans, columns.edges))]
    best = min(found, key=lambda one: one[0], default=None)
    return best[1] if best is not None and len(best[1]) > 1 else None


def _ways(lines: Sequence[Sequence[Run]], heads: Sequence[Head]) -> Iterator[Columns]:
    """The columns of lines with figures and texts apart, as they are, and with numbers that have no head at what they count;
    neighbours together until there are as many as heads."""
    wanted = len(heads)
    plain = columns_of(lines)
    double = doubles(plain, lines)
    if double:
        spans = merged(plain, lines, wanted - len(double))
        yield Columns(spans, doubles(spans, lines))
    spans = merged(plain, lines, wanted)
    yield Columns(spans)
    if len(spans) > wanted and not heads[0].of_numbers:
        yield Columns(merged(columns_of([numbered(line) for line in lines]), lines, wanted))


def _as_above(lines: Sequence[Sequence[Run]], above: Page, heads: Sequence[Head]) -> Columns | None:
    """The columns of lines behind the end of a page, as many as before it; the nearest of those where not all of them are filled."""
    ways = list(_ways(lines, heads))
    same = next((columns for columns in ways if len(columns) == len(above.columns)), None)
    if same or len(ways[-1]) > len(above.columns):
        return same
    there = [_are_figures(runs) for runs in by_column(above)]
    here = [
        _are_figures([run for line in lines for run in line if span.meets(Span.of(run))])
        for span in ways[-1].spans
    ]
    return above.columns.filled(ways[-1].spans, lambda col, at: there[col] == here[at])


def _are_figures(runs: Sequence[Run]) -> bool:
    return bool(runs) and all(map(is_figure, runs))


def _goes_on(above: Page, below: Page) -> bool:
    """Whether columns of nothing but figures hold none but figures behind the end of a page, too."""
    texts, behind = by_column(above), by_column(below)
    return all(
        all(map(is_figure, runs))
        for col, runs in enumerate(behind)
        if texts[col] and all(map(is_figure, texts[col]))
    )


def by_column(page: Page) -> list[list[Run]]:
    """The texts of each column of a page."""
    return _cells([line for row in page.rows for line in row])


def _is_note(row: Row) -> bool:
    """Whether a group of lines is one text alone: what stands below a table, not a row of it."""
    return all(len(line) == 1 and line[0][0].begin == row[0][0][0].begin for line in row)
