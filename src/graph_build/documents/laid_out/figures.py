"""Tables of figures of which one blank, or a head of two lines, parts the columns: a name and as many figures in every line."""

from __future__ import annotations

from collections.abc import Sequence

from graph_build.documents.laid_out.cells import Paras, table_of
from graph_build.documents.laid_out.grids import is_figure
from graph_build.documents.laid_out.words import fields, text_of, words
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Located, Table

_LEAST = 2
"""Figures of a line, and lines of a table."""


def laid_out_figures(lines: Sequence[Line], begin: int) -> tuple[int, Table] | None:
    """The table whose heads stand in line ``begin`` and perhaps the next: the line behind it and the table; None for none."""
    for size in (1, 2):
        heads = _heads(lines[begin : begin + size])
        rows = _rows(lines, begin + size, len(heads)) if len(heads) > _LEAST else []
        if len(rows) >= _LEAST:
            return begin + size + len(rows), table_of([heads, *rows])
    return None


def _heads(lines: Sequence[Line]) -> list[Paras]:
    """The heads, none above the names where the line begins right of these; a second line goes on with some of them."""
    if any(line.blank or "\t" in line.text or "。" in line.text for line in lines):
        return []
    first = [(run[0].begin, [text_of(run)]) for run in fields(lines[0])]
    for run in (run for line in lines[1:] for run in fields(line)):
        near = min(first, key=lambda head: abs(head[0] - run[0].begin))
        near[1].append(text_of(run))
    if any(is_figure(run) for run in fields(lines[0])):
        return []
    unnamed: list[Paras] = [[]] if first[0][0] > _LEAST else []
    return [*unnamed, *([Located.joined(texts)] for _, texts in first)]


def _rows(lines: Sequence[Line], begin: int, width: int) -> list[list[Paras]]:
    """The cells of the lines that hold a name and a figure for each other head."""
    rows: list[list[Paras]] = []
    for line in lines[begin:]:
        found = words(line) if not line.blank and "\t" not in line.text else ()
        named = len(found) == width and not is_figure(found[:1])
        if not named or not all(is_figure((word,)) for word in found[1:]):
            break
        rows.append([[word.text] for word in found])
    return rows
