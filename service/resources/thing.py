"""The page that stands for every thing without a page of its own: all that a description says, and what points here."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from service.engine.output import compact
from service.engine.protocol import Term
from service.language import Language
from service.problems import INVALID, Problem
from service.resources.asking import Asking, Row
from service.resources.description import (
    NAMING,
    PARTS,
    Graph,
    Node,
    Value,
    about,
    expanded,
    label_of,
    text_of,
)
from service.resources.links import Addresses
from service.web.pages import Pages

SHOWN, PER_PAGE = 10, 100
"""Sources shown for each property on the page of a thing, and on a page of their own."""

_VOCABULARY = "SELECT ?term ?label WHERE { ?term rdfs:label ?label FILTER(STRSTARTS(STR(?term), STR(rk:))) }"
_COUNTS = """
SELECT ?thing ?property (COUNT(?source) AS ?n) WHERE { ?source ?property ?thing }
GROUP BY ?thing ?property ORDER BY DESC(?n) ?property"""
_SOURCES = """
SELECT ?thing ?property ?source ?naming ?label WHERE {{
  {{ SELECT ?thing ?property ?source WHERE {{ ?source ?property ?thing }}
     ORDER BY ?source LIMIT {limit} OFFSET {offset} }}
  OPTIONAL {{ ?source ?naming ?label FILTER(?naming IN ({naming})) }}
}} ORDER BY ?source"""
_LAST = 10_000
_HIDDEN = frozenset(("@type", "prov:wasQuotedFrom"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as the page shows it; `rows` are what a part says."""

    text: str
    language: str = ""
    href: str = ""
    rows: Sequence[tuple[Shown, Sequence[Shown]]] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """The things that name this one by a property: how many, the first of them, the pages before and after."""

    property: Shown
    count: int
    sources: Sequence[Shown]
    all: str = ""
    previous: str = ""
    following: str = ""


class ThingPage:
    """Makes the generic page."""

    def __init__(self, asking: Asking, pages: Pages, addresses: Addresses) -> None:
        self._asking = asking
        self._pages = pages
        self._addresses = addresses

    async def __call__(
        self, request: Request, root: str, graph: Graph, tree: Mapping[str, Any], language: Language
    ) -> bytes:
        """The HTML of the thing `root`; `tree` is its description in JSON-LD."""
        said = {
            row["term"]["value"]: row["label"]["value"]
            for row in await self._asking.rows(request, _VOCABULARY)
            if row["label"].get("xml:lang") == language
        }
        writer = _Writer(graph, said, self._addresses, language)
        asked = request.query_params.get("in")
        query = about(root)
        path = self._addresses.own(root) or "/"
        values = {
            "title": writer.shown({"@id": root}),
            "iri": root,
            "path": path,
            "classes": [writer.shown({"@id": expanded(name)}) for name in graph[root].get("@type", ())],
            "rows": writer.rows(root),
            "evidence": writer.evidence(root),
            "annotations": writer.annotations(root),
            "only": asked is not None,
            "incoming": await (
                self._one(request, root, asked, writer) if asked else self._all(request, root, path, writer)
            ),
            "query": query,
            "ask": f"/sparql?{urlencode({'query': query})}",
            "json_ld": embedded(tree),
        }
        return self._pages.render("entity.html", values, request)

    async def _all(self, request: Request, root: str, path: str, writer: _Writer) -> list[Incoming]:
        counts = await self._asking.rows(request, _COUNTS, {"thing": Term(root, is_iri=True)})
        found = [(row["property"]["value"], int(row["n"]["value"])) for row in counts]
        sources = await asyncio.gather(
            *(self._sources(request, root, name, writer, SHOWN, 0) for name, _ in found)
        )
        return [
            Incoming(
                writer.shown({"@id": name}),
                count,
                some,
                all=_page(path, name, 1) if count > len(some) else "",
            )
            for (name, count), some in zip(found, sources, strict=True)
        ]

    async def _one(self, request: Request, root: str, asked: str, writer: _Writer) -> list[Incoming]:
        """One property's sources, a page of them."""
        number, name = request.query_params.get("page", "1"), expanded(asked)
        if not number.isascii() or not number.isdigit() or not 0 < int(number) <= _LAST:
            raise Problem(INVALID, f"page: a number from 1 to {_LAST}.", {"parameter": "page"})
        bound = {"thing": Term(root, is_iri=True), "property": _property(name)}
        count = await self._asking.number(
            request,
            "SELECT ?thing ?property (COUNT(?source) AS ?n) WHERE { ?source ?property ?thing } "
            "GROUP BY ?thing ?property",
            bound,
        )
        page, path = int(number), self._addresses.own(root) or "/"
        sources = await self._sources(request, root, name, writer, PER_PAGE, (page - 1) * PER_PAGE)
        return [
            Incoming(
                writer.shown({"@id": name}),
                count,
                sources,
                previous=_page(path, name, page - 1) if page > 1 else "",
                following=_page(path, name, page + 1) if page * PER_PAGE < count else "",
            )
        ]

    async def _sources(
        self, request: Request, root: str, name: str, writer: _Writer, limit: int, offset: int
    ) -> list[Shown]:
        text = _SOURCES.format(limit=limit, offset=offset, naming=", ".join(NAMING))
        bound = {"thing": Term(root, is_iri=True), "property": _property(name)}
        found: dict[str, dict[str, list[Value]]] = {}
        for row in await self._asking.rows(request, text, bound):
            node = found.setdefault(_iri(row), {})
            if "label" in row:
                value = {"@value": row["label"]["value"], "@language": row["label"].get("xml:lang", "")}
                node.setdefault(compact(row["naming"]["value"]), []).append(value)
        return [writer.named(iri, node) for iri, node in found.items()]


class _Writer:
    """Writes values for people."""

    def __init__(
        self, graph: Graph, vocabulary: Mapping[str, str], addresses: Addresses, language: Language
    ) -> None:
        self._graph = graph
        self._vocabulary = vocabulary
        self._addresses = addresses
        self._language = language

    def shown(self, value: Value) -> Shown:
        """A literal, or a link to what is named."""
        if isinstance(value, dict) and "@id" in value:
            return self.named(value["@id"], self._graph.get(value["@id"], {}))
        return Shown(*text_of(value))

    def named(self, iri: str, node: Node) -> Shown:
        """A link to a thing by its best label, else by its prefixed name or the end of its address."""
        href = self._addresses.href(iri)
        if label := label_of(node, self._language):
            return Shown(*label, href)
        if iri in self._vocabulary:
            return Shown(self._vocabulary[iri], self._language, href)
        own = self._addresses.own(iri)
        return Shown(own if own is not None and compact(iri) == iri else compact(iri), "", href)

    def rows(self, iri: str, within: frozenset[str] = frozenset()) -> list[tuple[Shown, list[Shown]]]:
        """Properties with their values; parts with what they say."""
        within |= {iri}
        return [
            (self.shown({"@id": expanded(name)}), [self._value(name, value, within) for value in values])
            for name, values in self._graph.get(iri, {}).items()
            if name not in _HIDDEN
        ]

    def _value(self, name: str, value: Value, within: frozenset[str]) -> Shown:
        shown = self.shown(value)
        if name not in PARTS or value["@id"] in within:
            return shown
        kept = [
            (head, values)
            for head, values in self.rows(value["@id"], within)
            if not any(
                each.href and each.href == self._addresses.href(iri) for each in values for iri in within
            )
        ]
        return Shown(shown.text, shown.language, shown.href, kept)

    def evidence(self, iri: str) -> list[dict[str, Any]]:
        """The places that prove the thing."""
        found = []
        for value in self._graph[iri].get("prov:wasQuotedFrom", ()):
            place = self._graph.get(value["@id"], {})
            first, last = (next(iter(place.get(f"rk:{name}", ())), None) for name in ("lineStart", "lineEnd"))
            found.append(
                {
                    "place": Shown("", "", self._addresses.href(value["@id"])),
                    "documents": [self.shown(each) for each in place.get("oa:hasSource", ())],
                    "first": first,
                    "last": last,
                    "rule": [self.shown(each) for each in place.get("rk:rule", ())],
                    "supports": [self.shown(each) for each in place.get("rk:supports", ())],
                }
            )
        return sorted(found, key=lambda each: (each["first"] or 0, each["place"].href))

    def annotations(self, iri: str) -> list[dict[str, Any]]:
        """The inferred concepts with their cue, rule and confidence."""
        found = []
        for name, node in sorted(self._graph.items()):
            if {"@id": iri} in node.get("oa:hasTarget", ()):
                said = {
                    key: [self.shown(each) for each in node.get(prop, ())]
                    for key, prop in (
                        ("body", "oa:hasBody"),
                        ("cue", "rk:cue"),
                        ("rule", "rk:rule"),
                        ("confidence", "rk:confidence"),
                    )
                }
                found.append({"href": self._addresses.href(name), **said})
        return found


def embedded(tree: Mapping[str, Any]) -> str:
    """JSON that can stand inside a script element: no `<`, `>` or `&` ends it."""
    text = json.dumps(tree, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _property(name: str) -> Term:
    if not name.startswith(("http://", "https://")) or any(sign in name for sign in ' <>"{}|\\^`\n\r\t'):
        raise Problem(INVALID, f"in: {name[:80]!r} is no property.", {"parameter": "in"})
    return Term(name, is_iri=True)


def _page(path: str, name: str, number: int) -> str:
    return f"{path}.html?{urlencode({'in': compact(name), 'page': number})}"


def _iri(row: Row) -> str:
    return row["source"]["value"]
