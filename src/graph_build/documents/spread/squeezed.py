"""Laid-out pages without the blank lines that the paddings of cells leave between rows, and inside of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from graph_build.documents.laid_out.words import Same
from graph_build.documents.lines.physical import Line

_FEWEST, _SHARE = 5, 0.1
"""Blank lines inside of tables from which a text counts as spread, and their share of the lines of tables."""
_INDENT = 4
"""Columns of indent of a line below a label's text."""
_FIGURE = re.compile(r"(?<=\s\s)[0-9０-９][0-9０-９,，.．]*(?=\s\s|$)")
_FIGURES = 2
"""Figures of a row of figures."""
_TAIL = 4
"""Lines of a cell that its label may be short of."""


@dataclass(frozen=True, slots=True)
class Squeezed:
    """Lines without some of the blank ones; ``places`` tells where each of them, and the end, stands among all."""

    lines: Sequence[Line]
    places: Sequence[int]

    def at(self, i: int) -> int | None:
        """Where a line of all stands among these; None for one that is left out."""
        found = bisect_left(self.places, i)
        return found if found < len(self.lines) and self.places[found] == i else None

    def behind(self, end: int) -> int:
        """The line of all that stands behind the line before ``end``."""
        return self.places[end - 1] + 1 if end else 0


def squeezed(lines: Sequence[Line]) -> Squeezed | None:
    """The lines without single blank ones between two lines of tables; None where there are few: they part tables there."""
    return _squeezed(Same(lines))


@lru_cache(maxsize=8)
def _squeezed(same: Same) -> Squeezed | None:
    lines = same.lines
    tabular = [_is_tabular(line) for line in lines]
    left_out = {i for i in range(1, len(lines) - 1) if lines[i].blank and _is_inside(lines, tabular, i)}
    if len(left_out) < max(_FEWEST, _SHARE * sum(tabular)) or not _parts_figures(lines, left_out):
        return None
    places = [i for i in range(len(lines)) if i not in left_out]
    return Squeezed([lines[i] for i in places], places)


def _is_tabular(line: Line) -> bool:
    """Whether a line has a wide gap inside its text, or stands far in."""
    text = line.text.lstrip("\f")
    return not line.blank and ("   " in text.strip() or len(text) - len(text.lstrip(" ")) >= _INDENT)


def _parts_figures(lines: Sequence[Line], left_out: Collection[int]) -> bool:
    """Whether blank lines stand between lines of figures as often as not, so that they part rows and no tables."""
    rows = [i for i, line in enumerate(lines) if len(_FIGURE.findall(line.text)) >= _FIGURES]
    apart = sum(b - a == 2 and a + 1 in left_out for a, b in pairwise(rows))
    return apart >= sum(b - a == 1 for a, b in pairwise(rows))


def _is_inside(lines: Sequence[Line], tabular: Sequence[bool], i: int) -> bool:
    """Whether a blank line stands alone between two lines of a table; the one above may be the rest of a label."""
    if lines[i - 1].blank or not tabular[i + 1] or "\f" in lines[i].text + lines[i + 1].text:
        return False
    begin = i
    while begin > max(0, i - _TAIL) and not lines[begin - 1].blank:
        begin -= 1
    return any(tabular[begin:i])
