"""The heads of list tables: which column holds what of the projects in the rows, by its label, else by its cells."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph_build.converters.items import Grid
from graph_build.converters.vision.members.participants import CIRCLES, is_holder, is_name
from graph_build.converters.vision.money.breakdown import is_payer
from graph_build.converters.vision.projects.items_above_payers import items_above_payers
from graph_build.converters.vision.projects.untitled import PARTS, numbers_for_titles, untitled
from graph_build.converters.vision.tables.signs import is_mark
from graph_build.converters.vision.tables.yearly import tells_by_years
from graph_build.converters.vision.words.heads import (
    Head,
    Year,
    head_of,
    is_number,
    parse_year,
    parse_years,
    read_head,
)
from graph_build.converters.vision.words.title_markers import split_title
from graph_build.documents.model import Cell, Located
from graph_build.text.key import matching_key
from graph_build.text.labels import is_position
from graph_build.text.money import unit_of_label

_FRAMED = re.compile(r"\s*[《〈【〔［＜<](?P<name>[^《》〈〉【】〔〕［］＜＞<>]+)[》〉】〕］＞>]\s*")

_OF_INDICATORS = ("kpi", "baseline", "current", "target", "unit")


@dataclass(slots=True)
class ListHead:
    """The head of a list table: column → meaning, year of money, or member."""

    rows: int
    columns: dict[int, Head]
    labels: dict[int, list[Located]]
    years: dict[int, Year]
    total: int | None
    places: dict[int, Located]
    unit: str | None = None
    dated: dict[int, Year] = field(default_factory=dict)
    """Columns of years that hold the marks of a schedule."""
    shares: dict[int, tuple[Year, Located]] = field(default_factory=dict)
    """Columns of what one member pays in a year (R5 over 富山市 | 滑川市 | 計): the year and the name."""
    items: int | None = None
    """The column that says what the years of a row hold: an item of the schedule, or, where the years hold money, the amounts."""

    @property
    def keys(self) -> list[tuple[str, ...]]:
        """The matching keys of all labels: tables with the same ones are one, cut by pages."""
        return [tuple(matching_key(text.text) for text in self.labels[col]) for col in sorted(self.labels)]

    def column(self, *kinds: str) -> int | None:
        """The first column that means one of these."""
        return next((col for col, head in sorted(self.columns.items()) if head.means(*kinds)), None)


def is_project_list(grid: Grid) -> bool:
    """A table with a column of project titles and columns of participants, money or marks of members; not one of the work and
    money of one project, the years down."""
    head = list_head(grid)
    if head is None or len(grid.rows) <= head.rows or tells_by_years(grid.rows):
        return False
    return bool(head.years or head.dated or head.places) or head.column(*PARTS) is not None


def listed_titles(grid: Grid) -> set[str]:
    """Matching keys of the titles that a list of projects prints."""
    head = list_head(grid) if is_project_list(grid) else None
    col = head.column("title") if head else None
    cells = [
        cell for cell in grid.table.cells if head and cell.col == col and cell.row >= head.rows and cell.text
    ]
    return {matching_key(split_title(cell.text)[2].text) for cell in cells if not is_number(cell.text.text)}


def only_years(head: ListHead) -> bool:
    """Whether a list tells nothing of its projects but marks or amounts below years."""
    return bool(head.dated or head.years) and not head.places and head.column(*PARTS) is None


def framed(text: Located) -> Located | None:
    """The name in a row across a list that is framed as a whole: 《医師の確保》.

    >>> framed(Located.plain("《医師の確保》", 0)).text, framed(Located.plain("医師の確保【新規】", 0))
    ('医師の確保', None)
    """
    found = _FRAMED.fullmatch(text.text)
    return text[found.start("name") : found.end("name")] if found else None


def has_parts(grid: Grid) -> bool:
    """Whether a list says more of its projects than titles and remarks (a table of KPIs may name projects, too)."""
    head = list_head(grid)
    return head is not None and bool(
        head.years or head.dated or head.places or head.column("participants", "content", "effect", "roles")
    )


def list_head(grid: Grid) -> ListHead | None:
    """The head of a list table in its first rows (one to three), spans and joined cells resolved."""
    rows = _head_rows(grid)
    if rows == 0:
        return None
    labels: dict[int, list[Located]] = {}
    for index in range(rows):
        below = {cell.col for later in grid.rows[index + 1 : rows] for cell in later if cell.text}
        carried: Located | None = None
        for col in range(grid.table.cols):
            cell = grid.table.at(index, col)
            if cell is not None and cell.text:
                carried = cell.text
            elif col not in below:
                carried = None
            if carried is not None and carried not in labels.get(col, []):
                labels.setdefault(col, []).append(carried)
    head = _list_head(rows, labels, None if _has_title(grid) else untitled(grid))
    if head is not None and head.years and _only_marks(grid, head):
        head.dated, head.years = head.years, {}
    if head is not None:
        _find_outer_titles(grid, head)
        _find_members(grid, head)
    if head is not None and (head.dated or head.years):
        _find_items_above_payers(grid, head)
    if head is not None and head.dated:
        _find_dated_items(grid, head)
    if head is not None and head.years and head.column("payer") is None:
        _find_payers(grid, head)
        _find_items(grid, head)
    return head


def _only_marks(grid: Grid, head: ListHead) -> bool:
    """Whether the cells below the years hold marks and no amounts: a schedule that is not called so."""
    cells = [cell for cell in grid.table.cells if cell.row >= head.rows and cell.col in head.years]
    below = [cell for cell in cells if cell.text or cell.arrow]
    return bool(below) and all(map(is_mark, below))


def _find_members(grid: Grid, head: ListHead) -> None:
    """The columns behind the title whose cells hold ○ only, under unknown words: members by their short names (人吉, 錦)."""
    title = head.column("title")
    for col in [
        col for col, one in head.columns.items() if not one.kinds and title is not None and col > title
    ]:
        cells = [cell for row in grid.rows[head.rows :] for cell in row if cell.col == col and cell.text]
        marked = [cell for cell in cells if set(matching_key(cell.text.text)) <= CIRCLES]
        if marked and len(marked) == len(cells):
            head.places[col] = head.labels[col][-1]
            del head.columns[col]


def _find_payers(grid: Grid, head: ListHead) -> None:
    """The column whose cells name who pays, whatever its head says (区分): names and 計 only, also below a project's first row
    or, below 事業費, with words that stand for all years (調整中)."""
    title = head.column("title")
    assert title is not None
    titled = {cell.row for cell in grid.table.cells if cell.col == title and cell.text}
    for col in range(title + 1, min(head.years)):
        cells = [cell for row in grid.rows[head.rows :] for cell in row if cell.col == col and cell.text]
        of_money = any(read_head(label.text).means("budget") for label in head.labels.get(col, ())[:-1])
        dated = {cell.row for cell in grid.table.cells if cell.col in head.years and cell.text}
        pay = [cell for cell in cells if is_payer(cell) or (of_money and cell.row not in dated)]
        if pay == cells and (of_money or any(cell.row not in titled for cell in cells)):
            head.columns[col] = Head(
                head.columns[col].key if col in head.columns else "", frozenset({"payer"})
            )
            return


def _find_items_above_payers(grid: Grid, head: ListHead) -> None:
    """Years that hold both what is done and, below it, amounts beside who pays."""
    col = items_above_payers(grid, head.rows, head.dated or head.years)
    if col is not None:
        head.years, head.dated, head.items = head.dated or head.years, {}, col
        head.columns[col] = Head(head.columns[col].key if col in head.columns else "", frozenset({"payer"}))


def _find_items(grid: Grid, head: ListHead) -> None:
    """The column left of the years that names 事業費 in some rows and what is done, with marks or nothing, in the others; one that
    names nothing but money and schedules (工程) may hold words beside the latter."""
    title = head.column("title")
    for col in range((title or 0) + 1, min(head.years)):
        amounts: list[list[Cell]] = []
        items: list[list[Cell]] = []
        worded = False
        for row in grid.rows[head.rows :]:
            label = next((cell for cell in row if cell.col == col and cell.text), None)
            dated = [cell for cell in row if cell.col in head.years and (cell.text or cell.arrow)]
            if label is not None:
                (amounts if head_of(label).means("budget") else items).append(dated)
                worded = worded or not head_of(label).means("budget", "schedule")
        marked = all(map(is_mark, itertools.chain(*items))) or not worded
        if amounts and items and marked and any(items):
            head.items = col
            return


def _find_dated_items(grid: Grid, head: ListHead) -> None:
    """The column between the title and years with marks that says what is done in them: it is called so (実施項目), has several
    rows to a project, or is the only one beside numbers that stand for projects."""
    title = head.column("title")
    assert title is not None
    between = [col for col in head.labels if title < col < min(head.dated)]
    if len(between) != 1 or between[0] in head.places:
        return
    col = between[0]
    filled = {
        cell.row for cell in grid.table.cells if cell.col == col and cell.row >= head.rows and cell.text
    }
    titled = {cell.row for cell in grid.table.cells if cell.col == title and cell.text}
    marked = {cell.row for cell in grid.table.cells if cell.col in head.dated and (cell.text or cell.arrow)}
    called = head.columns[col].means("schedule_item") if col in head.columns else False
    if called or (filled - titled) & marked or title == numbers_for_titles(grid):
        head.items = col
        head.columns.pop(col, None)


def _head_rows(grid: Grid) -> int:
    """How many rows the head takes: rows of known labels, years and names of members only; 0 if there is none."""
    if not grid.rows or (not _has_title(grid) and untitled(grid) is None):
        return 0
    first = [cell for cell in grid.rows[0] if cell.text]
    if len(first) < 3 and len(grid.rows) > 1 and not any(head_of(cell).means("title") for cell in first):
        return 0
    rows = 1
    for row in grid.rows[1:3]:
        cells = [cell for cell in row if cell.text]
        years = parse_years(cell.text.text for cell in cells)
        if _labels_years(cells, years, first) or (
            cells
            and all(
                year is not None
                or head_of(cell).means("total", *PARTS, "payer", "budget", "title")
                or is_name(cell.text.text)
                or _speaks(cell, grid)
                or _measures(cell, grid)
                for cell, year in zip(cells, years, strict=True)
            )
            and (any(years) or len(cells) > 1)
            and (years[0] is not None or not _is_title(cells[0]) or _speaks(cells[0], grid))
        ):
            rows += 1
        else:
            break
    return rows


def _speaks(cell: Cell, grid: Grid) -> bool:
    """Whether a cell below 役割分担 names whose role stands in its column, also by position (甲 | 乙)."""
    above = grid.table.at(cell.row - 1, cell.col)
    return head_of(above).means("roles") and _holds_role(cell.text.text)


def _measures(cell: Cell, grid: Grid) -> bool:
    """Whether a cell below 成果指標 heads what an indicator says: 指標, 基準値（R4）, 目標値."""
    above = grid.table.at(cell.row - 1, cell.col)
    return head_of(above).means("kpi") and head_of(cell).means(*_OF_INDICATORS)


def _holds_role(text: str) -> bool:
    return is_holder(text) or is_position(matching_key(text))


def _labels_years(cells: Sequence[Cell], years: Sequence[Year | None], above: Sequence[Cell]) -> bool:
    """Whether a row holds years and 計 only, but for a label of its own in front (区分), right of the heads of titles."""
    titles = [cell.col for cell in above if head_of(cell).means("title")]
    return (
        sum(year is not None for year in years) >= 2
        and bool(titles)
        and max(titles) < cells[0].col
        and all(
            year is not None or head_of(cell).means("total")
            for cell, year in zip(cells[1:], years[1:], strict=True)
        )
    )


def _has_title(grid: Grid) -> bool:
    return any(head_of(cell).means("title") for row in grid.rows[:2] for cell in row)


def _is_title(cell: Cell) -> bool:
    return not head_of(cell).kinds and not is_name(cell.text.text)


def _list_head(rows: int, labels: dict[int, list[Located]], title: int | None) -> ListHead | None:
    """The head with these labels; ``title`` is the column of titles whose label does not say so."""
    columns: dict[int, Head] = {}
    years: dict[int, Year] = {}
    places: dict[int, Located] = {}
    unit: str | None = None
    total: int | None = None
    dated: dict[int, Year] = {}
    shares: dict[int, tuple[Year, Located]] = {}
    order = sorted(labels)
    parsed = parse_years(labels[col][-1].text for col in order)
    for col, year in zip(order, parsed, strict=True):
        texts = labels[col]
        heads = [read_head(text.text) for text in texts]
        above = parse_year(texts[-2].text) if len(texts) > 1 else None
        unit = unit or next((head.unit for head in heads if head.unit and head.unit.endswith("円")), None)
        unit = unit or next(filter(None, (unit_of_label(text.text) for text in texts)), None)
        if col == title:
            columns[col] = Head(heads[-1].key, frozenset({"title"}))
        elif any(head.means("roles") for head in heads[:-1]) and _holds_role(texts[-1].text):
            key = matching_key(texts[-1].text)
            columns[col] = Head(key, frozenset({"role"}), holder=key)
        elif year is not None:
            (dated if any(_is_of_work(head) for head in heads) else years)[col] = year
        elif above is not None and is_name(texts[-1].text):
            shares[col] = above, texts[-1]
        elif above is not None and heads[-1].means("total"):
            years[col] = above
        elif heads[-1].means("total"):
            total = col
        elif not heads[-1].kinds and is_name(texts[-1].text):
            places[col] = texts[-1]
        else:
            columns[col] = next((head for head in reversed(heads) if head.kinds), heads[-1])
    head = ListHead(rows, columns, labels, years, total, places, unit, dated, shares)
    return head if head.column("title") is not None else None


def _is_of_work(head: Head) -> bool:
    """Whether a head over years says that what is done in them stands below: スケジュール, 実施内容."""
    return head.means("schedule") or (head.means("content", "schedule_item") and not head.means("budget"))


def _find_outer_titles(grid: Grid, head: ListHead) -> None:
    """Of two columns of titles the outer one names the measure (取組名 spans the rows of several 事業名), or numbers the projects
    (事業 | 事業名 above 1-1 | 往診車の運行)."""
    titles = [col for col, one in sorted(head.columns.items()) if one.means("title")]
    below = [cell for cell in grid.table.cells if cell.row >= head.rows and cell.text]
    filled = {col: sum(cell.col == col for cell in below) for col in titles}
    for outer, inner in itertools.pairwise(titles):
        if filled[outer] and all(is_number(cell.text.text) for cell in below if cell.col == outer):
            head.columns[outer] = replace(head.columns[outer], kinds=frozenset({"number"}))
        elif (
            "事業" in head.columns[inner].key
            and "事業" not in head.columns[outer].key
            and filled[outer] <= filled[inner]
        ):
            head.columns[outer] = replace(head.columns[outer], kinds=frozenset({"measure"}))
