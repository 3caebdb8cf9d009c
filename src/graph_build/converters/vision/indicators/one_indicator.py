"""Tables of one indicator: its targets and results by years, and its name in the first row or in the line above the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph_build.converters.items import Para
from graph_build.converters.vision.indicators.tables import Columns
from graph_build.converters.vision.tables.part_labels import FRAME, labelled
from graph_build.converters.vision.tables.signs import Row
from graph_build.converters.vision.tables.years import YEARS_HEADS
from graph_build.converters.vision.words.heads import Head, head_of, parse_years, read_head
from graph_build.converters.vision.words.value_columns import value_head, values_and_dates
from graph_build.documents.model import Cell, Located
from graph_build.text.key import matching_key

_KINDS = ("target", "current")
# 「指標１　…」, 「KPI②：…」: the label of an indicator with its number, in front of its name.
_COUNTED_LABEL = re.compile(
    r"[^\s:：]{0,8}(?:指標|KPI|ＫＰＩ)(?:名)?\s*[(（]?[0-9０-９①-⑳]{1,2}[)）]?[\s:：】\]、.．]+"
)


@dataclass(frozen=True, slots=True)
class OneIndicator:
    """Such a table: the name that its first row prints, its values with their heads, and what else it prints.

    ``heads`` are by columns; ``values`` has one row; ``years`` are the cells of the years by columns.
    """

    name: Located | None
    values: Row
    heads: dict[int, Head]
    years: dict[int, Cell]
    labels: tuple[Located, ...]


def one_indicator(rows: Sequence[Row]) -> OneIndicator | None:
    """What a table tells of one indicator; None for other tables: one with rows of anything but targets and results."""
    name, labels, rest = _named(rows)
    table = _across(rest) or _across(_turned(rest))
    if table is None:
        return None
    head, data = table
    years: dict[int, Cell] = {}
    heads: dict[int, Head] = {}
    values: list[Cell] = []
    width = max(cell.col for row in (head, *data) for cell in row) + 1
    for index, row in enumerate(data):
        kind = value_head(row[0])
        for cell in row[1:]:
            year = next((one for one in head if one.col == cell.col), None)
            if year is None:
                continue
            at = width * (index + 1) + cell.col
            own = value_head(year)
            heads[at] = own if own.kinds else replace(kind, year=own.year)
            years[at] = year
            values.append(replace(cell, row=0, col=at))
    told = [cell.text for row in (head[:1], *(row[:1] for row in data)) for cell in row if cell.text]
    return OneIndicator(name, tuple(values), heads, years, (*labels, *told))


def is_nameless(rows: Sequence[Row]) -> bool:
    """Whether a table tells of one indicator and leaves its name to the line above."""
    table = one_indicator(rows)
    return table is not None and table.name is None


def named_by(
    table: OneIndicator, caption: Located | None
) -> tuple[tuple[Row, ...], Columns, tuple[Located, ...]] | None:
    """The table in the usual form, with the labels that say no more; None where nothing names its indicator.

    The name is its own, or the line above it without its label: 「指標１　…」, 「成果指標：…」.
    """
    labels = table.labels
    name = table.name
    if name is None and caption is not None:
        label, name = _behind_label(caption)
        labels = (*labels, label) if label else labels
    if name is None or not name.text.strip():
        return None
    cell = Cell(0, 0, name, (name,))
    values, dates = values_and_dates(table.heads)
    columns = Columns(-1, 0, values, None, None, {0: cell, **table.years}, dates, {})
    return ((cell, *table.values),), columns, labels


def _named(rows: Sequence[Row]) -> tuple[Located | None, list[Located], Sequence[Row]]:
    """The name in the first row, its label, and the other rows: 指標名 | 創業件数（件）."""
    texts = [cell for cell in rows[0] if cell.text] if rows else []
    if len(texts) == 2 and head_of(texts[0]).means("kpi") and not read_head(texts[1].text.text).year:
        return texts[1].text, [texts[0].text], rows[1:]
    return None, [], rows


def _across(rows: Sequence[Row]) -> tuple[Row, tuple[Row, ...]] | None:
    """The row of years and those of values, each with its label first; a year with a word is one, too (R2（基準）)."""
    filled = [
        tuple(cell for cell in row if cell.text or cell.col > 0) for row in rows if any(c.text for c in row)
    ]
    if len(filled) < 2 or not all(row[0].col == 0 or row is filled[0] for row in filled):
        return None
    head, *data = filled
    corner = head[0] if head[0].col == 0 else None
    if corner is not None and matching_key(corner.text.text) not in YEARS_HEADS:
        return None
    plain = sum(year is not None for year in parse_years(cell.text.text for cell in head))
    dated = [cell for cell in head if cell is not corner and cell.text]
    kinds = [value_head(row[0]) for row in data]
    targets = any("target" in kind.kinds for kind in kinds)
    told = all(kind.means(*_KINDS) and kind.year is None for kind in kinds)
    if plain < 2 or not targets or not told or any(value_head(cell).year is None for cell in dated):
        return None
    return head, tuple(data)


def _turned(rows: Sequence[Row]) -> tuple[Row, ...]:
    """A table with rows and columns exchanged."""
    cells = [
        replace(cell, row=cell.col, col=cell.row, rowspan=cell.colspan, colspan=cell.rowspan)
        for row in rows
        for cell in row
    ]
    top = min((cell.col for cell in cells), default=0)
    moved = [replace(cell, col=cell.col - top) for cell in cells]
    return tuple(
        tuple(sorted((cell for cell in moved if cell.row == at), key=lambda cell: cell.col))
        for at in sorted({cell.row for cell in moved})
    )


def _behind_label(caption: Located) -> tuple[Located | None, Located]:
    """The label of a caption, and the name behind it; a caption without one is the name."""
    counted = _COUNTED_LABEL.match(caption.text)
    if counted is not None:
        return caption[: counted.end()], caption[counted.end() :].strip()
    found = labelled(Para(caption))
    if found is not None and found[2].means("kpi"):
        return found[0], found[1] or caption[:0]
    frame = FRAME.match(caption.text)
    return None, caption[frame.end() :].strip() if frame else caption.strip()
