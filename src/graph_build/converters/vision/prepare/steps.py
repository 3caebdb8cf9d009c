"""One form for several layouts, before the outline is read: labels with their value on one line become heading and
text, labelled paragraphs become a table of row labels, and tables that a reader joined over blank lines come apart."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.measures.drafts import is_measure_table
from graph_build.converters.vision.measures.quoted import titled_quotes
from graph_build.converters.vision.outline.heading import heading_role
from graph_build.converters.vision.outline.tree import heading_kind, is_contents_line
from graph_build.converters.vision.prepare.apart import with_numbers
from graph_build.converters.vision.prepare.gather import gathered
from graph_build.converters.vision.prepare.grouped import grouped
from graph_build.converters.vision.prepare.heads_over_values import labels_beside_values
from graph_build.converters.vision.prepare.named_measures import named_measures
from graph_build.converters.vision.prepare.sheets_in_rows import sheets_in_rows
from graph_build.converters.vision.prepare.stacked import unstacked
from graph_build.converters.vision.projects.list_heads import listed_titles
from graph_build.converters.vision.projects.recognise import title_cells
from graph_build.converters.vision.tables.part_labels import PARTS
from graph_build.converters.vision.tables.yearly import is_year_head
from graph_build.converters.vision.tables.years import years_below_head
from graph_build.converters.vision.words.heads import Head, head_of, is_number, parse_years
from graph_build.converters.vision.words.title_markers import is_numbered, is_state, split_title
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.key import matching_key
from graph_build.text.numbers import parse_number
from graph_build.text.plan_labels import listed_labels

_GAP = re.compile(
    r"[:：]|　+|[ 　]{2,}|(?<=[\])）】〕])\s*(?=\S)|(?<=[称町村市間])\s+(?!\s|[0-9０-９]{1,3}$)"
)
_OUTER = ("part", "chapter", "section", "ordinal", "roman_upper", "letter_upper", "pillar", "digit", "kanji")
_FRAMES = "【】[]［］〔〕<>＜＞《》〈〉"
_AGAIN = re.compile(r"[(\[【〔]再掲[)\]】〕]$")
_ANNOUNCING = ("members", "period", "name")


def prepare(items: Sequence[Item]) -> list[Item]:
    """The items with the layouts that differ only in form brought to one; no character is lost or moved."""
    items = list(with_numbers(list(sheets_in_rows(list(unstacked(items))))))
    items = list(titled_quotes(list(_with_titles(items))))
    parted = [
        _unpaired(_unindented(part)) if isinstance(part, Grid) else part
        for item in items
        for part in _parted(item)
    ]
    return list(gathered(named_measures(parted)))


def _with_titles(items: Sequence[Item]) -> Iterator[Item]:
    """The items; below 「具体的な事業」 a line with number and title as a list of projects prints them is a heading, and so is
    one that names such a project again."""
    titles = {key for item in items if isinstance(item, Grid) for key in listed_titles(item)}
    announced = False
    for i, item in enumerate(items):
        if isinstance(item, Para) and titles:
            if heading_kind(items, i) is not None:
                announced = heading_role(matching_key(item.text.text.strip().strip(_FRAMES))) == "projects"
            elif announced and _AGAIN.sub("", matching_key(split_title(item.text)[2].text)) in titles:
                item = replace(item, style="heading")
        yield item


def running_heads(items: Sequence[Item]) -> list[Para]:
    """Lines that print the numbered heading of the chapter at hand once more, as every page does: no other heading of the
    kind, or of one further out, stands between."""
    found: list[Para] = []
    last: dict[str, str] = {}
    for i, item in enumerate(items):
        kind = heading_kind(items, i) if isinstance(item, Para) else None
        if kind not in _OUTER or not isinstance(item, Para):
            continue
        if last.get(kind) == item.key.text:
            found.append(item)
        elif kind in last:
            outer = list(last)[
                : list(last).index(kind)
            ]  # the kinds that the document used before it stand further out
            last = {each: last[each] for each in outer}
        last[kind] = item.key.text
    return found


def _parted(item: Item) -> Iterator[Item]:
    if isinstance(item, Grid):
        yield from _tables(labels_beside_values(item))
        return
    cut = _cut(item) if isinstance(item, Para) else None
    if cut is None or not isinstance(item, Para):
        yield item
        return
    yield Para(item.text[: cut[0]].strip(), "heading" if item.marker is None else item.style, item.indent)
    yield Para(item.text[cut[1] :].strip())


def _cut(para: Para) -> tuple[int, int] | None:
    """Where 「１ 構成市町　北九州市、直方市」 parts into what it announces and the value."""
    if is_contents_line(para):
        return None
    text = para.text.text
    begin = para.marker.end if para.marker and para.marker.kind != "bullet" else 0
    for gap in _GAP.finditer(text, begin):
        label, value = text[begin : gap.start()], text[gap.end() :]
        role = (
            heading_role(matching_key(label))
            if label.strip() and value.strip() and len(label) <= 24
            else None
        )
        if role in _ANNOUNCING:
            said = role == "members" and value.rstrip().endswith("。")  # 「連携市町：…を行う。」 is a role
            return None if said else (gap.start(), gap.end())
    return None


# --- tables that stand below each other -------------------------------------------------------------------------------


def _tables(grid: Grid) -> Iterator[Item]:
    """A quoted measure (content and roles) above the first project of one table is a table of its own; one whose parts
    stand in columns gets them as rows."""
    if _in_columns(grid) or _projects_across(grid):
        yield _turned(grid)
        return
    if groups := grouped(grid):
        yield from itertools.chain.from_iterable(map(_tables_in, groups))
        return
    years = years_below_head(grid.rows)
    titled = [i for i, row in enumerate(grid.rows) if i not in years and _titles(row)]
    if titled and _tells_project(grid):
        yield from _under_titles(grid, titled)
        return
    titles = title_cells(grid)
    first = titles[0].row if titles else 0
    measure = _captioned(grid.between(0, first)) if first else None
    if measure is not None and is_measure_table(measure):
        yield measure
        yield grid.between(first, grid.table.rows)
    else:
        yield _captioned(grid)


def _tables_in(part: Item) -> Iterator[Item]:
    return _tables(part) if isinstance(part, Grid) else iter([part])


def _captioned(grid: Grid) -> Grid:
    """A quoted measure (content and roles in the second column) beside one label that spans it, with that label above it."""
    outer = [cell for cell in grid.table.cells if cell.col == 0 and cell.text]
    inner = [head_of(cell) for cell in grid.table.cells if cell.col == 1]
    if len(outer) != 1 or outer[0].row or grid.table.cols < 3 or not _is_quoted(inner):
        return grid
    moved = [cell.moved(1, -1) for cell in grid.table.cells if cell.col]
    row = [replace(outer[0], rowspan=1), Cell(0, 1, outer[0].text[0:0])]
    return Grid(Table((*row, *moved), grid.table.rows + 1, grid.table.cols - 1, grid.table.page))


def _is_quoted(heads: Sequence[Head]) -> bool:
    """Whether labels are those of a measure, all of them: its content, and what its parties do."""
    return (
        all(head.means("content", "role", "roles", "cost") for head in heads)
        and any(head.means("content") for head in heads)
        and any(head.means("role", "roles") for head in heads)
    )


def _titles(row: Sequence[Cell]) -> bool:
    """Whether a row is a project's title beside its number in a cell of its own (① | 木の学校 | 担当 | 経済部): further
    cells are labels and their values."""
    cells = [cell for cell in row if cell.text]
    if len(cells) < 2 or len(cells) % 2 or cells[0].col != 0:
        return False
    return (
        is_number(cells[0].text.text)
        and not head_of(cells[1]).kinds
        and parse_number(cells[1].text.text) is None
        and all(head_of(cell).kinds for cell in cells[2::2])
    )


def _tells_project(grid: Grid) -> bool:
    """Whether the first column holds labels that only projects have."""
    kinds = {kind for row in grid.rows if row and row[0].col == 0 for kind in head_of(row[0]).kinds}
    return len(kinds & {"participants", "budget", "schedule", "subsidy", "effect", "content"}) >= 2


def _under_titles(grid: Grid, titled: Sequence[int]) -> Iterator[Item]:
    """The projects of a table, each below its number and title as a heading."""
    if titled[0]:
        yield from _tables(grid.between(0, titled[0]))
    for first, end in zip(titled, [*titled[1:], grid.table.rows], strict=True):
        number, title, *more = [cell for cell in grid.rows[first] if cell.text]
        yield Para(Located.joined([number.text, title.text], " "), "heading")
        beside = tuple(
            replace(cell, row=i // 2, col=i % 2, rowspan=1, colspan=1) for i, cell in enumerate(more)
        )
        rest = grid.between(first + 1, end)
        height = len(beside) // 2
        below = tuple(cell.moved(height) for cell in rest.table.cells)
        yield Grid(Table((*beside, *below), height + rest.table.rows, grid.table.cols, grid.table.page))


def _in_columns(grid: Grid) -> bool:
    """Whether a table quotes one measure under heads (取組の内容 | 甲の役割 | 乙の役割), its texts in one row below."""
    heads = [head_of(cell) for cell in grid.rows[0]] if grid.rows else []
    return grid.table.rows == 2 and _is_quoted(heads)


def _projects_across(grid: Grid) -> bool:
    """Whether numbered titles stand beside each other and the years of their amounts, with a total, one below the other."""
    top = [cell for cell in grid.rows[0] if cell.col] if grid.rows else []
    down = [row[0] for row in grid.rows[1:] if row and row[0].col == 0]
    years = [year is not None for year in parse_years(cell.text.text for cell in down)]
    totals = [head_of(cell).means("total") for cell in down]
    return (
        bool(grid.rows)
        and is_year_head(grid.rows[0][0].text.text)
        and len(top) > 0
        and all(is_numbered(cell.text) for cell in top)
        and sum(years) >= 2
        and any(totals)
        and all(year or total for year, total in zip(years, totals, strict=True))
    )


def _turned(grid: Grid) -> Grid:
    """The table with rows and columns exchanged."""
    table = grid.table
    cells = (
        replace(cell, row=cell.col, col=cell.row, rowspan=cell.colspan, colspan=cell.rowspan)
        for cell in table.cells
    )
    in_rows = sorted(cells, key=lambda cell: (cell.row, cell.col))
    return Grid(Table(tuple(in_rows), table.cols, table.rows, table.page))


def _unindented(grid: Grid) -> Grid:
    """A sheet whose labels stand one column to the right of 事業名 in its first row, with all labels in one column."""
    first, rest = [cell for cell in next(iter(grid.rows), ()) if cell.text], grid.rows[1:]
    titled = len(first) == 2 and first[0].col == 0 and head_of(first[0]).means("title")
    labels = [cell for row in rest for cell in row if cell.col == 1 and cell.text]
    known = [cell for cell in labels if head_of(cell).means(*PARTS, "note")]
    inside = any(cell.col == 0 and cell.text for row in rest for cell in row)
    if not titled or inside or len(known) < 3 or len(known) * 2 < len(labels):
        return grid
    moved = [cell.moved(0, -1) for row in rest for cell in row if cell.col]
    return Grid(replace(grid.table, cells=(*grid.rows[0], *moved)))


def _unpaired(grid: Grid) -> Grid:
    """Two labels with their values on one row (事業番号 | 1-1 | 事業名 | …) as rows of one label each."""
    if grid.table.cols < 4 or not any(map(_pairs, grid.rows)):
        return grid
    cells: list[Cell] = []
    count = 0
    for row in grid.rows:
        turns = _in_turn(row)
        parts = [turns[i : i + 2] for i in range(0, len(turns), 2)] if _pairs(row) else [list(row)]
        for part in parts:
            paired = len(parts) > 1
            cells += [replace(cell, row=count, col=i if paired else cell.col) for i, cell in enumerate(part)]
            count += 1
    return Grid(Table(tuple(cells), count, grid.table.cols, grid.table.page))


def _in_turn(row: Sequence[Cell]) -> list[Cell]:
    """The filled cells of a row, with the empty ones where only so each label has a value (負担の考え方 | 均等割 | 国・道補助 | )."""
    filled = [cell for cell in row if cell.text]
    whole = len(row) % 2 == 0 and all(cell.text for cell in row[::2])
    return list(row) if len(filled) % 2 and whole else filled


def _pairs(row: Sequence[Cell]) -> bool:
    """Whether a row holds labels of a project, or of what it belongs to, and their values in turn."""
    cells = _in_turn(row)
    labels, values = [head_of(cell) for cell in cells[::2]], [head_of(cell) for cell in cells[1::2]]
    return (
        len(cells) >= 4
        and len(cells) % 2 == 0
        and all(
            head.means(*PARTS, "field", "measure", "note") or is_state(value.text.text)
            for head, value in zip(labels, cells[1::2], strict=True)
        )
        and len({head.key for head in labels}) == len(labels)  # 「助成 | 助成」 are words below years
        and all(map(_may_be_value, labels, values))
    )


def _may_be_value(label: Head, value: Head) -> bool:
    """Whether what stands beside a label is no label: titles (事業名 | 路線維持補助事業) and what is of the label's own kind
    (補助制度 | 地域交通補助金) may read like one."""
    own = label.means("title") or (not value.means("role") and label.means(*value.kinds))
    return not value.year and (not value.kinds or (own and matching_key(value.key) not in listed_labels()))
