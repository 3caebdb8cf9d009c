"""What belongs to one measure or project gathered into one table of row labels: tables of a schedule or budget that stand
behind the project's own, parts of it on lines, titles and captions above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.measures.drafts import is_measure_table
from graph_build.converters.vision.outline.tree import heading_kind
from graph_build.converters.vision.prepare.apart import titled
from graph_build.converters.vision.prepare.labelled_lines import with_runs
from graph_build.converters.vision.prepare.of_years import (
    ROWS_BELOW,
    fits,
    has_years,
    kinds_by_values,
    pays_by_years,
)
from graph_build.converters.vision.prepare.parts import (
    Part,
    below_rows,
    cells_of,
    joined,
    labels_of,
    tells_both,
    with_cells,
)
from graph_build.converters.vision.projects.list_heads import is_project_list
from graph_build.converters.vision.projects.recognise import is_project_table
from graph_build.converters.vision.tables.part_labels import (
    OF_PROJECTS,
    labelled,
)
from graph_build.converters.vision.words.heads import head_of, parse_years
from graph_build.documents.model import Table

_LONGEST_CAPTION = 30


def gathered(items: Sequence[Item]) -> Iterator[Item]:
    """The items, runs of labelled paragraphs as tables, and tables of one project joined."""
    items = with_runs(items)
    last: Grid | None = None
    i = 0
    while i < len(items):
        below = titled(items, i) or _above_roles(items, i)
        item = below or items[i]
        i += 2 if below else 1
        if last is not None and is_project_table(last):
            rest = _rest(last, item, items[i] if i < len(items) else None)
            if rest is not None:
                last, used = rest
                i += used
                continue
        if last is not None and isinstance(item, Para) and (role := _role_behind(last, item)) is not None:
            last = below_rows(last, role)
            continue
        if last is not None:
            yield last
        last = item if isinstance(item, Grid) else None
        if last is None:
            yield item
    if last is not None:
        yield last


def _rest(above: Grid, item: Item, following: Item | None) -> tuple[Grid, int] | None:
    """What stands behind a project's table and belongs to it, joined to it, and how many further items that took: other
    parts of it, a table of years or payers, with the caption above it that says what its figures are."""
    listed = following if isinstance(item, Para) else item
    if isinstance(listed, Grid) and is_project_list(listed):
        return None
    if isinstance(item, Para):
        part = _under_caption(item, following) if isinstance(following, Grid) else None
        part = part or _on_a_line(item)
        known = {kind for head in labels_of(above) for kind in head.kinds}
        if part is None or not known.isdisjoint(part.kinds):
            return None
        return below_rows(above, part), int(part.grid is not None)
    if not isinstance(item, Grid):
        return None
    part = _headed(item)
    if part is not None:
        return below_rows(above, part), 0
    goes_on = _rest_of(above, item) or kinds_by_values(item) or tells_both(item)
    return (joined(above, item), 0) if goes_on else None


def _above_roles(items: Sequence[Item], i: int) -> Grid | None:
    """The table of roles below a line that says what is done (取組の内容　…), with that line as its first row."""
    line, grid = items[i], items[i + 1] if i + 1 < len(items) else None
    found = labelled(line) if isinstance(line, Para) and isinstance(grid, Grid) else None
    if found is None or found[1] is None or not found[2].means("content") or not isinstance(grid, Grid):
        return None
    heads = [head_of(row[0]) for row in grid.rows if row and row[0].col == 0 and row[0].text]
    if not heads or grid.table.cols != 2 or not all(head.means("role", "roles", "cost") for head in heads):
        return None
    return with_cells(
        Grid(Table((), 0, 0, grid.table.page)),
        [*cells_of(Part(found[0], [found[1]]), 0), *(cell.moved(1) for cell in grid.table.cells)],
    )


def _role_behind(above: Grid, para: Para) -> Part | None:
    """A role on a line (４町の役割　…) right behind a table that quotes a measure, as a page leaves its last row: who that is the
    table does not say yet."""
    if not is_measure_table(above):
        return None
    found = labelled(para)
    if found is None or found[1] is None or not found[2].means("role"):
        return None
    known = {head_of(row[0]).key for row in above.rows if row}
    return None if found[2].key in known else Part(found[0], [found[1]], found[2].kinds)


def _on_a_line(para: Para) -> Part | None:
    """A part of a project with its value on one line: 「補助制度：なし」."""
    found = labelled(para)
    if found is None or found[1] is None or not found[2].means(*OF_PROJECTS, "roles", "cost", "effect"):
        return None
    return Part(found[0], [found[1]], found[2].kinds)


def _under_caption(caption: Para, grid: Grid) -> Part | None:
    """A table of years below a line that says what it holds: 「事業費（単位：千円）」, 「◆スケジュール」; where the line does not
    say it, names of payers or marks below the years do."""
    found = labelled(caption)
    kinds = found[2].kinds if found is not None and found[1] is None else frozenset[str]()
    if not kinds & set(ROWS_BELOW) and _is_short(caption):
        kinds = frozenset(ROWS_BELOW) if tells_both(grid) else kinds_by_values(grid)
    if not has_years(grid) or (labels_of(grid) and not fits(grid, kinds) and not tells_both(grid)):
        return None
    part = Part(caption.text.strip(), kinds=kinds & set(ROWS_BELOW), grid=grid)
    return part if part.kinds else None


def _is_short(caption: Para) -> bool:
    """Whether a line may be the caption of a table, and no heading of its own."""
    heading = heading_kind([caption], 0) not in (None, "square", "lenticular", "angle")
    return not heading and len(caption.text) <= _LONGEST_CAPTION


def _headed(grid: Grid) -> Part | None:
    """A table whose first head says what its rows are: スケジュール | 2023年度 …, 事業費（千円） | 2023年度 …; 実施項目 above items
    with marks below the years; 事業費（千円） beside the payers across, the years down."""
    first = grid.rows[0][0] if grid.rows and grid.rows[0] else None
    if first is None:
        return None
    kinds = head_of(first).kinds & set(ROWS_BELOW)
    if not kinds and head_of(first).means("schedule_item"):
        kinds = kinds_by_values(grid)
    if not kinds or any(not head.means(*ROWS_BELOW) for head in labels_of(grid)):
        return None
    rest = Grid(replace(grid.table, cells=tuple(cell for cell in grid.table.cells if cell is not first)))
    years = parse_years(cell.text.text for cell in grid.rows[0][1:] if cell.text)
    across = sum(year is not None for year in years) >= 2 and grid.table.cols <= len(grid.rows[0])
    return Part(first.text, kinds=kinds, grid=rest, beside=True) if across or pays_by_years(grid) else None


def _rest_of(above: Grid, grid: Grid) -> bool:
    """Whether a table goes on with a project's table above it, as behind a page break: its parts are other ones."""
    labels, known = labels_of(grid), labels_of(above)
    own = any(head.means(*OF_PROJECTS) for head in labels)
    return bool(labels) and all(
        head.kinds
        & {*OF_PROJECTS, "roles", "cost", "effect", *(("content", "kpi", "contact") if own else ())}
        and not any(head.kinds & one.kinds for one in known)
        for head in labels
    )
