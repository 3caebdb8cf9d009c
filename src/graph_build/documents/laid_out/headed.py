"""Tables of measures whose heads are known (取組の内容, 甲の役割, 乙の役割), laid out without lines between their rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from graph_build.documents.laid_out.cells import body_of, cells_of, is_heading, table_of
from graph_build.documents.laid_out.columns import Columns, runs_of
from graph_build.documents.laid_out.rows import rows_of
from graph_build.documents.laid_out.words import Measure, Word, fields, measures, text_of, words
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Located, Table
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind

_SPEAKS = ("content", "role", "roles")
_ENDS = tuple("。．）)」』】－―-")
_HEAD_LINES = 2
_MOSTLY = 0.7
"""The part of the sentences' cells from which all of them end as they do."""


def headed_table(lines: Sequence[Line], begin: int, aside: Collection[int] = ()) -> tuple[int, Table] | None:
    """The table whose heads stand in line ``begin``: the line behind it and the table; None if there is none, or its rows
    are not settled."""
    if "\t" in lines[begin].text or lines[begin].blank:
        return None
    for measure in measures(lines):
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
    margin, behind = heads[0][0][0].begin, begin + max(map(len, heads))
    body = body_of(lines, behind, aside, measure, margin, lambda i: bool(_heads(lines, i, measure)))
    speaking = [col for col, head in enumerate(heads) if _kind(head) in _SPEAKS]
    placing = Columns([head[0][0].begin for head in heads], speaking, measure)
    placed = placing.read([lines[i] for i in body])
    size = next((at for at, line in enumerate(placed) if line is None), len(placed))
    if size < len(placed) and len(fields(lines[body[size]], measure)) > 1:
        return None
    while size and is_heading(lines[body[size - 1]], measure):
        size -= 1
    kept = [line for line in placed[:size] if line is not None]
    rows = rows_of(kept, speaking, placing.is_open) if kept else None
    while rows and not any(line[col] for line in rows[-1] for col in range(1, len(heads))):
        rows.pop()
    if not rows:
        return None
    end = body[sum(map(len, rows)) - 1] + 1
    cells = [cells_of(row, placing.is_full) for row in rows]
    if not _is_settled(cells, speaking) or any(placing.is_open(col, rows[-1][-1][col]) for col in speaking):
        return None
    return end, table_of([[[_text(head)] for head in heads], *cells])


def _is_settled(rows: Sequence[Sequence[Sequence[Located]]], speaking: Sequence[int]) -> bool:
    """Whether the cells of sentences end as such do, and no field stands beside the middle of its rows."""
    texts = [row[col][-1].text for row in rows for col in speaking if row[col]]
    ended = sum(text.endswith(_ENDS) for text in texts)
    if texts and _MOSTLY * len(texts) <= ended < len(texts):
        return False
    return bool(rows[0][0])
