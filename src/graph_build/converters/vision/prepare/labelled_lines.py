"""Runs of labelled paragraphs, each with the lines and the table below it, as tables of row labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.members.participants import group_of
from graph_build.converters.vision.outline.heading import heading_role
from graph_build.converters.vision.outline.tree import heading_kind
from graph_build.converters.vision.prepare.of_years import (
    ROWS_BELOW,
    fits,
)
from graph_build.converters.vision.prepare.parts import Part, labels_of, table_of, tells_both, with_cells
from graph_build.converters.vision.projects.list_heads import is_project_list
from graph_build.converters.vision.projects.schedule import is_dated_work
from graph_build.converters.vision.tables.captions import is_caption, unit_of_caption
from graph_build.converters.vision.tables.part_labels import (
    OF_PROJECTS,
    captions_table,
    ends_part,
    labelled,
    speaks,
)
from graph_build.converters.vision.words.heads import Head, head_of, is_number, read_head
from graph_build.documents.model import Cell, Located
from graph_build.text.key import matching_key

_LEADS_ON = re.compile(r"(?:次|以下)の?(?:とおり|通り|.{0,10}(?:事業|取組|取り組み|施策)を)[^。]{0,20}。$")


def with_runs(items: Sequence[Item]) -> list[Item]:
    """The items, with a table in place of each run of labelled paragraphs; a further speaker behind a table that ends with roles goes
    into it."""
    found: list[Item] = []
    i = 0
    while i < len(items):
        above = found[-1] if found else None
        if isinstance(above, Grid) and _speaks_behind(above, items, i):
            found[-1] = _with_speaker(above, items[i])
            i += 1
            continue
        run = labelled_run(items, i)
        found.append(run[0] if run else items[i])
        i = run[1] if run else i + 1
    return found


def _speaks_behind(above: Grid, items: Sequence[Item], i: int) -> bool:
    """Whether a line is what another party does (連携市町：…を行う。), right behind a table whose last label is 役割分担 beside such a
    sentence: blanks set the labelled lines above apart, this line has no label."""
    line = items[i]
    labelled_rows = [row for row in above.rows if row and row[0].col == 0 and row[0].text]
    if not isinstance(line, Para) or not labelled_rows or not head_of(labelled_rows[-1][0]).means("roles"):
        return False
    said = [Para(cell.text) for cell in above.table.cells if cell.row == above.table.rows - 1 and cell.col]
    roles = frozenset(("roles",))
    return len(said) == 1 and speaks(said, 0, roles) and speaks(items, i, roles)


def _with_speaker(above: Grid, line: Item) -> Grid:
    assert isinstance(line, Para)
    text = line.text.strip()
    row = above.table.rows
    return with_cells(above, [Cell(row, 0, text[0:0]), Cell(row, 1, text, (text,))])


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
    return table_of(parts), i


def _ends(para: Para, items: Sequence[Item], i: int, above: Sequence[Part]) -> bool:
    """Whether a line stands behind the sheet: a heading, the caption of a list, or a note or a sentence that leads on (「次の事業を
    行う。」) with no further label below it."""
    noted = para.marker is not None and para.marker.kind == "note"
    if noted or _LEADS_ON.search(para.key.text):
        return not _label_follows(items, i, above)
    return ends_part(items, i) or (bool(above[-1].lines) and _captions_list(items, i))


def _captions_list(items: Sequence[Item], i: int) -> bool:
    """Whether a short line stands right above a list of projects (…に関する事業費（単位：千円）), or nothing but a unit above any table:
    it speaks of the table."""
    line, below = items[i], items[i + 1] if i + 1 < len(items) else None
    if not isinstance(line, Para) or not isinstance(below, Grid):
        return False
    return unit_of_caption(line.text.text.strip()) is not None or (
        is_caption(line) and is_project_list(below)
    )


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
    return not labels_of(grid) or fits(grid, part.kinds) or tells_both(grid)


def _ends_title(items: Sequence[Item], i: int, above: Part) -> bool:
    """Whether a line that may be a label or heading of projects (事業) ends the title above: the label of a further part follows."""
    here, below = items[i], items[i + 1] if i + 1 < len(items) else None
    if not isinstance(here, Para) or not isinstance(below, Para) or above.kinds != {"title"}:
        return False
    key = matching_key(here.text.text)
    alike = read_head(key).means("title") or heading_role(key) == "projects"
    return bool(above.lines) and here.marker is None and alike and labelled(below) is not None
