"""Where tabs lead to in Word: the stops of a paragraph, and rows whose texts several tabs lead to one stop.

A text that is short takes more tabs to its column than a long one: how many are typed says nothing then, where they
lead does. Lengths are those of a Japanese font of fixed pitch: kana and kanji as wide as the letters are high.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.documents.docx.package import Element
from graph_build.documents.lines.physical import columns

_EVERY = 720
"""Twips between default stops where the settings do not say."""
_SIZE = 20
"""Half-points of a letter where no style says."""
_SEVERAL = re.compile(r"[^\t]\t\t+[^\t]")


@dataclass(frozen=True, slots=True)
class TabStops:
    """The stops of one paragraph in twips from the margin, and the height of its letters in twips."""

    own: tuple[int, ...] = ()
    every: int = _EVERY
    left: int = 0
    first: int = 0
    height: int = _SIZE * 10

    def starts(self, text: str) -> tuple[int, ...]:
        """Where each text between tabs begins, those without a letter left out.

        >>> TabStops(every=840, height=210).starts("橋\\t\\t5\\t7"), TabStops(own=(2000,)).starts("橋\\t5")
        ((0, 1680, 2520), (0, 2000))
        """
        found = []
        at = self.first
        for i, piece in enumerate(text.split("\t")):
            if i:
                at = self._next(at)
            if piece.strip():
                found.append(at if i else 0)
            at += columns(piece) * self.height // 2
        return tuple(found)

    def _next(self, at: int) -> int:
        """The stop behind a place: one of its own, the edge of a hanging indent, else a default one."""
        own = sorted({*self.own, *([self.left] if self.first < self.left else [])})
        behind = bisect_right(own, at)
        return own[behind] if behind < len(own) else (at // self.every + 1) * self.every


def tab_stops(properties: Sequence[Element], every: str | None, size: str | None) -> TabStops:
    """The stops of a paragraph by its properties, those of the paragraph first, then those of its styles."""
    stops: dict[int, bool] = {}
    for one in properties:
        tabs = one.child("tabs")
        for tab in tabs.children if tabs is not None else ():
            at = _twips(tab.get("pos"))
            if at is not None:
                stops.setdefault(at, tab.get("val") not in ("clear", "bar"))
    indents = [indent for one in properties if (indent := one.child("ind")) is not None]

    def told(*names: str) -> int:
        values = [_twips(indent.get(name)) for indent in indents for name in names]
        return next((value for value in values if value is not None), 0)

    left = told("left", "start")
    return TabStops(
        tuple(sorted(at for at, kept in stops.items() if kept)),
        max(1, _twips(every or "") or _EVERY),
        left,
        max(0, left + told("firstLine") - told("hanging")),
        max(1, _twips(size or "") or _SIZE) * 10,
    )


def _twips(text: str) -> int | None:
    found = re.fullmatch(r"-?[0-9]{1,6}", text)
    return int(found[0]) if found else None


def by_stops(rows: Sequence[tuple[str, TabStops]]) -> tuple[list[str], list[int]]:
    """Rows with one tab for each column, and which of them stay as they are without it being known how they part.

    Rows are set anew only where all that have the most texts begin them at the same stops, and every row to which
    several tabs in a row belong is one of them. Where all rows have as many tabs, these part their cells.

    >>> stops = TabStops(every=840, height=210)
    >>> by_stops([("医療の充実\\t病院を守る", stops), ("交通\\t\\tバスを守る", stops)])
    (['医療の充実\\t病院を守る', '交通\\tバスを守る'], [])
    """
    texts = [text for text, _ in rows]
    several = [i for i, text in enumerate(texts) if _SEVERAL.search(text)]
    starts = [stops.starts(text) for text, stops in rows]
    if not several or sum(len(one) > 1 for one in starts) < 2:
        return texts, []
    most = max(map(len, starts))
    full = {one for one in starts if len(one) == most}
    known = len(full) == 1 and all(set(one) <= set(next(iter(full))) for one in starts)
    if known and all(len(starts[i]) == most for i in several):
        column = {at: i for i, at in enumerate(next(iter(full)))}
        return [_anew(text, [column[at] for at in one]) for text, one in zip(texts, starts, strict=True)], []
    if len({text.count("\t") for text in texts}) == 1:
        return texts, []
    return texts, several


def _anew(text: str, places: Sequence[int]) -> str:
    """The texts of a row with as many tabs between them as columns."""
    pieces = [piece for piece in text.split("\t") if piece.strip()]
    found = ""
    at = 0
    for piece, place in zip(pieces, places, strict=True):
        found += "\t" * (place - at) + piece
        at = place
    return found
