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
from graph_build.documents.spread.columns import Run, below, numbered
from graph_build.documents.spread.heads import Head, head_cells, heads_of, leaves, over
from graph_build.documents.spread.pages import FULL, Page, by_column, filled
from graph_build.text.key import fold, matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import parse_marker
from graph_build.text.plan_labels import PARTS_OF_PROJECTS, YEAR_HEAD, label_kinds

_FEWEST, _KNOWN = 3, 2
"""Heads of a table, and those of them that are known words."""
_BLANKS = 2
"""Blank lines that may part two rows."""
_LONGEST, _HEAD_LINES, _TITLE_LINES = 24, 4, 4
_PLACE = re.compile(r"[^\s。、]{1,6}[都道府県市区町村]")
_NOTE = re.compile(
    r"※|[（(]?(?:資料|出典|出所|注|単位)[\s0-9０-９]*[:：)）]|(?:資料|出典|出所)[\s　]+\S|[【（(]?(?:図表|図|表)[\s　]*[0-9０-９]"
)
_OF_SHEETS = PARTS_OF_PROJECTS | {"title", "content"}
_SIGNS = re.compile(r"[■□◆◇●▼▲▽△【〔《＜]")


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines without a blank one between; ``paged``: a page ends above them."""

    lines: tuple[int, ...]
    paged: bool = False


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
    """The heads of a table: what their lines say, where the first one begins, and whether there are years among them."""

    key: str
    margin: int
    years: bool


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
            top = top or _top(lines, group, measure)
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


def _top(lines: Sequence[Line], group: Sequence[int], measure: Measure) -> _Top:
    cut = [run for i in group for run in fields(lines[i], measure)]
    years = any(YEAR_HEAD.fullmatch(fold(text_of(run).text).text) for run in cut)
    return _Top(_key(lines, group), cut[0][0].begin, years)


def _key(lines: Sequence[Line], group: Sequence[int]) -> str:
    return matching_key("".join(lines[i].text for i in group))


def _begins_other(lines: Sequence[Line], i: int, top: _Top, measure: Measure) -> bool:
    """Whether a line is a heading, a caption or a note, of heads, or a project's label with its text: what a table's rows do not
    begin with."""
    if lines[i].blank:
        return False
    cut = fields(lines[i], measure)
    if _key(lines, [i]) == top.key or (_are_heads(cut) and cut[0][0].begin <= top.margin):
        return True
    labelled = len(cut) > 1 and cut[0][0].begin <= top.margin and _kinds(cut[0]) & _OF_SHEETS
    if labelled and not top.years and len(numbered(cut[1:])) == 1:
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
    for line in lines[i + 1 : i + 1 + _TITLE_LINES]:
        cut = fields(line, measure)
        if len(cut) >= _FEWEST:
            return not _are_heads(cut)
        if not line.blank and is_heading(line, measure):
            return False
    return False


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
    pages, rows = filled(cut, list(_pages(paged, first)), single)
    if known < len(single) and all(_kinds(row[0][0]) for row in cut[first : first + rows]):
        return None  # labels with their values: a sheet
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


def _kinds(run: Run) -> frozenset[str]:
    """What a text means as the label of something that plans tell of projects and measures."""
    return label_kinds(matching_key(text_of(run).text))


def _may_head(head: Head) -> bool:
    text = head.text.text
    return len(text) <= _LONGEST and "。" not in text and not _SIGNS.search(text)


def _pages(paged: Sequence[bool], first: int) -> Iterator[tuple[int, int]]:
    """The groups of each page, from the first row on."""
    begins = [first, *(at for at in range(first + 1, len(paged)) if paged[at]), len(paged)]
    yield from pairwise(begins)


def _table(heads: Sequence[Head], pages: Sequence[Page], places: Sequence[int]) -> Table:
    cells = head_cells(heads)
    row = 1 + max(cell.row for cell in cells)
    wide = len(leaves(heads))
    for page in pages:
        rows = [row for lines in page.rows for row in _rows(lines)]
        widest = [max(map(ems, runs), default=0.0) for runs in by_column(page)]
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
        full = ems(run) >= widest - FULL or is_justified(run)
    return paras
