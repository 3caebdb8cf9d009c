"""What a cell or a row holds by its signs: marks, dashes, dittos, figures, units of money."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.documents.model import Cell
from graph_build.text.key import matching_key
from graph_build.text.money import UNIT_FACTORS
from graph_build.text.numbers import parse_number

Row = tuple[Cell, ...]


# Signs that only say "in this year": arrows, circles, bars.
_MARKS = frozenset("→⇒➡⇨➔➜▶►▷⇢>＞○●◎◇◆□■▲△▼▽☆★✓✔✕×-－―ー─━～~・")


_DITTO = frozenset(("〃", "同上", "''", '"', "々"))


OF_WHICH = re.compile(r"[\s　(（・]*(?:うち|内訳[:：])[、:：\s　]*")
"""Before a label whose amount is a part of the one above."""


def figures_in_brackets(cells: Sequence[Cell]) -> bool:
    """Whether cells hold figures in brackets and nothing else: in a row below other figures what these consist of."""
    told = [matching_key(cell.text.text) for cell in cells if cell.text]
    return bool(told) and all(re.fullmatch(r"\([0-9、.]+\)", text) for text in told)


def is_mark(cell: Cell) -> bool:
    """Whether a cell only holds signs, no words."""
    return cell.arrow is not None or (bool(cell.text) and set(matching_key(cell.text.text)) <= _MARKS)


def is_dash(cell: Cell) -> bool:
    """Whether a cell holds a dash and no arrow."""
    number = parse_number(cell.text.text) if cell.text and not cell.arrow else None
    return number is not None and number.kind == "dash"


def is_ditto(text: str) -> bool:
    """Whether a text is a sign for what stands above."""
    return matching_key(text) in _DITTO


def is_money_unit(text: str) -> bool:
    """Whether a text is nothing but a unit of money: 「（千円）」, 「（単位：百万円）」."""
    return re.sub("^単位:?", "", matching_key(text).strip("()【】[]")) in UNIT_FACTORS


def only_figures(row: Row) -> bool:
    """Whether a row holds several figures and nothing else: values whose head is missing."""
    cells = [cell for cell in row if cell.text]
    numbers = [parse_number(cell.text.text) for cell in cells]
    return len(cells) >= 2 and all(
        number is not None and number.kind == "number" and number.end >= len(cell.text)
        for number, cell in zip(numbers, cells, strict=True)
    )
