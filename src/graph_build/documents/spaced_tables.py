"""Tables whose columns are kept apart by blanks only, as text extraction lays them out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph_build.documents.lines import Line
from graph_build.documents.model import Cell, Located, Table
from graph_build.documents.side_by_side import Gap, cut_at, gaps, shared
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import parse_marker

_SPEAKS = ("content", "role", "roles")


def spaced_table(lines: Sequence[Line], begin: int) -> tuple[int, Table] | None:
    """The table whose heads stand in line ``begin``: the line behind it and the table; None if there is none.

    Only a line of known heads (取組の内容, 甲の役割) begins one. It goes on as long as its gutters stay blank. Blank
    lines divide the rows; without any, a row begins where all its columns do and the one above ends its sentences.
    """
    heads = _heads(lines[begin])
    if heads is None:
        return None
    gutters, end = _extent(lines, begin, len(heads) - 1)
    if len(gutters) != len(heads) - 1:
        return None
    rows = [_row(group, gutters) for group in _groups(lines[begin + 1 : end], gutters)]
    if not rows:
        return None
    all_rows = [[part.strip() for part in cut_at(lines[begin], gutters)], *rows]
    cells = [
        Cell(row, col, text, (text,) if text else ())
        for row, parts in enumerate(all_rows)
        for col, text in enumerate(parts)
    ]
    return end, Table(tuple(cells), len(all_rows), len(heads))


def _heads(line: Line) -> list[str] | None:
    if "\t" in line.text or line.blank:
        return None
    words = [part.text for part in cut_at(line, gaps(line))]
    kinds = [label_kind(matching_key(word)).kind for word in words]
    known = [kind for kind in kinds if kind != "unknown"]
    speaking = sum(kind in _SPEAKS for kind in kinds)
    return words if len(words) >= 2 and len(known) == len(words) and speaking >= 2 else None


def _extent(lines: Sequence[Line], begin: int, wanted: int) -> tuple[list[Gap], int]:
    """The gutters that stay blank, and the line behind the last that keeps them."""
    gutters = gaps(lines[begin])
    end = begin + 1
    for i in range(begin + 1, len(lines)):
        line = lines[i]
        if line.blank:
            continue
        if "\t" in line.text:
            break
        narrowed = shared(gutters, gaps(line, outer=True))
        if len(narrowed) < wanted or (_alone(line, narrowed) and _begins_anew(line)):
            break
        gutters, end = narrowed, i + 1
    return gutters, end


def _alone(line: Line, gutters: Sequence[Gap]) -> bool:
    return sum(bool(part.text.strip()) for part in cut_at(line, gutters)) == 1


def _begins_anew(line: Line) -> bool:
    return parse_marker(line.text.strip()) is not None


def _groups(lines: Sequence[Line], gutters: Sequence[Gap]) -> Iterator[list[Line]]:
    """The lines of each row."""
    divided = any(line.blank for line in lines)
    group: list[Line] = []
    for line in lines:
        begins = not divided and group and _begins_row(line, group, gutters)
        if group and (line.blank or begins):
            yield group
            group = []
        if not line.blank:
            group.append(line)
    if group:
        yield group


def _begins_row(line: Line, group: Sequence[Line], gutters: Sequence[Gap]) -> bool:
    parts = cut_at(line, gutters)
    ended = all(part.text.rstrip().endswith("。") for part in _row(group, gutters) if part)
    return ended and all(part.text.strip() for part in parts)


def _row(group: Sequence[Line], gutters: Sequence[Gap]) -> list[Located]:
    columns = list(zip(*(cut_at(line, gutters) for line in group), strict=True))
    return [Located.joined([part.strip() for part in column if part.text.strip()]) for column in columns]
