"""Drawn paths to what a table is made of: straight rules, dots of dotted rules, arrow heads, block arrows."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

import pypdfium2.raw as c

from graph_build.documents.pdf.geometry import Box, Frame, Rule

_THIN = 2.6
"""Points up to which a filled rectangle is a rule."""
_HEAD = 16.0
"""Points up to which a filled shape with a slant may be the head of an arrow."""

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A PDF transformation matrix."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> Point:
        """A point transformed."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, outer: Matrix) -> Matrix:
        """This transformation followed by another."""
        e, f = outer.point(self.e, self.f)
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            e,
            f,
        )


@dataclass(frozen=True, slots=True)
class Outline:
    """One subpath: its corners, and whether any side is a curve."""

    points: tuple[Point, ...]
    curved: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Path:
    """A path object as painted, in the space of the object around it."""

    outlines: tuple[Outline, ...]
    filled: bool
    stroked: bool


def read_path(item: c.FPDF_PAGEOBJECT, matrix: Matrix) -> Path:
    """Read a path object; what is painted white, or not at all, counts as not painted."""
    fill, stroke = ctypes.c_int(), c.FPDF_BOOL()
    c.FPDFPath_GetDrawMode(item, fill, stroke)
    filled = fill.value != c.FPDF_FILLMODE_NONE and _visible(item, c.FPDFPageObj_GetFillColor)
    stroked = bool(stroke.value) and _visible(item, c.FPDFPageObj_GetStrokeColor)
    if not filled and not stroked:
        return Path((), False, False)
    return Path(tuple(_outlines(item, matrix)), filled, stroked)


def _visible(item: c.FPDF_PAGEOBJECT, color: object) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not callable(color) or not color(item, red, green, blue, alpha):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < 250


def _outlines(item: c.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[Outline]:
    points: list[Point] = []
    curved = closed = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(c.FPDFPath_CountSegments(item), 2000)):
        segment = c.FPDFPath_GetPathSegment(item, index)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield Outline(tuple(points), curved, closed)
            points, curved, closed = [], False, False
        c.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(matrix.point(x.value, y.value))
        curved = curved or kind == c.FPDF_SEGMENT_BEZIERTO
        closed = closed or bool(c.FPDFPathSegment_GetClose(segment))
    if len(points) > 1:
        yield Outline(tuple(points), curved, closed)


@dataclass(slots=True)
class Drawing:
    """The drawn things of a page, upright: rules, dots, arrow heads, and block arrows (one shape with its shaft).

    ``fills`` are rectangles of one colour, as behind cells.
    """

    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    heads: list[Box] = field(default_factory=list)
    arrows: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)

    def add(self, path: Path, matrix: Matrix, frame: Frame) -> None:
        """Take in what a path draws."""
        for outline in path.outlines:
            points = [frame.point(*matrix.point(x, y)) for x, y in outline.points]
            if not all(abs(x) < 1e5 and abs(y) < 1e5 for x, y in points):
                continue
            box = Box(
                min(x for x, _ in points),
                min(y for _, y in points),
                max(x for x, _ in points),
                max(y for _, y in points),
            )
            if (path.filled or outline.closed) and _is_block_arrow(points, box, outline.curved):
                self.arrows.append(box)
                continue
            if path.stroked:
                ends = [*points, points[0]] if outline.closed else points
                self._strokes(ends, outline.curved)
            if path.filled:
                self._fill(points, box, outline.curved, path.stroked)

    def _strokes(self, points: list[Point], curved: bool) -> None:
        if curved:
            return
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(y1 - y0) <= 1 and abs(x1 - x0) > 1:
                self.horizontal.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= 1 and abs(y1 - y0) > 1:
                self.vertical.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def _fill(self, points: list[Point], box: Box, curved: bool, stroked: bool) -> None:
        short, long = sorted((box.width, box.height))
        if short <= _THIN:
            if long <= _THIN + 0.5:
                self.dots.append(box)
            elif not curved and not stroked:
                if box.width >= box.height:
                    self.horizontal.append(Rule(box.cy, box.x0, box.x1))
                else:
                    self.vertical.append(Rule(box.cx, box.top, box.bottom))
        elif not curved and _slanted(points, box):
            if long <= _HEAD:
                self.heads.append(box)
        elif not curved and long > _HEAD:
            self.fills.append(box)


def _is_block_arrow(points: list[Point], box: Box, curved: bool) -> bool:
    """Whether a shape is an arrow with its shaft in one, also one of which only the outline is drawn."""
    lies = box.width > _HEAD and box.height <= 40 and box.width >= 1.5 * box.height
    return not curved and box.height > _THIN and lies and len(points) >= 5 and _slanted(points, box)


def _slanted(points: list[Point], box: Box) -> bool:
    """Whether a shape has a side that is neither level nor plumb: a rectangle has none, the head of a long arrow a short one."""
    sides = pairwise([*points, points[0]])
    least = 0.15 * min(box.width, box.height)
    return len(set(points)) >= 3 and any(
        abs(x1 - x0) > least and abs(y1 - y0) > least for (x0, y0), (x1, y1) in sides
    )
