"""Page numbers and running heads, known by their words and by standing at one height on several pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from graph_build.documents.lines import is_page_number
from graph_build.documents.pdf.layout import Layout
from graph_build.documents.pdf.lines import PrintedLine
from graph_build.text.key import matching_key

_MARGIN = 0.11
"""Share of the page's height at top and bottom where heads and numbers stand."""


def furniture(pages: Sequence[Layout]) -> dict[int, str]:
    """What is set aside: identity of a line → reason."""
    reasons: dict[int, str] = {}
    seen: dict[tuple[str, int], list[tuple[int, PrintedLine]]] = defaultdict(list)
    for page in pages:
        for line in _edge_lines(page):
            if is_page_number(line.text):
                reasons[id(line)] = "page_number"
                continue
            key = re.sub(r"[0-9]+", "#", matching_key(line.text))
            if key and len(key) <= 60:
                seen[key, round(line.box.cy / 6)].append((page.number, line))
    for (key, height), here in seen.items():
        near = here + seen.get((key, height + 1), []) + seen.get((key, height - 1), [])
        if len({number for number, _ in near}) >= 2:
            reasons.update({id(line): "running_head" for _, line in here})
    return reasons


def _edge_lines(page: Layout) -> list[PrintedLine]:
    """Up to three lines nearest to the top and bottom edge, as far as they stand in the margins."""
    lines = page.text_lines
    first = page.units[0].box.top if page.units else 0.0
    last = max((unit.box.bottom for unit in page.units), default=0.0)
    margin = _MARGIN * page.height
    top = [line for line in lines[:3] if line.box.cy < margin or line.box.top <= first + 2]
    bottom = [line for line in lines[-3:] if line.box.cy > page.height - margin or line.box.bottom >= last - 2]
    return [*top, *(line for line in bottom if not any(line is other for other in top))]
