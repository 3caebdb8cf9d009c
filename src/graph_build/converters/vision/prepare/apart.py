"""What stands right above a project's table and belongs to it: its title in a line, its number in a table of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.outline.heading import heading_role
from graph_build.converters.vision.outline.tree import heading_kind
from graph_build.converters.vision.projects.recognise import is_project_table, title_cells
from graph_build.converters.vision.tables.captions import is_caption
from graph_build.converters.vision.words.heads import head_of, is_number, read_head
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.key import matching_key

_FRAME = "【】[]〔〕<>＜＞《》〈〉●○■◆◇□▼▶◎・"


def titled(items: Sequence[Item], i: int) -> Grid | None:
    """The project's table right below the line at ``i`` with that line as its title: 「【事業】病院群輪番制の運営」.

    The table prints no title of its own, and the line is no heading, unit, note or sentence.
    """
    line, grid = items[i], items[i + 1] if i + 1 < len(items) else None
    if not isinstance(line, Para) or not isinstance(grid, Grid) or not is_project_table(grid):
        return None
    if title_cells(grid):
        return None
    label, title = _title(line)
    if heading_kind(items, i) is not None or heading_role(matching_key(title.text.strip(_FRAME))):
        return None
    if not label and (not is_caption(line) or read_head(title.text).kinds):
        return None
    texts = [label, title] if label else [title, title[0:0]]
    return _under([Cell(0, col, text, (text,)) for col, text in enumerate(texts)], grid)


def with_numbers(items: Sequence[Item]) -> Iterator[Item]:
    """The items; a table that holds a project's number (整理番号 | 3) is the first row of the project's table below it, which
    prints none, also where a heading of such sheets (事業個票) stands between, as where a box at the corner of a page holds it."""
    number: Grid | None = None
    for i, item in enumerate(items):
        if number is not None and isinstance(item, Grid):
            joined = _under(number.rows[0], item) if _lacks_number(item) else None
            yield from (joined,) if joined else (number, item)
            number = None
        elif isinstance(item, Grid) and _is_number_alone(item) and _sheet_below(items, i):
            number = item
        else:
            yield item


def _sheet_below(items: Sequence[Item], i: int) -> bool:
    """Whether a project's table stands below an item, nothing or the heading of such sheets between."""
    below = items[i + 1 : i + 3]
    heading = bool(below) and isinstance(below[0], Para) and _heads_sheets(below[0])
    sheet = next(iter(below[heading:]), None)
    return isinstance(sheet, Grid) and _lacks_number(sheet)


def _heads_sheets(para: Para) -> bool:
    return heading_role(matching_key(para.body.text)) == "projects"


def _is_number_alone(grid: Grid) -> bool:
    cells = [cell for cell in grid.table.cells if cell.text]
    alone = len(grid.rows) == 1 and len(cells) == 2 and head_of(cells[0]).means("number")
    return alone and is_number(cells[1].text.text)


def _lacks_number(grid: Grid) -> bool:
    """Whether a table is a project's whose first column has no label of a number."""
    labels = (head_of(row[0]) for row in grid.rows if row)
    return is_project_table(grid) and not any(label.means("number") for label in labels)


def _title(para: Para) -> tuple[Located | None, Located]:
    """The label of a title, in brackets or before a colon, and what stands behind it; no label where the line has none."""
    line = para.text
    colon = re.match(r"[^:：]+[:：]", line.text)  # 「事業名：病院群輪番制の運営」
    end = line.text.find("】") + 1 or line.text.find("］") + 1 or (colon.end() if colon else 0)
    label, title = line[:end].strip(), line[end:].strip()
    named = label and title and read_head(label.text).means("title")
    bullet = para.marker is not None and para.marker.kind == "bullet"
    return (label, title) if named else (None, para.body if bullet else line.strip())


def _under(row: Sequence[Cell], grid: Grid) -> Grid:
    moved = tuple(cell.moved(1) for cell in grid.table.cells)
    return Grid(Table((*row, *moved), grid.table.rows + 1, max(2, grid.table.cols), grid.table.page))
