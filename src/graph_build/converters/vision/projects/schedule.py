"""Schedules: items, and the years whose cells hold a mark."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph_build.converters.items import printed
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.tables.blocks import holds_rows
from graph_build.converters.vision.tables.signs import Row, is_dash, is_mark, only_figures
from graph_build.converters.vision.tables.years import YearColumns, year_columns
from graph_build.converters.vision.words.heads import Year, head_of, parse_year, years_in
from graph_build.documents.model import Cell, Located
from graph_build.records import ids
from graph_build.records.plan import ScheduleItem
from graph_build.text.key import matching_key
from graph_build.text.markers import parse_marker
from graph_build.text.numbers import parse_number

_CIRCLES = frozenset("○●◎◇◆□■☆★✓✔")
_NAME_OF_WORK = re.compile(r"[^\s、。，（(）)「」をがはにへ]{2,15}(?<![のとや及・並])(?<!及び)")
_LEGEND = re.compile(
    r"(?P<sign>[○◎●〇△▲□■◇◆☆★])\s*[:：＝=…]+\s*(?P<word>[^\s、,，。:：;；()（）○◎●〇△▲□■◇◆☆★]{1,20})"
)


@dataclass(slots=True)
class Item:
    """An item with the marked years; ``parts`` are label and marks."""

    label: str
    years: list[int] = field(default_factory=list)
    parts: list[Located] = field(default_factory=list)


def read_legend(text: str) -> dict[str, str]:
    """What signs mean, by a line that explains them.

    >>> read_legend("（○：検討・準備　■：実施）")
    {'○': '検討・準備', '■': '実施'}
    """
    return {matching_key(found["sign"]): found["word"] for found in _LEGEND.finditer(text)}


def read_schedule(rows: Sequence[Row], label: Located | None, context: Context) -> list[Item]:
    """The items of a block of rows; marks without a row of years are reported and left unread.

    A row without words is an item of the block's own ``label``.
    """
    if dated := _years_down(rows):
        return dated
    columns = year_columns(rows)
    cells = [cell for row in rows for cell in row if cell.text]
    if sum(map(_begins_with_its_year, rows)) > 1:
        context.out.report("missing_header", "スケジュール", *(cell.text for cell in cells))
        return []
    if columns is None:
        if any(is_mark(cell) or holds_rows(cell) for cell in cells):
            context.out.report("missing_header", "スケジュール", *(cell.text for cell in cells))
            return []
        return [
            item
            for cell in cells
            if not head_of(cell).means("schedule_item")
            for item in _in_words(cell.text) or [Item(printed(cell.text), [], [cell.text])]
        ]
    if not columns.in_order():
        context.out.report("unordered_years", "", *(cell.text for cell in columns.cells.values()))
    for cell in columns.cells.values():
        context.out.ignore("label", cell.text)
    items: list[Item] = []
    for row in _without_dashes(rows[columns.row + 1 :], columns, context):
        if only_figures(row) and not any(is_mark(cell) for cell in row):
            context.out.report("missing_header", "", *(cell.text for cell in row if cell.text))
        else:
            items += row_items(_without_own_label(row, columns, context), columns.years, label)
    return items


def _without_own_label(row: Row, columns: YearColumns, context: Context) -> Row:
    """A row of words below the years, arrows around them or not, without a label that only says that they are the schedule (工程,
    実施内容)."""
    labels = [cell for cell in row if cell.text and cell.col < columns.first]
    told = any(_is_worded(cell) for cell in row if cell.col in columns.years)
    if not told or not all(head_of(cell).means("schedule", "schedule_item", "content") for cell in labels):
        return row
    context.out.ignore("label", *(cell.text for cell in labels))
    return tuple(cell for cell in row if cell not in labels)


def _is_worded(cell: Cell) -> bool:
    """Whether a cell tells in words what is done."""
    words = bool(cell.text) and not is_mark(cell) and parse_number(cell.text.text) is None
    return words or (cell.arrow is not None and bool(cell.text))


_ONLY_YEARS = re.compile(
    r"[0-9令和平成RH元年度~～〜-]+(?:から|以降|まで)*[0-9令和平成RH元年度]*(?:から|以降|まで)?"
)


def _years_down(rows: Sequence[Row]) -> list[Item]:
    """The items of rows that hold a year, or several, and what is done then (令和5年度 | 準備); none where a row holds anything else."""
    told: list[tuple[int, Cell]] = []
    beside: dict[int, Located] = {}
    for row in rows:
        cells = [cell for cell in row if cell.text]
        if not cells:
            continue
        years = (
            years_in(cells[0].text.text) if _ONLY_YEARS.fullmatch(matching_key(cells[0].text.text)) else ()
        )
        what = cells[1] if len(cells) == 2 else None
        if (
            not years
            or what is None
            or is_mark(what)
            or years_in(what.text.text)
            or parse_number(what.text.text) is not None
        ):
            return []
        told += [(year, what) for year in years]
        beside |= dict.fromkeys(years, cells[0].text)
    found: dict[str, Item] = {}
    for year, cell in _line_by_line(told):
        item = found.setdefault(matching_key(cell.text.text), Item(printed(cell.text)))
        item.years.append(year)
        item.parts += [part for part in (beside[year], cell.text) if part not in item.parts]
    return list(found.values()) if len({id(text) for text in beside.values()}) > 1 else []


def _begins_with_its_year(row: Row) -> bool:
    """Whether a row begins with the one year that it holds, as where years stand down a table."""
    cells = [cell for cell in row if cell.text]
    years = [parse_year(cell.text.text) is not None for cell in cells]
    return bool(years) and years[0] and sum(years) == 1


_YEARS_FIRST = re.compile(
    r"(?<![:：、，,・])(?P<years>(?:(?:令和|平成|[RHＲＨ])[.]?\s*(?:元|[0-9０-９]{1,2})|20[0-9]{2})(?:\s*年度?)?"
    r"(?:\s*[~～〜-]\s*(?:(?:令和|平成|[RHＲＨ])[.]?\s*(?:元|[0-9０-９]{1,2})|20[0-9]{2})(?:\s*年度?)?)?)"
    r"[\s:：]+(?P<what>[^\s0-9０-９、。:：][^、。\n　]{0,30}?)(?=[、。\n　]|\s+(?:令和|平成|[RHＲＨ]|20)[0-9０-９元]|$)"
)
_YEARS_LINE = re.compile(
    r"[・○●]?\s*(?P<years>(?:(?:令和|平成|[RHＲＨ])[.]?\s*(?:元|[0-9０-９]{1,2})|20[0-9]{2})[^:：。ぁ-ん\s]*)[\s:：]+(?P<what>[^\s0-9０-９、。:：][^\n、。]{0,40})"
)
_YEARS_BEHIND = re.compile(
    r"[・○●]?\s*(?P<what>[^\n:：、。]{1,40}?)\s*[:：]\s*(?P<years>(?:(?:令和|平成|[RHＲＨ]|20)[^\n:：。ぁ-ん]*(?:から|まで|ごろ)*)+)"
)
_YEARS_AT_END = re.compile(
    r"[・○●]?\s*(?P<what>[^\n:：、。]{1,40}?)[ 　]+"
    r"(?P<years>(?:令和|平成|[RHＲＨ]|20)[^\n:：。ぁ-ん\s]*(?:(?:から|まで)[^\n:：。ぁ-ん\s]*)*)"
)

_YEARS_IN_BRACKETS = re.compile(
    r"[・○●、，,\s]*(?P<what>[^()（）\n]{1,40}?)\s*[(（](?P<years>[^()（）]{2,40})[)）]"
)


# A line ends where years begin right behind a word: 「R6～R7　実証R8～R10　本格実施」 lost the end of a line to the width of its cell.
_LINE = re.compile(
    r"[^\n](?:(?!(?<=[^\s、,，・~～〜-])(?:令和|平成|[RHＲＨ])(?:元|[0-9０-９]{1,2})[^:：。ぁ-ん\s]*[ 　]+[^\s0-9０-９])[^\n])*"
)


def _in_words(text: Located) -> list[Item]:
    """「R2 準備　R3～R6 実施」: items behind their years, or line by line in front of them (「研修：R4、R6」, 「研修　R4、R6」) or behind
    several of them (「R4、R6　研修」), or before years in brackets (「準備（R4）、研修（R5～R6）」); none where the text has another
    form."""
    if bracketed := _before_brackets(text):
        return bracketed
    lines = [found for found in _LINE.finditer(text.text) if found[0].strip()]
    for form in (_YEARS_BEHIND, _YEARS_LINE, _YEARS_AT_END):
        told = [form.fullmatch(line[0].strip()) for line in lines]
        if all(found and not years_in(found["what"]) for found in told):
            return [
                Item(found["what"], list(years_in(found["years"])), [text[slice(*line.span())]])
                for line, found in zip(lines, told, strict=True)
                if found
            ]
    if told[-1:] and told[-1] and not _YEARS_LINE.match(text.text):
        return []  # 「運行 R8 休止 R9」: words before their years
    items: list[Item] = []
    for found in _YEARS_FIRST.finditer(text.text):
        what = text[slice(*found.span("what"))]
        if years_in(what.text):
            return []  # 「項目 R3 R4 R5」: heads of a table
        items.append(Item(printed(what), list(years_in(found["years"])), [text[slice(*found.span())]]))
    return items


def is_dated_work(text: Located) -> bool:
    """Whether a text is what is done with its years in brackets, and nothing else."""
    return bool(_before_brackets(text))


def _before_brackets(text: Located) -> list[Item]:
    """The items of a text that consists of such with their years, and nothing but years, in brackets."""
    items: list[Item] = []
    end = 0
    while found := _YEARS_IN_BRACKETS.match(text.text, end):
        years = years_in(found["years"])
        only = all(map(_ONLY_YEARS.fullmatch, re.split("[・、,]", matching_key(found["years"]))))
        if not years or not only or years_in(found["what"]):
            return []
        what = text[slice(*found.span("what"))]
        items.append(Item(printed(what), list(years), [text[slice(*found.span())]]))
        end = found.end()
    return items if text.text[end:].strip(" 　、。\n") == "" else []


def _without_dashes(rows: Sequence[Row], columns: YearColumns, context: Context) -> list[Row]:
    """Beside arrows, circles and words a dash says that nothing is done in that year; a bar of dashes alone is a mark."""

    def tells(cell: Cell) -> bool:
        return (is_mark(cell) or (bool(cell.text) and cell.col in columns.years)) and not is_dash(cell)

    if not any(tells(cell) for row in rows for cell in row):
        return list(rows)
    context.out.ignore("no_value", *(cell.text for row in rows for cell in row if is_dash(cell)))
    return [tuple(cell for cell in row if not is_dash(cell)) for row in rows]


def row_items(row: Row, years: Mapping[int, Year], block: Located | None) -> list[Item]:
    """The item that a row tells left of its years (by their columns), else those that stand in the cells of the years."""
    labels = [cell for cell in row if cell.text and cell.col < min(years)]
    marked: list[tuple[int, Cell]] = []
    for cell in row:
        if cell.arrow:
            marked += [
                (years[col].year, cell) for col in range(cell.arrow[0], cell.arrow[1] + 1) if col in years
            ]
        elif cell.text and cell.col in years:
            covered = [col for col in range(cell.col, cell.col + cell.colspan) if col in years]
            marked += [(years[col].year, cell) for col in covered]
    if labels:
        text = Located.joined([cell.text for cell in labels], "\n")
        item = Item(printed(text).replace("\n", ""), [], [text])
        for year, cell in marked:
            item.years.append(year)
            item.parts += [cell.text] if cell.text else []
        return [item]
    return worded_cells(marked, block)


def worded_cells(
    marked: Sequence[tuple[int, Cell]], block: Located | None, legend: Mapping[str, str] | None = None
) -> list[Item]:
    """Items that stand in the cells of the years themselves; an arrow behind words goes on with them, a ○ does not.

    A sign that the plan's ``legend`` explains is the item that the legend names.
    """
    found: dict[str, Item] = {}
    last: Item | None = None
    for year, cell in _line_by_line(marked):
        sign = matching_key(cell.text.text)
        if legend and sign in legend:
            last = found.setdefault(sign, Item(legend[sign]))
        elif not is_mark(cell) or (cell.arrow and cell.text):
            last = found.setdefault(sign, Item(printed(cell.text)))
        elif block is not None and (last is None or set(matching_key(cell.text.text)) & _CIRCLES):
            last = found.setdefault("", Item(printed(block), [], [block]))
        if last is not None:
            last.years.append(year)
            last.parts += [cell.text] if cell.text else []
    order = list(legend or ())
    return [found[sign] for sign in sorted(found, key=lambda one: order.index(one) if one in order else -1)]


def _line_by_line(marked: Sequence[tuple[int, Cell]]) -> list[tuple[int, Cell]]:
    """The cells, those as several of which one line is what another cell says as a whole (補助 in R6, 補助 and 発表会 in R7), or of
    which all lines are items of a list (・補助), or names of work, one below the other."""
    alone = {matching_key(cell.text.text) for _, cell in marked if len(cell.paras) == 1 and not is_mark(cell)}
    found: list[tuple[int, Cell]] = []
    for year, cell in marked:
        lines = _bullets(cell)
        if not lines and len(cell.paras) > 1:
            again = any(matching_key(line.text) in alone for line in cell.paras)
            lines = list(cell.paras) if again or all(map(_names_work, cell.paras)) else []
        found += [(year, replace(cell, text=line, paras=(line,))) for line in lines] or [(year, cell)]
    return found


def _names_work(line: Located) -> bool:
    """Whether a line is a name of what is done, of which nothing stands in the lines around it: 「講座の開催」."""
    return _NAME_OF_WORK.fullmatch(line.text.strip()) is not None


def _bullets(cell: Cell) -> list[Located]:
    """The lines of a cell without their bullets; none where one has no bullet, or a sign alone."""
    markers = [parse_marker(line.text) for line in cell.paras]
    lines = [
        line[marker.end :].strip()
        for line, marker in zip(cell.paras, markers, strict=True)
        if marker and marker.kind == "bullet"
    ]
    return lines if len(lines) == len(cell.paras) and all(lines) else []


def add_schedule(project: str, items: Sequence[Item], context: Context) -> None:
    """The schedule records of a project, in text order."""
    for order, item in enumerate(items, start=1):
        context.out.add(
            ScheduleItem(
                id=f"{project}/schedule/{ids.h10(item.label)}",
                project=project,
                label=item.label,
                order=order,
                marked_years=tuple(sorted(set(item.years))),
                evidence=(context.out.evidence("schedule.row", *item.parts),),
            )
        )
