"""Amounts told with their years in running text: 「R3：1,200千円、R4 800千円（合計2,000千円）」, also line by line of who pays."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph_build.converters.vision.members.participants import is_holder
from graph_build.converters.vision.words.heads import Year, parse_year, read_head
from graph_build.documents.model import Located
from graph_build.text.money import parse_amount

_WIDE = {
    ord(wide): ord(narrow)
    for wide, narrow in zip("０１２３４５６７８９，．：＝ＲＨ", "0123456789,.:=RH", strict=True)
}
_AMOUNT = r"(?P<amount>[0-9][0-9,.]*\s*(?:十|百|千|万|億)*円?)"
_YEAR_AND_AMOUNT = re.compile(
    r"(?P<year>(?:令和|平成|[RH])[.]?\s*(?:元|[0-9]{1,2})(?:\s*年度?)?|20[0-9]{2}(?:\s*年度?)?)(?:\s*[:=]\s*|[ 　]+|(?<=年度))"
    + _AMOUNT
)
_SUM = re.compile(r"(?:合計|総事業費|総額|計)\s*[:=]?\s*" + _AMOUNT)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in yen with the year printed before it (None: a sum) and the unit that was used."""

    yen: int
    text: Located
    head: Located | None
    unit: str


@dataclass(slots=True)
class Told:
    """The amounts of a line; ``payer`` is the name before them, None where they are the project's."""

    payer: Located | None
    amounts: dict[Year, Amount] = field(default_factory=dict)
    total: Amount | None = None


def read_told(text: Located, unit: str | None) -> list[Told]:
    """What the lines of a text tell; lines without a payer are one, as they may be broken anywhere.

    Nothing where a year is told twice for one payer: then it is not certain which amount is whose.
    """
    whole = Told(None)
    payers: list[Told] = []
    for found in re.finditer(r"[^\n]+", text.text):
        line = text[found.start() : found.end()]
        name = _name_before(line)
        told = whole
        if name is not None and not read_head(name.text).means("total"):
            told = Told(name)
            payers.append(told)
        if not _take(line, told, unit):
            return []
    return [told for told in (whole, *payers) if told.amounts]


def _name_before(line: Located) -> Located | None:
    """Who or what the amounts of a line belong to, where a name or 計 begins it."""
    first = _YEAR_AND_AMOUNT.search(line.text.translate(_WIDE))
    name = line[: first.start()] if first else None
    bare = name.text.strip(" 　:：・（）()") if name else ""
    if name is None or not bare or not (is_holder(bare) or read_head(bare).means("total")):
        return None
    at = name.text.index(bare)
    return name[at : at + len(bare)]


def _take(line: Located, told: Told, unit: str | None) -> bool:
    """Add the amounts of a line; False where one is of a year that has its amount."""
    text = line.text.translate(_WIDE)
    for found in _YEAR_AND_AMOUNT.finditer(text):
        year, one = parse_year(found["year"]), _amount(line, found, unit)
        if year in told.amounts:
            return False
        if year is not None and one is not None:
            told.amounts[year] = one
    total = _SUM.search(text) if told.amounts else None
    if total is not None and told.total is None:
        told.total = _amount(line, total, unit)
    return True


def _amount(line: Located, found: re.Match[str], unit: str | None) -> Amount | None:
    amount = parse_amount(found["amount"], unit)
    if amount is None or amount.yen is None:
        return None
    head = line[slice(*found.span("year"))] if "year" in found.re.groupindex else None
    return Amount(amount.yen, line[slice(*found.span("amount"))].strip(), head, amount.unit or "")
