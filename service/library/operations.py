"""Every stored query as an operation of the API: typed parameters in, JSON, CSV or a page out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import Response

from graph_build.checks.parameters import ParameterError, json_schema, read_values
from graph_build.checks.questions import StoredQuery
from service.engine.protocol import Term
from service.language import COOKIE
from service.problems import INVALID, SERVICE_REFUSED, Problem
from service.resources.entities import respond
from service.settings import Settings
from service.sparql.endpoint import Endpoint, pick
from service.sparql.formats import CSV, HTML, JSON, Format
from service.web.pages import Pages

FORMATS = (JSON, CSV, HTML)
_RESERVED = "format"


class Library:
    """The stored queries behind `/queries`."""

    def __init__(
        self, settings: Settings, endpoint: Endpoint, pages: Pages, queries: Sequence[StoredQuery]
    ) -> None:
        self._base = settings.base
        self._endpoint = endpoint
        self._pages = pages
        self.queries = tuple(queries)

    def add_to(self, app: FastAPI) -> None:
        """The list `/queries` and one route for each query."""
        app.add_api_route(
            "/queries",
            self._list,
            methods=["GET"],
            summary="The stored queries",
            operation_id="list_queries",
            openapi_extra={"parameters": [_format((JSON, HTML))]},
            response_class=Response,
            responses={
                200: {
                    "description": "The stored queries",
                    "content": {"application/json": {}, "text/html": {}},
                }
            },
        )
        for query in self.queries:
            app.add_api_route(
                f"/queries/{query.name}",
                self._route(query),
                methods=["GET"],
                summary=query.title["en"],
                description=f"{query.title['ja']}\n\n```sparql\n{query.text}\n```",
                operation_id=f"query_{query.name.replace('-', '_')}",
                response_class=Response,
                openapi_extra={"parameters": _parameters(query, self._base)},
                responses={200: {"description": "The answer", "content": _content()}},
            )

    async def _list(self, request: Request) -> Response:
        choice = pick(request.query_params.getlist(_RESERVED), request.headers.get("accept"), (JSON, HTML))
        if choice.format is HTML:
            return self._pages.respond("queries.html", {"queries": self.queries}, request)
        return _json([_summary(query) for query in self.queries])

    def _route(self, query: StoredQuery) -> Any:
        async def answered(request: Request) -> Response:
            return await self._answer(query, request)

        return answered

    async def _answer(self, query: StoredQuery, request: Request) -> Response:
        given = _given(request)
        choice = pick(
            [given.pop(_RESERVED)] if _RESERVED in given else (), request.headers.get("accept"), FORMATS
        )
        if query.federated:
            return self._given_as_text(request, query, choice.format)
        if choice.format is HTML and not given and any(not p.optional for p in query.params):
            return self._page(request, query, given, "")
        answer = await self._endpoint.run(
            query.text, choice.format, request.receive, self._bind(query, given)
        )
        if choice.format is not HTML:
            return respond(answer, choice.content_type)
        return self._page(request, query, given, answer.whole().decode())

    def _given_as_text(self, request: Request, query: StoredQuery, form: Format) -> Response:
        """A query that also asks another server: its page shows the text, nothing runs it here."""
        if form is HTML:
            return self._page(request, query, {}, "")
        raise Problem(
            SERVICE_REFUSED, f"{query.name} also asks another server; its text is at /queries/{query.name}."
        )

    def _bind(self, query: StoredQuery, given: Mapping[str, str]) -> dict[str, Term]:
        try:
            values = read_values(query, given, self._base)
        except ParameterError as error:
            raise Problem(INVALID, str(error), dict(error.details)) from None
        return {name: Term(one.value, one.is_iri, one.datatype) for name, one in values.items()}

    def _page(self, request: Request, query: StoredQuery, given: Mapping[str, str], table: str) -> Response:
        values = {
            "query": query,
            "parameters": query.params,
            "given": given,
            "table": table,
            "address": f"/queries/{query.name}?{urlencode(given)}",
        }
        return self._pages.respond("stored.html", values, request)


def _given(request: Request) -> dict[str, str]:
    items = request.query_params.multi_items()
    if len(items) != len({name for name, _ in items}):
        raise Problem(INVALID, "A parameter is given more than once.")
    return {name: value for name, value in items if name != COOKIE}


def _summary(query: StoredQuery) -> dict[str, Any]:
    return {
        "number": query.number,
        "name": query.name,
        "title": dict(query.title),
        "path": f"/queries/{query.name}",
        "federated": query.federated,
        "parameters": [
            {"name": p.name, "type": p.type, "example": p.example, "optional": p.optional}
            for p in query.params
        ],
        "sparql": query.text,
    }


def _parameters(query: StoredQuery, base: str) -> list[dict[str, Any]]:
    declared = [
        {
            "name": p.name,
            "in": "query",
            "required": not p.optional,
            "schema": json_schema(p, base),
            "example": str(p.example),
        }
        for p in query.params
    ]
    return [*declared, _format(FORMATS)]


def _format(offered: Sequence[Format]) -> dict[str, Any]:
    names = [each.name for each in offered]
    return {"name": _RESERVED, "in": "query", "schema": {"type": "string", "enum": names}}


def _content() -> dict[str, Any]:
    return {media: {} for each in FORMATS for media in each.media_types}


def _json(value: Any) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), media_type="application/json")
