"""Two tables that follow each other in a format without places on a page, as one, if the second is the rest of the first.

Tables that are merely alike stay two: the sheets of two projects begin with the same label, or hold the same ones.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from graph_build.documents.model import Cell, Ignored, Table
from graph_build.documents.parted.cuts import Words, row_was_cut, within_word
from graph_build.documents.parted.joining import join, paired
from graph_build.documents.parted.labels import heads_values, is_label, is_sheet, label_columns, labels_of
from graph_build.documents.parted.pieces import SENTENCE_ENDS, NestedPart, Part, Piece
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import parse_marker
from graph_build.text.plan_labels import label_kinds

_COLUMN = 100.0
"""Width that stands for a column."""
_SENTENCE = 5
"""Letters up to which a cell is not expected to be a sentence."""
_PARTICLE = re.compile(r"[をがはにへとで、]$")
_FIGURE = re.compile(
    r"[-+−－▲△約延べ]*(?!(?:19|20)[0-9]{2}(?:年|$))[0-9０-９][0-9０-９,，.．]*[^\s0-9年月日回。、]{0,3}"
)
_YEAR = re.compile(r"(?:(?:令和|平成|[RrHh])[0-9元]{1,2}|20[0-9]{2})(?:年度?)?(?:\(|$)")
_MARK = re.compile(r"[-－―─○〇●◯◎→⇒➡▶]+")
_COUNTED = re.compile(r"(?P<before>[^0-9]{0,2})(?P<number>[0-9]{1,3})(?P<behind>[^0-9]{0,2})")
_NAMING = frozenset(("title", "number", "kpi"))
"""Kinds of labels with which a sheet begins, or a table of indicators below one."""


@dataclass(frozen=True, slots=True)
class _WordEnds:
    """How a text ends, by its words: ``full`` if it breaks off."""

    full: bool
    stretched: bool = False

    def flow_into(self, below: _WordEnds) -> bool:
        return self.full

    def fill_the_line_before(self, below: _WordEnds) -> bool:
        """No words tell that."""
        return False

    def through(self, below: _WordEnds | None) -> _WordEnds:
        return below or self


def rest_joined(
    above: Table, below: Table, *, paged: bool, words: Words | None = None
) -> tuple[Table, list[Ignored]] | None:
    """The table that two are together, and what is printed in it again; None if they are two tables.

    ``paged`` if a page ends between them; ``words`` are the labels of the document's tables.
    """
    if not above.cells or not below.cells:
        return None
    if above.cols != below.cols:
        if not (is_sheet(above) and is_sheet(below) and _goes_on_with_labels(above, below)):
            return None
        cols = max(above.cols, below.cols)
        above, below = _widened(above, cols), _widened(below, cols)
    if paged and (again := _reopened(above, below)):
        return again
    words = words or Words()
    title = _cut_title(above, below)
    if title is not None:
        above, below = _across(above, above.rows - 1), _across(below, 0)
        words = replace(words, phrases=words.phrases | {title})
    upper, lower = _parts(above, below)
    whole = (
        title is not None
        or _has_head_again(above, below)
        or _goes_on(above, below, paged)
        or _goes_on_with_labels(above, below)
        or _goes_on_below_heads(above, below)
        or _breaks_off(upper, lower, words)
    )
    return (upper.table(), upper.dropped) if whole and join(upper, lower, words) else None


def row_joined(table: Table, at: int) -> Table:
    """A table with row ``at``, the first behind a page end, joined to the row above if the page cut that; heads are whole."""
    if at >= table.rows or any(cell.row < at < cell.row + cell.rowspan for cell in table.cells):
        return table
    last = [matching_key(cell.text.text) for cell in table.row(at - 1) if cell.text]
    if len(last) > 1 and all(map(is_label, last)):
        return table
    lower = tuple(replace(cell, row=cell.row - at) for cell in table.cells if cell.row >= at)
    upper = tuple(cell for cell in table.cells if cell.row < at)
    above = replace(table, cells=upper, rows=at)
    parts = _parts(above, replace(table, cells=lower, rows=table.rows - at))
    return parts[0].table() if join(*parts, Words()) else table


def joined_over(
    tables: Sequence[Table], between: Sequence[bool | None]
) -> Iterator[tuple[int, Table, list[Ignored]]]:
    """The tables of a document, each with the index of its first part, and what is printed in it again.

    ``between`` tells of each but the first what parts it from the one before: text (None), a page end, or nothing.
    """
    parts = [_part(table, frozenset()) for table in tables]
    opening = [part for part, gap in zip(parts, (None, *between), strict=True) if gap is None]
    words = Words.of(parts, opening)
    first, whole, again = 0, tables[0], list[Ignored]()
    for index, (table, paged) in enumerate(zip(tables[1:], between, strict=True), start=1):
        rest = None if paged is None else rest_joined(whole, table, paged=paged, words=words)
        if rest is None:
            yield first, whole, again
            first, whole, again = index, table, []
        else:
            whole, again = rest[0], again + rest[1]
    yield first, whole, again


def _parts(above: Table, below: Table) -> tuple[Part, Part]:
    """Both tables, with what their columns tell of texts that break off."""
    texts: dict[int, list[str]] = {}
    for cell in (*(cell for cell in above.cells if cell.row), *below.cells):
        if len(cell.text) > _SENTENCE:
            texts.setdefault(cell.col, []).append(cell.text.text)
    spoken = frozenset(
        col for col, found in texts.items() if sum(text.endswith("。") for text in found) * 2 >= len(found)
    )
    return _part(above, spoken | _unnumbered(above, below)), _part(below, spoken)


def _unnumbered(above: Table, below: Table) -> frozenset[int]:
    """The columns in which all texts begin with a number above, but the first one below the heads does not."""
    keys = [[matching_key(cell.text.text) for cell in table.row(0)] for table in (above, below)]
    first = below.row(int(keys[0] == keys[1]))
    bare = {cell.col for cell in first if cell.text and parse_marker(cell.text.text) is None}
    numbers: dict[int, list[bool]] = {}
    for cell in above.cells:
        if cell.row and cell.text:
            numbers.setdefault(cell.col, []).append(parse_marker(cell.text.text) is not None)
    return frozenset(col for col in bare if len(found := numbers.get(col, [])) > 1 and all(found))


def _part(table: Table, spoken: frozenset[int]) -> Part:
    pieces = [
        Piece(
            cell.row,
            cell.rowspan,
            cell.col * _COLUMN,
            (cell.col + cell.colspan) * _COLUMN,
            math.inf,
            list(cell.paras),
            cell.page,
            _WordEnds(_is_open(cell, spoken)) if cell.text else None,
            1,
            (cell.arrow[0] * _COLUMN, (cell.arrow[1] + 1) * _COLUMN) if cell.arrow else None,
            cell.confidence,
            False,
            False,
            tuple(map(NestedPart.of, cell.nested)),
        )
        for cell in table.cells
    ]
    return Part(pieces, table.rows, table.page)


def _is_open(cell: Cell, spoken: frozenset[int]) -> bool:
    """Whether a text breaks off: it holds sentences, or its column does, and its last one has no end."""
    text = cell.text.text
    longer = len(text) > _SENTENCE or _PARTICLE.search(text) is not None
    sentences = "。" in text or (cell.col in spoken and longer)
    return sentences and not text.endswith(SENTENCE_ENDS)


def _breaks_off(upper: Part, lower: Part, words: Words) -> bool:
    """Whether the row above goes on with the row below, of which a text carries on one that breaks off."""
    pairs = paired(upper, lower)
    if pairs is None or not any(a.full and "。" in b.text for a, b in pairs):
        return False
    return row_was_cut(upper, lower, pairs, words)


def _has_head_again(above: Table, below: Table) -> bool:
    """Whether both have the same first row, with three heads or more, and are no two sheets of labels."""
    keys = [[matching_key(cell.text.text) for cell in table.row(0)] for table in (above, below)]
    if keys[0] != keys[1] or sum(map(bool, keys[0])) < 3:
        return False
    if heads_values(above) and heads_values(below):
        return False
    first = [matching_key(cell.text.text) for table in (above, below) for cell in table.row(1)[:1]]
    return not (len(first) == 2 and first[0] == first[1] and is_label(first[0]))


def _goes_on(above: Table, below: Table, paged: bool) -> bool:
    """Whether a table has no heads, under heads or beside labels alike, or counts on."""
    alike = label_columns(above) == label_columns(below) != set()
    first = [label_kind(matching_key(cell.text.text)).kind for cell in below.row(0)]
    if alike and (not below.cells[0].text or set(first) - {"unknown"} == {"role"}):
        return True  # a measure that a page cuts: its title, or what is done, stands above
    if _headless(above, below) or _counts_on(above, below) or (paged and _spans_on(above, below)):
        return True
    return paged and alike and 0 not in label_columns(above)


def _spans_on(above: Table, below: Table) -> bool:
    """Whether a label that spans the last rows goes on as an empty cell beside rows whose labels stand in the table above, too."""
    first = below.row(0)
    last = next((cell for cell in reversed(above.cells) if cell.col == 0 and cell.text), None)
    if len(first) < 2 or first[0].text or first[0].rowspan == 1 or last is None or last.rowspan == 1:
        return False
    beside = {matching_key(cell.text.text) for cell in above.cells if cell.col == last.colspan}
    return last.row + last.rowspan == above.rows and matching_key(first[1].text.text) in beside


def _headless(above: Table, below: Table) -> bool:
    """Whether a table begins with no heads, but with figures, marks or sentences where the one above has some.

    With an empty first cell, a label behind it or none, or below a table of nothing but heads, these may stand anywhere.
    A heading across the table may stand above them, where the table above has such rows, too.
    """
    row = _first_row(below) if _is_across(below, 0) and _has_headings(above) else below.row(0)
    labels = sum(map(_is_head, row))
    if not row or labels > (not row[0].text):
        return False
    first = {cell.col: _kind(cell) for cell in row if cell.text}
    last = {
        cell.col: _kind(cell) for row in range(max(1, above.rows - 3), above.rows) for cell in above.row(row)
    }
    heads = [cell for cell in above.row(0) if cell.text]
    known = sum(cell.colspan for cell in heads) > 2 and sum(map(_is_head, heads)) >= 2
    if not row[0].text or (known and not any(last.values())):
        return any(first.values())
    clash = any(last.get(col) == "figure" and kind in ("", "sentence") for col, kind in first.items())
    same = {kind for col, kind in first.items() if col and kind and kind == last.get(col)}
    if clash or not same:
        return False
    return known or (
        "figure" in same and labels_of(above).isdisjoint(labels_of(below)) and not any(map(_kind, heads))
    )


def _first_row(table: Table) -> Sequence[Cell]:
    """The first row that is no heading across the table; none where all are."""
    return next((table.row(row) for row in range(table.rows) if not _is_across(table, row)), ())


def _has_headings(table: Table) -> bool:
    return any(_is_across(table, row) for row in range(1, table.rows))


def _is_across(table: Table, row: int) -> bool:
    """Whether a row holds nothing but words in its first cell: 「2　高次の都市機能の集積」 above measures."""
    cells = table.row(row)
    filled = [cell for cell in cells if cell.text]
    alone = (
        len(filled) == 1 and filled[0].col == 0 and filled[0].rowspan == 1 and len(cells) in (1, table.cols)
    )
    return alone and not _kind(filled[0]) and not _is_head(filled[0])


def _counts_on(above: Table, below: Table) -> bool:
    """Whether the first column of a table goes on with the number of the last row above it."""
    last = next((cell for cell in reversed(above.cells) if cell.col == 0 and cell.text), None)
    if last is None or last.row == 0:
        return False
    a, b = (_COUNTED.fullmatch(matching_key(cell.text.text)) for cell in (last, below.cells[0]))
    return a is not None and b is not None and a.group(1, 3) == b.group(1, 3) and int(b[2]) == int(a[2]) + 1


def _is_head(cell: Cell) -> bool:
    """Whether a cell holds a known label, or a year that does not begin its row."""
    key = matching_key(cell.text.text)
    return cell.col > 0 if _YEAR.match(key) else is_label(key)


def _kind(cell: Cell) -> str:
    """What a cell holds: figure, mark, sentence; empty for other words."""
    text = cell.text.text.strip()
    if _FIGURE.fullmatch(text):
        return "figure"
    if _MARK.fullmatch(text):
        return "mark"
    return "sentence" if text.endswith("。") else ""


def _goes_on_with_labels(above: Table, below: Table) -> bool:
    """Whether a sheet begins amid the labels of one, with none that the sheet above has, and is no table with heads below another."""
    first = matching_key(below.cells[0].text.text)
    heads = [[_is_head(cell) for cell in table.row(0)[1:]] for table in (above, below)]
    named = sum(is_label(matching_key(cell.text.text)) for cell in below.row(0)[1:]) > 1
    if named or all(map(any, heads)) or not is_label(first) or label_kinds(first) & _NAMING:
        return False
    return any(map(is_label, labels_of(above))) and labels_of(above).isdisjoint(labels_of(below))


def _goes_on_below_heads(above: Table, below: Table) -> bool:
    """Whether the heads of a sheet's two columns (項目 | 内容) stand again above labels that the sheet above has not told yet."""
    heads = [[matching_key(cell.text.text) for cell in table.row(0)] for table in (above, below)]
    if heads[0] != heads[1] or len(heads[0]) != 2 or not all(heads[0]):
        return False
    told, further = labels_of(above) - {heads[0][0]}, labels_of(below) - {heads[0][0]}
    known = all(any(map(is_label, labels)) for labels in (told, further))
    return known and told.isdisjoint(further)


def _cut_title(above: Table, below: Table) -> str | None:
    """The key of the title that stands half in the last row of a sheet and half in the first row of the next; None if none does.

    Both rows hold it alone, above labels that the first sheet has, too. Two titles stand one below the other only where
    some do above: there the rest must begin as no text does.
    """
    titles = [_title(above, row) for row in range(above.rows)]
    rest = _title(below, 0)
    if not titles[-1] or rest is None or parse_marker(rest.text.text) or below.rows < 2:
        return None
    label = matching_key(below.row(1)[0].text.text) if below.row(1) else ""
    if not is_label(label) or label not in labels_of(above):
        return None
    doubled = any(a and b for a, b in pairwise(titles[:-1]))
    if doubled and not within_word(rest.text.text):
        return None
    return matching_key(titles[-1].text.text + rest.text.text)


def _title(table: Table, row: int) -> Cell | None:
    """The cell that alone holds text in a row, the first one, if that is no label and no sentence."""
    filled = [cell for cell in table.row(row) if cell.text]
    alone = len(filled) == 1 and filled[0].col == 0 and filled[0].rowspan == 1
    text = filled[0].text.text if alone else ""
    return (
        filled[0] if alone and not is_label(matching_key(text)) and not text.endswith(SENTENCE_ENDS) else None
    )


def _across(table: Table, row: int) -> Table:
    """The table with the first cell of a row, which alone holds text, across all columns."""
    cells = (replace(cell, colspan=table.cols) if cell.row == row else cell for cell in table.cells)
    return replace(table, cells=tuple(cell for cell in cells if cell.row != row or cell.col == 0))


def _reopened(above: Table, below: Table) -> tuple[Table, list[Ignored]] | None:
    """A table with the rest of it from the next page, which begins with one of its rows again; None for another table.

    The row that is printed again (事業費 | 負担者 | 2020年度 …) is set aside; its cells that span rows go on.
    """
    again = below.row(0)
    keys = [matching_key(cell.text.text) for cell in again]
    known = {cell.col: cell for cell in above.cells if cell.row and cell.row == _row_of(above, keys)}
    if sum(map(bool, keys)) < 4 or not known:
        return None
    grown = {(known[cell.col].row, cell.col): cell.rowspan - 1 for cell in again if cell.rowspan > 1}
    kept = [replace(cell, rowspan=cell.rowspan + grown.get((cell.row, cell.col), 0)) for cell in above.cells]
    moved = [replace(cell, row=cell.row + above.rows - 1) for cell in below.cells if cell.row > 0]
    table = Table((*kept, *moved), above.rows + below.rows - 1, above.cols, above.page)
    return table, [Ignored(c.text.start, c.text.end, "repeated_header") for c in again if c.text]


def _row_of(table: Table, keys: Sequence[str]) -> int | None:
    """The last row that holds these words."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(matching_key(cell.text.text))
    return max((row for row, words in rows.items() if words == keys), default=None)


def _widened(table: Table, cols: int) -> Table:
    """A table in which the last cell of each row reaches up to a number of columns."""
    cells = [
        replace(cell, colspan=cols - cell.col) if cell.col + cell.colspan == table.cols else cell
        for cell in table.cells
    ]
    return replace(table, cells=tuple(cells), cols=cols)
