"""Which columns of a table of indicators hold which values, where it prints several years: results of each, targets on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from graph_build.converters.vision.words.heads import Head, head_of, parse_year
from graph_build.documents.model import Cell, Located
from graph_build.records.plan import ValueKind
from graph_build.text.key import fold
from graph_build.text.plan_labels import label_kinds

Values: TypeAlias = dict[int, tuple[ValueKind, Head]]

_KINDS: tuple[ValueKind, ...] = ("baseline", "current", "target")
_DATED = re.compile(r"(?P<of>基準|現状|目標|策定時?|)(?:値の)?(?:時点|年度|年次|年|時期)")
# 「R3実績」, 「令和7年度目標値」, 「令和元年度(基準値)」: the year in front of the label.
_YEAR_FIRST = re.compile(
    r"(?P<year>(?:(?:令和|平成|[RH])[.]?(?:元|[0-9]{1,2})|20[0-9]{2})(?:年度?)?)末?の?\(?(?P<what>[^0-9()]{2,8})\)?"
)
_MIDWAY = re.compile("(?:中間|途中)(?:の?(?:値|数値))?")
_ON_THE_WAY = re.compile("中間|前期|途中")
_RESULT = re.compile("実績")


def value_head(cell: Cell) -> Head:
    """The head of a column, also where its year stands in front of what it holds.

    >>> from graph_build.documents.model import Located
    >>> text = Located.plain("令和７年度目標値", 0)
    >>> head = value_head(Cell(0, 0, text, (text,)))
    >>> sorted(head.kinds), head.year
    (['target'], Year(year=2025, kind='fy'))
    """
    head = head_of(cell)
    found = _YEAR_FIRST.fullmatch(fold(cell.text.text).text) if not (head.kinds and head.year) else None
    if found is None:
        return head
    kinds = label_kinds(found["what"]).intersection(_KINDS)
    return replace(head, kinds=kinds, year=parse_year(found["year"])) if kinds else head


@dataclass(frozen=True, slots=True)
class TwoHeads:
    """A column of values below two heads, in either order: the cell that says which values they are, their head with the year,
    and where the year stands."""

    label: Cell
    head: Head
    year: Located


def two_heads(top: Mapping[int, Cell], rows: Sequence[Sequence[Cell]]) -> dict[int, TwoHeads]:
    """The columns that a row below the heads parts, if it holds nothing else: 「令和2年度」 below 基準値; 「R3」 and 「R4」 below a
    実績値 over both; 「目標」 and 「実績」 below a 「R3」 over both. ``top`` are the heads by their columns."""
    found: dict[int, TwoHeads] = {}
    for cell in (cell for row in rows for cell in row if cell.text):
        above = top.get(max((col for col in top if col <= cell.col), default=-1))
        if above is None:
            return {}
        upper, lower = value_head(above), value_head(cell)
        if upper.means(*_KINDS) and lower.year is not None:
            found[cell.col] = TwoHeads(above, replace(upper, year=lower.year), cell.text)
        elif lower.means(*_KINDS) and upper.year is not None and not upper.kinds:
            found[cell.col] = TwoHeads(cell, replace(lower, year=upper.year), above.text)
        else:
            return {}
    return found


def values_and_dates(heads: Mapping[int, Head]) -> tuple[Values, dict[int, int]]:
    """The columns of values, and those of dates by the columns of values that they belong to.

    A label says what its date is of (基準年度 beside 基準値); 時点 is of the value before it. 中間値 beside 目標値 is a target on the way.
    """
    values: Values = {
        col: (kind, head) for col, head in heads.items() for kind in _KINDS if kind in head.kinds
    }
    if any(kind == "target" for kind, _ in values.values()):
        values |= {col: ("interim", head) for col, head in heads.items() if _MIDWAY.fullmatch(head.key)}
    dates: dict[int, int] = {}
    for col, head in heads.items():
        found = _DATED.fullmatch(head.key)
        if found is None:
            continue
        kinds = label_kinds(f"{found['of']}値") if found["of"] else frozenset(_KINDS)
        others = [other for other, (kind, _) in values.items() if other != col and kind in kinds]
        before = [other for other in others if other < col]
        own = others[:1] if found["of"] else before[-1:]
        if own:
            values.pop(col, None)
            dates[own[0]] = col
    _set_apart(values, "target", "interim", _ON_THE_WAY)
    _set_apart(values, "current", "result", _RESULT)
    return values, dates


def _set_apart(values: Values, kind: ValueKind, other: ValueKind, lesser: re.Pattern[str]) -> None:
    """Of several columns of a kind only one is of it: one whose label is not ``lesser`` (中間目標 beside 目標), of these the
    one of the latest year. The others are of the ``other`` kind, if labels or years tell which they are."""
    columns = [col for col, (own, _) in values.items() if own == kind]
    best = [col for col in columns if not lesser.search(values[col][1].key)] or columns
    years = [head.year.year for head in _heads(values, best) if head.year is not None]
    if len(best) > 1 and len(set(years)) < len(best):
        return
    last = best[years.index(max(years))] if len(best) > 1 else next(iter(best), None)
    for col in columns:
        if col != last:
            values[col] = (other, values[col][1])


def _heads(values: Values, columns: Sequence[int]) -> list[Head]:
    return [values[col][1] for col in columns]
