"""Years, and what stands below them: amounts, marks of a schedule, by order where a line is full, else by place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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
Edges = tuple[int, int]
"""Where a text begins and ends."""


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
    return heads if are_year_heads([text_of(head).text for head in heads]) else []


def are_year_heads(texts: Sequence[str]) -> bool:
    """Whether texts are years, two or more, their total among them, behind a head of names or none."""
    years = [_is_year_text(text) for text in texts]
    named = bool(texts) and not years[0]
    return sum(years) > 1 and all(years[named:]) and (not named or _names(texts[0]))


def _is_year(run: Sequence[Word]) -> bool:
    return _is_year_text("".join(word.text.text for word in run))


def _is_year_text(text: str) -> bool:
    key = fold(text).text.replace(" ", "")
    return YEAR_HEAD.fullmatch(key) is not None or "total" in label_kinds(key)


def _names(text: str) -> bool:
    """Whether a head is that of the names beside the values."""
    key = fold(text).text
    return bool(label_kinds(key) & _NAMED) or key in ("年度", "年") or key.endswith(("名", "市町", "市町村"))


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

    def learn(self, line: Sequence[Word]) -> None:
        """Take the places of a line that has all values."""
        values = self._split(line)[1]
        if len(values) == len(self.heads) - self.named:
            self.full.append(values)

    def values(self, line: Sequence[Word]) -> tuple[Run, list[Located]] | None:
        """The name in a line, and its value below each year and total; None where they are not settled."""
        name, values = self._split(line)
        slots = self.heads[self.named :]
        if len(values) > len(slots) or any("。" in text_of(value).text for value in values):
            return None
        if len(values) == len(slots):
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
        return places_below(_edges(values), [_edges(line) for line in self.full])


def places_below(
    values: Sequence[Edges],
    full: Sequence[Sequence[Edges]],
    fits: Callable[[int, int], bool] = lambda _value, _place: True,
) -> tuple[int, ...] | None:
    """Below which texts of lines with all of them fewer values stand, by where they begin or by where they end.

    None where no way ``fits``, or another one is almost as good.

    >>> heads = [(0, 4), (6, 10), (12, 16)]
    >>> places_below([(6, 9), (12, 15)], [heads]), places_below([(9, 12)], [heads])
    ((1, 2), None)
    """
    ways = sorted(
        (min(_apart(values, line, chosen) for line in full), chosen)
        for chosen in combinations(range(len(full[0])), len(values))
        if all(fits(value, place) for value, place in enumerate(chosen))
    )
    clear = len(ways) == 1 or (bool(ways) and ways[1][0] >= ways[0][0] + _CLEAR)
    return ways[0][1] if clear else None


def _apart(values: Sequence[Edges], line: Sequence[Edges], chosen: Sequence[int]) -> int:
    """How far values stand from those of a line with all of them; marks, all of one sign, from the middle of these."""
    marks = all(end - begin == 1 for begin, end in values)
    costs = []
    for edge in (_begin, _middle if marks else _end):
        apart = [edge(value) - edge(line[place]) for value, place in zip(values, chosen, strict=True)]
        costs.append(max(apart) - min(apart) + max(map(abs, apart)))
    return min(costs)


def _begin(edges: Edges) -> int:
    return edges[0]


def _end(edges: Edges) -> int:
    return edges[1]


def _middle(edges: Edges) -> int:
    return sum(edges) // 2


def _edges(runs: Sequence[Run]) -> list[Edges]:
    return [(run[0].begin, run[-1].end) for run in runs]
