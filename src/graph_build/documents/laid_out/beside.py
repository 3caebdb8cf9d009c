"""What stands beside a label of a sheet, by its words: names, values below years, another label, the heads of another table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from graph_build.documents.laid_out.cells import Paras
from graph_build.documents.laid_out.grids import Grid, Run, is_figure
from graph_build.documents.laid_out.labels import kinds
from graph_build.documents.laid_out.words import Measure, Word, ems, fields, is_justified, text_of
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Located
from graph_build.text.key import matching_key
from graph_build.text.plan_labels import YEAR_HEAD

_ENDS = tuple("。．）)」』】－―-")
_BESIDE = frozenset(("title", "number", "contact", "participants", "field", "facility_kind"))
"""Labels that may stand beside the value of another one."""
_WIDEST_NAME = 8
_HEADS = 3
_FIGURE = re.compile(r"[-－―▲△]?[0-9０-９][0-9０-９,，.．]*|[-－―ー]")


def values_below(grid: Grid, body: Sequence[Sequence[Word]]) -> list[list[Paras]] | None:
    """The cells of the lines below years; None where a value's place is not settled.

    Beside names each line has one, but for a single line, whose label tells what its values are.
    """
    rows: list[tuple[list[Sequence[Word]], list[Located]]] = []
    for line in body:
        grid.learn(line)
    for line in body:
        found = grid.values(line)
        if found is None:
            return None
        name, values = found
        if grid.named and rows and not any(values):
            widest = max(ems(one) for names, _ in rows for one in names)
            if ems(rows[-1][0][-1]) < widest - 1:
                return None
            rows[-1][0].append(name)
        elif any(values) and (name or not grid.named or len(body) == 1):
            rows.append(([name], values))
        else:
            return None
    return [
        [
            *wrapped(names)[: grid.named],
            *([v] if v else [] for v in values),
        ]
        for names, values in rows
    ]


def years_down(lines: Sequence[Line], measure: Measure) -> list[list[Paras]] | None:
    """The cells of lines that begin with a year or a total and have a figure below each head: 年度　A市　B町　計; None for others."""
    heads, *rows = ([text_of(run) for run in fields(line, measure)] for line in lines)
    same = len(heads) >= _HEADS and bool(rows) and all(len(row) == len(heads) for row in rows)
    if not same or not all(_is_year(row[0].text) for row in rows):
        return None
    figures = all(_FIGURE.fullmatch(text.text) for row in rows for text in row[1:])
    return [[[text] for text in row] for row in (heads, *rows)] if figures else None


def _is_year(text: str) -> bool:
    return YEAR_HEAD.fullmatch(matching_key(text)) is not None or "total" in kinds(text)


def wrapped(lines: Sequence[Sequence[Word]]) -> list[Paras]:
    """A cell of one text."""
    text = Located.joined([text_of(line) for line in lines if line])
    return [[text] if text else []]


def are_values(line: Run) -> bool:
    """Whether words are what stands below years: figures, or words with wide gaps between."""
    wide = any(b.begin - a.end > 1 for a, b in pairwise(line))
    return wide or all(is_figure((word,)) for word in line)


def is_text(line: Sequence[Word]) -> bool:
    """Whether words are one text: no wide gap but in one that was justified."""
    return is_justified(line) or all(b.begin - a.end <= 1 for a, b in pairwise(line))


def is_label_beside(line: Sequence[Word], at: int) -> bool:
    """Whether a word of a line is a label with a value of its own; one that says little only where it stands apart on both sides."""
    gaps = (line[at].begin - line[at - 1].end, line[at + 1].begin - line[at].end)
    own = kinds(line[at].text.text)
    return (max(gaps) > 1 and bool(own & _BESIDE)) or (min(gaps) > 1 and "note" in own)


def name_before(line: Sequence[Word]) -> int | None:
    """Where the text begins beside a name, in a line that has both; None in others."""
    for above, word in pairwise(line):
        if word.begin - above.end > 1:
            name = line[: line.index(word)]
            short = ems(name) <= _WIDEST_NAME and not text_of(name).text.endswith(_ENDS)
            return word.begin if short and not is_justified(name) else None
    return None


def are_heads(runs: Sequence[Sequence[Word]]) -> bool:
    """Whether texts are the heads of another table, not a label (成果指標) and the heads beside it (指標名, 基準値, 目標値)."""
    said = [kinds(text_of(run).text) for run in runs]
    beside = len(said) > 1 and "kpi" in said[0] & said[1]
    return len(said) >= _HEADS and all(said) and not beside
