"""The title that stands in a line of its own right above a project's table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.outline.heading import heading_role
from graph_build.converters.vision.outline.tree import heading_kind
from graph_build.converters.vision.projects.recognise import is_project_table, title_cells
from graph_build.converters.vision.tables.captions import is_caption
from graph_build.converters.vision.words.heads import read_head
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
