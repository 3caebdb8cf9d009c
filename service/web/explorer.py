"""The explorer: pages for the things of the graph, each block of them with its data and its query."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.responses import Response

from graph_build.checks.parameters import read_values
from graph_build.checks.questions import StoredQuery
from graph_build.rdf.prefixes import PREFIXES
from graph_build.release.folder import MANIFEST, ReleaseFolder
from service.engine.protocol import Term
from service.language import COOKIE, Language, language_of
from service.problems import INVALID, NOT_FOUND, Problem
from service.resources.views import View
from service.settings import Settings
from service.sparql.endpoint import Endpoint
from service.sparql.formats import CSV, JSON
from service.web.blocks import Block, UnusableValueError, load_blocks
from service.web.pages import Pages, page_response
from service.web.views import VIEWS
from service.web.views.compare import compare
from service.web.views.rows import by
from service.web.views.start import start
from service.web.words import word

_KEPT_PAGES = 512
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Names:
    """The labels of concepts, classes and properties of the ontology in both languages."""

    labels: Mapping[str, Mapping[Language, str]]

    def of(self, iri: str, language: Language) -> str:
        """The label, or the last part of an IRI that the ontology does not know."""
        known = self.labels.get(iri)
        return known[language] if known else iri.rpartition("/")[2].rpartition("#")[2]


def area_names(rows: Iterable[Mapping[str, str]]) -> dict[str, Mapping[Language, str]]:
    """The names of the areas; one that no document names is called after its core cities."""
    found: dict[str, Mapping[Language, str]] = {}
    for area, said in by(rows, "area").items():
        first = said[0]
        cores = {
            "ja": "・".join(row["core_name"] for row in said),
            "en": ", ".join(row["core_name_en"] or row["core_name"] for row in said),
        }
        ja = first["name"] or word("ja", "area.of", core=cores["ja"])
        en = first["name_en"] or first["name"] or word("en", "area.of", core=cores["en"])
        found[area] = {"ja": ja, "en": en}
    return found


class Visit:
    """One page in the making: the thing it is about, its reader's language, and the blocks that it asks for."""

    def __init__(self, explorer: Explorer, request: Request, path: str, language: Language) -> None:
        self._explorer = explorer
        self.request = request
        self.path = path
        self.language = language
        self.thing = explorer.base + path
        self.base = explorer.base

    async def ask(self, name: str, **given: str) -> Block:
        """The block of that name; each parameter names a thing, by IRI or by path below the base."""
        return await self._explorer.block(self.request, name, given)

    async def ask_all(self, *blocks: tuple[str, Mapping[str, str]]) -> list[Block]:
        """Several blocks at the same time, in the order in which they are named."""
        return await asyncio.gather(*(self.ask(name, **given) for name, given in blocks))

    async def stored(self, query: StoredQuery, given: Mapping[str, str]) -> Block:
        """The answer to a stored query, its parameters given as in its header."""
        return await self._explorer.stored(self.request, query, given)

    async def name(self, iri: str) -> str:
        """The label of a concept or class of the ontology."""
        return (await self._explorer.names(self.request)).of(iri, self.language)

    def href(self, iri: str) -> str:
        """The address of a thing's page."""
        return self._explorer.href(iri)

    def short(self, iri: str) -> str:
        """A thing of the graph by its path below the base."""
        return iri.removeprefix(self.base)

    def text(self, sha256: str) -> str | None:
        """The text of a document, where it is kept beside the release."""
        return self._explorer.text(sha256)


class Explorer:
    """Makes the pages; they are kept as long as the build is served."""

    def __init__(self, settings: Settings, endpoint: Endpoint, pages: Pages) -> None:
        self.base = settings.base
        self._releases = [ReleaseFolder(path) for path in settings.data if (path / MANIFEST).is_file()]
        self._endpoint = endpoint
        self._pages = pages
        self._names: tuple[str, Names] | None = None
        self._made: OrderedDict[tuple[str, str, Language], bytes] = OrderedDict()

    def add_to(self, app: FastAPI) -> None:
        """The routes of the blocks' tables and of the comparison."""
        app.add_api_route(
            "/tables/{name}.csv",
            self._table,
            methods=["GET"],
            summary="A table of a page as CSV (bom=1 for spreadsheets)",
            response_class=Response,
            include_in_schema=False,
        )
        app.add_api_route(
            "/compare", self._compare, methods=["GET"], response_class=Response, include_in_schema=False
        )

    def views(self) -> dict[str, View]:
        """Class IRI → the maker of its pages, for the routes of the things."""
        return {PREFIXES["rk"] + name: self._view(view) for name, view in VIEWS.items()}

    def _view(self, view: Callable[[Visit], Awaitable[tuple[str, Mapping[str, Any]]]]) -> View:
        async def made(request: Request, path: str, language: Language) -> bytes:
            key = (self._endpoint.build, path, language)
            body = self._made.get(key)
            if body is None:
                template, values = await view(Visit(self, request, path, language))
                body = self._made[key] = await self.render(template, values, request)
                while len(self._made) > _KEPT_PAGES:
                    self._made.popitem(last=False)
            self._made.move_to_end(key)
            return body

        return made

    async def start(self, request: Request, queries: Sequence[StoredQuery], build: str) -> Response:
        """The start page."""
        language = language_of(request)
        key = (self._endpoint.build, "", language)
        body = self._made.get(key)
        if body is None:
            template, values = await start(Visit(self, request, "", language), queries, build)
            body = self._made[key] = await self.render(template, values, request)
        return page_response(body, language)

    async def _compare(self, request: Request) -> Response:
        language = language_of(request)
        chosen = [request.query_params.get(side, "").removeprefix(self.base)[:500] for side in ("a", "b")]
        template, values = await compare(Visit(self, request, "compare", language), *chosen)
        body = await self.render(template, values, request)
        return page_response(body, language, 404 if values["missing"] else 200)

    async def render(self, template: str, values: Mapping[str, Any], request: Request) -> bytes:
        """A template of the explorer with its helpers: names of concepts, addresses of things."""
        language = language_of(request)
        names = await self.names(request)
        helpers = {
            "name_of": lambda iri: names.of(iri, language),
            "href": self.href,
            "json": lambda value: json.dumps(value, ensure_ascii=False).replace("</", "<\\/"),
        }
        return self._pages.render(template, {**helpers, **values}, request)

    def href(self, iri: str) -> str:
        """The address of a thing: of its page here, else its own; '' for what has none."""
        if iri.startswith((self.base + "id/", self.base + "doc/")):
            return "/" + quote(iri.removeprefix(self.base), safe="/:@!$&'()*+,;=") + ".html"
        return iri if iri.startswith(("http://", "https://")) else ""

    async def block(self, request: Request, name: str, given: Mapping[str, str]) -> Block:
        """The rows of a block with these parameters."""
        query = load_blocks()[name]
        terms = query.bind(given, self.base)
        found = await self._run(request, name, query.text, terms)
        paths = {param: term.value.removeprefix(self.base) for param, term in terms.items()}
        return replace(found, query=query.bound(terms), given=paths)

    async def _run(self, request: Request, name: str, text: str, terms: Mapping[str, Term]) -> Block:
        answer = json.loads((await self._endpoint.run(text, JSON, request.receive, terms)).whole())
        columns = tuple(answer["head"]["vars"])
        rows = [
            {column: row[column]["value"] if column in row else "" for column in columns}
            for row in answer["results"]["bindings"]
        ]
        return Block(name, columns, rows, text, {})

    async def stored(self, request: Request, query: StoredQuery, given: Mapping[str, str]) -> Block:
        """The rows of a stored query with these values of its parameters."""
        values = read_values(query, given, self.base)
        terms = {name: Term(one.value, one.is_iri, one.datatype) for name, one in values.items()}
        return await self._run(request, query.name, query.text, terms)

    async def names(self, request: Request) -> Names:
        """The labels of the ontology of this build."""
        build = self._endpoint.build
        if self._names is None or self._names[0] != build:
            block = await self.block(request, "names", {})
            labels: dict[str, Mapping[Language, str]] = {
                row["concept"]: {"ja": row["ja"], "en": row["en"]} for row in block.rows
            }
            labels.update(area_names((await self.block(request, "areas", {})).rows))
            self._names = (build, Names(labels))
        return self._names[1]

    def text(self, sha256: str) -> str | None:
        """The text of a document, where it is kept beside the release."""
        return next((text for each in self._releases if (text := each.text(sha256)) is not None), None)

    async def _table(self, request: Request, name: str) -> Response:
        query = load_blocks().get(name)
        if query is None:
            raise Problem(NOT_FOUND, "There is no such table.", {"tables": sorted(load_blocks())})
        given = {key: value for key, value in request.query_params.items() if key not in ("bom", COOKIE)}
        try:
            terms = query.bind(given, self.base)
        except UnusableValueError as error:
            raise Problem(INVALID, str(error), {"parameters": list(query.params)}) from None
        answer = await self._endpoint.run(query.text, CSV, request.receive, terms)
        beginning = _BOM if request.query_params.get("bom") == "1" else b""
        headers = {
            "content-disposition": f'attachment; filename="{name}.csv"',
            "cache-control": "public, no-cache",
        }
        return Response(beginning + answer.whole(), headers=headers, media_type="text/csv; charset=utf-8")
