"""Data extension: the values of properties for things that were reconciled, from the graph."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from graph_build.rdf.prefixes import PREFIXES, expand
from service.engine.protocol import Term
from service.reconcile.schema import PROPERTIES, Property

_LABELS = """OPTIONAL { ?value skos:prefLabel ?label FILTER(LANG(?label) = "ja") }
  OPTIONAL { ?value dcterms:title ?title FILTER(LANG(?title) = "ja") }"""
_FORWARD = f"SELECT DISTINCT ?thing ?property ?value ?label ?title WHERE {{ ?thing ?property ?value {_LABELS} }} ORDER BY ?value"
_BACKWARD = f"SELECT DISTINCT ?thing ?property ?value ?label ?title WHERE {{ ?value ?property ?thing {_LABELS} }} ORDER BY ?value"
_INTEGER, _DECIMALS = expand("xsd:integer"), {expand("xsd:decimal"), expand("xsd:double")}

Row = Mapping[str, Mapping[str, str]]
Rows = Callable[[str, Mapping[str, Term]], Awaitable[Sequence[Row]]]
"""Asks a query that the service holds, with bound terms."""


async def values(
    thing: str, asked: Sequence[Property], base: str, rows: Rows
) -> dict[str, list[dict[str, Any]]]:
    """Property id → the cells of its values for one thing (an IRI)."""
    bound = {"thing": Term(thing, is_iri=True)}
    stated = await rows(_FORWARD, bound) if any(not each.inverse for each in asked) else ()
    found = {}
    for each in asked:
        predicate = expand(each.predicate)
        said = stated
        if each.inverse:
            said = await rows(_BACKWARD, {**bound, "property": Term(predicate, is_iri=True)})
        here = [row for row in said if row.get("property", {"value": predicate})["value"] == predicate]
        cells = [_cell(row, base) for row in here if _in_language(row["value"], each.language)]
        found[each.id] = [json.loads(cell) for cell in dict.fromkeys(map(json.dumps, cells))]
    return found


def known(names: Sequence[str]) -> list[Property]:
    """The properties of these ids, each once; raises KeyError for one that is not there."""
    return [PROPERTIES[name] for name in dict.fromkeys(names)]


def _in_language(value: Mapping[str, str], language: str) -> bool:
    return not language or value.get("xml:lang", "").lower() == language


def _cell(row: Row, base: str) -> dict[str, Any]:
    value = row["value"]
    text = value["value"]
    name = next((row[each]["value"] for each in ("label", "title") if each in row), "")
    if value["type"] == "uri":
        if text.startswith(f"{base}id/"):
            path = text.removeprefix(f"{base}id/")
            return {"id": path, "name": name or path}
        return {"str": name if name and text.startswith(PREFIXES["rk"]) else text}
    datatype = value.get("datatype")
    if datatype == _INTEGER:
        return {"int": int(text)}
    return {"float": float(text)} if datatype in _DECIMALS else {"str": text}
