"""Headings that a PDF does not mark as such: lines in larger letters than the running text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from graph_build.documents.pdf.layout import Layout
from graph_build.documents.pdf.lines import PrintedLine, is_full
from graph_build.documents.pdf.margins import Edges

_LARGER = 1.1
"""Times the size of the running text from which letters are those of a heading: 12 points above 10.5."""
_LONGEST = 60
"""Characters of a heading's line."""


def headings(
    pages: Sequence[Layout], body: Sequence[PrintedLine], edges: Mapping[int, Edges]
) -> frozenset[int]:
    """The lines (by identity) that are headings; ``body`` are the lines of the text, ``edges`` as of `margins.edges`.

    A cover has no running text to stand out from, and character recognition does not measure letters well enough. A
    line larger than the heading right above it is no heading below it, but a motto or figure that the page puts forward.
    """
    if not body:
        return frozenset()
    running = [line.size for line in body if line.text.endswith("。") or is_full(line, edges[id(line)][1])]
    # A plan that is all tables has more headings than other lines between them.
    usual = median(running) if running else sorted(line.size for line in body)[len(body) // 4]
    known = {id(line) for line in body}
    found: set[int] = set()
    above: PrintedLine | None = None
    for page in pages:
        lines = [line for line in page.text_lines if id(line) in known]
        # One line alone on a page further back is a heading that stands before its chapter.
        several = len(lines) > 1 or page is pages[0]
        covers = (
            several and len(lines) == len(page.units) and all(line.size >= _LARGER * usual for line in lines)
        )
        for unit in page.units:
            if not isinstance(unit, PrintedLine) or page.scanned or page.layered or covers:
                above = None
            elif id(unit) in known:
                above = unit if _is_heading(unit, above, usual) else None
                found.update([id(unit)] if above else [])
    return frozenset(found)


def _is_heading(line: PrintedLine, above: PrintedLine | None, usual: float) -> bool:
    larger = line.size >= _LARGER * usual and (above is None or line.size <= above.size + 0.1)
    return larger and len(line.text) <= _LONGEST and not line.text.endswith(("。", "、"))
