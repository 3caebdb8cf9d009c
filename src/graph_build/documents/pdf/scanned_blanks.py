"""The blanks inside a line of a scanned page, by the ink: the program's own boxes are not exact enough."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from graph_build.documents.ocr import OcrWord
from graph_build.documents.pdf.picture import DARK
from graph_build.documents.pdf.scanned_page import MARGIN, ScannedPage
from graph_build.documents.pdf.segments import Strip, runs

_LEFT_INK, _RIGHT_INK = "、。，．）」』】〉》〕)],.", "（「『【〈《〔(["
"""Signs whose ink is on the left or right side of their square only."""
_MARKER = re.compile(
    r"(?:第[0-9]{1,2}[章節編部条]|[(（](?:[0-9]{1,2}|[ア-ン])[)）]|[①-⑳]|[0-9]{1,2}(?![0-9,.年月日])|[ア-ン](?![ア-ンー]))(?=[^\W0-9ァ-ー])"
)
"""What may open a heading or an item, with a word behind it."""


def gaps(page: ScannedPage, piece: Strip) -> list[tuple[float, float]]:
    """Middle and width of the blank places inside a line, in pixels of the picture that was cut out."""
    dark = page.picture[piece.top : piece.bottom, piece.left : piece.right] < DARK
    inked = runs(dark.sum(axis=0) > 0)
    offset = MARGIN + min(piece.left, 2)
    return [((a + b) / 2 + offset, b - a) for (_, a), (b, _) in pairwise(inked) if b - a >= 0.4 * page.em]


def spaced(words: Sequence[OcrWord], gaps: Sequence[tuple[float, float]], em: float, upright: bool) -> str:
    """The words of a line with full-width blanks where the print leaves the room of one or more characters.

    The gaps are those of the ink: the program's own boxes are not exact enough.
    """
    letters: list[str] = []
    middles: list[float] = []
    for word in words:
        start, stop = (word.top, word.bottom) if upright else (word.left, word.right)
        if letters and _is_latin(letters[-1][-1]) and _is_latin(word.text[0]):
            letters[-1] += " "
        letters += word.text
        middles += [start + (stop - start) * (i + 0.5) / len(word.text) for i in range(len(word.text))]
    opening = _MARKER.match("".join(letters))
    marked = opening.end() if opening else -2
    for middle, width in gaps:
        at = sum(place < middle for place in middles)
        if not 0 < at < len(letters):
            continue
        if abs(at - marked) <= 1:  # behind a marker half a blank counts too
            at, room, least = marked, 0.7 * _room(letters[marked - 1][0], letters[marked][0]), 0.42
        else:
            # The places of the letters are rough: a sign beside the gap that explains it may be one letter off.
            near = range(max(1, at - 1), min(len(letters) - 1, at + 1) + 1)
            room, least = max(_room(letters[i - 1][0], letters[i][0]) for i in near), 0.8
        blank = width / em - room
        if blank >= least:
            letters[at - 1] = letters[at - 1].rstrip() + (
                "　" * min(round(blank), 40) if blank >= 0.8 else " "
            )
    return "".join(letters)


def _room(before: str, after: str) -> float:
    """How much of its square, in em, two neighbours leave blank between them."""
    return 0.5 * (before in _LEFT_INK) + 0.5 * (after in _RIGHT_INK)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalpha()
