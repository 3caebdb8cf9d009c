"""Measures in tables with labels down a column: 取組内容 / 甲の役割 / 乙の役割."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph_build.converters.found import FoundField, FoundMeasure, FoundRole
from graph_build.converters.items import Grid, Para, cell_label, is_deleted_row
from graph_build.converters.measures.cells import (
    SPOKEN,
    OpenMeasure,
    as_field,
    carried_on,
    fields_of,
    holder_of,
    joined_cells,
    numbered,
)
from graph_build.converters.measures.fields import FieldStack
from graph_build.converters.measures.roles import split_roles
from graph_build.documents.model import Cell, Located
from graph_build.text.labels import Label
from graph_build.text.markers import parse_marker


def label_column(grid: Grid) -> int | None:
    """The column that holds row labels: two of its cells at least are labels, one of them of content or role."""
    for col in range(min(grid.table.cols, 5)):
        kinds = [cell_label(row_cell).kind for row_cell in _column(grid, col)]
        labels = [kind for kind in kinds if kind in (*SPOKEN, "cost", "direction")]
        if len(labels) >= 2 and any(kind in SPOKEN for kind in labels):
            return col
        if len(labels) == 1 and labels[0] == "content" and len(grid.rows) <= 2:
            return col
    return None


def is_role_heads(cells: Iterable[Cell]) -> bool:
    """Whether a row holds nothing but heads of roles, side by side: 「甲の役割 | 乙の役割」."""
    kinds = [cell_label(cell).kind for cell in cells if cell.text]
    return len(kinds) >= 2 and set(kinds) == {"role"}


def _is_number_alone(text: str) -> bool:
    """Whether a text is the number of what stands beside it and nothing else: 「(3)」."""
    marker = parse_marker(f"{text.strip()}　題")
    return marker is not None and marker.end == len(text.strip()) + 1


def _labelled(first: Cell, others: Sequence[Cell]) -> list[list[Cell]]:
    """A row as labels, each with its values: 「甲の役割 | 病院を開く。 | 乙の役割 | 費用を負担する。」 holds two."""
    found = [[first]]
    for cell in others:
        if cell_label(cell).kind in (*SPOKEN, "cost", "direction") and len(found[-1]) > 1:
            found.append([cell])
        else:
            found[-1].append(cell)
    return found


def _column(grid: Grid, col: int) -> Iterator[Cell]:
    return (cell for cell in grid.table.cells if cell.col == col and cell.text)


@dataclass
class RowTable:
    """Reads rows with labels; what stands left of them are fields and the title."""

    grid: Grid
    column: int
    fields: tuple[FoundField, ...]
    names: Sequence[str]
    done: list[FoundMeasure] = field(default_factory=list)
    current: OpenMeasure | None = None
    carried: dict[int, Located] = field(default_factory=dict)
    label: Label = field(default_factory=lambda: Label("unknown"))
    field_row: FoundField | None = None
    """The field that a row names (政策分野 | 医療) for the measures below it."""
    groups: FieldStack = field(default_factory=FieldStack)
    """Rows that only hold a heading, with others below them."""
    headed: bool = False
    """Whether the open measure's title stands in a row of its own."""
    policy: Located | None = None
    """What a row below it says of the field (基本方針 | …)."""
    number: Located | None = None
    """What a row says of the number of the measure below it (番号 | 3)."""
    side: dict[int, FoundRole] = field(default_factory=dict)
    """The roles whose heads stand side by side above the row, by column."""

    def measures(self) -> list[FoundMeasure]:
        """The measures in the order of the rows."""
        for row in self.grid.rows:
            if not is_deleted_row(row):
                self._row(row)
        self._close()
        return self.done

    def _row(self, row: tuple[Cell, ...]) -> None:
        cells = {cell.col: cell for cell in row if cell.text}
        if not cells:
            return
        label_cell = cells.get(self.column)
        label = cell_label(label_cell)
        values = [cells[col] for col in sorted(cells) if col > self.column]
        if self._beside(cells):
            return
        if label.kind == "unknown" and (self._title_row(cells) or self._continued(cells, values)):
            return
        self._left(cells)
        if (
            label.kind in ("content", "title", "field")
            and values
            and cell_label(values[-1]).kind != "unknown"
        ):
            return  # a head above the columns: 取組 | 区分 | 内容
        if label_cell is not None and label.kind != "unknown":
            for named, *said in _labelled(label_cell, values):
                self.label = cell_label(named)
                self._value(self.label, named, said)

    def _beside(self, cells: dict[int, Cell]) -> bool:
        """「甲の役割 | 乙の役割」 across a row, or a row of their texts below it."""
        if is_role_heads(cells.values()):
            self.side = {
                col: FoundRole(cell_label(cell).holder or "", cell.text[:0], cell.text)
                for col, cell in cells.items()
            }
            return True
        if not set(cells) <= set(self.side) or any(
            cell_label(cell).kind != "unknown" for cell in cells.values()
        ):
            self.side = {}
            return False
        if self.current is None:
            self.current = self._opened()
        for col, cell in sorted(cells.items()):
            role = self.side[col]
            if role in self.current.roles:  # its row was cut by a page
                self.current.roles.remove(role)
            self.side[col] = replace(role, text=carried_on(role.text, cell.text) if role.text else cell.text)
            self.current.roles.append(self.side[col])
        return True

    def _left(self, cells: dict[int, Cell]) -> None:
        """Fields and title left of the labels; a filled title cell begins a new measure."""
        new = False
        for col in range(self.column):
            if col in cells:
                self.carried[col] = cells[col].text
                for inner in range(col + 1, self.column):
                    self.carried.pop(inner, None)
                new = True
        if new:
            self._close()
            self.current = self._opened()

    def _opened(self, title: Located | None = None) -> OpenMeasure:
        left = [self.carried[col] for col in sorted(self.carried)]
        if title is None and left:
            *left, title = left
        beside, number = fields_of(left)
        self.number = number or self.number
        above = [*self.groups.fields, *([self.field_row] if self.field_row else [])]
        return OpenMeasure((*self.fields, *above, *beside), title, direction=self.policy)

    def _title_row(self, cells: dict[int, Cell]) -> bool:
        """One filled cell alone in its row, where a label could stand: the title of what follows, its number in a cell before it or
        not (「(3) | 自転車の道の整備」)."""
        first, *behind = [cells[col] for col in sorted(cells)]
        numbered = len(behind) == 1 and _is_number_alone(first.text.text)
        title = Located.joined([first.text, behind[0].text], "　") if numbered else first.text
        alone = first.col <= self.column and (numbered or not behind)
        if not alone or len(title) > 100 or title.text.endswith("。"):
            return False
        self._close()
        self.current, self.headed = self._opened(title), True
        return True

    def _continued(self, cells: dict[int, Cell], values: list[Cell]) -> bool:
        """A row without a label goes on with the value above (its row was cut by a page), or names a holder."""
        if any(col < self.column for col in cells) or self.column in cells or not values:
            return False
        if len(values) >= 2 and self.label.kind == "roles" and holder_of(values[0]):
            self._role(holder_of(values[0]) or "", values[0].text, values[1:])
        elif self.current is not None:
            self._append(joined_cells(values))
        return True

    def _append(self, text: Located) -> None:
        current = self.current
        assert current is not None
        if self.label.kind == "content" and current.content:
            current.content = Located.joined([current.content, text])
        elif self.label.kind in ("role", "roles") and current.roles:
            last = current.roles[-1]
            current.roles[-1] = replace(last, text=Located.joined([last.text, text]))

    def _value(self, label: Label, label_cell: Cell, values: list[Cell]) -> None:
        titled = self.current is not None and self.current.title and not self.current.filled
        if label.kind == "number" and values:
            if not titled:
                self._close()
            self.number = values[0].text
            return
        if label.kind == "field" and values:
            title = self.current.title if self.current and titled and not self.headed else None
            self._close()
            self.field_row, self.policy = as_field(values[0].text), None
            self.current = self._opened(title) if title else None
            return
        if label.kind == "direction" and values and (self.current is None or self.current.filled):
            self._close()
            self.policy = joined_cells(values)
            return
        if label.kind == "title" and values:
            self._close()
            self.current = self._opened(values[0].text)
            return
        current = self.current
        if current is None or (label.kind == "content" and current.filled):
            self._close()
            current = self.current = self._opened()
        if not values:
            return
        text = joined_cells(values)
        match label.kind:
            case "content":
                current.content = text
            case "role":
                current.roles.append(FoundRole(label.holder or "", text, label_cell.text))
            case "roles" if len(values) >= 2 and holder_of(values[0]):
                self._role(holder_of(values[0]) or "", values[0].text, values[1:])
            case "roles":
                current.roles += split_roles(text, self.names, label_cell.text)
            case "direction":
                current.direction = text
            case "cost":
                current.cost = text
            case _:
                current.further.append((label_cell.text, text))

    def _role(self, holder: str, label: Located, values: list[Cell]) -> None:
        if self.current is not None and values:
            self.current.roles.append(FoundRole(holder, joined_cells(values), label))

    def _close(self) -> None:
        current, self.current = self.current, None
        if current is None:
            return
        if current.filled:
            self.done.append(numbered(current.found("measure.rows"), self.number))
            self.number, self.groups.fresh = None, False
        elif self.headed and current.title:  # a title row with nothing but titles below: their field
            self.groups.push(Para(current.title))
            self.groups.fresh = True
            self.field_row, self.policy = None, None
        self.headed = False
