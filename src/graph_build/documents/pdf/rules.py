"""Drawn rules made fit for a grid: arrows taken out, dots and pieces joined, open boxes and open sides closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from graph_build.documents.pdf.geometry import Box, Rule
from graph_build.documents.pdf.paths import Drawing

SNAP = 3.0
"""Points within which two rules stand at the same place, and within which a rule reaches another."""
_GAP = 3.5
"""Points of a gap between two pieces of one rule (dashes, borders drawn cell by cell)."""
_SHORTEST = 4.0
"""Points below which a piece, joined to nothing, is no rule."""


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
    horizontal = joined([*drawing.horizontal, *_dotted(drawing.dots, upright=False)])
    vertical = joined([*drawing.vertical, *_dotted(drawing.dots, upright=True)])
    horizontal, arrows = _without_arrows(horizontal, vertical, drawing)
    rules = RuleSet(horizontal, vertical, arrows)
    _close_boxes(rules)
    _close_sides(rules)
    return rules


def joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules at the same place (within `SNAP`) brought to one place, pieces of one rule joined, specks dropped.

    >>> joined([Rule(10, 0, 50), Rule(11, 52, 90), Rule(40, 0, 2)])
    [Rule(at=10.5, start=0, end=90)]
    """
    found: list[Rule] = []
    for group in _clusters(rules):
        at = sum(rule.at for rule in group) / len(group)
        pieces = sorted(group, key=lambda rule: rule.start)
        start, end = pieces[0].start, pieces[0].end
        for piece in [*pieces[1:], Rule(at, float("inf"), float("inf"))]:
            if piece.start > end + _GAP:
                if end - start >= _SHORTEST:
                    found.append(Rule(at, start, end))
                start = piece.start
                end = piece.end
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


def _close_boxes(rules: RuleSet) -> None:
    """Where verticals end at one height and no rule runs between two neighbours (a box cut by the page), add one.

    Only the part without a rule is added: below a cut row span the other columns may have theirs.
    """
    for pick in (lambda v: v.start, lambda v: v.end):
        for group in _clusters(Rule(pick(v), v.at, v.at) for v in rules.vertical):
            y = sum(end.at for end in group) / len(group)
            level = [h for h in rules.horizontal if abs(h.at - y) <= SNAP]
            for x0, x1 in pairwise(sorted(end.start for end in group)):
                covered = any(h.start <= x0 + 2 * SNAP and h.end >= x1 - 2 * SNAP for h in level)
                if not covered and x1 - x0 > SNAP:
                    rules.added.append(Rule(y, x0, x1))
    rules.horizontal = joined([*rules.horizontal, *rules.added])


def _close_sides(rules: RuleSet) -> None:
    """Tables without rules at their sides: level rules of equal extent with a vertical between them get both sides."""
    added: list[Rule] = []
    ordered = sorted(rules.horizontal, key=lambda rule: (round(rule.start / 4), round(rule.end / 4), rule.at))
    for above, below in pairwise(ordered):
        if abs(above.start - below.start) > 4 or abs(above.end - below.end) > 4:
            continue
        inner = [
            v
            for v in rules.vertical
            if above.start + SNAP < v.at < above.end - SNAP
            and v.start <= above.at + SNAP
            and v.end >= below.at - SNAP
        ]
        if not inner:
            continue
        for x in (above.start, above.end):
            if not any(abs(v.at - x) <= 4 and v.start <= above.at + SNAP and v.end >= below.at - SNAP for v in rules.vertical):
                added.append(Rule(x, above.at, below.at))
    rules.vertical = joined([*rules.vertical, *(replace(rule) for rule in added)])
