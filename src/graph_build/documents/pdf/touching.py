"""Which rules of a page touch each other, and the rules of a table inside a cell that the page cut open with it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph_build.documents.pdf.geometry import SNAP, Rule

_INSET = 1.5 * SNAP
"""Points by which the rules of a table inside an open cell are made to end before those of the cell."""


def touching(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that touch each other: the level and the upright ones of each."""
    count = len(horizontal)
    parents = list(range(count + len(vertical)))

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    order = sorted(range(count), key=lambda i: horizontal[i].at)
    heights = [horizontal[i].at for i in order]
    for j, v in enumerate(vertical):
        for k in range(bisect_left(heights, v.start - SNAP), bisect_right(heights, v.end + SNAP)):
            i = order[k]
            if horizontal[i].start - SNAP <= v.at <= horizontal[i].end + SNAP:
                parents[root(i)] = root(count + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i in range(len(parents)):
        pair = groups.setdefault(root(i), ([], []))
        if i < count:
            pair[0].append(horizontal[i])
        else:
            pair[1].append(vertical[i - count])
    yield from groups.values()


def inset(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The rules, those of a table inside a cell ended a little before the cell where both meet the end of a page.

    They end at one height with those of the cell, and the rule that will close the cell would make one table of both. A
    table inside touches no rule of the cell, of which some upright rule ends there on its left and one on its right, and
    none between its own.
    """
    groups = [(across, upright) for across, upright in touching(horizontal, vertical) if across]
    level: dict[Rule, Rule] = {}
    moved: dict[Rule, Rule] = {}
    for across, inner in groups:
        for at_top in (True, False):
            y = _end(inner, at_top)
            ending = [v for v in inner if abs(_end([v], at_top) - y) <= SNAP]
            others = (
                [v.at for v in upright if abs(_end([v], at_top) - y) <= SNAP]
                for _, upright in groups
                if upright is not inner
            )
            if len(ending) > 1 and any(_within(ending, xs) for xs in others):
                inside = y + _INSET if at_top else y - _INSET
                level |= {h: replace(h, at=inside) for h in across if abs(h.at - y) <= SNAP}
                for v in ending:
                    whole = moved.get(v, v)
                    moved[v] = replace(whole, start=inside) if at_top else replace(whole, end=inside)
    return [level.get(h, h) for h in horizontal], [moved.get(v, v) for v in vertical]


def _end(rules: Sequence[Rule], at_top: bool) -> float:
    """Where upright rules end above or below."""
    if at_top:
        return min((rule.start for rule in rules), default=0.0)
    return max((rule.end for rule in rules), default=0.0)


def _within(rules: Sequence[Rule], xs: Sequence[float]) -> bool:
    """Whether rules stand between two neighbouring places."""
    left, right = min(rule.at for rule in rules), max(rule.at for rule in rules)
    return (
        any(x < left for x in xs) and any(x > right for x in xs) and not any(left <= x <= right for x in xs)
    )
