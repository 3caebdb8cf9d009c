"""The lines that a laid-out table may take, and its cells from the lines of its rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import takewhile

from graph_build.documents.laid_out.columns import Placed, is_number
from graph_build.documents.laid_out.words import Measure, Word, fields, text_of
from graph_build.documents.lines.paragraphs import starts_anew
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.key import matching_key
from graph_build.text.plan_labels import PARTS_OF_PROJECTS, label_kinds

_OTHER = re.compile(r"[■□◆◇●【〔《＜]|別表|別紙|附則|付則|第[0-9０-９一二三四五六七八九十]+[条章節]")
Paras = list[Located]


def body_of(
    lines: Sequence[Line],
    begin: int,
    aside: Collection[int],
    measure: Measure,
    margin: int,
    stops: Callable[[int], bool] = lambda _: False,
) -> list[int]:
    """The lines that may belong to a table: up to a blank one that no page's end explains, or to what begins something else.

    ``margin`` is where its first column begins.
    """
    return list(
        takewhile(
            lambda i: not (stops(i) or _begins_other(lines[i], measure, margin)),
            together(lines, begin, aside),
        )
    )


def together(lines: Sequence[Line], begin: int, aside: Collection[int]) -> Iterator[int]:
    """The filled lines from ``begin`` on, up to a blank one that no page's end explains, or a tab."""
    gap = paged = False
    for i in range(begin, len(lines)):
        line = lines[i]
        paged = paged or line.start in aside or "\f" in line.text
        gap = gap or line.blank
        if line.blank or line.start in aside:
            continue
        if (gap and not paged) or "\t" in line.text:
            return
        yield i
        gap = paged = False


def is_heading(line: Line, measure: Measure) -> bool:
    """Whether a line is a text of its own with a number or sign in front, whatever blanks stand behind that; one letter is the
    rest of a word."""
    cut = fields(line, measure)
    numbered = len(cut) == 2 and len(cut[0]) == 1 and is_number(cut[0][0])
    text = line.text.strip()
    return (len(cut) == 1 or numbered) and len(text) > 1 and starts_anew(text)


def is_labelled(line: Line, measure: Measure) -> bool:
    """Whether a line is a sign or word that begins something else (■ …, 別表第2), or a label of a project with its text."""
    cut = fields(line, measure)
    if len(cut) == 1:
        return _OTHER.match(line.text.strip()) is not None
    return len(cut) == 2 and not label_kinds(matching_key(text_of(cut[0]).text)).isdisjoint(PARTS_OF_PROJECTS)


def _begins_other(line: Line, measure: Measure, margin: int) -> bool:
    """Whether something else begins that no number of the table's rows does: 「■ …」, 「別表第2」, a label with its text."""
    cut = fields(line, measure)
    if len(cut) == 1:
        return _OTHER.match(line.text.strip()) is not None
    known = not label_kinds(matching_key(text_of(cut[0]).text)).isdisjoint(PARTS_OF_PROJECTS)
    return known and cut[0][0].begin <= margin


def cell_of(runs: Sequence[Sequence[Word]], is_full: Callable[[Sequence[Word]], bool]) -> Paras:
    """The paragraphs of a cell: one ends where a line does not fill its column."""
    paras: Paras = []
    full = False
    for run in filter(None, runs):
        text = text_of(run)
        if full:
            paras[-1] = Located.joined([paras[-1], text])
        else:
            paras.append(text)
        full = is_full(run)
    return paras


def cells_of(row: Sequence[Placed], is_full: Callable[[int, Sequence[Word]], bool]) -> list[Paras]:
    """The cells of a row from the words of its lines by column."""
    return [
        cell_of([line[col] for line in row], lambda run, col=col: is_full(col, run))  # type: ignore[misc]
        for col in range(len(row[0]))
    ]


def table_of(rows: Sequence[Sequence[Sequence[Located]]]) -> Table:
    """The table of these cells, each by its paragraphs."""
    cells = [
        Cell(at, col, Located.joined(list(paras), "\n"), tuple(paras))
        for at, row in enumerate(rows)
        for col, paras in enumerate(row)
    ]
    return Table(tuple(cells), len(rows), max(map(len, rows)))
