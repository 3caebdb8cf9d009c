"""What a page end leaves of a row as text beside its table, as programs print it that turn PDF into Markdown.

A single row above or below the cut is no table to them: its cells are printed on one line, a blank apart; the last lines
of cells that a page cuts are printed one behind the other.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from graph_build.documents.lines.paragraphs import starts_anew
from graph_build.documents.lines.physical import Line, is_pipe_row
from graph_build.documents.model import Block, Cell, Located, Paragraph, Table
from graph_build.documents.parted.labels import is_label, is_sheet
from graph_build.documents.tables.tabs import Row, paragraphs_of
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind

_ENDED = ("。", "。）", "。)", "。」")
_RUNNING = 10
"""Letters from which a cell without a full stop at its end is a sentence that is cut."""
_MOST_LINES = 4
"""Lines that are left of a cell, or of the row above a table."""


def headed(blocks: Sequence[Block], rest: Table) -> tuple[int, Table] | None:
    """The table whose first row the last paragraphs are, labels for all columns but the last and a text, or two labels with a text
    each; and how many these are. Headings are none of it.

    The labels are known ones; one that spans the rows of the table may also begin other tables of the document.
    """
    first = rest.row(0)
    spanned = bool(first) and not first[0].text and any(cell.text for cell in first)
    if rest.cols < 2 or not first or not (spanned or is_sheet(rest)):
        return None
    own = {matching_key(cell.text.text) for cell in _first_cells(blocks)} if spanned else set()
    words = Located.plain("", 0)
    for count, block in enumerate(reversed(blocks[-_MOST_LINES:]), start=1):
        if not isinstance(block, Paragraph) or block.style == "heading":
            return None
        if count > 1 and block.text.text.endswith(_ENDED):
            return None
        words = Located.joined([block.text, words]) if words else block.text
        if pairs := _pairs(words, rest.cols):
            return count, _below(Table(pairs, 1, rest.cols, block.page), rest)
        row = _fields(words, rest.cols, own)
        if row is not None:
            taken = {matching_key(cell.text.text) for cell in rest.cells if cell.col == rest.cols - 2}
            label = matching_key(row[-2].text)
            above = Table(tuple(_cells(row)), 1, rest.cols, block.page)
            return (count, _below(above, rest)) if label not in taken else None
    return None


def _first_cells(blocks: Sequence[Block]) -> Iterator[Cell]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (cell for cell in block.cells if cell.col == 0 and cell.text)


def _fields(words: Located, cols: int, own: Collection[str]) -> list[Located] | None:
    """The cells of a row printed as a line; None if it does not begin with labels."""
    fields: list[Located] = []
    for col in range(cols - 1):
        end = next((i for i, char in enumerate(words.text) if char.isspace()), len(words))
        key = matching_key(words.text[:end])
        if not (is_label(key) or (col == 0 and cols > 2 and key in own)):
            return None
        fields.append(words[:end])
        words = words[end:].strip()
    return [*fields, words] if words else None


def _pairs(words: Located, cols: int) -> tuple[Cell, ...]:
    """The cells of a row of two labels with a text each (事業番号 ７ 事業名 往診車の運行); none where it is no such row."""
    ends = [i for i, char in enumerate(words.text) if char.isspace()][:3]
    if cols < 4 or len(ends) < 3:
        return ()
    cuts = [0, *ends, len(words)]
    texts = [words[a:b].strip() for a, b in itertools.pairwise(cuts)]
    labels = [is_label(matching_key(text.text)) for text in texts]
    if labels != [True, False, True, False] or not texts[3]:
        return ()
    return tuple(replace(cell, colspan=cols - 3 if cell.col == 3 else 1) for cell in _cells(texts))


def _cells(fields: Sequence[Located]) -> Iterator[Cell]:
    for col, text in enumerate(fields):
        yield Cell(0, col, text, (text,) if text else ())


def _below(above: Table, rest: Table) -> Table:
    """The rows of a table below a row, whose cells span the rows in which their place is empty."""
    spanned = [_empty_rows(rest, col) for col in range(rest.cols)]
    kept = [replace(cell, rowspan=cell.rowspan + spanned[cell.col]) for cell in above.cells]
    further = [cell.moved(rows=1) for cell in rest.cells if cell.row >= spanned[cell.col]]
    return replace(above, cells=(*kept, *further), rows=above.rows + rest.rows)


def _empty_rows(table: Table, col: int) -> int:
    """In how many rows from the first on this place and those left of it are empty: a label to the left begins a row."""
    left = [[table.at(row, each) for each in range(col + 1)] for row in range(table.rows)]
    filled = (row for row, cells in enumerate(left) if any(cell is None or cell.text for cell in cells))
    return next(filled, table.rows)


def rest_of_row(rows: Sequence[Row], lines: Sequence[Line], begin: int) -> tuple[int, Row] | None:
    """The last row with the lines below a page end that are the rests of its cells, and the line behind these.

    As many sentences end there as the row has cells whose sentence was cut: else nothing tells which goes where.
    """
    row = rows[-1]
    cut = _cut_cells(rows)
    at = begin
    further: list[list[Located]] = []
    for _ in cut:
        while at < len(lines) and lines[at].blank:
            at += 1
        end = next((k for k in range(at, len(lines)) if _ends(lines[k].text)), len(lines)) + 1
        run = lines[at:end]
        broken = not run or end - at > _MOST_LINES or any(line.blank or is_pipe_row(line) for line in run)
        if broken or end > len(lines) or starts_anew(run[0].text.strip()):
            return None
        further.append([line.located.strip() for line in run])
        at = end
    fields = list(row.fields)
    for cols, more in zip(cut, further, strict=True):
        for col in cols:
            fields[col] = Located.joined([fields[col].strip(), *more])
    return (at, replace(row, fields=tuple(fields))) if cut else None


def _cut_cells(rows: Sequence[Row]) -> list[list[int]]:
    """The cells of the last row that a page end cut amid a sentence, each with its columns (merged cells have several)."""
    row = rows[-1]
    found: list[list[int]] = []
    for col, field in enumerate(row.fields):
        text = _words(field)
        if found and found[-1][-1] == col - 1 and row.keys[col] == row.keys[col - 1]:
            found[-1].append(col)
        elif len(text) >= _RUNNING and not _ends(text) and _speaks(rows, col + row.shift):
            found.append([col])
    return found


def _speaks(rows: Sequence[Row], col: int) -> bool:
    """Whether a column holds sentences: its head or the label of the last row says so, or all texts above end as such."""
    above = [
        _words(row.fields[col - row.shift]) for row in rows[:-1] if 0 <= col - row.shift < len(row.fields)
    ]
    labels = [*map(matching_key, above[:1]), *rows[-1].keys[:col]]
    if any(label_kind(key).kind in ("content", "role", "roles") for key in labels):
        return True
    texts = [text for text in above[1:] if len(text) >= _RUNNING]
    return bool(texts) and all(map(_ends, texts))


def _words(field: Located) -> str:
    return "".join(para.text for para in paragraphs_of(field)[0])


def _ends(text: str) -> bool:
    return text.rstrip().endswith(_ENDED)
