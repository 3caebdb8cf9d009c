"""Where what stands on a page that is a picture: straightened, its tables by their rules, its columns by their gutter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from graph_build.documents.ocr import Picture
from graph_build.documents.pdf.geometry import Box, Rule
from graph_build.documents.pdf.lattice import Frame, Grid, grids
from graph_build.documents.pdf.lines import PrintedLine
from graph_build.documents.pdf.picture import (
    DARK,
    POINT,
    Grey,
    Mask,
    sheared,
    straighten,
    without_specks,
)
from graph_build.documents.pdf.rules import clean
from graph_build.documents.pdf.ruling import rules_of, without_rules
from graph_build.documents.pdf.segments import Strip, gutter, runs, strips, usual_height

EM = 1.08
"""Width of a character in heights of its ink, which fills most of its square."""
ZOOM = 1.5
_SMALL = 24
"""Pixels of height below which a line is small print (8 points)."""
MARGIN = 14
"""White pixels around a line that is given to the program."""


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A straightened page with its tables; ``upright``: it was turned so that its upright lines lie level.

    ``slopes`` are those at which it was sheared, ``wiped`` what was made white behind that, ``fine`` is the same page
    with `ZOOM` times as many pixels each way, for small print.
    """

    picture: Grey
    tables: tuple[Grid, ...]
    height: float
    upright: bool = False
    slopes: tuple[float, ...] = ()
    wiped: Mask | None = None
    fine: Grey | None = None

    @property
    def em(self) -> float:
        """Width of a character in pixels."""
        return EM * self.height

    def pieces(self, x0: int, y0: int, x1: int, y1: int) -> list[Strip]:
        """The lines in a rectangle of pixels."""
        dark = self.picture[y0:y1, x0:x1] < DARK
        return [
            Strip(one.top + y0, one.bottom + y0, one.left + x0, one.right + x0, one.several)
            for one in strips(dark, self.height)
        ]

    def inside(self, box: Box) -> list[Strip]:
        """The lines of a cell."""
        edge = 1.5
        x0, y0 = (max(0, int((at + edge) / POINT)) for at in (box.x0, box.top))
        x1, y1 = (max(0, int((at - edge) / POINT)) for at in (box.x1, box.bottom))
        return self.pieces(x0, y0, x1, y1)

    def zoom(self, strip: Strip) -> float:
        """How much finer the picture of a line is: small print is cut out of the fine page."""
        return ZOOM if self.fine is not None and is_small(strip) else 1.0

    def cut(self, strip: Strip) -> Picture:
        """The picture of a line with white around it, as the program has to see it."""
        zoom = self.zoom(strip)
        source = self.picture if self.fine is None or zoom == 1.0 else self.fine
        top, bottom, left, right = (
            max(0, round(side * zoom))
            for side in (strip.top - 2, strip.bottom + 2, strip.left - 2, strip.right + 2)
        )
        padded = np.pad(source[top:bottom, left:right], round(MARGIN * zoom), constant_values=255)
        if self.upright:
            padded = np.rot90(padded, -1)
        height, width = padded.shape
        return Picture(width, height, np.ascontiguousarray(padded).tobytes())

    def refined(self, fine: Grey) -> ScannedPage:
        """The page with the fine picture of it, which is straightened and wiped in the same way."""
        for slope in self.slopes:
            fine = sheared(fine, slope)
        if self.wiped is not None:
            rows, columns = (
                np.minimum((np.arange(size) / ZOOM).astype(int), limit - 1)
                for size, limit in zip(fine.shape, self.wiped.shape, strict=True)
            )
            fine = np.where(self.wiped[rows[:, None], columns[None, :]], 255, fine).astype(np.uint8)
        return replace(self, fine=without_specks(fine, ZOOM * self.em))


def is_small(strip: Strip) -> bool:
    """Whether a line is small print, which the program reads better from a finer picture."""
    return not strip.several and strip.height < _SMALL


@dataclass(frozen=True, slots=True)
class Column:
    """Lines read one after the other; ``stretch`` maps the x of a column beside another to those of the whole page."""

    pieces: tuple[Strip, ...]
    top: float
    bottom: float
    x0: float = 0.0
    stretch: float = 1.0
    shift: float = 0.0
    place: int = 0

    def key(self, y: float, x: float) -> tuple[float, int, float, float]:
        """What puts the units of a page in reading order: columns side by side one after the other."""
        return self.top, self.place, y, x

    def placed(self, line: PrintedLine) -> PrintedLine:
        """The line as if its column were as wide as the page, so that its end tells whether it is full."""
        x0, x1 = (self.shift + (x - self.x0) * self.stretch for x in (line.box.x0, line.box.x1))
        return replace(line, box=replace(line.box, x0=x0, x1=x1), head=line.head * self.stretch)


def prepared(picture: Grey, upright: bool) -> ScannedPage:
    """A picture straightened, without specks and rules, with its tables; ``upright``: its lines were turned level."""
    level, slopes = straighten(picture)
    drawing = rules_of(level)
    picture = without_rules(level, drawing)
    height = usual_height(picture < DARK)
    rules = clean(drawing)
    wiped, picture = picture != level, without_specks(picture, EM * height)
    page = ScannedPage(picture, tuple(grids(rules)), height, upright, slopes, wiped)
    stacks = [
        grid for stack in _stacks(page, rules.horizontal) if (grid := _level_table(page, stack)) is not None
    ]
    return replace(page, tables=(*page.tables, *stacks))


def _stacks(page: ScannedPage, level: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Three or more level rules of one width, outside tables that have rules both ways."""
    groups: list[list[Rule]] = []
    for rule in sorted(level, key=lambda rule: rule.at):
        inside = any(grid.box.holds((rule.start + rule.end) / 2, rule.at) for grid in page.tables)
        if inside or rule.end - rule.start < 100:
            continue
        last = groups[-1][-1] if groups else None
        if last and abs(last.start - rule.start) <= 4 and abs(last.end - rule.end) <= 4:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    yield from (group for group in groups if len(group) >= 3)


def _level_table(page: ScannedPage, stack: Sequence[Rule]) -> Grid | None:
    """The table between level rules: its columns are where the page stays blank from the first rule to the last.

    None if there are no two columns, or most rows have text in one of them only: that is no table.
    """
    left, right = int(stack[0].start / POINT), int(stack[0].end / POINT)
    ys = [rule.at for rule in stack]
    dark = page.picture[int(ys[0] / POINT) : int(ys[-1] / POINT), left:right] < DARK
    columns = runs(dark.sum(axis=0) > 0, int(0.8 * page.em))
    if len(columns) < 2:
        return None
    between = [(left + (end + start) / 2) * POINT for (_, end), (start, _) in pairwise(columns)]
    xs = [stack[0].start, *between, stack[0].end]
    frames = tuple(
        Frame(row, col, 1, 1, Box(x0, y0, x1, y1))
        for row, (y0, y1) in enumerate(pairwise(ys))
        for col, (x0, x1) in enumerate(pairwise(xs))
    )
    filled = [sum(bool(page.inside(f.box)) for f in frames if f.row == row) for row in range(len(ys) - 1)]
    several = sum(count >= 2 for count in filled)
    return Grid(tuple(xs), tuple(ys), frames, aligned=True) if several > len(filled) / 2 else None


def columns_of(page: ScannedPage) -> list[Column]:
    """The lines outside tables: one column, or above, left, right, below where a gutter parts the page."""
    rest = _free(page)
    dark = rest.picture < DARK
    height, width = dark.shape
    cut = gutter(dark, page.height)
    if cut is None:
        return [Column(tuple(rest.pieces(0, 0, width, height)), 0.0, height * POINT)]
    top, bottom, middle = cut
    inked = np.flatnonzero(dark[top:bottom].any(axis=0))
    left, right = int(inked[0]), int(inked[-1])
    found = [Column(tuple(rest.pieces(0, 0, width, top)), 0.0, top * POINT)]
    for place, (x0, x1) in enumerate(((0, middle), (middle, width))):
        own = rest.pieces(x0, top, x1, bottom)
        starts, ends = min(piece.left for piece in own), max(piece.right for piece in own)
        stretch = (right - left) / max(1, ends - starts)
        found.append(
            Column(tuple(own), top * POINT, bottom * POINT, starts * POINT, stretch, left * POINT, place)
        )
    return [*found, Column(tuple(rest.pieces(0, bottom, width, height)), bottom * POINT, height * POINT)]


def _free(page: ScannedPage) -> ScannedPage:
    """The page without its tables."""
    picture = page.picture.copy()
    for grid in page.tables:
        _wipe(picture, grid.box)
    return replace(page, picture=picture, tables=())


def _wipe(picture: Grey, box: Box) -> None:
    edge = 3.0
    rows = slice(max(0, int((box.top - edge) / POINT)), int((box.bottom + edge) / POINT))
    columns = slice(max(0, int((box.x0 - edge) / POINT)), int((box.x1 + edge) / POINT))
    picture[rows, columns] = 255
