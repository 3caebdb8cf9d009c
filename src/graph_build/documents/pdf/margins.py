"""Where the running text of a document begins and ends on its pages; upright and broad pages have edges of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from graph_build.documents.pdf.layout import Layout, PrintedTable
from graph_build.documents.pdf.lines import PrintedLine

Edges: TypeAlias = tuple[float, float]
"""The left and the right edge, in points."""
_FEWEST = 3
"""Lines near the right edge that tell that it is one."""


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
    right = rights[-1 - len(rights) // 50]
    tables = [unit.box.x1 for page in pages for unit in page.units if isinstance(unit, PrintedTable)]
    if sum(x > right - 2 * size for x in rights) < _FEWEST:
        right = max([right, *tables])  # a few short lines do not tell where the margin is
    if right < 0.6 * pages[0].width:  # no line was full: margins are alike on both sides
        right = max(right, pages[0].width - left)
    return left, right
