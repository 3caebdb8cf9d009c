"""Rules to tables: which cells a set of crossing rules encloses, with their row and column spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph_build.documents.pdf.geometry import SNAP, Box, Rule
from graph_build.documents.pdf.rules import RuleSet
from graph_build.documents.pdf.touching import touching

_MOST_PLACES = 20_000
"""Places (rows × columns) of one grid; a drawing with more is no table."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A cell of a grid: its place, its spans, its rectangle, and whether the page cut it open above or below.

    ``text_box`` is where its lines may stand, in a table whose columns have no rules.
    """

    row: int
    col: int
    rowspan: int
    colspan: int
    box: Box
    open_top: bool = False
    open_bottom: bool = False
    text_box: Box | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as drawn: positions of its rules, its cells in reading order.

    ``aligned`` if not all of its rules are drawn, so that the places of its texts decide.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    frames: tuple[Frame, ...]
    aligned: bool = False

    @property
    def box(self) -> Box:
        """The outline."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def grids(rules: RuleSet) -> list[Grid]:
    """The tables of a page, top to bottom; a single cell is a frame around text and no table."""
    return tables_and_frames(rules)[0]


def tables_and_frames(rules: RuleSet) -> tuple[list[Grid], list[Grid]]:
    """The tables of a page, and the single cells, each top to bottom."""
    drawn = (
        _grid(across, upright, rules.added)
        for across, upright in touching(rules.horizontal, rules.vertical)
        if len(across) >= 2 <= len(upright)
    )
    found = sorted((grid for grid in drawn if grid), key=lambda grid: (grid.box.top, grid.box.x0))
    return [grid for grid in found if len(grid.frames) > 1], [grid for grid in found if len(grid.frames) == 1]


def _positions(values: Sequence[float]) -> list[float]:
    """Distinct positions; those within `SNAP` are one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= SNAP:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _grid(horizontal: Sequence[Rule], vertical: Sequence[Rule], added: Sequence[Rule]) -> Grid | None:
    horizontal = [rule for rule in horizontal if _crossings(rule, vertical) >= 2]
    xs, ys = _positions([rule.at for rule in vertical]), _positions([rule.at for rule in horizontal])
    rows, cols = len(ys) - 1, len(xs) - 1
    if rows < 1 or cols < 1 or rows * cols > _MOST_PLACES:
        return None
    across = _covered(horizontal, ys, xs)
    upright = _covered(vertical, xs, ys)
    frames = _frames(rows, cols, across, upright, xs, ys)
    return Grid(tuple(xs), tuple(ys), tuple(_with_open_ends(frame, added) for frame in frames))


def _with_open_ends(frame: Frame, added: Sequence[Rule]) -> Frame:
    """A cell that knows which of its level rules were not drawn."""
    over = [rule.at for rule in added if rule.start - SNAP <= frame.box.cx <= rule.end + SNAP]
    return replace(
        frame,
        open_top=any(abs(at - frame.box.top) <= SNAP for at in over),
        open_bottom=any(abs(at - frame.box.bottom) <= SNAP for at in over),
    )


def _crossings(rule: Rule, others: Sequence[Rule]) -> int:
    return sum(
        rule.start - SNAP <= other.at <= rule.end + SNAP and other.start - SNAP <= rule.at <= other.end + SNAP
        for other in others
    )


def _covered(rules: Sequence[Rule], places: Sequence[float], stops: Sequence[float]) -> list[list[bool]]:
    """For each place and each interval between two stops: whether a rule at the place covers most of the interval."""
    covered = [[False] * (len(stops) - 1) for _ in places]
    for rule in rules:
        line = min(range(len(places)), key=lambda i: abs(places[i] - rule.at))
        for k in range(len(stops) - 1):
            low, high = stops[k], stops[k + 1]
            overlap = min(rule.end, high) - max(rule.start, low)
            if overlap >= 0.6 * (high - low):
                covered[line][k] = True
    return covered


def _frames(
    rows: int,
    cols: int,
    across: list[list[bool]],
    upright: list[list[bool]],
    xs: Sequence[float],
    ys: Sequence[float],
) -> Iterator[Frame]:
    """Places without a rule between them are one cell; what is open to the outside is none."""
    outside = rows * cols
    parents = list(range(outside + 1))

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    for row in range(rows):
        for col in range(cols):
            here = row * cols + col
            sides = (
                (across[row][col], here - cols if row else outside),
                (across[row + 1][col], here + cols if row + 1 < rows else outside),
                (upright[col][row], here - 1 if col else outside),
                (upright[col + 1][row], here + 1 if col + 1 < cols else outside),
            )
            for ruled, other in sides:
                if not ruled:
                    parents[root(here)] = root(other)
    groups: dict[int, list[tuple[int, int]]] = {}
    for place in range(outside):
        if root(place) != root(outside):
            groups.setdefault(root(place), []).append(divmod(place, cols))
    for places in groups.values():
        yield from _rectangles(places, xs, ys)


def _rectangles(places: list[tuple[int, int]], xs: Sequence[float], ys: Sequence[float]) -> Iterator[Frame]:
    """The cell of a group of places; a group that is no rectangle is cut into one cell a row."""
    top, bottom = min(row for row, _ in places), max(row for row, _ in places)
    left, right = min(col for _, col in places), max(col for _, col in places)
    if len(places) == (bottom - top + 1) * (right - left + 1):
        bounds = [(top, bottom, left, right)]
    else:
        bounds = []
        for row in range(top, bottom + 1):
            run = sorted(col for r, col in places if r == row)
            starts = [col for col in run if col - 1 not in run]
            ends = [col for col in run if col + 1 not in run]
            bounds += [(row, row, start, end) for start, end in zip(starts, ends, strict=True)]
    for top, bottom, left, right in bounds:
        box = Box(xs[left], ys[top], xs[right + 1], ys[bottom + 1])
        yield Frame(top, left, bottom - top + 1, right - left + 1, box)
