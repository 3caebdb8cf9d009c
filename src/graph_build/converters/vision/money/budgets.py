"""Money by year: values under their years, blank cells, totals, and shares of municipalities."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from graph_build.converters.items import printed
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.members.participants import group_of
from graph_build.converters.vision.money.amounts_told import read_told
from graph_build.converters.vision.money.breakdown import (
    below_years,
    is_payer,
    payer_named,
    without_margins,
    without_parts,
)
from graph_build.converters.vision.money.years_down import turned
from graph_build.converters.vision.tables.blocks import holds_rows
from graph_build.converters.vision.tables.signs import Row, is_mark, is_money_unit
from graph_build.converters.vision.tables.years import YearColumns, year_columns
from graph_build.converters.vision.words.heads import Head, Year, head_of
from graph_build.documents.model import Cell, Located
from graph_build.places.gazetteer import Place
from graph_build.text.key import matching_key
from graph_build.text.money import parse_amount, unit_factor, unit_of_label

_WHOLE = re.compile(
    r"(?:[0-9０-９一二三四五六七八九十]+[かカヶケ箇]?年間?|(?:計画)?期間(?:中|全体)?)の?(?:総額|総事業費|事業費|合計|計)?"
    r"(?:は|で|:|：)?[\s　]*(?=[0-9０-９])"
)
"""What stands in front of the amount for all years: 「５年間の総額 96,000千円」."""
_OF_PAYERS = re.compile(r"内訳$|負担(?:額|分)?$|別$")
"""A label in front of the names of those who pay: 市町別内訳."""
# 「※１ 1,000」: a mark of a note in front of a figure.
_NOTE_MARK = re.compile(r"[\s　]*[※＊*](?:[0-9０-９]{1,2}(?=[\s　])|[)）])?[\s　]*(?=[0-9０-９△▲-])")
_RANGE = re.compile(r"[\s　]*[~～〜-][\s　]*[0-9０-９]")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as printed, in yen, with its cell and the head of its column."""

    yen: int
    text: Located
    head: Located | None
    unit: str


@dataclass(slots=True)
class Share:
    """What one payer bears: a municipality, or a group of members as printed (``place`` None)."""

    name: str
    place: Place | None
    amounts: dict[Year, Money] = field(default_factory=dict)
    total: Money | None = None
    blank: list[tuple[Year, Located]] = field(default_factory=list)
    """Years whose cell is empty, with the head of their column."""
    label: Located | None = None


@dataclass(slots=True)
class Budget:
    """What a plan prints about the money of one project."""

    unit: str | None = None
    lines: dict[Year, Money] = field(default_factory=dict)
    blank: list[tuple[Year, Located | None]] = field(default_factory=list)
    total: Money | None = None
    shares: dict[str, Share] = field(default_factory=dict)
    words: list[Located] = field(default_factory=list)
    without_unit: bool = False
    """An amount without any unit was found (and reported, once)."""

    @property
    def told(self) -> bool:
        """Whether anything is printed about money."""
        return bool(self.lines or self.blank or self.total or self.shares or self.words)


def read_budget(rows: Sequence[Row], head: Head, unit: str | None, context: Context) -> Budget:
    """The budget of a row block: a row of years, and rows of values below it (one, or one per municipality).

    ``unit`` is used where the label prints none. Values without a row of years are no budget of any year: they are
    reported and left unread.
    """
    rows = turned(rows)
    columns = year_columns(rows)
    budget = Budget(unit=head.unit or unit)
    if columns is None:
        _without_years(rows, budget, context)
        return budget
    if not columns.in_order():
        context.out.report("unordered_years", "", *(cell.text for cell in columns.cells.values()))
    for cell in columns.cells.values():
        context.out.ignore("label", cell.text)
        budget.unit = budget.unit or unit_of_label(cell.text.text)
    for cell in (cell for row in rows[: columns.row] for cell in row if is_money_unit(cell.text.text)):
        budget.unit = budget.unit or unit_of_label(cell.text.text)
        context.out.ignore("label", cell.text)
    for row in without_margins(without_parts(below_years(rows, columns), columns, context), columns):
        _value_row(row, columns, budget, context)
    alone(budget)
    units = {money.unit for money in budget.lines.values()}
    if budget.unit is None and len(units) == 1:
        budget.unit = units.pop() or None
    check_budget(budget, context)
    return budget


def _without_years(rows: Sequence[Row], budget: Budget, context: Context) -> None:
    cells = [cell for row in rows for cell in row if cell.text]
    if total := next((row for row in rows if _names_total(row, budget)), None):
        label, amount = (cell for cell in total if cell.text)
        context.out.ignore("label", label.text)
        budget.total = money_of(amount, None, budget, context)
        cells = [cell for cell in cells if cell not in (label, amount)]
        if cells and any(parse_amount(cell.text.text, budget.unit) for cell in cells):
            context.out.report("missing_header", "事業費", *(cell.text for cell in cells))
        else:
            budget.words += [cell.text for cell in cells]
        return
    if any(map(holds_rows, cells)):
        context.out.report("missing_header", "事業費", *(cell.text for cell in cells))
        return
    amounts = [parse_amount(cell.text.text, budget.unit) for cell in cells]
    whole = _WHOLE.match(cells[0].text.text) if len(cells) == 1 else None
    if whole is not None and not read_told(cells[0].text, budget.unit):
        budget.total = money_of(replace(cells[0], text=cells[0].text[whole.end() :]), None, budget, context)
        budget.unit = budget.unit or (budget.total.unit if budget.total else None)
        budget.words += [cells[0].text]
    elif len(cells) == 1 and amounts[0] and amounts[0].yen is None and _in_words(cells, budget, context):
        check_budget(budget, context)  # 「2019年度 6,000千円、2020年度 …」
    elif len(cells) == 1 and amounts[0] is not None:
        budget.total = money_of(cells[0], None, budget, context)
    elif not any(is_mark(cell) for cell in cells) and _in_words(cells, budget, context):
        alone(budget)
        check_budget(budget, context)
    elif any(amount and amount.yen is not None for amount in amounts):
        context.out.report("missing_header", "事業費", *(cell.text for cell in cells))
    else:
        budget.words += [cell.text for cell in cells]


def _names_total(row: Row, budget: Budget) -> bool:
    """Whether a row is the word for a total and its amount: 「総額 | 5,000」."""
    cells = [cell for cell in row if cell.text]
    if len(cells) != 2 or not head_of(cells[0]).means("total"):
        return False
    amount = parse_amount(cells[1].text.text, budget.unit)
    return amount is not None and amount.yen is not None


def _in_words(cells: Sequence[Cell], budget: Budget, context: Context) -> bool:
    """Amounts with their years in running text, of the project or line by line of who pays; False if there are none."""
    found = [told for cell in cells for told in read_told(cell.text, budget.unit)]
    for told in found:
        amounts = {year: Money(one.yen, one.text, one.head, one.unit) for year, one in told.amounts.items()}
        total = Money(told.total.yen, told.total.text, None, told.total.unit) if told.total else None
        if told.payer is None:
            budget.lines |= amounts
            budget.total = total or budget.total
        elif (share := _share_of(told.payer, budget, context)) is not None:
            share.amounts, share.total = amounts, total
    if not found:
        return False
    budget.unit = budget.unit or next(iter(found[0].amounts.values())).unit
    if budget.shares:
        context.out.ignore("label", *(cell.text for cell in cells))
    else:
        budget.words += [cell.text for cell in cells]
    return True


def _share_of(payer: Located, budget: Budget, context: Context) -> Share | None:
    """The share of a payer, new if there is none yet; None for a name that is neither a place nor a group."""
    label, payer = payer, payer_named(payer)
    grouped = group_of(payer.text) is not None or matching_key(payer.text) in context.groups
    place = None if grouped else context.place(payer)
    if place is None and not grouped:
        return None
    context.out.ignore("label", label)
    key = place.code5 if place else matching_key(payer.text)
    return budget.shares.setdefault(key, Share(place.name if place else printed(payer), place, label=payer))


def _value_row(row: Row, columns: YearColumns, budget: Budget, context: Context) -> None:
    cells = {cell.col: cell for cell in row}
    labels = [cell for cell in row if cell.col < columns.first and cell.text]
    payer = next((cell for cell in labels if is_payer(cell) and not head_of(cell).means("total")), None)
    if payer is None and not any(cell.text for cell in row) and (budget.lines or budget.blank):
        return
    if payer is not None:
        said = [cell.text for cell in labels if _OF_PAYERS.search(matching_key(cell.text.text))]
        context.out.ignore("label", *said)
        _shares(payer, cells, columns, budget, context)
        return
    if any(
        cell.col + cell.colspan > columns.first for cell in labels
    ):  # 「各市町の予算による」 over all years
        budget.words += [cell.text for cell in labels]
        return
    for label in labels:
        if unit := unit_of_label(label.text.text):
            budget.unit = budget.unit or unit
            context.out.ignore("label", label.text)
        if head_of(label).means("total") or head_of(label).means("budget"):
            context.out.ignore("label", label.text)
            budget.lines.clear()
            budget.blank.clear()
    read_amounts(
        cells, {col: (year, columns.cells[col].text) for col, year in columns.years.items()}, budget, context
    )
    if columns.total is not None and (cell := cells.get(columns.total)) and cell.text:
        budget.total = money_of(cell, columns.cells[columns.total].text, budget, context)


def read_amounts(
    cells: Mapping[int, Cell], heads: Mapping[int, tuple[Year, Located]], budget: Budget, context: Context
) -> None:
    """The amounts of a row below their years; beside words that stand for all years (各市町の予算による) no cell is blank."""
    filled = [cells[col] for col in heads if col in cells and cells[col].text]
    in_words = len(filled) == 1 and parse_amount(filled[0].text.text, budget.unit) is None
    for col, (year, head) in heads.items():
        cell = cells.get(col)
        if cell is not None and cell.text:
            if money := money_of(cell, head, budget, context):
                budget.lines[year] = money
        elif not in_words:
            budget.blank.append((year, head))


def _shares(
    payer: Cell, cells: dict[int, Cell], columns: YearColumns, budget: Budget, context: Context
) -> None:
    heads = {col: (year, columns.cells[col].text) for col, year in columns.years.items()}
    read_shares(payer.text, cells, heads, columns.total, budget, context)


def read_shares(
    payer: Located,
    cells: dict[int, Cell],
    heads: dict[int, tuple[Year, Located]],
    total: int | None,
    budget: Budget,
    context: Context,
) -> None:
    """What one payer bears: a row of amounts under the years, and their sum, which is checked."""
    share = _share_of(payer, budget, context)
    if share is None:
        return
    for col, (year, head) in heads.items():
        cell = cells.get(col)
        if cell is None or not cell.text:
            share.blank.append((year, head))
        elif money := money_of(cell, head, budget, context):
            share.amounts[year] = money
    own = cells.get(total) if total is not None else None
    if own is not None and own.text:
        share.total = money_of(own, None, budget, context)
        if share.total is not None and share.total.yen != sum(one.yen for one in share.amounts.values()):
            context.out.report("total_mismatch", f"{share.name} {share.total.text.text.strip()}", own.text)
        if share.total is not None:
            context.out.ignore("label", own.text)


def alone(budget: Budget) -> None:
    """What the row of the only payer says is said of the project, where no row of totals is printed: its sum, its blanks."""
    if budget.lines or len(budget.shares) != 1:
        return
    (share,) = budget.shares.values()
    budget.total = budget.total or share.total
    budget.blank, share.blank = [*budget.blank, *share.blank], []


def with_total(known: Budget, further: Budget, context: Context) -> Budget:
    """The amounts of a further row of a sheet; one that only adds up those above (総事業費 below 事業費) gives their total, and is
    reported where they print another one. A total above rows of amounts stays theirs."""
    if not (known.lines or known.shares) or further.lines or further.shares:
        told = further.lines or further.shares
        both = replace(
            further,
            unit=further.unit or known.unit,
            blank=further.blank if told else [*known.blank, *further.blank],
            total=further.total or known.total,
            words=[*known.words, *further.words],
        )
        if further.total is None:
            _check_total(both, context)
        return both
    if known.total is None or further.total is None:
        return replace(known, total=known.total or further.total, words=[*known.words, *further.words])
    context.out.ignore("label", further.total.text)
    if known.total.yen != further.total.yen:
        context.out.report("total_mismatch", further.total.text.text.strip(), further.total.text)
    return replace(known, words=[*known.words, *further.words])


def money_of(cell: Cell, head: Located | None, budget: Budget, context: Context) -> Money | None:
    """The amount in a cell; signs for nothing are set aside, words are kept, an amount without unit is reported."""
    mark = _NOTE_MARK.match(cell.text.text)
    text = cell.text[mark.end() :] if mark else cell.text
    amount = parse_amount(text.text, budget.unit)
    if amount is None:
        budget.words.append(cell.text)
        return None
    if _RANGE.match(text.text[amount.end :]):
        context.out.report("unreadable_figure", text.text.strip(), cell.text)
        budget.words.append(cell.text)
        return None
    if amount.yen is None:
        if amount.note in ("dash", "slash", "blank"):
            context.out.ignore("no_value", cell.text)
        elif amount.unit is None:
            if not budget.without_unit:
                context.out.report("missing_unit", amount.printed, cell.text)
            budget.without_unit = True
        else:
            context.out.report("unreadable_figure", amount.printed, cell.text)
        return None
    rest = text[amount.end :].strip()
    if rest:
        budget.words.append(rest)
    context.out.ignore("label", cell.text[: mark.end()] if mark else None)
    return Money(amount.yen, text[amount.start : amount.end], head, amount.unit or "")


def check_budget(budget: Budget, context: Context) -> None:
    """Report blanks of payers, a total that the years do not add up to, and years that the shares do not add up to."""
    for share in budget.shares.values():
        for year, _ in share.blank:
            context.out.report("blank_budget_cell", f"{share.name} {year.year}", share.label)
    _check_total(budget, context)
    if budget.shares:
        sums = shares_by_year(budget)
        for year, money in budget.lines.items():
            if year in sums and sums[year] != money.yen:
                context.out.report("total_mismatch", f"{year.year}: {money.text.text.strip()}", money.text)


def _check_total(budget: Budget, context: Context) -> None:
    by_year = {year: money.yen for year, money in budget.lines.items()} or shares_by_year(budget)
    if budget.total is not None and by_year and sum(by_year.values()) != budget.total.yen:
        total = Decimal(sum(by_year.values())) / (unit_factor(budget.total.unit) or 1)
        value = f"{total:,f} ≠ {budget.total.text.text.strip()}"
        context.out.report("total_mismatch", value, budget.total.text)


def shares_by_year(budget: Budget) -> dict[Year, int]:
    """What the payers bear together, by year."""
    sums: dict[Year, int] = {}
    for share in budget.shares.values():
        for year, money in share.amounts.items():
            sums[year] = sums.get(year, 0) + money.yen
    return sums
