"""Tables of a plan whose cells a conversion has put one below the other: heads first, then row by row; a cell may take several lines.

A row ends where as many figures stand below its label as the table has columns of them. Where that does not come out,
or might in two ways, there is no table, and its lines are reported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.members.participants import group_of
from graph_build.converters.vision.outline.tree import is_place_name
from graph_build.converters.vision.tables.signs import is_mark
from graph_build.converters.vision.tables.years import YEARS_HEADS
from graph_build.converters.vision.words.heads import Year, parse_year, parse_years, read_head, unit_in
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.key import fold, matching_key
from graph_build.text.money import unit_of_label
from graph_build.text.numbers import parse_number

_OF_YEARS = ("budget", "schedule")
_LONGEST = 24
_MOST_HEADS = 16
_MOST_LINES = 4
"""Lines that the label of a row may take."""
_VALUE = re.compile(
    r"(?:約|延べ?|のべ|年間?|月|週|累計|計)?[-+▲△]?[0-9]+(?:,[0-9]{3})*(?:[.][0-9]+)?(?P<unit>k?m[23]|[^\s0-9、。.,()/]{0,6}|[^\s0-9、。.,()/]{0,4}/[^\s、。()]{1,6})(?:\([^()]{1,14}\))?"
)
"""A figure with its unit, and what stands in brackets behind it, as folded."""
_BARE = re.compile(r"[-+▲△]?[0-9][0-9,.]*%?")
"""A figure that is no head."""
_GAP = re.compile(r"[0-9０-９][\s　]+[^\s　0-9０-９(（]")
_NO_FIGURE = frozenset(("未定", "調整中", "皆増", "皆減", "現状維持", "維持", "増加", "減少", "向上"))
_BRACKETS = re.compile(r"[(（][^()（）]{1,14}[)）]")

Row = Sequence[Located]


@dataclass(frozen=True, slots=True)
class Down:
    """A table found, the line behind it, and the lines of its head that are printed once more."""

    grid: Grid
    end: int
    repeated: tuple[Located, ...] = ()


def figures_down(items: Sequence[Item], begin: int) -> Down | None:
    """The table of amounts (or marks) by years, or of figures by municipality, whose first head stands at ``begin``."""
    return _by_years(items, begin) or _by_places(items, begin)


def is_unsettled(items: Sequence[Item], begin: int) -> bool:
    """Whether lines that are no table begin as one: heads, then a value or the first label above one. What stands below a label
    of amounts or schedules is told where that is read."""
    corner = _corner(items, begin)
    years = _years(items, begin + len(corner))
    if years:
        body = begin + len(corner) + len(years)
        told = _below_amounts(items, begin) or _is_within(items, begin)
        return not told and (is_value(items, body) or is_value(items, body + 1))
    heads, body = _place_heads(items, begin)
    return bool(heads) and is_value(items, body + 1)


def _by_years(items: Sequence[Item], begin: int) -> Down | None:
    """The table whose first head stands at ``begin``: two years and more, their total, one head above the labels of the rows
    or none."""
    corner = _corner(items, begin)
    years = _years(items, begin + len(corner))
    body = begin + len(corner) + len(years)
    if not years or _is_within(items, begin):
        return None
    if not corner and is_value(items, body):
        return _unlabelled(items, begin, body) if _below_amounts(items, begin) else None
    first = corner or [years[0][0:0]]
    return _labelled(items, begin, body, [*first, *years], least=1)


def _corner(items: Sequence[Item], at: int) -> list[Located]:
    """The head above the labels of the rows: a usual one (市町名, 年度, 区分), or any below a label of amounts or schedules."""
    text = text_at(items, at)
    if text is None or is_value(items, at) or parse_year(text.text) is not None:
        return []
    head = read_head(text.text)
    if head.means("place", "payer") or matching_key(text.text) in YEARS_HEADS:
        return [text]
    other = not head.means("total", *_OF_YEARS) and unit_of_label(text.text) is None
    return [text] if other and _below_amounts(items, at) else []


def _below_amounts(items: Sequence[Item], at: int) -> bool:
    """Whether a line stands right below a label of amounts or of a schedule."""
    above = text_at(items, at - 1)
    return above is not None and read_head(above.text).means(*_OF_YEARS)


def _is_within(items: Sequence[Item], at: int) -> bool:
    """Whether a line goes on with the heads above it, of which no table came about."""
    above = text_at(items, at - 1)
    if above is None or (not _corner(items, at) and _corner(items, at - 1)):
        return above is not None
    return parse_year(above.text) is not None


def _years(items: Sequence[Item], begin: int) -> list[Located]:
    """The lines of years, two and more, each later than the one before and counted as it is, and the line of their total."""
    first = text_at(items, begin)
    if first is None or re.search("[0-9０-９元]", first.text) is None:
        return []
    lines = (text_at(items, at) for at in range(begin, begin + _MOST_HEADS))
    texts = [text for text in takewhile(lambda text: text is not None, lines) if text is not None]
    years = parse_years(text.text for text in texts)
    count = next((at for at in range(len(texts)) if not _follows(texts, years, at)), len(texts))
    if count < 2:
        return []
    total = count < len(texts) and read_head(texts[count].text).means("total")
    return texts[: count + total]


def _follows(texts: Sequence[Located], years: Sequence[Year | None], at: int) -> bool:
    """Whether a line is a year, and later than the one above it: one with an era below one with an era."""
    year, before = years[at], years[at - 1] if at else None
    if year is None or before is None:
        return year is not None
    return year.year > before.year and _has_era(texts[at]) == _has_era(texts[at - 1])


def _has_era(text: Located) -> bool:
    return re.match(r"'|[12][0-9]{3}", fold(text.text).text) is None


def _unlabelled(items: Sequence[Item], begin: int, body: int) -> Down | None:
    """Rows of values only; None where they do not come out even."""
    end = body
    while is_value(items, end):
        end += 1
    texts = [text for at in range(begin, end) if (text := text_at(items, at))]
    wide = body - begin
    if len(texts) % wide or _breaks_off(items, end):
        return None
    return Down(table_of([texts[at : at + wide] for at in range(0, len(texts), wide)]), end)


def _by_places(items: Sequence[Item], begin: int) -> Down | None:
    """The table of figures by municipality whose first head (市町名) stands at ``begin``."""
    heads, body = _place_heads(items, begin)
    return _labelled(items, begin, body, heads, least=2) if heads else None


def _place_heads(items: Sequence[Item], begin: int) -> tuple[list[Located], int]:
    """The heads from that of the names on, two and more, and where the first name stands; none where no such heads begin here."""
    heads = _corner(items, begin)
    if not heads or not _heads_places(heads[0]):
        return [], begin
    at = begin + 1
    while (text := text_at(items, at)) is not None and at < begin + _MOST_HEADS:
        below = text_at(items, at + 1)
        if _names_place(text) or (below and _names_place(Located.joined([text, below], ""))):
            return (heads, at) if len(heads) > 1 else ([], begin)
        if is_mark(Cell(0, 0, text)) or _BARE.fullmatch(fold(text.text).text):
            break
        if len(heads) > 1 and _BRACKETS.fullmatch(text.text):
            heads[-1] = Located.joined([heads[-1], text], "")  # 「（人）」 below 「人口」
        else:
            heads.append(text)
        at += 1
    return [], begin


def _labelled(items: Sequence[Item], begin: int, body: int, heads: Row, least: int) -> Down | None:
    """The rows from ``body`` on, each a label and a value below every other head; None where one breaks off, or a table of
    ``least`` rows does not come about."""
    rows: list[Row] = [heads]
    repeated: list[Located] = []
    places = _heads_places(heads[0])
    end = body
    while True:
        again = _again(items, begin, body, end)
        row = _row(items, end + len(again), len(heads) - 1, places)
        if row is None:
            break
        rows.append(row[0])
        repeated += again
        end = row[1]
    if _total_stands_behind(items, end, len(heads) - 1):
        total = [text for i in range(end, end + len(heads)) if (text := text_at(items, i))]
        rows.append([total[-1], *total[:-1]])
        end += len(heads)
        if not _adds_up(rows):
            return None
    if len(rows) <= least or _breaks_off(items, end):
        return None
    return Down(table_of(rows), end, tuple(repeated))


def _total_stands_behind(items: Sequence[Item], at: int, wide: int) -> bool:
    """Whether the values of a row stand at a place, and behind them the label of a total."""
    label = text_at(items, at + wide)
    total = label is not None and read_head(label.text).means("total")
    return total and all(is_value(items, i) for i in range(at, at + wide))


def _adds_up(rows: Sequence[Row]) -> bool:
    """Whether the figures of the last row are the sums of those between it and the heads."""
    columns = zip(*(row[1:] for row in rows[1:]), strict=True)
    sums = [(sum(map(_figure, column[:-1])), _figure(column[-1])) for column in columns]
    return len(rows) > 3 and any(told for _, told in sums) and all(added == told for added, told in sums)


def _figure(text: Located) -> Decimal:
    number = parse_number(text.text)
    return number.value or Decimal(0) if number is not None else Decimal(0)


def _again(items: Sequence[Item], begin: int, body: int, at: int) -> list[Located]:
    """The lines of the head, and of the label above it or not, that are printed once more at a place."""
    for first in (begin - 1, begin):
        above = [text_at(items, i) for i in range(max(first, 0), body)]
        below = [text_at(items, at + i) for i in range(len(above))]
        if at > body and list(map(_key, above)) == list(map(_key, below)):
            return [text for text in below if text is not None]
    return []


def _row(items: Sequence[Item], at: int, wide: int, places: bool) -> tuple[Row, int] | None:
    """The row whose label begins at a place, and what stands behind it. A label of several lines is a name, and so is one below
    市町名."""
    for behind in range(at + 1, at + 1 + _MOST_LINES):
        texts = [text for i in range(at, behind) if not is_value(items, i) and (text := text_at(items, i))]
        if len(texts) < behind - at:
            return None
        if not is_value(items, behind):
            continue
        label = Located.joined(texts, "")
        named = (
            _names_place(label) or group_of(label.text) is not None or read_head(label.text).means("total")
        )
        if (places or len(texts) > 1) and not named:
            return None
        if not all(is_value(items, i) for i in range(behind, behind + wide)):
            return None
        if is_value(items, behind + wide) and not _total_stands_behind(items, behind + wide, wide):
            return None
        values = [text for i in range(behind, behind + wide) if (text := text_at(items, i))]
        return [label, *values], behind + wide
    return None


def _breaks_off(items: Sequence[Item], at: int) -> bool:
    """Whether what stands behind a table is more of it: a value, or a line above one that is no label of a sheet."""
    for i in range(at, at + 3):
        text = text_at(items, i)
        if text is None or is_value(items, i):
            return text is not None
        if read_head(text.text).kinds - {"total", "place", "payer", "participants"}:
            return False
    return False


def _names_place(text: Located) -> bool:
    return is_place_name(text.text)


def _heads_places(text: Located) -> bool:
    return read_head(text.text).means("place", "payer")


def _key(text: Located | None) -> str | None:
    return matching_key(text.text) if text is not None else None


def text_at(items: Sequence[Item], at: int) -> Located | None:
    """The text of the line at a place that may be a cell: short, and no sentence."""
    item = items[at] if 0 <= at < len(items) else None
    if (
        not isinstance(item, Para)
        or item.style == "heading"
        or len(item.text) > _LONGEST
        or "。" in item.text.text
    ):
        return None
    return item.text.strip()


def is_value(items: Sequence[Item], at: int) -> bool:
    """Whether the line at a place is a figure, a sign, or a word that stands for a figure."""
    text = text_at(items, at)
    if text is None:
        return False
    key = fold(text.text).text
    if key in _NO_FIGURE or is_mark(Cell(0, 0, text)):
        return True
    figure = _VALUE.fullmatch(key)
    if figure is None or (parse_year(key) is not None and not key.isdecimal()):
        return False
    unit, apart = figure["unit"], _GAP.search(text.text) is not None
    item = items[at]
    if apart and isinstance(item, Para) and item.marker is not None:
        return False  # 「２ 施設の利用」
    return not unit or unit_in(unit) is not None or not (apart or re.search("[ぁ-ん]", unit))


def table_of(rows: Sequence[Row]) -> Grid:
    """A table of these cells; an empty text is an empty cell."""
    cells = [
        Cell(row, col, text, (text,) if text else ())
        for row, texts in enumerate(rows)
        for col, text in enumerate(texts)
    ]
    return Grid(Table(tuple(cells), len(rows), max(map(len, rows))))
