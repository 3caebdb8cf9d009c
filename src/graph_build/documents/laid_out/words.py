"""The words of a laid-out line, how wide they are on paper, and their text without the blanks that justified it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from graph_build.documents.lines import Line, columns
from graph_build.documents.model import Located

_WORD = re.compile(r"[^ 　\f\v\t]+")
_BLANK_EMS = 0.25
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
    """Whether blanks were put between the letters of a text to make it as wide as its column."""
    wide = [a for a, b in pairwise(run) if a.text.text[-1] > "\u02ff" and b.text.text[0] > "\u02ff"]
    return len(wide) >= 2 and sum(len(word.text) for word in run) <= 2.5 * len(run)


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
