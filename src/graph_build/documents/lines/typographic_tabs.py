"""Tabs that set a text apart from its number, or indent it, and part no columns: 「第1条⇥この協約は…」."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from graph_build.documents.lines.page_numbers import is_page_number
from graph_build.documents.lines.paragraphs import begins_change, is_signed, opens_part
from graph_build.documents.lines.physical import Line
from graph_build.text.key import matching_key
from graph_build.text.labels import label_kind
from graph_build.text.markers import parse_marker
from graph_build.text.plan_labels import label_kinds

_BLANK = "　"
_WORD = re.compile("[\u3040-\u9fff]")
_POSITION = re.compile("[甲乙丙丁戊己庚辛]")
_UNIT = re.compile(r"[（(【\[]\s*単位\s*[:：][^（）()]+[)）】\]]")
_WORDS = ("angle", "lenticular", "square", "annex")
"""Kinds of markers that are words, and may stand in a cell as well."""


def without_typographic_tabs(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, tabs that part no columns replaced by blanks, so that only those of tables remain.

    Adjacent lines are told together: where none of them is a row (two texts or more, the first more than a list
    marker), their tabs are typographic; but below rows, up to other text behind a blank line, a tab at either end of a
    line leaves out a cell, and numbers of the kind that rows bear are theirs. Above the first row, and among rows that
    begin with known labels, a number and its text are a title; below heads that number the rows they begin one. A caption
    with the unit at its right end stands above its table. Parties that sign stand in no table on lines of their own.
    """
    done: list[Line] = []
    above: set[str] = set()
    """Kinds of list markers that begin rows above, and '' for an empty cell."""
    for (tabbed, told), group in groupby(
        lines, lambda line: (_tabbed(line), _tabbed(line) and _is_text(line))
    ):
        run = list(group)
        begins = {kind for line in run for kind in _begins(line)}
        if not tabbed:
            text = any(not line.blank and not is_page_number(line.text) for line in run)
            above = set() if text and any(line.blank for line in run) else above
            done += run
        elif not told and not all(map(_signs, run)) and (any(map(_is_row, run)) or above & begins):
            above |= {"", *begins}
            captions = int(_is_caption(run))
            done += [*map(_untabbed, run[:captions]), *_without_titles(run[captions:])]
        else:
            above = set()
            done += map(_untabbed, run)
    return tuple(done)


def _is_caption(run: Sequence[Line]) -> bool:
    """Whether the first of several lines is a text with the unit behind it, above rows of three cells or more."""
    texts = _texts(run[0])
    below = _texts(run[1]) if len(run) > 1 else []
    return len(texts) == 2 and len(below) > 2 and _UNIT.fullmatch(texts[1]) is not None


def _without_titles(run: Sequence[Line]) -> Iterator[Line]:
    rows = [i for i, line in enumerate(run) if _is_row(line)]
    labelled = any(_is_label(_texts(run[i])[0]) for i in rows) and not _heads_numbers(run[rows[0]])
    for i, line in enumerate(run):
        title = _number(line) and not line.text.startswith("\t") and (labelled or (rows and i < rows[0]))
        title = title and not _has_width(line, run[rows[0]])
        yield _untabbed(line) if title else line


def _heads_numbers(row: Line) -> bool:
    """Whether a row is of three heads or more, numbers below the first (番号⇥事業名及び内容⇥関係市町)."""
    kinds = [label_kinds(matching_key(text)) for text in _texts(row)]
    return len(kinds) > 2 and "number" in kinds[0] and sum(map(bool, kinds)) * 2 > len(kinds)


def _has_width(line: Line, row: Line) -> bool:
    """Whether a line that leaves out its last cell has as many as a row of three or more (第１章⇥都市の概要⇥ in a list of contents)."""
    return line.text.endswith("\t") and line.text.count("\t") == row.text.count("\t") > 1


def _is_label(text: str) -> bool:
    return label_kind(matching_key(text)).kind != "unknown"


def _tabbed(line: Line) -> bool:
    return "\t" in line.text and not line.blank


def _texts(line: Line) -> list[str]:
    return [part.strip() for part in line.text.split("\t") if part.strip()]


def _begins(line: Line) -> set[str]:
    """The kind of the list marker that stands in a cell of its own, and '' where the first or last cell is empty."""
    kind = _number(line)
    empty = line.text.startswith("\t") or line.text.endswith("\t")
    return ({kind} if kind else set()) | ({""} if empty else set())


def _number(line: Line) -> str:
    """The kind of the list marker that a tab keeps apart from a line's only text; '' if there is none."""
    texts = _texts(line)
    marker = parse_marker(f"{texts[0]} 「") if len(texts) == 2 and _WORD.search(texts[1]) else None
    bare = marker is not None and marker.end > len(texts[0]) and marker.kind not in _WORDS
    return marker.kind if marker and bare else ""


def _is_text(line: Line) -> bool:
    """Whether no cell can hold this: the sentence of a change or of an article behind its number, the date of signing."""
    texts = _texts(line)
    if len(texts) == 1:
        return opens_part(texts[0])
    number = _number(line)
    return (number == "article" and texts[1].endswith("。")) or (number != "" and begins_change(texts[1]))


def _signs(line: Line) -> bool:
    """Whether a party signs here, its position before its address or office: 甲⇥A市B町1番地."""
    texts = _texts(line)
    return len(texts) == 2 and _POSITION.fullmatch(texts[0]) is not None and is_signed(texts[1])


def _is_row(line: Line) -> bool:
    return len(_texts(line)) > 1 and not _number(line)


def _untabbed(line: Line) -> Line:
    return replace(line, text=line.text.replace("\t", _BLANK))
