"""Tables of figures: one observation per cell, of the municipality, area, prefecture or facility that its row names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from graph_build.converters.items import Grid, Para, printed
from graph_build.converters.vision.context import Context, place_ids
from graph_build.converters.vision.members.members_down import members_down, without_prefectures
from graph_build.converters.vision.outline.heading import Heading
from graph_build.converters.vision.statistics.figures import is_figure
from graph_build.converters.vision.statistics.row_labels import (
    RowLabels,
    label_columns,
    main_column,
    over_both_labels,
    row_labels,
)
from graph_build.converters.vision.statistics.sources import SourceNote, read_source_notes
from graph_build.converters.vision.statistics.subjects import Subject, is_part, subject_of
from graph_build.converters.vision.statistics.topics import Topic, captioned, unit_of_notes
from graph_build.converters.vision.words.heads import (
    Head,
    Year,
    head_of,
    parse_year,
    read_head,
    split_unit,
    unit_in,
    years_in,
)
from graph_build.documents.model import Cell, Located
from graph_build.records import ids
from graph_build.records.plan import Statistic
from graph_build.text.key import fold, matching_key
from graph_build.text.numbers import Number, parse_number

_SHARE = re.compile(r"[率比]$|割合|密度|平均|当たり|あたり")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: printed name, unit, year, cells of its head."""

    name: str
    head: Head
    cells: tuple[Located, ...]

    @property
    def adds_up(self) -> bool:
        """Whether a total is the sum of its figures: not so with shares (高齢化率), densities and means."""
        return self.head.unit not in ("%", "％") and _SHARE.search(self.name) is None


def read_statistics(
    grid: Grid,
    path: Sequence[Heading],
    notes: Sequence[Para],
    unit: str | None,
    context: Context,
    caption: Located | None = None,
) -> None:
    """The figures of a table; ``notes`` are the ※ lines below it (dates), ``unit`` and ``caption`` stand above it."""
    grid = over_both_labels(members_down(without_prefectures(grid, context), context))
    width = label_columns(grid)
    main = main_column(grid, width)
    start = _first_row_of_figures(grid, width)
    if start == 0:
        cells = [cell.text for cell in grid.rows[0] if cell.text]
        context.out.report("missing_header", path[-1].title if path else "", *cells)
        return
    columns = _columns(grid, start)
    top = grid.table.at(0, main)
    first = head_of(top) if top else Head("")
    for cell in grid.table.cells:
        if cell.row < start:
            context.out.ignore("label", cell.text)
    sources = read_source_notes(notes)
    unit = unit or unit_of_notes(notes)
    table = Topic("".join(column.name for column in columns.values()), path, unit)
    if path:
        table = captioned(path[-1].label, path, unit)
    if caption is not None:
        context.out.ignore("label", caption)
        table = captioned(caption, path, unit)
    table = replace(table, apart=frozenset(column.name for column in columns.values()))
    sums = _Sums()
    rows = grid.rows[start:]
    labels = [cell.text.text for row in rows for cell in row if cell.col == main and cell.text]
    members = sum(context.member(fold(label).text) is not None for label in labels)
    parts = sum(is_part(label, context) or read_head(label).means("total") for label in labels)
    if members and (members + parts) * 2 > len(labels):
        first = replace(first, kinds=first.kinds | {"place"})
    _share_units(rows, columns)
    for row, own in zip(rows, row_labels(grid, width, start), strict=True):
        values = {cell.col: cell for cell in row if cell.col >= width and cell.text}
        if own.main and values:
            _row(own, values, first, columns, sources, table, sums, context)


@dataclass(slots=True)
class _Sums:
    """The sums of the columns since the last total, and the members that they hold."""

    columns: dict[tuple[int, str], Decimal] = field(default_factory=dict)
    """By column, and what stands beside the labels of the rows."""
    members: set[str] = field(default_factory=set)

    def whole(self, context: Context) -> bool:
        """Whether a total of the area can be compared: its members stand above it all, or none of them does."""
        return not self.members or self.members >= set(place_ids(context.plan.members))


def _first_row_of_figures(grid: Grid, width: int) -> int:
    for index, row in enumerate(grid.rows):
        label = next((cell for cell in row if cell.col == 0 and cell.text), None)
        values = [cell for cell in row if cell.col >= width and cell.text]
        if label is None or not values or head_of(label).means("place", "facility", "facility_kind"):
            continue
        figures = [cell for cell in values if is_figure(cell) and parse_year(cell.text.text) is None]
        if len(figures) * 2 >= len(values) and figures:
            return index
    return len(grid.rows)


def _columns(grid: Grid, start: int) -> dict[int, Column]:
    """The columns of figures; a head over several columns counts for each of them."""
    parts: dict[int, list[Located]] = {}
    for index in range(start):
        row = {cell.col: cell for cell in grid.rows[index]}
        below = {cell.col for later in grid.rows[index + 1 : start] for cell in later if cell.text}
        carried: Located | None = None
        for col in range(grid.table.cols):
            cell = grid.table.at(index, col)
            if cell is not None and cell.text:
                carried = cell.text
            elif col not in row and cell is None:
                continue
            elif col not in below:
                carried = None
            if carried is not None and col > 0 and carried not in parts.get(col, []):
                parts.setdefault(col, []).append(carried)
    return {col: _column(texts) for col, texts in parts.items()}


# 「国勢調査」 above the years says where the figures come from, not what they count.
_SURVEY = re.compile(
    r"(?:第[0-9]+回)?(?:国勢調査|住民基本台帳|経済センサス|農林業センサス|工業統計(?:調査)?|商業統計(?:調査)?)"
)


# 「令和2年人口」: the year in front of what is counted.
_OF_YEAR = re.compile(
    r"(?P<year>(?:(?:令和|平成|昭和)(?:元|[0-9０-９]{1,2})|(?:19|20)[0-9]{2})年度?)[\s　]*の?(?P<name>\D.+)"
)


# 「面積（k㎡）2020年」: the year behind it.
_IN_YEAR = re.compile(
    r"(?P<name>.*\D(?:[)）]|(?<=\S)(?=\s)))\s*(?P<year>(?:(?:令和|平成|昭和)(?:元|[0-9０-９]{1,2})|(?:19|20)[0-9]{2})年度?)",
    re.DOTALL,
)


_YEAR_BEFORE_UNIT = re.compile(
    r"(?<=[(（])(?P<year>[^()（）、,，]+)[、,，][\s　]*(?P<unit>[^()（）、,，]+)(?=[)）]\s*$)"
)


def _dated(texts: Sequence[Located]) -> tuple[list[Located], list[Year]]:
    """The parts of a head without the year that stands behind one, and those years; of two years neither is its own."""
    names: list[Located] = []
    years: list[Year] = []
    for text in texts:
        text, own = _without_year(text)
        years += [own] if own else []
        found = _IN_YEAR.fullmatch(text.text.strip())
        year = parse_year(found["year"]) if found and not years_in(found["name"]) else None
        years += [year] if year else []
        names.append(text.strip()[: found.end("name")] if found and year else text)
    return names, years


def _without_year(text: Located) -> tuple[Located, Year | None]:
    """A head whose brackets hold a year before the unit (高齢化率（令和2年、％）) without that year, and the year."""
    found = _YEAR_BEFORE_UNIT.search(text.text)
    year = parse_year(found["year"]) if found and unit_in(found["unit"]) else None
    if found is None or year is None:
        return text, None
    return Located.joined([text[: found.start("year")], text[found.start("unit") :]]), year


def _column(printed_texts: Sequence[Located]) -> Column:
    texts, behind = _dated(printed_texts)
    below = unit_in(texts[-1].text) if len(texts) > 1 and len(texts[-1].text) <= 4 else None  # 人口 over 人
    texts = texts[:-1] if below else texts
    heads = [read_head(text.text) for text in texts]
    units = [below] if below else [head.unit for head in heads if head.unit]
    bare = [split_unit(text)[0] for text in texts]
    names = [name.replace("\n", "") for name in bare if parse_year(name) is None]  # 「2020年（人）」
    dated = [_OF_YEAR.fullmatch(name) for name in names]
    years = [year for one in dated if one and (year := parse_year(one["year"]))]
    years = years or behind or [head.year for head in heads if head.year]
    names = [one["name"] if one else name for one, name in zip(dated, names, strict=True)]
    names = [name for name in names if not _SURVEY.fullmatch(matching_key(name))]
    head = Head(heads[-1].key, heads[-1].kinds, units[-1] if units else None, years[-1] if years else None)
    return Column(" ".join(filter(None, names)), head, tuple(printed_texts))


def _row(
    labels: RowLabels,
    values: Mapping[int, Cell],
    first: Head,
    columns: dict[int, Column],
    sources: list[SourceNote],
    table: Topic,
    sums: _Sums,
    context: Context,
) -> None:
    label = labels.main
    assert label is not None
    subject = subject_of(labels, first, table, context)
    if subject is not None:
        context.out.ignore("label", label)
        if subject.id.startswith("municipality/"):
            sums.members.add(subject.id)
    beside = matching_key(labels.beside.text) if labels.beside else ""
    for col, cell in values.items():
        number = parse_number(cell.text.text)
        if number is None or col not in columns:
            continue
        if subject is None or not (subject.total or subject.ratio):
            sums.columns[col, beside] = sums.columns.get((col, beside), Decimal(0)) + (number.value or 0)
        elif subject.total and number.value is not None and columns[col].adds_up and sums.whole(context):
            added = sums.columns.get((col, beside), number.value)
            if added != number.value:
                value = f"{columns[col].name}: {added:f} ≠ {number.printed}"
                context.out.report("statistics_total_mismatch", value, cell.text)
        if subject is not None:
            _add(subject, labels, cell, number, columns[col], sources, table, context)
    if subject is not None and not subject.id.startswith("municipality/") and subject.total:
        sums.columns = {key: value for key, value in sums.columns.items() if key[1] != beside}
        sums.members.clear()


def _add(
    subject: Subject,
    labels: RowLabels,
    cell: Cell,
    number: Number,
    column: Column,
    sources: list[SourceNote],
    table: Topic,
    context: Context,
) -> None:
    if not is_figure(cell):
        context.out.report("unreadable_figure", cell.text.text.strip(), cell.text)
        return
    worded = subject.adds and subject.adds != subject.name
    name = column.name or ("" if worded else table.counts)  # columns of years: the heading says what
    if subject.adds:
        # 「利用台数又は利用人数」 says nothing that the row does not say better.
        name = subject.adds if not name or "又は" in name else f"{name}（{subject.adds}）"
    told = [text for text in (labels.main, labels.beside) if text is not None]
    period, note = _period(subject, told[0], column, sources)
    period = period or table.period
    evidence = [context.out.evidence("statistic.cell", *told, cell.text)]
    if column.cells:
        evidence.append(context.out.evidence("statistic.head", *column.cells, supports=("printedIndicator",)))
    if note is not None:
        evidence.append(context.out.evidence("statistic.date", note.text, supports=("period",)))
    rest = cell.text.text[number.end :].strip()
    unit = number.unit or ("%" if rest.startswith(("%", "％")) else "")
    context.out.add(
        Statistic(
            id=ids.statistic(context.plan.id, table.name, subject.id, name, period[1] if period else ""),
            version=context.plan.id,
            subject=subject.id,
            subject_text=subject.name,
            indicator=name,
            table=table.name,
            printed_value=printed(cell.text),
            value=number.value,
            unit=unit or subject.unit or column.head.unit or table.unit or None,
            year=period[0] if period else None,
            period=period[1] if period else None,
            evidence=tuple(evidence),
        )
    )


def _period(
    subject: Subject, label: Located, column: Column, sources: Sequence[SourceNote]
) -> tuple[tuple[int, str] | None, SourceNote | None]:
    """Year and period of a cell, and the note that says it: the row's own, the column's, that of a note."""
    own = (column.head.year.year, column.head.year.period) if column.head.year else None
    if subject.period or own:
        return subject.period or own, None
    note = next((one for one in sources if one.about(label.text) or one.about(column.name)), None)
    note = note or next((one for one in sources if one.scope is None), None)
    return (note.period if note else None), note


def _share_units(rows: Sequence[Sequence[Cell]], columns: dict[int, Column]) -> None:
    """A column whose figures all print one unit has it, also beside a dash."""
    for col, column in columns.items():
        numbers = [
            parse_number(cell.text.text)
            for row in rows
            for cell in row
            if cell.col == col and is_figure(cell)
        ]
        units = {number.unit for number in numbers if number is not None and number.kind == "number"}
        if column.head.unit is None and len(units) == 1 and "" not in units:
            columns[col] = replace(column, head=replace(column.head, unit=units.pop()))
