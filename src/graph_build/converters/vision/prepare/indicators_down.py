"""Tables of indicators whose cells a conversion has put one below the other; a name may take several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.items import Item, Para
from graph_build.converters.vision.outline.tree import heading_kind
from graph_build.converters.vision.prepare.cells_down import Down, Row, is_value, table_of, text_at
from graph_build.converters.vision.words.heads import Head, date_period, read_head, unit_in
from graph_build.documents.lines.physical import columns
from graph_build.documents.model import Located
from graph_build.text.key import fold, matching_key

_HEADS = ("kpi", "target", "current", "baseline", "unit", "source", "measure", "field")
_VALUES = ("target", "current", "baseline")
_LONGEST = 60
_LONGEST_VALUE = 12
_MOST_LINES = 4
"""Lines that a name may take."""
_NARROWEST, _RAGGED = 8, 4
"""Columns that a line of a cut name has at least, and those by which such lines differ."""
_BRACKETS = re.compile(r"[(（]([^()（）]{1,14})[)）]")


def indicators_down(items: Sequence[Item], i: int) -> Down | None:
    """The table of indicators whose heads begin at ``i``, a line each (指標名, 現状値, 目標値);
    None where no such heads stand here, or the lines below them make no rows, or more than one way of rows."""
    found = _announced(items, i)
    if found is None:
        return _one_by_one(items, i)
    heads, begin = found
    read = [read_head(text.text) for text in heads]
    behind = begin
    while behind < len(items) and _is_cell(items, behind):
        behind += 1
    cells = _whole_values([item for item in items[begin:behind] if isinstance(item, Para)])
    ways = [way for way in (_by_figures(cells, read), _in_turn(cells, read)) if way]
    if not ways or any(_keys(way) != _keys(ways[0]) for way in ways):
        return None
    return Down(table_of([heads, *ways[0]]), behind)


def _one_by_one(items: Sequence[Item], i: int) -> Down | None:
    """The table of indicators below a label of such at ``i``, each a name and then its values, every one below what it is:
    往診の件数 / 基準値（R3） / 120人 / 目標値（R8） / 200人."""
    caption = text_at(items, i)
    if caption is None or read_head(caption.text).kinds != {"kpi"}:
        return None
    heads: list[Located] = []
    rows: list[Row] = []
    at = i + 1
    while at < len(items) and _is_cell(items, at) and not is_value(items, at):
        labels = [text for k in range(at + 1, at + 6, 2) if (text := text_at(items, k)) and _says_value(text)]
        values = [
            text
            for k in range(at + 2, at + 2 + 2 * len(labels), 2)
            if (text := text_at(items, k)) and is_value(items, k)
        ]
        same = not heads or [matching_key(a.text) for a in heads] == [matching_key(b.text) for b in labels]
        name = items[at]
        if len(labels) < 2 or len(values) != len(labels) or not same or not isinstance(name, Para):
            break
        heads = heads or labels
        rows.append([name.text.strip(), *values])
        at += 1 + 2 * len(labels)
    return Down(table_of([[caption, *heads], *rows]), at) if rows else None


def _says_value(text: Located) -> bool:
    return read_head(text.text).means(*_VALUES)


def is_unsettled(items: Sequence[Item], i: int) -> bool:
    """Whether heads of indicators begin at ``i`` and values stand below them, of which no table came about."""
    found = _announced(items, i)
    return found is not None and any(
        is_value(items, at) for at in range(found[1], found[1] + _MOST_LINES + 1)
    )


def _announced(items: Sequence[Item], i: int) -> tuple[list[Located], int] | None:
    """The heads that begin at ``i``, three and more, one of names and one of values, and where the cells below them begin."""
    heads: list[Located] = []
    at = i
    while at < len(items) and isinstance(item := items[at], Para):
        dated = bool(heads) and read_head(heads[-1].text).means(*_VALUES) and date_period(item.text.text)
        if dated and "(" not in fold(heads[-1].text).text:
            heads[-1] = Located.joined([Located.joined([heads[-1], item.text], "("), item.text[0:0]], ")")
        elif _is_head(item):
            heads.append(item.text)
        else:
            break
        at += 1
    read = [read_head(text.text) for text in heads]
    kinds = {kind for head in read for kind in head.kinds}
    if len(heads) < 3 or "kpi" not in kinds or kinds.isdisjoint(_VALUES) or _is_within(items, i):
        return None
    if read[0].kinds == {"kpi"} and read[1].means("kpi"):
        return None  # 「成果指標」 above 「指標名」 is a caption
    return heads, at


def _is_head(item: Item) -> bool:
    return isinstance(item, Para) and read_head(item.text.text).means(*_HEADS)


def _is_within(items: Sequence[Item], i: int) -> bool:
    """Whether the line above is one more head: a label of something else; 「成果指標」 may announce a table."""
    above, here = items[i - 1] if i else None, items[i]
    if not isinstance(above, Para) or not isinstance(here, Para):
        return False
    kinds = read_head(above.text.text).kinds
    return bool(kinds) and not (kinds == {"kpi"} and "kpi" in read_head(here.text.text).kinds)


def _is_cell(items: Sequence[Item], i: int) -> bool:
    """Whether a line may be a cell: short, no sentence, note, heading or label."""
    item = items[i]
    if not isinstance(item, Para) or len(item.text) > _LONGEST or item.text.text.rstrip().endswith("。"):
        return False
    noted = item.marker is not None and item.marker.kind == "note"
    return not noted and heading_kind(items, i) is None and not read_head(item.text.text).kinds


def _whole_values(lines: Sequence[Para]) -> list[Para]:
    """The lines, a figure and the unit or date below it as one: 「243,000」 / 「人」."""
    found: list[Para] = []
    for line in lines:
        above = found[-1].text if found and is_value(found, len(found) - 1) else None
        if above is not None and _belongs_to_figure(line.text.text.strip()):
            found[-1] = Para(Located.joined([above, line.text.strip()], ""))
        else:
            found.append(line)
    return found


def _belongs_to_figure(text: str) -> bool:
    framed = _BRACKETS.fullmatch(text)
    if framed is None:
        return len(text) <= 4 and unit_in(text) is not None
    return unit_in(framed[1]) is not None or date_period(framed[1]) is not None


def _by_figures(lines: Sequence[Para], heads: Sequence[Head]) -> list[Row]:
    """The rows where all columns but the first (and one of units) are values: the lines of a name end where the figures begin."""
    unit = len(heads) > 1 and heads[1].means("unit")
    wide = len(heads) - 1 - unit
    if not heads[0].means("kpi") or not all(head.means(*_VALUES) for head in heads[1 + unit :]):
        return []
    rows: list[Row] = []
    names: list[list[Located]] = []
    at = 0
    while at < len(lines):
        begin = at
        while at < len(lines) and not is_value(lines, at):
            at += 1
        name = [line.text.strip() for line in lines[begin:at]]
        values = [line.text.strip() for i, line in enumerate(lines[at : at + wide], at) if is_value(lines, i)]
        beside = [name.pop()] if unit and len(name) > 1 and unit_in(name[-1].text) else []
        if not 0 < len(name) <= _MOST_LINES or len(beside) != unit or len(values) != wide:
            return []
        names.append(name)
        rows.append([Located.joined(name, ""), *beside, *values])
        at += wide
    return rows if _are_wrapped(names) else []


def _are_wrapped(names: Sequence[Sequence[Located]]) -> bool:
    """Whether the lines that do not end their names are as wide as the column, which no line is wider than."""
    widest = max((columns(line.text) for name in names for line in name), default=0)
    cut = [columns(line.text) for name in names for line in name[:-1]]
    return all(max(_NARROWEST, widest - _RAGGED) <= width for width in cut)


def _in_turn(lines: Sequence[Para], heads: Sequence[Head]) -> list[Row]:
    """The rows where every cell is one line: no name is a figure, and what is below a head of values is short."""
    wide = len(heads)
    if not lines or len(lines) % wide:
        return []
    for at, line in enumerate(lines):
        head = heads[at % wide]
        if head.means("kpi") and not head.means(*_VALUES) and is_value(lines, at):
            return []
        if head.means(*_VALUES) and not is_value(lines, at) and len(line.text) > _LONGEST_VALUE:
            return []
    return [[line.text.strip() for line in lines[at : at + wide]] for at in range(0, len(lines), wide)]


def _keys(rows: Sequence[Row]) -> list[list[str]]:
    return [[matching_key(text.text) for text in row] for row in rows]
