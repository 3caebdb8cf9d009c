"""Whether the gaps between the letters of a document stand for blanks that its file does not hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_build.documents.pdf.geometry import Char

_LATIN, _JAPANESE = re.compile("[0-9A-Za-z]"), re.compile("[ぁ-ゖァ-ヺー一-鿿々]")
_LEAST = 0.12
"""Font sizes of the gap that typesetters put between Latin and Japanese letters (an eighth to a quarter of an em)."""
_FEWEST = 5
"""From so many gaps the habit of a typesetter can be told, or what a blank is."""
_SAME = 0.015


def unspaced(pages: Sequence[Sequence[Char]]) -> bool:
    """Whether a document holds no blanks, so that a small gap may be one (Chromium writes none).

    Where Latin letters stand apart from Japanese ones nearly everywhere (四分アキ, as LibreOffice and Word set them), a small
    gap is the typesetter's and no blank. The gap behind the number with which a line begins tells nothing: either may stand
    there. Japanese letters that stand just as far apart from each other (第１条 甲は) show how wide a blank is.
    """
    if any(char.text.isspace() for chars in pages for char in chars):
        return False
    found = [gap for chars in pages for gap in _gaps(chars)]
    gaps = [gap.width for gap in found if gap.mixed]
    closed = sum(gap < _LEAST for gap in gaps)
    if len(gaps) < _FEWEST or closed * 10 > len(gaps):
        return True
    wide = Counter(round(gap, 2) for gap in gaps).most_common(1)[0][0]
    return sum(not gap.mixed and abs(gap.width - wide) <= _SAME for gap in found) >= _FEWEST


@dataclass(frozen=True, slots=True)
class _Gap:
    """The gap, in font sizes, between a Latin and a Japanese letter (``mixed``) or two Japanese ones."""

    width: float
    mixed: bool


def _gaps(chars: Sequence[Char]) -> Iterator[_Gap]:
    """The gaps between letters that stand close together amid a line, those behind a number of one or two figures that opens
    it left out."""
    opening: list[Char] | None = []
    for a, b in pairwise(chars):
        same_line = abs(a.box.cy - b.box.cy) < 0.2 * a.size
        if opening is not None:
            opening = [*opening, a] if _LATIN.match(a.text) and len(opening) < 2 else None
        width = (b.box.x0 - a.box.x1) / a.size
        before, behind = _JAPANESE.match(a.text), _JAPANESE.match(b.text)
        mixed = bool(before and _LATIN.match(b.text)) or bool(behind and _LATIN.match(a.text))
        if same_line and -0.1 < width < 0.7 and ((mixed and opening is None) or (before and behind)):
            yield _Gap(width, mixed)
        opening = opening if same_line else []
