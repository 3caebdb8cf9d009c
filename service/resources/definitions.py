"""`/def`: the ontology, as a page for people and as data."""

from __future__ import annotations

import json
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from service.engine.protocol import Engine, Term
from service.language import language_of
from service.problems import NOT_FOUND, Problem
from service.resources.entities import respond, responses
from service.settings import Settings
from service.sparql.endpoint import Endpoint, pick
from service.sparql.formats import GRAPH_FORMATS, HTML, JSON, by_name
from service.sparql.negotiate import named
from service.web.ontology.page import ontology_page
from service.web.ontology.terms import QUERY, Ontology, read
from service.web.pages import Pages, page_response

PATH = "/def"
_ALL = "CONSTRUCT { ?term ?property ?value } WHERE { GRAPH ?graph { ?term ?property ?value } }"
_EXTENSIONS = ("html", "ttl", "jsonld", "nt", "rdf")


class Definitions:
    """Serves the ontology of the graph that is loaded, never that of the package."""

    def __init__(self, settings: Settings, engine: Engine, endpoint: Endpoint, pages: Pages) -> None:
        self._graph = f"{settings.base}graph/ontology"
        self._engine = engine
        self._endpoint = endpoint
        self._pages = pages
        self._read: dict[str, Ontology] = {}

    def add_to(self, app: FastAPI) -> None:
        """The routes `/def` and its twins `/def.ttl` …; the ontology's version has its own path."""
        for path in (PATH, f"{PATH}.{{extension}}"):
            app.add_api_route(
                path,
                self._answer,
                methods=["GET"],
                summary="The ontology",
                operation_id=f"get_def{'' if path == PATH else '_as'}",
                response_class=Response,
                responses=responses(),
            )

    async def _answer(self, request: Request, extension: str | None = None) -> Response:
        if extension is not None and extension not in _EXTENSIONS:
            raise Problem(NOT_FOUND, f"The ontology is served as {', '.join(_EXTENSIONS)}.")
        wanted = by_name(extension, GRAPH_FORMATS) if extension else None
        choice = named(wanted) if wanted else pick((), request.headers.get("accept"), GRAPH_FORMATS)
        if choice.format is HTML:
            body = ontology_page(self._pages, await self._ontology(request), request, PATH)
            return page_response(body, language_of(request))
        bound = {"graph": Term(self._graph, is_iri=True)}
        answer = await self._endpoint.run(_ALL, choice.format, request.receive, bound)
        return respond(answer, choice.content_type)

    async def _ontology(self, request: Request) -> Ontology:
        build = self._engine.info.build
        if build not in self._read:
            answer = await self._endpoint.run(QUERY, JSON, request.receive)
            rows: list[Any] = json.loads(answer.body)["results"]["bindings"]
            try:
                self._read = {build: read(rows)}
            except LookupError as error:
                raise Problem(NOT_FOUND, f"{error}.") from None
        return self._read[build]
