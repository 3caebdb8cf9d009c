"""Tables without rules, or with level rules only: columns where the page stays blank, rows where a line of cells begins.

Nothing is made a table on blanks alone. Accepted is what stands below known heads, beside known row labels, between
level rules of one width, or what has three columns in three lines; signatures and tables of contents never are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from graph_build.documents.pdf.geometry import Box, Char
from graph_build.documents.pdf.lattice import Frame, Grid
from graph_build.documents.pdf.lines import SENTENCE_ENDS, PrintedLine, flows_on, lines_of
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import parse_marker

_GUTTER = 0.7
"""Font sizes of blank that keep two columns apart all the way down."""
_LABEL_GUTTER = 1.1
_SAME = 4.0
"""Points within which two edges are one."""
_NUMBER = re.compile(r"[▲△+-]?[0-9][0-9,.]*[%人件千円年度]{0,3}|[-/―－—]")
_SIGNS = re.compile(
    r"(?:市長|町長|村長|区長|知事|広域連合長|管理者|理事長|議員)[^。、]{0,10}$|^[甲乙丙丁戊]$"
)
_ARTICLE = re.compile(r"第[0-9一二三四五六七八九十]+条")
_SPEAKS = ("content", "role", "roles")

Span = tuple[float, float]


@dataclass(slots=True)
class Band:
    """What stands side by side: a line of the page, with the lines of other columns that overlap it."""

    chars: list[Char]
    top: float
    bottom: float
    spans: list[Span] = field(default_factory=list)

    @property
    def size(self) -> float:
        """Its usual font size."""
        return sorted(char.size for char in self.chars)[len(self.chars) // 2]


def aligned(chars: Sequence[Char], taken: Sequence[Box], unspaced: bool) -> list[Grid]:
    """The tables in what no ruled table holds; ``taken`` are the ruled tables."""
    bands = bands_of(chars)
    edges = sorted(box.top for box in taken)
    found: list[Grid] = []
    i = 0
    while i < len(bands):
        region = _region(bands, i, edges)
        grid = _grid(region, unspaced) if region else None
        if grid is None or region is None:
            i += 1
            continue
        found.append(grid)
        i += len(region.bands)
    return found


@dataclass(slots=True)
class Region:
    """Bands that share gutters; ``cut_off`` if the line below runs on from the last one across them."""

    bands: list[Band]
    gutters: list[Span]
    cut_off: bool = False

    def columns(self, band: Band) -> list[list[Char]]:
        """The characters of each column."""
        cuts = [(a + b) / 2 for a, b in self.gutters]
        columns: list[list[Char]] = [[] for _ in range(len(cuts) + 1)]
        for char in band.chars:
            columns[sum(char.box.cx > cut for cut in cuts)].append(char)
        return columns

    def texts(self, band: Band) -> list[str]:
        """The matching key of each column."""
        return [
            matching_key("".join(char.text for char in _in_order(column))) for column in self.columns(band)
        ]

    def crosses(self, band: Band) -> bool:
        """Whether the text of a band runs over a gutter."""
        return any(a < (g0 + g1) / 2 < b for a, b in band.spans for g0, g1 in self.gutters)


def _in_order(chars: Sequence[Char]) -> list[Char]:
    return sorted(chars, key=lambda char: (round(char.box.cy / max(char.size, 1)), char.box.x0))


def bands_of(chars: Sequence[Char]) -> list[Band]:
    """What stands side by side, top to bottom."""
    bands: list[Band] = []
    for char in sorted(
        (char for char in chars if not char.text.isspace()), key=lambda char: char.box.cy - 0.4 * char.size
    ):
        top, bottom = char.box.cy - 0.4 * char.size, char.box.cy + 0.4 * char.size
        if bands and top < bands[-1].bottom:
            bands[-1].chars.append(char)
            bands[-1].bottom = max(bands[-1].bottom, bottom)
        else:
            bands.append(Band([char], top, bottom))
    for band in bands:
        band.spans = _spans(band)
    return bands


def _spans(band: Band) -> list[Span]:
    """Where text stands, blanks up to a gutter's width filled."""
    spans: list[Span] = []
    for char in sorted(band.chars, key=lambda char: char.box.x0):
        if spans and char.box.x0 - spans[-1][1] < _GUTTER * char.size:
            spans[-1] = spans[-1][0], max(spans[-1][1], char.box.x1)
        else:
            spans.append((char.box.x0, char.box.x1))
    return spans


def _region(bands: Sequence[Band], begin: int, edges: Sequence[float]) -> Region | None:
    """The bands from ``begin`` on that share gutters, as far as they go."""
    gutters = _blanks(bands[begin])
    kept: list[Band] = []
    cut_off = False
    for band in bands[begin:] if len(gutters) > 2 else ():
        if kept and _apart(kept, band, edges):
            break
        shared = _shared(gutters, _blanks(band), _GUTTER * band.size)
        inside = [gap for gap in shared if gap[0] > -1e6 and gap[1] < 1e6]
        if not inside:
            cut_off = bool(kept) and _runs_on(kept, band)
            break
        if kept:
            again = _label(kept[0], inside) and _label(kept[0], inside) == _label(band, inside)
            lost = len(inside) < _inside(gutters)
            if again or _begins_anew(band, inside) or (lost and not _label(band, inside)):
                break
        gutters = shared
        kept.append(band)
    if len(kept) < 2:
        return None
    left, right = min(b.spans[0][0] for b in kept), max(b.spans[-1][1] for b in kept)
    inner = [gap for gap in gutters if left < gap[0] and gap[1] < right]
    return Region(kept, inner, cut_off) if inner else None


def _runs_on(kept: Sequence[Band], band: Band) -> bool:
    """Whether a line begins at the left, closely below: the last one was no row but a paragraph with a gap in it."""
    left = min(other.spans[0][0] for other in kept)
    gap = band.top - kept[-1].bottom
    return gap < 1.1 * band.size and band.spans[0][0] < left + 1.5 * band.size and len(band.spans) == 1


def _apart(kept: Sequence[Band], band: Band, edges: Sequence[float]) -> bool:
    """Whether a ruled table or much blank stands between the last band and this one."""
    gap = band.top - kept[-1].bottom
    usual = sorted(b.top - a.bottom for a, b in pairwise(kept))
    most = max(2.2 * band.size, 2.0 * usual[len(usual) // 2]) if usual else 3.5 * band.size
    return gap > most or any(kept[-1].bottom < edge < band.top for edge in edges)


def _blanks(band: Band) -> list[Span]:
    edges = [-1e6, *(x for span in band.spans for x in span), 1e6]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _shared(ours: Sequence[Span], theirs: Sequence[Span], least: float) -> list[Span]:
    both = [(max(a, c), min(b, d)) for a, b in ours for c, d in theirs]
    return sorted(gap for gap in both if gap[1] - gap[0] >= least)


def _label(band: Band, gutters: Sequence[Span]) -> str:
    """The key of a known row label left of the first gutter, with something beside it; '' without one."""
    left = [char for char in band.chars if char.box.cx < gutters[0][0] + 1]
    key = matching_key("".join(char.text for char in _in_order(left)))
    return key if 0 < len(left) < len(band.chars) and label_kind(key).kind != "unknown" else ""


def _begins_anew(band: Band, gutters: Sequence[Span]) -> bool:
    """A heading or list item that stands alone at the left."""
    if any(a >= gutters[0][1] - 1 for a, _ in band.spans):
        return False
    marker = parse_marker("".join(char.text for char in _in_order(band.chars)))
    return marker is not None and marker.kind not in ("bullet", "note")


def _grid(region: Region, unspaced: bool) -> Grid | None:
    region.bands = _trimmed(region, unspaced)
    if len(region.bands) < 2 or region.cut_off or not _is_table(region):
        return None
    rows = rows_of(region, unspaced)
    if len(rows) < 2:
        return None
    left = min(band.spans[0][0] for band in region.bands) - 2
    right = max(band.spans[-1][1] for band in region.bands) + 2
    cuts = [(a + b) / 2 for a, b in region.gutters]
    local = _local_cuts(region, rows, cuts[-1])
    xs = [left, *_distinct([*cuts, *(x for own in local.values() for x in own)]), right]
    ys = [
        rows[0][0].top - 2,
        *((a[-1].bottom + b[0].top) / 2 for a, b in pairwise(rows)),
        rows[-1][-1].bottom + 2,
    ]
    extents = [_extent(region, col) for col in range(len(cuts) + 1)]
    spans = _spans_down(region, rows, _wide_gap(region, extents, unspaced))
    frames: list[Frame] = []
    for row, bands in enumerate(rows):
        for x0, x1 in _cells(bands, [left, *cuts, right], local.get(row, [])):
            first, last = _nearest(xs, x0), _nearest(xs, x1)
            down = spans.get(row, 0) if first == 0 and x1 == cuts[0] else 1
            if down:
                box = Box(xs[first], ys[row], xs[last], ys[row + down])
                text = _text_box(box, region, extents)
                frames.append(Frame(row, first, down, last - first, box, text_box=text))
    return Grid(tuple(xs), tuple(ys), tuple(frames), aligned=True)


def _cells(bands: Sequence[Band], cuts: Sequence[float], local: Sequence[float]) -> list[Span]:
    """From where to where each cell of a row goes: its text is never cut."""
    spans = [span for band in bands for span in band.spans]
    kept = [x for x in cuts[1:-1] if not any(a < x < b for a, b in spans)]
    edges = [cuts[0], *sorted([*kept, *local]), cuts[-1]]
    return list(pairwise(edges))


def _text_box(box: Box, region: Region, extents: Sequence[Span]) -> Box | None:
    """Where the lines of a cell of one whole column stand; None for others."""
    for col, (x0, x1) in enumerate(extents):
        if box.x0 <= x0 <= x1 <= box.x1 and x0 < x1:
            beside = [other for k, other in enumerate(extents) if k != col and other[0] < other[1]]
            if not any(box.x0 < (a + b) / 2 < box.x1 for a, b in beside):
                return Box(x0, box.top, x1, box.bottom)
    return None


def _distinct(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SAME:
            found.append(value)
    return found


def _nearest(xs: Sequence[float], value: float) -> int:
    return min(range(len(xs)), key=lambda i: abs(xs[i] - value))


def _local_cuts(region: Region, rows: Sequence[Sequence[Band]], cut: float) -> dict[int, list[float]]:
    """Columns that some neighbouring rows have inside the last column, as years and amounts beside a label."""
    found: dict[int, list[float]] = {}
    row = 0
    while row < len(rows):
        shared, end = _inner_blanks(rows[row], cut), row + 1
        while end < len(rows):
            narrowed = _shared(shared, _inner_blanks(rows[end], cut), region.bands[0].size)
            if _inside(narrowed) < max(2, _inside(shared)):
                break
            shared, end = narrowed, end + 1
        inner = [(a + b) / 2 for a, b in shared if a > -1e6 and b < 1e6]
        if end - row >= 2 and len(inner) >= 2:
            found.update(dict.fromkeys(range(row, end), inner))
        row = end
    return found


def _inside(blanks: Sequence[Span]) -> int:
    return sum(a > -1e6 and b < 1e6 for a, b in blanks)


def _inner_blanks(bands: Sequence[Band], cut: float) -> list[Span]:
    """The blanks right of a cut, those before and behind all text too."""
    blanks: list[Span] = [(-1e6, 1e6)]
    for band in bands:
        spans = [span for span in band.spans if span[0] >= cut]
        edges = [-1e6, *(x for span in spans for x in span), 1e6]
        blanks = _shared(blanks, list(zip(edges[::2], edges[1::2], strict=True)), 0.5)
    return blanks


def _spans_down(region: Region, rows: Sequence[Sequence[Band]], wide: float | None) -> dict[int, int]:
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


def _trimmed(region: Region, unspaced: bool) -> list[Band]:
    """Without lines at the end that stand alone at the left; nothing if one of them runs on from what is right of it."""
    bands = list(region.bands)
    extents = [_extent(region, col) for col in range(len(region.gutters) + 1)]
    while bands and len(bands[-1].spans) == 1 and bands[-1].spans[0][0] < region.gutters[0][0]:
        close = len(bands) > 1 and bands[-1].top - bands[-2].bottom < 1.1 * bands[-1].size
        if close and _goes_on(region, bands[-2:-1], bands[-1], extents, unspaced):
            break
        if close and not region.texts(bands[-2])[-1].endswith(SENTENCE_ENDS) and region.texts(bands[-2])[-1]:
            return []
        bands.pop()
    return bands


def _extent(region: Region, col: int) -> Span:
    chars = [char for band in region.bands if not region.crosses(band) for char in region.columns(band)[col]]
    if not chars:
        return (0.0, 0.0) if col == 0 else (region.gutters[col - 1][1],) * 2
    return min(char.box.x0 for char in chars), max(char.box.x1 for char in chars)


# --- what is a table -------------------------------------------------------------------------------------------


def _is_table(region: Region) -> bool:
    texts = [region.texts(band) for band in region.bands if not region.crosses(band)]
    if not texts or _is_contents(texts):
        return False
    heads = [label_kind(text).kind for text in texts[0]]
    if all(kind != "unknown" for kind in heads) and sum(kind in _SPEAKS for kind in heads) >= 2:
        return True
    if are_signatures(texts) or sum(_ARTICLE.match(row[0]) is not None for row in texts) > 1:
        return False
    filled = [sum(map(bool, row)) for row in texts]
    # A label and its text in one line are kept apart by one full-width blank and are no table.
    apart = [b - a > _LABEL_GUTTER * region.bands[0].size for a, b in region.gutters]
    for col in range(len(texts[0]) - 1):
        if not apart[col]:
            continue
        labels = sum(label_kind(row[col]).kind != "unknown" and bool(row[col + 1]) for row in texts)
        if labels >= 2 and labels * 2 >= sum(bool(row[col]) for row in texts):
            return True
    if not all(apart) and all(len(row[0]) <= 3 for row in texts):
        return False  # numbered lines
    wide = sum(count >= 3 for count in filled)
    return wide >= 3 and wide * 2 >= len(filled) and not is_prose(texts)


def are_signatures(texts: Sequence[Sequence[str]]) -> bool:
    """Whether offices with names, or positions alone, stand in the columns."""
    return any(_SIGNS.search(text) for row in texts for text in row)


def _is_contents(texts: Sequence[Sequence[str]]) -> bool:
    """A table of contents: numbers that never fall at the right, words at the left."""
    numbers = [row[-1] for row in texts if row[-1]]
    if len(numbers) < 3 or not all(re.fullmatch(r"[0-9]{1,3}", text) for text in numbers):
        return False
    rising = all(int(a) <= int(b) for a, b in pairwise(numbers)) and int(numbers[-1]) > int(numbers[0])
    marked = sum(parse_marker(row[0]) is not None or len(row[0]) <= 4 for row in texts)
    return (
        rising and marked * 2 >= len(texts) and not any(_NUMBER.fullmatch(c) for r in texts for c in r[1:-1])
    )


def is_prose(texts: Sequence[Sequence[str]]) -> bool:
    """Running text set in columns: long lines that break off in every column."""
    lines = [text for row in texts for text in row if text]
    return sum(len(text) >= 12 and text[-1] not in "。）)" for text in lines) > 0.6 * len(lines)


# --- rows ------------------------------------------------------------------------------------------------------


def rows_of(region: Region, unspaced: bool) -> list[list[Band]]:
    """The bands of each row."""
    extents = [_extent(region, col) for col in range(len(region.gutters) + 1)]
    wide = _wide_gap(region, extents, unspaced)
    rows: list[list[Band]] = []
    for band in region.bands:
        if not rows:
            rows.append([band])
            continue
        before = rows[-1][-1]
        numbers = any(
            _NUMBER.fullmatch(a) and _NUMBER.fullmatch(b)
            for a, b in zip(region.texts(before), region.texts(band), strict=True)
        )
        if numbers:
            begins = True
        elif wide is not None:
            begins = band.top - before.bottom > wide
        else:
            begins = not _goes_on(region, rows[-1], band, extents, unspaced)
        if begins:
            rows.append([band])
        else:
            rows[-1].append(band)
    return rows


def _wide_gap(region: Region, extents: Sequence[Span], unspaced: bool) -> float | None:
    """The distance between bands from which a row ends; None where the distances do not tell.

    Lines of one cell are the closest, if most of the closest ones read on from one to the next.
    """
    pairs = list(pairwise(region.bands))
    gaps = [b.top - a.bottom for a, b in pairs]
    limit = min(gaps) + 0.15 * region.bands[0].size
    if max(gaps) <= limit:
        return None
    close = [pair for pair, gap in zip(pairs, gaps, strict=True) if gap <= limit]
    reading_on = sum(_goes_on(region, [a], b, extents, unspaced) for a, b in close)
    return limit if reading_on * 2 >= len(close) else None


def _goes_on(
    region: Region, row: Sequence[Band], band: Band, extents: Sequence[Span], unspaced: bool
) -> bool:
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
        if len(_spans(Band(chars, band.top, band.bottom))) > 1:
            return False
        above = [char for other in row for char in region.columns(other)[col]]
        before, after = _last(above, unspaced), _first(chars, unspaced)
        if before is None or after is None:
            return False
        short = len(before.text) < 5 or _NUMBER.fullmatch(before.text) is not None
        if short or not flows_on(before, after, extents[col][1]):
            return False
    return True


def _last(chars: Sequence[Char], unspaced: bool) -> PrintedLine | None:
    return next(iter(reversed(lines_of(chars, unspaced))), None)


def _first(chars: Sequence[Char], unspaced: bool) -> PrintedLine | None:
    return next(iter(lines_of(chars, unspaced)), None)
