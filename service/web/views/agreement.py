"""The pages of an agreement, of one of its texts (a version or a draft), and of a bill."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from service.web.rows import Row, by, distinct, grouped, name
from service.web.views.compare import compared
from service.web.views.measure import relations
from service.web.views.roles import sides
from service.web.views.sources import places_of
from service.web.visit import Visit
from service.web.words import word


async def agreement(visit: Visit) -> tuple[str, Mapping[str, Any]]:
    """An agreement over time, with its newest text that the graph has measures of."""
    about, versions, acts = await visit.ask_all(
        *(
            (block, {"agreement": visit.path})
            for block in ("agreement", "agreement-versions", "agreement-acts")
        )
    )
    texts = distinct(versions.rows, "text")
    parties = distinct((row for row in about.rows if row["party"]), "party")
    shown = next((row["text"] for row in reversed(texts) if int(row["measures"] or 0)), "")
    values = {
        "about": about.first,
        "parties": parties,
        "about_block": about,
        "versions": versions,
        "texts": texts,
        "acts": acts,
        "act_list": list(by(acts.rows, "act").values()),
        "timeline": await _timeline(visit, acts.rows, parties),
        "shown": next((row for row in texts if row["text"] == shown), None),
        "titled": _titled(texts, shown),
        "text": await text_of(visit, shown) if shown else None,
        "changes": await _changes(visit, texts),
    }
    return "agreement.html", {"visit": visit, **values}


def _titled(texts: Sequence[Row], text: str) -> Mapping[str, str] | None:
    """The row with the agreement's own title, not that of an amendment: of the changed text, else of the first before it."""
    known = {row["text"]: row for row in texts}
    row = known.get(text)
    if row and row["title_after"]:
        return {"title": row["title_after"], "title_en": ""}
    while row and (before := known.get(row["revision_of"])):
        row = before
    return row


async def _changes(
    visit: Visit, texts: Sequence[Row], only: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """Every text (or only some) beside the one that it revises, the newest first, where the graph has the measures of both."""
    known = {row["text"]: row for row in texts if int(row["measures"] or 0)}
    pairs = [
        (known[row["revision_of"]], row)
        for text, row in known.items()
        if row["revision_of"] in known and (only is None or text in only)
    ]
    results = await asyncio.gather(
        *(compared(visit, before["text"], after["text"]) for before, after in pairs)
    )
    found = zip(pairs, results, strict=True)
    return [{"before": before, "after": after, "result": result} for (before, after), result in found][::-1]


_POSITIONS = ("", *"甲乙丙丁戊己庚辛壬癸")


def _position(row: Row) -> int:
    return _POSITIONS.index(row["position"]) if row["position"] in _POSITIONS else 0


async def version(visit: Visit) -> tuple[str, Mapping[str, Any]]:
    """A version in force, or a draft that a bill proposes."""
    about = await visit.ask("version", text=visit.path)
    first = about.first
    versions = await visit.ask("agreement-versions", agreement=first["agreement"])
    values = {
        "about": first,
        "statements": sorted(
            distinct((row for row in about.rows if row["printed"]), "position", "holder", "printed"),
            key=_position,
        ),
        "bases": sorted({row["basis"] for row in about.rows if row["basis"]}),
        "about_block": about,
        "versions": versions,
        "texts": distinct(versions.rows, "text"),
        "text": await text_of(visit, visit.path),
        "places": await places_of(visit, visit.path),
    }
    return "version.html", {"visit": visit, **values}


async def act(visit: Visit) -> tuple[str, Mapping[str, Any]]:
    """A conclusion, an amendment or a repeal: what it orders, and what the text says before and after it."""
    about = await visit.ask("act", act=visit.path)
    of_agreement = {"agreement": about.first["agreement"]}
    agreed, versions, acts = await visit.ask_all(
        *((block, of_agreement) for block in ("agreement", "agreement-versions", "agreement-acts"))
    )
    given = {row["text"] for row in about.rows}
    values = {
        "about": about.first,
        "block": about,
        "area": agreed.first["area"],
        "agreed": distinct((row for row in agreed.rows if row["party"]), "party"),
        "signatures": distinct(
            (row for row in about.rows if row["office"] or row["holder"]), "holder", "office"
        ),
        "acts": acts,
        "operations": distinct(
            (row for row in acts.rows if row["act"] == visit.thing and row["operation"]), "operation"
        ),
        "changes": await _changes(visit, distinct(versions.rows, "text"), given),
        "places": await places_of(visit, visit.path),
    }
    return "act.html", {"visit": visit, **values}


async def bill(visit: Visit) -> tuple[str, Mapping[str, Any]]:
    """A bill and what it proposes."""
    about = await visit.ask("bill", bill=visit.path)
    values = {
        "about": about.first,
        "bases": sorted({row["basis"] for row in about.rows if row["basis"]}),
        "block": about,
        "places": await places_of(visit, visit.path),
    }
    return "bill.html", {"visit": visit, **values}


async def text_of(visit: Visit, text: str) -> dict[str, Any]:
    """Articles, annexes and measures of a text, each measure with the roles of both sides."""
    measures, roles, parts, themes, wordings, links, cores = await visit.ask_all(
        *((block, {"text": text}) for block in
          ("text-measures", "text-roles", "version-parts", "text-themes", "text-wordings", "version-links", "text-cores"))
    )  # fmt: skip
    core_cities = {row["core"] for row in cores.rows}
    of_measure = by(roles.rows, "measure")
    rows = distinct(measures.rows, "measure")
    parts_by_class = by(distinct(parts.rows, "part"), "class")
    return {
        "measures": measures,
        "roles": roles,
        "parts": parts,
        "pillars": grouped(rows, "pillar"),
        "count": len(rows),
        "sides": {measure: sides(said, core_cities) for measure, said in of_measure.items()},
        "themes": by(themes.rows, "measure"),
        "wordings": {row["measure"]: row["wording"] for row in wordings.rows},
        "links": {measure: relations(said) for measure, said in by(links.rows, "measure").items()},
        "articles": next((each for name, each in parts_by_class.items() if name.endswith("#Article")), []),
        "annexes": next((each for name, each in parts_by_class.items() if name.endswith("#Annex")), []),
        "clauses": by((row for row in parts.rows if row["clause_kind"]), "part"),
    }


async def _timeline(visit: Visit, acts: Any, parties: Sequence[Row]) -> list[dict[str, Any]]:
    label = word(visit.language, "dot").join(name(row, "name", visit.language) for row in parties)
    found = []
    for row in distinct(acts, "act"):
        if row["date"]:
            kind = await visit.name(row["kind"])
            found.append(
                {"label": label, "start": row["date"], "group": kind, "href": visit.href(row["act"])}
            )
    return found
