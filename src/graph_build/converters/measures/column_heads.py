"""The heads of the columns of a table of measures: one row or two, and a column that names whose the roles beside it are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph_build.converters.items import Grid, cell_key, cell_label
from graph_build.converters.measures.cells import SPOKEN, holder_of
from graph_build.documents.model import Cell
from graph_build.text.labels import Label


@dataclass(frozen=True, slots=True)
class Heads:
    """Column → what it holds; the head takes ``rows`` rows."""

    labels: dict[int, Label]
    cells: dict[int, Cell]
    rows: int
    first: int
    actors: dict[int, int] = field(default_factory=dict)
    """Column of roles → the column beside it that names whose they are (実施主体), a row for each."""


def column_heads(grid: Grid) -> Heads | None:
    """The head in one of the first three rows; None for a table without one, or with a labelled row above it."""
    for index in range(min(3, len(grid.rows))):
        heads = heads_at(grid, index)
        if heads:
            return None if any(map(_is_labelled, grid.rows[:index])) else heads
    return None


def _is_labelled(row: Sequence[Cell]) -> bool:
    """「取組の内容 | 診療所を開く。」: a label and its value."""
    first, *others = [cell_label(cell).kind for cell in row if cell.text] or ["unknown"]
    return first == "content" and others == ["unknown"]


def heads_at(grid: Grid, index: int) -> Heads | None:
    """The head that begins in this row: content and roles side by side, names of parties below 役割分担, 各市の役割, …; a row with
    a sentence is none."""
    row = grid.rows[index]
    if any(cell.text.text.strip().endswith("。") for cell in row):
        return None
    labels = {cell.col: cell_label(cell) for cell in row if cell.text}
    cells = {cell.col: cell for cell in row if cell.text}
    depth = 1
    below = grid.rows[index + 1] if index + 1 < len(grid.rows) else ()
    for group in [cell for cell in row if cell.text]:
        named = _named_below(group, cells, below)
        kind = labels[group.col].kind
        if len(named) >= 2 and kind in ("role", "roles", "cost"):
            depth = 2
            labels.pop(group.col)
            for cell in named:
                labels[cell.col] = Label(kind) if kind == "cost" else Label("role", holder_of(cell))
                cells[cell.col] = cell
        parted = _parted_below(group, below)
        if parted:
            depth = 2
            labels |= {cell.col: cell_label(cell) for cell in parted}
            cells |= {cell.col: cell for cell in parted}
    spoken = [label for label in labels.values() if label.kind in SPOKEN]
    known = [label for label in labels.values() if label.kind != "unknown"]
    if (
        len(known) < 2
        or len(known) * 2 < len(labels)
        or not any(label.kind in ("role", "roles") for label in spoken)
    ):
        return None
    if len(spoken) < 2 and not any(label.kind == "title" for label in known):
        return None
    first = min(col for col, label in labels.items() if label.kind in SPOKEN)
    if first == 1 and 0 not in labels and labels[first].kind == "content":
        labels[0] = Label("title")  # a column without a head, left of the contents
    return Heads(labels, cells, depth, index)


def _named_below(group: Cell, heads: Mapping[int, Cell], below: Sequence[Cell]) -> list[Cell]:
    """The cells below a head, up to the next head, where they name parties: 「甲 | 乙」 below 役割分担, 各市の役割, 費用負担."""
    end = min((col for col in heads if col > group.col), default=None)
    named = [
        cell for cell in below if cell.col >= group.col and (end is None or cell.col < end) and cell.text
    ]
    return named if all(holder_of(cell) for cell in named) else []


def _parted_below(group: Cell, below: Sequence[Cell]) -> list[Cell]:
    """The heads below a head that spans them: 「取組名 | 取組の概要」 below 「連携する取組」; empty where a word there is no label. Below
    取組の内容, whose value stands beside it, 「役割 | 甲」 begins a row."""
    if cell_label(group).kind == "content":
        return []
    parted = [cell for cell in below if group.col <= cell.col < group.col + group.colspan]
    kinds = {cell_label(cell).kind for cell in parted}
    return parted if len(kinds) == len(parted) >= 2 and "unknown" not in kinds else []


def with_actors(grid: Grid, heads: Heads) -> Heads:
    """The heads, with the column beside one of roles in which the cells name parties: 「実施主体 | 役割」, whatever its head."""
    begin = heads.first + heads.rows
    for col in (col for col, label in heads.labels.items() if label.kind == "roles"):
        for beside in (col - 1, col + 1):
            actors = [c for row in grid.rows[begin:] for c in row if c.col == beside and c.text]
            named = {cell_key(cell) for cell in actors if holder_of(cell)}
            others = [cell for cell in actors if not holder_of(cell)]
            if len(named) > 1 and len(others) * 3 <= len(actors) and beside in heads.labels:
                labels = {**heads.labels, beside: Label("holder")}
                return replace(heads, labels=labels, actors={col: beside})
    return heads
