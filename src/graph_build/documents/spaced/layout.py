"""Sheets of projects as ``pdftotext -layout`` prints them: every sign one column wide, labels beside the middle of their texts.

A line of the page is a piece of a label, a piece of a text, or both. A text of several lines begins above its label where
labels are centred; a label of two lines stands between the rows of its amounts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph_build.documents.laid_out.grids import Edges, places_below
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.key import fold, matching_key
from graph_build.text.labels import label_kind
from graph_build.text.plan_labels import YEAR_HEAD, label_kinds

_FIELD = re.compile(r"[^ 　\f\v](?:[ ]?[^ 　\f\v])*")
_LONGEST = 60
_FIGURE = re.compile(r"[-－▲△]?[0-9０-９][0-9０-９,，.．]*|[-－―]")
_ENDED = ("。", "。）", "。)")
_PROJECT = frozenset(("participants", "budget", "schedule", "subsidy"))
_TELLS = 3
"""Rows with labels from which lines are a sheet."""


@dataclass(frozen=True, slots=True)
class _Field:
    text: Located
    begin: int

    @property
    def edges(self) -> Edges:
        return self.begin, self.begin + len(self.text)


@dataclass(slots=True)
class _Piece:
    """A line of the sheet: its piece of a label, and what stands beside it."""

    label: Located | None
    body: list[_Field]

    @property
    def is_years(self) -> bool:
        return sum(_is_year(one.text.text) for one in self.body) >= 2

    @property
    def is_amounts(self) -> bool:
        return len(self.body) > 1 and any(_FIGURE.fullmatch(one.text.text) for one in self.body)

    @property
    def text(self) -> Located:
        return Located.joined([one.text for one in self.body], " ")


@dataclass(slots=True)
class _Row:
    """A row of the sheet; amounts have years above them."""

    label: Located
    lines: list[_Piece] = field(default_factory=list)


def layout_sheet(lines: Sequence[Line], begin: int) -> tuple[int, Table] | None:
    """The sheet whose first line is ``begin``: the line behind it and the table; None if there is none."""
    first = _fields(lines[begin])
    if "\t" in lines[begin].text or len(first) < 2 or not _kinds(first[0].text.text):
        return None
    last = min(begin + _LONGEST, len(lines))
    end = next((i for i in range(begin, last) if lines[i].blank), last)
    pieces = _pieces([_fields(line) for line in lines[begin:end]])
    if pieces is None:
        return None
    rows = _rows(pieces)
    said = {kind for row in rows for kind in _kinds(row.label.text)}
    told = len(rows) >= _TELLS and bool(said & _PROJECT) and all(row.lines for row in rows)
    table = _table(rows) if told else None
    return (end, table) if table else None


def _fields(line: Line) -> list[_Field]:
    return [_Field(line.located[m.start() : m.end()], m.start()) for m in _FIELD.finditer(line.text)]


def _kinds(text: str) -> frozenset[str]:
    key = matching_key(re.sub(r"\([^()]*\)?$", "", fold(text).text))
    return label_kinds(key) or frozenset({label_kind(key).kind} - {"unknown"})


def _is_year(text: str) -> bool:
    key = fold(text).text
    return YEAR_HEAD.fullmatch(key) is not None or "total" in label_kinds(key)


def _pieces(lines: Sequence[Sequence[_Field]]) -> list[_Piece] | None:
    """The lines cut at the column where the texts of known labels begin; None where a line does not part there."""
    labelled = [line for line in lines if len(line) > 1 and line[0].begin == lines[0][0].begin]
    columns = Counter(line[1].begin for line in labelled if _kinds(line[0].text.text))
    if not columns:
        return None
    column, count = columns.most_common(1)[0]
    found = []
    for line in lines:
        left = [one for one in line if one.begin < column]
        if len(left) > 1 or (left and (left[0].begin != lines[0][0].begin or len(left[0].text) >= column)):
            return None
        found.append(_Piece(left[0].text if left else None, [one for one in line if one.begin >= column]))
    return found if count > 1 else None


# --- rows ---


def _rows(pieces: Sequence[_Piece]) -> list[_Row]:
    """The rows: amounts below their years with the label that stands among them, texts with the label beside them."""
    rows: list[_Row] = []
    at = 0
    while at < len(pieces):
        years = next((i for i in range(at, len(pieces)) if pieces[i].is_years), len(pieces))
        above = years - (at < years < len(pieces) and _goes_on_below(pieces[at:years]))
        rows += _texts(pieces[at:above])
        at = years
        while at < len(pieces) and (at == years or pieces[at].is_amounts or not pieces[at].body):
            at += 1
        group = pieces[above:at]
        if group:
            labels = [piece.label for piece in group if piece.label]
            rows.append(_Row(Located.joined(labels), [piece for piece in group if piece.body]))
    return rows


def _goes_on_below(pieces: Sequence[_Piece]) -> bool:
    """Whether the last piece begins a label whose words go on among amounts, not one that ends there (「費用負担の考え」, 「方」)."""
    if pieces[-1].body or pieces[-1].label is None:
        return False
    return not any(end == len(pieces) and end - begin > 1 for begin, end, _ in _labels(pieces))


def _texts(pieces: Sequence[_Piece]) -> list[_Row]:
    """The rows of lines with one text each: of the two ways of setting labels the one that cuts fewer sentences."""
    widest = max((len(piece.text) for piece in pieces), default=0)
    ways = [_top(pieces), _centred(pieces)]
    return min(
        (way for way in ways if way is not None),
        key=lambda rows: sum(_is_cut(row, widest) for row in rows),
    )


def _is_cut(row: _Row, widest: int) -> bool:
    """Whether the last line of a row is full and no sentence ends there."""
    last = row.lines[-1].text.text if row.lines else ""
    return len(last) >= widest - 2 and not last.endswith(_ENDED)


def _labels(pieces: Sequence[_Piece]) -> Iterator[tuple[int, int, Located]]:
    """The labels with the lines that they take: one, or two where only both are a known one."""
    i = 0
    while i < len(pieces):
        label = pieces[i].label
        if label is not None:
            further = pieces[i + 1].label if i + 1 < len(pieces) else None
            both = Located.joined([label, further]) if further is not None else None
            goes_on = both is not None and _opens(label.text) and bool(_kinds(both.text))
            yield i, i + 1 + goes_on, both if goes_on and both is not None else label
            i += goes_on
        i += 1


def _opens(label: str) -> bool:
    """Whether a label breaks off: in a bracket, or before it is a known one."""
    return fold(label).text.count("(") > fold(label).text.count(")") or not _kinds(label)


def _top(pieces: Sequence[_Piece]) -> list[_Row]:
    """Rows whose labels stand beside their first lines; lines above all labels are a row without one."""
    labels = list(_labels(pieces))
    starts = [begin for begin, _, _ in labels]
    nothing = Located.joined([])
    rows = [_Row(nothing, list(pieces[: starts[0] if starts else len(pieces)]))]
    for (begin, _, label), end in zip(labels, [*starts, len(pieces)][1:], strict=True):
        rows.append(_Row(label, [piece for piece in pieces[begin:end] if piece.body]))
    return [row for row in rows if row.label or row.lines]


def _centred(pieces: Sequence[_Piece]) -> list[_Row] | None:
    """Rows whose labels stand beside the middle of their lines: as many above as below, or one more; None if none fit."""
    rows: list[_Row] = []
    at = 0
    labels = list(_labels(pieces))
    for k, (begin, end, label) in enumerate(labels):
        above = begin - at
        free = (labels[k + 1][0] if k + 1 < len(labels) else len(pieces)) - end
        below = max(0, above - 1) if above else 0
        if above and below < free and not pieces[end + below - 1].text.text.endswith(_ENDED):
            below = above
        if below > free or above < 0:
            return None
        rows.append(_Row(label, [piece for piece in pieces[at : end + below] if piece.body]))
        at = end + below
    return rows if at == len(pieces) else None


# --- the table ---


def _table(rows: Sequence[_Row]) -> Table | None:
    """The rows as a table as wide as the line of years; the label of amounts spans their lines.

    None where it is not settled below which year an amount stands.
    """
    width = max(
        (1 + len(row.lines[0].body) for row in rows if row.lines and row.lines[0].is_years), default=2
    )
    cells: list[Cell] = []
    at = 0
    for row in rows:
        years = bool(row.lines) and row.lines[0].is_years
        down = len(row.lines) if years else 1
        cells.append(_cell(at, 0, row.label, rowspan=down))
        if years:
            heads = row.lines[0].body
            named = not _is_year(heads[0].text.text)
            lines = [[one.edges for one in line.body[named:]] for line in row.lines]
            full = [line for line in lines if len(line) == len(lines[0])]
            for line in row.lines:
                placed = _below(line.body, heads, full)
                if placed is None:
                    return None
                cells += [_cell(at, 1 + col, placed.get(col, row.label[:0])) for col in range(width - 1)]
                at += 1
            continue
        text = Located.joined([line.text for line in row.lines])
        cells.append(_cell(at, 1, text, colspan=width - 1))
        at += 1
    return Table(tuple(cells), at, width)


def _cell(row: int, col: int, text: Located, rowspan: int = 1, colspan: int = 1) -> Cell:
    return Cell(row, col, text, (text,) if text else (), rowspan, colspan)


def _below(
    body: Sequence[_Field], heads: Sequence[_Field], full: Sequence[Sequence[Edges]]
) -> dict[int, Located] | None:
    """The fields of a line by the number of the head that each stands below; None where that is not settled.

    ``full`` are the places of the heads of values, and of the values in lines with all of them.
    """
    named = int(not _is_year(heads[0].text.text))
    label = named and not _FIGURE.fullmatch(body[0].text.text)
    fields = body[label:]
    if len(fields) > len(full[0]):
        return None
    places = (
        range(len(fields)) if len(fields) == len(full[0]) else places_below([f.edges for f in fields], full)
    )
    if places is None:
        return None
    placed = {at + named: one.text for at, one in zip(places, fields, strict=True)}
    return {0: body[0].text, **placed} if label else placed
