"""The pages of an area (圏域) and of an edition of its plan (ビジョン)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from graph_build.rdf.prefixes import PREFIXES
from service.web.blocks import Block
from service.web.rows import Row, by, distinct, grouped, largest, name
from service.web.views.kpis import indicators
from service.web.visit import Visit
from service.web.words import word

_RK = PREFIXES["rk"]
_TEXTS_SHOWN = 3


async def area(visit: Visit) -> tuple[str, Mapping[str, Any]]:
    """An area: members, agreements over time, and what its newest plan in the corpus says."""
    about, members, agreements, plans, texts = await visit.ask_all(
        *((block, {"area": visit.path}) for block in
          ("area", "area-members", "area-agreements", "area-plans", "area-texts"))
    )  # fmt: skip
    plan = next((row["plan"] for row in plans.rows if row["measures"] or row["projects"]), "")
    shown = [plan] if plan else [row["text"] for row in distinct(texts.rows, "text")][:_TEXTS_SHOWN]
    values = {
        "about": about.first,
        "core_cities": {row["core"] for row in about.rows if row["core"]},
        "by_party": by(distinct(agreements.rows, "agreement", "party"), "party"),
        "agreement_count": len(distinct(agreements.rows, "agreement")),
        "texts_by": _texts(visit, texts.rows),
        "members": members,
        "agreements": agreements,
        "plans": plans,
        "texts": texts,
        "timeline": await _timeline(visit, agreements.rows, plans.rows),
        "map": _map(visit, members.rows),
        "plan": plan,
        "measures": [await measures_of(visit, text) for text in shown],
        **(await _of_plan(visit, plan) if plan else _NO_PLAN),
    }
    values["groups"] = [word(visit.language, "core"), word(visit.language, "partner")]
    return "area.html", {"visit": visit, **values}


async def plan(visit: Visit) -> tuple[str, Mapping[str, Any]]:
    """An edition of a plan."""
    about, revisions = await visit.ask_all(
        ("plan", {"plan": visit.path}), ("plan-revisions", {"plan": visit.path})
    )
    values = {
        "about": about.first,
        "revisions": revisions,
        "measures": [await measures_of(visit, visit.path)],
        **await _of_plan(visit, visit.path),
    }
    return "plan.html", {"visit": visit, **values}


_NO_PLAN: Mapping[str, Any] = {
    "projects": None, "sharing": {}, "most": 0, "money": None, "kpis": None, "participation": None, "shared": None,
}  # fmt: skip


async def measures_of(visit: Visit, text: str) -> dict[str, Any]:
    """The measures of a text, by pillar, each with its themes; of each pillar how often it has which theme."""
    measures, themes = await visit.ask_all(("text-measures", {"text": text}), ("text-themes", {"text": text}))
    rows = distinct(measures.rows, "measure")
    of_measure = by(themes.rows, "measure")
    pillars = grouped(rows, "pillar")
    counts = [(pillar, _theme_counts(said, of_measure)) for pillar, said in pillars]
    return {
        "text": text,
        "block": measures,
        "themes_block": themes,
        "pillars": pillars,
        "themes": of_measure,
        "theme_counts": counts if of_measure else [],
        "most_themes": max((n for _, said in counts for _, n in said), default=0),
        "most": largest(rows, "amount"),
        "count": len(rows),
    }


def _theme_counts(measures: Sequence[Row], themes: Mapping[str, Sequence[Row]]) -> list[tuple[str, int]]:
    """How many of these measures have each theme, the most frequent first."""
    found = Counter(
        theme for row in measures for theme in {each["theme"] for each in themes.get(row["measure"], ())}
    )
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def _texts(visit: Visit, rows: Sequence[Row]) -> dict[str, dict[str, str]]:
    """The texts with their words in a list: a plan by its title, an agreement by the partner."""
    found = {}
    for row in distinct(rows, "text"):
        partner = name(row, "partner", visit.language)
        label = f"{partner} " if partner else ""
        found[row["text"]] = {
            "iri": row["text"],
            "label": f"{label}{name(row, 'title', visit.language)} {row['date']}".strip(),
            "measures": row["measures"],
        }
    return found


async def _of_plan(visit: Visit, plan: str) -> dict[str, Any]:
    projects, sharing, money, kpis, taking_part, shared, cores = await visit.ask_all(
        *((block, {"plan": plan}) for block in
          ("plan-projects", "plan-cost-sharing", "plan-money", "plan-kpis", "plan-participation", "plan-shared")),
        ("text-cores", {"text": plan}),
    )  # fmt: skip
    return {
        "projects": projects,
        "sharing": by(sharing.rows, "project"),
        "most": largest(projects.rows, "amount"),
        "money": _money(visit, money),
        "kpis": {"block": kpis, "list": indicators(kpis.rows), "rows": _kpi_rows(visit, kpis.rows)},
        "participation": _participation(visit, taking_part),
        "shared": _network(visit, taking_part.rows, shared, {row["core"] for row in cores.rows}),
        "groups": [word(visit.language, "core"), word(visit.language, "partner")],
    }


def _money(visit: Visit, block: Block) -> dict[str, Any]:
    years = sorted({row["year"] for row in block.rows})
    pillars = by(sorted(block.rows, key=lambda row: int(row["pillar_order"])), "pillar")
    cells = {(row["pillar"], row["year"]): int(row["amount"]) for row in block.rows}
    return {
        "block": block,
        "years": years,
        "pillars": [
            (rows[0], [cells.get((pillar, year)) for year in years], sum(int(row["amount"]) for row in rows))
            for pillar, rows in pillars.items()
        ],
        "sums": [sum(cells.get((pillar, year), 0) for pillar in pillars) for year in years],
        "rows": [
            {"x": row["year"], "y": int(row["amount"]), "group": name(row, "name", visit.language)}
            for row in block.rows
        ],
    }


def _kpi_rows(visit: Visit, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The figures of each indicator side by side; None where there is none."""
    return [
        {
            "label": name(each.about, "name", visit.language),
            "unit": each.about["unit"],
            **{kind: _figure(row) for kind, row in each.by_kind.items()},
            "href": visit.href(each.about["kpi"]),
        }
        for each in indicators(rows)
    ]


def _figure(row: Row | None) -> float | None:
    return float(row["value"]) if row and row["value"] else None


def _participation(visit: Visit, block: Block) -> dict[str, Any]:
    """Who takes part in what. An address stands in the first row of its project or municipality only: rows are many."""
    cells: list[dict[str, Any]] = []
    seen: set[str] = set()
    for row in block.rows:
        cell = {"row": name(row, "project_name", visit.language), "column": name(row, "name", visit.language)}
        for key, thing in (("rowHref", row["project"]), ("columnHref", row["member"])):
            if thing not in seen:
                seen.add(thing)
                cell[key] = visit.href(thing)
        cells.append(cell)
    return {
        "block": block,
        "members": sorted(distinct(block.rows, "member"), key=lambda row: row["member"]),
        "projects": distinct(block.rows, "project"),
        "pairs": {(row["project"], row["member"]) for row in block.rows},
        "rows": cells,
    }


def _network(
    visit: Visit, taking_part: Sequence[Row], block: Block, cores: Collection[str]
) -> dict[str, Any]:
    def side(member: str) -> str:
        return word(visit.language, "core" if member in cores else "partner")

    counts: dict[str, int] = {}
    for row in taking_part:
        counts[row["member"]] = counts.get(row["member"], 0) + 1
    members = distinct(taking_part, "member")
    labels = {row["member"]: name(row, "name", visit.language) for row in members}
    nodes: list[dict[str, Any]] = [
        {
            "id": member,
            "label": label,
            "value": counts[member],
            "group": side(member),
            "href": visit.href(member),
        }
        for member, label in labels.items()
    ]
    edges = [
        {"source": row["one"], "target": row["other"], "weight": int(row["shared"])} for row in block.rows
    ]
    return {"block": block, "labels": labels, "graph": {"nodes": nodes, "edges": edges}}


async def _timeline(visit: Visit, agreements: Sequence[Row], plans: Sequence[Row]) -> list[dict[str, Any]]:
    said = []
    for row in agreements:
        if row["event"] and row["date"]:
            kind = await visit.name(row["kind"])
            partner = name(row, "name", visit.language)
            said.append(
                {"label": partner, "start": row["date"], "group": kind, "href": visit.href(row["event"])}
            )
    plan_words = word(visit.language, "plan.edition")
    for row in plans:
        if row["issued"]:
            href = visit.href(row["plan"])
            said.append({"label": plan_words, "start": row["issued"], "group": plan_words, "href": href})
    return sorted(said, key=lambda row: (str(row["label"]), str(row["start"])))


def _map(visit: Visit, members: Sequence[Row]) -> list[dict[str, Any]]:
    core = _RK + "memberRole-core"
    return [
        {
            "lat": float(row["lat"]),
            "long": float(row["long"]),
            "label": name(row, "name", visit.language),
            "group": word(visit.language, "core" if row["role"] == core else "partner"),
            "href": visit.href(row["member"]),
        }
        for row in members
        if row["lat"] and row["long"]
    ]
