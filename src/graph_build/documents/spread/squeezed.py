"""Laid-out pages without the blank lines that the paddings of cells leave between rows, and inside of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from graph_build.documents.laid_out.labels import kinds
from graph_build.documents.laid_out.words import Same
from graph_build.documents.lines.physical import Line

_FEWEST, _SHARE = 5, 0.1
"""Blank lines inside of tables from which a text counts as spread, and their share of the lines of tables."""
_INDENT = 4
"""Columns of indent of a line below a label's text."""
_FIGURE = re.compile(r"(?<=\s\s)[0-9０-９][0-9０-９,，.．]*(?=\s\s|$)")
_LABELLED = re.compile(r"(?P<label>\S+) {2,}(?P<text>\S)")
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


def squeezed(lines: Sequence[Line]) -> Iterator[Squeezed]:
    """The lines without the blank ones between two lines of tables, none where there are few of these: they part tables there.

    Where two blank lines part most rows, also the lines with those left that are not alone: these may part tables of which
    one alone parts the rows.
    """
    for most in range(1, blanks_between(lines) + 1):
        found = _squeezed(Same(lines), most)
        if found is None:
            return
        yield found


@lru_cache(maxsize=8)
def _squeezed(same: Same, most: int) -> Squeezed | None:
    lines = same.lines
    tabular = [_is_tabular(line) for line in lines]
    left_out = {
        i
        for begin, end in _blank_runs(lines)
        if end - begin <= most and _is_inside(lines, tabular, begin, end)
        for i in range(begin, end)
    }
    if len(left_out) < max(_FEWEST, _SHARE * sum(tabular)) or not _parts_figures(lines, left_out):
        return None
    places = [i for i in range(len(lines)) if i not in left_out]
    return Squeezed([lines[i] for i in places], places)


def blanks_between(lines: Sequence[Line]) -> int:
    """How many blank lines may stand between two rows: two where that is more usual than one, between lines of tables."""
    return _blanks_between(Same(lines))


@lru_cache(maxsize=8)
def _blanks_between(same: Same) -> int:
    tabular = [_is_tabular(line) for line in same.lines]
    runs = Counter(
        end - begin for begin, end in _blank_runs(same.lines) if _is_inside(same.lines, tabular, begin, end)
    )
    return 2 if runs[2] >= _FEWEST else 1


def _blank_runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Where blank lines stand between others: from the first one up to the line behind them."""
    begin = None
    for i, line in enumerate(lines):
        if line.blank:
            begin = i if begin is None else begin
        elif begin is not None:
            if begin:
                yield begin, i
            begin = None


def _is_tabular(line: Line) -> bool:
    """Whether a line has a wide gap inside its text, or stands far in."""
    text = line.text.lstrip("\f")
    return not line.blank and ("   " in text.strip() or len(text) - len(text.lstrip(" ")) >= _INDENT)


def _parts_figures(lines: Sequence[Line], left_out: Collection[int]) -> bool:
    """Whether blank lines stand between lines of figures as often as not, so that they part rows and no tables."""
    rows = [i for i, line in enumerate(lines) if len(_FIGURE.findall(line.text)) >= _FIGURES]
    apart = sum(b - a > 1 and set(range(a + 1, b)) <= set(left_out) for a, b in pairwise(rows))
    return apart >= sum(b - a == 1 for a, b in pairwise(rows))


def _is_inside(lines: Sequence[Line], tabular: Sequence[bool], begin: int, end: int) -> bool:
    """Whether blank lines stand between two lines of a table; the one above may be the rest of a label."""
    if not tabular[end] or any("\f" in line.text for line in lines[begin : end + 1]):
        return False
    above = begin
    while above > max(0, begin - _TAIL) and not lines[above - 1].blank:
        above -= 1
    return any(tabular[above:begin]) or _is_title(lines[above:begin], lines[end])


def _is_title(above: Sequence[Line], below: Line) -> bool:
    """Whether lines of a column of labels, broken where it ends, are the title of a measure that begins below: 取組内容　…."""
    found = _LABELLED.match(below.text)
    if found is None or len(above) < 2 or "content" not in kinds(found["label"]):
        return False
    ends = [len(line.text.rstrip()) for line in above]
    return max(ends) < found.start("text") and min(ends[:-1]) >= max(ends) - 1
