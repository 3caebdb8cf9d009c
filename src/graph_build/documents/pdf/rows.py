"""Rows of a table without level rules: where a line of its cells begins anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from graph_build.documents.pdf.bands import ENDLESS, Band, Region, Span, count_inside, shared, spans_of
from graph_build.documents.pdf.geometry import Char
from graph_build.documents.pdf.lines import PrintedLine, flows_on, lines_of
from graph_build.text.labels import label_kind

NUMBER = re.compile(r"[▲△+-]?[0-9][0-9,.]*[%人件千円年度]{0,3}|[-/―－—]")


def rows_of(region: Region, unspaced: bool) -> list[list[Band]]:
    """The bands of each row."""
    extents = [region.extent(col) for col in range(len(region.gutters) + 1)]
    wide = wide_gap(region, extents, unspaced)
    rows: list[list[Band]] = []
    for band in region.bands:
        if not rows:
            rows.append([band])
            continue
        before = rows[-1][-1]
        numbers = any(
            NUMBER.fullmatch(a) and NUMBER.fullmatch(b)
            for a, b in zip(region.texts(before), region.texts(band), strict=True)
        )
        if numbers:
            begins = True
        elif wide is not None:
            begins = band.top - before.bottom > wide
        else:
            begins = not goes_on(region, rows[-1], band, extents, unspaced)
        if begins:
            rows.append([band])
        else:
            rows[-1].append(band)
    return rows


def wide_gap(region: Region, extents: Sequence[Span], unspaced: bool) -> float | None:
    """The distance between bands from which a row ends; None where the distances do not tell.

    Lines of one cell are the closest, if most of the closest ones read on from one to the next.
    """
    pairs = list(pairwise(region.bands))
    gaps = [b.top - a.bottom for a, b in pairs]
    limit = min(gaps) + 0.15 * region.bands[0].size
    if max(gaps) <= limit:
        return None
    close = [pair for pair, gap in zip(pairs, gaps, strict=True) if gap <= limit]
    reading_on = sum(goes_on(region, [a], b, extents, unspaced) for a, b in close)
    return limit if reading_on * 2 >= len(close) else None


def goes_on(region: Region, row: Sequence[Band], band: Band, extents: Sequence[Span], unspaced: bool) -> bool:
    """Whether a band only continues the cells of the row above: each of its texts did not fit on the line before."""
    columns = region.columns(band)
    texts = region.texts(band)
    if all(texts) and min(map(len, region.texts(row[-1]))) < 8:
        return False
    if any(label_kind(text).kind != "unknown" for text in texts[:-1]):
        return False
    for col, chars in enumerate(columns):
        if not chars:
            continue
        if len(spans_of(Band(chars, band.top, band.bottom))) > 1:
            return False
        above = [char for other in row for char in region.columns(other)[col]]
        before, after = _last(above, unspaced), _first(chars, unspaced)
        if before is None or after is None:
            return False
        short = len(before.text) < 5 or NUMBER.fullmatch(before.text) is not None
        if short or not flows_on(before, after, extents[col][1]):
            return False
    return True


def _last(chars: Sequence[Char], unspaced: bool) -> PrintedLine | None:
    return next(iter(reversed(lines_of(chars, unspaced))), None)


def _first(chars: Sequence[Char], unspaced: bool) -> PrintedLine | None:
    return next(iter(lines_of(chars, unspaced)), None)


def spans_down(region: Region, rows: Sequence[Sequence[Band]], wide: float | None) -> dict[int, int]:
    """Row → how many rows its first cell covers; rows that it covers are left out.

    Below a label the first column stays empty, or holds its further lines at the distance of lines of one cell.
    """
    spans: dict[int, int] = {}
    label = 0
    bottom = 0.0
    for row, bands in enumerate(rows):
        left = [char for band in bands for char in region.columns(band)[0]]
        whole = any(region.crosses(band) for band in bands)
        top = min((char.box.cy - 0.4 * char.size for char in left), default=0.0)
        goes_on = not left or (wide is not None and top - bottom <= wide)
        if (
            row
            and goes_on
            and not whole
            and len(region.gutters) > 1
            and spans[label]
            and label + spans[label] == row
        ):
            spans[label] += 1
        else:
            label = row
            spans[row] = 1
        if left:
            bottom = max(char.box.cy + 0.4 * char.size for char in left)
    return spans


def local_cuts(region: Region, rows: Sequence[Sequence[Band]], cut: float) -> dict[int, list[float]]:
    """Columns that some neighbouring rows have inside the last column, as years and amounts beside a label."""
    found: dict[int, list[float]] = {}
    row = 0
    while row < len(rows):
        common, end = _inner_blanks(rows[row], cut), row + 1
        while end < len(rows):
            narrowed = shared(common, _inner_blanks(rows[end], cut), region.bands[0].size)
            if count_inside(narrowed) < max(2, count_inside(common)):
                break
            common, end = narrowed, end + 1
        inner = [(a + b) / 2 for a, b in common if a > -ENDLESS and b < ENDLESS]
        if end - row >= 2 and len(inner) >= 2:
            found.update(dict.fromkeys(range(row, end), inner))
        row = end
    return found


def _inner_blanks(bands: Sequence[Band], cut: float) -> list[Span]:
    """The blanks right of a cut, those before and behind all text too."""
    blanks: list[Span] = [(-ENDLESS, ENDLESS)]
    for band in bands:
        spans = [span for span in band.spans if span[0] >= cut]
        edges = [-ENDLESS, *(x for span in spans for x in span), ENDLESS]
        blanks = shared(blanks, list(zip(edges[::2], edges[1::2], strict=True)), 0.5)
    return blanks
