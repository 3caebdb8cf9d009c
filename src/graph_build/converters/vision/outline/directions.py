"""Tables of directions: number, title and direction of every measure of a pillar, in groups by sub-field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.converters.items import Grid, Para, printed
from graph_build.converters.vision.context import Context, words
from graph_build.converters.vision.words.heads import head_of
from graph_build.documents.model import Located
from graph_build.text.key import matching_key
from graph_build.text.markers import parse_marker


@dataclass(frozen=True, slots=True)
class Direction:
    """A row: printed number, title, direction, and the sub-field that its group names."""

    number: str
    count: int | None
    title: Located
    text: Located
    group: Located | None

    @property
    def key(self) -> str:
        """Matching key of the title."""
        return matching_key(self.title.text)


def is_direction_table(grid: Grid) -> bool:
    """A head 項目 | 内容 (or 取組 | 方向性) over rows of words."""
    if len(grid.rows) < 2:
        return False
    heads = [head_of(cell) for cell in grid.rows[0] if cell.text]
    if len(heads) != 2 or not heads[0].means("direction_item") or not heads[1].means("direction_text"):
        return False
    return grid.table.cols <= 3


def read_directions(grid: Grid) -> list[Direction]:
    """The rows of a direction table."""
    head = [cell for cell in grid.rows[0] if cell.text]
    title_col, text_col = head[0].col, head[1].col
    found: list[Direction] = []
    group: Located | None = None
    for row in grid.rows[1:]:
        cells = {cell.col: cell.text for cell in row if cell.text}
        title, text = cells.get(title_col), cells.get(text_col)
        if len(cells) == 1:
            only = next(iter(cells.values()))
            marker = parse_marker(only.text)
            framed = marker is not None and marker.kind in ("angle", "lenticular", "square")
            group = only.strip()[1 : len(only.strip()) - 1].strip() if framed else only
            continue
        if title is None or text is None:
            continue
        number = cells.get(title_col - 1)
        marker = parse_marker(number.text if number else title.text)
        if number is None and marker and marker.end < len(title):
            title = title[marker.end :].strip()
        printed_number = printed(number) if number else (marker.raw if marker else "")
        found.append(Direction(printed_number, marker.number if marker else None, title, text, group))
    return found


def use_directions(grid: Grid, found: Sequence[Direction], pillar: tuple[str, ...], context: Context) -> None:
    """Set the table's own words aside and open the sub-fields that its groups name."""
    for cell in grid.table.cells:
        context.out.ignore("label", cell.text) if cell.row == 0 or len(cell.text) < 60 else None
    groups: list[Located] = []
    for one in found:
        if one.group is not None and one.group not in groups:
            groups.append(one.group)
            context.field((*pillar, printed(one.group)), one.group)


def direction_words(one: Direction) -> str:
    """The direction as printed."""
    return words(one.text)


def add_direction(prose: Sequence[Para], labels: Sequence[str], context: Context) -> None:
    """The paragraphs below 「取組の方向性」 are the direction of the field with these labels."""
    context.field(labels, None)
    draft = context.fields[tuple(map(matching_key, labels))]
    draft.direction += [words(para.text) for para in prose]
    places = context.out.evidence("field.direction", *(para.text for para in prose), supports=("direction",))
    draft.evidence.append(places)
