"""The explorer: pages for the things of the graph, each block of them with its data and its query."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from graph_build.checks.questions import StoredQuery
from graph_build.rdf.prefixes import PREFIXES
from service.language import COOKIE, Language, language_of
from service.problems import INVALID, NOT_FOUND, Problem
from service.resources.views import View
from service.settings import Settings
from service.sparql.endpoint import Endpoint
from service.sparql.formats import CSV
from service.web.blocks import BOM, UnusableValueError, load_blocks
from service.web.pages import Pages, page_response
from service.web.views import VIEWS
from service.web.views.compare import compare
from service.web.views.start import start
from service.web.visit import Answers, Visit

_KEPT_PAGES = 512


class Explorer:
    """Makes the pages; they are kept as long as the build is served."""

    def __init__(self, settings: Settings, endpoint: Endpoint, pages: Pages) -> None:
        self._answers = Answers(settings, endpoint)
        self._endpoint = endpoint
        self._pages = pages
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
                template, values = await view(Visit(self._answers, request, path, language))
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
            template, values = await start(Visit(self._answers, request, "", language), queries, build)
            body = self._made[key] = await self.render(template, values, request)
        return page_response(body, language)

    async def _compare(self, request: Request) -> Response:
        language = language_of(request)
        chosen = [
            request.query_params.get(side, "").removeprefix(self._answers.base)[:500] for side in ("a", "b")
        ]
        template, values = await compare(Visit(self._answers, request, "compare", language), *chosen)
        body = await self.render(template, values, request)
        return page_response(body, language, 404 if values["missing"] else 200)

    async def render(self, template: str, values: Mapping[str, Any], request: Request) -> bytes:
        """A template of the explorer with its helpers: names of concepts, addresses of things."""
        language = language_of(request)
        names = await self._answers.names(request)
        helpers = {
            "name_of": lambda iri: names.of(iri, language),
            "href": self._answers.href,
            "json": lambda value: json.dumps(value, ensure_ascii=False).replace("</", "<\\/"),
        }
        return self._pages.render(template, {**helpers, **values}, request)

    async def _table(self, request: Request, name: str) -> Response:
        query = load_blocks().get(name)
        if query is None:
            raise Problem(NOT_FOUND, "There is no such table.", {"tables": sorted(load_blocks())})
        given = {key: value for key, value in request.query_params.items() if key not in ("bom", COOKIE)}
        try:
            terms = query.bind(given, self._answers.base)
        except UnusableValueError as error:
            raise Problem(INVALID, str(error), {"parameters": list(query.params)}) from None
        answer = await self._endpoint.run(query.text, CSV, request.receive, terms)
        beginning = BOM if request.query_params.get("bom") == "1" else b""
        headers = {
            "content-disposition": f'attachment; filename="{name}.csv"',
            "cache-control": "public, no-cache",
        }
        return Response(beginning + answer.whole(), headers=headers, media_type="text/csv; charset=utf-8")
