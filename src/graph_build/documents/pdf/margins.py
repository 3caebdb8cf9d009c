"""Where the running text of a document begins and ends on its pages; upright and broad pages have edges of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median
from typing import TypeAlias

from graph_build.documents.pdf.layout import Layout, PrintedTable
from graph_build.documents.pdf.lines import PrintedLine

Edges: TypeAlias = tuple[float, float]
"""The left and the right edge, in points."""
_FEWEST = 3
"""Lines near the right edge that tell that it is one."""
_AT_EDGE = 2.0
"""Points within which a line ends at the right edge."""
_STRETCHED, _EVEN = 0.01, 0.005
"""Gaps (em) between the letters of a long line from which it was stretched, and up to which it was not."""


def edges(pages: Sequence[Layout], body: Sequence[PrintedLine], size: float) -> Mapping[int, Edges]:
    """The edges of the running text by the identity of each of its lines; ``size`` is that of its letters."""
    known = {id(line) for line in body}
    alike: dict[int, list[Layout]] = defaultdict(list)
    for page in pages:
        alike[round(page.width)].append(page)
    found: dict[int, Edges] = {}
    for same in alike.values():
        lines = [line for page in same for line in page.text_lines if id(line) in known]
        if lines:
            found.update(dict.fromkeys(map(id, lines), _edges(same, lines, size)))
    return found


def _edges(pages: Sequence[Layout], lines: Sequence[PrintedLine], size: float) -> Edges:
    left = sorted(line.box.x0 for line in lines)[len(lines) // 20]
    rights = sorted(line.box.x1 for line in lines)
    stretched = sorted(line.box.x1 for line in lines if line.stretched > _STRETCHED)
    shared = (b for a, b in zip(stretched, stretched[_FEWEST - 1 :], strict=False) if b - a < _AT_EDGE)
    right = max([rights[-1 - len(rights) // 50], *shared])  # lines were stretched to the margin, however few
    tables = [unit.box.x1 for page in pages for unit in page.units if isinstance(unit, PrintedTable)]
    if sum(x > right - 2 * size for x in rights) < _FEWEST:
        right = max([right, *tables])  # a few short lines do not tell where the margin is
    if right < 0.6 * pages[0].width:  # no line was full: margins are alike on both sides
        right = max(right, pages[0].width - left)
    return left, right


def set_to_both(body: Sequence[PrintedLine], edges: Mapping[int, Edges]) -> bool:
    """Whether running text is set to both edges (両端揃え): most of its lines that end at the right one were stretched to it."""
    full = [line.stretched for line in body if edges[id(line)][1] - line.box.x1 < _AT_EDGE]
    return len(full) >= _FEWEST and median(full) > _STRETCHED


def ends_short(line: PrintedLine, right: float) -> bool:
    """Whether a line of text that is set to both edges ends its paragraph: it was not stretched to the right one."""
    return line.stretched < _EVEN and right - line.box.x1 > _AT_EDGE
