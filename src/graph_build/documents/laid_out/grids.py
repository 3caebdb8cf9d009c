"""Years, and what stands below them: amounts, marks of a schedule, by order where a line is full, else by place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from graph_build.documents.laid_out.words import Word, text_of
from graph_build.documents.model import Located
from graph_build.text.key import fold
from graph_build.text.plan_labels import YEAR_HEAD, label_kinds

_FIGURE = re.compile(r"[-－▲△]?[0-9０-９][0-9０-９,，.．]*|[-－―ー─→⇒▶►○◯●◎〇]|(?:調整中|未定)")
_NAMED = frozenset(("schedule_item", "facility_kind", "field", "measure", "payer", "place", "title", "note"))
_CLEAR = 3
"""Columns by which the best way of placing values must be better than any other."""
_LONGEST_YEAR = 4
Run = tuple[Word, ...]


def is_figure(run: Sequence[Word]) -> bool:
    """Whether a text is a figure, a dash, or a mark in a schedule."""
    return _FIGURE.fullmatch(text_of(run).text) is not None


def year_heads(line: Sequence[Word]) -> list[Run]:
    """The heads of a line of years: a name for the column before them, the years, their total; none for another line."""
    heads: list[Run] = []
    at = 0
    while at < len(line):
        sizes = (n for n in range(min(_LONGEST_YEAR, len(line) - at), 0, -1) if _is_year(line[at : at + n]))
        size = next(sizes, 1)
        heads.append(tuple(line[at : at + size]))
        at += size
    years = [_is_year(head) for head in heads]
    named = bool(heads) and not years[0]
    if sum(years) < 2 or not all(years[named:]) or (named and not _names(heads[0])):
        return []
    return heads


def _is_year(run: Sequence[Word]) -> bool:
    key = fold("".join(word.text.text for word in run)).text
    return YEAR_HEAD.fullmatch(key) is not None or "total" in label_kinds(key)


def _names(run: Sequence[Word]) -> bool:
    """Whether a head is that of the names beside the values."""
    key = fold(text_of(run).text).text
    return bool(label_kinds(key) & _NAMED) or key.endswith(("名", "市町", "市町村"))


@dataclass(slots=True)
class Grid:
    """The lines below a line of years."""

    heads: Sequence[Run]
    named: bool = field(init=False)
    """Whether the first head is that of the names beside the values."""
    full: list[Sequence[Run]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.named = not _is_year(self.heads[0])
        self.full.append(self.heads[self.named :])

    def values(self, line: Sequence[Word]) -> tuple[Run, list[Located]] | None:
        """The name in a line, and its value below each year and total; None where they are not settled."""
        name, values = self._split(line)
        slots = self.heads[self.named :]
        if len(values) > len(slots) or any("。" in text_of(value).text for value in values):
            return None
        if len(values) == len(slots):
            self.full.append(values)
            return name, [text_of(value) for value in values]
        places = self._places(values) if values else ()
        if places is None:
            return None
        nothing = line[0].text[:0]
        placed = {place: text_of(value) for place, value in zip(places, values, strict=True)}
        return name, [placed.get(at, nothing) for at in range(len(slots))]

    def _split(self, line: Sequence[Word]) -> tuple[Run, list[Run]]:
        """The words of the name, where the first head is one for names, and each value."""
        size = 0
        while self.named and size < len(line) and not is_figure(line[size : size + 1]):
            if size and line[size].begin - line[size - 1].end > 1 and not line[size].is_letter:
                break
            size += 1
        return tuple(line[:size]), [(word,) for word in line[size:]]

    def _places(self, values: Sequence[Run]) -> tuple[int, ...] | None:
        """Below which heads fewer values than heads stand; None where another way is almost as good."""
        ways = sorted(
            (min(self._apart(values, chosen)), chosen)
            for chosen in combinations(range(len(self.heads) - self.named), len(values))
        )
        clear = len(ways) == 1 or ways[1][0] >= ways[0][0] + _CLEAR
        return ways[0][1] if clear else None

    def _apart(self, values: Sequence[Run], chosen: Sequence[int]) -> Iterator[float]:
        """How far values stand from those of a line with all of them, by where they begin and by where they end."""
        for line in self.full:
            below = [line[place] for place in chosen]
            for edge in (_begin, _end):
                apart = [edge(value) - edge(head) for value, head in zip(values, below, strict=True)]
                yield max(apart) - min(apart) + max(map(abs, apart))


def _begin(run: Run) -> int:
    return run[0].begin


def _end(run: Run) -> int:
    return run[-1].end
