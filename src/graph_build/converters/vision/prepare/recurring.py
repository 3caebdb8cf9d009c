"""Sheets of labels, known or not, that a plan prints again and again: rows of tables and labelled lines, in text order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.members.participants import group_of
from graph_build.converters.vision.outline.heading import heading_role
from graph_build.converters.vision.outline.tree import is_place_name
from graph_build.converters.vision.tables.blocks import Block
from graph_build.converters.vision.tables.captions import said_unit, unit_of_caption
from graph_build.converters.vision.tables.part_labels import ends_part
from graph_build.converters.vision.tables.signs import Row, is_dash, is_mark, only_figures
from graph_build.converters.vision.tables.years import YEARS_HEADS
from graph_build.converters.vision.words.heads import Head, is_number, read_head
from graph_build.documents.model import Cell, Located
from graph_build.text.key import matching_key

_LONGEST = 16
"""Letters that a label has at most."""
_FRAMED = re.compile(
    r"\W?\s*[【\[［〔<＜《〈≪](?P<word>[^【】\[\]［］〔〕<>＜＞《》〈〉≪≫。]+)[】\]］〕>＞》〉≫][ 　]*[:：]?(?P<text>.*)",
    re.DOTALL,
)
_WORD = r"(?P<word>[^\s:：。、()（）]+(?:[ 　]?[(（][^()（）。]*[)）])?)"
_YEAR = re.compile("[0-9]{1,2}年度?")
_COLON = re.compile(_WORD + r"[ 　]*[:：](?P<text>.*)", re.DOTALL)
_APART = re.compile(_WORD + r"(?:[　\t]+| {2,})(?P<text>\S.*)", re.DOTALL)
_ALONE = re.compile(_WORD + r"(?P<text>)")


@dataclass(slots=True)
class Sheet:
    """Labels with their values; ``above`` is the key of the line that stands before them, ``unit`` the money's."""

    above: str
    unit: str | None
    blocks: list[Block] = field(default_factory=list)
    goes_on: bool = False
    """It begins a table right below another one."""

    @property
    def keys(self) -> list[str]:
        """Matching keys of the labels, in their order."""
        return [key_of(block.head) for block in self.blocks]


@lru_cache(maxsize=4096)
def key_of(head: Head) -> str:
    """The matching key by which a label is the same one again: without brackets, unit and year."""
    return matching_key(head.key)


def recurring_sheets(items: Sequence[Item]) -> list[Sheet]:
    """The runs of labels in which no label stands twice; only words that stand in a label's place again count.

    A quoted measure (its content, what 甲 and 乙 do) right above a project in one table is a run of its own.
    """
    count = Counter(key_of(read_head(label.text)) for item in items for label in _labels(item))
    reader = _Sheets({key for key, times in count.items() if times > 1}, _values(items))
    for i, item in enumerate(items):
        if isinstance(item, Grid):
            reader.grid(item)
        elif isinstance(item, Para):
            reader.para(item, items, i)
    return _reunited(reader.sheets)


def _reunited(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets, those that a page cut in two put together: other sheets have the labels at the cut in this order."""
    whole: list[Sheet] = []
    orders = {(a, b) for sheet in sheets for i, a in enumerate(sheet.keys) for b in sheet.keys[i + 1 :]}
    for sheet in sheets:
        last, first = whole[-1].blocks[-1] if whole else None, sheet.blocks[0]
        if last is None or not sheet.goes_on or set(sheet.keys[1:]) & {*whole[-1].keys}:
            whole.append(sheet)
        elif key_of(last.head) == key_of(first.head):
            again = replace(last, rows=(*last.rows, *first.rows))
            whole[-1].blocks[-1:] = [again, *sheet.blocks[1:]]
        elif (key_of(last.head), key_of(first.head)) in orders and sheet.keys[0] not in whole[-1].keys:
            whole[-1].blocks += sheet.blocks
        else:
            whole.append(sheet)
    return whole


def _labels(item: Item) -> Iterator[Located]:
    if isinstance(item, Grid):
        for row in item.rows:
            yield from (cell.text for cell in _row_labels(row))
    elif isinstance(item, Para) and (found := _line_label(item)):
        yield found[0]


def _values(items: Sequence[Item]) -> set[str]:
    """What stands beside a first cell: if it does so in the place of a value once, it is no label further right in a row."""
    grids = [item for item in items if isinstance(item, Grid)]
    rows = [[cell for cell in row if cell.text] for grid in grids for row in grid.rows]
    return {key_of(read_head(cell.text.text)) for row in rows for cell in row[1::2]}


def _row_labels(row: Row) -> list[Cell]:
    """The cells of a row that may be labels: the first, and every other one behind it."""
    filled = [cell for cell in row if cell.text]
    if not filled or filled[0].col or not _may_be_label(filled[0].text):
        return []
    values = filled[1:]
    nothing = len(values) == 1 and is_dash(values[0])  # 「補助制度 | －」
    if values and not nothing and (all(map(is_mark, values)) or only_figures(tuple(values))):
        return []  # an item of a schedule, a source of money
    pairs = len(filled) > 2 and len(filled) % 2 == 0 and all(_may_be_label(one.text) for one in filled[::2])
    return filled[::2] if pairs else filled[:1]


def _line_label(para: Para) -> tuple[Located, Located | None] | None:
    """What may be a label at the beginning of a line, and the value behind it."""
    text, begin = para.text, para.marker.end if para.marker else 0
    for pattern in (_FRAMED, _COLON, _APART, _ALONE):
        found = pattern.fullmatch(text.text, 0 if pattern is _FRAMED else begin)
        if found is None:
            continue
        label, value = text[slice(*found.span("word"))].strip(), text[slice(*found.span("text"))].strip()
        if _may_be_label(label) and heading_role(matching_key(label.text)) is None:
            return label, value or None
        if pattern is _FRAMED:
            return None
    return None


def _title(row: Row) -> Located | None:
    """The title that a row above the labels holds, alone or behind its number."""
    filled = [cell for cell in row if cell.text]
    if not filled or filled[0].col:
        return None
    numbered = is_number(filled[0].text.text)
    title = filled[1] if numbered and len(filled) > 1 else filled[0]
    if (len(filled) > 1 and not numbered) or is_mark(title) or is_number(title.text.text):
        return None
    return None if is_place_name(title.text.text) or read_head(title.text.text).kinds else title.text


def _may_be_label(text: Located) -> bool:
    head = read_head(text.text)
    key = key_of(head)
    if not 2 <= len(key) <= _LONGEST or "。" in key or head.means("total", "payer"):
        return False
    if not any(map(str.isalpha, key)):
        return False  # 「4,500」, printed again and again
    if head.year is not None or key in YEARS_HEADS or _YEAR.fullmatch(key):
        return False
    named = is_place_name(key) or (group_of(key) is not None and not head.kinds)
    return not named and not is_number(text.text)


@dataclass(slots=True)
class _Sheets:
    recurring: set[str]
    values: set[str]
    sheets: list[Sheet] = field(default_factory=list)
    above: str = ""
    unit: str | None = None
    said: str | None = None
    """The unit of all amounts that a sentence gives."""
    sheet: Sheet | None = None
    goes_on: bool = False
    """Nothing stands between the next table and the one before."""

    def grid(self, grid: Grid) -> None:
        """Take a table: its labels, or the value of the line above it."""
        labelled = [self._known(_row_labels(row)) for row in grid.rows]
        if not any(labelled):
            if self.sheet is not None and self.sheet.blocks[-1].text is None:
                self._below(*(tuple(cell.moved(cols=1) for cell in row) for row in grid.rows))
            else:
                self.sheet = None
            return
        self.sheet = None
        for at, (row, labels) in enumerate(zip(grid.rows, labelled, strict=True)):
            if not labels and any(labelled[at + 1 : at + 2]) and (title := _title(row)):
                self.sheet, self.above = None, matching_key(title.text)
                continue
            starts = [row.index(cell) for cell in labels]
            for start, end in pairwise([*starts, len(row)]):
                self._open(row[start].text, row[start + 1 : end])
            if not labels:
                self._below(row)
        self.sheet, self.unit, self.goes_on = None, None, True

    def para(self, para: Para, items: Sequence[Item], i: int) -> None:
        """Take a line: a label, what goes on with the one above, or what stands between sheets."""
        self.goes_on = False
        found = _line_label(para)
        if found is not None and key_of(read_head(found[0].text)) in self.recurring:
            self._open(found[0], (_cell(found[1]),) if found[1] else ())
        elif self.sheet is not None and not ends_part(items, i):
            self._below((_cell(para.text),))
        else:
            self.sheet, self.above = None, para.body_key
            self.unit = unit_of_caption(para.text.text.strip()) or self.unit
            self.said = said_unit(para.text.text) or self.said

    def _known(self, labels: Sequence[Cell]) -> list[Cell]:
        keys = [key_of(read_head(cell.text.text)) for cell in labels]
        if not keys or keys[0] not in self.recurring:
            return []
        paired = all(key in self.recurring and key not in self.values for key in keys[1:])
        return list(labels if paired else labels[:1])

    def _open(self, label: Located, values: Row) -> None:
        head = read_head(label.text)
        if self.sheet is not None and key_of(head) == self.sheet.keys[-1]:
            self._below(values)  # printed again behind a page break
            return
        if self.sheet is None or key_of(head) in self.sheet.keys or _is_measure(self.sheet, head):
            self.sheet = Sheet(self.above, self.unit or self.said, goes_on=self.goes_on and not self.above)
            self.sheets.append(self.sheet)
            self.above, self.goes_on = "", False
        self.sheet.blocks.append(Block(head, label, (values,) if values else ()))

    def _below(self, *rows: Row) -> None:
        if self.sheet is not None:
            last = self.sheet.blocks[-1]
            self.sheet.blocks[-1] = replace(last, rows=(*last.rows, *rows))


def _is_measure(sheet: Sheet, following: Head) -> bool:
    """Whether a run so far is a quoted measure, which another kind of label ends: its content, in one row, and roles."""
    heads = [block.head for block in sheet.blocks]
    own = not heads[0].kinds and sheet.blocks[0].text is not None and "。" in sheet.blocks[0].text.text
    return (
        not following.kinds
        and any(head.means("role") for head in heads)
        and (own or any(head.means("content") for head in heads))
        and all(head.means("role", "content", "cost") for head in heads[own:])
    )


def _cell(text: Located) -> Cell:
    return Cell(0, 1, text, (text,))
