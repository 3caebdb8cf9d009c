"""Tables of indicators (指標, 基準値, 目標値) laid out with names, fields and heads that go on over several lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from graph_build.documents.laid_out.cells import body_of, cells_of, is_heading, table_of
from graph_build.documents.laid_out.columns import Columns, Placed, runs_of
from graph_build.documents.laid_out.indicator_heads import (
    NAMES,
    SPANNING,
    VALUES,
    are_heads_of_indicators,
    head_kinds,
    is_value,
)
from graph_build.documents.laid_out.placed_indicators import indicators_below, placed_indicators
from graph_build.documents.laid_out.words import Measure, Word, fields, measures, text_of, words
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Located, Table

_VALUE_HEAD = re.compile("(?<=.)(?=(?:基準|現状|実績|目標)値)")
_TIGHT = 2
Head = list[Located]


def laid_out_indicators(
    lines: Sequence[Line],
    begin: int,
    aside: Collection[int] = (),
    first: int = 0,
    ways: Sequence[Measure] = (),
) -> tuple[int, Table] | None:
    """The table whose heads stand in line ``begin``: the line behind it and the table; None if there is none, or its rows
    are not settled. ``first`` is where its first column begins, if that is known, ``ways`` how signs are
    counted."""
    if "\t" in lines[begin].text or lines[begin].blank:
        return None
    for measure in ways or measures(lines):
        placed = placed_indicators(lines, begin, aside, measure, first)
        if placed:
            return placed
        for rows in (1, 2):
            heads = _heads(lines[begin : begin + rows], measure)
            texts = [text for _, text in heads]
            found = indicators_below(lines, begin + rows, texts, aside, measure) if heads else None
            found = found or (_read(lines, begin, rows, aside, heads, measure) if heads else None)
            if found:
                return found
    return None


def _heads(lines: Sequence[Line], measure: Measure) -> list[tuple[int, Located]]:
    """Where each head begins, and its text; none where one of them is unknown, or these are no indicators."""
    if any(line.blank for line in lines):
        return []
    heads = [(run[0].begin, [text]) for run, text in _texts(lines[0], measure)]
    for line in lines[1:]:
        for run, text in _texts(line, measure):
            near = min(heads, key=lambda head: abs(head[0] - run[0].begin))
            near[1].append(text)
    found = [(start, Located.joined(texts)) for start, texts in heads]
    return found if are_heads_of_indicators([text.text for _, text in found]) else []


def _texts(line: Line, measure: Measure) -> Iterator[tuple[Sequence[Word], Located]]:
    """The texts of a line of heads; brackets keep together, heads for values begin anew."""
    runs: list[list[Word]] = []
    for run in runs_of(words(line, measure), numbered=False):
        above = text_of(runs[-1]).text if runs else ""
        opened = sum(map(above.count, "（(")) > sum(map(above.count, "）)"))
        if opened and len(runs[-1]) == 1 and run[0].begin - runs[-1][-1].end <= measure(" "):
            runs[-1] += run
        else:
            runs.append(list(run))
    for run in runs:
        text = text_of(run)
        cuts = [0, *(found.start() for found in _VALUE_HEAD.finditer(text.text)), len(text)]
        for first, end in pairwise(cuts):
            at = min(first, len(run) - 1) if len(run) == len(text) else 0
            yield run[at:], text[first:end].strip()


def _read(
    lines: Sequence[Line],
    begin: int,
    size: int,
    aside: Collection[int],
    heads: Sequence[tuple[int, Located]],
    measure: Measure,
) -> tuple[int, Table] | None:
    kinds = [head_kinds(text.text) for _, text in heads]
    margin = heads[0][0]
    body = body_of(lines, begin + size, aside, measure, margin)
    placing = Columns([start for start, _ in heads], (), measure)
    placed = placing.read([lines[i] for i in body])
    end = next((at for at, line in enumerate(placed) if line is None), len(placed))
    if end < len(placed) and len(fields(lines[body[end]], measure)) > 1:
        return None
    while end and is_heading(lines[body[end - 1]], measure):
        end -= 1
    rows = _rows([line for line in placed[:end] if line is not None], kinds, placing)
    if not rows:
        return None
    cells = [cells_of(row, lambda _col, _run: True) for row in rows]
    behind = body[sum(map(len, rows)) - 1] + 1
    return behind, table_of([[[text] for _, text in heads], *cells])


def _rows(
    lines: Sequence[Placed], kinds: Sequence[frozenset[str]], placing: Columns
) -> list[list[Placed]] | None:
    """The lines of each indicator: the first one holds its values; None where they do not settle it."""
    name = next(col for col, kind in enumerate(kinds) if kind & NAMES and not kind & SPANNING)
    values = [col for col, kind in enumerate(kinds) if kind & VALUES]
    rows: list[list[Placed]] = []
    for line in lines:
        if all(is_value(line[col]) for col in values) and line[name]:
            if rows and any(
                _may_go_on(rows[-1], line, col) for col, kind in enumerate(kinds) if kind & SPANNING
            ):
                return None
            rows.append([line])
            continue
        if not rows or any(line[col] for col in values):
            return None
        above = rows[-1][-1]
        if any(run and not (above[col] and placing.is_full(col, above[col])) for col, run in enumerate(line)):
            return None
        rows[-1].append(line)
    return rows


def _may_go_on(row: Sequence[Placed], line: Placed, col: int) -> bool:
    """Whether the text of a column that spans rows may go on in the first line of the next row."""
    above = row[-1]
    behind = next((run for run in above[col + 1 :] if run), ())
    tight = bool(above[col] and behind) and behind[0].begin - above[col][-1].end <= _TIGHT
    return bool(line[col]) and tight
