"""How wide the lines of a text are: whether it was broken at a width, or its paragraphs stand on one line each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from graph_build.documents.lines.physical import Line, columns, is_pipe_row

_FINAL = tuple("。．.：:」』）)】〕》〉｣")
_CUT_LINES = 5
"""Lines at the edge that stop in a sentence, from which paragraphs are such lines."""
_LONG = 60
"""Columns from which lines that end at one edge are broken there, few as they may be."""
_BEYOND_PAGE = 120
"""Columns that no line of a page has: where several lines are that wide, paragraphs were not broken."""
_APART = re.compile(r"\S {3,}\S")
_COLUMNS = re.compile(r"(?:\S(?:　{2,}| {3,})(?=\S).*?){2}")


def is_unbroken(lines: Sequence[Line]) -> bool:
    """Whether several lines are longer than any page is wide: this text was not broken into lines.

    Lines of cells that blanks keep apart, as pages are laid out, tell nothing of it.

    >>> is_unbroken([Line("協定は、" * 40, 0)] * 3), is_unbroken([Line("協定は、" * 10, 0)] * 9)
    (True, False)
    >>> is_unbroken([Line("協定は、" * 10 + "   " + "町が、" * 20, 0)] * 3)
    False
    """
    long = [line for line in _of_text(lines) if columns(line.text) >= _BEYOND_PAGE]
    return sum(_APART.search(line.text) is None for line in long) >= 3


def fixed_width(lines: Sequence[Line]) -> int | None:
    """The width (columns) at which a document breaks its lines, or None.

    A text has one when many of its lines end within four columns of the longest and few of those end a sentence.
    """
    widths = Counter(columns(line.text.rstrip()) for line in _of_text(lines))
    longest = max(widths, default=0)
    at_edge = _at_edge(lines, longest)
    ending = sum(line.text.rstrip().endswith("。") for line in at_edge)
    enough = len(at_edge) >= max(4, sum(widths.values()) // 8)
    return longest if enough and ending * 2 <= len(at_edge) and 20 <= longest <= 140 else None


def breaks_paragraphs(lines: Sequence[Line]) -> int | None:
    """The width at which a text was broken into lines that a file calls paragraphs; None where they are paragraphs.

    Several of them stop in a sentence there. Where most lines are short (labels, titles) these are few of them all: then
    most of those that reach the edge do.
    """
    width = fixed_width(lines) or max((columns(line.text.rstrip()) for line in _of_text(lines)), default=0)
    edge = _at_edge(lines, width)
    cut = [line for line in edge if not line.text.rstrip().endswith(_FINAL)]
    most = fixed_width(lines) or (len(cut) * 4 >= len(edge) * 3 and width in range(_LONG, _BEYOND_PAGE))
    return width if most and len(cut) >= _CUT_LINES else None


def is_spaced(lines: Sequence[Line]) -> bool:
    """Whether a program has put blank lines between the lines of a paragraph too: most that stop in a sentence at the edge have
    one below them."""
    width = fixed_width(lines) or 0
    edge = {line.start for line in _at_edge(lines, width) if not line.text.rstrip().endswith(_FINAL)}
    below = [following.blank for line, following in pairwise(lines) if line.start in edge]
    return len(below) >= _CUT_LINES and sum(below) * 5 >= len(below) * 4


def _at_edge(lines: Sequence[Line], width: int) -> list[Line]:
    """The lines that end within four columns of a width; none of a table."""
    near = range(width - 4, width + 1)
    return [line for line in _of_text(lines) if columns(line.text.rstrip()) in near]


def _of_text(lines: Sequence[Line]) -> list[Line]:
    """The filled lines but those that tabs or pipes divide, or several wide gaps where they are wider than the others."""
    filled = [line for line in lines if not (line.blank or "\t" in line.text or is_pipe_row(line))]
    widest = max(
        (columns(line.text.rstrip()) for line in filled if not _COLUMNS.search(line.text)), default=0
    )
    return [
        line for line in filled if columns(line.text.rstrip()) <= widest or not _COLUMNS.search(line.text)
    ]
