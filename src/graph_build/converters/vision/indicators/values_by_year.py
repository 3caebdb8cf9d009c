"""Tables of indicators with the years across and a row each for targets and results (目標, 実績): brought to the usual form, one row
for each indicator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph_build.converters.vision.tables.signs import Row, is_dash
from graph_build.converters.vision.words.heads import head_of, parse_years, read_head
from graph_build.converters.vision.words.value_columns import value_head
from graph_build.documents.model import Cell, Located
from graph_build.text.key import matching_key

_KINDS = ("target", "current")
_HEAD_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Years:
    """How many rows are heads, the cells of the years, the column of indicators, and that of what each row holds."""

    rows: int
    cells: tuple[Cell, ...]
    name: int
    kind: int

    @property
    def columns(self) -> frozenset[int]:
        return frozenset(cell.col for cell in self.cells)


def values_side_by_side(rows: Sequence[Row]) -> tuple[tuple[Row, ...], tuple[Located, ...]]:
    """The rows with the targets and results of each indicator beside each other, below the years of each; and the labels
    that say no more than the heads. A table that has no such rows is given back as it is.

    指標 | 区分 | 基準値 | R3 | R4 over 創業件数 | 目標 | 41 | 45 | 50 and (創業件数) | 実績 | | 47 | 52 becomes
    指標 | 基準値 | 目標 | | 実績 over R3 | R4 | R3 | R4 over 創業件数 | 41 | 45 | 50 | 47 | 52.
    """
    years = _years(rows)
    if years is None:
        return tuple(rows), ()
    data = rows[years.rows :]
    groups = list(_indicators(data, years))
    kinds = list(dict.fromkeys(_kind_key(row, years) for group in groups for row in group))
    width = max(cell.col + cell.colspan for row in rows for cell in row)
    at = {kind: width + i * width for i, kind in enumerate(kinds)}
    labels = [_cell_at(row, years.kind) for group in groups for row in group]
    first = {kind: next(cell for cell in labels if cell and _key(cell) == kind) for kind in kinds}
    heads = [cell for row in rows[: years.rows] for cell in row if cell not in years.cells]
    kept = [cell for cell in heads if cell.col not in years.columns and cell.col != years.kind]
    dates = [cell for cell in kept if cell.row > kept[0].row and read_head(cell.text.text).year]
    top = [cell for cell in kept if cell not in dates]
    start = min(years.columns)
    top += [replace(first[kind], row=0, col=at[kind] + start, rowspan=1) for kind in kinds]
    below = [replace(cell, row=1, col=at[kind] + cell.col) for kind in kinds for cell in years.cells]
    found = [tuple(top), (*dates, *below), *(_joined(group, years, at) for group in groups)]
    used = {id(cell) for row in found for cell in row} | {id(cell) for cell in first.values()}
    told = [cell for cell in (*heads, *labels) if cell is not None and id(cell) not in used]
    told += [
        cell
        for group in groups
        for row in group
        for cell in row
        if id(cell) not in used and _says_nothing(cell, group, years)
    ]
    return tuple(found), tuple(cell.text for cell in told if cell.text)


def _years(rows: Sequence[Row]) -> _Years | None:
    """Where the years stand, if what is below them is told row by row."""
    for index, row in enumerate(rows[:_HEAD_ROWS]):
        heads = [cell for above in rows[: index + 1] for cell in above if cell.text]
        name = next((cell.col for cell in heads if head_of(cell).means("kpi")), None)
        plain = parse_years(cell.text.text for cell in row)
        cells = tuple(cell for cell, year in zip(row, plain, strict=True) if year is not None)
        if name is None or len(cells) < 2:
            continue
        first = min(cell.col for cell in cells)
        kinds = [col for col in range(first) if col != name and _tells_kinds(rows[index + 1 :], col)]
        if kinds:
            return _Years(index + 1 + _is_of_years(rows[index + 1]), cells, name, kinds[-1])
    return None


def _is_of_years(row: Row) -> bool:
    """Whether a row below the heads holds nothing but years: 「令和2年度」 below 基準値."""
    texts = [cell.text.text for cell in row if cell.text]
    return bool(texts) and all(read_head(text).year is not None for text in texts)


def _tells_kinds(rows: Sequence[Row], col: int) -> bool:
    """Whether a column says of the rows whether they hold targets or results; of a row of anything else (達成率) nothing is read."""
    heads = [value_head(cell) for row in rows if (cell := _cell_at(row, col)) is not None and cell.text]
    known = [head for head in heads if head.means(*_KINDS)]
    kinds = {kind for head in known for kind in _KINDS if kind in head.kinds}
    return len(kinds) == len(_KINDS) and 2 * len(known) > len(heads)


def _indicators(rows: Sequence[Row], years: _Years) -> Iterator[list[Row]]:
    """The rows of each indicator: those below its name, up to another one or a kind of value that was told already."""
    group: list[Row] = []
    for row in rows:
        kind = _cell_at(row, years.kind)
        if kind is None or not value_head(kind).means(*_KINDS):
            continue
        name = _cell_at(row, years.name)
        known = _cell_at(group[0], years.name) if group else None
        new = name is not None and name.text and not (known and _key(name) == _key(known))
        if group and (new or _key(kind) in {_kind_key(one, years) for one in group}):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _joined(group: Sequence[Row], years: _Years, at: dict[str, int]) -> Row:
    """One row of the rows of an indicator: what stands beside the years once, then the values of each kind."""
    kept: dict[int, Cell] = {}
    values: list[Cell] = []
    for row in group:
        for cell in row:
            if cell.col in years.columns:
                values.append(replace(cell, row=group[0][0].row, col=at[_kind_key(row, years)] + cell.col))
            elif cell.col != years.kind and (cell.text or cell.col not in kept):
                known = kept.get(cell.col)
                kept[cell.col] = known if known and known.text and not is_dash(known) else cell
    return (*sorted(kept.values(), key=lambda cell: cell.col), *values)


def _says_nothing(cell: Cell, group: Sequence[Row], years: _Years) -> bool:
    """Whether a cell beside the years that another row of its indicator fills, too, is a dash, or prints the same once more."""
    others = [other for row in group if (other := _cell_at(row, cell.col)) and other is not cell]
    return cell.col not in years.columns and (is_dash(cell) or _key(cell) in map(_key, others))


def _cell_at(row: Row, col: int) -> Cell | None:
    return next((cell for cell in row if cell.col == col), None)


def _kind_key(row: Row, years: _Years) -> str:
    cell = _cell_at(row, years.kind)
    return _key(cell) if cell else ""


def _key(cell: Cell) -> str:
    return matching_key(cell.text.text)
