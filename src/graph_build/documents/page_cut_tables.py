"""Tables that a page has cut, as programs print them that turn PDF into Markdown: the rest is a table, or text, of its own.

Where the rest begins inside a row, or beside a cell that spans rows, its first cells are empty (``Col1``). A single row
above or below the cut is no table to these programs: it is printed as a line, its cells a blank apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph_build.documents.lines import Line
from graph_build.documents.model import Cell, Located, Paragraph, Table
from graph_build.documents.paragraphs import starts_anew
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.plan_labels import label_kinds

_ENDED = ("。", "。）", "。)", "。」")
_FIRST = ("title", "number")
_RUNNING = 10
"""Letters from which a cell without a full stop at its end is a sentence that is cut."""


def with_rest(above: Table, rest: Table) -> Table | None:
    """A table with what a page end has cut off; None for a table of its own."""
    if _is_sheet(above) and _is_sheet(rest) and not _begins_sheet(rest, _labels(above)):
        cols = max(above.cols, rest.cols)
        return _below(_widened(above, cols), _widened(rest, cols), 0)
    first = rest.row(0)
    begin = next((cell for cell in first if cell.text), None)
    if begin is None or begin.col == 0 or above.cols != rest.cols or any(cell.colspan > 1 for cell in first):
        return None
    if _is_label(begin.text.text):
        return _below(above, rest, 0)
    above = _filled_up(above, first)
    return _below(above, rest, 1) if rest.rows > 1 else above


def row_joined(table: Table, at: int) -> Table:
    """A table with row ``at``, the first behind a page end, joined to the row above where that was cut.

    It was where sentences stop in a column of contents or roles, and nothing goes on in such a column that has ended.
    """
    ends = {cell.col: cell for cell in table.cells if cell.row + cell.rowspan == at}
    further = [cell for cell in table.cells if cell.row == at]
    speaking = [cell for cell in further if cell.col in ends and _speaks(table, cell.col)]
    cut = [cell for cell in speaking if cell.text and _is_open(ends[cell.col].text.text)]
    if not cut or any(cell.text and cell not in cut for cell in speaking) or len(ends) != len(further):
        return table
    kept = _filled_up(replace(table, rows=at), further).cells
    moved = [replace(cell, row=cell.row - 1) for cell in kept if cell.row > at]
    return replace(table, cells=(*(cell for cell in kept if cell.row < at), *moved), rows=table.rows - 1)


def _speaks(table: Table, col: int) -> bool:
    """Whether a column holds sentences below the head of contents or roles."""
    head = table.at(0, col)
    kind = label_kind(matching_key(head.text.text)).kind if head else "unknown"
    sentences = any(cell.col == col and cell.text.text.endswith(_ENDED) for cell in table.cells)
    return kind in ("content", "role", "roles") and sentences


def _is_open(text: str) -> bool:
    return bool(text) and not text.rstrip().endswith(_ENDED)


def _is_sheet(table: Table) -> bool:
    """Whether the rows of a table begin with labels, the first of them and most others known ones."""
    known = [_is_label(cell.text.text) for cell in table.cells if cell.col == 0]
    return table.cols > 1 and known[:1] == [True] and sum(known) * 2 > len(known)


def _begins_sheet(table: Table, above: set[str]) -> bool:
    """Whether a sheet is not the rest of the one above: it begins with a name or number, or has labels that are used there."""
    first = matching_key(table.cells[0].text.text)
    return not label_kinds(first).isdisjoint(_FIRST) or not above.isdisjoint(_labels(table))


def _labels(table: Table) -> set[str]:
    return {matching_key(cell.text.text) for cell in table.cells if cell.col == 0}


def _widened(table: Table, cols: int) -> Table:
    """A table in which the last cell of each row reaches up to a number of columns."""
    cells = [
        replace(cell, colspan=cols - cell.col) if cell.col + cell.colspan == table.cols else cell
        for cell in table.cells
    ]
    return replace(table, cells=tuple(cells), cols=cols)


def headed(line: Paragraph, rest: Table) -> Table | None:
    """A table whose first row is printed as a line above it: labels for all columns but the last, and a text."""
    words = line.text
    first = rest.row(0)
    if rest.cols < 2 or not first or first[0].text or not any(cell.text for cell in first):
        return None
    fields: list[Located] = []
    for _ in range(rest.cols - 1):
        end = next((i for i, char in enumerate(words.text) if char.isspace()), len(words))
        if not _is_label(words.text[:end]):
            return None
        fields.append(words[:end])
        words = words[end:].strip()
    row = Table(tuple(_cells([*fields, words])), 1, rest.cols, line.page)
    return _below(row, rest, 0) if words else None


def cut_sentence(cell: str, run: Sequence[Line]) -> bool:
    """Whether lines behind a page end are the rest of a cell's last sentence."""
    text = "".join(line.text.strip() for line in run)
    running = len(cell.strip()) >= _RUNNING and not cell.rstrip().endswith((*_ENDED, "|"))
    return running and text.endswith(_ENDED) and not starts_anew(run[0].text.strip())


def _is_label(text: str) -> bool:
    key = matching_key(text)
    return not key.endswith("。") and (label_kind(key).kind != "unknown" or bool(label_kinds(key)))


def _cells(fields: Sequence[Located]) -> Iterator[Cell]:
    for col, text in enumerate(fields):
        yield Cell(0, col, text, (text,) if text else ())


def _filled_up(table: Table, rest: Sequence[Cell]) -> Table:
    """The table with these texts behind those of its last row."""
    further = {cell.col: cell for cell in rest if cell.text}
    cells = []
    for cell in table.cells:
        more = further.get(cell.col) if cell.row + cell.rowspan == table.rows else None
        if more is not None:
            *paras, last = cell.paras or (more.text[:0],)
            paras = [*paras, Located.joined([last, more.paras[0]]), *more.paras[1:]]
            cell = replace(cell, paras=tuple(paras), text=Located.joined(paras, "\n"))
        cells.append(cell)
    return replace(table, cells=tuple(cells))


def _below(above: Table, rest: Table, begin: int) -> Table:
    """The rows from ``begin`` on below those of a table, whose last cells span the rows in which their place is empty."""
    spanned = [_empty_from(rest, begin, col) for col in range(rest.cols)]
    grown = {id(above.at(above.rows - 1, col)): count for col, count in enumerate(spanned) if count}
    kept = [replace(cell, rowspan=cell.rowspan + grown.get(id(cell), 0)) for cell in above.cells]
    gone = {(row, col) for col, count in enumerate(spanned) for row in range(begin, begin + count)}
    moved = [
        replace(cell, row=cell.row + above.rows - begin)
        for cell in rest.cells
        if cell.row >= begin and (cell.row, cell.col) not in gone
    ]
    return replace(above, cells=(*kept, *moved), rows=above.rows + rest.rows - begin)


def _empty_from(table: Table, begin: int, col: int) -> int:
    """In how many rows from ``begin`` on this place and those left of it are empty: a label to the left begins a row."""
    count = 0
    for row in range(begin, table.rows):
        left = [table.at(row, each) for each in range(col + 1)]
        if any(cell is None or cell.text for cell in left):
            break
        count += 1
    return count
