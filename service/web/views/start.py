"""The start page: what there is, and three stored questions with the answers of the graph that is served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from graph_build.checks.questions import StoredQuery
from graph_build.rdf.prefixes import PREFIXES
from service.web.blocks import Block
from service.web.rows import Row, name
from service.web.visit import Visit
from service.web.words import word

_ROWS = 5
# Question → its columns here: (Japanese column, English column, column of the thing behind it, whether a figure).
_QUESTIONS: Sequence[tuple[int, Sequence[tuple[str, str, str, bool]]]] = (
    (
        21,
        (
            ("year", "year", "", False),
            ("amount", "amount", "", True),
            ("growth", "growth", "", True),
        ),
    ),
    (12, (("partner", "partner", "partner", False), ("measure", "measure", "measure", False))),
    (
        37,
        (("kpi", "english", "node", False), ("current", "current", "", True), ("target", "target", "", True)),
    ),
)


async def start(visit: Visit, queries: Sequence[StoredQuery], build: str) -> tuple[str, Mapping[str, Any]]:
    """The start page; a question whose example has no answer in this graph is left out."""
    numbers, areas, documents = await visit.ask_all(
        ("start-numbers", {}), ("start-areas", {}), ("start-documents", {})
    )
    counts = {row["class"]: row["things"] for row in numbers.rows}
    by_number = {query.number: query for query in queries}
    asked = [
        await _question(visit, by_number[number], columns)
        for number, columns in _QUESTIONS
        if number in by_number
    ]
    values = {
        "numbers": [
            (word(visit.language, words), counts[PREFIXES["rk"] + name])
            for name, words in _NUMBERS.items()
            if PREFIXES["rk"] + name in counts
        ],
        "numbers_block": numbers,
        "areas": areas,
        "documents": documents,
        "questions": [each for each in asked if each is not None],
        "queries": len(queries),
        "build": build,
    }
    return "start.html", {"visit": visit, **values}


_NUMBERS = {
    "Area": "nav.areas",
    "Agreement": "agreements",
    "Vision": "plan.editions",
    "Measure": "measures",
    "RoleStatement": "roles",
    "Project": "projects",
    "BudgetLine": "start.amounts",
    "Kpi": "kpis",
    "Statistic": "statistics",
    "Facility": "facilities",
    "Document": "documents",
    "Evidence": "start.places",
}


async def _question(
    visit: Visit, query: StoredQuery, columns: Sequence[tuple[str, str, str, bool]]
) -> dict[str, Any] | None:
    given = {param.name: param.example for param in query.params if not param.optional}
    block = await visit.stored(query, given)
    if not block.rows:
        return None
    rows = []
    for row in block.rows[:_ROWS]:
        rows.append({ja: await _cell(visit, row, en if visit.language == "en" else ja, thing)
                     for ja, en, thing, _ in columns})  # fmt: skip
    return {
        "query": query,
        "href": f"/queries/{query.name}?{urlencode(given)}",
        "columns": [
            {"name": ja, "label": word(visit.language, f"column.{ja}"), "number": figure}
            for ja, _, _, figure in columns
        ],
        "rows": rows,
        "total": len(block.rows),
    }


async def _cell(visit: Visit, row: Row, column: str, thing: str) -> dict[str, str] | None:
    text = row[column]
    if not text:
        return None
    if thing == column:
        label: Block = await visit.ask("label", thing=text)
        return {
            "text": name(label.rows[0], "name", visit.language) if label.rows else text,
            "href": visit.href(text),
        }
    return {"text": text, "href": visit.href(row[thing]) if thing else ""}
