"""Rows of a text file (tab-separated or piped) to tables, reunited over page breaks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph_build.documents.lines.physical import Line, is_pipe_row
from graph_build.documents.model import Cell, Ignored, Located, Table
from graph_build.documents.parted.plain import row_joined
from graph_build.documents.spaced.indicators import heads_indicators
from graph_build.text.key import matching_key
from graph_build.text.markers import parse_marker
from graph_build.text.plan_labels import YEAR_HEAD, label_kinds

_TARGET = r"\]\((?:https?:|mailto:|[/#.])[^()\s]*\)"
# Only these are markup; 「<熊本市>」 in a cell is a speaker's name and stays.
_TAG = re.compile(
    r"</?(?P<name>p|ul|ol|li|br|div|span|b|strong|u|sup|sub|em|i|font|small)(?:\s[^<>]*)?/?>|\*\*|__"
    rf"|!?\[(?=[^\[\]]+{_TARGET})|{_TARGET}"
    # 「[…]{.underline}」, the sign for a break of the line and that before a sign that is none of Markdown: 「\\(1\\)」
    r"|\[(?=[^\[\]]+\]\{\s?\.[\w .-]+\})|(?<=\S)\]\{\s?\.[\w .-]+\}|\\(?=$|\n|[!-/:-@\[-`{-~])",
    re.IGNORECASE,
)
_MERGED = 4
"""Letters from which the same words in three fields side by side, or more, are those of one cell."""
_WORDS = re.compile("[^0-9,.、。%円人件回―－-]")
_BLOCK_TAGS = {"p", "ul", "ol", "li", "br", "div"}


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one row; ``shift`` is the number of cells lost at its beginning."""

    fields: tuple[Located, ...]
    shift: int = 0
    piped: bool = False
    """Whether pipes part the fields: programs that write Markdown print a merged cell in each of its columns."""
    spanned: bool = False
    """Whether the cells lost at its beginning are those above, which span this row, too."""
    paged: bool = False
    """Whether the end of a page parts it from the row above."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Matching keys of the fields."""
        return tuple(matching_key(_TAG.sub("", field.text)) for field in self.fields)


def split_row(line: Line) -> Row:
    """The fields of a row, markup and outer white space included."""
    whole = line.located
    if is_pipe_row(line):
        pipes = [found.start() for found in re.finditer(r"(?<!\\)\|", line.text)]
        return Row(tuple(whole[a + 1 : b] for a, b in itertools.pairwise(pipes)), piped=True)
    cuts = [-1, *(found.start() for found in re.finditer("\t", line.text)), len(line.text)]
    return Row(tuple(whole[a + 1 : b] for a, b in itertools.pairwise(cuts)))


def continues(rows: Sequence[Row], following: Row, *, over_page: bool = False) -> Row | None:
    """The row as part of the table above it although blank lines stand between; None if it begins a new table.

    Behind the end of a page (``over_page``) a table may also go on with one of its rows printed again, however wide.
    """
    again = [row.keys for row in rows if sum(map(bool, row.keys)) >= 4]
    if over_page and following.keys in again:
        return following
    width = max(len(row.fields) for row in rows)
    keys = following.keys
    first = rows[0].keys
    if keys[0] == "":
        return following
    if lost_first_cell(rows, following):
        return Row(following.fields, shift=1)
    if len(keys) != len(rows[-1].fields) and len(keys) != width:
        return None
    if keys == first and sum(map(bool, keys)) >= 3:
        return following
    if not over_page and heads_indicators([field.text for field in following.fields]):
        return None
    return None if keys[0] == first[0] and len(rows) > 1 else following


def lost_first_cell(rows: Sequence[Row], row: Row) -> bool:
    """Whether a page break took the row's first cell.

    The row is one field short, and it begins with a label of the second column, or, where all rows above are complete
    or lost theirs, with a text that is as long as the second column's rather than the first's.
    """
    width = max(len(above.fields) + above.shift for above in rows)
    if width < 3 or len(row.keys) != width - 1:
        return False
    if row.keys[0] and row.keys[0] in {above.keys[1 - above.shift] for above in rows if len(above.keys) > 1}:
        return True
    complete = [above.keys for above in rows if len(above.keys) == width]
    if _shaped_like_rest(row.keys, complete[1:]):
        return True
    uneven = any(len(above.keys) + above.shift != width for above in rows)
    if uneven or len(complete) < 2 or not row.keys[0]:
        return False
    first, second = ([len(keys[col]) for keys in complete[1:] if keys[col]] for col in (0, 1))
    if not first or not second or not row.keys[0].endswith("。"):
        return False
    length = len(row.keys[0])
    return abs(length - sum(second) / len(second)) < abs(length - sum(first) / len(first))


def _shaped_like_rest(keys: Sequence[str], complete: Sequence[Sequence[str]]) -> bool:
    """Whether a row has its figures where all complete rows have them behind their first cell, which a span leaves out:
    「成年後見の相談件数 | 件 | 634 | R1 | 800」 below 「福祉 | 後見人の登録者数 | 人 | 21 | R2 | 45」. A total has none."""

    def shape(row: Sequence[str]) -> tuple[bool, ...]:
        return tuple(bool(key) and key[0].isdigit() and not YEAR_HEAD.fullmatch(key) for key in row)

    shapes = {shape(row) for row in complete}
    if len(shapes) != 1 or "total" in label_kinds(keys[0]):
        return False
    (whole,) = shapes
    return sum(whole) >= 2 and shape(keys) == whole[1:] != whole[:-1]


def make_table(rows: Sequence[Row], page: int | None, repeats: bool = False) -> tuple[Table, list[Ignored]]:
    """The table of these rows, and its markup set aside; a head repeated after a page break is set aside too.

    ``repeats`` says that the program prints the words of a merged cell in each of its places.
    """
    cells: list[Cell] = []
    ignored: list[Ignored] = []
    index = 0
    head = 0
    """How many rows of a head that is printed again have been met."""
    cuts: list[int] = []
    """The rows behind such heads, or else behind the end of a page."""
    for row in rows:
        again = index and head < index and row.keys == rows[head].keys and sum(map(bool, row.keys)) >= 3
        head = head + 1 if again else 0
        if again:
            ignored += [Ignored(f.start, f.end, "repeated_header") for f in row.fields if f]
            cuts += [index] if head == 1 else []
            continue
        cuts += [index] if row.paged and index not in cuts else []
        if row.spanned and index:
            _span_down(cells, index, row.shift)
        for col, field in enumerate(row.fields):
            made_up = row.piped and _is_made_up(field)
            merged = row.piped and col > 0 and _is_merged(row, col, repeats)
            if made_up or merged:
                ignored.append(Ignored(field.start, field.end, "markup" if made_up else "repeated"))
                field = field[:0]
            above = _spanning(cells, row, col) if repeats and index == 1 else None
            if above is not None:
                ignored.append(Ignored(field.start, field.end, "repeated"))
                cells[above] = replace(cells[above], rowspan=2)
                continue
            if merged:
                cells[-1] = replace(cells[-1], colspan=cells[-1].colspan + 1)
                continue
            paras, markup = paragraphs_of(field)
            ignored += markup
            cells.append(Cell(index, col + row.shift, Located.joined(list(paras), "\n"), paras, page=page))
        if repeats and row.piped and index:
            ignored += _merged_down(cells, index)
        index += 1
    cols = max((cell.col + cell.colspan for cell in cells), default=0)
    table = Table(tuple(cells), index, cols, page)
    for at in reversed(cuts):
        table = row_joined(table, at)
    return table, ignored


def _span_down(cells: list[Cell], row: int, cols: int) -> None:
    """Let the cells above the first columns of a row span it, too."""
    for i, cell in enumerate(cells):
        if cell.col < cols and cell.row + cell.rowspan == row:
            cells[i] = replace(cell, rowspan=cell.rowspan + 1)


def _is_made_up(field: Located) -> bool:
    """Whether a program has put a name where a column has none: ``Col2``."""
    return re.fullmatch(r"\s*Col[0-9]{1,2}\s*", field.text) is not None


def prints_merged_cells(lines: Sequence[Line]) -> bool:
    """Whether the program that wrote a text prints a merged cell in each of its places, with a sign at every line's end.

    Told by names for columns that have none (``Col2``), by rows that begin with the same cell of several lines, or by several
    that begin as the one above with a number and a title (医療 | (1) 診療所の運営 | …).
    """
    above: Sequence[Located] = ()
    titled = 0
    for line in lines:
        fields = split_row(line).fields if is_pipe_row(line) else ()
        again = [one for one, _ in itertools.takewhile(_is_same, zip(fields[:-1], above, strict=False))]
        if any(map(_is_made_up, fields)) or any("<br>" in one.text for one in again[:1]):
            return True
        titled += any(map(_is_numbered, again))
        above = fields
    return titled > 1


def _is_same(pair: tuple[Located, Located]) -> bool:
    return bool(pair[0].text) and pair[0].text == pair[1].text


def _is_numbered(field: Located) -> bool:
    marker = parse_marker(field.text)
    return marker is not None and marker.number is not None and len(field.text) - marker.end > 2


def _is_merged(row: Row, col: int, repeats: bool) -> bool:
    """Whether a field prints the words of the one before it again, as others do: all are one cell.

    A made-up name is one with what stands before it behind a label, and where nothing else stands beside a caption.
    """
    if _is_made_up(row.fields[col]):
        named = [_is_made_up(field) for field in row.fields]
        return not named[0] and all(named[col:]) and (all(named[1:]) or bool(label_kinds(row.keys[0])))
    here = row.keys[col]
    if here != row.keys[col - 1]:
        return False
    words = len(here) >= _MERGED and _WORDS.search(here) is not None
    if repeats and col == 1 and _WORDS.search(here) and sum(map(_is_year, row.keys)) > 1:
        return not _is_year(here)  # 年度 | 年度 | R6 | R7
    label = re.sub(r"\(.*\)$", "", row.keys[0])
    whole = len(set(row.keys[1:])) == 1 and label_kinds(label).isdisjoint(("schedule", "budget"))
    return (words and row.keys.count(here) > 2 - repeats) or (repeats and col > 1 and bool(here) and whole)


def _is_year(key: str) -> bool:
    return YEAR_HEAD.fullmatch(key) is not None


def _spanning(cells: Sequence[Cell], row: Row, col: int) -> int | None:
    """The last head that spans the second row of heads too, where a program prints the words beside it once more (計 | 計)."""
    key = row.keys[col]
    last = col == len(row.fields) - 1 and col > 0 and key == row.keys[col - 1] != "" and not key[0].isdigit()
    own = next((i for i, cell in enumerate(cells) if (cell.row, cell.col) == (0, col) and cell.text), None)
    return own if last else None


def _merged_down(cells: list[Cell], row: int) -> list[Ignored]:
    """Take the first cells of a row, as far as they print those above again, for one with these; gives their texts.

    A number (1-1) counts for one where words behind it do, too.
    """
    above: list[int] = []
    same: list[Cell] = []
    words = 0
    for cell in [cell for cell in cells if cell.row == row][:-1]:
        key = matching_key(cell.text.text)
        at = next(
            (i for i, up in enumerate(cells) if _is_above(up, cell) and matching_key(up.text.text) == key),
            None,
        )
        if at is None or not key:
            break
        above.append(at)
        same.append(cell)
        words = len(same) if len(key) > 1 and _WORDS.search(key) else words
    for at, cell in zip(above[:words], same, strict=False):
        cells[at] = replace(cells[at], rowspan=cells[at].rowspan + 1)
        cells.remove(cell)
    return [Ignored(para.start, para.end, "repeated") for cell in same[:words] for para in cell.paras]


def _is_above(up: Cell, cell: Cell) -> bool:
    return up.row + up.rowspan == cell.row and (up.col, up.colspan) == (cell.col, cell.colspan)


def paragraphs_of(field: Located) -> tuple[tuple[Located, ...], list[Ignored]]:
    """The paragraphs of a cell, tags removed, and the tags as ignored markup.

    >>> paras, tags = paragraphs_of(Located.plain("<p>一</p> <p>二</p>", 0))
    >>> [p.text for p in paras], len(tags)
    (['一', '二'], 4)
    """
    ignored: list[Ignored] = []
    paras: list[Located] = []
    open_parts: list[Located] = []
    position = 0
    for tag in _TAG.finditer(field.text):
        open_parts.append(field[position : tag.start()])
        if (tag["name"] or "").lower() in _BLOCK_TAGS:
            paras.append(Located.joined(open_parts).strip())
            open_parts = []
        ignored.append(Ignored(field.offsets[tag.start()], field.offsets[tag.end() - 1] + 1, "markup"))
        position = tag.end()
    paras.append(Located.joined([*open_parts, field[position:]]).strip())
    lines = [line for para in paras for line in _lines(para)]
    return tuple(line for line in lines if line), ignored


def _lines(para: Located) -> list[Located]:
    """The lines of a paragraph in which line ends were kept."""
    cuts = [-1, *(found.start() for found in re.finditer("\n", para.text)), len(para)]
    return [para[a + 1 : b].strip() for a, b in itertools.pairwise(cuts)] if len(cuts) > 2 else [para]
