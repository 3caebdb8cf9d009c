"""The lines of a value that a narrow column has wrapped, where each line of a cell stands as a line of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from graph_build.converters.vision.members.participants import group_of
from graph_build.converters.vision.outline.tree import is_place_name
from graph_build.documents.lines.paragraphs import starts_anew
from graph_build.documents.lines.physical import columns
from graph_build.documents.model import Located

_NARROWEST = 16
_RAGGED = 4
"""Columns by which lines of one width differ: a full stop is not set at the beginning of a line."""
_ENDED = tuple("。．！？：:」』】〕》〉")
_GOES_ON = re.compile(r"[をがのはにへとで、・（(]$|(?:及び|並びに|から|より|まで)$")
_DIVIDERS = re.compile(r"[、，,・\s　：:（）()【】＜＞<>〔〕\[\]]|及び|並びに")


def value_of(lines: Sequence[Located]) -> Located:
    """The lines of a value, those of one paragraph as one; paragraphs apart by line feeds.

    A line goes on where its end cuts the name of a municipality or group, and where it is as wide as the widest and stops
    within a sentence.

    >>> value_of([Located.plain(line, 0) for line in ("津市、まん", "のう町")]).text
    '津市、まんのう町'
    >>> value_of([Located.plain(line, 0) for line in ("窓口を置く。", "相談を受ける。")]).text
    '窓口を置く。\\n相談を受ける。'
    """
    widest = max((columns(line.text.strip()) for line in lines), default=0)
    told = bool(lines) and lines[-1].text.rstrip().endswith("。")
    paragraphs = [list(lines[:1])]
    for above, line in pairwise(lines):
        if _cuts_name(above.text, line.text) or _goes_on(above.text.strip(), line.text.strip(), widest, told):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return Located.joined([Located.joined(parts, "") for parts in paragraphs], "\n")


def _cuts_name(above: str, below: str) -> bool:
    """Whether the end of a line stands within a name of a list: 「…、多度津」 / 「町、…」."""
    before, behind = _DIVIDERS.split(above.strip())[-1], _DIVIDERS.split(below.strip())[0]
    return bool(before and behind) and not _is_name(before) and _is_name(before + behind)


def _is_name(text: str) -> bool:
    return is_place_name(text) or group_of(text) is not None


def _goes_on(above: str, below: str, widest: int, told: bool) -> bool:
    if above.endswith(_ENDED) or _is_name(above) or starts_anew(below):
        return False
    wide = columns(above) >= max(_NARROWEST, widest - _RAGGED)
    return wide and (told or _GOES_ON.search(above) is not None)
