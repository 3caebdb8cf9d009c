"""Which words of laid-out lines stand in which column."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, pairwise

from graph_build.documents.laid_out.words import Measure, Word, ems, fields, is_justified, text_of, words
from graph_build.documents.lines.paragraphs import has_marker
from graph_build.documents.lines.physical import Line

_FULL = 1.6
"""Ems that a line may be short of its column's width and yet fill it: no comma or bracket begins a line."""
_TOO_WIDE = 1.2
_MOST, _FAR = 3.0, 2.5
"""What a line may cost at most to be one of the table, and what at most a text does that begins far from where others do."""
_NEVER = 99.0
_LONGEST_NUMBER = 4
_UNIT = re.compile(r"(?:[^\W\d_]{1,3}(?:/[^\W\d_]{1,2})?|年度?)[）)]?$")
_NEAR = 4
_LEFT_OUT = 4
_PADDING, _WIDE_BLANK, _SURE = 0.5, 1.0, 0.85
"""Ems between two columns at least, ems for which ``pdftotext`` prints at least a blank, and the part that is sure."""
_ENDS = tuple("。．）)」』】－―-")
_RANGE = 12
"""Lines around one in which the same columns begin at the same places."""

Placed = tuple[tuple[Word, ...], ...]
"""The words of a line by column."""


@dataclass(slots=True)
class Columns:
    """Places the words of lines below heads; ``starts`` are the columns of the file where the heads begin."""

    starts: Sequence[int]
    speaking: Collection[int]
    """The columns of sentences; the others hold names, of which the last line may fill its column, too."""
    measure: Measure
    shared: range | None = None
    """The last columns, where a text may stand across all of them."""
    widths: list[float] = field(default_factory=list)
    """Ems of the widest line of each column."""
    anchors: dict[int, Placed] = field(default_factory=dict)
    """Lines with as many texts as there are columns, by their index."""

    def read(self, lines: Sequence[Line]) -> list[Placed | None]:
        """The words of each line by column; None for a line that does not fit into the columns."""
        self.widths = [0.0] * len(self.starts)
        for i, line in enumerate(lines):
            found = self._anchor(line)
            if found:
                self.anchors[i] = found
                self._widen(found)
        if not self.anchors:
            return [None] * len(lines)
        done: list[Placed | None] = []
        for i in range(len(lines)):
            cost, placed = self._cheapest(i, lines, done[-1] if done else None)
            done.append(placed if cost <= _MOST + _FAR * sum(map(bool, placed)) else None)
        return done

    def is_open(self, col: int, run: Sequence[Word]) -> bool:
        """Whether a line of a cell breaks off at the width of its column."""
        return bool(run) and self.is_full(col, run) and not text_of(run).text.endswith(_ENDS)

    def is_full(self, col: int, run: Sequence[Word]) -> bool:
        """Whether a line fills its column, so that the next goes on with it."""
        width = sum(self.widths[col:]) if self.is_across(col, run) else self.widths[col]
        return is_justified(run) or ems(run) >= width - _FULL

    def is_across(self, col: int, run: Sequence[Word]) -> bool:
        """Whether a line is too wide for the first of the shared columns: it stands across them."""
        return (
            self.shared is not None and col == self.shared.start and ems(run) > self.widths[col] + _TOO_WIDE
        )

    def _anchor(self, line: Line) -> Placed | None:
        """The words by column where the line's gaps alone tell it."""
        apart = fields(line, self.measure)
        if len(apart) == len(self.starts):
            return tuple(map(tuple, apart))
        beside = [
            abs(run[0].begin - start) <= _NEAR for run, start in zip(apart, self.starts[1:], strict=False)
        ]
        if len(apart) == len(self.starts) - 1 and all(beside) and apart[0][0].begin > self.starts[0] + 1:
            return (), *map(tuple, apart)
        single = words(line, self.measure)
        for numbered in (False, True) if single and single[0].begin <= min(self.starts) + 1 else ():
            runs = runs_of(single, numbered=numbered)
            if len(runs) == len(self.starts):
                return tuple(map(tuple, runs))
        return None

    def _widen(self, placed: Placed) -> None:
        for col, run in enumerate(placed):
            self.widths[col] = max(self.widths[col], ems(run))

    def _cheapest(self, at: int, lines: Sequence[Line], above: Placed | None) -> tuple[float, Placed]:
        """The way of cutting a line into columns that fits their widths and places best, with what it costs."""
        line = words(lines[at], self.measure)
        going = [self.is_open(col, run) for col, run in enumerate(above or ((),) * len(self.starts))]
        ways = (self._cut(line, known, going) for known in self._places(at, lines))
        return min(ways, key=lambda way: way[0])

    def _cut(
        self, line: tuple[Word, ...], known: Sequence[int], going: Sequence[bool]
    ) -> tuple[float, Placed]:
        """The cheapest way where the columns begin at known places; of those that are ``going`` on none is left out."""
        spread = list(accumulate((a.is_letter and b.is_letter for a, b in pairwise(line)), initial=0))
        last = len(self.starts) - 1

        def left_out(first: int, end: int) -> float:
            return sum(_LEFT_OUT if col in self.speaking else 1 for col in range(first, end) if going[col])

        @cache
        def best(first: int, col: int) -> tuple[float, Placed]:
            """The words from ``first`` on, of which the first stands in ``col``."""
            found: tuple[float, Placed] = (_NEVER, ())
            for end in range(first + 1, len(line) + 1):
                run = line[first:end]
                own = self._cost(col, run, known[col], spread[first])
                if own >= found[0]:
                    continue
                if end == len(line):
                    cost = own + left_out(col + 1, last + 1)
                    found = (cost, (run, *((),) * (last - col))) if cost < found[0] else found
                    continue
                gap = line[end].begin - line[end - 1].end
                own += 6 * (gap <= self.measure(" ") and not self.is_full(col, run))
                for other in range(col + 1, last + 1):
                    if gap < self._least_gap(col, run, other):
                        break
                    rest, placed = best(end, other)
                    cost = own + left_out(col + 1, other) + rest
                    if cost < found[0]:
                        found = cost, (run, *((),) * (other - col - 1), *placed)
            return found

        ways = [(best(0, col), col) for col in range(last + 1)]
        return min(
            ((cost + left_out(0, col), ((),) * col + placed) for (cost, placed), col in ways),
            key=lambda way: way[0],
        )

    def _least_gap(self, col: int, run: Sequence[Word], other: int) -> int:
        """The blanks that there are at least between a text of one column and one of another, by their widths."""
        room = sum(self.widths[col:other]) + _PADDING * (other - col) - ems(run)
        return int(_SURE * room / (_WIDE_BLANK if self.measure is len else 0.5))

    def _cost(self, col: int, run: tuple[Word, ...], start: int, spread: int) -> float:
        """What it costs to take words for a text of a column; ``spread`` blanks before them may have justified others."""
        width, begin = ems(run), run[0].begin
        if width > self._room(col, run) + _TOO_WIDE or (begin <= self.starts[0] + 1) != (col == 0):
            return _NEVER
        apart = min(abs(begin - start), abs(begin - spread - start))
        cost = min(_FAR, apart * 0.5) + apart * 0.02
        if is_justified(run) and width < self.widths[col] - _FULL:
            cost += 3
        wide = sum(
            b.begin - a.end > self.measure(" ") and not (a.is_letter or b.is_letter) for a, b in pairwise(run)
        )
        return cost + 4 * wide

    def _room(self, col: int, run: Sequence[Word]) -> float:
        """How wide a text may be: its column, or all that are shared where no blank may part the texts of two of them."""
        if not self.is_across(col, run) or len(run) > 1 + is_number(run[0]):
            return self.widths[col]
        return sum(self.widths[col:]) + 2 * _PADDING * len(self.widths[col:])

    def _places(self, at: int, lines: Sequence[Line]) -> list[Sequence[int]]:
        """Where the columns begin around a line: in the nearest lines that are sure, on its page."""
        found: list[Sequence[int]] = []
        for step in (-1, 1):
            i = at
            while 0 <= i < len(lines) and abs(i - at) <= _RANGE:
                if i in self.anchors:
                    found.append([run[0].begin if run else self.starts[0] for run in self.anchors[i]])
                    break
                edge = lines[i] if step < 0 else lines[min(i + 1, len(lines) - 1)]
                if "\f" in edge.text:
                    break
                i += step
        return found or [self.starts]


def runs_of(line: Sequence[Word], *, numbered: bool) -> list[list[Word]]:
    """The words of a line, but the letters of one that was justified, and a number with what it counts, together."""
    found: list[list[Word]] = []
    for word in line:
        behind = found[-1] if found else []
        letters = bool(behind) and behind[-1].is_letter and word.is_letter
        letters = letters or (bool(behind) and _is_unit(behind[-1], word))
        counted = numbered and len(behind) == 1 and is_number(behind[0])
        if letters or counted:
            behind.append(word)
        else:
            found.append([word])
    return found


def is_number(word: Word) -> bool:
    """Whether a word is the number of what stands beside it."""
    return len(word.text) <= _LONGEST_NUMBER and has_marker(f"{word.text.text} …")


def _is_unit(figure: Word, word: Word) -> bool:
    """Whether a word counts the figure one blank before it: LibreOffice parts them, 「310 人」."""
    near = word.begin - figure.end == 1
    return near and figure.text.text[-1].isdigit() and _UNIT.match(word.text.text) is not None
