"""Indicators of a sheet, name and values in rows of their own: 成果指標 | … above 基準値（R3） | … and 目標値（R8） | …."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph_build.converters.vision.context import Context
from graph_build.converters.vision.indicators.tables import Monitored, add_kpi, add_value
from graph_build.converters.vision.tables.blocks import Block
from graph_build.converters.vision.words.heads import head_of, split_unit
from graph_build.documents.model import Located
from graph_build.records.plan import ValueKind
from graph_build.text.numbers import parse_number

_KINDS: tuple[ValueKind, ...] = ("baseline", "current", "target")


@dataclass(frozen=True, slots=True)
class Stacked:
    """An indicator: its name, and each value with what it is and the label beside it, which may hold its year."""

    name: Located
    values: tuple[tuple[ValueKind, Located, Located], ...]


def stacked_indicators(blocks: Sequence[Block]) -> list[tuple[Stacked, tuple[Block, ...]]]:
    """The indicators that rows of a sheet tell one below the other, each with its rows.

    A name is one short text beside a label of indicators; the rows right below it are a value each, of different kinds, one of
    them at least a figure; or labels and values stand in turn behind the name (成果指標 | … | 基準値（R5） | 72 | 目標値（R11） | 80).
    """
    found: list[tuple[Stacked, tuple[Block, ...]]] = []
    for at, block in enumerate(blocks):
        found += [(one, (block,)) for one in _beside_labels(block)]
        name = _only_text(block)
        if (
            name is None
            or not block.head.means("kpi")
            or block.head.means(*_KINDS)
            or name.text.endswith("。")
        ):
            continue
        values: list[tuple[ValueKind, Located, Located]] = []
        for below in blocks[at + 1 : at + 1 + len(_KINDS)]:
            kind = next((kind for kind in _KINDS if kind in below.head.kinds), None)
            text = _only_text(below)
            if kind is None or text is None or below.label is None or kind in [told for told, _, _ in values]:
                break
            values.append((kind, text, below.label))
        if any(_is_figure(text) for _, text, _ in values) and not _is_figure(name):
            found.append((Stacked(name, tuple(values)), tuple(blocks[at : at + 1 + len(values)])))
    return found


def _beside_labels(block: Block) -> list[Stacked]:
    """The indicators of a block whose rows are each a name and behind it labels and values in turn; none where one is not."""
    found: list[Stacked] = []
    for row in block.rows:
        cells = [cell for cell in row if cell.text]
        labels, values = [head_of(cell) for cell in cells[1::2]], cells[2::2]
        kinds = [next((kind for kind in _KINDS if kind in head.kinds), None) for head in labels]
        told = [
            (kind, value.text, label.text)
            for kind, label, value in zip(kinds, cells[1::2], values, strict=False)
            if kind
        ]
        settled = len(told) == len(labels) == len(values) == len(set(kinds)) and bool(told)
        if not settled or not block.head.means("kpi") or not any(_is_figure(text) for _, text, _ in told):
            return []
        found.append(Stacked(cells[0].text.strip(), tuple(told)))
    return found


def labelled_inside(block: Block) -> list[Block]:
    """The rows of a block of indicators as blocks of their own, where a label stands beside each: KPI | 指標 | … above
    基準値 | … and 目標値 | …; the block itself otherwise."""
    rows = [[cell for cell in row if cell.text] for row in block.rows]
    if not block.head.means("kpi") or len(rows) < 2 or any(len(row) != 2 for row in rows):
        return [block]
    heads = [head_of(row[0]) for row in rows]
    named = [head.means("kpi") and not head.means(*_KINDS) for head in heads]
    if not named[0] or not all(name or head.means(*_KINDS) for name, head in zip(named, heads, strict=True)):
        return [block]
    inner = [Block(head, row[0].text, ((row[1],),)) for head, row in zip(heads, rows, strict=True)]
    if block.label is None:
        return inner
    return [Block(block.head, block.label, ()), *inner]


def add_stacked(one: Stacked, monitored: Monitored, context: Context) -> None:
    """The records of such an indicator."""
    title, unit = split_unit(one.name)
    kpi = add_kpi(title, monitored, [one.name], context, unit)
    for kind, text, label in one.values:
        context.out.ignore("label", label)
        add_value(kpi, kind, text, label, context)


def _only_text(block: Block) -> Located | None:
    """The one text of a block that is one line."""
    texts = [cell.text for row in block.rows for cell in row if cell.text]
    return texts[0].strip() if len(texts) == 1 and "\n" not in texts[0].text.strip() else None


def _is_figure(text: Located) -> bool:
    number = parse_number(text.text)
    return number is not None and number.value is not None
