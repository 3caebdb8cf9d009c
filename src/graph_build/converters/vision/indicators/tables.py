"""KPIs: indicators with baseline, current value and target, each with its own year; one KPI in two tables is one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from graph_build.converters.items import behind, printed
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.indicators.name_column import column_of_aims, unnamed_column
from graph_build.converters.vision.measures.drafts import MeasureDraft
from graph_build.converters.vision.outline.heading import Heading
from graph_build.converters.vision.tables.signs import Row, is_ditto
from graph_build.converters.vision.words.heads import (
    Head,
    date_period,
    head_of,
    is_number,
    read_head,
    split_unit,
)
from graph_build.converters.vision.words.title_markers import split_mark
from graph_build.converters.vision.words.value_columns import Values, two_heads, value_head, values_and_dates
from graph_build.documents.model import Cell, Located
from graph_build.records import ids
from graph_build.records.plan import Kpi, KpiValue, ValueKind
from graph_build.text.key import fold, matching_key
from graph_build.text.money import unit_factor
from graph_build.text.numbers import Number, parse_number


@dataclass(frozen=True, slots=True)
class Monitored:
    """What an indicator measures: id and label, and for a measure the policy field that the table names beside it."""

    id: str
    label: str
    field: str | None = None


_BASELINE_INSIDE = re.compile(r"[【(\[]?基準値?[】)\]:]*(?P<value>[-+▲△±]?[0-9][^【】\[\]]*)$")
_YEAR_AT_END = re.compile(
    r"[(（\[](?P<year>[^()（）\[\]]*(?:[0-9０-９]{4}|[RHSＲＨＳ令和平成]+\s*[0-9０-９元]+)[^()（）\[\]]*)[)）\]]\s*$"
)

_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")

# Words that say how it was counted, not that the figure is uncertain.
_COUNTED = re.compile(
    r"^\s*(?:延べ|のべ|延|(?:期間|計画期間)?(?:中の?)?累計|期間中の?|(?:毎|各|単)年度?(?:の|に)?|年間|年(?=\s*[0-9０-９])"
    r"|[0-9０-９一二三四五六七八九十]{1,2}(?:か|カ|ヵ|ヶ)?年度?間?(?:の?(?:累計|合計|延べ)|で(?:延べ|計)?|計))[:：]?\s*"
)
# 「30～40件」: between two figures.
_BETWEEN = re.compile(r"\s*[^\s0-9０-９（(]{0,4}\s*[~～〜]\s*[0-9０-９]")
_FORMER = re.compile(r"(?:第[0-9０-９一二三四五六]+[期次]|前期|前計画|旧)(?:計画|ビジョン)?の")
_OF_MANY_YEARS = ("interim", "result")
_OF_PROJECT = re.compile("事業|取組|施策|プロジェクト")
_SCALES = {"万": 10_000, "億": 100_000_000}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a KPI table holds what; ``monitored`` are the columns left of the indicator."""

    row: int
    name: int
    values: Values
    unit: int | None
    source: int | None
    heads: dict[int, Cell]
    dates: dict[int, int]
    """Column of a value → the column that says of when it is."""
    years: dict[int, Located]
    """Column of a value → the year in a row of its own below the heads."""


@dataclass(frozen=True, slots=True)
class KpiTable:
    """A table of indicators with the headings above, its caption, and whether it is a list of projects with theirs beside them."""

    rows: tuple[Row, ...]
    columns: Columns
    path: tuple[Heading, ...]
    caption: Located | None
    quoted: MeasureDraft | None = None
    """The measure quoted above, where no heading names one."""
    listed: bool = False
    source: Located | None = None
    """The source that the line below it names."""


def of_former_plan(columns: Columns, path: Sequence[Heading]) -> bool:
    """Whether a table tells what came of an earlier plan: a heading above says so, or the head of its indicators."""
    named = _FORMER.match(columns.heads[columns.name].text.text)
    return named is not None or any(one.role == "former" for one in path)


def kpi_columns(rows: Sequence[Row]) -> Columns | None:
    """The head of a KPI table, in its first rows; None if it has none."""
    for index, row in enumerate(rows[:3]):
        labels = {cell.col: cell for cell in row if cell.text}
        below = two_heads(labels, rows[index + 1 : index + 2])
        labels |= {col: two.label for col, two in below.items()}
        heads = {col: value_head(cell) for col, cell in labels.items()}
        heads |= {col: two.head for col, two in below.items()}
        aims = column_of_aims(heads, rows[index + 1 :])
        values, dates = values_and_dates({col: head for col, head in heads.items() if col != aims})
        name = next((col for col, head in heads.items() if head.means("kpi") and col not in values), aims)
        name = unnamed_column(heads, values, rows[index + 1 :]) if name is None else name
        if name is None or not values:
            continue
        unit = next((col for col, head in heads.items() if head.means("unit")), None)
        source = next((col for col, head in heads.items() if head.means("source") and col != unit), None)
        told = {col: two.year for col, two in below.items()}
        return Columns(index + bool(below), name, values, unit, source, labels, dates, told)
    return None


_OF_A_VALUE = re.compile(r"(?:目標|基準|現状|実績)値?.{0,8}[0-9]|(?:改訂|改定|変更)[前後]")


def read_kpis(
    rows: Sequence[Row],
    columns: Columns,
    monitored: Callable[[Sequence[Located]], Monitored],
    context: Context,
    below: Located | None = None,
) -> None:
    """The KPIs of a table; ``monitored`` answers for the labels left of an indicator (none: by the headings), ``below`` is the
    source of those that have none of their own.

    A label that spans fewer rows than the indicator, as a project does beside one of several, says nothing of it.
    """
    context.out.ignore("label", *(cell.text for cell in columns.heads.values()), *columns.years.values())
    carried: dict[int, Located] = {}
    source: Located | None = None
    for row in rows[columns.row + 1 :]:
        cells = {cell.col: cell for cell in row}
        shift = _shift(row, columns)
        name = cells.get(columns.name + shift)
        if name is None or not name.text or _IN_BRACKETS.fullmatch(name.text.text.strip()):
            continue
        left = {col: cell for col, cell in cells.items() if col < columns.name + shift and cell.text}
        own = {col: cell.text for col, cell in left.items() if cell.rowspan >= name.rowspan}
        if own:  # a label spans the rows below it until one at its own or an outer place
            carried = {col: text for col, text in carried.items() if col < min(own)} | own
        context.out.ignore("label", *(cell.text for cell in left.values()))
        labels = [
            carried[col] for col in sorted(carried) if not _only_counts(columns.heads.get(col), carried[col])
        ]
        source = _source(
            cells.get(columns.source + shift) if columns.source is not None else None, source, context
        )
        _kpi(name, cells, shift, columns, monitored(labels), source or below, context)


def _only_counts(head: Cell | None, label: Located) -> bool:
    """Whether a label is the number of the indicator itself, and not that of the project that it is of."""
    key = matching_key(head.text.text) if head else ""
    return is_number(label.text) and re.search("番号|No|№", key) is not None and not _OF_PROJECT.search(key)


def _source(cell: Cell | None, above: Located | None, context: Context) -> Located | None:
    """The source that a cell names; 〃 means the one above."""
    if cell is None or not cell.text:
        return None
    if not is_ditto(cell.text.text):
        return cell.text
    context.out.ignore("label", cell.text)
    return above


def _names_source(text: Located, columns: Columns) -> bool:
    """Whether a cell says where the values come from; one of remarks (備考) may say anything else of them."""
    if matching_key(text.text) in ("-", "ー"):
        return False
    remarks = columns.source is not None and head_of(columns.heads[columns.source]).means("note")
    return not remarks or not _OF_A_VALUE.search(matching_key(text.text))


def _shift(row: Row, columns: Columns) -> int:
    """How many cells a row is moved to the right by one more label level: the first figure tells, but where a first year may
    be without one."""
    first = min(columns.values)
    if columns.years:
        return 0
    filled = {cell.col for cell in row if cell.text}
    for cell in row:
        if cell.col >= first and cell.text and _is_value(cell.text.text):
            moved = cell.col - first
            return moved if moved <= 2 and max(columns.values) + moved in filled else 0
    return 0


def _is_value(text: str) -> bool:
    number = parse_number(text)
    return number is not None and number.kind in ("number", "dash", "fraction")


def split_scale(unit: str | None) -> tuple[int, str | None]:
    """The scale in a unit: 万人 are 10,000 人; of money it stays in the unit.

    >>> split_scale("万人/年"), split_scale("百万円"), split_scale("万円")
    ((10000, '人/年'), (1, '百万円'), (1, '万円'))
    """
    if unit and unit[0] in _SCALES and len(unit) > 1 and unit_factor(unit) is None:
        return _SCALES[unit[0]], unit[1:]
    return 1, unit


def _kpi(
    name: Cell,
    cells: dict[int, Cell],
    shift: int,
    columns: Columns,
    monitored: Monitored,
    source: Located | None,
    context: Context,
) -> None:
    named, mark = split_mark(name.text)
    context.out.ignore("label", mark)
    title, unit = split_unit(named)
    unit_cell = cells.get(columns.unit + shift) if columns.unit is not None else None
    values = {
        col: cells[col + shift] for col in columns.values if col + shift in cells and cells[col + shift].text
    }
    unit = unit or (printed(unit_cell.text) if unit_cell and unit_cell.text else None)
    unit = unit or _unit_of([cell.text for cell in values.values()])
    scale, unit = split_scale(unit)
    told = printed(source) if source and _names_source(source, columns) else None
    places = [name.text, *(text for text in (unit_cell.text if unit_cell else None, source) if text)]
    record = add_kpi(title, monitored, places, context, unit, told)
    for col, cell in values.items():
        kind, head = columns.values[col]
        head_text = columns.years.get(col) or columns.heads[col].text
        date = cells.get(columns.dates[col] + shift) if col in columns.dates else None
        if date is not None and date.text:
            head, head_text = read_head(date.text.text), date.text
        _values(record, kind, cell.text, head, head_text, context, scale)


def _unit_of(values: Sequence[Located]) -> str | None:
    """The unit that the values themselves print, where they agree."""
    numbers = [_figure(_YEAR_AT_END.sub("", value.text)) for value in values]
    units = {number.unit for number in numbers if number is not None and number.value is not None}
    if len(units) > 1 and all(map(unit_factor, units)):
        return "円"
    return next(iter(units)) or None if len(units) == 1 else None


def _figure(text: str) -> Number | None:
    """The figure of a value, words that only say how it was counted left out; none of one between two figures (30～40件)."""
    bare = _COUNTED.sub("", text)
    number = parse_number(bare)
    return None if number is not None and _BETWEEN.match(bare, number.end) else number


def _in_unit(number: Number, unit: str | None, scale: int) -> Decimal | None:
    """A figure in the unit of its indicator: one of money that prints another unit, or one in 千回 that prints 回, in this one."""
    if number.value is None:
        return None
    own, wanted = unit_factor(number.unit), unit_factor(unit) if unit else None
    if own and wanted and own != wanted:
        return number.value * own / wanted
    if not wanted and unit and number.unit and unit == f"千{number.unit}":
        return number.value / 1000
    return number.value * (1 if number.unit else scale)


def add_kpi(
    title: str,
    monitored: Monitored,
    places: Sequence[Located],
    context: Context,
    unit: str | None = None,
    source: str | None = None,
) -> str:
    """Take an indicator; one that another table printed already gains what this place adds. Returns its id."""
    record = Kpi(
        id=ids.kpi(context.plan.id, monitored.label, title),
        version=context.plan.id,
        name=title,
        monitors=monitored.id,
        field=monitored.field,
        order=context.next_order(),
        unit=unit or None,
        data_source=source,
        evidence=(context.out.evidence("kpi.row", *places),),
    )
    known = context.kpis.get(record.id)
    if known:
        record = replace(
            known,
            field=known.field or record.field,
            unit=known.unit or record.unit,
            data_source=known.data_source or record.data_source,
            evidence=(*known.evidence, *record.evidence),
        )
    context.kpis[record.id] = record
    return record.id


def add_value(kpi: str, kind: ValueKind, text: Located, year: Located | None, context: Context) -> None:
    """Take a value that stands in a line, with the year printed beside it; it gives the indicator its unit."""
    _value(kpi, kind, text, read_head(year.text) if year else None, year, context)
    known = context.kpis[kpi]
    number = _figure(text.text)
    if known.unit is None and number is not None and number.unit:
        context.kpis[kpi] = replace(known, unit=number.unit)


def _values(
    kpi: str, kind: ValueKind, text: Located, head: Head, head_text: Located, context: Context, scale: int = 1
) -> None:
    """The value in a cell; a baseline in it (「現状維持【基準値】…」) is a value of its own."""
    key = fold(text.text)
    inside = _BASELINE_INSIDE.search(key.text)
    if inside and inside.start() > 0 and kind != "baseline":
        _value(kpi, "baseline", behind(text, key, *inside.span("value")), None, None, context)
        context.out.ignore("label", behind(text, key, inside.start(), inside.start("value")))
        text = behind(text, key, 0, inside.start()).strip()
    _value(kpi, kind, text, head, head_text, context, scale)


def _value(
    kpi: str,
    kind: ValueKind,
    text: Located,
    head: Head | None,
    head_text: Located | None,
    context: Context,
    scale: int = 1,
) -> None:
    year: tuple[int, str] | None = None
    text, mark = split_mark(text)
    context.out.ignore("label", mark)
    figure = text.strip()
    found = _YEAR_AT_END.search(text.text)
    if found and (year := _period_of(found["year"])):
        figure = text[: found.start()].strip()
    elif head is not None and head.year is not None:
        year = (head.year.year, head.year.period)
    number = _figure(figure.text) if figure else None
    if number is not None and number.kind in ("blank", "dash", "slash"):
        context.out.ignore("no_value", text)
        return
    evidence = [context.out.evidence("kpi.value", text)]
    if head_text and year and not found:
        evidence.append(context.out.evidence("kpi.year", head_text, supports=("year",)))
    record = KpiValue(
        id=f"{kpi}/{kind}-{year[0]}" if year and kind in _OF_MANY_YEARS else f"{kpi}/{kind}",
        kpi=kpi,
        kind=kind,
        printed_value=printed(figure),
        value=_in_unit(number, context.kpis[kpi].unit, scale) if number else None,
        year=year[0] if year else None,
        period=year[1] if year else None,
        evidence=tuple(evidence),
    )
    _merge(record, text, context)


def _period_of(text: str) -> tuple[int, str] | None:
    """Year and period of a date in brackets; of several years (R5～R9) the last one."""
    parts = re.split("[~～〜－-]|から", text)
    return date_period(parts[-1]) if len(parts) > 1 and date_period(parts[0]) else date_period(text)


def _merge(record: KpiValue, text: Located, context: Context) -> None:
    """A value printed twice is one; 年度 says more than a bare year; another figure is reported."""
    known = context.kpi_values.get(record.id)
    if known is None:
        context.kpi_values[record.id] = record
        return
    if (known.value, known.year) != (record.value, record.year) and None not in (known.year, record.year):
        context.out.report(
            "kpi_differs", f"{known.printed_value} ≠ {record.printed_value}", text, about=record.id
        )
    period = known.period or record.period
    if known.period and "/y" in known.period and record.period and record.year == known.year:
        period = record.period
    context.kpi_values[record.id] = replace(
        known, year=known.year or record.year, period=period, evidence=(*known.evidence, *record.evidence)
    )
