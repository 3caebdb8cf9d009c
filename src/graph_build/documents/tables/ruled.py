"""Tables as pandoc and docutils write them, each sign as wide as it is printed: ``+---+`` grids, and columns below dashes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from unicodedata import east_asian_width

from graph_build.documents.lines.physical import Line, columns
from graph_build.documents.lines.side_by_side import ENDLESS
from graph_build.documents.model import Cell, Ignored, Located, Table
from graph_build.documents.tables.tabs import paragraphs_of
from graph_build.text.markers import parse_marker

Ruled = tuple[int, Table, list[Ignored]]
Width = Callable[[str], int]
"""How many columns a sign takes."""
_Box = tuple[int, int, int, int]
"""Of a cell the lines and columns of its corners: top, left, bottom, right."""
_GRID_RULE = re.compile(r"\s*\+(?:[-=:]{2,}\+)+\s*$")
_GRID_LINE = re.compile(r"\s*[+|].*[+|]\s*$")
_DASHES = re.compile(r"\s*-{3,}\s*$")
_COLUMNS = re.compile(r"\s*-{2,}(?: +-{2,})+\s*$")
_HEAD = 8
"""Lines that the heads of a table below dashes may have."""


def _narrow(sign: str) -> int:
    """Signs that are wide in Asian letters only (○, →) count one."""
    return 2 if east_asian_width(sign) in "WF" else 1


_WIDTHS: tuple[Width, ...] = (columns, _narrow)


def ruled_table(lines: Sequence[Line], begin: int) -> Ruled | None:
    """The table that begins in line ``begin``: the line behind it, the table, and what of it is markup; None for none."""
    return _grid(lines, begin) or _below_dashes(lines, begin)


# --- grids ---


def _grid(lines: Sequence[Line], begin: int) -> Ruled | None:
    """A grid whose corners stand below each other; a rule may leave out cells that span rows."""
    if not _GRID_RULE.match(lines[begin].text):
        return None
    end = begin
    while end < len(lines) and _GRID_LINE.match(lines[end].text):
        end += 1
    for width in _WIDTHS:
        boxes = list(_boxes([_as_printed(line.text, width) for line in lines[begin:end]]))
        if len(boxes) > 1 and _is_whole(boxes):
            return end, *_table(lines[begin:end], boxes, width)
    return None


def _table(lines: Sequence[Line], boxes: Sequence[_Box], width: Width) -> tuple[Table, list[Ignored]]:
    rows, cols = _edges(boxes)
    cells: list[Cell] = []
    ignored: list[Ignored] = []
    for top, left, bottom, right in boxes:
        pieces = [_between(line, left + 1, right, width) for line in lines[top + 1 : bottom]]
        text, paras, markup = _cell(pieces)
        ignored += markup
        cells.append(
            Cell(
                rows.index(top),
                cols.index(left),
                text,
                paras,
                *_spans((top, left, bottom, right), rows, cols),
            )
        )
    ignored += _drawn_signs(lines, boxes, width)
    return Table(tuple(cells), len(rows), len(cols)), ignored


def _edges(boxes: Sequence[_Box]) -> tuple[list[int], list[int]]:
    """The lines and the columns in which cells begin."""
    return sorted({top for top, *_ in boxes}), sorted({left for _, left, *_ in boxes})


def _spans(box: _Box, rows: Sequence[int], cols: Sequence[int]) -> tuple[int, int]:
    top, left, bottom, right = box
    return sum(top <= row < bottom for row in rows), sum(left <= col < right for col in cols)


def _is_whole(boxes: Sequence[_Box]) -> bool:
    """Whether the cells leave no place of the grid open."""
    rows, cols = _edges(boxes)
    spans = [_spans(box, rows, cols) for box in boxes]
    return sum(down * across for down, across in spans) == len(rows) * len(cols)


def _as_printed(text: str, width: Width) -> str:
    """A line with a filler behind each wide sign, so that its columns can be counted."""
    return "".join(char + "\0" * (width(char) - 1) for char in text)


def _boxes(drawn: Sequence[str]) -> Iterator[_Box]:
    """The cells of a grid, by their lines and columns: top, left, bottom, right."""
    for top, text in enumerate(drawn[:-1]):
        for left, sign in enumerate(text):
            box = _box(drawn, top, left) if sign == "+" else None
            if box:
                yield (top, left, *box)


def _box(drawn: Sequence[str], top: int, left: int) -> tuple[int, int] | None:
    """The bottom and right of the smallest cell below and right of a corner."""
    for right in range(left + 1, len(drawn[top])):
        if drawn[top][right] not in "-=:+":
            return None
        if drawn[top][right] != "+" or right == left + 1:
            continue
        for bottom in range(top + 1, len(drawn)):
            line = drawn[bottom]
            sides = line[left : left + 1] + line[right : right + 1]
            if len(sides) < 2 or not set(sides) <= set("|+"):
                break
            if sides == "++" and re.fullmatch(r"\+[-=:+]+\+", line[left : right + 1]):
                return bottom, right
    return None


def _drawn_signs(lines: Sequence[Line], boxes: Sequence[_Box], width: Width) -> Iterator[Ignored]:
    """What is drawn in these lines: all but the inside of the cells."""
    for at, line in enumerate(lines):
        inside = sorted((left + 1, right) for top, left, bottom, right in boxes if top < at < bottom)
        edges = [0, *(column for pair in inside for column in pair), ENDLESS]
        for begin, end in zip(edges[::2], edges[1::2], strict=True):
            part = _between(line, begin, end, width)
            if part:
                yield Ignored(part.start, part.end, "markup")


# --- columns below dashes ---


def _below_dashes(lines: Sequence[Line], begin: int) -> Ruled | None:
    """A table whose columns dashes show, below its heads if it has any; a rule above all says that blank lines part rows."""
    if not (begin == 0 or lines[begin - 1].blank):
        return None
    framed = _DASHES.match(lines[begin].text) is not None
    at = begin + framed
    ruled = next((i for i in range(at, min(at + _HEAD, len(lines))) if _COLUMNS.match(lines[i].text)), None)
    heads = lines[at:ruled]
    if ruled is None or any(line.blank for line in heads) or len(heads) > (_HEAD if framed else 1):
        return None
    end = _foot(lines, ruled + 1, closed=framed or not heads)
    if end is None:
        return None
    edges = [columns(lines[ruled].text[: dashes.start()]) for dashes in re.finditer("-+", lines[ruled].text)]
    body = [line for line in lines[ruled + 1 : end] if not _is_rule(line)]
    width = next(
        (one for one in _WIDTHS if all(_keeps(line, edges, one) for line in (*heads, *body))), columns
    )
    groups = [list(heads)] * bool(heads) + list(_rows(body, apart=framed or any(line.blank for line in body)))
    cells, ignored = [], []
    for row, group in enumerate(groups):
        for col, (left, right) in enumerate(pairwise([*edges, ENDLESS])):
            text, paras, markup = _cell([_between(line, left, right, width) for line in group])
            cells.append(Cell(row, col, text, paras))
            ignored += markup
    ignored += [Ignored(x.start, x.end, "markup") for x in lines[begin:end] if _is_rule(x)]
    return end, Table(tuple(cells), len(groups), len(edges)), ignored


def _keeps(line: Line, edges: Sequence[int], width: Width) -> bool:
    """Whether no column begins inside a word."""
    drawn = _as_printed(line.text, width)
    return all(drawn[edge - 1 : edge] in ("", " ", "　", "\0") for edge in edges[1:])


def _is_rule(line: Line) -> bool:
    return bool(_DASHES.match(line.text) or _COLUMNS.match(line.text))


def _foot(lines: Sequence[Line], begin: int, *, closed: bool) -> int | None:
    """The line behind a table: behind the rule that closes it, else the first blank one."""
    for i in range(begin, len(lines)):
        if closed and _is_rule(lines[i]):
            return i + 1
        if not closed and (lines[i].blank or _is_rule(lines[i])):
            return i + (not lines[i].blank) if i > begin else None
    return None if closed or begin >= len(lines) else len(lines)


def _rows(body: Sequence[Line], *, apart: bool) -> Iterator[list[Line]]:
    """The lines of each row: those between blank lines, else each line."""
    group: list[Line] = []
    for line in body:
        if not line.blank:
            group.append(line)
        if group and (line.blank or not apart):
            yield group
            group = []
    if group:
        yield group


def _between(line: Line, begin: int, end: int, width: Width) -> Located:
    """The text of a line between two columns."""
    at = list(accumulate(map(width, line.text), initial=0))
    return line.located[bisect_left(at, begin) : bisect_left(at, end)].strip()


def _cell(pieces: Sequence[Located]) -> tuple[Located, tuple[Located, ...], list[Ignored]]:
    """The text of a cell, its paragraphs and its markup: a blank line, or a sign for a break, ends a paragraph."""
    runs: list[list[Located]] = [[]]
    for piece in pieces:
        if piece:
            runs[-1].append(piece)
        if not piece or piece.text.endswith("\\"):
            runs.append([])
    paras: list[Located] = []
    ignored: list[Ignored] = []
    for run in runs:
        if run:
            found, markup = paragraphs_of(_joined(run))
            paras += found
            ignored += markup
    return Located.joined(paras, "\n"), tuple(paras), ignored


def _joined(lines: Sequence[Located]) -> Located:
    """Lines that were broken at a width; behind a number, and between letters of the alphabet or figures, at a blank."""
    whole = lines[0]
    for line in lines[1:]:
        # pandoc may break behind the first sign of a cell, also inside a figure.
        latin = len(whole) > 1 and whole.text[-1].isascii() and line.text[0].isascii()
        marker = parse_marker(f"{whole.text}　{line.text}")
        at_blank = latin or (marker is not None and marker.end > len(whole))
        whole = Located.joined([whole, line], " " if at_blank else "")
    return whole
