"""Tabs that set a text apart from its number, or indent it, and part no columns: 「第1条⇥この協約は…」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from graph_build.documents.lines import Line, is_page_number
from graph_build.text.markers import parse_marker

_INDENT, _BLANK = "　", " "
_WORDS = ("angle", "lenticular", "square")
"""Kinds of markers that hold words."""


def without_typographic_tabs(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, tabs that part no columns replaced by blanks, so that only those of tables remain.

    Adjacent lines are told together: where none of them is a row (two texts or more, the first more than a list
    marker), their tabs are typographic; but below rows, up to other text behind a blank line, a tab at either end of a
    line leaves out a cell, and numbers of the kind that rows bear are theirs.
    """
    done: list[Line] = []
    above: set[str] = set()
    """Kinds of list markers that begin rows above, and '' for an empty cell."""
    for tabbed, group in groupby(lines, _tabbed):
        run = list(group)
        begins = {kind for line in run for kind in _begins(line)}
        if not tabbed:
            text = any(not line.blank and not is_page_number(line.text) for line in run)
            above = set() if text and any(line.blank for line in run) else above
            done += run
        elif any(map(_is_row, run)) or above & begins:
            above |= {"", *begins}
            done += run
        else:
            done += map(_untabbed, run)
    return tuple(done)


def _tabbed(line: Line) -> bool:
    return "\t" in line.text and not line.blank


def _texts(line: Line) -> list[str]:
    return [part for part in line.text.split("\t") if part.strip()]


def _begins(line: Line) -> set[str]:
    """The kind of the list marker that stands in a cell of its own, and '' where the first or last cell is empty."""
    kind = _number(line)
    empty = line.text.startswith("\t") or line.text.endswith("\t")
    return ({kind} if kind else set()) | ({""} if empty else set())


def _number(line: Line) -> str:
    """The kind of the list marker that a tab keeps apart from a line's only text; '' if there is none."""
    texts = _texts(line)
    marker = parse_marker(f"{texts[0].strip()} x") if len(texts) == 2 else None
    bare = marker is not None and marker.end > len(texts[0].strip()) and marker.kind not in _WORDS
    return marker.kind if marker and bare else ""


def _is_row(line: Line) -> bool:
    return len(_texts(line)) > 1 and not _number(line)


def _untabbed(line: Line) -> Line:
    lead = len(line.text) - len(line.text.lstrip())
    blanks = line.text[:lead].replace("\t", _INDENT)
    return replace(line, text=blanks + line.text[lead:].replace("\t", _BLANK))
