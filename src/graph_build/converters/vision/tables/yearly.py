"""Rows of a sheet that tell year by year what is done and what it costs: 年度 | 実施内容 | 事業費 above 令和5年度 | 準備 | 1,000."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graph_build.converters.vision.money.breakdown import is_payer
from graph_build.converters.vision.tables.blocks import Block
from graph_build.converters.vision.tables.signs import OF_WHICH, Row, is_dash, is_mark
from graph_build.converters.vision.tables.years import YEARS_HEADS, year_columns
from graph_build.converters.vision.words.heads import Head, head_of, parse_years, read_head
from graph_build.documents.model import Cell, Located
from graph_build.text.key import matching_key
from graph_build.text.money import unit_of_label
from graph_build.text.numbers import parse_number


def is_year_head(text: str) -> bool:
    """Whether a head says that years stand below it: 年度, 実施年度."""
    return matching_key(text) in YEARS_HEADS and "年" in text


def is_year_label(text: str) -> bool:
    """Whether a row label is a year or the head of years, and so none of a project's own."""
    return matching_key(text) in YEARS_HEADS or read_head(text).year is not None


def parted_years(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a sheet; those that tell year by year of work and money become one of a schedule and one of a budget,
    each with its years down the first column. Others stay as they are."""
    found: list[Block] = []
    at = 0
    while at < len(blocks):
        end, rows = _run(blocks, at)
        parts = _parts(rows)
        if parts and blocks[at].label not in [row[0].text for row in rows]:
            parts = [replace(blocks[at], rows=()), *parts]  # the label beside all of them
        found += parts or [part for block in blocks[at:end] for part in _both(block)]
        at = end
    return found


def _both(block: Block) -> list[Block]:
    """The rows of marks and words below the years of a block, and those of amounts, as a block each: 工程 | → above 計 | 1,000."""
    columns = year_columns(block.rows)
    if columns is None or columns.row or not block.head.means("budget", "schedule"):
        return [block]
    rows: dict[str, list[Row]] = {"schedule": [], "budget": []}
    scheduled = block.head.kinds == {"schedule"}
    last = "schedule" if scheduled else "budget"
    end = 0  # of the rows that a label 工程 spans: words may stand there
    for row in block.rows[1:]:
        label = next((cell for cell in row if cell.col < columns.first and cell.text), None)
        cells = [cell for cell in row if cell.col in columns.years and (cell.text or cell.arrow)]
        marks = bool(cells) and all(is_mark(cell) and not is_dash(cell) for cell in cells)
        of_work = head_of(label).means("schedule", "schedule_item", "content") if label else False
        if label and of_work:
            end = label.row + label.rowspan
        if cells and cells[0].row < end:
            marks = not any(map(_is_amount, cells)) and not all(map(is_dash, cells))
        own = of_work or (last == "schedule" and label is None)
        own = own or any(cell.arrow for cell in cells)
        # Figures without a label below a schedule are of nobody knows what; behind 事業費 they are payers' or parts of it.
        pays = label is not None and is_payer(label) and bool(cells) and all(map(_is_amount, cells))
        named = pays or (head_of(label).means("budget") and not marks)
        amounts = named or (last == "budget" and any(map(_is_amount, cells)))
        last = "schedule" if (marks and own) or (scheduled and not amounts) else "budget"
        rows[last].append(row)
    if not all(rows.values()):
        return [block]
    top = block.rows[0]
    kinds = {"schedule": block.label if scheduled else None, "budget": None if scheduled else block.label}
    return [
        Block(replace(block.head, kinds=frozenset((kind,))), label, (top, *rows[kind]), block.again)
        for kind, label in kinds.items()
    ]


def _is_amount(cell: Cell) -> bool:
    number = parse_number(cell.text.text)
    return number is not None and number.value is not None and not is_mark(cell)  # ○ reads as nought


def _run(blocks: Sequence[Block], at: int) -> tuple[int, list[Row]]:
    """The rows of years that begin with a block, and where the next one begins: beside one label, or each with a label itself."""
    block = blocks[at]
    if (
        block.label is None
        or matching_key(block.label.text) not in YEARS_HEADS
        or len(block.rows) not in (1, 2)
    ):
        return at + 1, list(block.rows)
    top = block.rows[0][0].row if block.rows[0] else 0
    rows = [_with_label(block, top), *block.rows[1:]]  # heads may take two rows
    end = at + 1
    for below in blocks[at + 1 :]:
        year = below.label is not None and (below.head.year or below.head.means("total"))
        if not year or len(below.rows) != 1:
            break
        rows.append(_with_label(below, top + len(rows)))
        end += 1
    return end, rows


def _with_label(block: Block, row: int) -> Row:
    assert block.label is not None
    label = Cell(row, 0, block.label, (block.label,), rowspan=len(block.rows))
    return (label, *block.rows[0])


def tells_by_years(rows: Sequence[Row]) -> bool:
    """Whether a table of its own tells year by year of work and money, the years down its first column."""
    return bool(rows) and bool(rows[0]) and rows[0][0].col == 0 and bool(_parts(rows))


def _parts(rows: Sequence[Row]) -> list[Block]:
    """The schedule and the budget of such rows, and remarks beside them; none where a column is of anything else."""
    if len(rows) < 3 or not rows[0] or matching_key(rows[0][0].text.text) not in YEARS_HEADS:
        return []
    first, *outer = [cell for cell in rows[0] if cell.text]
    inner = [cell for cell in rows[1] if cell.text] if first.rowspan == 2 else []
    heads = _heads(outer, inner)
    rows = rows[1 + bool(inner) :]
    down = [next((cell for cell in row if cell.col == first.col and cell.text), None) for row in rows]
    years = parse_years(cell.text.text if cell else "" for cell in down)
    if not all(year or head_of(cell).means("total") for cell, year in zip(down, years, strict=True)):
        return []
    beside = [(year, row) for year, row in zip(down, rows, strict=True) if year is not None]
    amounts = [head for head in heads if _is_of_amounts(head)]
    remarks = [head for head in heads if head not in amounts and _is_of_remarks(head)]
    works = [head for head in heads if head not in amounts and head not in remarks]
    work = _work(works[0], beside) if len(works) == 1 else None
    money = _money(first, amounts, beside)
    if work is None or money is None:
        return []
    spanning = [head for head in outer if head not in heads]
    if spanning:
        money = replace(
            money, head=replace(money.head, unit=head_of(spanning[0]).unit), label=spanning[0].text
        )
    return [work, money, *(_notes(head, beside) for head in remarks)]


def _heads(outer: Sequence[Cell], inner: Sequence[Cell]) -> list[Cell]:
    """The heads of the columns: those in a second row (西都市 | 町村 | 計) stand for the amounts above that span them (事業費（千円）)."""
    spanning = [head for head in outer if inner and head.rowspan == 1 and _is_of_amounts(head)]
    below = [cell for head in spanning for cell in inner if head.col <= cell.col < head.col + head.colspan]
    whole = len(spanning) == 1 and len(below) == len(inner)
    if not inner or not whole:
        return [] if inner else list(outer)
    return [head for head in outer if head not in spanning] + [
        replace(cell, row=outer[0].row) for cell in below
    ]


def _is_of_amounts(head: Cell) -> bool:
    """Whether a column holds amounts: 事業費, what a payer bears, the sum of all, a part of an amount (うち国県支出金)."""
    return head_of(head).means("budget") or is_payer(head) or OF_WHICH.match(head.text.text) is not None


def _is_of_remarks(head: Cell) -> bool:
    return head_of(head).means("note") and not head_of(head).means("content", "schedule", "schedule_item")


def _work(head: Cell, beside: Sequence[tuple[Cell, Row]]) -> Block | None:
    """What is done, by its head and words below it; words in one cell beside several years are said of each."""
    known: Head = head_of(head)
    cells = [cell for _, row in beside for cell in row if cell.col == head.col and cell.text]
    words = [cell for cell in cells if not is_mark(cell) and parse_number(cell.text.text) is None]
    tells = known.means("content", "schedule", "schedule_item") or not known.kinds
    if not tells or not words or len(words) < len(cells):
        return None
    told = tuple(
        (year, cell)
        for year, _ in beside
        for cell in cells
        if cell.row <= year.row < cell.row + cell.rowspan and not head_of(year).means("total")
    )
    return Block(replace(known, kinds=frozenset(("schedule",))), head.text, told)


def _notes(head: Cell, beside: Sequence[tuple[Cell, Row]]) -> Block:
    """The remarks below their head, each behind its year."""
    told = [(year, cell) for year, row in beside for cell in row if cell.col == head.col and cell.text]
    texts = [Located.joined([year.text, cell.text], "：") for year, cell in told]
    rows = tuple(
        (replace(cell, text=text, paras=(text,)),) for (_, cell), text in zip(told, texts, strict=True)
    )
    return Block(replace(head_of(head), kinds=frozenset(("note",))), head.text, rows)


def _money(first: Cell, heads: Sequence[Cell], beside: Sequence[tuple[Cell, Row]]) -> Block | None:
    """The amounts below their heads, a year without any, too; none where a figure stands beside several years: nothing tells how
    it is shared among them."""
    columns = [head.col for head in heads]
    told = [(year, tuple(cell for cell in row if cell.col in columns)) for year, row in beside]
    cells = [cell for _, row in told for cell in row if cell.text]
    words = [cell for cell in cells if parse_number(cell.text.text) is None]
    if not heads or any(cell.rowspan > 1 for cell in cells if cell not in words):
        return None
    inside = {cell.row + at for cell in words for at in range(1, cell.rowspan)}
    rows = tuple((year, *row) for year, row in told if row or year.row in inside)
    own = head_of(heads[0])
    unit = own.unit or unit_of_label(heads[0].text.text)
    head = replace(own, kinds=frozenset(("budget",)), unit=unit)
    alone = len(heads) == 1
    return Block(head, heads[0].text if alone else None, ((first, *heads), *rows))
