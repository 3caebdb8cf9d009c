"""Projects in list tables: one project per row, the parts in columns, members as columns of ○ marks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from graph_build.converters.items import Grid, printed
from graph_build.converters.vision.budgets import (
    Budget,
    check_budget,
    is_payer,
    money_of,
    read_amounts,
    read_shares,
)
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.heads import Head, Year, head_of, parse_years, read_head
from graph_build.converters.vision.outline import split_title
from graph_build.converters.vision.participants import (
    Participants,
    in_order,
    is_holder,
    is_name,
    read_participants,
)
from graph_build.converters.vision.projects import ProjectDraft
from graph_build.converters.vision.schedule import Item, worded_cells
from graph_build.converters.vision.speakers import Spoken, split_speakers
from graph_build.converters.vision.values import names_members
from graph_build.documents.model import Cell, Located
from graph_build.places.gazetteer import Place
from graph_build.text.key import matching_key
from graph_build.text.money import unit_of_label

_CIRCLES = frozenset("○◎●◯〇")
_PARTS = ("participants", "content", "roles", "role", "cost", "effect", "subsidy", "note")


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

    @property
    def keys(self) -> list[tuple[str, ...]]:
        """The matching keys of all labels: tables with the same ones are one, cut by pages."""
        return [tuple(matching_key(text.text) for text in self.labels[col]) for col in sorted(self.labels)]

    def column(self, *kinds: str) -> int | None:
        """The first column that means one of these."""
        return next((col for col, head in sorted(self.columns.items()) if head.means(*kinds)), None)


@dataclass(slots=True)
class Listed:
    """A project of a list with the field and measure that its row or group names."""

    draft: ProjectDraft
    labels: tuple[Located, ...] = ()
    """Field and measure columns, outermost first."""
    carried: dict[int, Located] = field(default_factory=dict)
    """The same by column: they hold for the rows below, too."""
    group: Located | None = None
    """The row across the table above."""


def is_project_list(grid: Grid) -> bool:
    """A table with a column of project titles and columns of participants, money or marks of members."""
    head = list_head(grid)
    if head is None or len(grid.rows) <= head.rows:
        return False
    return bool(head.years or head.dated or head.places) or head.column(*_PARTS) is not None


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
    head = _list_head(rows, labels, None if _has_title(grid) else _untitled(grid))
    if head is not None and head.years and head.column("payer") is None:
        _find_payers(grid, head)
    return head


def _find_payers(grid: Grid, head: ListHead) -> None:
    """The column whose cells name who pays, whatever its head says (区分): names and 計 only, also below a project's first row."""
    title = head.column("title")
    assert title is not None
    titled = {cell.row for cell in grid.table.cells if cell.col == title and cell.text}
    for col in range(title + 1, min(head.years)):
        cells = [cell for row in grid.rows[head.rows :] for cell in row if cell.col == col and cell.text]
        if any(cell.row not in titled for cell in cells) and all(map(is_payer, cells)):
            head.columns[col] = Head(
                head.columns[col].key if col in head.columns else "", frozenset({"payer"})
            )
            return


def _head_rows(grid: Grid) -> int:
    """How many rows the head takes: rows of known labels, years and names of members only; 0 if there is none."""
    if not grid.rows or (not _has_title(grid) and _untitled(grid) is None):
        return 0
    first = [cell for cell in grid.rows[0] if cell.text]
    if len(first) < 3 and len(grid.rows) > 1 and not any(head_of(cell).means("title") for cell in first):
        return 0
    rows = 1
    for row in grid.rows[1:3]:
        cells = [cell for cell in row if cell.text]
        years = parse_years(cell.text.text for cell in cells)
        if (
            cells
            and all(
                year is not None
                or head_of(cell).means("total", *_PARTS, "payer", "budget", "title")
                or is_name(cell.text.text)
                for cell, year in zip(cells, years, strict=True)
            )
            and (any(years) or len(cells) > 1)
            and (years[0] is not None or not _is_title(cells[0]))
        ):
            rows += 1
        else:
            break
    return rows


def _has_title(grid: Grid) -> bool:
    return any(head_of(cell).means("title") for row in grid.rows[:2] for cell in row)


def _untitled(grid: Grid) -> int | None:
    """The column of titles where its head is no word for them: the first one left of the parts of projects that is
    filled in most rows.

    Parts of projects are participants, or amounts of several years, and one more of them.
    """
    heads = {cell.col: head_of(cell) for cell in grid.rows[0] if cell.text}
    years = parse_years(cell.text.text for cell in grid.rows[0] if cell.text)
    dated = [col for col, year in zip(heads, years, strict=True) if year is not None]
    parts = [col for col, head in heads.items() if head.means(*_PARTS, "budget") and not head.means("field")]
    kinds = {kind for col in parts for kind in heads[col].kinds & {*_PARTS, "budget"}} - {"note"}
    told = len(kinds) >= 2 or (kinds and len(dated) >= 2)
    if not told or ("participants" not in kinds and len(dated) < 2 and "budget" not in kinds):
        return None
    for col in sorted(col for col in heads if col < min(parts + dated) and not heads[col].kinds):
        cells = [cell for cell in grid.table.cells if cell.col == col and cell.text and cell.row > 0]
        if len(cells) * 2 > len(grid.rows) - 1 and not all(is_holder(cell.text.text) for cell in cells):
            return col
    return None


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
    order = sorted(labels)
    parsed = parse_years(labels[col][-1].text for col in order)
    for col, year in zip(order, parsed, strict=True):
        texts = labels[col]
        heads = [read_head(text.text) for text in texts]
        unit = unit or next((head.unit for head in heads if head.unit and head.unit.endswith("円")), None)
        unit = unit or next(filter(None, (unit_of_label(text.text) for text in texts)), None)
        if col == title:
            columns[col] = Head(heads[-1].key, frozenset({"title"}))
        elif any(head.means("roles") for head in heads[:-1]) and is_holder(texts[-1].text):
            key = matching_key(texts[-1].text)
            columns[col] = Head(key, frozenset({"role"}), holder=key)
        elif year is not None:
            (dated if any(head.means("schedule") for head in heads) else years)[col] = year
        elif heads[-1].means("total"):
            total = col
        elif not heads[-1].kinds and is_name(texts[-1].text):
            places[col] = texts[-1]
        else:
            columns[col] = next((head for head in reversed(heads) if head.kinds), heads[-1])
    head = ListHead(rows, columns, labels, years, total, places, unit, dated)
    return head if head.column("title") is not None else None


def read_list(grid: Grid, unit: str | None, context: Context, before: Listed | None = None) -> list[Listed]:
    """The projects of a list table, in row order; ``before`` is the last one of the same table on the page before."""
    head = list_head(grid)
    if head is None:
        return []
    reader = _Reader(grid, head, unit, context)
    if before is not None:
        reader.carried, reader.group = dict(before.carried), before.group
        reader.unit = unit or before.draft.budget.unit
    for cells in _rows(grid, head, context):
        reader.row(cells)
    reader.close()
    return reader.done


def _rows(grid: Grid, head: ListHead, context: Context) -> list[dict[int, Cell]]:
    """The filled cells of each row; a repeated head is left out, a row that only goes on with cells is part of the one above."""
    heads = [[matching_key(cell.text.text) for cell in row if cell.text] for row in grid.rows[: head.rows]]
    number = head.column("number")
    numbered = number is not None and any(
        cell.col == number and cell.text for row in grid.rows[head.rows :] for cell in row
    )
    wrapping = {
        col for col, one in head.columns.items() if one.means(*_PARTS) or (numbered and one.means("title"))
    }
    rows: list[dict[int, Cell]] = []
    for row in grid.rows[head.rows :]:
        cells = {cell.col: cell for cell in row if cell.text}
        if [matching_key(cell.text.text) for cell in cells.values()] in heads:
            context.out.ignore("label", *(cell.text for cell in cells.values()))
        elif rows and cells and cells.keys() <= wrapping & rows[-1].keys():
            for col, cell in cells.items():
                above = rows[-1][col]
                rows[-1][col] = replace(above, text=Located.joined([above.text, cell.text]))
        else:
            rows.append(cells)
    return rows


@dataclass(slots=True)
class _Reader:
    grid: Grid
    head: ListHead
    unit: str | None
    context: Context
    done: list[Listed] = field(default_factory=list)
    carried: dict[int, Located] = field(default_factory=dict)
    group: Located | None = None
    members: dict[int, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for col, text in self.head.places.items():
            place = self.context.place(text)
            if place is not None:
                self.members[col] = place
        self._find_participants()
        for texts in self.head.labels.values():
            self.context.out.ignore("label", *texts)

    def _find_participants(self) -> None:
        """A column whose label no rule knows holds the participants where all its cells name members."""
        if self.head.column("participants") is not None or self.members:
            return
        for col, head in self.head.columns.items():
            cells = [
                cell.text
                for cell in self.grid.table.cells
                if cell.col == col and cell.row >= self.head.rows and cell.text
            ]
            if not head.kinds and cells and all(names_members(text, self.context) for text in cells):
                self.head.columns[col] = replace(head, kinds=frozenset({"participants"}))
                return

    def row(self, cells: dict[int, Cell]) -> None:
        title_col = self.head.column("title")
        assert title_col is not None
        if not cells:
            return
        if len(cells) == 1 and min(cells) <= title_col and title_col not in cells:
            self._group(next(iter(cells.values())))
            return
        if len(cells) == 1 and min(cells) == title_col == 0 and self.head.labels.keys() - {0}:
            self._group(cells[0])
            return
        for col, head in self.head.columns.items():
            if (
                head.means("field", "measure")
                and not head.means("title")
                and col in cells
                and col < title_col
            ):
                self.carried[col] = cells[col].text
                for inner in [other for other in self.carried if other > col]:
                    del self.carried[inner]
        if title_col in cells:
            self._open(cells, title_col)
        if self.done:
            self._budget(cells)

    def _group(self, cell: Cell) -> None:
        self.group = cell.text
        self.carried.clear()

    def _open(self, cells: dict[int, Cell], title_col: int) -> None:
        self.close()
        number, number_text, title = split_title(cells[title_col].text)
        self.context.out.ignore("label", number_text)
        draft = ProjectDraft(title, number=number, budget=Budget(unit=self.head.unit or self.unit))
        for col in sorted(cells):
            self._part(draft, col, cells[col])
        if self.members:
            marked = [
                self.members[col]
                for col, cell in cells.items()
                if col in self.members and set(matching_key(cell.text.text)) <= _CIRCLES
            ]
            draft.participants = Participants(in_order(marked, self.context), "listed" if marked else None)
            draft.marks = [cells[col].text for col in cells if col in self.head.places]
        draft.schedule = self._schedule(cells)
        labels = [self.carried[col] for col in sorted(self.carried)]
        labels = ([self.group] if self.group else []) + labels
        self.done.append(Listed(draft, tuple(labels), dict(self.carried), self.group))

    def _schedule(self, cells: dict[int, Cell]) -> list[Item]:
        """The marks of the row below their years; a sign is an item of its own where a legend names it."""
        dated = self.head.dated
        marked = [(year.year, cells[col]) for col, year in sorted(dated.items()) if col in cells]
        label = self.head.labels[min(dated)][0] if dated else None
        return worded_cells(marked, label, self.context.legend)

    def _part(self, draft: ProjectDraft, col: int, cell: Cell) -> None:
        head = self.head.columns.get(col)
        if head is None:
            return
        label = self.head.labels[col][-1]
        if head.means("participants"):
            draft.participants_text = cell.text
            draft.participants = read_participants(cell.text, self.context)
        elif head.means("content"):
            draft.content = cell.text
        elif head.means("effect"):
            draft.effect = cell.text
        elif head.means("cost"):
            draft.cost_label, draft.cost = label, cell.text
        elif head.means("role"):
            draft.spoken.append(Spoken(head.holder or "", label, cell.text))
        elif head.means("roles"):
            draft.spoken += split_speakers(cell.text, label, self.context)
        elif head.means("subsidy"):
            draft.subsidy = cell.text
        elif head.means("number"):
            draft.number = draft.number or printed(cell.text)
            self.context.out.ignore("label", cell.text)
        elif head.means("budget"):
            draft.budget.total = money_of(cell, label, draft.budget, self.context)
        elif head.means("note") and not head.means("title"):
            draft.notes.append(cell.text)

    def _budget(self, cells: dict[int, Cell]) -> None:
        """Money of the row: of the project, or of the municipality that the row names."""
        head, budget = self.head, self.done[-1].draft.budget
        if not head.years and head.total is None:
            return
        payer_col = head.column("payer")
        payer = cells.get(payer_col) if payer_col is not None else None
        if payer is not None and not head_of(payer).means("total"):
            heads = {col: (year, head.labels[col][-1]) for col, year in head.years.items()}
            read_shares(payer, cells, heads, head.total, budget, self.context)
            return
        if payer is not None:
            self.context.out.ignore("label", payer.text)
        heads = {col: (year, head.labels[col][-1]) for col, year in head.years.items()}
        read_amounts(cells, heads, budget, self.context)
        if head.total is not None and head.total in cells:
            budget.total = money_of(cells[head.total], head.labels[head.total][-1], budget, self.context)

    def close(self) -> None:
        """Check the sums of the project that ends here."""
        if self.done:
            check_budget(self.done[-1].draft.budget, self.context)
