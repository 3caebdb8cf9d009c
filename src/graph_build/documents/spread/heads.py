"""The heads of a table over one or two lines of rows: those of single columns, and those over several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from graph_build.documents.laid_out.words import Word, text_of
from graph_build.documents.lines.cut_lines import open_brackets
from graph_build.documents.model import Cell, Located
from graph_build.documents.spread.columns import Run, Span
from graph_build.text.key import fold, matching_key

_OF_NUMBERS = re.compile(r"(?:no|№|#).{0,2}|.{0,4}番号?", re.IGNORECASE)
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Head:
    """A head with its lines; ``below`` are the heads that stand under it."""

    span: Span
    text: Located
    below: tuple[Head, ...] = ()

    @property
    def of_numbers(self) -> bool:
        """Whether numbers stand below it: 「番号」, 「No.」."""
        return _OF_NUMBERS.fullmatch(fold(matching_key(self.text.text)).text) is not None


def heads_of(lines: Sequence[Sequence[Run]]) -> list[Head]:
    """The heads that lines beside each other make: texts one below the other are one."""
    found: list[list[Run]] = []
    for line in lines:
        for run in _closed(line):
            span = Span.of(run)
            above = next((runs for runs in found if any(span.meets(Span.of(other)) for other in runs)), None)
            if above is None:
                found.append([run])
            else:
                above.append(run)
    heads = [Head(_around(runs), Located.joined([text_of(run) for run in runs])) for runs in found]
    return sorted(heads, key=lambda head: head.span)


def _closed(line: Sequence[Run]) -> Iterator[Run]:
    """The texts of a line, one with an open bracket with a letter right behind it: 「事業費（」, 「千」 spread over a column."""
    run: list[Word] = []
    for part in line:
        near = run and part[0].begin - run[-1].end <= _NEAR and len(part) == len(part[0].text) == 1
        if run and not (near and open_brackets(text_of(run).text)):
            yield run
            run = []
        run += part
    if run:
        yield run


def _around(runs: Sequence[Run]) -> Span:
    whole = Span.of(runs[0])
    for run in runs[1:]:
        whole = whole.with_(Span.of(run))
    return whole


def over(upper: Sequence[Head], lower: Sequence[Head]) -> list[Head] | None:
    """The upper heads with the lower ones that stand below them, side by side around their middle; None if some stand below none.

    A head without any is that of a column of its own.
    """

    @cache
    def best(at: int, used: int) -> tuple[float, tuple[int, ...]] | None:
        if at == len(upper):
            return (0.0, ()) if used == len(lower) else None
        ways = []
        for count in range(len(lower) - used + 1):
            mine = lower[used : used + count]
            if count == 1 or _repeats(mine) or (not count and _stands_over(upper, at, lower, used)):
                continue
            rest = best(at + 1, used + count)
            if rest is not None:
                off = abs(_middle(mine) - _middle(upper[at : at + 1])) if mine else 0.0
                ways.append((rest[0] + off, (count, *rest[1])))
        return min(ways, default=None)

    found = best(0, 0)
    if found is None:
        return None
    done, used = [], 0
    for head, count in zip(upper, found[1], strict=True):
        done.append(Head(head.span, head.text, tuple(lower[used : used + count])))
        used += count
    return done


def _repeats(heads: Sequence[Head]) -> bool:
    """Whether two of the heads say the same, as none below one head do."""
    return len({matching_key(head.text.text) for head in heads}) < len(heads)


def _stands_over(upper: Sequence[Head], at: int, lower: Sequence[Head], used: int) -> bool:
    """Whether a head without lower ones stands over some, or on the wrong side of those before and behind it."""
    span = upper[at].span
    before = any(head.span.begin > span.begin for head in lower[:used])
    behind = any(head.span.begin < span.end for head in lower[used:])
    return before or behind


def _middle(heads: Sequence[Head]) -> float:
    return (heads[0].span.begin + heads[-1].span.end) / 2


def leaves(heads: Sequence[Head]) -> list[Head]:
    """The heads of single columns."""
    return [leaf for head in heads for leaf in (head.below or (head,))]


def head_cells(heads: Sequence[Head]) -> list[Cell]:
    """The cells of one or two rows of heads."""
    deep = 1 + any(head.below for head in heads)
    cells: list[Cell] = []
    col = 0
    for head in heads:
        wide = max(len(head.below), 1)
        cells.append(Cell(0, col, head.text, (head.text,), 1 if head.below else deep, wide))
        cells += [Cell(1, col + at, leaf.text, (leaf.text,)) for at, leaf in enumerate(head.below)]
        col += wide
    return cells
