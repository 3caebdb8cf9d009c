"""Where the lines of text stand in a picture without rules: bands of ink, and columns that a gutter keeps apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graph_build.documents.pdf.picture import Mask

_LEAST = 3
"""Dark pixels of a row below which it holds no ink of a character; in a cell, where a thin 1 may stand alone, one."""
_CELL = 8.0
"""Heights of a line up to which an area is a cell."""
_USUAL = 33.0
"""Height of a line in pixels (11 points) where too few lines tell."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A rectangle of pixels (half-open) that holds one line of text, or several that could not be parted."""

    top: int
    bottom: int
    left: int
    right: int
    several: bool = False

    @property
    def height(self) -> int:
        """Rows of pixels."""
        return self.bottom - self.top


def runs(flags: Mask | np.bool_, gap: int = 0) -> list[tuple[int, int]]:
    """Half-open runs of set flags; gaps of up to so many are filled.

    >>> runs(np.array([0, 1, 1, 0, 1, 0, 0, 1], dtype=bool), 1)
    [(1, 5), (7, 8)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([0], np.atleast_1d(flags).astype(np.int8), [0]))))
    found: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if found and start - found[-1][1] <= gap:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def usual_height(page: Mask) -> float:
    """The height of most lines of a page, in pixels; in quarters, for lines side by side may stand at other heights."""
    heights: list[int] = []
    for dark in np.array_split(page, 4, axis=1):
        counts = dark.sum(axis=1)
        for top, bottom in runs(counts >= _LEAST, 1):
            if 12 <= bottom - top <= 90:
                heights += [bottom - top] * (int(counts[top:bottom].sum()) // 100 + 1)
    return float(np.median(heights)) if len(heights) >= 8 else _USUAL


def strips(dark: Mask, height: float) -> Iterator[Strip]:
    """The lines of an area, top to bottom; ``height`` is that of the usual line."""
    for top, bottom in _bands(dark, height):
        left, right = _without_dots(dark[top:bottom], height)
        inked = int(dark[top:bottom, left:right].sum())
        thin = bottom - top < 0.2 * height and inked < 0.4 * height
        if inked >= 12 and not thin:
            yield Strip(top, bottom, left, right, several=bottom - top > 1.9 * height)


def _without_dots(line: Mask, height: float) -> tuple[int, int]:
    """Left and right end of a line, dots far from its text left out: dirt on the paper."""
    parts = runs(line.sum(axis=0) > 0, int(0.5 * height))
    while len(parts) > 1:
        far = [parts[1][0] - parts[0][1] > 1.5 * height, parts[-1][0] - parts[-2][1] > 1.5 * height]
        ends = [(0, parts[0]), (1, parts[-1])]
        dots = [
            at for at, (a, b) in ends if far[at] and b - a < 0.4 * height and _is_low(line[:, a:b], height)
        ]
        if not dots:
            break
        parts = parts[:-1] if dots[0] else parts[1:]
    return (parts[0][0], parts[-1][1]) if parts else (0, 0)


def _is_low(part: Mask, height: float) -> bool:
    rows = np.flatnonzero(part.any(axis=1))
    return int(rows[-1] - rows[0]) < 0.4 * height


def _bands(dark: Mask, height: float) -> list[tuple[int, int]]:
    """Runs of rows with ink; pieces of one line (三, 二, ruby) joined, lines that touch parted."""
    counts = dark.sum(axis=1)
    found: list[tuple[int, int]] = []
    least = 1 if dark.shape[1] <= _CELL * height else _LEAST
    for top, bottom in runs(counts >= least, 1):
        parts = [(top, bottom)]
        if bottom - top > 1.6 * height:
            fewest = max(_LEAST, int(0.06 * counts[top:bottom].max()))
            parts = [
                (top + a, top + b) for a, b in runs(counts[top:bottom] > fewest) if b - a > 0.35 * height
            ] or parts
        for part in parts:
            if found and _is_one_line(found[-1], part, height):
                found[-1] = (found[-1][0], part[1])
            else:
                found.append(part)
    return found


def _is_one_line(above: tuple[int, int], below: tuple[int, int], height: float) -> bool:
    gap, whole = below[0] - above[1], below[1] - above[0]
    small = min(above[1] - above[0], below[1] - below[0]) < 0.6 * height
    return small and gap <= 0.45 * height and whole <= 1.25 * height


def gutter(dark: Mask, height: float) -> tuple[int, int, int] | None:
    """Top, bottom and middle of the blank strip between two columns of running text; None if there is none.

    On both sides many lines reach it: in a table or a list of names they end anywhere.
    """
    _rows, columns = dark.shape
    half = max(2, int(0.45 * height))
    best: tuple[int, int, int] | None = None
    for x in range(int(0.35 * columns), int(0.65 * columns), half):
        blank = ~dark[:, x - half : x + half].any(axis=1)
        for top, bottom in runs(blank):
            if bottom - top < 10 * height or (best is not None and bottom - top <= best[1] - best[0]):
                continue
            if _reach(dark[top:bottom, :x][:, ::-1], height) and _reach(dark[top:bottom, x:], height):
                best = (top, bottom, x)
    return best


def _reach(side: Mask, height: float) -> bool:
    """Whether about half of the lines of a side of a gutter begin near it, and are long."""
    lines = [line for line in strips(side, height) if not line.several]
    near = sum(line.left < 4 * height for line in lines)
    long = sum(line.right - line.left > 8 * height for line in lines)
    return len(lines) >= 6 and near >= 0.45 * len(lines) and long >= 0.45 * len(lines)
