"""One form for several layouts, before the outline is read: labels with their value on one line become heading and
text, labelled paragraphs become a table of row labels, and tables that a reader joined over blank lines come apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.heads import Head, head_of, read_head
from graph_build.converters.vision.outline import heading_kind, heading_role, is_contents_line, is_place_name
from graph_build.converters.vision.participants import group_of
from graph_build.documents.model import Cell, Located, Table
from graph_build.text.key import matching_key

_GAP = re.compile(r"[:：]|　+|[ 　]{2,}|(?<=[\])）】〕])\s*(?=\S)|(?<=称)\s+|(?<=[町村市])\s+|(?<=間)\s+")
_ANNOUNCING = ("members", "period", "name")
# Labels of a measure or project that stand on lines of their own.
_PARTS = (
    "title", "content", "roles", "role", "participants", "budget", "schedule", "subsidy", "cost", "effect", "number",
    "contact", "kpi",
)  # fmt: skip
_PROJECT = ("participants", "budget", "schedule", "subsidy")
_FRAME = re.compile(r"^[\s・○●■◆◇□▼▶◎※*＊【\[〔<＜《〈]+|[\s】\]〕>＞》〉:：]+$")


def prepare(items: Sequence[Item]) -> list[Item]:
    """The items with the layouts that differ only in form brought to one; no character is lost or moved."""
    parted = [part for item in items for part in _parted(item)]
    return list(_tabulated(parted))


def _parted(item: Item) -> Iterator[Item]:
    if isinstance(item, Grid):
        yield from _tables(item)
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
        if label.strip() and value.strip() and len(label) <= 24:
            if heading_role(matching_key(label)) in _ANNOUNCING:
                return gap.start(), gap.end()
            return None
    return None


# --- tables that stand below each other -------------------------------------------------------------------------------


def _tables(grid: Grid) -> Iterator[Item]:
    """A quoted measure (content and roles) above the first project of one table is a table of its own."""
    heads = [head_of(row[0]) if row and row[0].col == 0 else Head("") for row in grid.rows]
    first = next((i for i, head in enumerate(heads) if head.means("title")), 0)
    quoted = heads[:first]
    measure = (
        all(head.means("content", "role", "roles") for head in quoted)
        and any(head.means("role", "roles") for head in quoted)
        and any(head.means("content") for head in heads[first:])
    )
    if not first or not measure:
        yield grid
        return
    yield _rows(grid, 0, first)
    yield _rows(grid, first, grid.table.rows)


def _rows(grid: Grid, first: int, end: int) -> Grid:
    cells = [cell for cell in grid.table.cells if first <= cell.row < end]
    moved = tuple(
        Cell(
            cell.row - first, cell.col, cell.text, cell.paras, min(cell.rowspan, end - cell.row), cell.colspan,
            cell.page, cell.arrow, cell.confidence,
        )
        for cell in cells
    )  # fmt: skip
    return Grid(Table(moved, end - first, grid.table.cols, grid.table.page))


# --- labelled paragraphs ----------------------------------------------------------------------------------------------


def _tabulated(items: Sequence[Item]) -> Iterator[Item]:
    """Runs of labelled paragraphs as tables of two columns: the label, and the paragraphs that belong to it."""
    i = 0
    while i < len(items):
        run = _run(items, i)
        if run is None:
            yield items[i]
            i += 1
        else:
            grid, i = run
            yield grid


def _run(items: Sequence[Item], start: int) -> tuple[Grid, int] | None:
    """The table of the labelled paragraphs that begin here; None where they are no measure and no project."""
    rows: list[tuple[Located, list[Located]]] = []
    kinds: list[frozenset[str]] = []
    i = start
    while i < len(items):
        item = items[i]
        found = labelled(item) if isinstance(item, Para) else None
        if found is not None and rows and _speaks(item, kinds[-1]):
            found = None
        if found is not None:
            label, value, head = found
            if head.means("title") and any("title" in kind for kind in kinds):
                break
            rows.append((label, [value] if value else []))
            kinds.append(head.kinds)
        elif not rows or not isinstance(item, Para) or _ends(items, i):
            break
        else:
            rows[-1][1].append(item.text)
        i += 1
    said = {kind for each in kinds for kind in each}
    project = len(said & set(_PROJECT)) >= 1 and len(rows) >= 3
    measure = "content" in said and bool(said & {"role", "roles"})
    if (not project and not measure) or not all(values for _, values in rows[:1]):
        return None
    return _table(rows), i


def _speaks(item: Item, above: frozenset[str]) -> bool:
    """Whether a name in brackets below 「役割分担」 is a speaker: 〔連携市町〕."""
    assert isinstance(item, Para)
    found = re.match(
        r"\s*[【\[〔<＜《〈［(（]([^】\]〕>＞》〉］)）]{2,20})[】\]〕>＞》〉］)）]", item.text.text
    )
    named = found is not None and (group_of(found[1]) is not None or is_place_name(found[1]))
    return named and not above.isdisjoint(("roles", "role"))


def _ends(items: Sequence[Item], i: int) -> bool:
    """Whether a paragraph is a heading, and so no value of the label above."""
    return heading_kind(items, i) not in (None, "square", "lenticular", "angle", "place")


def labelled(para: Para) -> tuple[Located, Located | None, Head] | None:
    """The label of a measure's or project's part that a paragraph begins with or consists of, and the value behind it."""
    text = para.text
    begin = para.marker.end if para.marker else 0
    for gap in re.finditer(r"[:：]|(?<=[】\]〕>＞》])", text.text[begin:]):
        label, value = text[: begin + gap.start()], text[begin + gap.end() :].strip()
        head = _part(label, begin)
        if head is not None and value:
            return label.strip(), value, head
        break
    if heading_role(matching_key(_FRAME.sub("", text.text[begin:]))) in ("projects", "kpi"):
        return None  # 「ウ 具体的事業」 alone on its line is a heading
    head = _part(text, begin)
    return (text.strip(), None, head) if head is not None else None


def _part(label: Located, begin: int) -> Head | None:
    bare = _FRAME.sub("", label.text[begin:])
    if not 2 <= len(bare) <= 30:
        return None
    head = read_head(bare)
    return head if head.means(*_PARTS) else None


def _table(rows: Sequence[tuple[Located, list[Located]]]) -> Grid:
    cells: list[Cell] = []
    for index, (label, values) in enumerate(rows):
        cells.append(Cell(index, 0, label, (label,)))
        cells.append(Cell(index, 1, Located.joined(values, "\n"), tuple(values)))
    return Grid(Table(tuple(cells), len(rows), 2))
