"""Measures whose title stands behind a label without a number (取組　救急医療の確保), on a line right above what the plan quotes of them:
the title becomes a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.measures.drafts import is_measure_table
from graph_build.converters.vision.measures.quoted import title_heading, under_labels
from graph_build.converters.vision.outline.tree import heading_kind
from graph_build.converters.vision.prepare.labelled_lines import labelled_run
from graph_build.converters.vision.tables.part_labels import FRAME
from graph_build.converters.vision.words.heads import read_head
from graph_build.converters.vision.words.title_markers import special_marker
from graph_build.documents.model import Located

_DIVIDER = re.compile(r"[ 　]*[:：][ 　]*|(?<=[】\]］〕>＞》])[ 　]*|[ 　]+")


def named_measures(items: Sequence[Item]) -> list[Item]:
    """The items; a line of label and title above the table, or the labelled lines, of a measure's content and roles is the heading
    of these, so that a heading above it (（１）医療) is its field. The last ones first: each ends the lines of the one above."""
    found = list(items)
    for i in range(len(found) - 1, -1, -1):
        named = _named(found[i])
        quoted = _quoted(found, i + 1) if named is not None else None
        if named is not None and quoted is not None:
            label, title = named
            grid, end = quoted
            found[i:end] = [title_heading(title), under_labels([label], grid)]
    return found


def _named(item: Item) -> tuple[Located, Located] | None:
    """The label of measures that a line begins with, and the title behind it."""
    if not isinstance(item, Para) or item.marker or special_marker(item.text.text.strip())[1]:
        return None  # a number says it already
    gap = _DIVIDER.search(item.text.text)
    if gap is None:
        return None
    label, title = item.text[: gap.start()].strip(), item.text[gap.end() :].strip()
    head = read_head(FRAME.sub("", label.text))
    of_measure = head.means("measure") or (
        head.means("title") and head.key.startswith(("取組", "取り組み", "施策"))
    )
    other = head.means("content", "role", "roles", "cost")
    if not of_measure or other or heading_kind([title_heading(title)], 0) is None:
        return None
    return None if title.text.endswith("。") or read_head(title.text).kinds else (label, title)


def _quoted(items: Sequence[Item], at: int) -> tuple[Grid, int] | None:
    """The table of a measure's content and roles at a place, or that of its labelled lines, and what stands behind it."""
    item = items[at] if at < len(items) else None
    found = (
        (item, at + 1) if isinstance(item, Grid) else labelled_run(items, at) if item is not None else None
    )
    return found if found is not None and is_measure_table(found[0]) else None
