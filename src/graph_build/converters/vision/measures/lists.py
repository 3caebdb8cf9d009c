"""Tables that quote several measures: a row for each with its content and roles in columns, or its title beside the rows of
its content and roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph_build.converters.items import Grid
from graph_build.converters.vision.measures.drafts import is_measure_table
from graph_build.converters.vision.members.participants import is_holder
from graph_build.converters.vision.words.heads import NO_HEAD, Head, head_of
from graph_build.documents.model import Cell, Located, Table


def is_measure_list(grid: Grid, quoted: bool = False) -> bool:
    """A table with a row per measure: its title, content and roles in columns, or its title beside their rows; nothing of
    projects.

    Below a heading that quotes the agreement (``quoted``) the title may be called as one of a project, too (取組名).
    """
    heads = _list_heads(grid)
    kinds = {kind for head in heads.values() for kind in head.kinds}
    titled = bool(heads) and next(iter(heads.values())).means(
        "measure", "number", "field", *(["title"] if quoted else [])
    )
    if titled and _beside_titles(grid):
        return True
    return (
        len(grid.rows) > 1
        and bool(kinds & {"role", "roles"})
        and "content" in kinds
        and titled
        and not kinds & {"participants", "budget", "schedule", "subsidy"}
        and not any(head.year for head in heads.values())
    )


def _list_heads(grid: Grid) -> dict[int, Head]:
    """The heads by column, each of a group of speakers (役割の分担 over 中心市 | 関係市町) with that of the group."""
    heads = {cell.col: head_of(cell) for cell in (grid.rows[0] if grid.rows else ()) if cell.text}
    return heads | {col: head_of(_over(grid, col)) for col in _speakers(grid)}


def _speakers(grid: Grid) -> dict[int, Cell]:
    """The names in a second row of heads, by column, where they stand below one head of roles and nothing else stands there."""
    if len(grid.rows) < 3:
        return {}
    roles = [cell for cell in grid.rows[0] if cell.colspan > 1 and head_of(cell).means("roles")]
    below = [cell for cell in grid.rows[1] if cell.text]
    if len(roles) != 1 or len(below) < 2 or not all(is_holder(cell.text.text) for cell in below):
        return {}
    covered = range(roles[0].col, roles[0].col + roles[0].colspan)
    return {cell.col: cell for cell in below} if all(cell.col in covered for cell in below) else {}


def _beside_titles(grid: Grid) -> list[tuple[Cell, Grid]]:
    """Each title that spans the rows of one measure (取組の内容 | …, 甲の役割 | …), or stands above empty cells beside them, with these
    rows; empty where one does not."""
    titles = [cell for cell in grid.table.cells if cell.col == 0 and cell.row > 0 and cell.text]
    if grid.table.cols != 3 or not titles or titles[0].row != 1:
        return []
    ends = [*(cell.row for cell in titles[1:]), grid.table.rows]
    found = [(cell, _rows_of(grid, cell.row, end)) for cell, end in zip(titles, ends, strict=True)]
    whole = all(not head_of(cell).kinds and is_measure_table(inner) for cell, inner in found)
    return found if whole else []


def _rows_of(grid: Grid, first: int, end: int) -> Grid:
    cells = [cell.moved(-first, -1) for cell in grid.table.cells if first <= cell.row < end and cell.col > 0]
    return Grid(Table(tuple(cells), end - first, grid.table.cols - 1, grid.table.page))


def list_labels(grid: Grid) -> list[Located]:
    """The texts that are the heads of such a list."""
    return [*(cell.text for cell in grid.rows[0]), *(cell.text for cell in _speakers(grid).values())]


def measure_rows(grid: Grid) -> Iterator[tuple[list[Located], Located, Located | None, Grid]]:
    """Each measure of such a list: the fields that columns left of its title name (for the rows below, too), its title, the
    number in a column of its own, and its content and roles as the table of row labels that they could be."""
    if beside := _beside_titles(grid):
        yield from (([], cell.text, None, inner) for cell, inner in beside)
        return
    heads, speakers = _list_heads(grid), _speakers(grid)
    labels = {cell.col: cell for cell in grid.rows[0]}
    labels |= {col: _over(grid, col) for col in speakers}
    first = min(col for col, head in heads.items() if head.means("content", "role", "roles"))
    before = [col for col in sorted(heads) if col < first and not heads[col].means("number")]
    title = next((col for col in before if heads[col].means("measure")), (before or [min(heads)])[-1])
    number = next((col for col in heads if col < first and heads[col].means("number")), None)
    fields: dict[int, Located] = {}
    for row in grid.rows[2 if speakers else 1 :]:
        cells = {cell.col: cell for cell in row if cell.text}
        fields |= {
            col: cell.text
            for col, cell in cells.items()
            if col < title and heads.get(col, NO_HEAD).means("field")
        }
        if title not in cells:
            continue
        said = [col for col in cells if heads.get(col, NO_HEAD).means("content", "role", "roles", "cost")]
        parts = [
            replace(cell, row=index, col=place, rowspan=1, colspan=1)
            for index, col in enumerate(said)
            for place, cell in enumerate(
                (labels[col], *([speakers[col]] if col in speakers else []), cells[col])
            )
        ]
        yield (
            [fields[col] for col in sorted(fields)],
            cells[title].text,
            cells[number].text if number is not None and number in cells else None,
            Grid(Table(tuple(parts), len(said), 3 if speakers else 2, grid.table.page)),
        )


def _over(grid: Grid, col: int) -> Cell:
    """The head in the first row that spans a column."""
    return next(cell for cell in grid.rows[0] if cell.col <= col < cell.col + cell.colspan)
