"""Tables of which every row is a group of lines between two blank ones, below a group of heads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_build.documents.laid_out.cells import is_heading
from graph_build.documents.laid_out.grids import is_figure
from graph_build.documents.laid_out.words import Measure, Word, ems, fields, is_justified, measures, text_of
from graph_build.documents.lines.physical import Line
from graph_build.documents.model import Cell, Located, Table
from graph_build.documents.spread.columns import (
    Columns,
    Run,
    Span,
    below,
    columns_of,
    doubles,
    merged,
    numbered,
    numbers_alone,
)
from graph_build.documents.spread.heads import Head, head_cells, heads_of, leaves, over
from graph_build.text.key import fold, matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import parse_marker
from graph_build.text.plan_labels import YEAR_HEAD, label_kinds

_FULL = 1.6
"""Ems that a line may be short of its column's width and yet fill it: no comma or bracket begins a line."""
_FEWEST, _KNOWN = 3, 2
"""Heads of a table, and those of them that are known words."""
_BLANKS = 2
"""Blank lines that may part two rows."""
_LONGEST, _HEAD_LINES, _TITLE_LINES = 24, 4, 4
_PLACE = re.compile(r"[^\s。、]{1,6}[都道府県市区町村]")
_NOTE = re.compile(
    r"※|[（(]?(?:資料|出典|出所|注)[\s0-9０-９]*[:：)）]|(?:資料|出典|出所)[\s　]+\S|[【（(]?(?:図表|図|表)[\s　]*[0-9０-９]"
)
_SIGNS = re.compile(r"[■□◆◇●▼▲▽△【〔《＜]")

_Row = Sequence[Sequence[Run]]
"""The lines of a row, or of rows that no blank line parts, each cut where more than one blank stands."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines without a blank one between; ``paged``: a page ends above them."""

    lines: tuple[int, ...]
    paged: bool = False


@dataclass(slots=True)
class _Page:
    """The rows on one page: their lines by column, and the columns in which these stand."""

    rows: list[list[list[Run]]]
    columns: Columns


def spread_table(lines: Sequence[Line], begin: int, aside: Collection[int] = ()) -> tuple[int, Table] | None:
    """The table whose heads stand in the lines from ``begin`` up to a blank one: the line behind it and the table; None if
    there is none.

    A blank line parts its rows, the end of a page (``aside``: the lines set aside there) does, too. Its columns are where
    its texts stand; figures may stand beside their heads.
    """
    if lines[begin].blank or "\t" in lines[begin].text:
        return None
    for measure in measures(lines):
        if len(fields(lines[begin], measure)) < _KNOWN or is_heading(lines[begin], measure):
            continue
        found = _read(lines, list(_groups(lines, begin, aside, measure)), measure)
        if found is not None:
            return found
    return None


@dataclass(frozen=True, slots=True)
class _Top:
    """The heads of a table: what their lines say, and where the first one begins."""

    key: str
    margin: int


def _groups(lines: Sequence[Line], begin: int, aside: Collection[int], measure: Measure) -> Iterator[_Group]:
    """The groups of lines that may be of a table: up to more blank lines than part its rows, a tab, a heading, or heads."""
    group: list[int] = []
    blanks, paged = 0, False
    top: _Top | None = None
    for i in range(begin, len(lines) + 1):
        page = i < len(lines) and (lines[i].start in aside or "\f" in lines[i].text)
        other = i < len(lines) and top is not None and _begins_other(lines, i, top, measure)
        other = other or (i < len(lines) and _runs_across(lines, i, group, measure))
        if group and (i == len(lines) or lines[i].blank or page or other):
            yield _Group(tuple(group), paged)
            top = top or _Top(_key(lines, group), fields(lines[begin], measure)[0][0].begin)
            group, blanks, paged = [], 0, False
        if i == len(lines) or "\t" in lines[i].text:
            return
        paged = paged or page
        if lines[i].blank or lines[i].start in aside:
            blanks += 1
            continue
        if not group and ((blanks > _BLANKS and not paged) or other):
            return
        group.append(i)


def _key(lines: Sequence[Line], group: Sequence[int]) -> str:
    return matching_key("".join(lines[i].text for i in group))


def _begins_other(lines: Sequence[Line], i: int, top: _Top, measure: Measure) -> bool:
    """Whether a line is a heading, a caption or a note, or of heads: what a table's rows do not begin with."""
    if lines[i].blank:
        return False
    cut = fields(lines[i], measure)
    if _key(lines, [i]) == top.key or (_are_heads(cut) and cut[0][0].begin <= top.margin):
        return True
    text = lines[i].text.strip()
    note = _NOTE.match(text) is not None or _SIGNS.match(text) is not None
    heading = is_heading(lines[i], measure) and not _is_above_row(lines, i, measure)
    return len(cut) < _FEWEST and (note or heading)


def _runs_across(lines: Sequence[Line], i: int, row: Sequence[int], measure: Measure) -> bool:
    """Whether a line right below a row is a text of its own: it begins where that does, and runs on below its second column."""
    cut = [fields(lines[at], measure) for at in row]
    if not cut or lines[i].blank or len(cut[0]) < _FEWEST:
        return False
    text = fields(lines[i], measure)
    second = min((runs[1][0].begin for runs in cut if len(runs) > 1), default=0)
    return len(text) == 1 and text[0][0].begin <= cut[0][0][0].begin and text[0][-1].end > second


def _is_above_row(lines: Sequence[Line], i: int, measure: Measure) -> bool:
    """Whether a row follows, so that a line with a number is one across the table, or the first of its label."""
    below = [line for line in lines[i + 1 : i + 1 + _TITLE_LINES] if not line.blank]
    cut = (fields(line, measure) for line in below)
    wide = next((line for line in cut if len(line) >= _FEWEST), None)
    return wide is not None and not _are_heads(wide)


def _are_heads(line: Sequence[Run]) -> bool:
    """Whether all texts of a line are known as heads."""
    return len(line) >= _FEWEST and all(_is_known(text_of(run).text) for run in line)


def _read(lines: Sequence[Line], groups: Sequence[_Group], measure: Measure) -> tuple[int, Table] | None:
    if len(groups) < 2:
        return None
    cut = [[fields(lines[i], measure) for i in group.lines] for group in groups]
    if len(cut[0]) > _HEAD_LINES or any(_is_value(run) for line in cut[0] for run in line):
        return None
    heads = heads_of(cut[0])
    first = 1
    if len(groups) > 2 and _are_lower(lower := heads_of(cut[1]), heads):
        both = over(heads, lower)
        if both is not None and any(head.below for head in both):
            heads, first = both, 2
    single = leaves(heads)
    if len(single) < _FEWEST or not all(_may_head(head) for head in single):
        return None
    known = sum(_is_known(head.text.text) for head in single)
    figures = all(sum(map(is_figure, line)) > 1 for line in cut[first])
    if known < _KNOWN - figures:
        return None
    paged = [group.paged for group in groups]
    pages, rows = _filled(cut, list(_pages(paged, first)), single)
    if known < len(single) and all(_is_label(row[0][0]) for row in cut[first : first + rows]):
        return None  # labels with their values: a sheet
    while pages and _is_note(cut[first + rows - 1]):
        rows -= 1
        pages[-1].rows.pop()
        pages = pages if pages[-1].rows else pages[:-1]
    places = below([head.span for head in single], pages[0].columns.edges) if pages else None
    if places is None:
        return None
    return groups[first + rows - 1].lines[-1] + 1, _table(heads, pages, places[1])


def _is_value(run: Run) -> bool:
    return is_figure(run) and YEAR_HEAD.fullmatch(fold(text_of(run).text).text) is None


def _are_lower(lower: Sequence[Head], upper: Sequence[Head]) -> bool:
    """Whether heads may stand below others: years, places or known words, and none below the first one."""
    inside = len(lower) > 1 and lower[0].span.begin >= upper[0].span.end
    return inside and all(_is_known(head.text.text) for head in lower)


def _is_known(text: str) -> bool:
    key = matching_key(text)
    if YEAR_HEAD.fullmatch(fold(text).text) or _PLACE.fullmatch(text):
        return True
    bare = re.sub(r"\([^()]*\)$", "", fold(key).text)
    return any(label_kinds(one) or label_kind(one).kind != "unknown" for one in (key, bare))


def _is_label(run: Run) -> bool:
    """Whether a text is the label of something that plans tell of projects and measures."""
    return bool(label_kinds(matching_key(text_of(run).text)))


def _may_head(head: Head) -> bool:
    text = head.text.text
    return len(text) <= _LONGEST and "。" not in text and not _SIGNS.search(text)


def _pages(paged: Sequence[bool], first: int) -> Iterator[tuple[int, int]]:
    """The groups of each page, from the first row on."""
    begins = [first, *(at for at in range(first + 1, len(paged)) if paged[at]), len(paged)]
    yield from pairwise(begins)


def _filled(
    cut: Sequence[_Row], parts: Sequence[tuple[int, int]], heads: Sequence[Head]
) -> tuple[list[_Page], int]:
    """The pages of a table, as many as go on with the first one, and how many groups of lines they hold.

    Rows across alone may end the first page, right below the heads; the end of a page may cut a row.
    """
    across, *others = parts
    alone = bool(others) and all(len(line) == 1 for row in cut[slice(*across)] for line in row)
    pages: list[_Page] = []
    used = 0
    for begin, end in others if alone else parts:
        rest = _rest(pages[-1], cut[begin]) if pages else None
        if rest is not None:
            pages[-1].rows[-1] += rest
            used, begin = used + 1, begin + 1
        page = _page(cut[begin:end], heads, pages[-1] if pages else None)
        if page is None or (pages and not _goes_on(pages[0], page)):
            break
        pages.append(page)
        used += len(page.rows)
        if len(page.rows) < end - begin:
            break
    if alone and pages:
        above = _placed(cut[slice(*across)], pages[0].columns)
        if above is None:
            return [], 0
        pages[0].rows[:0] = above
        used += len(above)
    return pages, used


def _rest(above: _Page, lines: _Row) -> list[list[Run]] | None:
    """The lines below the end of a page by column where they go on with the row that it cuts: with as many texts as break off there."""
    columns = Columns(columns_of(lines))
    parts = [part for line in lines if (part := columns.placed(line)) is not None]
    broken = _broken_off(above)
    if not broken or len(columns) != len(broken) or len(parts) < len(lines):
        return None
    places = {col: at for at, col in enumerate(broken)}
    wide = range(len(above.columns))
    return [[part[places[col]] if col in places else [] for col in wide] for part in parts]


def _broken_off(page: _Page) -> list[int]:
    """The columns of sentences of which the last row stops amid one: its last line is full."""
    found = []
    for col, (runs, row) in enumerate(zip(_by_column(page), _cells(page.rows[-1]), strict=True)):
        full = bool(row) and ems(row[-1]) >= max(map(ems, runs)) - _FULL
        speaks = any("。" in text_of(run).text for run in runs)
        if full and speaks and not text_of(row[-1]).text.endswith("。"):
            found.append(col)
    return found


def _cells(row: Sequence[Sequence[Run]]) -> list[list[Run]]:
    """The texts of each column of a row."""
    return [[cell for cell in column if cell] for column in zip(*row, strict=True)]


def _page(rows: Sequence[_Row], heads: Sequence[Head], above: _Page | None) -> _Page | None:
    """The rows from the first on that stand in columns, as many as there are heads or fewer; on a further page as many as above."""
    for end in range(len(rows), 0, -1):
        full = max((at for at in range(1, end + 1) if not _is_note(rows[at - 1])), default=end)
        lines = [line for row in rows[:full] for line in row]
        columns = _as_above(lines, above) if above else _below(lines, [head.span for head in heads])
        placed = _placed(rows[:end], columns) if columns is not None else None
        if columns is not None and placed is not None:
            return _Page(placed, columns)
    return None


def _placed(rows: Sequence[_Row], columns: Columns) -> list[list[list[Run]]] | None:
    """The lines of rows by column; None where one of them does not stand in these."""
    found = [[columns.placed(line) for line in row] for row in rows]
    done = [[line for line in row if line is not None] for row in found]
    return None if any(None in row for row in found) else done


def _below(lines: Sequence[Sequence[Run]], heads: Sequence[Span]) -> Columns | None:
    """The columns of lines, of two ways the one that is nearer to the heads; None where no way is."""
    found = [
        (away[0], columns) for columns in _ways(lines, len(heads)) if (away := below(heads, columns.edges))
    ]
    best = min(found, key=lambda one: one[0], default=None)
    return best[1] if best is not None and len(best[1]) > 1 else None


def _ways(lines: Sequence[Sequence[Run]], wanted: int) -> Iterator[Columns]:
    """The columns of lines with figures and texts apart, as they are, and with numbers to what they count, where some have no column of
    their own; neighbours together until there are as many as wanted."""
    plain = columns_of(lines)
    double = doubles(plain, lines)
    if double:
        spans = merged(plain, lines, wanted - len(double))
        yield Columns(spans, doubles(spans, lines))
    spans = merged(plain, lines, wanted)
    yield Columns(spans)
    if len(spans) > wanted and not numbers_alone(plain[0], lines):
        yield Columns(merged(columns_of([numbered(line) for line in lines]), lines, wanted))


def _as_above(lines: Sequence[Sequence[Run]], above: _Page) -> Columns | None:
    """The columns of lines behind the end of a page, as many as before it; the nearest of those where not all of them are filled."""
    ways = list(_ways(lines, len(above.columns)))
    same = next((columns for columns in ways if len(columns) == len(above.columns)), None)
    if same or len(ways[-1]) > len(above.columns):
        return same
    return above.columns.filled(ways[-1].spans)


def _goes_on(above: _Page, below: _Page) -> bool:
    """Whether columns of nothing but figures hold none but figures behind the end of a page, too."""
    texts, behind = _by_column(above), _by_column(below)
    return all(
        all(map(is_figure, runs))
        for col, runs in enumerate(behind)
        if texts[col] and all(map(is_figure, texts[col]))
    )


def _by_column(page: _Page) -> list[list[Run]]:
    """The texts of each column of a page."""
    return _cells([line for row in page.rows for line in row])


def _is_note(row: _Row) -> bool:
    """Whether a group of lines is one text alone: what stands below a table, not a row of it."""
    return all(len(line) == 1 and line[0][0].begin == row[0][0][0].begin for line in row)


def _table(heads: Sequence[Head], pages: Sequence[_Page], places: Sequence[int]) -> Table:
    cells = head_cells(heads)
    row = 1 + max(cell.row for cell in cells)
    wide = len(leaves(heads))
    for page in pages:
        rows = [row for lines in page.rows for row in _rows(lines)]
        widest = [max(map(ems, runs), default=0.0) for runs in _by_column(page)]
        for lines in rows:
            filled = {
                places[col]: _paras([line[col] for line in lines if line[col]], widest[col])
                for col in range(len(page.columns))
            }
            across = not any(filled[places[col]] for col in range(1, len(page.columns)))
            for col in range(1 if across else wide):
                paras = filled.get(col, [])
                text = Located.joined(paras, "\n")
                cells.append(Cell(row, col, text, tuple(paras), colspan=wide if across else 1))
            row += 1
    return Table(tuple(cells), row, wide)


def _rows(lines: Sequence[Sequence[Run]]) -> Iterator[Sequence[Sequence[Run]]]:
    """The rows of a group: lines of the first column alone are one across, above a line that begins with a number and is a row's."""
    alone = next((at for at, line in enumerate(lines) if any(line[1:])), 0)
    if alone and lines[alone][0] and parse_marker(text_of(lines[alone][0]).text):
        yield lines[:alone]
        yield lines[alone:]
    else:
        yield lines


def _paras(runs: Sequence[Sequence[Word]], widest: float) -> list[Located]:
    """The paragraphs of a cell: one ends where a line neither fills its column nor is spread over it, or a list item begins below."""
    paras: list[Located] = []
    full = False
    for run in runs:
        text = text_of(run)
        if full and not parse_marker(text.text):
            paras[-1] = Located.joined([paras[-1], text])
        else:
            paras.append(text)
        full = ems(run) >= widest - _FULL or is_justified(run)
    return paras
