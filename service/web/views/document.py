"""The pages of a document and of a place in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from service.web.rows import Row, by, distinct
from service.web.views.sources import Line, lines, lines_of
from service.web.visit import Visit

_CONTEXT = 12


async def document(visit: Visit) -> tuple[str, Mapping[str, Any]]:
    """A document: how much of it is mapped, what was found, what it states, and its lines where they are at hand."""
    of_document = {"document": visit.path}
    about, problems, statements = await visit.ask_all(
        *((block, of_document) for block in ("document", "document-problems", "document-statements"))
    )
    first = about.first
    counts = {name: int(first[name]) for name in ("mapped", "ignored", "unresolved")}
    text = visit.text(first["sha256"])
    places = await visit.ask("document-places", **of_document) if text is not None else None
    values = {
        "about": first,
        "block": about,
        "counts": counts,
        "total": sum(counts.values()),
        "problems": problems,
        "problem_groups": list(by(problems.rows, "code").values()),
        "severities": {name: len(rows) for name, rows in by(problems.rows, "severity").items()},
        "statements": [row for row in statements.rows if not row["class"].endswith("#Act")],
        "statements_block": statements,
        "lines": _all_lines(text, places.rows) if text is not None and places else [],
        "places_block": places,
    }
    return "document.html", {"visit": visit, **values}


async def evidence(visit: Visit) -> tuple[str, Mapping[str, Any]]:
    """A place in a document: what it states, and the words where the text is at hand."""
    block = await visit.ask("evidence", place=visit.path)
    about = block.first
    values = {
        "about": about,
        "block": block,
        "things": distinct((row for row in block.rows if row["thing"]), "thing"),
        "properties": sorted({row["property"] for row in block.rows if row["property"]}),
        "lines": lines_of(visit, [about], _CONTEXT),
    }
    return "evidence.html", {"visit": visit, **values}


def _all_lines(text: str, places: Sequence[Row]) -> list[tuple[Line, list[Row]]]:
    """Every line with the things that are stated there first."""
    starting = by(places, "line_start")
    whole = lines(text, range(1, text.count("\n") + 2), [])
    return [(line, starting.get(str(line.number), [])[:4]) for line in whole]
