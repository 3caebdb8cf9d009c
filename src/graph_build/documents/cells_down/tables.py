"""Tables of measures whose cells a conversion has put one below the other: the heads first, then row by row.

Where blank lines, kinds of texts, who speaks in them and the widths of their lines settle one way of rows, that is the
table; else the lines are one column, so that nobody takes one for what it is not, and are reported.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from graph_build.documents.cells_down.rows import Column, Row, settled_rows, speaks_for
from graph_build.documents.cells_down.texts import Text, is_holder, texts_below
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Cell, Ignored, Located, Table
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind

_MOST_LINES = 3
"""Lines that a head in a narrow column may take."""
_LONGEST_LINE = 10
"""Characters of a line of such a head."""
_UNFINISHED = re.compile("[のがすうる]\\s*$")
_GAP = re.compile(r"\S(?:\t|　|[ 　]{2,})\S")


@dataclass(frozen=True, slots=True)
class Down:
    """What stands below heads: the line behind it, the table, what is printed once more, and whether its cells are settled."""

    end: int
    table: Table
    repeated: tuple[Ignored, ...]
    settled: bool


@dataclass(frozen=True, slots=True)
class _Head:
    text: Located
    kind: str
    holder: str | None


def cells_down(lines: Sequence[Line], begin: int, aside: Collection[int] = ()) -> Down | None:
    """The table whose first head stands in line ``begin``; None where no heads begin there.

    Its heads are three known ones and more, no text between them, contents and roles among them.
    """
    heads, body = _heads(lines, begin, aside)
    kinds = [head.kind for head in heads]
    told = kinds == ["content", "roles"]
    if (len(kinds) < 3 and not told) or "content" not in kinds or not {"role", "roles"} & set(kinds):
        return None
    if kinds[0] == "content" and "content" in kinds[1:]:
        return None  # 「協定の内容」 above 「取組の内容」 is a caption
    group = next(
        (i for i, kind in enumerate(kinds) if kind == "roles" and set(kinds[i + 1 :]) == {"role"}), None
    )
    shown = [head for i, head in enumerate(heads) if i != group]
    printed = [matching_key(head.text.text) for head in heads]
    found = texts_below(lines, body, aside, printed, labelled=shown[0].kind != "content")
    if not found.blocks or (told and not _tells_roles(found.blocks)):
        return None
    rows = settled_rows(found.blocks, [Column(head.kind, head.holder) for head in shown])
    if group is not None and all(
        label_kind(matching_key(head.text.text)).holder for head in heads[group + 1 :]
    ):
        found.repeated.append(Ignored(heads[group].text.start, heads[group].text.end, "label"))
        heads, group = shown, None
    if rows is None:
        texts = [text.located for block in found.blocks for text in block]
        table = _one_column([*(head.text for head in heads), *texts])
        return Down(found.blocks[-1][-1].behind, table, tuple(found.repeated), settled=False)
    end = max(text.behind for unit in rows[-1] for text in unit or ())
    return Down(end, _table(heads, group, rows), tuple(found.repeated), settled=True)


def _tells_roles(blocks: Sequence[Sequence[Text]]) -> bool:
    """Whether a sentence stands below the heads of contents and roles, and then who has a role."""
    texts = [text.words for block in blocks for text in block]
    return len(texts) > 1 and not speaks_for(texts[0]) and bool(speaks_for(texts[1]))


def _heads(lines: Sequence[Line], begin: int, aside: Collection[int]) -> tuple[list[_Head], int]:
    """The heads from a line on, one in each or all in one, and the line behind them; blank lines may stand between."""
    heads = [head for part in _parts(lines[begin]) if (head := _read(part))]
    if len(heads) > 1 and len(heads) == len(_parts(lines[begin])):
        below = next((line.text for line in lines[begin + 1 :] if not line.blank), "")
        return ([] if _GAP.search(below.strip()) else heads), begin + 1
    heads, at = [], begin
    while at < len(lines):
        if lines[at].blank:
            at += 1
            continue
        grouped = any(head.kind == "roles" for head in heads)
        found = _head(lines, at, aside) or (_speakers(lines, at) if grouped else None)
        if found is None:
            break
        heads += found[0]
        at = found[1]
    return heads, at


def _parts(line: Line) -> list[Located]:
    """The words of a line that blanks part."""
    return [line.located.match(found) for found in re.finditer(r"[^ 　]+", line.text)]


def _read(text: Located) -> _Head | None:
    label = label_kind(matching_key(text.text))
    return _Head(text, label.kind, label.holder) if label.kind != "unknown" else None


def _head(lines: Sequence[Line], at: int, aside: Collection[int]) -> tuple[list[_Head], int] | None:
    """The head that begins in a line, of several lines where the first is none, and the line behind it."""
    parts: list[Located] = []
    for end in range(at, min(at + _MOST_LINES, len(lines))):
        line = lines[end]
        if line.blank or line.start in aside or "。" in line.text:
            return None
        if end > at and (len(line.text.strip()) > _LONGEST_LINE or _names_role(line)):
            return None
        parts.append(line.located.strip())
        unfinished = end == at and _UNFINISHED.search(line.text)  # 「取組の」 above 「内容」
        if not unfinished and (head := _read(Located.joined(parts))):
            return [head], end + 1
    return None


def _names_role(line: Line) -> bool:
    """Whether a line is a head of roles by itself, not the end of one that the line above begins."""
    return label_kind(matching_key(line.text)).holder is not None


def _speakers(lines: Sequence[Line], at: int) -> tuple[list[_Head], int] | None:
    """The names or positions below 「役割分担」, two and more of them (甲 / 乙), and the line behind them."""
    heads: list[_Head] = []
    while at < len(lines) and (lines[at].blank or _holds(lines[at])):
        if not lines[at].blank:
            text = lines[at].located.strip()
            heads.append(_Head(text, "role", matching_key(text.text)))
        at += 1
    return (heads, at) if len(heads) > 1 else None


def _holds(line: Line) -> bool:
    """Whether a line is nothing but somebody who may have a role."""
    return is_holder(matching_key(line.text))


def _table(heads: Sequence[_Head], group: int | None, rows: Sequence[Row]) -> Table:
    """The table of heads and rows; 「役割分担」 spans those who have the roles."""
    shown = [head.text for i, head in enumerate(heads) if i != group]
    cells: list[Cell] = []
    top = 0 if group is None else 1
    under = range(0) if group is None else range(group, group + len(heads) - 1 - group)
    for col, text in enumerate(shown):
        own = top if col in under else 0
        cells.append(Cell(own, col, text, (text,), rowspan=1 if own or not top else 2))
    if group is not None:
        spanning = heads[group].text
        cells.append(Cell(0, group, spanning, (spanning,), colspan=len(under)))
    for row, units in enumerate(rows):
        for col, unit in enumerate(units):
            if unit is None:
                continue
            paras = [text.located for text in unit]
            span = 1
            while row + span < len(rows) and rows[row + span][col] is None:
                span += 1
            text = Located.joined(paras, "\n")
            cells.append(Cell(row + top + 1, col, text, tuple(paras), rowspan=span))
    cells.sort(key=lambda cell: (cell.row, cell.col))
    return Table(tuple(cells), len(rows) + top + 1, len(shown))


def _one_column(texts: Sequence[Located]) -> Table:
    return Table(tuple(Cell(row, 0, text, (text,)) for row, text in enumerate(texts)), len(texts), 1)
