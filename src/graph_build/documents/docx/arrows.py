"""Drawn arrows and bars of a Word table given to the cells that they begin in, with the columns they cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from graph_build.documents.covered import covered_columns
from graph_build.documents.docx.package import Element
from graph_build.documents.docx.shapes import Shape
from graph_build.documents.linear import GridCell

_TWIPS = 20.0
"""Twips of a point."""
_LINE = 18.0
"""Points of a line where the row's height is not said."""
_SLACK = 4.0
"""Points that an arrow's middle may stand outside its row as estimated."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """A shape, the place of its cell in the grid, the paragraph of the cell that holds it (from 0), and what it is called."""

    shape: Shape
    row: int
    col: int
    paragraph: int
    text: str


@dataclass(frozen=True, slots=True)
class Measures:
    """Where the columns of a row begin and end, and how high it is at least (points)."""

    edges: tuple[float, ...]
    height: float

    @classmethod
    def of(cls, row: Element, cells: Sequence[tuple[int, int, Element]], grid: Sequence[float]) -> Measures:
        """Of a row and its cells (column, span, element): widths as its cells say, else as the table's grid does."""
        widths = list(grid)
        for col, span, cell in cells:
            width = cell.child("tcPr", "tcW")
            if width is not None and width.get("type") == "dxa" and (points := twips(width.get("w"))):
                widths[len(widths) :] = [0.0] * (col + span - len(widths))
                widths[col : col + span] = [points / span] * span
        lines = max((sum(part.name == "p" for part in cell.children) for _, _, cell in cells), default=1)
        said = row.child("trPr", "trHeight")
        height = max(twips(said.get("val")) if said is not None else 0.0, lines * _LINE)
        return cls((0.0, *accumulate(widths)), height)


def twips(text: str) -> float:
    """Points of a length in twips; 0 for what is no number."""
    return int(text) / _TWIPS if text.isascii() and text.isdigit() else 0.0


def with_arrows(
    cells: Sequence[GridCell], found: Sequence[Anchored], rows: Sequence[Measures]
) -> tuple[list[GridCell], list[Anchored]]:
    """The cells with the arrows that begin in them, and the shapes whose row or columns do not follow for sure.

    Two arrows of one cell that stand above each other belong to several rows, of which the file does not tell the places.
    """
    spans = {id(one): _columns(one, rows[one.row]) for one in found}
    unsure = [one for one in found if spans[id(one)] is None]
    cells = list(cells)
    for row in {one.row for one in found}:
        placed = sorted(
            (span, id(one), one) for one in found if one.row == row and (span := spans[id(one)]) is not None
        )
        if any(before[0][1] >= behind[0][0] for before, behind in pairwise(placed)):
            unsure += [one for _, _, one in placed]
            continue
        for span, _, one in placed:
            at = next(
                (
                    i
                    for i, cell in enumerate(cells)
                    if cell.row <= row < cell.row + cell.rowspan
                    and cell.col <= span[0] < cell.col + cell.colspan
                ),
                None,
            )
            if at is None:
                unsure.append(one)
            else:
                cells[at] = replace(cells[at], arrow=span)
    return cells, unsure


def _columns(one: Anchored, row: Measures) -> tuple[int, int] | None:
    """The columns that a shape covers; None outside the table, or where it may stand in another row."""
    if one.col >= len(row.edges) - 1 or min(b - a for a, b in pairwise(row.edges)) <= 0:
        return None
    y = one.shape.y
    if y is not None and not -_SLACK <= y + one.paragraph * _LINE <= row.height + _SLACK:
        return None
    left = row.edges[one.col]
    x0, x1 = left + one.shape.x0, left + one.shape.x1
    return covered_columns(x0, x1, row.edges) if row.edges[0] <= (x0 + x1) / 2 <= row.edges[-1] else None
