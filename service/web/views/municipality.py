"""The page of a municipality: where it takes part, what it does there beside the core city, figures about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from service.language import Language
from service.web.rows import Row, by, distinct, largest, name
from service.web.visit import Visit

_BLOCKS = (
    "municipality",
    "municipality-areas",
    "municipality-agreements",
    "municipality-roles",
    "municipality-plan-roles",
    "municipality-projects",
    "municipality-money",
    "municipality-statistics",
    "municipality-facilities",
)


async def municipality(visit: Visit) -> tuple[str, Mapping[str, Any]]:
    """A municipality."""
    (
        about,
        areas,
        agreements,
        roles,
        plan_roles,
        projects,
        money,
        statistics,
        facilities,
    ) = await visit.ask_all(*((block, {"municipality": visit.path}) for block in _BLOCKS))
    return "municipality.html", {
        "visit": visit,
        "about": about.first,
        "areas": areas,
        "agreements": agreements,
        "agreement_list": list(by(agreements.rows, "agreement").values()),
        "roles": roles,
        "role_tables": [
            _table(rows, visit.thing, visit.language) for rows in by(roles.rows, "agreement").values()
        ],
        "plan_roles": plan_roles,
        "plan_role_table": _sides(plan_roles.rows),
        "plan_roles_most": largest(plan_roles.rows, "roles"),
        "projects": projects,
        "most": largest(projects.rows, "amount"),
        "money": money,
        "money_rows": [{"x": row["year"], "y": int(row["amount"]), "group": ""} for row in money.rows],
        "statistics": statistics,
        "facilities": facilities,
        "facility_kinds": [
            (kind, distinct(rows, "facility")) for kind, rows in by(facilities.rows, "type").items()
        ],
    }


def _table(rows: Sequence[Row], own: str, language: Language) -> dict[str, Any]:
    """Kinds of roles of one agreement: the municipality's own count first, then those of the other parties."""
    holders = sorted(distinct(rows, "holder"), key=lambda row: (row["holder"] != own, row["holder"]))
    counts = {(row["kind"], row["holder"]): int(row["roles"]) for row in rows}
    kinds = sorted({row["kind"] for row in rows}, key=lambda kind: -counts.get((kind, own), 0))
    return {
        "agreement": rows[0]["agreement"],
        "partners": [name(row, "holder_name", language) for row in holders if row["holder"] != own],
        "holders": holders,
        "kinds": kinds,
        "counts": counts,
        "most": max(counts.values()),
    }


def _sides(rows: Sequence[Row]) -> list[tuple[str, int, int]]:
    """Kinds of roles in plans: kind, how often the municipality, how often the core cities."""
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        counts.setdefault(row["kind"], {})[row["side"]] = int(row["roles"])
    found = [(kind, each.get("own", 0), each.get("core", 0)) for kind, each in counts.items()]
    return sorted(found, key=lambda each: (-each[1], -each[2], each[0]))
