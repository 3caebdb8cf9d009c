"""Tables with one column for each measure: the labels of a row table, and two or more values behind each of them."""

from __future__ import annotations

from collections.abc import Sequence

from graph_build.converters.found import FoundField, FoundMeasure, FoundRole
from graph_build.converters.items import Grid, cell_label
from graph_build.converters.measures.cells import OpenMeasure, as_field
from graph_build.converters.measures.roles import split_roles
from graph_build.documents.model import Cell
from graph_build.text.labels import Label


def is_transposed(grid: Grid) -> bool:
    """Labels down the first column, a row of titles, and the same two or more columns filled in every row."""
    rows = [[cell for cell in row if cell.text] for row in grid.rows]
    rows = [row for row in rows if row]
    if len(rows) < 3 or any(len(row) < 3 or row[0].col != 0 for row in rows):
        return False
    kinds = [cell_label(row[0]).kind for row in rows]
    columns = {tuple(cell.col for cell in row) for row in rows}
    titled = any(kind == "title" for kind in kinds)
    return len(columns) == 1 and "unknown" not in kinds and titled and "role" in kinds


def read_transposed(grid: Grid, fields: tuple[FoundField, ...], names: Sequence[str]) -> list[FoundMeasure]:
    """A measure for each column, in the order of the columns."""
    rows = [{cell.col: cell for cell in row if cell.text} for row in grid.rows]
    columns = sorted(next(row for row in rows if row))[1:]
    return [_column([(row[0], row[col]) for row in rows if row], fields, names) for col in columns]


def _column(
    cells: Sequence[tuple[Cell, Cell]], fields: tuple[FoundField, ...], names: Sequence[str]
) -> FoundMeasure:
    own = next((as_field(value.text) for head, value in cells if cell_label(head).kind == "field"), None)
    current = OpenMeasure((*fields, own) if own else fields)
    for head, value in cells:
        _put(current, cell_label(head), head, value, names)
    return current.found("measure.transposed")


def _put(current: OpenMeasure, label: Label, head: Cell, value: Cell, names: Sequence[str]) -> None:
    match label.kind:
        case "title":
            current.title = value.text
        case "content":
            current.content = value.text
        case "direction":
            current.direction = value.text
        case "cost":
            current.cost = value.text
        case "role":
            current.roles.append(FoundRole(label.holder or "", value.text, head.text))
        case "roles":
            current.roles += split_roles(value.text, names, head.text)
        case "field":
            pass
        case _:
            current.further.append((head.text, value.text))
