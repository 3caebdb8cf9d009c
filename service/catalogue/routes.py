"""`/.well-known/void` and `/catalogue`: what there is; `/dumps/…`: all of it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, Response

from graph_build.checks.questions import StoredQuery
from service.catalogue.dumps import Dumps
from service.catalogue.statements import Content, Statement, statements
from service.engine.output import graph
from service.engine.protocol import Engine, Term
from service.problems import NOT_FOUND, Problem
from service.resources.asking import Asking
from service.resources.links import Addresses
from service.settings import Settings
from service.sparql.endpoint import VARY, Endpoint, pick
from service.sparql.formats import GRAPH_FORMATS, HTML

PATHS = ("/.well-known/void", "/catalogue")
_FORMATS = tuple(each for each in GRAPH_FORMATS if each is not HTML)
_CLASSES = "SELECT ?iri (COUNT(?thing) AS ?n) WHERE { ?thing a ?iri } GROUP BY ?iri ORDER BY ?iri"
_PROPERTIES = "SELECT ?iri (COUNT(*) AS ?n) WHERE { ?thing ?iri ?value } GROUP BY ?iri ORDER BY ?iri"

_LINKSETS = "SELECT DISTINCT ?set ?property ?value { ?set a void:Linkset ; ?property ?value } ORDER BY ?set ?property ?value"


class Catalogue:
    """Describes the data set that is served."""

    def __init__(
        self, settings: Settings, engine: Engine, endpoint: Endpoint, queries: Sequence[StoredQuery]
    ) -> None:
        self._base = settings.base
        self._engine = engine
        self._asking = Asking(endpoint)
        self._addresses = Addresses(settings)
        self._queries = queries
        self._dumps = Dumps(settings.data, settings.dump_texts == "yes")
        self._counted: dict[str, tuple[list[tuple[str, int]], list[tuple[str, int]]]] = {}

    def add_to(self, app: FastAPI) -> None:
        """The routes."""
        content: dict[str, Any] = {media: {} for each in _FORMATS for media in each.media_types}
        for path in PATHS:
            app.add_api_route(
                path,
                self._describe,
                methods=["GET"],
                summary="The catalogue: VoID and DCAT",
                operation_id="get_void" if "void" in path else "get_catalogue",
                response_class=Response,
                openapi_extra={
                    "parameters": [
                        {"name": "format", "in": "query", "schema": {"type": "string",
                         "enum": [each.name for each in _FORMATS]}}
                    ]
                },
                responses={200: {"description": "The catalogue", "content": content}},
            )  # fmt: skip
        app.add_api_route(
            "/dumps/{name}",
            self._dump,
            methods=["GET"],
            summary="A dump of the whole graph",
            operation_id="get_dump",
            response_class=Response,
            responses={200: {"description": "The file", "content": content | {"text/csv": {}}}},
        )

    async def _describe(self, request: Request) -> Response:
        choice = pick(request.query_params.getlist("format"), request.headers.get("accept"), _FORMATS)
        build, origin = self._engine.info.build, self._addresses.origin(request)
        if build not in self._counted:
            self._counted = {
                build: (await self._counts(request, _CLASSES), await self._counts(request, _PROPERTIES))
            }
        classes, properties = self._counted[build]
        content = Content(
            base=self._base,
            origin=origin,
            triples=self._engine.info.triples,
            classes=classes,
            properties=properties,
            dumps=await self._dumps.of(build),
            queries=self._queries,
            linksets=await self._linksets(request),
        )
        body = graph(statements(content, origin + PATHS[0]), choice.format.name)
        headers = {"vary": VARY[1].decode(), "content-type": choice.content_type}
        return Response(body, headers=headers)

    async def _linksets(self, request: Request) -> list[Statement]:
        """What the graph says of the links to other data sets."""
        return [
            (row["set"]["value"], row["property"]["value"], _term(row["value"]))
            for row in await self._asking.rows(request, _LINKSETS)
        ]

    async def _counts(self, request: Request, query: str) -> list[tuple[str, int]]:
        return [
            (row["iri"]["value"], int(row["n"]["value"])) for row in await self._asking.rows(request, query)
        ]

    async def _dump(self, request: Request, name: str) -> Response:
        build = self._engine.info.build
        dump = next((each for each in await self._dumps.of(build) if each.name == name), None)
        if dump is None:
            raise Problem(NOT_FOUND, "There is no such dump.")
        packed = {"gzip": "application/gzip", "zip": "application/zip"}
        headers = {
            "etag": f'"{dump.sha256[:32]}"',
            "repr-digest": f"sha-256=:{b64encode(bytes.fromhex(dump.sha256)).decode()}:",
            "vary": VARY[1].decode(),
            "cache-control": "public, no-cache",
            "content-type": packed.get(dump.packed, dump.media_type),
        }
        known = request.headers.get("if-none-match", "").replace("W/", "").split(",")
        if headers["etag"] in [each.strip() for each in known]:
            del headers["content-type"]
            return Response(status_code=304, headers=headers)
        return FileResponse(self._dumps.path(build, dump), headers=headers, filename=dump.name)


def _term(value: Mapping[str, str]) -> Term:
    if value["type"] == "uri":
        return Term(value["value"], is_iri=True)
    return Term(value["value"], language=value.get("xml:lang", ""), datatype=value.get("datatype", ""))
