"""A cell set in vertical writing (縦書き) on a page that is not: its columns of letters, from the right to the left."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from graph_build.documents.pdf.geometry import Char
from graph_build.documents.pdf.lines import PrintedLine

_ASIDE = 0.3
"""Font sizes that the middle of a letter may stand beside that of the letter above it."""


def written_down(chars: Sequence[Char]) -> PrintedLine | None:
    """The words of a cell as one line; None for any other cell.

    Two columns or more: each letter, in the order of the file, stands right below the one before it or begins the next
    column, on the left and above it. (One column of letters reads the same either way.)
    """
    letters = [char for char in chars if not char.text.isspace()]
    steps = [(a, b, b.box.cx - a.box.cx, b.box.cy - a.box.cy) for a, b in pairwise(letters)]
    down = [abs(dx) < _ASIDE * a.size and 0.5 * a.size < dy < 2.5 * a.size for a, _, dx, dy in steps]
    over = [-2.5 * a.size < dx < -0.5 * a.size and dy < -0.5 * a.size for a, _, dx, dy in steps]
    if not 0 < sum(over) < sum(down) or not all(a or b for a, b in zip(down, over, strict=True)):
        return None
    box = letters[0].box
    for char in letters:
        box = box.around(char.box)
    size = median(char.size for char in letters)
    text = "".join(char.text for char in letters)
    return PrintedLine(text, box, size, size, bare=text)
