"""The words of a laid-out line, how wide they are on paper, and their text without the blanks that justified it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from graph_build.documents.lines.physical import Line, columns
from graph_build.documents.model import Located

_WORD = re.compile(r"[^ 　\f\v\t]+")
_BLANK_EMS = 0.25
_BROKEN = re.compile(r"[0-9０-９]+[,，][0-9０-９]{0,2}$")
Measure: TypeAlias = Callable[[str], int]
"""How many columns a text takes in a file: every sign one (``len``), or wide signs two (``columns``)."""


@dataclass(frozen=True, slots=True)
class Word:
    """What no blank divides, with the columns from where up to where it stands."""

    text: Located
    begin: int
    end: int

    @property
    def ems(self) -> float:
        """Its width on paper, in full-width letters."""
        return columns(self.text.text) / 2

    @property
    def is_letter(self) -> bool:
        """Whether it is a single full-width letter."""
        return len(self.text) == 1 and self.text.text > "\u02ff"


@lru_cache(maxsize=4096)
def words(line: Line, measure: Measure = len) -> tuple[Word, ...]:
    """The words of a line; the sign of a page's end takes no column."""
    whole, lead = line.located, len(line.text) - len(line.text.lstrip("\f"))
    return tuple(
        Word(
            whole[found.start() : found.end()],
            measure(line.text[lead : found.start()]),
            measure(line.text[lead : found.end()]),
        )
        for found in _WORD.finditer(line.text)
    )


def fields(line: Line, measure: Measure = len) -> list[list[Word]]:
    """The words of a line, those together that one blank keeps apart."""
    found: list[list[Word]] = []
    for word in words(line, measure):
        if found and word.begin - found[-1][-1].end == measure(" "):
            found[-1].append(word)
        else:
            found.append([word])
    return found


def is_justified(run: Sequence[Word]) -> bool:
    """Whether blanks were put between the letters of a text to make it as wide as its column, more than one between two alone."""
    wide = [a for a, b in pairwise(run) if a.text.text[-1] > "\u02ff" and b.text.text[0] > "\u02ff"]
    two = [len(word.text) for word in run] == [1, 1] and run[1].begin - run[0].end > 1
    return len(wide) >= 2 - two and sum(len(word.text) for word in run) <= 2.5 * len(run)


def ems(run: Sequence[Word]) -> float:
    """How wide a text of several words is on paper, were it not justified."""
    own = sum(word.ems for word in run)
    return own if is_justified(run) else own + _BLANK_EMS * (len(run) - 1)


def text_of(run: Sequence[Word]) -> Located:
    """The text of words in a row, one blank between them, but those that only justify it."""
    if not run:
        return Located.joined([])
    justified = is_justified(run)
    whole = run[0].text
    for above, word in pairwise(run):
        inside = justified and above.text.text[-1] > "\u02ff" and word.text.text[0] > "\u02ff"
        whole = Located.joined([whole, word.text], "" if inside else " ")
    return whole


class Same:
    """Lines told from others by being the same object: the key of what is worked out once for all of them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines

    def __hash__(self) -> int:
        return id(self.lines)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.lines is other.lines


def measures(lines: Sequence[Line]) -> tuple[Measure, ...]:
    """How many columns signs take in a file: in the one way of counting texts of neighbouring lines begin at the same places
    more often than in the other; both where nothing tells."""
    return _measures(Same(lines))


@lru_cache(maxsize=8)
def _measures(same: Same) -> tuple[Measure, ...]:
    even, wide = (_shared(same.lines, measure) for measure in (len, columns))
    if even == wide:
        return len, columns
    return (len,) if even > wide else (columns,)


def _shared(lines: Sequence[Line], measure: Measure) -> int:
    """How many texts behind a gap begin where one of the line above does."""
    begins = [{run[0].begin for run in fields(line, measure)[1:]} for line in lines if not line.blank]
    return sum(len(above & below) for above, below in pairwise(begins))


def breaks_off(text: str) -> bool:
    """Whether a figure breaks off at the end of a text: 「12,」 goes on in the line below.

    >>> breaks_off("12,"), breaks_off("12,5"), breaks_off("12,500")
    (True, True, False)
    """
    return _BROKEN.search(text) is not None
