"""Linked data: `/id/…` leads to a description of the thing, `/doc/…` describes the document."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from service.engine.output import compact
from service.engine.protocol import Answer, Term
from service.language import language_of
from service.problems import NOT_FOUND, Problem
from service.resources.views import Views, view_of
from service.settings import Settings
from service.sparql.endpoint import VARY, Endpoint, pick
from service.sparql.formats import GRAPH_FORMATS, HTML, JSON, Format, by_name
from service.sparql.negotiate import named
from service.web.pages import Pages, page_response

# The thing with all it says, the labels of what it names, and the evidence that it stands on.
_DATA = """
CONSTRUCT { ?thing ?property ?value . ?value skos:prefLabel ?label . ?evidence ?about ?said }
WHERE {
  { ?thing ?property ?value OPTIONAL { ?value skos:prefLabel ?label } }
  UNION { ?thing prov:wasQuotedFrom ?evidence . ?evidence ?about ?said }
}"""
_OUT = """
SELECT ?thing ?property ?value ?label WHERE {
  ?thing ?property ?value
  OPTIONAL { ?value skos:prefLabel|dcterms:title ?label FILTER(LANG(?label) = "ja") }
} ORDER BY ?property ?value LIMIT 2000"""
_IN = """
SELECT ?thing ?source ?property ?label WHERE {
  ?source ?property ?thing
  OPTIONAL { ?source skos:prefLabel|dcterms:title ?label FILTER(LANG(?label) = "ja") }
} ORDER BY ?property ?source LIMIT 200"""
_EXTENSIONS = {"html": HTML, "ttl": None, "nt": None, "rdf": None, "jsonld": None, "trig": None, "nq": None}
_OTHERS = (("ttl", "Turtle"), ("jsonld", "JSON-LD"), ("nt", "N-Triples"), ("rdf", "RDF/XML"))
_PATH = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@%/-]+")
_LABELS = ("skos:prefLabel", "dcterms:title", "rdfs:label")


@dataclass(frozen=True)
class _Value:
    text: str
    href: str = ""
    language: str = ""


class Entities:
    """Describes one IRI below the base."""

    def __init__(
        self, settings: Settings, endpoint: Endpoint, pages: Pages, views: Views = MappingProxyType({})
    ) -> None:
        self._views = views
        self._base = settings.base
        self._endpoint = endpoint
        self._pages = pages

    def add_to(self, app: FastAPI) -> None:
        """The routes `/id/…` and `/doc/…`."""
        for folder, name in (("id", "A thing of the graph"), ("doc", "A document of the graph")):
            app.add_api_route(
                f"/{folder}/{{path:path}}",
                self._route(folder),
                methods=["GET"],
                summary=name,
                operation_id=f"get_{folder}",
                response_class=Response,
                responses=responses(),
            )

    def _route(self, folder: str) -> Any:
        async def described(request: Request, path: str, format: str | None = None) -> Response:
            return await self._answer(request, f"{folder}/{path}", format, redirect=folder == "id")

        return described

    async def _answer(self, request: Request, path: str, name: str | None, redirect: bool) -> Response:
        stem, dot, extension = path.rpartition(".")
        wanted = by_name(extension, GRAPH_FORMATS) if dot and extension in _EXTENSIONS else None
        if wanted is not None:
            path = stem
        if not _PATH.fullmatch(path):
            raise Problem(NOT_FOUND, "There is no such identifier.")
        choice = (
            named(wanted)
            if wanted
            else pick([name] if name else (), request.headers.get("accept"), GRAPH_FORMATS)
        )
        if redirect and wanted is None and name is None:
            await self._known(request, path)
            extension = next((e for e in _EXTENSIONS if by_name(e, GRAPH_FORMATS) is choice.format), "ttl")
            return RedirectResponse(
                "/" + quote(f"{path}.{extension}", safe="/:@!$&'()*+,;="), 303, {"vary": VARY[1].decode()}
            )
        if choice.format is HTML:
            types = await self._rows(request, "SELECT ?thing ?type WHERE { ?thing a ?type }", path)
            view = view_of([row["type"]["value"] for row in types], self._views)
            if view is None:
                return await self._page(request, path)
            language = language_of(request)
            return page_response(await view(request, path, language), language)
        return await self._data(request, path, choice.format, choice.content_type)

    async def _known(self, request: Request, path: str) -> None:
        rows = await self._rows(request, "SELECT ?thing ?p WHERE { ?thing ?p ?o } LIMIT 1", path)
        if not rows:
            raise Problem(NOT_FOUND, f"The graph says nothing about {self._base}{path}.")

    async def _data(self, request: Request, path: str, form: Format, content_type: str) -> Response:
        await self._known(request, path)
        answer = await self._endpoint.run(_DATA, form, request.receive, self._thing(path))
        return respond(answer, content_type)

    async def _page(self, request: Request, path: str) -> Response:
        out = await self._rows(request, _OUT, path)
        if not out:
            raise Problem(NOT_FOUND, f"The graph says nothing about {self._base}{path}.")
        rows: dict[str, list[_Value]] = defaultdict(list)
        for row in out:
            value = self._value(row["value"], row.get("label"))
            if value not in (values := rows[compact(row["property"]["value"])]):
                values.append(value)
        labels = [value for name in _LABELS for value in rows.get(name, ())]
        label = next(
            (value.text for value in labels if value.language == "ja"), labels[0].text if labels else path
        )
        incoming = [
            (self._value(row["source"], row.get("label")), compact(row["property"]["value"]))
            for row in await self._rows(request, _IN, path)
        ]
        filled = {
            "label": label,
            "iri": self._base + path,
            "path": "/" + path,
            "others": _OTHERS,
            "rows": list(rows.items()),
            "incoming": incoming,
        }
        return self._pages.respond("entity.html", filled, request)

    def _value(self, term: Mapping[str, str], label: Mapping[str, str] | None) -> _Value:
        text = term["value"]
        if term["type"] != "uri":
            return _Value(text, language=term.get("xml:lang", ""))
        own = text.startswith((self._base + "id/", self._base + "doc/"))
        href = "/" + text.removeprefix(self._base) if own else text if text.startswith("http") else ""
        return _Value(label["value"] if label else compact(text), href)

    def _thing(self, path: str) -> dict[str, Term]:
        return {"thing": Term(self._base + path, is_iri=True)}

    async def _rows(self, request: Request, text: str, path: str) -> Sequence[Mapping[str, Any]]:
        answer = await self._endpoint.run(text, JSON, request.receive, self._thing(path))
        found: Sequence[Mapping[str, Any]] = json.loads(answer.body)["results"]["bindings"]
        return found


_HEADERS = {"vary": VARY[1].decode(), "cache-control": "public, no-cache"}


def respond(answer: Answer, content_type: str) -> Response:
    """An answer as a response of a route."""
    return Response(answer.whole(), headers={**_HEADERS, "content-type": content_type})


def responses() -> dict[int | str, dict[str, Any]]:
    """The formats of a description, for the OpenAPI document."""
    content: dict[str, Any] = {media: {} for each in GRAPH_FORMATS for media in each.media_types}
    return {
        200: {"description": "What the graph says, in the format that was asked for", "content": content},
        303: {"description": "The description of the thing"},
    }
