"""The JSON-LD API `/api`: lists and single things for programs that want plain JSON, and the same lists as CSV."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import Response

from graph_build.rdf.prefixes import PREFIXES
from graph_build.release.export import Table, tables
from service.language import COOKIE
from service.problems import INVALID, NOT_FOUND, Problem
from service.resources.asking import Asking
from service.resources.entities import CATALOGUE, Entities, encoded_path
from service.resources.jsonld import CONTEXT_PATH, context_bytes
from service.resources.kinds import KINDS, Filter, Kind
from service.resources.links import Addresses, link
from service.resources.listing import FARTHEST, LIMIT, MOST, MOST_ROWS, Lister, Selection, schema_of, select
from service.settings import Settings
from service.sparql.endpoint import VARY, Endpoint, pick
from service.sparql.formats import CSV, HTML, JSON_LD, Format
from service.sparql.negotiate import choose
from service.web.pages import Pages

_FOR_GOOD = "public, max-age=31536000, immutable"
_HEADERS = {"vary": VARY[1].decode(), "cache-control": "public, no-cache"}
_CLASSES = """
SELECT ?type (COUNT(?id) AS ?n) WHERE { ?id a ?type FILTER(STRSTARTS(STR(?type), STR(rk:))) }
GROUP BY ?type ORDER BY ?type"""
_EXAMPLE = {"limit": "1"}
_PLAIN = Format("json", ("application/json",))


class Api:
    """The routes below `/api`."""

    def __init__(self, settings: Settings, endpoint: Endpoint, entities: Entities, pages: Pages) -> None:
        self._base = settings.base
        self._addresses = Addresses(settings)
        self._asking = Asking(endpoint)
        self._lister = Lister(endpoint, settings.base)
        self._entities = entities
        self._pages = pages
        self._tables: Mapping[str, Table] = {table.name: table for table in tables()}

    def add_to(self, app: FastAPI) -> None:
        """The index, the lists, their things, and the published contexts."""
        _add(app, "/api", self._index, "What the API has", "api", {"application/json": {}})
        _add(
            app,
            "/api/context/{version}.jsonld",
            self._context,
            "A published JSON-LD context",
            "get_context",
            {"application/ld+json": {}},
        )
        for kind in KINDS:
            content: dict[str, Any] = {media: {} for each in _formats(kind) for media in each.media_types}
            parameters = _parameters(kind, self._base)
            name = f"list_{kind.name}"
            _add(app, f"/api/{kind.name}", self._list_route(kind), kind.title, name, content, parameters)
            if kind.types:
                content = {media: {} for media in JSON_LD.media_types}
                path, name = f"/api/{kind.name}/{{path:path}}", f"get_{kind.name}"
                _add(app, path, self._one_route(kind), f"One of: {kind.title}", name, content)

    async def examples(self, request: Request) -> dict[str, Any]:
        """Path of the OpenAPI document → an answer of this service to exactly the address that comes along."""
        found: dict[str, Any] = {}
        for kind in KINDS:
            given = {**_EXAMPLE, **{each.name: each.example for each in kind.filters if each.required}}
            body = await self._page(request, select(kind, given, self._base, MOST, LIMIT), given)
            origin = self._addresses.origin(request)
            found[f"/api/{kind.name}"] = {
                "address": f"{origin}/api/{kind.name}?{urlencode(given)}",
                "value": body,
            }
            if kind.types and body["items"]:
                path = body["items"][0]["id"].removeprefix(self._base)
                value = await self._entities.tree(request, path)
                address = f"{origin}/api/{kind.name}/{path.removeprefix(kind.folder)}"
                found[f"/api/{kind.name}/{{path}}"] = {"address": address, "value": value}
        return found

    # --- routes ---

    async def _index(self, request: Request) -> Response:
        origin = self._addresses.origin(request)
        classes = await self._asking.rows(request, _CLASSES)
        body = {
            "lists": [
                {
                    "name": kind.name,
                    "title": kind.title,
                    "url": f"{origin}/api/{kind.name}",
                    "csv": f"{origin}/api/{kind.name}?format=csv",
                    "parameters": {each.name: each.says for each in kind.filters},
                    "sort": list(kind.sorts),
                }
                for kind in KINDS
                if kind.types
            ],
            "classes": [
                {
                    "type": row["type"]["value"].removeprefix(PREFIXES["rk"]),
                    "count": int(row["n"]["value"]),
                    "url": f"{origin}/api/things?type={row['type']['value'].removeprefix(PREFIXES['rk'])}",
                }
                for row in classes
            ],
            "context": origin + CONTEXT_PATH,
            "openapi": f"{origin}/openapi.json",
            "catalogue": origin + CATALOGUE,
            "sparql": f"{origin}/sparql",
            "queries": f"{origin}/queries",
            "ontology": f"{origin}/def",
            "licence": "https://creativecommons.org/licenses/by/4.0/",
        }
        choice = choose(request.headers.get("accept"), (_PLAIN, HTML))
        if choice is not None and choice.format is HTML:
            return self._pages.respond("api.html", body, request)
        return _json(body, "application/json")

    async def _context(self, version: str) -> Response:
        body = context_bytes(version)
        if body is None:
            raise Problem(NOT_FOUND, "There is no such context.")
        return Response(body, media_type="application/ld+json", headers={"cache-control": _FOR_GOOD})

    def _list_route(self, kind: Kind) -> Any:
        async def listed(request: Request) -> Response:
            return await self._list(request, kind)

        return listed

    def _one_route(self, kind: Kind) -> Any:
        async def one(request: Request, path: str) -> Response:
            return await self._one(request, kind)

        return one

    async def _list(self, request: Request, kind: Kind) -> Response:
        given = _given(request)
        names, bom = [given.pop("format")] if "format" in given else [], given.pop("bom", "false")
        if bom not in ("true", "false"):
            raise Problem(INVALID, "bom: true or false.", {"parameter": "bom"})
        choice = pick(names, request.headers.get("accept"), _formats(kind))
        if choice.format is CSV:
            selection = select(kind, given, self._base, MOST_ROWS, MOST_ROWS)
            body = await self._lister.rows(request, selection, self._tables[kind.table], bom == "true")
            total = await self._lister.total(request, selection)
            headers = {**_HEADERS, "content-disposition": f'attachment; filename="{kind.name}.csv"'}
            links = self._neighbours(request, selection, {**given, "format": "csv"}, total)
            headers["renkei-total"] = str(total)
        else:
            selection = select(kind, given, self._base, MOST, LIMIT)
            made = await self._page(request, selection, given)
            body = json.dumps(made, ensure_ascii=False, indent=1).encode()
            headers = dict(_HEADERS)
            links = {name: made[name] for name in ("next", "prev") if name in made}
        values = [link(address, name) for name, address in links.items()]
        headers["link"] = ", ".join([*values, link(CATALOGUE, "describedby", "text/turtle")])
        return Response(body, headers={**headers, "content-type": choice.content_type})

    async def _page(self, request: Request, selection: Selection, given: Mapping[str, str]) -> dict[str, Any]:
        kind, origin = selection.kind, self._addresses.origin(request)
        total = await self._lister.total(request, selection)
        items = await self._lister.items(request, selection)
        for item in items:
            path = item["id"].removeprefix(self._base)
            own = f"/api/{kind.name}/{path.removeprefix(kind.folder)}" if kind.types else f"/{path}"
            item["url"] = origin + own
        return {
            "@context": origin + CONTEXT_PATH,
            "total": total,
            "offset": selection.offset,
            "limit": selection.limit,
            **self._neighbours(request, selection, given, total),
            "items": items,
        }

    def _neighbours(
        self, request: Request, selection: Selection, given: Mapping[str, str], total: int
    ) -> dict[str, str]:
        """The addresses of the pages before and after."""
        at, by, found = selection.offset, selection.limit, {}
        start = f"{self._addresses.origin(request)}/api/{selection.kind.name}?"
        if at + by < total and at + by <= FARTHEST:
            found["next"] = start + urlencode({**given, "offset": at + by, "limit": by})
        if at > 0:
            found["prev"] = start + urlencode({**given, "offset": max(0, at - by), "limit": by})
        return found

    async def _one(self, request: Request, kind: Kind) -> Response:
        choice = pick(request.query_params.getlist("format"), request.headers.get("accept"), (JSON_LD,))
        path = kind.folder + encoded_path(request).removeprefix(f"api/{kind.name}/")
        tree = await self._entities.tree(request, path)
        if not set(kind.types) & set(tree.get("type", ())):
            raise Problem(NOT_FOUND, f"{self._base}{path} is none of: {kind.title}.")
        answer = _json(tree, choice.content_type)
        address = self._addresses.own(self._base + path) or "/"
        answer.headers["link"] = ", ".join(
            [link(f"{address}.html", "alternate", "text/html"), link(f"{address}.ttl", "alternate", "text/turtle"),
             link(address, "canonical"), link(CATALOGUE, "describedby", "text/turtle")]
        )  # fmt: skip
        return answer


def _add(
    app: FastAPI,
    path: str,
    endpoint: Any,
    summary: str,
    name: str,
    content: Mapping[str, Any],
    parameters: Sequence[Mapping[str, Any]] = (),
) -> None:
    app.add_api_route(
        path,
        endpoint,
        methods=["GET"],
        summary=summary,
        operation_id=name,
        response_class=Response,
        openapi_extra={"parameters": list(parameters)} if parameters else None,
        responses={200: {"description": summary, "content": dict(content)}},
    )


def _formats(kind: Kind) -> tuple[Format, ...]:
    return (JSON_LD, CSV) if kind.table else (JSON_LD,)


def _given(request: Request) -> dict[str, str]:
    items = request.query_params.multi_items()
    if len(items) != len({name for name, _ in items}):
        raise Problem(INVALID, "A parameter is given more than once.")
    return {name: value for name, value in items if name != COOKIE}


def _json(body: Any, content_type: str) -> Response:
    text = json.dumps(body, ensure_ascii=False, indent=1).encode()
    return Response(text, headers={**_HEADERS, "content-type": content_type})


def _parameters(kind: Kind, base: str) -> list[dict[str, Any]]:
    """The parameters of a list, for the OpenAPI document."""
    sorts = [sign + name for name in kind.sorts for sign in ("", "-")]
    plain = [
        ("sort", {"type": "string", "enum": sorts}, f"Order; - begins with the last. First: {sorts[0]}."),
        (
            "offset",
            {"type": "integer", "minimum": 0, "maximum": FARTHEST, "default": 0},
            "Things to leave out.",
        ),
        (
            "limit",
            {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
            f"Things on a page: in JSON {LIMIT} unless said and never more than {MOST}; in CSV {MOST_ROWS}.",
        ),
        ("format", {"type": "string", "enum": [each.name for each in _formats(kind)]}, "In place of Accept."),
    ]
    if kind.table:
        plain.append(("bom", {"type": "string", "enum": ["true", "false"]}, "CSV with a byte order mark."))
    return [
        *(_parameter(each, base) for each in kind.filters),
        *(
            {"name": name, "in": "query", "schema": schema, "description": says}
            for name, schema, says in plain
        ),
    ]


def _parameter(given: Filter, base: str) -> dict[str, Any]:
    return {
        "name": given.name,
        "in": "query",
        "required": given.required,
        "schema": schema_of(given, base),
        "description": given.says,
        "example": given.example,
    }
