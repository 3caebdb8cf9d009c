"""The pages of a project (事業) and of an indicator (KPI)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.web.rows import by, distinct, largest
from service.web.views.kpis import indicators
from service.web.views.roles import sides
from service.web.views.sources import places_of
from service.web.visit import Visit
from service.web.words import word


async def project(visit: Visit) -> tuple[str, Mapping[str, Any]]:
    """A project: participants, roles, money by year, who pays, schedule, subsidies."""
    of_item, of_project = {"item": visit.path}, {"project": visit.path}
    about, roles, cores, scopes, sharing, money, participants, schedule, subsidies = await visit.ask_all(
        ("project", of_project),
        ("item-roles", of_item),
        ("item-cores", of_item),
        ("item-role-scopes", of_item),
        ("project-cost-sharing", of_project),
        ("project-money", of_project),
        ("project-participants", of_project),
        ("project-schedule", of_project),
        ("project-subsidies", of_project),
    )
    years = distinct(money.rows, "year")
    values = {
        "about": about.first,
        "about_block": about,
        "roles": roles,
        "sides": sides(roles.rows, {row["core"] for row in cores.rows}, by(scopes.rows, "role")),
        "sharing": sharing,
        "money": money,
        "years": years,
        "shares": by((row for row in money.rows if row["payer"]), "year"),
        "most": largest(years, "amount"),
        "money_rows": [
            {"x": row["year"], "y": int(row["amount"]), "group": ""} for row in years if row["amount"]
        ],
        "participants": participants,
        "schedule": schedule,
        "schedule_items": list(by(schedule.rows, "item").values()),
        "schedule_years": sorted({row["year"] for row in schedule.rows if row["year"]}),
        "subsidies": subsidies,
        "subsidy_list": list(by(subsidies.rows, "subsidy").values()),
        "places": await places_of(visit, visit.path),
    }
    return "project.html", {"visit": visit, **values}


async def kpi(visit: Visit) -> tuple[str, Mapping[str, Any]]:
    """An indicator with its printed values."""
    about, block = await visit.ask_all(("kpi", {"kpi": visit.path}), ("kpi-values", {"kpi": visit.path}))
    one = indicators(block.rows)
    values = {
        "about": about.first,
        "indicator": one[0] if one else None,
        "block": block,
        "rows": [
            {
                "x": row["year"],
                "y": float(row["value"]),
                "group": word(visit.language, f"kpi.{row['kind'].rpartition('-')[2]}"),
            }
            for row in block.rows
            if row["value"] and row["year"]
        ],
        "places": await places_of(visit, visit.path),
    }
    return "kpi.html", {"visit": visit, **values}
