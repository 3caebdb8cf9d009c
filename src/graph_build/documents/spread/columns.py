"""The columns of a table whose rows are known: what overlaps from row to row, and the head that is nearest to each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from graph_build.documents.laid_out.columns import is_number
from graph_build.documents.laid_out.grids import is_figure
from graph_build.documents.laid_out.words import Word

Run = Sequence[Word]
"""Words in a row that single blanks keep apart."""
_LETTER = re.compile(r"[一-龠々ぁ-んァ-ヶ（）]")
_GAP = 2
_FAR = 40
"""Columns of the file that a text may stand away from its head."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Columns of the file from ``begin`` up to ``end``."""

    begin: int
    end: int

    @classmethod
    def of(cls, run: Run) -> Span:
        """Where words stand."""
        return cls(run[0].begin, run[-1].end)

    def meets(self, other: Span) -> bool:
        """Whether both have a column of the file in common."""
        return self.begin < other.end and other.begin < self.end

    def touches(self, other: Span) -> bool:
        """Whether no column is between both; texts beside each other in one line have a blank there."""
        return self.begin <= other.end and other.begin <= self.end

    def with_(self, other: Span) -> Span:
        """From where the first begins to where the last ends."""
        return Span(min(self.begin, other.begin), max(self.end, other.end))

    def away(self, other: Span) -> int:
        """How many columns are between both; 0 where they meet."""
        return max(other.begin - self.end, self.begin - other.end, 0)


def columns_of(lines: Sequence[Sequence[Run]]) -> list[Span]:
    """The columns that the texts of lines make: those that overlap stand in one, those over two or more tell nothing."""
    found: list[Span] = []
    for line in sorted(lines, key=len, reverse=True):
        for run in line:
            span = Span.of(run)
            met = [one for one in found if one.touches(span)]
            if len(met) == 1:
                wider = met[0].with_(span)
                if sum(one.touches(wider) for one in found) == 1:
                    found[found.index(met[0])] = wider
            elif not met:
                found.append(span)
    return sorted(found)


def numbered(line: Sequence[Run]) -> list[Run]:
    """The words of a line, a number at its begin with what it counts."""
    number = len(line) > 1 and len(line[0]) == 1 and is_number(line[0][0])
    return [[*line[0], *line[1]], *line[2:]] if number else list(line)


def below(
    heads: Sequence[Span],
    columns: Sequence[Span],
    fits: Callable[[int, int], bool] = lambda head, col: True,
    gap: int = 0,
) -> tuple[int, tuple[int, ...]] | None:
    """How far the columns stand from their heads, and the head of each, in their order: the nearest ones that fit; None if there
    are fewer heads than columns, or all too far off. A head between two that has no column counts as ``gap``."""

    @cache
    def best(col: int, head: int) -> tuple[int, tuple[int, ...]] | None:
        if col == len(columns):
            return 0, ()
        ways = []
        for at in range(head, len(heads) - (len(columns) - col) + 1):
            rest = best(col + 1, at + 1)
            away = heads[at].away(columns[col])
            if rest is not None and away <= _FAR and fits(at, col):
                between = gap * (at - head) if col else 0
                ways.append((rest[0] + away + between, (at, *rest[1])))
        return min(ways, default=None)

    return best(0, 0)


def merged(columns: Sequence[Span], lines: Sequence[Sequence[Run]], wanted: int) -> list[Span]:
    """The columns with neighbours put together, until there are as many as wanted; the nearest first.

    No line has both, but for single letters: a word of two that is spread over its column (「助　　金」).
    """
    found = list(columns)
    while len(found) > wanted:
        pairs = [
            (b.begin - a.end, at)
            for at, (a, b) in enumerate(pairwise(found))
            if not any(_parts(line, a, b) for line in lines)
        ]
        if not pairs:
            break
        at = min(pairs)[1]
        found[at : at + 2] = [found[at].with_(found[at + 1])]
    return found


def _parts(line: Sequence[Run], a: Span, b: Span) -> bool:
    """Whether a line has texts in both columns that are not the letters of one."""
    both = [[run for run in line if column.meets(Span.of(run))] for column in (a, b)]
    return all(both) and not all(map(_is_letter, [*both[0], *both[1]]))


def _is_letter(run: Run) -> bool:
    return len(run) == 1 and _LETTER.fullmatch(run[0].text.text) is not None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table; ``double`` are those that hold a figure and, behind one blank, the text of the next one."""

    spans: Sequence[Span]
    double: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.spans) + len(self.double)

    @property
    def edges(self) -> list[Span]:
        """Where each column stands; the figures of double ones somewhere behind the column before."""
        found: list[Span] = []
        for at, span in enumerate(self.spans):
            above = self.spans[at - 1].end if at else 0
            two = (Span(above, span.begin + 1), Span(span.begin + 2, span.end))
            found += two if at in self.double else (span,)
        return found

    def filled(self, spans: Sequence[Span], fits: Callable[[int, int], bool]) -> Columns:
        """The same columns where texts of some of them stand at ``spans``, each in the nearest one that it fits."""
        near = (
            (below(self.spans, spans, fits, _GAP) or below(self.spans, spans, gap=_GAP))
            if not self.double
            else None
        )
        if near is None:
            return self
        places = dict(zip(near[1], spans, strict=True))
        done: list[Span] = []
        for col in range(len(self.spans)):
            edge = done[-1].end if done else spans[0].begin
            done.append(places.get(col, Span(edge, edge)))
        return Columns(done)

    def placed(self, line: Sequence[Run]) -> list[Run] | None:
        """The words of a line by column, a number with what it counts; None where another text stands over two columns in whatever
        way it is parted, or two in one."""
        cells: list[list[Word]] = [[] for _ in self.spans]
        for run in line:
            for part, col in _parted(run, self.spans) or [(run, -1)]:
                spread = col >= 0 and _is_letter(part) and all(_is_letter([word]) for word in cells[col])
                if col < 0 or (cells[col] and not (spread or is_number(cells[col][0]))):
                    return None
                cells[col] += part
        both = ((cell[:1], cell[1:]) if at in self.double else (cell,) for at, cell in enumerate(cells))
        return [part for parts in both for part in parts]


def _parted(run: Run, columns: Sequence[Span]) -> list[tuple[Run, int]] | None:
    """A text with its column, or the parts of it with theirs: one blank may part two columns that are full."""
    met = [col for col, column in enumerate(columns) if column.meets(Span.of(run))]
    if len(met) == 1:
        return [(run, met[0])]
    for at in _cuts(run, columns):
        rest = _parted(run[at:], columns)
        if rest is not None and rest[0][1] != met[0]:
            return [(run[:at], met[0]), *rest]
    return None


def _cuts(run: Run, columns: Sequence[Span]) -> Iterator[int]:
    """Where a text over several columns may be parted: before a word that begins a column, else where the first one ends."""
    first = next((column for column in columns if column.meets(Span.of(run))), None)
    if first is None:
        return
    begins = {column.begin for column in columns}
    inside = [at for at in range(1, len(run)) if sum(c.meets(Span.of(run[:at])) for c in columns) == 1]
    yield from sorted(inside, key=lambda at: (run[at].begin not in begins, -at))


def doubles(columns: Sequence[Span], lines: Sequence[Sequence[Run]]) -> frozenset[int]:
    """The columns that are two: in every line a figure, one blank and a text (「300 事業者調査」)."""
    found = set()
    for at, column in enumerate(columns):
        runs = [run for line in lines for run in line if column.meets(Span.of(run))]
        if runs and all(len(run) > 1 and is_figure(run[:1]) and not is_figure(run) for run in runs):
            found.add(at)
    return frozenset(found)
