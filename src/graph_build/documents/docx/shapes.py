"""Arrows and bars drawn over the cells of a Word table: their place beside the cell that holds them.

DrawingML (`wp:anchor`, `wp:inline`) and the VML of older versions. All lengths are in points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph_build.documents.docx.package import Element

_EMU = 12700.0
"""English metric units of a point."""
_ARROWS = frozenset(
    [
        "rightArrow",
        "leftArrow",
        "leftRightArrow",
        "notchedRightArrow",
        "stripedRightArrow",
        "homePlate",
        "chevron",
        "line",
        "straightConnector1",
    ]
)
_BARS = frozenset(["rect", "roundRect"])
_OLD_ARROWS = frozenset(f"#_x0000_t{number}" for number in (13, 15, 20, 32, 55, 66, 69, 93, 94))
"""Shape types of VML: right arrow, pentagon, line, connector, chevron, left and double arrow, striped, notched."""
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?|-?\.\d+)(pt|in|mm|cm|px)?")
_POINTS = {"pt": 1.0, "in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "px": 0.75}
_TURN = 60000
"""Units of a degree in ``rot``."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A level arrow or bar: from ``x0`` to ``x1`` from the left edge of its cell's text, its middle ``y`` below the top of
    its paragraph; None where it is set into the line or centred in it."""

    x0: float
    x1: float
    y: float | None


def read_shape(element: Element) -> Shape | None:
    """The arrow or bar that a drawing is; None for everything else, and where its place does not follow from its cell."""
    if element.name == "drawing":
        placed = element.child("anchor") or element.child("inline")
        return _of_drawing(placed) if placed is not None else None
    if element.name == "pict":
        shapes = [child for child in element.children if child.name in ("shape", "line", "rect", "roundrect")]
        return _of_vml(shapes[0]) if len(shapes) == 1 else None
    return None


def _of_drawing(placed: Element) -> Shape | None:
    body = placed.child("graphic", "graphicData", "wsp")
    properties = body.child("spPr") if body is not None else None
    size = placed.child("extent")
    if properties is None or size is None:
        return None
    geometry, turned = properties.child("prstGeom"), properties.child("xfrm")
    kind = geometry.get("prst") if geometry is not None else ""
    level = _whole(turned.get("rot", "0") if turned is not None else "0") % (180 * _TURN) == 0
    filled = properties.child("noFill") is None
    width, height = _whole(size.get("cx")) / _EMU, _whole(size.get("cy")) / _EMU
    if not (kind in _ARROWS or (kind in _BARS and filled)) or not level or width <= height:
        return None
    if placed.name == "inline":
        return Shape(0.0, width, None)
    across, down = placed.child("positionH"), placed.child("positionV")
    if across is None or down is None or across.get("relativeFrom") not in ("column", "character"):
        return None
    left, top = across.child("posOffset"), down.child("posOffset")
    if left is None or (top is not None and down.get("relativeFrom") not in ("paragraph", "line")):
        return None
    x0 = _whole(left.text) / _EMU
    return Shape(x0, x0 + width, _whole(top.text) / _EMU + height / 2 if top is not None else None)


def _of_vml(shape: Element) -> Shape | None:
    style = dict(_declarations(shape.get("style")))
    relative = {style.get("mso-position-horizontal-relative"), style.get("mso-position-vertical-relative")}
    if not relative <= {None, "text", "char", "line"} or style.get("rotation", "0") not in ("0", "180"):
        return None
    if shape.name == "line":
        ends = [_points(part) for end in ("from", "to") for part in shape.get(end).split(",")]
        if len(ends) != 4 or None in ends:
            return None
        x0, y0, x1, y1 = (end or 0.0 for end in ends)
        return Shape(min(x0, x1), max(x0, x1), (y0 + y1) / 2) if abs(x1 - x0) > abs(y1 - y0) else None
    bar = shape.name in ("rect", "roundrect") and shape.get("filled") not in ("f", "false")
    if not bar and shape.get("type") not in _OLD_ARROWS:
        return None
    x, y, width, height = (
        _points(style.get(key, "")) for key in ("margin-left", "margin-top", "width", "height")
    )
    if width is None or height is None or width <= height:
        return None
    return Shape(x or 0.0, (x or 0.0) + width, (y or 0.0) + height / 2 if style.get("position") else None)


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for part in style.split(";"):
        name, _, value = part.partition(":")
        yield name.strip().lower(), value.strip()


def _points(text: str) -> float | None:
    found = _LENGTH.fullmatch(text.strip())
    if found is None or (found[2] is None and float(found[1])):
        return None
    return float(found[1]) * _POINTS[found[2] or "pt"]


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text.strip()) else 0
