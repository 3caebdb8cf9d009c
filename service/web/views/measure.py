"""The page of a measure (取組)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from service.web.rows import Row, by, distinct, largest
from service.web.views.kpis import indicators
from service.web.views.roles import sides
from service.web.views.sources import places_of
from service.web.visit import Visit


async def measure(visit: Visit) -> tuple[str, Mapping[str, Any]]:
    """A measure: its wording, who does what, its projects, and the same measure elsewhere."""
    of_item = {"item": visit.path}
    of_measure = {"measure": visit.path}
    about, roles, cores, scopes, themes, kpis, projects, variants, links = await visit.ask_all(
        ("measure", of_measure),
        ("item-roles", of_item),
        ("item-cores", of_item),
        ("item-role-scopes", of_item),
        ("item-themes", of_item),
        ("item-kpis", of_item),
        ("measure-projects", of_measure),
        ("measure-variants", of_measure),
        ("measure-links", of_measure),
    )
    core_cities = {row["core"] for row in cores.rows}
    values = {
        "about": about.first,
        "about_block": about,
        "roles": roles,
        "sides": sides(roles.rows, core_cities, by(scopes.rows, "role")),
        "themes": themes,
        "kpis": kpis,
        "kpi_list": indicators(kpis.rows),
        "projects": projects,
        "most": largest(projects.rows, "amount"),
        "variants": variants,
        "variant_list": list(by(variants.rows, "variant").values()),
        "links": links,
        "relations": relations(links.rows),
        "places": await places_of(visit, visit.path),
    }
    return "measure.html", {"visit": visit, **values}


def relations(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """The other measures by how they are related, each once."""
    return [(relation, distinct(said, "other")) for relation, said in by(rows, "relation").items()]
