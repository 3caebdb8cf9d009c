"""Years that offices mark by colouring an empty cell below them: such a cell is a bar over its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph_build.documents.linear import GridCell

_YEAR = re.compile(r"年|(?:[RHＲＨ令平][.．]?|20|２０)[0-9０-９元]")
_WHITE = frozenset(
    ("", "auto", "white", "transparent", "none", "inherit", "initial", "unset", "#fff", "#ffffff")
)


def colour(printed: str) -> str:
    """A colour as a format says it; empty for white and for none.

    >>> colour("FFFFFF"), colour("#9CF"), colour("rgb(255, 255, 255)")
    ('', '#9cf', '')
    """
    name = re.sub(r"\s", "", printed).lower()
    name = f"#{name}" if re.fullmatch("[0-9a-f]{6}", name) else name
    return "" if name in _WHITE or name.startswith("rgb(255,255,255") else name


def with_bars(cells: Sequence[GridCell], colours: Mapping[tuple[int, int], str]) -> list[GridCell]:
    """The cells, those coloured below years with the columns that they cover; ``colours`` by row and column of the cell.

    A colour tells something where nothing else in the row does: its words stand left of the bars and on another ground
    (every second row of a table may be coloured as a whole), and no sign or figure stands beside them.
    """
    if not colours:
        return list(cells)
    rows: dict[int, list[GridCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    bars: set[tuple[int, int]] = set()
    for row in rows.values():
        words = [cell for cell in row if any(para.strip() for para in cell.paras) or cell.arrow]
        grounds = {colours.get((cell.row, cell.col), "") for cell in words}
        found = [
            cell
            for cell in row
            if cell not in words and colours.get((cell.row, cell.col), "") not in {"", *grounds}
        ]
        if words and found and max(cell.col for cell in words) < min(cell.col for cell in found):
            bars |= {(cell.row, cell.col) for cell in found if _below_year(cell, cells)}
    return [
        replace(cell, arrow=(cell.col, cell.col + cell.colspan - 1)) if (cell.row, cell.col) in bars else cell
        for cell in cells
    ]


def _below_year(cell: GridCell, cells: Sequence[GridCell]) -> bool:
    """Whether the nearest words above a cell are a year."""
    above = [
        other
        for other in cells
        if other.row < cell.row and other.col <= cell.col < other.col + other.colspan and any(other.paras)
    ]
    return bool(above) and _YEAR.search("".join(max(above, key=lambda other: other.row).paras)) is not None
