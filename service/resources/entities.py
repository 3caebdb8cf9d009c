"""Linked data: `/id/…` leads to a description of the thing; `/doc/…` and `/graph/…` are described where they are."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from service.engine.protocol import Answer, Term
from service.language import Language, language_of
from service.problems import NOT_FOUND, Problem
from service.resources.asking import Asking
from service.resources.description import DESCRIPTION, Graph, read_graph
from service.resources.jsonld import CONTEXT_PATH, document
from service.resources.links import Addresses, link
from service.resources.thing import ThingPage
from service.resources.views import TooLittleError, Views, view_of
from service.settings import Settings
from service.sparql.endpoint import VARY, Endpoint, pick
from service.sparql.formats import GRAPH_FORMATS, HTML, JSON_LD, Format, by_name
from service.sparql.negotiate import Choice, named
from service.web.pages import Pages, page_response

FOLDERS = {"id": "A thing of the graph", "doc": "A document of the graph", "graph": "A named graph"}
EXTENSIONS = ("html", "ttl", "nt", "rdf", "jsonld", "trig", "nq")
CATALOGUE = "/.well-known/void"
_PATH = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@%/-]+")
_SAFE = "/:@!$&'()*+,;=%"
_ENCODED = re.compile(r"%[0-9a-f][0-9a-f]", re.IGNORECASE)
_HEADERS = {"vary": VARY[1].decode(), "cache-control": "public, no-cache"}


class Entities:
    """Describes one IRI below the base."""

    def __init__(
        self, settings: Settings, endpoint: Endpoint, pages: Pages, views: Views = MappingProxyType({})
    ) -> None:
        self._base = settings.base
        self._endpoint = endpoint
        self._asking = Asking(endpoint)
        self._addresses = Addresses(settings)
        self._page = ThingPage(self._asking, pages, self._addresses)
        self._views = views

    def add_to(self, app: FastAPI) -> None:
        """The routes `/id/…`, `/doc/…` and `/graph/…`."""
        for folder, name in FOLDERS.items():
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
            return await self._answer(request, encoded_path(request), format, redirect=folder == "id")

        return described

    async def _answer(self, request: Request, path: str, name: str | None, redirect: bool) -> Response:
        stem, dot, extension = path.rpartition(".")
        wanted = by_name(extension, GRAPH_FORMATS) if dot and extension in EXTENSIONS else None
        if wanted is not None:
            path = stem
        if not _PATH.fullmatch(path):
            raise Problem(NOT_FOUND, "There is no such identifier.")
        if wanted is None:
            choice = pick([name] if name else (), request.headers.get("accept"), GRAPH_FORMATS)
        else:
            choice = named(wanted)
        if redirect and wanted is None and name is None:
            await self._known(request, path)
            extension = next(e for e in EXTENSIONS if by_name(e, GRAPH_FORMATS) is choice.format)
            headers = {"vary": VARY[1].decode(), "link": _links(path, None)}
            return RedirectResponse(f"/{quote(path, safe=_SAFE)}.{extension}", 303, headers)
        if choice.format is HTML:
            return await self._as_page(request, path)
        return await self._as_data(request, path, choice)

    async def _known(self, request: Request, path: str) -> None:
        rows = await self._asking.rows(
            request, "SELECT ?thing ?p WHERE { ?thing ?p ?o } LIMIT 1", self._thing(path)
        )
        if not rows:
            raise self._unknown(path)

    def _unknown(self, path: str) -> Problem:
        return Problem(NOT_FOUND, f"The graph says nothing about {self._base}{path}.")

    async def _as_data(self, request: Request, path: str, choice: Choice) -> Response:
        if choice.format is JSON_LD:
            body = json.dumps(await self.tree(request, path), ensure_ascii=False, indent=1).encode()
        else:
            await self._known(request, path)
            answer = await self._endpoint.run(DESCRIPTION, choice.format, request.receive, self._thing(path))
            body = answer.whole()
        headers = {**_HEADERS, "content-type": choice.content_type, "link": _links(path, choice.format)}
        return Response(body, headers=headers)

    async def tree(self, request: Request, path: str) -> dict[str, Any]:
        """The description of a path below the base as framed JSON-LD; `Problem` where there is none."""
        graph = await self._graph(request, path)
        return document(graph, self._base + path, self._addresses.origin(request) + CONTEXT_PATH)

    async def _graph(self, request: Request, path: str) -> Graph:
        answer = await self._endpoint.run(DESCRIPTION, JSON_LD, request.receive, self._thing(path))
        graph = read_graph(answer.whole())
        if self._base + path not in graph:
            raise self._unknown(path)
        return graph

    async def _as_page(self, request: Request, path: str) -> Response:
        language = language_of(request)
        body = await self._own_page(request, path, language)
        if body is None:
            graph = await self._graph(request, path)
            root = self._base + path
            tree = document(graph, root, self._addresses.origin(request) + CONTEXT_PATH)
            body = await self._page(request, root, graph, tree, language)
        answer = page_response(body, language)
        answer.headers["link"] = _links(path, HTML)
        return answer

    async def _own_page(self, request: Request, path: str, language: Language) -> bytes | None:
        """The page that the class of a thing has of its own, unless all its data is asked for."""
        asked = request.query_params
        if asked.get("view") == "data" or "in" in asked:
            return None
        text = "SELECT ?thing ?type WHERE { ?thing a ?type }"
        types = await self._asking.rows(request, text, self._thing(path))
        view = view_of([row["type"]["value"] for row in types], self._views)
        if view is not None:
            with suppress(TooLittleError):
                return await view(request, path, language)
        return None

    def _thing(self, path: str) -> dict[str, Term]:
        return {"thing": Term(self._base + path, is_iri=True)}


def encoded_path(request: Request) -> str:
    """The path as IRIs have it: percent-encoded, in capitals, without the slash before it.

    Clients that put an identifier into a template of addresses encode its slashes; no IRI here has such a slash.
    """
    raw = request.scope.get("raw_path") or quote(request.url.path, safe=_SAFE).encode()
    return _ENCODED.sub(lambda found: found[0].upper(), raw.decode("ascii", "replace")).replace("%2F", "/")[
        1:
    ]


def _links(path: str, own: Format | None) -> str:
    """The other forms of a description, the address of what it describes, and the data or the catalogue behind it."""
    address = "/" + quote(path, safe=_SAFE)
    forms = {extension: by_name(extension, GRAPH_FORMATS) for extension in EXTENSIONS[:5]}
    found = [
        link(f"{address}.{extension}", "alternate", form.media_types[0])
        for extension, form in forms.items()
        if form is not None and form is not own
    ]
    found.append(link(address, "canonical"))
    if own is None or own is HTML:
        found.append(link(f"{address}.ttl", "describedby", "text/turtle"))
    else:
        found.append(link(CATALOGUE, "describedby", "text/turtle"))
    return ", ".join(found)


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
