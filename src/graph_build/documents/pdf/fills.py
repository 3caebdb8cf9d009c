"""Tables drawn by colour: cells, or every second row, behind which a rectangle is filled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from graph_build.documents.pdf.bands import bands_of
from graph_build.documents.pdf.geometry import Box, Char, Rule
from graph_build.documents.pdf.lattice import Grid, grids
from graph_build.documents.pdf.rules import RuleSet, joined

_LONGEST_GAP = 80.0
"""Points of a row without colour between two that have it."""
_MOST = 5_000
"""Filled rectangles of one page; a picture made of more is no table."""


def filled_tables(fills: Sequence[Box], chars: Sequence[Char], taken: Sequence[Box], page: Box) -> list[Grid]:
    """The tables that filled rectangles draw; ``taken`` are the tables with rules, ``page`` is the sheet."""
    free = [
        box
        for box in fills
        if box.width * box.height < 0.4 * page.width * page.height
        and not any(other.holds(box.cx, box.cy) for other in taken)
    ]
    if len(free) < 2 or len(free) > _MOST:
        return []
    horizontal = joined(Rule(y, box.x0, box.x1) for box in free for y in (box.top, box.bottom))
    vertical = _bridged(joined(Rule(x, box.top, box.bottom) for box in free for x in (box.x0, box.x1)), chars)
    rules = RuleSet(horizontal, vertical)
    found = [grid for grid in grids(rules) if len(grid.xs) > 2]
    for grid in found:
        _close_last_row(rules, grid, chars)
    return [replace(grid, aligned=True) for grid in grids(rules) if len(grid.xs) > 2 and len(grid.ys) > 2]


def _bridged(vertical: Sequence[Rule], chars: Sequence[Char]) -> list[Rule]:
    """Edges joined over rows without colour: where text stands in two columns or more and across no edge."""
    gaps: dict[tuple[int, int], list[Rule]] = {}
    for at in {rule.at for rule in vertical}:
        pieces = sorted((rule for rule in vertical if rule.at == at), key=lambda rule: rule.start)
        for above, below in pairwise(pieces):
            if below.start - above.end <= _LONGEST_GAP:
                key = round(above.end / 3), round(below.start / 3)
                gaps.setdefault(key, []).append(Rule(at, above.end, below.start))
    rules = list(vertical)
    for group in gaps.values():
        inside = [char for char in chars if group[0].start < char.box.cy < group[0].end]
        edges = sorted(rule.at for rule in group)
        beside = any(
            len({sum(char.box.cx > x for x in edges) for char in band.chars}) > 1 for band in bands_of(inside)
        )
        if beside and not any(_crossed(rule, inside) for rule in group):
            rules += group
    return joined(rules)


def _crossed(rule: Rule, chars: Sequence[Char]) -> bool:
    return any(
        char.box.x0 + 0.2 * char.size < rule.at < char.box.x1 - 0.2 * char.size
        and rule.start < char.box.cy < rule.end
        for char in chars
        if not char.text.isspace()
    )


def _close_last_row(rules: RuleSet, grid: Grid, chars: Sequence[Char]) -> None:
    """A last row without colour: lines right below that stand in two columns or more and cross none."""
    below = [
        char
        for char in chars
        if grid.box.x0 <= char.box.cx <= grid.box.x1 and 0 < char.box.cy - grid.box.bottom < _LONGEST_GAP
    ]
    bottom = reached = grid.box.bottom
    for band in bands_of(below):
        columns = {sum(char.box.cx > x for x in grid.xs) for char in band.chars}
        crossing = any(_crossed(Rule(x, band.top, band.bottom), band.chars) for x in grid.xs[1:-1])
        if crossing or band.top - reached > 1.1 * band.size or (len(columns) < 2 and reached == bottom):
            break
        reached = band.bottom
    if reached > bottom:
        rules.horizontal.append(Rule(reached + 2, grid.xs[0], grid.xs[-1]))
        rules.vertical.extend(Rule(x, bottom - 1, reached + 2) for x in grid.xs)
        rules.vertical = joined(rules.vertical)
