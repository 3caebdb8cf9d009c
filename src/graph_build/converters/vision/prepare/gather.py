"""What belongs to one measure or project gathered into one table of row labels: labelled lines with the lines and
tables below them, and tables of a schedule or budget that stand behind the project's own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.measures.drafts import is_measure_table
from graph_build.converters.vision.members.participants import group_of
from graph_build.converters.vision.outline.heading import heading_role
from graph_build.converters.vision.outline.tree import heading_kind
from graph_build.converters.vision.prepare.apart import titled
from graph_build.converters.vision.prepare.of_years import (
    ROWS_BELOW,
    fits,
    has_years,
    kinds_by_values,
    marks_and_amounts,
    pays_by_years,
)
from graph_build.converters.vision.projects.list_heads import is_project_list
from graph_build.converters.vision.projects.recognise import is_project_table
from graph_build.converters.vision.projects.schedule import is_dated_work
from graph_build.converters.vision.tables.captions import is_caption
from graph_build.converters.vision.tables.part_labels import (
    OF_PROJECTS,
    PARTS,
    captions_table,
    ends_part,
    labelled,
    speaks,
)
from graph_build.converters.vision.tables.wrapped import value_of
from graph_build.converters.vision.tables.yearly import tells_by_years
from graph_build.converters.vision.words.heads import Head, head_of, is_number, parse_years, read_head
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.key import matching_key
from graph_build.text.numbers import parse_number

_LONGEST_CAPTION = 30
_LEADS_ON = re.compile(r"(?:次|以下)の?(?:とおり|通り|.{0,10}(?:事業|取組|取り組み|施策)を)[^。]{0,20}。$")


@dataclass(slots=True)
class Part:
    """A label, the lines that belong to it, and the table below it."""

    label: Located
    lines: list[Located] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()
    grid: Grid | None = None


def gathered(items: Sequence[Item]) -> Iterator[Item]:
    """The items, runs of labelled paragraphs as tables, and tables of one project joined."""
    last: Grid | None = None
    i = 0
    while i < len(items):
        below = titled(items, i) or _above_roles(items, i)
        item, behind = labelled_run(items, i) or ((below, i + 2) if below else (items[i], i + 1))
        i = behind
        if last is not None and is_project_table(last):
            rest = _rest(last, item, items[behind] if behind < len(items) else None)
            if rest is not None:
                last, used = rest
                i += used
                continue
        if last is not None and isinstance(item, Para) and (role := _role_behind(last, item)) is not None:
            last = _below(last, role)
            continue
        if last is not None:
            yield last
        last = item if isinstance(item, Grid) else None
        if last is None:
            yield item
    if last is not None:
        yield last


# --- labelled paragraphs ----------------------------------------------------------------------------------------------


def labelled_run(items: Sequence[Item], start: int) -> tuple[Grid, int] | None:
    """The table of the labelled paragraphs that begin here, and what stands behind them; None where they are no measure
    and no project."""
    parts: list[Part] = []
    i = start
    while i < len(items):
        item = items[i]
        found = _label(items, i, parts)
        if found is not None and parts and not parts[-1].lines and found[1] is None:
            # 「県の…補助金」 below 「補助制度」, 「構成市町村」 below 「関係市町村」
            named = "participants" in parts[-1].kinds and group_of(found[0].text) is not None
            found = found if found[2].kinds != parts[-1].kinds and not named else None
        if found is not None:
            label, value, head = found
            if not parts and value is None and _announces(head, items[i + 1 : i + 2]):
                return None
            if any(_begins_anew(head, part.kinds) for part in parts) or captions_table(items, i, found):
                break
            parts.append(Part(label, [value] if value else [], head.kinds))
        elif not parts:
            break
        elif isinstance(item, Grid) and _is_value(item, parts[-1]):
            parts[-1].grid = item
        elif isinstance(item, Para) and (
            speaks(items, i, parts[-1].kinds)
            or _ends_title(items, i, parts[-1])
            or (not parts[-1].lines and _must_be_value(item, parts[-1].kinds))
        ):
            parts[-1].lines.append(item.text)
        elif not isinstance(item, Para) or parts[-1].grid is not None or _ends(item, items, i, parts):
            break
        else:
            parts[-1].lines.append(item.text)
        i += 1
    said = {kind for part in parts for kind in part.kinds}
    project = bool(said & set(OF_PROJECTS)) and len(parts) >= 3
    measure = "content" in said and bool(said & {"role", "roles"})
    if (not project and not measure) or not (parts[0].lines or parts[0].grid):
        return None
    return _table(parts), i


def _ends(para: Para, items: Sequence[Item], i: int, above: Sequence[Part]) -> bool:
    """Whether a line stands behind the sheet: a heading, the caption of a list, or a note or a sentence that leads on (「次の事業を
    行う。」) with no further label below it."""
    noted = para.marker is not None and para.marker.kind == "note"
    if noted or _LEADS_ON.search(para.key.text):
        return not _label_follows(items, i, above)
    return ends_part(items, i) or (bool(above[-1].lines) and _captions_list(items, i))


def _captions_list(items: Sequence[Item], i: int) -> bool:
    """Whether a short line stands right above a list of projects (…に関する事業費（単位：千円）): it speaks of the list."""
    line, below = items[i], items[i + 1] if i + 1 < len(items) else None
    return isinstance(line, Para) and isinstance(below, Grid) and is_caption(line) and is_project_list(below)


def _label_follows(items: Sequence[Item], i: int, above: Sequence[Part]) -> bool:
    """Whether a further label of the sheet stands below a note; a note below the last one is of the whole sheet."""
    for at in range(i + 1, len(items)):
        if not isinstance(items[at], Para) or ends_part(items, at):
            return False
        found = _label(items, at, above)
        if found is not None:
            return not any(_begins_anew(found[2], part.kinds) for part in above)
    return False


def _announces(head: Head, below: Sequence[Item]) -> bool:
    """Whether a label is the caption of labelled lines: one of the same meaning stands right below (連携協約の内容 above 取組内容)."""
    found = labelled(below[0]) if below and isinstance(below[0], Para) else None
    return found is not None and "content" in head.kinds & found[2].kinds


def _begins_anew(head: Head, above: frozenset[str]) -> bool:
    """Whether a label below another part begins the next sheet: its title, or its number; who takes part may stand above it."""
    ended = {"title", "content", "role", "schedule", "budget", "subsidy", "cost", "effect"}
    return (head.means("title") and bool(above & ended)) or (
        head.means("number") and bool(above & {"number", "content", "role", "roles"})
    )


def _must_be_value(para: Para, above: frozenset[str]) -> bool:
    """Whether the line right below a label is its value, though elsewhere it would be a heading or label: 「１－１－１」 below
    「事業番号」, 「X市及び全ての連携町村」 below 「関係市町村」, 「助成（R8～R12）」 below 「実施時期」."""
    text = para.text.text.strip()
    if above == {"number"}:
        return is_number(text)
    if above == {"schedule"}:
        return is_dated_work(para.text)
    return "participants" in above and heading_role(matching_key(text)) == "members"


def _label(
    items: Sequence[Item], i: int, above: Sequence[Part]
) -> tuple[Located, Located | None, Head] | None:
    """The label that a paragraph begins with; a speaker below 「役割分担」 is none, nor the last line of a title (「…運営 / 事業」)."""
    item = items[i]
    if not isinstance(item, Para):
        return None
    if above and (speaks(items, i, above[-1].kinds) or _ends_title(items, i, above[-1])):
        return None
    if above and not above[-1].lines and above[-1].kinds == {"schedule"} and is_dated_work(item.text):
        return None
    inside = any(not part.kinds.isdisjoint((*OF_PROJECTS, "title")) for part in above)
    return labelled(item, announced=not inside and not _quotes(items, i))


def _quotes(items: Sequence[Item], i: int) -> bool:
    """Whether 「取組の内容」 alone on its line is a label: roles, or other parts of a project, follow before any heading."""
    for item in items[i + 1 :]:
        if not isinstance(item, Para):
            return False
        found = labelled(item, announced=False)
        if found is not None:
            return found[2].means("role", *OF_PROJECTS, "roles", "cost", "effect")
        if heading_kind([item], 0) is not None:
            return False
    return False


def _is_value(grid: Grid, part: Part) -> bool:
    """Whether a table is the value of the label right above it: it has no label of a project of its own, or they only
    read like some."""
    if part.lines or part.grid is not None or part.kinds.isdisjoint(ROWS_BELOW):
        return False
    return not _labels(grid) or fits(grid, part.kinds) or marks_and_amounts(grid)


def _ends_title(items: Sequence[Item], i: int, above: Part) -> bool:
    """Whether a line that may be a label or heading of projects (事業) ends the title above: the label of a further part follows."""
    here, below = items[i], items[i + 1] if i + 1 < len(items) else None
    if not isinstance(here, Para) or not isinstance(below, Para) or above.kinds != {"title"}:
        return False
    key = matching_key(here.text.text)
    alike = read_head(key).means("title") or heading_role(key) == "projects"
    return bool(above.lines) and here.marker is None and alike and labelled(below) is not None


# --- tables -----------------------------------------------------------------------------------------------------------


def _rest(above: Grid, item: Item, following: Item | None) -> tuple[Grid, int] | None:
    """What stands behind a project's table and belongs to it, joined to it, and how many further items that took: other
    parts of it, a table of years or payers, with the caption above it that says what its figures are."""
    listed = following if isinstance(item, Para) else item
    if isinstance(listed, Grid) and is_project_list(listed):
        return None
    if isinstance(item, Para):
        part = _under_caption(item, following) if isinstance(following, Grid) else None
        part = part or _on_a_line(item)
        known = {kind for head in _labels(above) for kind in head.kinds}
        if part is None or not known.isdisjoint(part.kinds):
            return None
        return _below(above, part), int(part.grid is not None)
    if not isinstance(item, Grid):
        return None
    part = _headed(item)
    if part is not None:
        return _below(above, part), 0
    goes_on = _rest_of(above, item) or kinds_by_values(item) or marks_and_amounts(item)
    goes_on = goes_on or tells_by_years(item.rows)
    return (_joined(above, item), 0) if goes_on else None


def _above_roles(items: Sequence[Item], i: int) -> Grid | None:
    """The table of roles below a line that says what is done (取組の内容　…), with that line as its first row."""
    line, grid = items[i], items[i + 1] if i + 1 < len(items) else None
    found = labelled(line) if isinstance(line, Para) and isinstance(grid, Grid) else None
    if found is None or found[1] is None or not found[2].means("content") or not isinstance(grid, Grid):
        return None
    heads = [head_of(row[0]) for row in grid.rows if row and row[0].col == 0 and row[0].text]
    if not heads or grid.table.cols != 2 or not all(head.means("role", "roles", "cost") for head in heads):
        return None
    return _with_cells(
        Grid(Table((), 0, 0, grid.table.page)),
        [*_cells(Part(found[0], [found[1]]), 0), *(cell.moved(1) for cell in grid.table.cells)],
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
        kinds = frozenset(ROWS_BELOW) if marks_and_amounts(grid) else kinds_by_values(grid)
    if not has_years(grid) or (_labels(grid) and not fits(grid, kinds) and not marks_and_amounts(grid)):
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
    if not kinds or any(not head.means(*ROWS_BELOW) for head in _labels(grid)):
        return None
    rest = Grid(replace(grid.table, cells=tuple(cell for cell in grid.table.cells if cell is not first)))
    years = parse_years(cell.text.text for cell in grid.rows[0][1:] if cell.text)
    across = sum(year is not None for year in years) >= 2 and grid.table.cols <= len(grid.rows[0])
    return Part(first.text, kinds=kinds, grid=rest) if across or pays_by_years(grid) else None


def _labels(grid: Grid) -> list[Head]:
    """The labels of a measure's or project's parts that a table's first column holds; 「関係町」 beside figures is a payer."""
    rows = [(head_of(row[0]), row[1:]) for row in grid.rows if row and row[0].col == 0]
    pays = [head for head, cells in rows if head.means("participants") and _are_amounts(cells)]
    return [head for head, _ in rows if head.means(*PARTS) and head not in pays]


def _are_amounts(cells: Sequence[Cell]) -> bool:
    """Whether two cells or more hold figures, or signs for none, and nothing else."""
    filled = [cell for cell in cells if cell.text]
    return len(filled) > 1 and all(parse_number(cell.text.text) is not None for cell in filled)


def _rest_of(above: Grid, grid: Grid) -> bool:
    """Whether a table goes on with a project's table above it, as behind a page break: its parts are other ones."""
    labels, known = _labels(grid), _labels(above)
    own = any(head.means(*OF_PROJECTS) for head in labels)
    return bool(labels) and all(
        head.kinds
        & {*OF_PROJECTS, "roles", "cost", "effect", *(("content", "kpi", "contact") if own else ())}
        and not any(head.kinds & one.kinds for one in known)
        for head in labels
    )


def _joined(above: Grid, below: Grid) -> Grid:
    rows = above.table.rows
    cells = (*above.table.cells, *(cell.moved(rows) for cell in below.table.cells))
    table = Table(cells, rows + below.table.rows, max(above.table.cols, below.table.cols), above.table.page)
    return Grid(table)


def _below(grid: Grid, part: Part) -> Grid:
    """A table with one more part below its rows."""
    return _with_cells(grid, _cells(part, grid.table.rows))


def _with_cells(grid: Grid, added: Sequence[Cell]) -> Grid:
    cells = (*grid.table.cells, *added)
    return Grid(Table(cells, _height(cells), max(cell.col + cell.colspan for cell in cells), grid.table.page))


def _table(parts: Sequence[Part]) -> Grid:
    cells: list[Cell] = []
    for part in parts:
        cells += _cells(part, _height(cells))
    return Grid(Table(tuple(cells), _height(cells), max(cell.col + cell.colspan for cell in cells)))


def _height(cells: Sequence[Cell]) -> int:
    return max((cell.row + 1 for cell in cells), default=0)


def _cells(part: Part, row: int) -> list[Cell]:
    """The cells of a part from a row on: the label in the first column, its lines or its table right of it. A table of both
    schedule and amounts goes below the label, its own labels say what its rows are."""
    cells = [Cell(row, 0, part.label, (part.label,))]
    if part.grid is None:
        return [*cells, Cell(row, 1, value_of(part.lines), tuple(part.lines))]
    if marks_and_amounts(part.grid):
        return [*cells, *(cell.moved(row + 1) for cell in part.grid.table.cells)]
    moved = (cell.moved(row, 1) for cell in part.grid.table.cells)
    return [*cells, *moved]
