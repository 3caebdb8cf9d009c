"""Projects in list tables: one project per row, the parts in columns, members as columns of ○ marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from graph_build.converters.items import Grid, printed
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.measures.speakers import Spoken, split_speakers
from graph_build.converters.vision.members.participants import (
    CIRCLES,
    Participants,
    group_of,
    in_order,
    read_participants,
)
from graph_build.converters.vision.money.breakdown import is_payer
from graph_build.converters.vision.money.budgets import (
    Budget,
    alone,
    check_budget,
    money_of,
    read_amounts,
    read_shares,
)
from graph_build.converters.vision.projects.items_above_payers import tells_item, tells_words
from graph_build.converters.vision.projects.list_heads import ListHead, framed, list_head
from graph_build.converters.vision.projects.schedule import Item, read_schedule, row_items, worded_cells
from graph_build.converters.vision.projects.sheet import ProjectDraft
from graph_build.converters.vision.projects.title_and_content import is_both, parted
from graph_build.converters.vision.projects.untitled import PARTS
from graph_build.converters.vision.projects.values import names_members
from graph_build.converters.vision.projects.years_in_rows import across
from graph_build.converters.vision.tables.signs import is_dash
from graph_build.converters.vision.words.heads import Head, Year, head_of, is_number, parse_year
from graph_build.converters.vision.words.title_markers import is_again, is_state, split_title
from graph_build.documents.model import Cell, Located
from graph_build.places.gazetteer import Place
from graph_build.text.key import matching_key
from graph_build.text.numbers import parse_number


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


def read_list(grid: Grid, unit: str | None, context: Context, before: Listed | None = None) -> list[Listed]:
    """The projects of a list table, in row order; ``before`` is the last one of the same table on the page before."""
    grid, labels = across(grid)
    head = list_head(grid)
    if head is None:
        return []
    context.out.ignore("label", *labels)
    reader = _Reader(grid, head, unit, context)
    if before is not None:
        reader.carried, reader.group = dict(before.carried), before.group
        reader.unit = unit or before.draft.budget.unit
        reader.above = before if head.items is not None and head.column("payer") is None else None
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
        col for col, one in head.columns.items() if one.means(*PARTS) or (numbered and one.means("title"))
    }
    rows: list[dict[int, Cell]] = []
    for row in grid.rows[head.rows :]:
        cells = {cell.col: cell for cell in row if cell.text or cell.arrow}
        if [matching_key(cell.text.text) for cell in cells.values()] in heads:
            context.out.ignore("label", *(cell.text for cell in cells.values()))
        elif rows and cells and cells.keys() <= wrapping & rows[-1].keys() and not _labelled(cells, head):
            for col, cell in cells.items():
                above = rows[-1][col]
                rows[-1][col] = replace(above, text=Located.joined([above.text, cell.text]))
        else:
            rows.append(cells)
    return rows


def _beside_years(cells: dict[int, Cell], head: ListHead) -> tuple[Cell, ...]:
    """An item of a schedule with what stands in the columns of the years."""
    return tuple(cell for col, cell in sorted(cells.items()) if col == head.items or col in head.years)


def _labelled(cells: dict[int, Cell], head: ListHead) -> list[tuple[Cell, Cell]]:
    """The labels and values in turn of a row without number that is a further part of the project above, or several: 「国県の補助 |
    県の補助金」; empty for another row."""
    number = head.column("number")
    ordered = [cells[col] for col in sorted(cells)]
    if number is None or len(ordered) % 2 or (number in cells and is_number(cells[number].text.text)):
        return []
    parts = list(zip(ordered[::2], ordered[1::2], strict=True))
    told = all(
        head_of(label).means(*PARTS) and not head_of(label).means("title", "number") and value.text
        for label, value in parts
    )
    return parts if told else []


def _is_sign(cell: Cell) -> bool:
    """Whether a cell holds a circle, or another sign without letters and figures."""
    return _is_circle(cell) or not any(map(str.isalnum, matching_key(cell.text.text)))


def _is_circle(cell: Cell) -> bool:
    return set(matching_key(cell.text.text)) <= CIRCLES


@dataclass(slots=True)
class _Reader:
    grid: Grid
    head: ListHead
    unit: str | None
    context: Context
    done: list[Listed] = field(default_factory=list)
    carried: dict[int, Located] = field(default_factory=dict)
    group: Located | None = None
    above: Listed | None = None
    """The last project of the page before, which the first rows may go on with."""
    goes_on: bool = False
    aside: str | None = None
    """Why the row above is no project, where it is none."""
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
        if self._is_aside(cells, title_col):
            return
        if self.done and (further := _labelled(cells, self.head)):
            for label, value in further:
                self._further(self.done[-1].draft, label, value)
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
        told = self.done[-1] if self.done else self.above
        if told is not None:
            self.goes_on = told is self.above
            self._dated_item(cells, told.draft)
            self._budget(cells, told.draft)

    def _members(self, draft: ProjectDraft, cells: dict[int, Cell]) -> None:
        """Who takes part by the signs below the names of members, or by words over all of them (全市町村); other words stay
        unread, and so are reported."""
        signs = {col: cell for col, cell in cells.items() if _is_sign(cell)}
        marked = [
            self.members[col]
            for col, cell in signs.items()
            if col in self.members and set(matching_key(cell.text.text)) <= CIRCLES
        ]
        draft.participants = Participants(in_order(marked, self.context), "listed" if marked else None)
        draft.marks = [cell.text for cell in signs.values()]
        words = [cell.text for col, cell in cells.items() if col not in signs]
        if (
            not signs
            and len(words) == 1
            and (group_of(words[0].text) or names_members(words[0], self.context))
        ):
            draft.participants_text = words[0]
            draft.participants = read_participants(words[0], self.context)

    def _is_aside(self, cells: dict[int, Cell], title_col: int) -> bool:
        """Set a row aside that adds up the projects above, or names one that is told elsewhere, with the rows below it."""
        number_col = self.head.column("number")
        named = [cells[col] for col in (number_col, title_col) if col is not None and col in cells]
        if any(is_again(cell.text.text) for cell in named):
            self.aside = "repeated"
        elif title_col in cells:
            self.aside = "subtotal" if head_of(cells[title_col]).means("total") else None
        elif named and head_of(named[0]).means("total") and named[0].col + named[0].colspan > title_col:
            self.aside = "subtotal"  # across number and title
        if self.aside is None:
            return False
        self.context.out.ignore(self.aside, *(cell.text for cell in cells.values()))
        return True

    def _group(self, cell: Cell) -> None:
        name = framed(cell.text)
        self.group = name or cell.text
        self.context.out.ignore("label", cell.text if name else None)
        self.carried.clear()

    def _open(self, cells: dict[int, Cell], title_col: int) -> None:
        self.close()
        both = is_both(self.head.columns[title_col])
        named, content = parted(cells[title_col]) if both else (cells[title_col].text, None)
        number, number_text, title = split_title(named)
        self.context.out.ignore("label", number_text)
        draft = ProjectDraft(
            title, number=number, content=content, budget=Budget(unit=self.head.unit or self.unit)
        )
        for col in sorted(cells):
            if not (both and col == title_col):
                self._part(draft, col, cells[col])
        marks = {col: cells[col] for col in sorted(cells) if col in self.head.places}
        if self.members and (draft.participants_text is None or any(map(_is_circle, marks.values()))):
            self._members(draft, marks)
        if self.head.items is None:  # else each row is read by itself
            draft.schedule += self._schedule(cells, title, self.head.dated)
        labels = [self.carried[col] for col in sorted(self.carried)]
        labels = ([self.group] if self.group else []) + labels
        self.done.append(Listed(draft, tuple(labels), dict(self.carried), self.group))

    def _dated_item(self, cells: dict[int, Cell], draft: ProjectDraft) -> None:
        """The item of the schedule that a row tells, of several in the rows of one project."""
        items = self.head.items
        if items is None or not self.head.dated or items not in cells:
            return
        beside = [cell for col, cell in sorted(cells.items()) if col == items or col in self.head.dated]
        told = [cell for cell in beside if not is_dash(cell)]
        if len(told) > 1:  # a bar of dashes alone is a mark
            self.context.out.ignore("no_value", *(cell.text for cell in beside if is_dash(cell)))
            beside = told
        draft.schedule += row_items(tuple(beside), self.head.dated, None)

    def _schedule(self, cells: dict[int, Cell], title: Located, dated: Mapping[int, Year]) -> list[Item]:
        """The marks of the row below their years; a sign is an item of its own where a legend names it."""
        marked = [(year.year, cells[col]) for col, year in sorted(dated.items()) if col in cells]
        if not all(map(is_dash, (cell for _, cell in marked))):
            self.context.out.ignore("no_value", *(cell.text for _, cell in marked if is_dash(cell)))
            marked = [(year, cell) for year, cell in marked if not is_dash(cell)]
        label = self.head.labels[min(dated)][0] if dated else None
        if label is not None and parse_year(label.text) is not None:
            label = title  # the years stand alone: the row is named by its project
        return worded_cells(marked, label, self.context.legend)

    def _part(self, draft: ProjectDraft, col: int, cell: Cell) -> None:
        head = self.head.columns.get(col)
        told = head is not None and head.means(*PARTS, "title", "budget", "schedule", "number")
        if not told and col not in self.head.dated and is_state(cell.text.text):
            draft.notes.append(cell.text)
        elif head is not None:
            self._take(draft, head, self.head.labels[col][-1], cell)

    def _further(self, draft: ProjectDraft, label: Cell, value: Cell) -> None:
        """Take a part that a row of its own names; one that the project has from its columns is a note."""
        head = head_of(label)
        known = {
            "content": draft.content,
            "effect": draft.effect,
            "cost": draft.cost,
            "subsidy": draft.subsidy,
        }
        if any(text for kind, text in known.items() if head.means(kind)):
            draft.notes.append(Located.joined([label.text, value.text], "："))
            return
        self.context.out.ignore("label", label.text)
        self._take(draft, head, label.text, value)

    def _take(self, draft: ProjectDraft, head: Head, label: Located, cell: Cell) -> None:
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
        elif head.means("schedule"):
            draft.schedule += read_schedule(((cell,),), label, self.context)
        elif head.means("budget"):
            draft.budget.total = money_of(cell, label, draft.budget, self.context)
        elif head.means("note") and not head.means("title"):
            draft.notes.append(cell.text)

    def _budget(self, cells: dict[int, Cell], draft: ProjectDraft) -> None:
        """Money of the row: of the project, or of the municipality that the row names."""
        head, budget = self.head, draft.budget
        if not head.years and head.total is None:
            return
        payer_col = head.column("payer")
        payer = cells.get(payer_col) if payer_col is not None else None
        if payer is not None and payer_col == head.items and tells_item(cells, head.years):
            draft.schedule += row_items(_beside_years(cells, head), head.years, None)
            return
        if payer is not None and payer.col == head.items and tells_words(cells, payer.col, head.years):
            self.context.out.ignore("label", payer.text)
            draft.schedule += self._schedule(cells, draft.title, head.years)
            return
        told = [
            cell for col, cell in cells.items() if col in head.years and parse_number(cell.text.text) is None
        ]
        if payer is not None and told and payer_col == head.items and head_of(payer).means("budget"):
            self.context.out.ignore("label", payer.text)
            budget.words += [cell.text for cell in told]  # 事業費 | 調査を踏まえて決定
            return
        if payer is not None and not is_payer(payer) and not any(col in cells for col in head.years):
            budget.words.append(payer.text)  # 「調整中」 over all years
            return
        if payer is not None and not head_of(payer).means("total", "budget"):
            heads = {col: (year, head.labels[col][-1]) for col, year in head.years.items()}
            read_shares(payer.text, cells, heads, head.total, budget, self.context)
            return
        if payer is not None:
            self.context.out.ignore("label", payer.text)
        for name in {matching_key(text.text): text for _, text in head.shares.values()}.values():
            own = {
                col: (year, head.labels[col][-2])
                for col, (year, text) in head.shares.items()
                if matching_key(text.text) == matching_key(name.text)
            }
            read_shares(name, cells, own, None, budget, self.context)
        label = cells.get(head.items) if head.items is not None and payer is None else None
        if label is not None and head_of(label).means("schedule"):  # 工程 above 費用
            self.context.out.ignore("label", label.text)
            draft.schedule += self._schedule(cells, draft.title, head.years)
            return
        if label is not None and not head_of(label).means("budget", "total"):
            draft.schedule += row_items(_beside_years(cells, head), head.years, None)
            return
        if label is not None:
            self.context.out.ignore("label", label.text)
            budget.unit = head_of(label).unit or budget.unit
        heads = {col: (year, head.labels[col][-1]) for col, year in head.years.items()}
        read_amounts(cells, heads, budget, self.context)
        if head.total is not None and head.total in cells:
            budget.total = money_of(cells[head.total], head.labels[head.total][-1], budget, self.context)

    def close(self) -> None:
        """Check the sums of the project that ends here, which may be the last before a page break."""
        if self.done:
            self.done[-1].group = self.group
            alone(self.done[-1].draft.budget)
            check_budget(self.done[-1].draft.budget, self.context)
        elif self.above is not None and self.goes_on:
            check_budget(self.above.draft.budget, self.context)
            self.goes_on = False
