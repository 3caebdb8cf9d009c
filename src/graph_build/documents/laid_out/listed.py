"""Wide lists of projects: heads over narrow columns (No., 事業名, 事業概要, 事業費 by years), a row in several lines.

Columns are told by where texts begin. A row begins where its number stands, or, without numbers, where amounts stand beside a
title; those who pay have rows of their own inside it. Lists whose cells are set in the middle of their rows are not settled.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from graph_build.documents.laid_out.cells import Paras, cell_of
from graph_build.documents.laid_out.columns import Placed
from graph_build.documents.laid_out.labels import kinds
from graph_build.documents.laid_out.paged import Lines, body_up_to_heading, pages, table_lines
from graph_build.documents.laid_out.stops import fitted
from graph_build.documents.laid_out.words import Measure, breaks_off, fields, measures, text_of
from graph_build.documents.lines.paragraphs import has_marker, starts_anew
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.key import fold
from graph_build.text.plan_labels import PARTS_OF_PROJECTS, YEAR_HEAD

_HEAD_LINES = 8
_LEAST = 4
"""Columns of a list."""
_KNOWN = 0.6
"""The part of the heads from which they are those of a list."""
_AMOUNT = re.compile(r"[-－▲△]?[0-9０-９][0-9０-９,，.．]*|[-－―ー─]|(?:調整中|未定)|")
"""A figure that the width of its column broke."""
_NUMBER = re.compile(r"(?:事業|取組)?[0-9０-９]{1,3}(?:[-－―ー.．][0-9０-９]{1,3})*[.．]?")
_OPEN_ENDS = tuple("-－―ー")


@dataclass(frozen=True, slots=True)
class _Heads:
    """The heads of a list: their texts by column, the year of each column of amounts, and what stands above the years."""

    texts: Sequence[Located]
    years: Sequence[Located | None]
    size: int
    """The lines that they take."""

    @property
    def amounts(self) -> list[int]:
        return [col for col, year in enumerate(self.years) if year]

    @property
    def payer(self) -> int | None:
        """The column of those who pay: by its head, or by its place right before the amounts (区分)."""
        found = self.column("payer")
        before = min(self.amounts, default=0) - 1
        if found is None and before > 0 and kinds(self.texts[before].text) & {"facility_kind", "field"}:
            return before
        return found

    @property
    def title(self) -> int | None:
        """The column of the projects' titles: of several that may be it (取組名, 事業名) the innermost."""
        named = [col for col, text in enumerate(self.texts) if text and "title" in kinds(text.text)]
        return max(
            (col for col in named if "measure" not in kinds(self.texts[col].text)),
            default=max(named, default=None),
        )

    def column(self, kind: str) -> int | None:
        """The first column of a kind."""
        return next((col for col, text in enumerate(self.texts) if text and kind in kinds(text.text)), None)


def listed_table(lines: Sequence[Line], begin: int, aside: Collection[int] = ()) -> tuple[int, Table] | None:
    """The list whose heads begin in line ``begin``: the line behind it and the table; None if there is none, or its rows
    are not settled."""
    if "\t" in lines[begin].text or lines[begin].blank:
        return None
    for measure in measures(lines):
        if _may_head([text_of(run).text for run in fields(lines[begin], measure)]):
            found = _read(lines, begin, aside, measure)
            if found:
                return found
    return None


def _may_head(texts: Sequence[str]) -> bool:
    known = [kinds(text) for text in texts]
    named = any(kind & {"title", "number", "measure"} for kind in known)
    return len(texts) > 2 and named and sum(map(bool, known)) > 2


def _read(
    lines: Sequence[Line], begin: int, aside: Collection[int], measure: Measure
) -> tuple[int, Table] | None:
    body = body_up_to_heading(lines, begin, aside, measure)
    if not body:
        return None
    first = fitted([lines[i] for i in pages(lines, body)[0]], measure)
    heads = _heads(first[1]) if first else None
    found = table_lines(lines, body, heads.size, measure) if heads else None
    if heads is None or found is None:
        return None
    rows = _rows(heads, found)
    if rows is None:
        return None
    cells = list(_cells(heads, found, rows))
    if any(
        _AMOUNT.fullmatch(cell.text.text) is None
        for cell in cells
        if cell.row > 1 and cell.col in heads.amounts
    ):
        return None
    height = 1 + max(cell.row for cell in cells)
    return found.at[rows[-1][-1][-1]] + 1, Table(tuple(cells), height, len(heads.texts))


def _heads(placed: Sequence[Placed]) -> _Heads | None:
    """The heads: the first lines by which enough of the columns have known ones."""
    for size in range(1, min(_HEAD_LINES, len(placed) - 1) + 1):
        heads = _heads_of(placed[:size])
        known = [
            bool(year) or bool(text and kinds(text.text))
            for text, year in zip(heads.texts, heads.years, strict=True)
        ]
        said = {kind for text in heads.texts if text for kind in kinds(text.text)}
        whole = len(known) >= _LEAST - ("number" in said) and sum(known) >= _KNOWN * len(known)
        if (
            whole
            and "title" in said
            and (said & PARTS_OF_PROJECTS or heads.amounts)
            and _begins_body(heads, placed[size])
        ):
            return heads
    return None


def _heads_of(lines: Sequence[Placed]) -> _Heads:
    texts: list[Located] = []
    years: list[Located | None] = []
    for col in range(len(lines[0])):
        parts = [text_of(line[col]) for line in lines if line[col]]
        dated = [part for part in parts if _is_year(part.text)]
        years.append(dated[0] if len(dated) == 1 else None)
        texts.append(
            Located.joined([part for part in parts if part not in dated] if len(dated) == 1 else parts)
        )
    if sum(map(bool, years)) < 2:
        return _Heads(
            [
                Located.joined([text_of(line[col]) for line in lines if line[col]])
                for col in range(len(lines[0]))
            ],
            [None] * len(texts),
            len(lines),
        )
    return _Heads(texts, years, len(lines))


def _is_year(text: str) -> bool:
    key = fold(text).text.replace(" ", "")
    return YEAR_HEAD.fullmatch(key) is not None or "total" in kinds(text)


def _begins_body(heads: _Heads, line: Placed) -> bool:
    """Whether a line is the first of the first row: its number, or its title with an amount."""
    number, title = heads.column("number"), heads.title
    if number is not None:
        return _is_number(text_of(line[number]).text)
    amounts = [text_of(line[col]).text for col in heads.amounts if line[col]]
    return title is not None and bool(line[title] and amounts) and all(map(_AMOUNT.match, amounts))


def _is_number(text: str) -> bool:
    text = text.replace(" ", "")
    return bool(text) and (_NUMBER.fullmatch(text) is not None or has_marker(f"{text} …"))


# --- rows ---


def _rows(heads: _Heads, found: Lines) -> list[list[list[int]]] | None:
    """The lines of each row by its sub-rows, one for each that pays; None where they do not settle it."""
    payer = heads.payer
    rows: list[list[list[int]]] = []
    for i in range(heads.size, len(found.placed)):
        line = found.placed[i]
        begins = _begins_row(heads, found, i)
        if begins is None:
            break
        if begins:
            rows.append([[i]])
        elif not rows:
            return None
        elif payer is not None and line[payer] and _pays(heads, found, i, rows[-1][-1][-1]):
            rows[-1].append([i])
        else:
            rows[-1][-1].append(i)
    return rows or None


def _begins_row(heads: _Heads, found: Lines, i: int) -> bool | None:
    """Whether a row begins in a line; None where the table ends before it."""
    line = found.placed[i]
    above = found.placed[i - 1]
    alone = [col for col, run in enumerate(line) if run] == [0]
    number = heads.column("number")
    if number is not None and line[number]:
        text = text_of(line[number]).text
        goes_on = i > heads.size and bool(above[number]) and text_of(above[number]).text.endswith(_OPEN_ENDS)
        if goes_on:
            return False
        return True if _is_number(text) else None
    if alone and (starts_anew(text_of(line[0]).text) or not found.is_full(i - 1, 0)):
        return None
    return number is None and _begins_body(heads, line) and not _goes_on_figures(heads, line, above)


def _pays(heads: _Heads, found: Lines, i: int, above: int) -> bool:
    """Whether amounts stand beside a name that are not the rest of those above."""
    line = found.placed[i]
    return any(line[col] for col in heads.amounts) and not _goes_on_figures(heads, line, found.placed[above])


def _goes_on_figures(heads: _Heads, line: Placed, above: Placed) -> bool:
    filled = [col for col in heads.amounts if line[col]]
    return any(above[col] and breaks_off(text_of(above[col]).text) for col in filled)


# --- cells ---


def _cells(heads: _Heads, found: Lines, rows: Sequence[Sequence[Sequence[int]]]) -> Iterator[Cell]:
    """The heads, years below what they are years of, and the cells of the rows; what stands beside payers spans their rows."""
    yield from _head_cells(heads)
    at = 2 if heads.amounts else 1
    payer = heads.payer
    inner = {*heads.amounts, payer} if heads.amounts else {payer}
    for row in rows:
        whole = [i for lines in row for i in lines]
        for col in range(len(heads.texts)):
            if col not in inner or len(row) == 1:
                yield _cell(at, col, _paras(found, whole, col), rowspan=len(row))
                continue
            for below, lines in enumerate(row):
                yield _cell(at + below, col, _paras(found, lines, col))
        at += len(row)


def _head_cells(heads: _Heads) -> Iterator[Cell]:
    deep = 2 if heads.amounts else 1
    for dated, group in groupby(range(len(heads.texts)), key=lambda col: bool(heads.years[col])):
        cols = list(group)
        if not dated:
            yield from (_cell(0, col, [heads.texts[col]], rowspan=deep) for col in cols)
            continue
        above = Located.joined([heads.texts[col] for col in cols if heads.texts[col]])
        yield _cell(0, cols[0], [above], colspan=len(cols))
        yield from (_cell(1, col, [year]) for col in cols if (year := heads.years[col]))


def _paras(found: Lines, lines: Sequence[int], col: int) -> Paras:
    runs = [(found.placed[i][col], found.is_full(i, col)) for i in lines if found.placed[i][col]]
    full = {id(run): whole for run, whole in runs}
    return cell_of([run for run, _ in runs], lambda run: full[id(run)])


def _cell(row: int, col: int, paras: Paras, rowspan: int = 1, colspan: int = 1) -> Cell:
    filled = [para for para in paras if para]
    return Cell(row, col, Located.joined(filled, "\n"), tuple(filled), rowspan, colspan)
