"""Measures laid out as a title, the labels beside it (取組内容, 甲の役割, 乙の役割) and a text for each label, without heads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from graph_build.documents.laid_out.cells import Paras, body_of, cells_of, is_heading, table_of
from graph_build.documents.laid_out.columns import Columns, Placed
from graph_build.documents.laid_out.words import Measure, Word, measures, text_of, words
from graph_build.documents.lines.paragraphs import starts_anew
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Located, Table
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind

_TITLE, _LABEL, _TEXT = range(3)
_KINDS = frozenset(("content", "role", "roles", "cost", "note"))


def titled_table(lines: Sequence[Line], begin: int, aside: Collection[int] = ()) -> tuple[int, Table] | None:
    """The table whose first title stands in line ``begin``: the line behind it and the table; None if there is none."""
    if "\t" in lines[begin].text or lines[begin].blank:
        return None
    for measure in measures(lines):
        starts = _starts(lines[begin], measure)
        found = _read(lines, begin, aside, starts, measure) if starts else None
        if found:
            return found
    return None


def _starts(line: Line, measure: Measure) -> list[int]:
    """Where title, label and text begin in a line with all of them."""
    single = words(line, measure)
    for at, word in enumerate(single[1:-1], start=1):
        if _kind([word]) == "content":
            return [single[0].begin, word.begin, single[at + 1].begin]
    return []


def _kind(run: Sequence[Word]) -> str:
    return label_kind(matching_key(text_of(run).text)).kind


def _read(
    lines: Sequence[Line], begin: int, aside: Collection[int], starts: Sequence[int], measure: Measure
) -> tuple[int, Table] | None:
    body = body_of(lines, begin, aside, measure, starts[0])
    placing = Columns(starts, (_TEXT,), measure)
    placed = placing.read([lines[i] for i in body])
    kept = list(_kept(placed))
    while kept and kept[-1][_TITLE] and is_heading(lines[body[len(kept) - 1]], measure):
        kept.pop()
    rows = list(_rows(kept))
    kinds = [_kind(row[0][_LABEL]) for row in rows]
    if "content" not in kinds or {"role", "roles"}.isdisjoint(kinds) or not _KINDS.issuperset(kinds):
        return None
    if any(not row[0][_TEXT] or placing.is_open(_TEXT, row[-1][_TEXT]) for row in rows):
        return None
    return body[len(kept) - 1] + 1, table_of(list(_cells(rows, kinds, placing)))


def _kept(placed: Sequence[Placed | None]) -> Iterator[Placed]:
    """The lines up to one that does not fit, or that is a heading in the column of titles."""
    for line in placed:
        if line is None or (not (line[_LABEL] or line[_TEXT]) and starts_anew(text_of(line[_TITLE]).text)):
            return
        yield line


def _rows(lines: Sequence[Placed]) -> Iterator[list[Placed]]:
    """The lines of each label; the title of the measure goes on beside the labels below its first one."""
    row: list[Placed] = []
    for line in lines:
        if row and line[_LABEL]:
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _cells(rows: Sequence[Sequence[Placed]], kinds: Sequence[str], placing: Columns) -> Iterator[list[Paras]]:
    """The cells of the rows, the whole title of a measure in its first one."""
    firsts = [at for at, kind in enumerate(kinds) if kind == "content"]
    ends = dict(zip([0, *firsts[1:]], [*firsts[1:], len(rows)], strict=True))
    for at, row in enumerate(rows):
        _, label, text = cells_of(row, placing.is_full)
        titles = [line[_TITLE] for other in rows[at : ends.get(at, at)] for line in other]
        title = Located.joined([text_of(run) for run in titles if run])
        yield [[title] if title else [], label, text]
