"""Lines that are the cells of a table, one below the other, as tables."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.converters.collector import Collector
from graph_build.converters.items import Item, Para
from graph_build.converters.vision.prepare.cells_down import figures_down, is_unsettled, text_at
from graph_build.converters.vision.prepare.indicators_down import indicators_down
from graph_build.converters.vision.prepare.indicators_down import is_unsettled as indicators_unsettled
from graph_build.converters.vision.words.heads import read_head


def tables_down(items: Sequence[Item], out: Collector) -> list[Item]:
    """The items, tables of amounts, marks, figures and indicators whose cells stand a line each as tables.

    Heads that are printed once more, as behind a page break, are set aside; figures below heads that they do not fit, and heads
    that blanks keep apart above columns that no reader could part, are reported and stay lines.
    """
    found: list[Item] = []
    i = 0
    while i < len(items):
        down = figures_down(items, i) or indicators_down(items, i)
        if down is not None:
            out.ignore("repeated_header", *down.repeated)
        elif (is_unsettled(items, i) or indicators_unsettled(items, i)) and (
            head := text_at(items, i)
        ) is not None:
            out.report("cells_unsettled", head.text, head)
        elif isinstance(item := items[i], Para) and _heads_columns(item):
            out.report("cells_unsettled", " | ".join(_apart(item)), item.text)
        found.append(down.grid if down else items[i])
        i = down.end if down else i + 1
    return found


def _heads_columns(para: Para) -> bool:
    """Whether a line is three known heads or more, most of its texts, which wide blanks keep apart (No.　事業名　事業の内容)."""
    parts = _apart(para)
    return len(parts) >= 3 and sum(bool(read_head(part).kinds) for part in parts) > max(2, len(parts) // 2)


def _apart(para: Para) -> list[str]:
    return re.split(r"[ 　]{2,}", para.text.text.strip())


def with_indicators(items: Sequence[Item]) -> list[Item]:
    """The items, tables of indicators alone as tables: their heads need no label of the plan's own."""
    found: list[Item] = []
    i = 0
    while i < len(items):
        down = indicators_down(items, i)
        found.append(down.grid if down else items[i])
        i = down.end if down else i + 1
    return found
