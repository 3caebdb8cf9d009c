"""Sheets that blanks lay out: labels in a narrow column, their texts in a second one, years and amounts further right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from graph_build.documents.lines.physical import Line, columns
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.key import fold, matching_key
from graph_build.text.labels import label_kind
from graph_build.text.plan_labels import YEAR_HEAD, label_kinds

_FIELD = re.compile(r"[^ 　\f\v](?:[ ]?[^ 　\f\v])*")
"""What a single blank does not end, two or a wide one do."""
_LONGEST = 60
"""Lines that one sheet may have."""
_PROJECT = ("participants", "budget", "schedule", "subsidy")
_ENDED = re.compile(r"[。．）)」』]\s*$")


@dataclass(frozen=True, slots=True)
class _Field:
    """A text of a line with the columns from where up to where it stands."""

    text: Located
    begin: int
    end: int

    @property
    def kinds(self) -> frozenset[str]:
        """What it may mean as a label."""
        return _kinds(self.text.text)


@lru_cache(maxsize=4096)
def _kinds(text: str) -> frozenset[str]:
    bare = matching_key(re.sub(r"\([^()]*\)$", "", fold(text).text))
    own = label_kind(bare).kind
    return frozenset((own,)) if own in ("role", "roles", "content") else label_kinds(bare)


def label_sheet(lines: Sequence[Line], begin: int) -> tuple[int, Table] | None:
    """The sheet of a measure or project whose first label stands in line ``begin``: the line behind it and the table;
    None if there is none, or where a labelled line of another layout stands right above.

    All its labels begin at one column and all its texts at another; a line that begins where the texts do goes on with
    the text above. Rows below a row of years have their cells where the years are.
    """
    first = _fields(lines[begin])
    if "\t" in lines[begin].text or len(first) < 2 or not (first[0].kinds or _years(first)):
        return None
    if begin and _is_labelled(lines[begin - 1]):
        return None
    last = min(begin + _LONGEST, len(lines))
    end = next((i for i in range(begin, last) if lines[i].blank), last)
    rows = [_fields(line) for line in lines[begin:end]]
    column = _text_column(rows)
    sheet = _Sheet(first[0].begin, column)
    behind: Line | None = None
    for at, row in enumerate(rows):
        if not sheet.take(row):
            end, behind = begin + at, lines[begin + at]
            break
    return (end, sheet.table()) if sheet.told(behind) else None


def _is_labelled(line: Line) -> bool:
    """Whether a line is a label with its text: right above a sheet, one that is none of it is laid out otherwise."""
    fields = _fields(line)
    return len(fields) > 1 and bool(fields[0].kinds)


@lru_cache(maxsize=1024)
def _fields(line: Line) -> list[_Field]:
    located = line.located
    return [
        _Field(
            located[found.start() : found.end()],
            columns(line.text[: found.start()]),
            columns(line.text[: found.end()]),
        )
        for found in _FIELD.finditer(line.text)
    ]


def _text_column(rows: Sequence[Sequence[_Field]]) -> int | None:
    """Where the texts of known labels begin: the first column that two of them share, else that of the only one."""
    margin = rows[0][0].begin
    found = [row[1].begin for row in rows if len(row) > 1 and row[0].begin == margin and row[0].kinds]
    return next((one for one in found if found.count(one) > 1), found[0] if len(found) == 1 else None)


def _years(row: Sequence[_Field]) -> bool:
    """Whether a row holds years behind its label."""
    return sum(YEAR_HEAD.fullmatch(fold(one.text.text).text) is not None for one in row[1:]) >= 2


@dataclass(slots=True)
class _Sheet:
    margin: int
    column: int | None
    rows: list[dict[int, Located]] = field(default_factory=list)
    kinds: list[frozenset[str]] = field(default_factory=list)
    heads: list[_Field] = field(default_factory=list)
    """The years and the total that stand above the rows below."""

    def take(self, row: Sequence[_Field]) -> bool:
        """Take a line; False where it is no part of the sheet."""
        first = row[0]
        if first.begin == self.column and self.rows and 1 in self.rows[-1]:
            self._goes_on(row)
            return True
        if first.begin != self.margin or "。" in first.text.text:
            return False
        if _years(row):
            self.heads = list(row[1:])
            self._open(first, dict(enumerate((one.text for one in row[1:]), start=1)))
        elif len(row) > 1 and row[1].begin == self.column and first.kinds and not self._is_amounts(row):
            self._open(first, {1: _whole(row[1:])})
        elif self.heads and len(row) > 1:
            self._open(first, self._below_heads(row[1:]))
        else:
            return False
        return True

    def _is_amounts(self, row: Sequence[_Field]) -> bool:
        return bool(self.heads) and "budget" in row[0].kinds

    def _open(self, first: _Field, cells: dict[int, Located]) -> None:
        self.rows.append({0: first.text, **cells})
        self.kinds.append(first.kinds)

    def _goes_on(self, row: Sequence[_Field]) -> None:
        above, more = self.rows[-1][1], _whole(row)
        self.rows[-1][1] = Located.joined([above, more], "\n" if _ENDED.search(above.text) else "")

    def _below_heads(self, row: Sequence[_Field]) -> dict[int, Located]:
        """The cells of a row, each below the first head that it shares columns with, else the nearest."""
        cells: dict[int, Located] = {}
        for one in row:
            at = 1 + min(range(len(self.heads)), key=lambda i: _distance(one, self.heads[i]))
            cells[at] = Located.joined([cells[at], one.text], " ") if at in cells else one.text
        return cells

    def told(self, behind: Line | None) -> bool:
        """Whether the rows tell a measure or a project, and no labelled line of another layout stands behind them."""
        said = {kind for kinds in self.kinds for kind in kinds}
        if behind is not None and not behind.blank and _fields(behind)[0].kinds:
            return False
        measure = "content" in said and bool(said & {"role", "roles"})
        project = len(self.rows) >= 3 and bool(said & set(_PROJECT))
        return measure or project

    def table(self) -> Table:
        """The rows as a table as wide as its years."""
        width = max(len(self.heads), 1) + 1
        empty = Located.joined([])
        cells = [
            Cell(at, col, text, (text,) if text else ())
            for at, row in enumerate(self.rows)
            for col in range(width if max(row) > 1 else 2)
            for text in (row.get(col, empty),)
        ]
        return Table(tuple(cells), len(self.rows), width)


def _whole(row: Sequence[_Field]) -> Located:
    return Located.joined([one.text for one in row], " ")


def _distance(one: _Field, head: _Field) -> int:
    """How far a text stands from a head beside it; none where they share columns."""
    return max(0, head.begin - one.end + 1, one.begin - head.end + 1)
