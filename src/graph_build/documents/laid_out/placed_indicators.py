"""Tables of indicators whose columns are told by the places where texts begin."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice

from graph_build.documents.laid_out.cells import cells_of, table_of
from graph_build.documents.laid_out.columns import Placed
from graph_build.documents.laid_out.indicator_heads import (
    NAMES,
    SPANNING,
    VALUES,
    are_heads_of_indicators,
    head_kinds,
    is_bare_value,
    is_value,
)
from graph_build.documents.laid_out.paged import Lines, body_up_to_heading, pages, table_lines
from graph_build.documents.laid_out.stops import Stops, fitted
from graph_build.documents.laid_out.words import Measure, Word, ems, fields, text_of
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Located, Table
from graph_build.text.key import matching_key

_HEAD_LINES = 4
_LONGEST_UNIT = 4
_WAYS = 200
"""Ways of cutting a line of heads that are tried."""
Texts = tuple[Word, ...]


def placed_indicators(
    lines: Sequence[Line], begin: int, aside: Collection[int], measure: Measure, first: int = 0
) -> tuple[int, Table] | None:
    """The table whose heads stand in line ``begin``: the line behind it and the table; None if there is none, or its rows
    are not settled. ``first`` is where its first column begins, if that is known."""
    if "値" not in "".join(line.text for line in lines[begin : begin + _HEAD_LINES]):
        return None
    if not _may_begin(lines[begin], measure):
        return None
    body = body_up_to_heading(lines, begin, aside, measure)
    if not body:
        return None
    page = [lines[i] for i in pages(lines, body)[0]]
    for begun in (0, 1, 2, len(page)):
        columns = fitted(page, measure, begun, first)
        heads = _heads(page, columns[0]) if columns else []
        if heads:
            break
    found = table_lines(lines, body, len(heads), measure, begun, first) if heads else None
    if found is None:
        return None
    return _table(_texts(heads), found, len(heads), lines)


def indicators_below(
    lines: Sequence[Line], begin: int, texts: Sequence[Located], aside: Collection[int], measure: Measure
) -> tuple[int, Table] | None:
    """The table whose heads, ``texts``, stand above line ``begin``, where its lines have as many columns; else None."""
    body = body_up_to_heading(lines, begin, aside, measure)
    found = table_lines(lines, body, 0, measure) if body else None
    if found is None or len(found.stops[0].starts) != len(texts):
        return None
    return _table(texts, found, 0, lines)


def _table(
    texts: Sequence[Located], found: Lines, size: int, lines: Sequence[Line]
) -> tuple[int, Table] | None:
    rows = _Rows([head_kinds(text.text) for text in texts], found, size, lines)
    if not rows.read():
        return None
    cells = [cells_of(row, lambda _col, _run: True) for row in rows.rows]
    return found.at[-1] + 1, table_of([[[text] for text in texts], *cells])


def _may_begin(line: Line, measure: Measure) -> bool:
    """Whether a line may hold the heads of indicators: it has several texts, one of them known, and no sentence."""
    known = [head_kinds(text_of(run).text) for run in fields(line, measure)]
    return (
        "。" not in line.text and len(known) > 1 and any(kind & (NAMES | SPANNING | VALUES) for kind in known)
    )


def _heads(lines: Sequence[Line], stops: Stops) -> list[Placed]:
    """The lines of the heads, the first cut into the columns in the way by which all are known; none where no way is such."""
    below: list[Placed] = []
    for line in lines[1 : _HEAD_LINES + 1]:
        placed = stops.place(line)
        bracketed = placed is not None and all(text_of(run).text[0] in "（(" for run in placed if run)
        for way in () if bracketed else islice(stops.ways(lines[0]), _WAYS):
            if are_heads_of_indicators([text.text for text in _texts([way, *below])]):
                return [way, *below]
        if placed is None:
            return []
        below.append(placed)
    return []


def _texts(lines: Sequence[Placed]) -> list[Located]:
    return [
        Located.joined([text_of(line[col]) for line in lines if line[col]]) for col in range(len(lines[0]))
    ]


class _Rows:
    """The lines of each indicator: the first one holds its values, all of them and its name.

    The text of a column that spans rows may go on in the first line of the next one, where it fills its column above: the
    words of the document tell.
    """

    def __init__(
        self, kinds: Sequence[frozenset[str]], found: Lines, size: int, lines: Sequence[Line]
    ) -> None:
        self.found, self.size, self.lines = found, size, lines
        self.name = next(col for col, kind in enumerate(kinds) if kind & NAMES and not kind & SPANNING)
        self.units = [col for col, kind in enumerate(kinds) if "unit" in kind]
        self.values = [col for col, kind in enumerate(kinds) if kind & VALUES]
        self.spanning = [col for col, kind in enumerate(kinds) if kind & SPANNING]
        self.rows: list[list[Placed]] = []
        self.begun: dict[int, int] = {}
        """The line in which the text of a spanning column began."""

    def read(self) -> bool:
        """Take the rows; whether they are settled."""
        for i in range(self.size, len(self.found.placed)):
            if not self._settle(i):
                return False
            line = self.found.placed[i]
            if line[self.name] and all(is_value(line[col]) for col in self.values):
                own = self._without_rest(i)
                if own is None:
                    return False
                self.rows.append([own])
            elif not self.rows or not self._goes_on(i):
                return False
            else:
                self.rows[-1].append(line)
        return bool(self.rows)

    def _settle(self, i: int) -> bool:
        """Cut a line so that what stands below the heads of values is a value, or nothing; whether one way does."""
        line = self.found.placed[i]
        united = (
            line[self.name]
            and any(line[col] for col in self.values)
            and not all(line[col] for col in self.units)
        )
        if all(not line[col] or is_bare_value(line[col]) for col in self.values) and not united:
            return True
        ways = list(islice(self.found.stops[i].ways(self.lines[self.found.at[i]]), _WAYS))
        bare = [way for way in ways if all(is_bare_value(way[col]) for col in self.values)]
        empty = [way for way in ways if not any(way[col] for col in self.values)]
        whole = [way for way in bare if way[self.name] and all(_is_unit(way[col]) for col in self.units)]
        fits = whole or bare or empty
        if len(fits) == 1:
            self.found.placed[i] = fits[0]
        return len(fits) < 2

    def _goes_on(self, i: int) -> bool:
        """Whether all texts of a line go on with what fills its column above."""
        filled = [col for col, run in enumerate(self.found.placed[i]) if run]
        return all(self.found.is_full(i - 1, col) for col in filled)

    def _without_rest(self, i: int) -> Placed | None:
        """The first line of a row, without the words that are the rest of a text above it; None where nothing tells."""
        line = list(self.found.placed[i])
        for col in self.spanning:
            if not self.rows or not line[col] or not self.found.is_full(i - 1, col):
                continue
            above = self._cell(i, col)
            whole = Located.joined([above, text_of(line[col])])
            if self._is_said(whole.text):
                rest: list[Texts] = [()] * len(line)
                rest[col], line[col] = tuple(line[col]), ()
                self.rows[-1].append(tuple(rest))
            elif not self._is_said(above.text):
                return None
        self.begun |= {col: i for col in self.spanning if line[col]}
        return tuple(line)

    def _cell(self, end: int, col: int) -> Located:
        """The text of a column right above a line, from the line on where it begins."""
        runs = [self.found.placed[i][col] for i in range(self.begun[col], end)]
        return Located.joined([text_of(run) for run in runs if run])

    def _is_said(self, text: str) -> bool:
        """Whether a line of the document outside of the table holds words."""
        key, own = matching_key(text), {self.lines[i].start for i in self.found.at}
        return any(key in matching_key(line.text) for line in self.lines if line.start not in own)


def _is_unit(run: Sequence[Word]) -> bool:
    """Whether a text is as short as a unit."""
    return bool(run) and ems(run) <= _LONGEST_UNIT
