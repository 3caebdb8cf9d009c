"""Cells in which a program has kept the ends of the printed lines (``<br>``, or line ends between tags): lines that only the column's
width broke are joined."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from graph_build.documents.lines.paragraphs import starts_anew
from graph_build.documents.lines.physical import Line, columns
from graph_build.documents.model import Cell, Located, Table
from graph_build.documents.tables.tagged import line_ends
from graph_build.text.key import matching_key

_FINAL = tuple("。．.：:」』）)】〕》〉")
_BREAK = re.compile(r"(?P<before>[^|\s])\s*<br\s*/?>\s*(?P<behind>[^|])", re.IGNORECASE)
_OWN = re.compile(r"[^、。]{1,6}[市町村区]|[-－▲△]?[0-9０-９][0-9０-９,，.．]*[^0-9０-９、。]{0,3}")
"""A name or a figure that stands on a line of its own."""
_SHARE = re.compile(r"[(（][^()（）]{0,6}[0-9０-９]{1,2}[/／][0-9０-９]{1,2}[)）]")
"""The share that is paid of the costs, behind the name of a grant."""
_LEAST = 5


def keeps_line_ends(lines: Sequence[Line]) -> bool:
    """Whether most line breaks in the cells of a text stand inside sentences: its program has kept the printed lines."""
    rows = (line for line in lines if line.text.lstrip().startswith("|"))
    found = [(match["before"], match["behind"]) for line in rows for match in _BREAK.finditer(line.text)]
    found += line_ends(lines)
    inside = sum(before not in "。」）)" and behind not in "・○●（(" for before, behind in found)
    return inside >= _LEAST and inside * 3 > len(found) * 2


def with_soft_ends(table: Table) -> Table:
    """The table with the lines of its cells joined where the one above is as wide as those that end in its column.

    A line that another cell of the row holds alone is whole (補助 below R6, 補助 and 成果の発表会 below R7).
    """
    alone = {(cell.row, matching_key(cell.text.text)) for cell in table.cells if len(cell.paras) == 1}
    widest: dict[tuple[int, int], int] = {}
    for cell in table.cells:
        place = (cell.col, cell.colspan)
        widest[place] = max([widest.get(place, 0), *(columns(para.text) for para in cell.paras[:-1])])
    cells = tuple(_joined(cell, widest[cell.col, cell.colspan], alone) for cell in table.cells)
    return replace(table, cells=cells)


def _joined(cell: Cell, width: int, alone: Collection[tuple[int, str]]) -> Cell:
    """A cell with its lines joined; ``alone`` are the rows and matching keys of lines that other cells hold alone."""
    if cell.nested:
        return cell
    paras: list[Located] = []
    last = ""
    for para in cell.paras:
        whole = paras and (cell.row, matching_key(paras[-1].text)) in alone
        if (
            paras
            and not whole
            and (_goes_on(last, para.text, width) or _in_brackets(paras[-1].text, para.text))
        ):
            paras[-1] = Located.joined([paras[-1], para])
        else:
            paras.append(para)
        last = para.text
    return replace(cell, paras=tuple(paras), text=Located.joined(paras, "\n"))


def _in_brackets(above: str, below: str) -> bool:
    """Whether a line stands inside the brackets that are open above it, or is a share in brackets."""
    opened = sum(above.count(char) - above.count(shut) for char, shut in ("（）", "()"))
    return opened > 0 or _SHARE.fullmatch(below) is not None


def _goes_on(above: str, below: str, width: int) -> bool:
    own = _OWN.fullmatch(above) and _OWN.fullmatch(below)
    full = columns(above) >= width - 3
    return full and not (own or above.endswith(_FINAL) or starts_anew(below))
