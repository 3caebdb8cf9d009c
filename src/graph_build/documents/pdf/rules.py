"""Drawn rules made fit for a grid: arrows taken out, dots and pieces joined, open boxes and open sides closed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from graph_build.documents.pdf.geometry import SNAP, Box, Rule
from graph_build.documents.pdf.paths import Drawing
from graph_build.documents.pdf.touching import inset

_GAP = 3.5
"""Points of a gap between two pieces of one rule (dashes, borders drawn cell by cell)."""
_SHORTEST = 4.0
"""Points below which a piece, joined to nothing, is no rule."""

_SHAFT = 12.0
"""Points from which a rule with a head is a whole shaft; below it may be one of its dashes."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A drawn arrow or bar over the columns of a schedule: from ``x0`` to ``x1`` at height ``y``."""

    x0: float
    x1: float
    y: float


@dataclass(slots=True)
class RuleSet:
    """The rules of a page ready for the grid; ``added`` are the horizontal ones that close open boxes."""

    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    added: list[Rule] = field(default_factory=list)


def clean(drawing: Drawing) -> RuleSet:
    """The rules of a page, arrows and bars apart."""
    shafts = _shafts(drawing)
    ruled = [rule for rule in drawing.horizontal if rule not in shafts]
    horizontal = joined([*ruled, *_dotted(drawing.dots, upright=False)])
    vertical = joined([*drawing.vertical, *_dotted(drawing.dots, upright=True)])
    horizontal, arrows = _without_arrows([*horizontal, *shafts], vertical, drawing)
    rules = RuleSet(*inset([*horizontal, *_below_heads(drawing)], vertical), arrows)
    _close_boxes(rules)
    _close_sides(rules)
    return rules


def _below_heads(drawing: Drawing) -> list[Rule]:
    """The rule below a coloured head that a program left out (a row cut by the page stands below it): the colour ends over the
    whole width of the table where its upright rules end and begin anew."""
    found: list[Rule] = []
    for fill in drawing.fills:
        y = fill.bottom
        near = [v for v in drawing.vertical if fill.x0 - SNAP <= v.at <= fill.x1 + SNAP]
        above = {round(v.at) for v in near if abs(v.end - y) <= 1}
        below = {round(v.at) for v in near if abs(v.start - y) <= 1}
        crossed = any(v.start < y - SNAP and v.end > y + SNAP for v in near)
        ruled = any(
            abs(h.at - y) <= SNAP and h.start < fill.x1 and h.end > fill.x0 for h in drawing.horizontal
        )
        whole = len(above) > 2 and max(min(above) - fill.x0, fill.x1 - max(above)) <= SNAP
        if whole and above == below and not crossed and not ruled:
            found.append(Rule(y, fill.x0, fill.x1))
    return found


def joined(rules: Iterable[Rule]) -> list[Rule]:
    """Pieces of one rule joined and, where they meet, brought to one place (within `SNAP`); specks dropped.

    Rules of other tables further up or down keep their own place.

    >>> joined([Rule(10, 0, 50), Rule(11, 52, 90), Rule(10, 200, 240), Rule(40, 0, 2)])
    [Rule(at=10.5, start=0, end=90), Rule(at=10.0, start=200, end=240)]
    """
    found: list[Rule] = []
    for group in _clusters(rules):
        run: list[Rule] = []
        end = -math.inf
        for piece in [*sorted(group, key=lambda rule: rule.start), Rule(0, math.inf, math.inf)]:
            if run and piece.start > end + _GAP:
                if end - run[0].start >= _SHORTEST:
                    found.append(Rule(sum(rule.at for rule in run) / len(run), run[0].start, end))
                run, end = [], -math.inf
            run.append(piece)
            end = max(end, piece.end)
    return found


def _clusters(rules: Iterable[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        # A group never grows wider than SNAP, so that closely ruled lines do not chain into one.
        if groups and rule.at - groups[-1][0].at <= SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return groups


def _dotted(dots: Sequence[Box], upright: bool) -> list[Rule]:
    """Rules made of dots: five or more in a row, at most 4.5 points apart."""
    along: Callable[[Box], float] = (lambda box: box.cy) if upright else (lambda box: box.cx)
    across: Callable[[Box], float] = (lambda box: box.cx) if upright else (lambda box: box.cy)
    rules: list[Rule] = []
    rows: dict[int, list[Box]] = {}
    for dot in dots:
        rows.setdefault(round(across(dot)), []).append(dot)
    for row in rows.values():
        ordered = sorted(row, key=along)
        run = [ordered[0]]
        for dot in [*ordered[1:], Box(1e6, 1e6, 1e6, 1e6)]:
            if along(dot) - along(run[-1]) > 4.5:
                if len(run) >= 5:
                    rules.append(Rule(across(run[0]), along(run[0]) - 1, along(run[-1]) + 1))
                run = []
            run.append(dot)
    return rules


def _shafts(drawing: Drawing) -> list[Rule]:
    """Rules with a head at an end: in a low row they stand so near to its rules that they would be joined to them."""
    headed = (
        rule
        for rule in drawing.horizontal
        if rule.end - rule.start >= _SHAFT and any(_touches(head, rule) for head in drawing.heads)
    )
    return list(dict.fromkeys(headed))


def _without_arrows(
    horizontal: list[Rule], vertical: list[Rule], drawing: Drawing
) -> tuple[list[Rule], list[Arrow]]:
    """Shafts with a head at an end, and bars that end inside cells on both sides, are no rules of a grid."""
    kept: list[Rule] = []
    arrows = [Arrow(box.x0, box.x1, box.cy) for box in drawing.arrows]
    for rule in horizontal:
        heads = [head for head in drawing.heads if _touches(head, rule)]
        if heads or _is_bar(rule, vertical):
            x0 = min([rule.start, *(head.x0 for head in heads)])
            x1 = max([rule.end, *(head.x1 for head in heads)])
            arrows.append(Arrow(x0, x1, rule.at))
        else:
            kept.append(rule)
    return kept, arrows


def _touches(head: Box, rule: Rule) -> bool:
    level = head.top - 1 <= rule.at <= head.bottom + 1 and abs(head.cy - rule.at) <= max(2.0, head.height / 3)
    at_end = any(head.x0 - 4 <= end <= head.x1 + 4 for end in (rule.start, rule.end))
    return level and at_end


def _is_bar(rule: Rule, vertical: Sequence[Rule]) -> bool:
    """A rule that begins and ends well inside cells: no vertical at its ends, some beyond them."""
    crossing = [v.at for v in vertical if v.start - SNAP <= rule.at <= v.end + SNAP]
    inside = [v.at for v in vertical if v.start + SNAP < rule.at < v.end - SNAP]
    beyond = any(at < rule.start - 4 for at in inside) and any(at > rule.end + 4 for at in inside)
    at_ends = any(abs(at - end) <= 4 for at in crossing for end in (rule.start, rule.end))
    return beyond and not at_ends


def part_arrows(rules: RuleSet, arrows: Sequence[Box]) -> None:
    """Put a level rule between arrows that stand one above the other in a row: each holds words of its own.

    It runs over the columns that the arrows of the row cover, from upright rule to upright rule.
    """
    rows: list[list[Box]] = []
    for arrow in sorted(arrows, key=lambda box: box.top):
        row = next((row for row in rows if _in_one_row(row[0], arrow, rules)), None)
        if row is None:
            rows.append([arrow])
        else:
            row.append(arrow)
    for row in rows:
        x0, x1 = min(box.x0 for box in row), max(box.x1 for box in row)
        uprights = [v.at for v in rules.vertical if v.start <= row[0].cy and row[-1].cy <= v.end]
        left = [at for at in uprights if at <= x0 + 2 * SNAP]
        right = [at for at in uprights if at >= x1 - 2 * SNAP]
        if left and right:  # arrows of a diagram stand in no table
            rules.horizontal += [Rule((a + b) / 2, max(left), min(right)) for a, b in _levels(row)]


def _in_one_row(above: Box, below: Box, rules: RuleSet) -> bool:
    """Whether no level rule stands between two arrows."""
    x0, x1 = min(above.x0, below.x0), max(above.x1, below.x1)
    return not any(
        above.cy < h.at < below.cy and h.start < x1 - SNAP and h.end > x0 + SNAP for h in rules.horizontal
    )


def _levels(row: Sequence[Box]) -> list[tuple[float, float]]:
    """The gaps between arrows, from the bottom of one line of them to the top of the next."""
    found: list[tuple[float, float]] = []
    bottom = row[0].bottom
    for box in row[1:]:
        if box.top > bottom - 1:
            found.append((bottom, box.top))
            bottom = box.bottom
        bottom = max(bottom, box.bottom)
    return found


def _close_boxes(rules: RuleSet) -> None:
    """Where verticals end at one height and no rule runs between two neighbours (a box cut by the page), add one.

    Only the part without a rule is added: below a cut row span the other columns may have theirs. Two between which a third one
    goes on are no neighbours: heads of single columns stand between those of several.
    """
    picks: tuple[Callable[[Rule], float], ...] = (lambda v: v.start, lambda v: v.end)
    for pick in picks:
        for group in _clusters(Rule(pick(v), v.at, v.at) for v in rules.vertical):
            y = sum(end.at for end in group) / len(group)
            level = [h for h in rules.horizontal if abs(h.at - y) <= SNAP]
            passing = [v.at for v in rules.vertical if v.start < y - SNAP and v.end > y + SNAP]
            xs = sorted(end.start for end in group)
            if not level or not passing:
                xs = _with_open_sides(xs, y, rules)
            for x0, x1 in pairwise(xs):
                covered = any(h.start <= x0 + 2 * SNAP and h.end >= x1 - 2 * SNAP for h in level)
                parted = any(x0 + SNAP < x < x1 - SNAP for x in passing)
                if not covered and not parted and x1 - x0 > SNAP:
                    rules.added.append(Rule(y, x0, x1))
    rules.horizontal = joined([*rules.horizontal, *rules.added])


def _with_open_sides(xs: list[float], y: float, rules: RuleSet) -> list[float]:
    """The ends of verticals, and where the table's level rules end beyond them if it has no rules at its sides."""
    meeting = [
        v
        for v in rules.vertical
        if any(abs(v.at - x) <= SNAP for x in xs) and v.start - SNAP <= y <= v.end + SNAP
    ]
    crossing = [
        h
        for h in rules.horizontal
        if any(
            h.start - SNAP <= v.at <= h.end + SNAP and v.start - SNAP <= h.at <= v.end + SNAP for v in meeting
        )
    ]
    for x in {
        min((h.start for h in crossing), default=xs[0]),
        max((h.end for h in crossing), default=xs[-1]),
    }:
        sided = any(abs(v.at - x) <= 4 and v.start - SNAP <= y <= v.end + SNAP for v in rules.vertical)
        if not sided and not xs[0] <= x <= xs[-1]:
            xs = sorted([*xs, x])
    return xs


def _close_sides(rules: RuleSet) -> None:
    """Tables without rules at a side: between two rules that end at one x, with verticals inside, that side is added; above and
    below such rows also where the only vertical stands at the other end (heads over several columns)."""
    added: list[Rule] = []
    picks: tuple[tuple[Callable[[Rule], float], int], ...] = ((lambda h: h.start, 1), (lambda h: h.end, -1))
    for pick, inward in picks:
        for group in _clusters(
            Rule(pick(h), h.at, h.end if inward > 0 else h.start) for h in rules.horizontal
        ):
            x = sum(end.at for end in group) / len(group)
            pairs = list(pairwise(sorted(group, key=lambda end: end.start)))
            open_ones = [
                _upright(rules.vertical, x - SNAP - 1, x + SNAP + 1, above.start, below.start) <= 0.1
                for above, below in pairs
            ]
            sides = [
                is_open and _parted_inside(x, inward, *pair, rules.vertical, 1)
                for is_open, pair in zip(open_ones, pairs, strict=True)
            ]
            for at, (above, below) in enumerate(pairs):
                beside = any(sides[max(at - 1, 0) : at + 2])
                told = sides[at] or (
                    beside and open_ones[at] and _parted_inside(x, inward, above, below, rules.vertical, -1)
                )
                if told and not _crossed(x, above.start, below.start, rules.horizontal):
                    added.append(Rule(x, above.start, below.start))
    rules.vertical = joined([*rules.vertical, *added])


def _crossed(x: float, top: float, bottom: float, horizontal: Sequence[Rule]) -> bool:
    """Whether a level rule between two heights goes on beyond a place: no side of a table is there, and they are of two tables."""
    inside = (h for h in horizontal if top + SNAP < h.at < bottom - SNAP)
    return any(h.start < x - 2 * SNAP and h.end > x + 2 * SNAP for h in inside)


def _parted_inside(
    x: float, inward: int, above: Rule, below: Rule, vertical: Sequence[Rule], within: int
) -> bool:
    """Whether verticals part what stands between two level rules that end at ``x``; ``within`` is -1 where one at their other
    end will do."""
    reach = min(abs(above.end - x), abs(below.end - x))
    near, far = sorted((x + inward * 2 * SNAP, x + inward * (reach - within * SNAP)))
    return _upright(vertical, near, far, above.start, below.start) >= 0.9


def _upright(vertical: Sequence[Rule], x0: float, x1: float, y0: float, y1: float) -> float:
    """The share of the heights from ``y0`` to ``y1`` at which some vertical stands between ``x0`` and ``x1``."""
    covered, reached = 0.0, y0
    for v in sorted((v for v in vertical if x0 <= v.at <= x1), key=lambda v: v.start):
        low, high = max(v.start, reached), min(v.end, y1)
        if high > low:
            covered += high - low
            reached = high
    return covered / (y1 - y0) if y1 > y0 else 0.0
