"""The title of a measure above its labels, broken in the column where these stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from graph_build.documents.laid_out.grids import Run
from graph_build.documents.laid_out.labels import kinds
from graph_build.documents.laid_out.words import Measure, ems, fields, is_justified, text_of
from graph_build.documents.lines.paragraphs import starts_anew
from graph_build.documents.lines.physical import Line
from graph_build.text.key import matching_key

_LINES = 4
_SHORT = 1.6
"""Ems that a line may be short of its column's width and yet fill it."""
_QUOTES = re.compile(r"(?:協定|協約)(?:の(?:内容|規定|項目))?")
"""What says that an agreement is quoted below, and ends no title: 「定住自立圏形成協定」, 「連携協約の内容」."""


def title_above(
    lines: Sequence[Line], i: int, aside: Collection[int], margin: int, measure: Measure
) -> list[Run]:
    """The lines from ``i`` on above a label of what is done (取組内容) that stand in front of its text; none for others."""
    titles: list[Run] = []
    for line in lines[i : i + 1 + _LINES]:
        apart = fields(line, measure)
        if line.start in aside or not apart:
            continue
        if len(apart) > 1:
            known = "content" in kinds(text_of(apart[0]).text)
            beside = any(run[-1].end >= apart[1][0].begin for run in titles)
            return titles if known and not beside else []
        if apart[0][0].begin > margin + 1:
            return []
        titles.append(tuple(apart[0]))
    return []


def is_title(lines: Sequence[Run], labels: float) -> bool:
    """Whether lines may be a title, or the rest of one, in the column of the labels, which are so many ems wide, 0 for none above:
    as wide as that allows, but for the last one."""
    if not lines or any(_QUOTES.search(matching_key(text_of(run).text)) for run in lines[1:]):
        return False
    widest = max(map(ems, lines))
    if len(lines) > 1:
        whole = all(is_justified(run) or ems(run) >= widest - _SHORT for run in lines[:-1])
        return whole and not any(starts_anew(text_of(run).text) for run in lines[1:])
    return bool(labels) and widest <= labels + 1 and not starts_anew(text_of(lines[0]).text)
