"""Answers to the questions on projects, money and KPIs of the vision."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import groupby, pairwise

from tests.questions.source import Rows, Source, number, rounded

MEASURE, MUNICIPALITY = "災害等への対応", "菊陽町"


def members(source: Source) -> Rows:
    roles = {True: "rk:memberRole-core", False: "rk:memberRole-partner"}
    return [(source.codes[name], name, roles[name == source.core], "") for name in source.members]


def measures(source: Source) -> Rows:
    return [(m.pillar, m.field, m.number, m.title) for m in source.measures]


def projects_of(source: Source, measure: str = MEASURE) -> Rows:
    return [
        (project.title, source.codes[name], name)
        for project in source.projects
        if project.measure == measure
        for name in project.participants
    ]


def joined_by(source: Source, municipality: str = MUNICIPALITY) -> Rows:
    rows: Rows = []
    for measure in source.measures:
        own = [p for p in source.projects if p.measure == measure.title and municipality in p.participants]
        rows += [(measure.title, project.title) for project in own] or [(measure.title, "")]
    return rows


def breadth(source: Source) -> Rows:
    rows: Rows = []
    for project in source.projects:
        n, of = len(set(project.participants)), len(source.members)
        flags = (n == of, 2 * n < of, n in {2, 3})
        if any(flags):
            rows.append((project.title, str(n), *(str(flag).lower() for flag in flags)))
    return rows


def revisions(source: Source) -> Rows:
    dates = [f"{year}-{month:02}" for year, month in source.editions]
    months = [
        str(12 * (late[0] - early[0]) + late[1] - early[1]) for early, late in pairwise(source.editions)
    ]
    status = ["rk:textStatus-notInCorpus"] * (len(dates) - 1) + ["rk:textStatus-complete"]
    return list(zip(dates, ["", *dates[:-1]], ["", *months], status, strict=True))


def later(source: Source) -> Rows:
    rows: Rows = []
    for project in source.projects:
        paid = [year for year, cost in project.costs.items() if cost]
        first = min(project.costs)
        if paid and min(paid) > first:
            rows.append((project.title, min(paid), "blank" if project.costs[first] is None else "zero"))
    return rows


def cost(source: Source) -> Rows:
    rows: Rows = []
    where = {m.title: m for m in source.measures}
    keys = {
        "pillar": lambda p: where[p.measure].pillar,
        "field": lambda p: where[p.measure].field,
        "measure": lambda p: p.measure,
    }
    for level, key in keys.items():
        for title, group in groupby(source.projects, key):
            own = [project for project in group if any(c is not None for c in project.costs.values())]
            if title:
                rows.append((level, title, str(len(own)), str(sum(project.yen for project in own))))
    ten = sorted(source.projects, key=lambda p: -p.yen)[:10]
    return rows + [("project", project.title, "1", str(project.yen)) for project in ten]


def by_year(source: Source) -> Rows:
    rows: Rows = []
    before: int | None = None
    for year in source.projects[0].costs:
        amount = sum(p.costs[year] or 0 for p in source.projects)
        top = max(source.projects, key=lambda p: p.costs[year] or 0)
        largest = top.costs[year] or 0
        growth = rounded(Decimal(100 * (amount - before)) / before, 1) if before else ""
        share = rounded(Decimal(100 * largest) / amount, 1)
        rows.append((year, str(amount * 1000), growth, top.title, str(largest * 1000), share))
        before = amount
    return rows


def zeros(source: Source) -> Rows:
    return [(p.measure, p.title, str(len(p.costs))) for p in source.projects if set(p.costs.values()) == {0}]


def per_resident(source: Source) -> Rows:
    rows: Rows = []
    for project in source.projects:
        people = sum(source.residents[name] for name in project.participants)
        rows.append((project.title, str(project.yen), str(people), rounded(Decimal(project.yen) / people, 2)))
    return rows


def shared_amounts(source: Source) -> Rows:
    """The ※ notes on the amounts; one that names who pays, without the core city, says that only partners do."""
    rows: Rows = []
    for project in source.projects:
        note = re.search(r"※事業費[^。]*負担[^。]*。", "".join("".join(row) for row in project.rows))
        if note:
            named = [name for name in source.members if name in note[0]]
            scope = "partnersOnly" if named and source.core not in named else "includesPartners"
            rows.append((project.measure, project.title, f"rk:amountScope-{scope}", str(project.yen)))
    return rows


def kpis(source: Source) -> Rows:
    rows: Rows = [
        (level, monitored, name, unit, source.kpi_sources.get(name, ""))
        for level, monitored, name, _, _, unit in source.kpis
    ]
    monitored = {row[1] for row in rows}
    return rows + [("measure", m.title, "", "", "") for m in source.measures if m.title not in monitored]


def targets(source: Source) -> Rows:
    """No KPI of this vision has both a baseline and a target in figures."""
    rows: Rows = []
    for _, _, name, current, target, _ in source.kpis:
        now, goal = number(current), number(target)
        if now and goal and int(now) >= int(goal):
            rows.append((name, "", now, goal, "false", "true"))
    return rows
