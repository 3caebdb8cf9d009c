"""Tables with level rules only: between rules of one width, the columns are where the page stays blank."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from graph_build.documents.pdf.aligned import are_signatures, is_prose
from graph_build.documents.pdf.bands import Band, Region, bands_of
from graph_build.documents.pdf.geometry import SNAP, Box, Char, Rule
from graph_build.documents.pdf.lattice import Grid, grids
from graph_build.documents.pdf.rows import rows_of
from graph_build.documents.pdf.rules import RuleSet

_SAME = 4.0
"""Points within which two rules begin or end at one place."""
_SHORTEST = 60.0
"""Points below which a rule is an underline."""
_BLANK = 0.7
"""Font sizes of blank between two columns."""


def level_tables(
    chars: Sequence[Char], level: Sequence[Rule], taken: Sequence[Box], unspaced: bool
) -> list[Grid]:
    """The tables between level rules; ``taken`` are the tables with rules both ways."""
    free = [
        rule
        for rule in level
        if rule.end - rule.start >= _SHORTEST and not any(_inside(rule, box) for box in taken)
    ]
    bands = bands_of(chars)
    found: list[Grid] = []
    for stack in _stacks(free, bands):
        rules = _ruled(stack, free, bands, unspaced)
        for grid in grids(rules) if rules is not None else ():
            if len(grid.xs) > 2 and len(grid.ys) > 2:
                frames = tuple(
                    replace(frame, text_box=_text_box(frame.box, grid, chars)) for frame in grid.frames
                )
                found.append(replace(grid, frames=frames, aligned=True))
    return found


def _text_box(box: Box, grid: Grid, chars: Sequence[Char]) -> Box:
    """Where the lines of a cell stand: as wide as any text of the table in its columns."""
    inside = [
        char.box
        for char in chars
        if not char.text.isspace()
        and grid.box.holds(char.box.cx, char.box.cy)
        and box.x0 < char.box.cx < box.x1
    ]
    if not inside:
        return box
    return Box(min(char.x0 for char in inside), box.top, max(char.x1 for char in inside), box.bottom)


def _inside(rule: Rule, box: Box) -> bool:
    return box.top - SNAP <= rule.at <= box.bottom + SNAP and rule.start < box.x1 and rule.end > box.x0


def _stacks(rules: Sequence[Rule], bands: Sequence[Band]) -> Iterator[list[Rule]]:
    """Three or more rules of one width with text between each two, no more blank about it than elsewhere."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        alike = (
            g for g in groups if abs(g[0].start - rule.start) <= _SAME and abs(g[0].end - rule.end) <= _SAME
        )
        group = next(alike, None)
        if group is None:
            groups.append([rule])
        else:
            group.append(rule)
    for group in groups:
        parts = [_between(a, b, bands) for a, b in pairwise(group)]
        margins = [_margin(a, b, part) for (a, b), part in zip(pairwise(group), parts, strict=True)]
        usual = _low(margin for margin in margins if margin is not None)
        inset = _low(min(band.spans[0][0] for band in part) - group[0].start for part in parts if part)
        run = group[:1]
        for below, margin, part in zip(group[1:], margins, parts, strict=True):
            outdented = inset > 2 and any(band.spans[0][0] < below.start + 1 for band in part)
            if margin is None or margin > usual + 6.0 or outdented:
                if len(run) >= 3:
                    yield run
                run = []
            run.append(below)
        if len(run) >= 3:
            yield run


def _low(values: Iterable[float]) -> float:
    """The lower quartile."""
    ordered = sorted(values)
    return ordered[len(ordered) // 4] if ordered else 0.0


def _between(above: Rule, below: Rule, bands: Sequence[Band]) -> list[Band]:
    return [
        band
        for band in bands
        if above.at - 1 <= (band.top + band.bottom) / 2 <= below.at + 1
        and band.spans[-1][1] > above.start
        and band.spans[0][0] < above.end
    ]


def _margin(above: Rule, below: Rule, inner: Sequence[Band]) -> float | None:
    """The blank between two rules and the text between them; None if there is none, or it goes beyond them."""
    if not inner or any(b.spans[0][0] < above.start - 1 or b.spans[-1][1] > above.end + 1 for b in inner):
        return None
    return inner[0].top - above.at + below.at - inner[-1].bottom


def _ruled(
    stack: Sequence[Rule], level: Sequence[Rule], bands: Sequence[Band], unspaced: bool
) -> RuleSet | None:
    """The rules of a stack with uprights where its columns part; None if it has no columns."""
    inner = _between(stack[0], stack[-1], bands)
    gutters = _gutters(inner, stack[0])
    if not gutters:
        return None
    region = Region(inner, gutters)
    texts = [region.texts(band) for band in inner if not region.crosses(band)]
    beside = sum(
        any(sum(map(bool, region.texts(band))) >= 2 for band in _between(a, b, inner))
        for a, b in pairwise(stack)
    )
    if beside < 2 or are_signatures(texts) or (len(gutters) == 1 and is_prose(texts)):
        return None
    horizontal = [r for r in level if stack[0].at <= r.at <= stack[-1].at and r.end > stack[0].start + _SAME]
    if len(horizontal) == len(stack) <= 4:
        horizontal += _inner_rows(stack, region, unspaced)
    levels = sorted({rule.at for rule in horizontal})
    vertical = [Rule(x, stack[0].at, stack[-1].at) for x in (stack[0].start, stack[0].end)]
    ends = [x for rule in horizontal for x in (rule.start, rule.end)]
    for a, b in gutters:
        x = next(
            (end for end in ends if a - 1 <= end <= b + 1), (a + b) / 2
        )  # rules may end where columns part
        for top, bottom in pairwise(levels):
            row = [band for band in inner if top <= (band.top + band.bottom) / 2 <= bottom]
            if not any(p < x < q for band in row for p, q in band.spans):
                vertical.append(Rule(x, top, bottom))
    return RuleSet(horizontal, vertical)


def _gutters(bands: Sequence[Band], rule: Rule) -> list[tuple[float, float]]:
    """Where at most one band in six has text, with text on both sides."""
    if not bands:
        return []
    size = bands[0].size
    first = int(rule.start)
    counts = [0] * (int(rule.end) - first + 2)
    for band in bands:
        covered = {
            x for a, b in band.spans for x in range(max(int(a), first), min(int(b), int(rule.end)) + 1)
        }
        for x in covered:
            counts[x - first] += 1
    found: list[tuple[float, float]] = []
    start: int | None = None
    for at, count in enumerate([*counts, len(bands)]):
        if count * 6 <= len(bands):
            start = at if start is None else start
        elif start is not None:
            if at - start >= _BLANK * size:
                found.append((float(first + start), float(first + at)))
            start = None
    left, right = min(b.spans[0][0] for b in bands), max(b.spans[-1][1] for b in bands)
    return [(a, b) for a, b in found if a > left and b < right]


def _inner_rows(stack: Sequence[Rule], region: Region, unspaced: bool) -> list[Rule]:
    """Level rules between rows that only blank parts: below the rule of the head, as in tables of three rules."""
    added: list[Rule] = []
    for above, below in pairwise(stack):
        inner = _between(above, below, region.bands)
        if len(inner) < 2:
            continue
        rows = rows_of(Region(inner, region.gutters), unspaced)
        added += [Rule((a[-1].bottom + b[0].top) / 2, above.start, above.end) for a, b in pairwise(rows)]
    return added
