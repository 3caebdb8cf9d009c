"""Measures in tables with labels across the head of the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph_build.converters.found import FoundField, FoundMeasure, FoundRole
from graph_build.converters.items import Grid, Para, cell_key, cell_label, is_deleted_row
from graph_build.converters.measures.cells import (
    SPOKEN,
    OpenMeasure,
    as_field,
    carried_on,
    holder_of,
    joined_cells,
    numbered,
    titled,
)
from graph_build.converters.measures.column_heads import Heads, heads_at
from graph_build.converters.measures.fields import FieldStack
from graph_build.converters.measures.roles import joint_subject, split_roles
from graph_build.documents.model import Cell, Located
from graph_build.text.key import matching_key

_WHOLE = re.compile(r"[-ー―/]*|同[左右上]|なし|該当なし")
"""What a cell says without a sentence."""


@dataclass
class ColumnTable:
    """Reads the rows below a head; fields and titles that span rows are carried down."""

    grid: Grid
    heads: Heads
    fields: tuple[FoundField, ...]
    names: Sequence[str]
    done: list[FoundMeasure] = field(default_factory=list)
    carried: dict[int, Located] = field(default_factory=dict)
    groups: FieldStack = field(default_factory=FieldStack)
    """Rows that only hold a heading across the table."""

    def measures(self) -> list[FoundMeasure]:
        """The measures in the order of the rows."""
        begin = self.heads.first + self.heads.rows
        for index, row in enumerate(self.grid.rows[begin:], start=begin):
            again = heads_at(self.grid, index)
            if again and all(cell_label(cell).kind != "unknown" for cell in row if cell.text):
                continue
            if not is_deleted_row(row):
                self._row(index, {cell.col: cell for cell in row if cell.text})
        return self.done

    def _row(self, index: int, cells: dict[int, Cell]) -> None:
        if not cells:
            return
        spoken = [col for col in cells if self._kind(col) in SPOKEN]
        if len(cells) == 1 and not self._goes_on(cells):
            only = next(iter(cells.values()))
            if (
                (only.colspan > 1 or only.col == 0)
                and len(only.text) <= 60
                and not only.text.text.endswith("。")
            ):
                self.groups.push(Para(only.text))
                self.groups.fresh = True
                self.carried.clear()
                return
        if not spoken:
            self._carry(cells)
            return
        if self._goes_on(cells):
            self._append(index, cells)
            return
        self._carry(cells)
        self._measure(index, cells)
        self.groups.fresh = False

    def _kind(self, col: int) -> str:
        label = self.heads.labels.get(col)
        return label.kind if label else "unknown"

    def _carry(self, cells: dict[int, Cell]) -> None:
        for col, cell in sorted(cells.items()):
            if (
                self._kind(col) in ("field", "direction", "title")
                or (self._kind(col) == "number" and self._numbers(col) == "field")
                or (self._kind(col) == "unknown" and col < min(self._spoken_cols()))
            ):
                self.carried[col] = cell.text
                for inner in [c for c in self.carried if c > col]:
                    del self.carried[inner]

    def _spoken_cols(self) -> list[int]:
        return [col for col, label in self.heads.labels.items() if label.kind in SPOKEN]

    def _goes_on(self, cells: dict[int, Cell]) -> bool:
        """A row cut by a page: nothing in the columns that begin a measure, and the text above unfinished."""
        if not self.done:
            return False
        kinds = {self._kind(col): col for col in self.heads.labels}
        if "title" in kinds and "content" in kinds and kinds["title"] not in cells and self._unfinished():
            return True
        if self._rest_of_content(cells):
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
            self._kind(col) in ("role", "roles", "holder", "cost", "note", "unknown") for col in cells
        )

    def _rest_of_content(self, cells: dict[int, Cell]) -> bool:
        """Whether a row holds nothing but the rest of the content above, which a page has cut; its roles stand there, whole."""
        last = self.done[-1]
        alone = all(self._kind(col) == "content" for col in cells)
        ended = last.content is None or last.content.text.rstrip().endswith("。")
        return alone and bool(last.roles) and not ended

    def _unfinished(self) -> bool:
        """Whether the content above, or a role beside it, stops in the middle of a sentence."""
        last = self.done[-1]
        texts = [last.content, *(role.text for role in last.roles)]
        said = [
            text.text.rstrip() for text in texts if text and not _WHOLE.fullmatch(matching_key(text.text))
        ]
        return any(not text.endswith(("。", "）", ")")) for text in said)

    def _append(self, index: int, cells: dict[int, Cell]) -> None:
        last = self.done[-1]
        roles = list(last.roles)
        content, title = last.content, last.title
        spoken = self._spoken_by(index, cells)
        for col, cell in cells.items():
            label = self.heads.labels.get(col)
            if label and label.kind == "content" and content is not None:
                content, title = self._content_on(content, cell.text, title)
            if label and label.kind == "role":
                head = self.heads.cells[col].text
                roles = _carried_on(roles, [FoundRole(label.holder or "", cell.text, head)])
            if label and label.kind == "roles" and not spoken:
                roles = _carried_on(roles, split_roles(cell.text, self.names, self.heads.cells[col].text))
        self.done[-1] = replace(last, title=title, content=content, roles=(*roles, *spoken))

    def _content_on(
        self, content: Located, more: Located, title: Located | None
    ) -> tuple[Located, Located | None]:
        """The content with what goes on with it, and the title, if it only was one: where contents begin with their title."""
        above = [measure for measure in self.done[:-1] if measure.content]
        titled_above = sum(measure.title is not None for measure in above) * 2 > len(above)
        if title is None and titled_above and "title" not in map(self._kind, self.heads.labels):
            parted, rest = titled(Located.joined([content, more], "\n"))
            if parted is not None and "。" not in content.text:
                return rest, parted
        return carried_on(content, more), title

    def _spoken_by(self, index: int, cells: dict[int, Cell]) -> list[FoundRole]:
        """「乙 | text」 below the head 役割分担, or 「実施主体 | 役割」: a further holder of the measure above."""
        for col in (col for col, label in self.heads.labels.items() if label.kind == "roles"):
            apart = col in self.heads.actors
            by, said = (self.heads.actors[col], col) if apart else (col, col + 1)
            holder = cells.get(by) or self.grid.table.at(index, by)
            text = cells.get(said)
            if not (holder and holder.text and text) or (not apart and said in self.heads.labels):
                continue
            if apart or holder_of(holder):
                return [FoundRole(holder_of(holder) or cell_key(holder), text.text, holder.text)]
        return []

    def _measure(self, index: int, cells: dict[int, Cell]) -> None:
        titles, fields, direction = [], [], None
        for col in sorted(self.carried):
            kind = self._kind(col)
            if kind == "direction":
                direction = self.carried[col]
            elif kind == "number":
                continue
            elif kind == "field" or kind == "unknown":
                fields.append(self._field(col))
            else:
                titles.append(self.carried[col])
        content_cols = [col for col in cells if self._kind(col) == "content"]
        content = joined_cells([cells[col] for col in content_cols]) if content_cols else None
        title = titles[-1] if titles else None
        fields += [as_field(text) for text in titles[:-1]]
        if content is None and title is not None and title.text.rstrip().endswith("。"):
            content, title = title, None
            self.carried.clear()
        current = OpenMeasure((*self.fields, *self.groups.fields, *fields), title, content, direction)
        current.roles = self._roles(index, cells)
        numbers = [col for col in cells if self._kind(col) == "number" and self._numbers(col) != "field"]
        number = cells[numbers[-1]].text if numbers else None
        costs = [cells[col] for col in cells if self._kind(col) == "cost"]
        current.cost = joined_cells(costs) if costs else None
        current.further += self._further(cells)
        heads = {label.kind for label in self.heads.labels.values()}
        found = replace(current.found("measure.columns"), title_certain={"field", "title"} <= heads)
        self.done.append(numbered(found, number))

    def _numbers(self, col: int) -> str:
        """What a column of numbers counts: the kind of the next column with a head."""
        behind = [other for other in sorted(self.heads.labels) if other > col]
        return self._kind(behind[0]) if behind else "unknown"

    def _field(self, col: int) -> FoundField:
        """The field in a column, with its number where a column of its own holds it."""
        found = as_field(self.carried[col])
        number = self.carried.get(col - 1) if self._kind(col - 1) == "number" else None
        return replace(found, number=matching_key(number.text), number_text=number) if number else found

    def _further(self, cells: dict[int, Cell]) -> tuple[tuple[Located | None, Located], ...]:
        """What stands in columns right of the contents that are neither role nor cost: 実施期間, 備考."""
        first = min(self._spoken_cols())
        others = [col for col in sorted(cells) if col > first and self._kind(col) in ("unknown", "note")]
        heads = {cell.col: cell.text for cell in self.grid.rows[self.heads.first] if cell.text}
        claimed = {
            col + 1
            for col, label in self.heads.labels.items()
            if label.kind == "roles" and col + 1 not in self.heads.labels
        }
        return tuple((heads[col], cells[col].text) for col in others if col in heads and col not in claimed)

    def _roles(self, index: int, cells: dict[int, Cell]) -> list[FoundRole]:
        roles: list[FoundRole] = []
        joint: Cell | None = None
        for col, label in sorted(self.heads.labels.items()):
            cell = cells.get(col) or self.grid.table.at(index, col)
            if cell is None or not cell.text or cell is joint:
                continue
            if label.kind not in ("role", "roles"):
                continue
            head = self.heads.cells[col].text
            if label.kind == "role":
                spanned = self._spanned(cell, cells)
                joint = cell if spanned else None
                roles.append(FoundRole(spanned or label.holder or "", cell.text, head))
            elif label.kind == "roles":
                roles += self._spoken_by(index, cells) or split_roles(cell.text, self.names, head)
        return roles

    def _spanned(self, cell: Cell, cells: dict[int, Cell]) -> str | None:
        """The joint subject (「甲及び乙は、…」) of the only role of a row: a cell that spans the columns of its holders."""
        columns = {col: label.holder for col, label in self.heads.labels.items() if label.kind == "role"}
        subject = joint_subject(cell.text)
        alone = sum(col in cells for col in columns) == 1
        return subject if subject and alone and all(h and h in subject for h in columns.values()) else None


def _carried_on(roles: Sequence[FoundRole], more: Sequence[FoundRole]) -> list[FoundRole]:
    """Roles, and what goes on with them in a row cut by a page: a text behind those of its holder, or of the last one."""
    done = list(roles)
    for role in more:
        same = [i for i, other in enumerate(done) if role.holder == other.holder]
        if not role.holder and done:
            same = [len(done) - 1]
        for i in same:
            done[i] = replace(done[i], text=carried_on(done[i].text, role.text))
        done += [] if same else [role]
    return done
