"""Columns of a laid-out page told by the places where texts begin.

On one page ``pdftotext -layout`` prints texts that begin at the same place of the paper in the same column of the file, unless
less than an em and a half parts them from the text before: then one blank does, and the text before fills its column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from graph_build.documents.laid_out.columns import Placed, is_number
from graph_build.documents.laid_out.words import Measure, Word, ems, fields, is_justified, words
from graph_build.documents.lines.physical import Line

_FULL = 1.6
"""Ems that a line may be short of its column's width and yet fill it: no comma or bracket begins a line."""
_LOOSE = 0.6
"""Ems that a line may be wider than the widest that is sure to be of its column."""
_NEVER = 99.0
_LEAST_EMS = 0.45
"""Ems of paper that a column of the file takes at least: a half-width sign is half an em wide."""
_ENDS = 16
"""Lines before which a table is tried to end."""
_UNSURE = 3.0
"""What it costs that a line is wider than those that are sure, or short of the column that it should fill."""
Way = tuple[float, Placed]


@dataclass(frozen=True, slots=True)
class Stops:
    """Places the words of lines of one page; ``starts`` are the columns of the file where those of the table begin."""

    starts: tuple[int, ...]
    widths: tuple[float, ...]
    """Ems of the widest text that is sure to be of each column."""
    measure: Measure

    def place(self, line: Line) -> Placed | None:
        """The words of a line by column; None for one that does not stand in the columns."""
        found = words(line, self.measure)
        size = len(self.starts)

        @cache
        def best(first: int, col: int) -> Way:
            """The words from ``first`` on, of which the first stands in ``col``."""
            way: Way = (_NEVER, ())
            for run, other in self._texts(found, first, col):
                own = _UNSURE if ems(run) > self.widths[col] + _LOOSE else 0.0
                if other is None:
                    way = min(way, (own, (run, *((),) * (size - col - 1))), key=_cost)
                    continue
                end = first + len(run)
                tight = found[end].begin - found[end - 1].end <= self.measure(" ")
                short = max(0.0, self.widths[col] - ems(run)) if tight else 0.0
                rest, placed = best(end, other)
                cost = own + rest + short + (_UNSURE if short > _FULL else 0)
                way = min(way, (cost, (run, *((),) * (other - col - 1), *placed)), key=_cost)
            return way

        col = self._first(found)
        if col is None:
            return None
        cost, placed = best(0, col)
        return (*((),) * col, *placed) if cost < _NEVER else None

    def ways(self, line: Line) -> Iterator[Placed]:
        """Every way of cutting a line into the columns, whatever the widths."""
        found = words(line, self.measure)

        def rest(first: int, col: int) -> Iterator[Placed]:
            for run, other in self._texts(found, first, col):
                if other is None:
                    yield run, *((),) * (len(self.starts) - col - 1)
                else:
                    for placed in rest(first + len(run), other):
                        yield run, *((),) * (other - col - 1), *placed

        col = self._first(found)
        if col is not None:
            for placed in rest(0, col):
                yield *((),) * col, *placed

    def _first(self, line: Sequence[Word]) -> int | None:
        """The column in which a line begins: the first one also for a text that one blank keeps apart from a label."""
        if not line or line[0].begin <= self.starts[0]:
            return 0 if line else None
        return self.starts.index(line[0].begin) if line[0].begin in self.starts else None

    def _texts(
        self, found: tuple[Word, ...], first: int, col: int
    ) -> Iterator[tuple[tuple[Word, ...], int | None]]:
        """The texts that may begin with a word in a column, each with a column of the word behind it; None at the end."""
        for end in range(first + 1, len(found) + 1):
            run = found[first:end]
            if not self._may_be(col, run):
                return
            if end == len(found):
                yield run, None
            elif found[end].begin - run[-1].end > self.measure(" "):
                if found[end].begin in self.starts[col + 1 :]:
                    yield run, self.starts.index(found[end].begin)
            elif col + 1 < len(self.starts) and found[end].begin <= self.starts[col + 1]:
                narrow = _LEAST_EMS * (self.starts[col + 1] - self.starts[col]) - 2
                if ems(run) >= narrow:
                    yield run, col + 1

    def _may_be(self, col: int, run: Sequence[Word]) -> bool:
        """Whether words may be one line of a cell: it ends before the next column begins, and none of the words stands two
        blanks behind another, but letters that were spread, and what is numbered."""
        if col + 1 < len(self.starts) and run[-1].end >= self.starts[col + 1]:
            return False
        return all(
            b.begin - a.end <= self.measure(" ")
            or (
                b.begin not in self.starts
                and ((a.is_letter and b.is_letter) or (a is run[0] and is_number(a)))
            )
            for a, b in pairwise(run)
        )

    def is_full(self, col: int, run: Sequence[Word]) -> bool:
        """Whether a line fills its column, so that the next goes on with it."""
        spread = len(run) > 1 and all(word.is_letter for word in run)
        return bool(run) and (spread or is_justified(run) or ems(run) >= self.widths[col] - _FULL)


def _cost(way: Way) -> float:
    return way[0]


def fitted(
    lines: Sequence[Line], measure: Measure, heads: int = 0, first: int = 0
) -> tuple[Stops, list[Placed]] | None:
    """The columns of lines of one page, and those of them that stand in these, from the first on.

    ``heads`` are the first lines of which every text begins a column, whether or not another one does there, ``first`` is
    where the first column begins, if that is known. None where no columns are those of all lines, or of all up to a text
    of its own.
    """
    margin = min((words(line, measure)[0].begin for line in lines), default=0)
    alone = [i for i, line in enumerate(lines) if len(fields(line, measure)) == 1]
    ends = [i for i in alone if i and words(lines[i], measure)[0].begin <= margin]
    for end in [len(lines), *reversed(ends[:_ENDS])]:
        stops = stops_of(lines[:end], measure, heads, first)
        placed = stops and _all_placed(lines[:end], stops)
        if stops and placed and (end == len(lines) or not _goes_on(lines[end], stops, placed[-1])):
            return stops, placed
    return None


def _all_placed(lines: Sequence[Line], stops: Stops) -> list[Placed] | None:
    done: list[Placed] = []
    for line in lines:
        placed = stops.place(line)
        if placed is None:
            return None
        done.append(placed)
    return done


def _goes_on(line: Line, stops: Stops, above: Placed) -> bool:
    """Whether a line may go on with the text above it in the first column."""
    return stops.place(line) is not None and stops.is_full(0, above[0])


def stops_of(lines: Sequence[Line], measure: Measure, heads: int = 0, first: int = 0) -> Stops | None:
    """The columns of lines of one page: where texts of two lines or more, or of the heads, begin; None for fewer than two."""
    apart = [fields(line, measure) for line in lines]
    begins = Counter(run[0].begin for line in [*apart, *apart[:heads]] for run in line)
    starts = tuple(sorted(at for at, count in begins.items() if count > 1 and at >= first))
    if len(starts) < 2:
        return None
    widest = [0.0] * len(starts)
    for line in apart:
        for run, further in zip(line, [*line[1:], None], strict=True):
            if run[0].begin not in starts:
                continue
            col = starts.index(run[0].begin)
            behind = starts[col + 1] if col + 1 < len(starts) else None
            alone = behind is None or (further is not None and further[0].begin == behind)
            widest[col] = max(widest[col], ems(run if alone else run[:1]))
    return Stops(starts, tuple(widest), measure)
