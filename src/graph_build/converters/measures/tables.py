"""Measures in tables: labels down a column (取組内容 / 甲の役割 / 乙の役割), or across the head of the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph_build.converters.found import FoundField, FoundMeasure, FoundRole
from graph_build.converters.items import Grid, cell_key, cell_label
from graph_build.converters.measures.fields import FieldStack, split_number, unbracketed
from graph_build.converters.measures.roles import split_roles
from graph_build.documents.model import Cell, Located
from graph_build.text.key import matching_key
from graph_build.text.labels import Label, is_position

_SPOKEN = ("content", "role", "roles")


@dataclass(slots=True)
class _Open:
    """A measure being read, row by row."""

    fields: tuple[FoundField, ...]
    title: Located | None = None
    content: Located | None = None
    direction: Located | None = None
    cost: Located | None = None
    roles: list[FoundRole] = field(default_factory=list)

    def found(self, rule: str) -> FoundMeasure:
        number, number_text, title = split_number(self.title) if self.title else (None, None, None)
        content = self.content
        if self.title is None and content is not None:
            number, number_text, content = split_number(content)
            title, content = _titled(content) if number_text else (None, content)
        return FoundMeasure(
            self.fields,
            content,
            tuple(self.roles),
            title,
            number,
            number_text,
            self.direction,
            self.cost,
            rule=rule,
        )

    @property
    def filled(self) -> bool:
        return self.content is not None or bool(self.roles)


def read_table(grid: Grid, stack: FieldStack, names: Sequence[str]) -> list[FoundMeasure] | None:
    """The measures of a table; None if it is no table of measures.

    ``stack`` holds the headings above; a heading right above a table of row labels that names no title and holds one
    measure is that measure's title (it leaves the stack).
    """
    head = _column_heads(grid)
    if head:
        return _ColumnTable(grid, head, stack.fields, names).measures()
    column = _label_column(grid)
    if column is None:
        return None
    measures = _RowTable(grid, column, stack.fields, names).measures()
    if len(measures) == 1 and measures[0].title is None and stack.levels:
        heading = stack.pop()
        assert heading is not None
        measures = [
            replace(
                measures[0],
                fields=stack.fields,
                title=heading.label,
                number=heading.number,
                number_text=heading.number_text,
                heading_title=heading,
            )
        ]
    return measures


# --- labels down a column -------------------------------------------------------------------------------------------


def _label_column(grid: Grid) -> int | None:
    """The column that holds row labels: two of its cells at least are labels, one of them of content or role."""
    for col in range(min(grid.table.cols, 5)):
        kinds = [cell_label(row_cell).kind for row_cell in _column(grid, col)]
        labels = [kind for kind in kinds if kind in (*_SPOKEN, "cost", "direction")]
        if len(labels) >= 2 and any(kind in _SPOKEN for kind in labels):
            return col
        if len(labels) == 1 and labels[0] == "content" and len(grid.rows) <= 2:
            return col
    return None


def _column(grid: Grid, col: int) -> Iterator[Cell]:
    return (cell for cell in grid.table.cells if cell.col == col and cell.text)


@dataclass
class _RowTable:
    grid: Grid
    column: int
    fields: tuple[FoundField, ...]
    names: Sequence[str]
    done: list[FoundMeasure] = field(default_factory=list)
    current: _Open | None = None
    carried: dict[int, Located] = field(default_factory=dict)
    label: Label = field(default_factory=lambda: Label("unknown"))
    field_row: FoundField | None = None
    """The field that a row names (政策分野 | 医療) for the measures below it."""
    policy: Located | None = None
    """What a row below it says of the field (基本方針 | …)."""

    def measures(self) -> list[FoundMeasure]:
        for row in self.grid.rows:
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
        if label.kind == "unknown" and (self._title_row(cells) or self._continued(cells, values)):
            return
        self._left(cells)
        if label.kind in ("content", "title") and values and cell_label(values[-1]).kind != "unknown":
            return  # a head above the columns: 取組 | 区分 | 内容
        if label_cell is not None and label.kind != "unknown":
            self.label = label
            self._value(label, label_cell, values)

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

    def _opened(self, title: Located | None = None) -> _Open:
        left = [self.carried[col] for col in sorted(self.carried)]
        if title is None and left:
            *left, title = left
        above = [self.field_row] if self.field_row else []
        return _Open(
            (*self.fields, *above, *(_as_field(text) for text in left)), title, direction=self.policy
        )

    def _title_row(self, cells: dict[int, Cell]) -> bool:
        """One filled cell alone in its row, where a label could stand: the title of what follows."""
        only = next(iter(cells.values())) if len(cells) == 1 else None
        if only is None or only.col > self.column or len(only.text) > 100 or only.text.text.endswith("。"):
            return False
        self._close()
        self.current = self._opened(only.text)
        return True

    def _continued(self, cells: dict[int, Cell], values: list[Cell]) -> bool:
        """A row without a label goes on with the value above (its row was cut by a page), or names a holder."""
        if any(col < self.column for col in cells) or self.column in cells or not values:
            return False
        if len(values) >= 2 and self.label.kind == "roles" and _holder(values[0]):
            self._role(_holder(values[0]) or "", values[0].text, values[1:])
        elif self.current is not None:
            self._append(_joined(values))
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
        if label.kind == "field" and values:
            self._close()
            self.field_row, self.policy = _as_field(values[0].text), None
            return
        if label.kind == "direction" and values and (self.current is None or self.current.filled):
            self._close()
            self.policy = _joined(values)
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
        text = _joined(values)
        match label.kind:
            case "content":
                current.content = text
            case "role":
                current.roles.append(FoundRole(label.holder or "", text, label_cell.text))
            case "roles" if len(values) >= 2 and _holder(values[0]):
                self._role(_holder(values[0]) or "", values[0].text, values[1:])
            case "roles":
                current.roles += split_roles(text, self.names, label_cell.text)
            case "direction":
                current.direction = text
            case "cost":
                current.cost = text
            case _:
                pass

    def _role(self, holder: str, label: Located, values: list[Cell]) -> None:
        if self.current is not None and values:
            self.current.roles.append(FoundRole(holder, _joined(values), label))

    def _close(self) -> None:
        if self.current is not None and self.current.filled:
            self.done.append(self.current.found("measure.rows"))
        self.current = None


def _holder(cell: Cell) -> str | None:
    """A cell that only names a party: 甲, 三原市."""
    key = cell_key(cell)
    if is_position(key) or (len(key) <= 12 and re.search(r"[市町村区県府都道]$|市町$|市町村$", key)):
        return key
    return cell_label(cell).holder


def _titled(content: Located) -> tuple[Located | None, Located]:
    """「１　観光の振興　観光に取り組む。」 in one cell: short words and a wide gap before the sentence are the title."""
    found = re.match(r"(?P<title>[^\s、。]{2,30})(?:[　\t\n]+| {2,})(?P<text>.+)$", content.text, re.DOTALL)
    if found is None:
        return None, content
    return content.match(found, "title"), content.match(found, "text").strip()


def _on(text: Located, more: Located) -> Located:
    """A text and what follows it on the next page: in the middle of a sentence without a break."""
    return Located.joined([text, more], "\n" if text.text.rstrip().endswith("。") else "")


def _joined(cells: Sequence[Cell]) -> Located:
    return Located.joined([cell.text for cell in cells], "\n")


def _as_field(text: Located) -> FoundField:
    number, number_text, label = split_number(text)
    return FoundField(number, unbracketed(label), number_text)


# --- labels across the head -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Heads:
    """Column → what it holds; the head takes ``rows`` rows."""

    labels: dict[int, Label]
    cells: dict[int, Cell]
    rows: int
    first: int


def _column_heads(grid: Grid) -> _Heads | None:
    for index in range(min(3, len(grid.rows))):
        heads = _heads_at(grid, index)
        if heads:
            return heads
    return None


def _heads_at(grid: Grid, index: int) -> _Heads | None:
    row = grid.rows[index]
    labels = {cell.col: cell_label(cell) for cell in row if cell.text}
    cells = {cell.col: cell for cell in row if cell.text}
    depth = 1
    below = grid.rows[index + 1] if index + 1 < len(grid.rows) else ()
    group = next((cell for cell in row if cell_label(cell).kind == "roles"), None)
    named = {cell.col: _holder(cell) for cell in below if cell.text and _holder(cell)}
    if group and len(named) >= 2 and all(col >= group.col for col in named):
        depth = 2
        labels.pop(group.col)
        for col, holder in named.items():
            labels[col] = Label("role", holder)
            cells[col] = next(cell for cell in below if cell.col == col)
    spoken = [label for label in labels.values() if label.kind in _SPOKEN]
    known = [label for label in labels.values() if label.kind != "unknown"]
    if (
        len(known) < 2
        or len(known) * 2 < len(labels)
        or not any(label.kind in ("role", "roles") for label in spoken)
    ):
        return None
    if len(spoken) < 2 and not any(label.kind == "title" for label in known):
        return None
    return _Heads(labels, cells, depth, index)


@dataclass
class _ColumnTable:
    grid: Grid
    heads: _Heads
    fields: tuple[FoundField, ...]
    names: Sequence[str]
    done: list[FoundMeasure] = field(default_factory=list)
    carried: dict[int, Located] = field(default_factory=dict)
    group: FoundField | None = None
    """A row that only holds a heading across the table."""

    def measures(self) -> list[FoundMeasure]:
        begin = self.heads.first + self.heads.rows
        for index, row in enumerate(self.grid.rows[begin:], start=begin):
            again = _heads_at(self.grid, index)
            if again and all(cell_label(cell).kind != "unknown" for cell in row if cell.text):
                continue
            self._row(index, {cell.col: cell for cell in row if cell.text})
        return self.done

    def _row(self, index: int, cells: dict[int, Cell]) -> None:
        if not cells:
            return
        spoken = [col for col in cells if self._kind(col) in _SPOKEN]
        if len(cells) == 1 and not self._goes_on(cells):
            only = next(iter(cells.values()))
            if (
                (only.colspan > 1 or only.col == 0)
                and len(only.text) <= 60
                and not only.text.text.endswith("。")
            ):
                self.group = _as_field(only.text)
                self.carried.clear()
                return
        if not spoken:
            self._carry(cells)
            return
        if self._goes_on(cells):
            self._append(cells)
            return
        self._carry(cells)
        self._measure(index, cells)

    def _kind(self, col: int) -> str:
        label = self.heads.labels.get(col)
        return label.kind if label else "unknown"

    def _carry(self, cells: dict[int, Cell]) -> None:
        for col, cell in sorted(cells.items()):
            if self._kind(col) in ("field", "direction", "title") or (
                self._kind(col) == "unknown" and col < min(self._spoken_cols())
            ):
                self.carried[col] = cell.text
                for inner in [c for c in self.carried if c > col]:
                    del self.carried[inner]

    def _spoken_cols(self) -> list[int]:
        return [col for col, label in self.heads.labels.items() if label.kind in _SPOKEN]

    def _goes_on(self, cells: dict[int, Cell]) -> bool:
        """A row cut by a page: nothing in the columns that begin a measure, and the text above unfinished."""
        if not self.done:
            return False
        kinds = {self._kind(col): col for col in self.heads.labels}
        if "title" in kinds and "content" in kinds and kinds["title"] not in cells and self._unfinished():
            return True
        begin = [
            col
            for col, label in self.heads.labels.items()
            if label.kind in ("title", "content", "field", "number")
        ]
        if any(col in cells for col in begin):
            return False
        if (
            any(self.heads.labels[c].kind == "role" for c in cells if c in self.heads.labels)
            and len(cells) == 1
        ):
            return True
        return not begin or all(
            self._kind(col) in ("role", "roles", "cost", "note", "unknown") for col in cells
        )

    def _unfinished(self) -> bool:
        """Whether the content above, or a role beside it, stops in the middle of a sentence."""
        last = self.done[-1]
        texts = [last.content, *(role.text for role in last.roles)]
        return any(text is not None and not text.text.rstrip().endswith(("。", "）", ")")) for text in texts)

    def _append(self, cells: dict[int, Cell]) -> None:
        last = self.done[-1]
        roles = list(last.roles)
        content = last.content
        for col, cell in cells.items():
            label = self.heads.labels.get(col)
            if label and label.kind == "content" and content is not None:
                content = _on(content, cell.text)
            same = [
                i
                for i, role in enumerate(roles)
                if label and label.kind == "role" and role.holder == label.holder
            ]
            for i in same:
                roles[i] = replace(roles[i], text=_on(roles[i].text, cell.text))
            if label and label.kind == "role" and not same:
                roles.append(FoundRole(label.holder or "", cell.text, self.heads.cells[col].text))
        roles += self._sub_row(cells)
        self.done[-1] = replace(last, content=content, roles=tuple(roles))

    def _sub_row(self, cells: dict[int, Cell]) -> list[FoundRole]:
        """「乙 | text」 below the head 役割分担: a further holder of the measure above."""
        for col, label in self.heads.labels.items():
            holder = cells.get(col)
            text = cells.get(col + 1)
            if (
                label.kind == "roles"
                and holder
                and text
                and _holder(holder)
                and col + 1 not in self.heads.labels
            ):
                return [FoundRole(_holder(holder) or "", text.text, holder.text)]
        return []

    def _measure(self, index: int, cells: dict[int, Cell]) -> None:
        titles, fields, direction = [], [], None
        for col in sorted(self.carried):
            kind = self._kind(col)
            if kind == "direction":
                direction = self.carried[col]
            elif kind == "field" or kind == "unknown":
                fields.append(_as_field(self.carried[col]))
            else:
                titles.append(self.carried[col])
        content_cols = [col for col in cells if self._kind(col) == "content"]
        content = _joined([cells[col] for col in content_cols]) if content_cols else None
        title = titles[-1] if titles else None
        fields += [_as_field(text) for text in titles[:-1]]
        if content is None and title is not None and title.text.rstrip().endswith("。"):
            content, title = title, None
            self.carried.clear()
        current = _Open(
            (*self.fields, *([self.group] if self.group else []), *fields), title, content, direction
        )
        current.roles = self._roles(index, cells)
        number = next((cells[col].text for col in cells if self._kind(col) == "number"), None)
        current.cost = next((cells[col].text for col in cells if self._kind(col) == "cost"), None)
        found = current.found("measure.columns")
        if number is not None and found.number is None:
            found = replace(found, number=matching_key(number.text), number_text=number)
        self.done.append(found)

    def _roles(self, index: int, cells: dict[int, Cell]) -> list[FoundRole]:
        roles: list[FoundRole] = []
        for col, label in sorted(self.heads.labels.items()):
            cell = cells.get(col) or self.grid.table.at(index, col)
            if cell is None or not cell.text:
                continue
            head = self.heads.cells[col].text
            if label.kind == "role":
                roles.append(FoundRole(label.holder or "", cell.text, head))
            elif label.kind == "roles":
                roles += self._sub_row(cells) or split_roles(cell.text, self.names, head)
        return roles
