"""Tables of indicators whose heads are years and nothing else (指標 | R4 | R9): which is the present value and which the target only the
plan can say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph_build.converters.vision.indicators.tables import Columns
from graph_build.converters.vision.tables.signs import Row
from graph_build.converters.vision.words.heads import Year, head_of, parse_years, years_in
from graph_build.converters.vision.words.value_columns import Values
from graph_build.documents.model import Cell, Located
from graph_build.records.plan import ValueKind
from graph_build.text.key import fold

_CUES: Mapping[ValueKind, re.Pattern[str]] = {
    "current": re.compile(r"(?:現状|現況|直近|基準|実績)(?P<value>の?数?値)?"),
    "target": re.compile(r"(?:目標|めざす|目指す)(?P<value>の?数?値)?"),
}
_CLAUSES = re.compile(r"[、。・,;/]|及び|並びに|と(?=[^0-9]{0,4}(?:目標|めざす|目指す|令和|R|20))")


def said_columns(rows: Sequence[Row], said: Sequence[Located]) -> Columns | None:
    """The columns of such a table of two years of which a line beside it says what they are: 「R4は現状値、R9は目標値」, 「指標の現状値と
    目標値」. None where no line does, or one says it of other years."""
    found = _heads(rows)
    if found is None or len(found[1]) != 2:
        return None
    name, years = found
    first, last = sorted(years, key=lambda col: years[col].year)
    if not any(_says(text.text, years[first].year, years[last].year) for text in said):
        return None
    heads = {cell.col: cell for cell in rows[0] if cell.text}
    kinds: dict[int, ValueKind] = {first: "current", last: "target"}
    values: Values = {
        col: (kind, replace(head_of(heads[col]), kinds=frozenset((kind,)), year=years[col]))
        for col, kind in kinds.items()
    }
    return Columns(0, name, values, _column(heads, "unit"), _column(heads, "source"), heads, {}, {})


def tells_targets(rows: Sequence[Row], plan: str, below_field: bool) -> bool:
    """Whether such a table holds values of years to come, and so no statistics: those behind the year of the edition (``plan`` is its
    id); of an edition without a date, those below a field."""
    found = _heads(rows)
    issued = re.match("[0-9]{4}", plan.rpartition("/")[2])
    last = max((year.year for year in found[1].values()), default=0) if found else 0
    return found is not None and (last > int(issued[0]) if issued else below_field)


def _heads(rows: Sequence[Row]) -> tuple[int, dict[int, Year]] | None:
    """The column of the indicators, and the years of those right of it; None where anything else stands there."""
    cells = [cell for cell in (rows[0] if rows else ()) if cell.text]
    name = next((cell.col for cell in cells if head_of(cell).means("kpi")), None)
    if name is None:
        return None
    plain = parse_years(cell.text.text for cell in cells)
    years = {cell.col: year for cell, year in zip(cells, plain, strict=True) if year is not None}
    rest = [cell for cell in cells if cell.col > name and cell.col not in years]
    whole = len(years) > 1 and min(years) > name
    return (
        (name, years) if whole and all(head_of(one).means("unit", "source", "note") for one in rest) else None
    )


def _column(heads: Mapping[int, Cell], kind: str) -> int | None:
    return next((col for col, cell in heads.items() if head_of(cell).means(kind)), None)


def _says(text: str, first: int, last: int) -> bool:
    """Whether a line speaks of the present value and the target, by these words or of these years, and of no other years.

    >>> _says("※R4は現状値、R9は目標値", 2022, 2027), _says("指標の現状値と目標値", 2022, 2027)
    (True, True)
    >>> _says("現状を踏まえ、目標を定める。", 2022, 2027), _says("R3は現状値、R9は目標値", 2022, 2027)
    (False, False)
    """
    wanted: Mapping[ValueKind, int] = {"current": first, "target": last}
    told: set[ValueKind] = set()
    for clause in _CLAUSES.split(fold(text).text):
        found = {kind: cue for kind, pattern in _CUES.items() if (cue := pattern.search(clause))}
        years = years_in(clause)
        for kind, cue in found.items():
            if len(found) == 1 and years and years != (wanted[kind],):
                return False
            told |= {kind} if years or cue["value"] else set()
    return len(told) == 2
