"""Amounts in yen: figures with the unit that they print or that a label gives (``事業費 (千円)``)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph_build.text.key import fold
from graph_build.text.numbers import Number, find_numbers, parse_number

UNIT_FACTORS = {
    "円": 1,
    "千円": 1_000,
    "万円": 10_000,
    "十万円": 100_000,
    "百万円": 1_000_000,
    "千万円": 10_000_000,
    "億円": 100_000_000,
    "十億円": 1_000_000_000,
    "百億円": 10_000_000_000,
    "兆円": 1_000_000_000_000,
}
"""Units of amounts and their value in yen."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed amount, ``text[start:end] == printed``.

    ``yen`` is None where nothing is printed (empty, dash, slash), the figures cannot be read, no unit is
    known, or the amount is no whole number of yen; ``note`` says which. ``unit`` is the unit that was used,
    None if there was none.
    """

    yen: int | None
    unit: str | None
    printed: str
    start: int
    end: int
    note: str | None = None


def unit_factor(unit: str) -> int | None:
    """How many yen one of the unit is; None for what is no unit of money.

    >>> unit_factor("千円"), unit_factor("百 万 円"), unit_factor("人")
    (1000, 1000000, None)
    """
    return UNIT_FACTORS.get(fold(unit).text)


def unit_of_label(label: str) -> str | None:
    """The unit of money that a label gives to its cells, None if it gives none or several.

    >>> unit_of_label("事業費 (千円)"), unit_of_label("（単位：百万円）"), unit_of_label("事業費")
    ('千円', '百万円', None)
    >>> unit_of_label("年度別の計画（事業費の単位は千円）")
    '千円'
    """
    units = {found[0] for found in _LABEL_UNIT.finditer(fold(label).text)}
    return units.pop() if len(units) == 1 else None


def parse_amount(text: str, unit: str | None = None) -> Amount | None:
    """The amount in a cell; ``unit`` is that of its label and gives way to one printed in the cell.

    None if the cell begins with words.

    >>> [parse_amount(cell, "千円").yen for cell in ("5,334", "1億2,000万円", "－")]
    [5334000, 120000000, None]
    """
    number = parse_number(text)
    return _amount(number, unit) if number else None


def find_amounts(text: str) -> tuple[Amount, ...]:
    """The amounts that a running text prints with their units, in order.

    >>> [amount.yen for amount in find_amounts("総額約1.5億円、うち5,334千円及び3人")]
    [150000000, 5334000]
    """
    return tuple(_amount(number, None) for number in find_numbers(text) if unit_factor(number.unit))


_UNITS = "|".join(sorted(UNIT_FACTORS, key=lambda unit: (-len(unit), unit)))
# In brackets, behind 単位 or at the end: the 円 of 円滑 is none.
_LABEL_UNIT = re.compile(
    rf"(?:(?<=[(\[:、])|(?<=単位)|(?<=単位は)|^)(?:{_UNITS})(?=[)\]、,]|$)|(?:{_UNITS})$"
)


def _amount(number: Number, label_unit: str | None) -> Amount:
    """A number in yen; its own unit if that is one of money, else that of the label."""
    unit = number.unit if unit_factor(number.unit) else label_unit
    factor = unit_factor(unit) if unit else None
    yen, note = None, number.note
    if number.value is None:
        note = note or number.kind
    elif number.kind == "fraction":
        note = "a fraction is no amount"
    elif number.unit and not unit_factor(number.unit):
        note = f"{number.unit} is no unit of money"
    elif factor is None:
        note = "no unit is printed"
    elif (exact := number.value * factor) != exact.to_integral_value():
        note = "not a whole number of yen"
    else:
        yen = int(exact)
    return Amount(yen, unit, number.printed, number.start, number.end, note)
