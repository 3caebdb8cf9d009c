"""Tables without rules: columns where the page stays blank, rows where a line of cells begins.

Nothing is made a table on blanks alone. Accepted is what stands below known heads, beside known row labels, or has
three columns in three lines; signatures, articles and tables of contents never are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from graph_build.documents.parted.pieces import SENTENCE_ENDS
from graph_build.documents.pdf.bands import (
    ENDLESS,
    GUTTER,
    Band,
    Region,
    Span,
    bands_of,
    blanks_of,
    count_inside,
    in_order,
    shared,
)
from graph_build.documents.pdf.geometry import Box, Char
from graph_build.documents.pdf.lattice import Frame, Grid
from graph_build.documents.pdf.rows import NUMBER, goes_on, local_cuts, rows_of, spans_down, wide_gap
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import parse_marker

_LABEL_GUTTER = 1.1
"""Font sizes of blank between a row label and its text; less is a blank inside a line."""
_BLANK = 0.3
"""Font sizes of blank between a label and the text that follows it in its line."""
_SAME = 4.0
"""Points within which two edges are one."""
_SIGNS = re.compile(
    r"(?:市長|町長|村長|区長|知事|広域連合長|管理者|理事長|議員)[^。、]{0,10}$|^[甲乙丙丁戊]$"
)
_ARTICLE = re.compile(r"第[0-9一二三四五六七八九十]+条")
_SPEAKS = ("content", "role", "roles")


def aligned(chars: Sequence[Char], taken: Sequence[Box], unspaced: bool) -> list[Grid]:
    """The tables in what no ruled table holds; ``taken`` are the ruled tables."""
    bands = bands_of(chars)
    edges = sorted(box.top for box in taken)
    lines = _lines_of_labels(bands)
    found: list[Grid] = []
    i = 0
    while i < len(bands):
        region = _region(bands, i, edges)
        grid = _grid(region, unspaced) if region and not _begins_at(region, lines) else None
        if grid is None or region is None:
            i += 1
            continue
        found.append(grid)
        i += len(region.bands)
    return found


def _lines_of_labels(bands: Sequence[Band]) -> list[float]:
    """Where lines begin that are a label with its text and no columns.

    A text goes on below its label, or texts behind labels of different lengths begin at different places, one of them
    so long that hardly a blank is left behind it. Lines that stand far apart were broken where several of them end.
    """
    right = max((band.spans[-1][1] for band in bands), default=0.0)
    found: list[float] = []
    broken: list[Band] = []
    for band, below in pairwise(bands):
        if _labels_closely(band):
            found.append(band.spans[0][0])
            continue
        under = abs(below.spans[0][0] - band.spans[0][0]) < 0.5 * band.size
        gap = below.top - band.bottom
        if not under or gap > 2.2 * band.size or not _labels_text(band):
            continue
        ragged = _labels_text(below) and abs(below.spans[1][0] - band.spans[1][0]) > 0.5 * band.size
        full = band.spans[1][1] > right - 2 * band.size and gap < 1.1 * band.size
        rest = _is_rest(below, band)
        if ragged or (full and rest):
            found.append(band.spans[0][0])
        elif rest:
            broken.append(band)
    ends = [band.spans[1][1] for band in broken]
    if len(ends) > 1 and max(ends) - min(ends) < 2 * broken[0].size:
        found += [band.spans[0][0] for band in broken]
    return found


def _labels_text(band: Band) -> bool:
    """Whether a line is a known row label and one text."""
    return len(band.spans) == 2 and _label(band, [(band.spans[0][1], band.spans[1][0])]) != ""


def _labels_closely(band: Band) -> bool:
    """Whether a known row label and its text stand in one line, the blank between them too small for a gutter."""
    chars = in_order(band.chars)
    if len(band.spans) != 1:
        return False
    apart = next(
        (i for i, (a, b) in enumerate(pairwise(chars), 1) if b.box.x0 - a.box.x1 > _BLANK * a.size), 0
    )
    label = label_kind(matching_key("".join(char.text for char in chars[:apart])))
    return label.kind in _SPEAKS


def _is_rest(below: Band, band: Band) -> bool:
    """Whether a line may be the rest of the sentence in the line above it: it is no label and begins with no marker."""
    words = "".join(char.text for char in in_order(below.chars))
    opens = parse_marker(words) is not None or label_kind(matching_key(words)).kind != "unknown"
    ended = matching_key("".join(char.text for char in in_order(band.chars))).endswith(SENTENCE_ENDS)
    return len(below.spans) == 1 and not opens and not ended


def _begins_at(region: Region, places: Sequence[float]) -> bool:
    """Whether a region of two columns, or its lines of labels, begin where lines that are a label with its text do."""
    left = min(band.spans[0][0] for band in region.bands)
    begins = [left] if len(region.gutters) == 1 else []
    begins += [band.spans[0][0] for band in region.bands if _labels_text(band)]
    return any(abs(begin - x) <= _SAME for begin in begins for x in places)


def _region(bands: Sequence[Band], begin: int, edges: Sequence[float]) -> Region | None:
    """The bands from ``begin`` on that share gutters, as far as they go."""
    gutters = blanks_of(bands[begin])
    kept: list[Band] = []
    cut_off = False
    for band in bands[begin:] if len(gutters) > 2 else ():
        if kept and _apart(kept, band, edges):
            break
        common = shared(gutters, blanks_of(band), GUTTER * band.size)
        inside = [gap for gap in common if gap[0] > -ENDLESS and gap[1] < ENDLESS]
        if not inside:
            cut_off = bool(kept) and _runs_on(kept, band)
            break
        if kept:
            again = _label(kept[0], inside) and _label(kept[0], inside) == _label(band, inside)
            lost = len(inside) < count_inside(gutters)
            above = [gap for gap in gutters if gap[0] > -ENDLESS and gap[1] < ENDLESS]
            anew = _begins_anew(band, inside) or _begins_anew(band, above)
            if again or anew or (lost and not _label(band, inside)):
                break
        gutters = common
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


def _label(band: Band, gutters: Sequence[Span]) -> str:
    """The key of a known row label left of the first gutter, with something beside it; '' without one."""
    left = [char for char in band.chars if char.box.cx < gutters[0][0] + 1]
    key = matching_key("".join(char.text for char in in_order(left)))
    return key if 0 < len(left) < len(band.chars) and label_kind(key).kind != "unknown" else ""


def _begins_anew(band: Band, gutters: Sequence[Span]) -> bool:
    """A heading or list item that stands alone at the left."""
    if any(a >= gutters[0][1] - 1 for a, _ in band.spans):
        return False
    marker = parse_marker("".join(char.text for char in in_order(band.chars)))
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
    local = local_cuts(region, rows, cuts[-1])
    xs = [left, *_distinct([*cuts, *(x for own in local.values() for x in own)]), right]
    ys = [
        rows[0][0].top - 2,
        *((a[-1].bottom + b[0].top) / 2 for a, b in pairwise(rows)),
        rows[-1][-1].bottom + 2,
    ]
    extents = [region.extent(col) for col in range(len(cuts) + 1)]
    spans = spans_down(region, rows, wide_gap(region, extents, unspaced))
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


def _trimmed(region: Region, unspaced: bool) -> list[Band]:
    """Without lines at the end that stand alone at the left; nothing if one of them runs on from what is right of it."""
    bands = list(region.bands)
    extents = [region.extent(col) for col in range(len(region.gutters) + 1)]
    while bands and len(bands[-1].spans) == 1 and bands[-1].spans[0][0] < region.gutters[0][0]:
        close = len(bands) > 1 and bands[-1].top - bands[-2].bottom < 1.1 * bands[-1].size
        if close and goes_on(region, bands[-2:-1], bands[-1], extents, unspaced):
            break
        if close and not region.texts(bands[-2])[-1].endswith(SENTENCE_ENDS) and region.texts(bands[-2])[-1]:
            return []
        bands.pop()
    return bands


_LISTED = re.compile(r"[(（]?[ァ-ヶa-z][)）.]?")
"""The marker of an item: ア, (ｱ), a."""


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
    if not apart[0] and all(_LISTED.fullmatch(row[0]) for row in texts):
        return False  # 「イ　甲の役割　　港の施設を…」: items of a list
    for col in range(len(texts[0]) - 1):
        if not apart[col]:
            continue
        labels = sum(label_kind(row[col]).kind != "unknown" and bool(row[col + 1]) for row in texts)
        if labels >= 2 and labels * 2 >= sum(bool(row[col]) for row in texts):
            return True
    if not any(apart) or (not all(apart) and all(len(row[0]) <= 3 for row in texts)):
        return False  # words that happen to be equally long, numbered lines
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
        rising and marked * 2 >= len(texts) and not any(NUMBER.fullmatch(c) for r in texts for c in r[1:-1])
    )


def is_prose(texts: Sequence[Sequence[str]]) -> bool:
    """Running text set in columns: long lines that break off in every column."""
    lines = [text for row in texts for text in row if text]
    return sum(len(text) >= 12 and text[-1] not in "。）)" for text in lines) > 0.6 * len(lines)
