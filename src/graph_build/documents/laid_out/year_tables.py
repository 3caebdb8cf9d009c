"""Tables of years, and of municipalities with marks or figures below them, by the places where texts begin."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from graph_build.documents.laid_out.cells import Paras, table_of
from graph_build.documents.laid_out.grids import are_year_heads, year_heads
from graph_build.documents.laid_out.labels import kinds
from graph_build.documents.laid_out.paged import Lines, body_up_to_heading, pages, table_lines
from graph_build.documents.laid_out.placed_years import cells_below, joined, placed_heads
from graph_build.documents.laid_out.stops import fitted
from graph_build.documents.laid_out.words import Measure, fields, measures, text_of, words
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Located, Table

_LEAST = 3
"""Municipalities over columns of marks."""
_MARK = re.compile("[○◯〇●◎◇◆□■△▲☆★✓レ]|[-－―ー─]|[-－▲△]?[0-9０-９][0-9０-９,，.．]*")
Found = tuple[Sequence[Located], Lines, int]


def year_table(lines: Sequence[Line], begin: int, aside: Collection[int] = ()) -> tuple[int, Table] | None:
    """The table whose heads, a name and years, stand in line ``begin``: the line behind it and the table; None if there is none,
    or it is not settled what stands below them."""
    if lines[begin].blank or "\t" in lines[begin].text or not _years(lines[begin]):
        return None
    for measure in measures(lines):
        body = body_up_to_heading(lines, begin, aside, measure)
        found = body and (
            _placed(lines, body, measure) or _in_order(lines, body, _years(lines[begin]), measure)
        )
        table = found and _table(*found)
        if table:
            return table
    return None


def place_table(lines: Sequence[Line], begin: int, aside: Collection[int] = ()) -> tuple[int, Table] | None:
    """The table whose heads, a name and municipalities, stand in line ``begin``, with nothing but marks or figures below these."""
    if lines[begin].blank or "\t" in lines[begin].text:
        return None
    for measure in measures(lines):
        heads = [text_of(run) for run in fields(lines[begin], measure)]
        if (
            len(heads) <= _LEAST
            or not kinds(heads[0].text)
            or not all(_is_place(head.text) for head in heads[1:])
        ):
            continue
        body = body_up_to_heading(lines, begin, aside, measure)
        below = table_lines(lines, body, 1, measure, 1) if body else None
        whole = below is not None and len(below.stops[0].starts) == len(heads)
        found = (heads, below, 1) if below and whole else _in_order(lines, body, heads, measure)
        table = found and _table(*found)
        if table and all(
            not cell.text or _MARK.fullmatch(cell.text.text)
            for cell in table[1].cells
            if cell.row and cell.col
        ):
            return table
    return None


def may_head(line: Line, columns: int) -> bool:
    """Whether a line may be the heads of a table of so many columns: of years it has one for each, or for each but that of the
    names, whatever stands above these."""
    years = _years(line)
    unnamed = bool(years) and are_year_heads([years[0].text] * 2)
    return not years or columns in (len(years), len(years) + unnamed)


def _years(line: Line) -> list[Located]:
    found = words(line)
    if behind := year_heads(found[1:]):
        return [found[0].text, *map(text_of, behind)]
    return [text_of(head) for head in year_heads(found)]


def _is_place(text: str) -> bool:
    return (text.endswith(("市", "町", "村", "区")) and len(text) > 1) or "total" in kinds(text)


def _placed(lines: Sequence[Line], body: Sequence[int], measure: Measure) -> Found | None:
    """The table whose heads stand in the columns of what is below them, on one page."""
    page = [lines[i] for i in pages(lines, body)[0]]
    for begun in (1, len(page)):
        columns = fitted(page, measure, begun)
        heads = placed_heads(page, columns[0]) if columns else []
        found = table_lines(lines, body, len(heads), measure, begun) if heads else None
        if found:
            return [joined(heads, col) for col in range(len(heads[0]))], found, len(heads)
    return None


def _in_order(
    lines: Sequence[Line], body: Sequence[int], heads: Sequence[Located], measure: Measure
) -> Found | None:
    """The table whose heads stand elsewhere, on another page or above the middle of their columns: as many as these."""
    found = table_lines(lines, body[1:], 0, measure) if len(body) > 1 else None
    return (heads, found, 0) if found and len(found.stops[0].starts) == len(heads) else None


def _table(heads: Sequence[Located], found: Lines, size: int) -> tuple[int, Table] | None:
    texts: list[Paras] = [[head] if head else [] for head in heads]
    cells = cells_below(found, size, len(found.at), named=not are_year_heads([heads[0].text] * 2))
    return (found.at[-1] + 1, table_of([texts, *cells])) if cells else None
