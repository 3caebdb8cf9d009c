"""The column that names the indicators of a table, where its head does not say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph_build.converters.vision.tables.signs import Row
from graph_build.converters.vision.words.heads import Head, read_head
from graph_build.converters.vision.words.value_columns import Values
from graph_build.text.numbers import UNITS, parse_number

_PLAIN_HEADS = frozenset(("項目", "区分", "内容", "項目名", "取組項目"))


def column_of_aims(heads: Mapping[int, Head], below: Sequence[Row]) -> int | None:
    """The column of indicators under a head that elsewhere holds their targets (めざす値, 目標), left of the present value and the
    target of a year: it holds words, and no figures."""
    first = min((col for col, head in heads.items() if head.means("target") and not head.year), default=None)
    if first is None:
        return None
    right = {kind for col, head in heads.items() if col > first for kind in head.kinds}
    cells = [cell for row in below for cell in row if cell.col == first and cell.text]
    left = any(col < first and head.means("kpi", "baseline", "current") for col, head in heads.items())
    words = bool(cells) and not any(_is_figure(cell.text.text) for cell in cells)
    told = "target" in right and not right.isdisjoint(("baseline", "current"))
    return first if told and words and not left else None


def _is_figure(text: str) -> bool:
    """Whether a text is a figure, or a sign for none; 「3歳児の健診」 begins with one."""
    number = parse_number(text)
    whole = number is not None and (not number.unit or number.unit in UNITS) and number.end >= len(text)
    return number is not None and (number.kind != "number" or whole)


def unnamed_column(heads: Mapping[int, Head], values: Values, below: Sequence[Row]) -> int | None:
    """The column of indicators whose head says no such thing (項目, 区分), left of a target and of what it starts from; years
    are no names."""
    kinds = {kind for kind, _ in values.values()}
    if "target" not in kinds or kinds.isdisjoint(("baseline", "current")):
        return None
    before = [col for col in heads if col < min(values) and not heads[col].means("unit", "number")]
    last = max(before, default=None)
    plain = last is not None and (not heads[last].kinds or heads[last].key in _PLAIN_HEADS)
    named = [cell for row in below for cell in row if cell.col == last and cell.text]
    dated = any(read_head(cell.text.text).year for cell in named)
    return last if plain and named and not dated else None
