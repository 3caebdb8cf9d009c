"""Who pays for a project, told apart from it: a table of amounts by municipality and year below its number and title."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from graph_build.converters.items import Grid
from graph_build.converters.vision.context import Context
from graph_build.converters.vision.money.breakdown import is_payer
from graph_build.converters.vision.money.budgets import Budget, read_budget, shares_by_year
from graph_build.converters.vision.tables.signs import is_mark
from graph_build.converters.vision.tables.years import year_columns
from graph_build.converters.vision.words.heads import Head, bracket_at_end, head_of, parse_years, unit_in
from graph_build.converters.vision.words.title_markers import split_state, split_title
from graph_build.documents.model import Located
from graph_build.text.key import matching_key
from graph_build.text.money import unit_factor
from graph_build.text.numbers import parse_number


@dataclass(frozen=True, slots=True)
class Payers:
    """Such a table with the title of its project, the number before it, and the unit above it."""

    grid: Grid
    title: str
    number: str | None
    unit: str | None

    def fits(self, known: Budget) -> bool:
        """Whether a project's budget can be of these years, and does not say yet who pays."""
        columns = year_columns(self.grid.rows[:1])
        years = {year.year for year in columns.years.values()} if columns else set()
        told = {year.year for year in known.lines}
        return not known.shares and (not told or not told.isdisjoint(years))

    def read(self, context: Context) -> Budget:
        """The amounts of the table."""
        return read_budget(self.grid.rows, Head(""), self.unit, context)


def payers_of(
    grid: Grid, names: Sequence[Located | None], unit: str | None, titles: Collection[str]
) -> Payers | None:
    """The table with the project that a line above it names (``names``, the nearest first; ``titles``: matching keys of those
    known); None for another table."""
    if not _tells_payers(grid) or unit is None or unit_factor(unit) is None:
        return None
    for name in filter(None, names):
        number, _, title = split_title(split_state(_without_unit(name))[0])
        if matching_key(title.text) in titles:
            return Payers(grid, matching_key(title.text), number, unit)
    return None


def adds_up_payers(grid: Grid, unit: str | None) -> bool:
    """Whether a table is of amounts of money that it adds up over the years, and so of projects, whichever they are."""
    totals = [cell for cell in grid.rows[0] if head_of(cell).means("total")] if grid.rows else []
    return bool(totals) and unit is not None and unit_factor(unit) is not None and _tells_payers(grid)


def _tells_payers(grid: Grid) -> bool:
    """Whether years and their total stand across, names of who pays down, and amounts below them."""
    if len(grid.rows) < 2:
        return False
    heads = [cell for cell in grid.rows[0] if cell.text and cell.col > 0]
    years = parse_years(cell.text.text for cell in heads)
    dated = all(year or head_of(cell).means("total") for cell, year in zip(heads, years, strict=True))
    corner = head_of(next((cell for cell in grid.rows[0] if cell.col == 0), None))
    if sum(map(bool, years)) < 2 or not dated or (corner.key and not corner.means("payer", "place", "field")):
        return False
    below = [cell for row in grid.rows[1:] for cell in row if cell.text]
    names, amounts = [cell for cell in below if not cell.col], [cell for cell in below if cell.col]
    told = all(is_mark(cell) or parse_number(cell.text.text) is not None for cell in amounts)
    return len(names) == len(grid.rows) - 1 and all(map(is_payer, names)) and bool(amounts) and told


def _without_unit(name: Located) -> Located:
    found = bracket_at_end(name.text)
    return name[: found[0]].strip() if found is not None and unit_in(found[1]) else name.strip()


def add_payers(known: Budget, told: Budget, context: Context) -> Budget:
    """A project's budget with who pays; what both print is said once, and reported where they differ."""
    if not known.told:
        return told
    both = [(told.lines.get(year), money) for year, money in known.lines.items()]
    for own, money in [*both, (told.total, known.total)]:
        if own is not None and money is not None:
            context.out.ignore("repeated", own.text)
            if own.yen != money.yen:
                value = f"{own.text.text.strip()} ≠ {money.text.text.strip()}"
                context.out.report("total_mismatch", value, own.text)
    lines = told.lines | known.lines
    whole = replace(
        known,
        unit=known.unit or told.unit,
        lines=lines,
        blank=[one for one in known.blank or told.blank if one[0] not in lines],
        total=known.total or told.total,
        shares=told.shares,
        words=[*known.words, *told.words],
    )
    for year, yen in shares_by_year(whole).items():
        if year in known.lines and year not in told.lines and known.lines[year].yen != yen:
            text = known.lines[year].text
            context.out.report("total_mismatch", f"{year.year}: {text.text.strip()}", text)
    return whole
