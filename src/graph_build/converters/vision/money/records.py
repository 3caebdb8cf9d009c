"""The records of a project's budget: a line for each year, the shares of it, a note for each blank cell."""

from __future__ import annotations

from collections.abc import Sequence

from graph_build.converters.vision.context import Context
from graph_build.converters.vision.money.budgets import Budget, shares_by_year
from graph_build.documents.model import Located
from graph_build.records import ids
from graph_build.records.evidence import Evidence
from graph_build.records.plan import BudgetLine, BudgetShare


def add_budget(project: str, budget: Budget, context: Context) -> None:
    """One line per project and year, its shares, and a note for every blank cell."""
    sums = shares_by_year(budget)
    years = dict.fromkeys([*budget.lines, *sums])
    for year in sorted(years, key=lambda one: one.year):
        money = budget.lines.get(year)
        line = f"{project}/budget/{year.year}"
        shares = [(share, share.amounts[year]) for share in budget.shares.values() if year in share.amounts]
        texts = [money.text] if money else [paid.text for _, paid in shares]
        context.out.add(
            BudgetLine(
                id=line,
                project=project,
                year=year.year,
                period=ids.period(str(year.year), kind="fy"),
                amount=money.yen if money else sums[year],
                printed_value=money.text.text.strip() if money else None,
                printed_unit=money.unit if money else shares[0][1].unit,
                evidence=_evidence("budget.cell", texts, money.head if money else shares[0][1].head, context),
            )
        )
        for share, paid in shares:
            payer = share.place.code5 if share.place else ids.unresolved(share.name)
            context.out.add(
                BudgetShare(
                    id=f"{line}/share/{payer}",
                    budget_line=line,
                    payer=ids.place(payer) if share.place else None,
                    payer_text=None if share.place else share.name,
                    amount=paid.yen,
                    printed_value=paid.text.text.strip(),
                    evidence=_evidence("budget.share", [paid.text], None, context),
                )
            )
    for blank, head in budget.blank:
        context.out.report("blank_budget_cell", str(blank.year), head, about=project)


def _evidence(
    rule: str, texts: Sequence[Located], head: Located | None, context: Context
) -> tuple[Evidence, ...]:
    """The cells prove the record, the head of their column its year."""
    found = [context.out.evidence(rule, *texts)]
    if head:
        found.append(context.out.evidence("budget.year", head, supports=("year",)))
    return tuple(found)
