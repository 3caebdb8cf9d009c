"""Tables of measures whose heads are known (取組の内容, 甲の役割, 乙の役割), laid out without lines between their rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from graph_build.documents.laid_out.columns import Columns, runs_of
from graph_build.documents.laid_out.rows import Row, rows_of
from graph_build.documents.laid_out.words import Measure, Word, fields, text_of, words
from graph_build.documents.lines import Line, columns
from graph_build.documents.model import Cell, Located, Table
from graph_build.documents.paragraphs import starts_anew
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.plan_labels import PARTS_OF_PROJECTS, label_kinds

_SPEAKS = ("content", "role", "roles")
_ENDS = tuple("。．）)」』】－―-")
_OTHER = re.compile(r"[■□◆◇●【〔《＜]|別表|別紙|附則|付則|第[0-9０-９一二三四五六七八九十]+[条章節]")
_HEAD_LINES = 2
_MOSTLY = 0.7
"""The part of the sentences' cells from which all of them end as they do."""


def headed_table(lines: Sequence[Line], begin: int, aside: Collection[int] = ()) -> tuple[int, Table] | None:
    """The table whose heads stand in line ``begin``: the line behind it and the table; None if there is none, or its rows
    are not settled."""
    if "\t" in lines[begin].text or lines[begin].blank:
        return None
    for measure in (len, columns):
        heads = _heads(lines, begin, measure)
        found = _read(lines, begin, aside, heads, measure) if heads else None
        if found:
            return found
    return None


def _heads(lines: Sequence[Line], begin: int, measure: Measure) -> list[list[Sequence[Word]]]:
    """The lines of each head, where one line, or two, hold nothing but known ones; none for others."""
    single = runs_of(words(lines[begin], measure), numbered=False)
    for cut in (fields(lines[begin], measure), single):
        heads: list[list[Sequence[Word]]] = [[run] for run in cut]
        if _are_known(heads):
            return heads
        if len(heads) > 1 and begin + 1 < len(lines):
            for run in runs_of(words(lines[begin + 1], measure), numbered=False):
                nearest = min(heads, key=lambda head: abs(head[0][0].begin - run[0].begin))
                nearest.append(run)
            if _are_known(heads):
                return heads
    return []


def _are_known(heads: Sequence[Sequence[Sequence[Word]]]) -> bool:
    kinds = [_kind(head) for head in heads]
    whole = all(len(head) <= _HEAD_LINES for head in heads)
    return whole and len(kinds) > 1 and "unknown" not in kinds and sum(kind in _SPEAKS for kind in kinds) >= 2


def _text(head: Sequence[Sequence[Word]]) -> Located:
    return Located.joined([text_of(run) for run in head])


def _kind(head: Sequence[Sequence[Word]]) -> str:
    return label_kind(matching_key(_text(head).text)).kind


def _read(
    lines: Sequence[Line],
    begin: int,
    aside: Collection[int],
    heads: Sequence[Sequence[Sequence[Word]]],
    measure: Measure,
) -> tuple[int, Table] | None:
    body = _body(lines, begin + max(map(len, heads)), aside, measure)
    speaking = [col for col, head in enumerate(heads) if _kind(head) in _SPEAKS]
    placing = Columns([head[0][0].begin for head in heads], speaking, measure)
    placed = placing.read([lines[i] for i in body])
    size = next((at for at, line in enumerate(placed) if line is None), len(placed))
    if size < len(placed) and len(fields(lines[body[size]], measure)) > 1:
        return None
    while size and _is_heading(lines[body[size - 1]], measure):
        size -= 1
    kept = [line for line in placed[:size] if line is not None]
    rows = rows_of(kept, speaking, placing.is_open) if kept else None
    while rows and not any(line[col] for line in rows[-1] for col in range(1, len(heads))):
        rows.pop()
    if not rows:
        return None
    end = body[sum(map(len, rows)) - 1] + 1
    cells = [_cells(row, len(heads), placing) for row in rows]
    if not _is_settled(cells, speaking) or any(placing.is_open(col, rows[-1][-1][col]) for col in speaking):
        return None
    return end, _table([[[_text(head)] for head in heads], *cells])


def _body(lines: Sequence[Line], begin: int, aside: Collection[int], measure: Measure) -> list[int]:
    """The lines that may belong to the table: up to a blank one that no page's end explains, or to heads."""
    found: list[int] = []
    gap = paged = False
    for i in range(begin, len(lines)):
        line = lines[i]
        paged = paged or line.start in aside or "\f" in line.text
        gap = gap or line.blank
        if line.blank or line.start in aside:
            continue
        if (
            (gap and not paged)
            or "\t" in line.text
            or _heads(lines, i, measure)
            or _begins_other(line, measure)
        ):
            break
        found.append(i)
        gap = paged = False
    return found


def _is_heading(line: Line, measure: Measure) -> bool:
    """Whether a line is a text of its own with a number or sign in front."""
    return len(fields(line, measure)) == 1 and starts_anew(line.text.strip())


def _begins_other(line: Line, measure: Measure) -> bool:
    """Whether something else begins that no number of the table's rows does: 「■ …」, 「別表第2」, a label with its text."""
    cut = fields(line, measure)
    if len(cut) == 1:
        return _OTHER.match(line.text.strip()) is not None
    return not label_kinds(matching_key(text_of(cut[0]).text)).isdisjoint(PARTS_OF_PROJECTS)


def _cells(row: Row, width: int, placing: Columns) -> list[list[Located]]:
    """The paragraphs of each cell: one ends where a line does not fill its column."""
    cells: list[list[Located]] = []
    for col in range(width):
        paras: list[Located] = []
        full = False
        for run in (line[col] for line in row if line[col]):
            text = text_of(run)
            if full:
                paras[-1] = Located.joined([paras[-1], text])
            else:
                paras.append(text)
            full = placing.is_full(col, run)
        cells.append(paras)
    return cells


def _is_settled(rows: Sequence[Sequence[Sequence[Located]]], speaking: Sequence[int]) -> bool:
    """Whether the cells of sentences end as such do, and no field stands beside the middle of its rows."""
    texts = [row[col][-1].text for row in rows for col in speaking if row[col]]
    ended = sum(text.endswith(_ENDS) for text in texts)
    if texts and _MOSTLY * len(texts) <= ended < len(texts):
        return False
    return bool(rows[0][0])


def _table(rows: Sequence[Sequence[Sequence[Located]]]) -> Table:
    cells = [
        Cell(at, col, Located.joined(list(paras), "\n"), tuple(paras))
        for at, row in enumerate(rows)
        for col, paras in enumerate(row)
    ]
    return Table(tuple(cells), len(rows), len(rows[0]))
