"""Tables of a plan whose cells a conversion has put one below the other: amounts below their years, indicators below their heads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from graph_build.converters.items import Grid, Item, Para
from graph_build.converters.vision.heads import parse_years, read_head
from graph_build.converters.vision.outline import heading_kind
from graph_build.documents.model import Cell, Located, Table

_OF_INDICATORS = ("kpi", "target", "current", "baseline", "unit", "source", "measure", "field")
_LONGEST = 60


def down_to_rows(lines: Sequence[Located]) -> list[Cell]:
    """The cells of a table of years whose first lines are its heads, two years and more, and whose other lines are its rows,
    as wide as the heads; none where they do not come out even."""
    years = parse_years(line.text for line in lines)
    heads = [
        line
        for line, _ in takewhile(
            lambda one: one[1] is not None or read_head(one[0].text).means("total"),
            zip(lines, years, strict=True),
        )
    ]
    dated = sum(year is not None for year in years[: len(heads)])
    return _rows(lines, len(heads)) if dated >= 2 else []


def _rows(lines: Sequence[Located], wide: int) -> list[Cell]:
    if len(lines) <= wide or len(lines) % wide:
        return []
    return [Cell(at // wide, at % wide, line, (line,)) for at, line in enumerate(lines)]


def indicators_down(items: Sequence[Item], i: int) -> tuple[Grid, int] | None:
    """The table of indicators whose heads begin at ``i``, a line each (指標名, 現状値, 目標値), and what stands behind its rows;
    None where no such heads stand here, or the lines below them do not come out even."""
    heads = list(takewhile(_is_head, items[i:]))
    kinds = {kind for item in heads if isinstance(item, Para) for kind in read_head(item.text.text).kinds}
    if len(heads) < 3 or "kpi" not in kinds or not kinds & {"target", "current", "baseline"}:
        return None
    behind = i + len(heads)
    while behind < len(items) and _is_cell(items, behind):
        behind += 1
    texts = [item.text for item in items[i:behind] if isinstance(item, Para)]
    cells = _rows(texts, len(heads))
    return (Grid(Table(tuple(cells), len(texts) // len(heads), len(heads))), behind) if cells else None


def _is_head(item: Item) -> bool:
    return isinstance(item, Para) and read_head(item.text.text).means(*_OF_INDICATORS)


def _is_cell(items: Sequence[Item], i: int) -> bool:
    """Whether a line may be a cell: short, no sentence, note, heading or label."""
    item = items[i]
    if not isinstance(item, Para) or len(item.text) > _LONGEST or item.text.text.rstrip().endswith("。"):
        return False
    noted = item.marker is not None and item.marker.kind == "note"
    return not noted and heading_kind(items, i) is None and not read_head(item.text.text).kinds
