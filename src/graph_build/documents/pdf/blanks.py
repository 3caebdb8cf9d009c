"""Whether the gaps between the letters of a document stand for blanks that its file does not hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from graph_build.documents.pdf.geometry import Char

_LATIN, _JAPANESE = re.compile("[0-9A-Za-z]"), re.compile("[ぁ-ゖァ-ヺー一-鿿々]")
_LEAST = 0.12
"""Font sizes of the gap that typesetters put between Latin and Japanese letters (an eighth to a quarter of an em)."""
_FEWEST = 5
"""Of so many borders and more the habit of a typesetter can be told."""


def unspaced(pages: Sequence[Sequence[Char]]) -> bool:
    """Whether a document holds no blanks, so that a small gap may be one (Chromium writes none).

    Where Latin letters stand apart from Japanese ones nearly everywhere (四分アキ, as LibreOffice and Word set them), a small
    gap is the typesetter's and no blank.
    """
    if any(char.text.isspace() for chars in pages for char in chars):
        return False
    gaps = [gap for chars in pages for a, b in pairwise(chars) if (gap := _border(a, b)) is not None]
    closed = sum(gap < _LEAST for gap in gaps)
    return len(gaps) < _FEWEST or closed * 10 > len(gaps)


def _border(a: Char, b: Char) -> float | None:
    """The gap, in font sizes, between a Latin and a Japanese letter that stand close together on a line."""
    same_line = abs(a.box.cy - b.box.cy) < 0.2 * a.size
    gap = (b.box.x0 - a.box.x1) / a.size
    mixed = any(x.match(a.text) and y.match(b.text) for x, y in ((_LATIN, _JAPANESE), (_JAPANESE, _LATIN)))
    return gap if mixed and same_line and -0.1 < gap < 0.7 else None
