"""`/reconcile`: manifest, query batches, suggestions, previews and data extension."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import FastAPI, Query, Request
from fastapi.responses import Response

from graph_build.rdf.prefixes import PREFIXES
from graph_build.search.fold import search_key
from graph_build.search.lookup import Hit, Index, Match, SearchTimeError
from graph_build.search.words import LONGEST, Word, Words
from service.engine.protocol import Term
from service.problems import INVALID, MEDIA, NOT_FOUND, TIME_LIMIT, TOO_LONG, Problem
from service.reconcile.candidates import Candidate, Wanted, candidates, values_of
from service.reconcile.extension import known, values
from service.reconcile.schema import PROPERTIES, TYPES
from service.resources.links import Addresses
from service.search.routes import Search, json_response
from service.settings import Settings
from service.sparql.endpoint import Endpoint
from service.sparql.formats import JSON
from service.web.pages import Pages

BATCH, IDS = 100, 100
_MOST, _SUGGESTED = 50, 20
_WIDTH, _HEIGHT = 400, 180
_FORM = "application/x-www-form-urlencoded"
_PREVIEW = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors *"
_FIELDS = {"query", "type", "limit", "properties", "type_strict"}


class Reconciliation:
    """The reconciliation service over the search index and the graph."""

    def __init__(self, settings: Settings, endpoint: Endpoint, search: Search, pages: Pages) -> None:
        self._settings = settings
        self._endpoint = endpoint
        self._search = search
        self._pages = pages
        self._addresses = Addresses(settings)

    def add_to(self, app: FastAPI) -> None:
        """The routes `/reconcile…`."""
        json_answer: dict[int | str, dict[str, Any]] = {
            200: {"description": "The answer", "content": {"application/json": {}}}
        }
        page: dict[int | str, dict[str, Any]] = {
            200: {"description": "A small page", "content": {"text/html": {}}}
        }
        for path, route, summary, answers in (
            ("", self._get, "Manifest, or a batch of queries, of the Reconciliation API 0.2", json_answer),
            ("/suggest/entity", self._entities, "Things whose name begins so", json_answer),
            ("/suggest/type", self._types, "Types whose name begins so", json_answer),
            ("/suggest/property", self._properties, "Properties whose name begins so", json_answer),
            ("/properties", self._proposed, "Properties that a type can be extended with", json_answer),
            ("/preview", self._preview, "A small page on one thing", page),
        ):
            app.add_api_route(
                f"/reconcile{path}",
                route,
                methods=["GET"],
                summary=summary,
                operation_id=f"reconcile{path.replace('/', '_')}",
                response_class=Response,
                responses=answers,
            )
        form = {name: {"type": "string"} for name in ("queries", "extend")}
        app.add_api_route(
            "/reconcile",
            self._post,
            methods=["POST"],
            summary="A batch of queries, or a data extension, of the Reconciliation API 0.2",
            operation_id="reconcile_post",
            response_class=Response,
            responses=json_answer,
            openapi_extra={
                "requestBody": {
                    "required": True,
                    "content": {_FORM: {"schema": {"type": "object", "properties": form}}},
                }
            },
        )

    # --- entry points ---

    async def _get(self, request: Request, queries: str | None = None, extend: str | None = None) -> Response:
        return await self._answer(request, queries, extend)

    async def _post(self, request: Request) -> Response:
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media != _FORM:
            raise Problem(MEDIA, f"The body is a form ({_FORM}) with queries or extend.")
        body, limit = bytearray(), self._settings.query_kb << 10
        async for chunk in request.stream():
            body += chunk
            if len(body) > limit:
                raise Problem(
                    TOO_LONG, f"The body has more than {limit} bytes; send fewer queries at a time."
                )
        given = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        if not given.keys() & {"queries", "extend"}:
            raise Problem(INVALID, "The form has neither queries nor extend.")
        first = {name: found[0] for name, found in given.items()}
        return await self._answer(request, first.get("queries"), first.get("extend"))

    async def _answer(self, request: Request, queries: str | None, extend: str | None) -> Response:
        if queries is not None:
            return json_response(await self._reconciled(_object(queries, "queries")))
        if extend is not None:
            return json_response(await self._extended(request, _object(extend, "extend")))
        return json_response(self._manifest(request))

    def _manifest(self, request: Request) -> dict[str, Any]:
        own = self._addresses.origin(request)
        service = f"{own}/reconcile"
        return {
            "versions": ["0.2"],
            "name": "Renkei 連携",
            "identifierSpace": f"{self._settings.base}id/",
            "schemaSpace": PREFIXES["rk"],
            "documentation": f"{own}/openapi.json",
            "defaultTypes": [_type(each) for each in TYPES],
            "view": {"url": f"{own}/id/{{{{id}}}}"},
            "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": _WIDTH, "height": _HEIGHT},
            "suggest": {
                each: {"service_url": service, "service_path": f"/suggest/{each}"}
                for each in ("entity", "type", "property")
            },
            "extend": {
                "propose_properties": {"service_url": service, "service_path": "/properties"},
                "property_settings": [],
            },
            "batchSize": BATCH,
        }

    # --- queries ---

    async def _reconciled(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        if len(batch) > BATCH:
            raise Problem(TOO_LONG, f"A batch has at most {BATCH} queries; this one has {len(batch)}.")
        wanted = {name: _wanted(name, query) for name, query in batch.items()}
        found = await asyncio.to_thread(self._all_candidates, self._search.index(), wanted)
        return {name: {"result": [_candidate(each) for each in result]} for name, result in found.items()}

    def _all_candidates(self, index: Index, wanted: Mapping[str, Wanted]) -> dict[str, list[Candidate]]:
        end = time.monotonic() + self._settings.timeout
        found = {}
        for name, query in wanted.items():
            left = min(end - time.monotonic(), self._settings.search_timeout)
            try:
                found[name] = candidates(index, query, max(left, 0.0))
            except SearchTimeError:
                raise Problem(TIME_LIMIT, f"The query {name[:80]!r} was not answered in time.") from None
        return found

    # --- suggestions ---

    async def _entities(
        self,
        request: Request,
        prefix: Annotated[str, Query(max_length=LONGEST)] = "",
        cursor: Annotated[int, Query(ge=0, le=10_000)] = 0,
        type: Annotated[str, Query(description="Only things of this type.")] = "",
    ) -> Response:
        found = await asyncio.to_thread(self._beginning, self._search.index(), prefix, cursor, type)
        results = [{**_named(hit), "notable": [_type(hit.kind.partition(":")[2])]} for hit in found]
        return json_response({"result": results})

    def _beginning(self, index: Index, prefix: str, cursor: int, kind: str) -> Sequence[Hit]:
        types = [each for each in TYPES if not kind or each == kind]
        if "/" in prefix and (hit := index.entry(f"id/{prefix.strip()}")):
            return [hit] if hit.kind.partition(":")[2] in types and not cursor else []
        key = search_key(prefix)
        words = Words((Word(key),), key) if key else Words((), "")
        kinds = [f"rk:{each}" for each in types]
        try:
            hits = index.search(words, kinds or [""], 1000, 0, self._settings.search_timeout, 0).hits
        except SearchTimeError as error:
            raise Problem(TIME_LIMIT, str(error)) from None
        return [hit for hit in hits if hit.match <= Match.LABEL][cursor : cursor + _SUGGESTED]

    async def _types(self, request: Request, prefix: str = "", cursor: int = 0) -> Response:
        return json_response({"result": _suggested([_type(each) for each in TYPES], prefix, cursor)})

    async def _properties(self, request: Request, prefix: str = "", cursor: int = 0) -> Response:
        known_ones = [{"id": each.id, "name": each.name} for each in PROPERTIES.values()]
        return json_response({"result": _suggested(known_ones, prefix, cursor)})

    async def _proposed(
        self, request: Request, type: str = "", limit: Annotated[int | None, Query(ge=1)] = None
    ) -> Response:
        found = [{"id": p.id, "name": p.name} for p in PROPERTIES.values() if not type or type in p.types]
        answer: dict[str, Any] = {"type": type, "properties": found[:limit]}
        return json_response(answer if limit is None else {**answer, "limit": limit})

    async def _preview(self, request: Request, id: Annotated[str, Query(max_length=2000)]) -> Response:
        hit = self._search.index().entry(f"id/{id.strip()}")
        if hit is None:
            raise Problem(NOT_FOUND, f"There is nothing with the identifier {id[:200]!r}.")
        path = self._search.path(hit.path)
        page = self._pages.respond(
            "preview.html", {"hit": hit, "type": hit.kind.partition(":")[2], "path": path}, request
        )
        page.headers["content-security-policy"] = _PREVIEW
        return page

    # --- data extension ---

    async def _extended(self, request: Request, asked: Mapping[str, Any]) -> dict[str, Any]:
        ids, properties = asked.get("ids"), asked.get("properties")
        if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
            raise Problem(INVALID, "extend: ids is an array of identifiers.")
        if not isinstance(properties, list) or not all(
            isinstance(each, dict) and isinstance(each.get("id"), str) for each in properties
        ):
            raise Problem(INVALID, "extend: properties is an array of objects with an id.")
        if len(ids) > IDS:
            raise Problem(TOO_LONG, f"At most {IDS} things are extended at a time; these are {len(ids)}.")
        try:
            wanted = known([each["id"] for each in properties])
        except KeyError as error:
            raise Problem(
                INVALID, f"There is no property {error}.", {"properties": list(PROPERTIES)}
            ) from None

        async def rows(query: str, terms: Mapping[str, Term]) -> Sequence[Any]:
            answer = await self._endpoint.run(query, JSON, request.receive, terms)
            found: Sequence[Any] = json.loads(answer.whole())["results"]["bindings"]
            return found

        index, base, table = self._search.index(), self._settings.base, {}
        for each in dict.fromkeys(ids):
            known_one = index.entry(f"id/{each}") is not None
            table[each] = (
                await values(f"{base}id/{each}", wanted, base, rows)
                if known_one
                else {p.id: [] for p in wanted}
            )
        return {"meta": [{"id": each.id, "name": each.name} for each in wanted], "rows": table}


def _object(text: str, name: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Problem(INVALID, f"{name} is not JSON: {error}") from None
    if not isinstance(value, dict):
        raise Problem(INVALID, f"{name} is not a JSON object.")
    return value


def _wanted(name: str, query: Any) -> Wanted:
    """One query of a batch; raises `Problem` naming it."""
    try:
        return _read(query)
    except ValueError as error:
        raise Problem(INVALID, f"The query {name[:80]!r}: {error}.", {"query": name[:200]}) from None


def _read(query: Any) -> Wanted:
    named = isinstance(query, dict) and bool(query.keys() & {"query", "properties"})
    if not named:
        raise ValueError("a query is an object with query or properties")
    if unknown := sorted(query.keys() - _FIELDS):
        raise ValueError(f"there is no member {', '.join(unknown)[:200]}")
    text, types, limit = query.get("query", ""), query.get("type") or [], query.get("limit", _SUGGESTED)
    properties = query.get("properties") or []
    types = [types] if isinstance(types, str) else types
    types = (
        [each.get("id") if isinstance(each, dict) else each for each in types]
        if isinstance(types, list)
        else [None]
    )
    if not all(isinstance(each, str) for each in (text, *types)):
        raise ValueError("query is a string, type is a type or an array of types")
    if isinstance(limit, bool) or not isinstance(limit, (int, float)) or not limit >= 1:
        raise ValueError("limit is a positive number")
    if not isinstance(properties, list) or not all(
        isinstance(each, dict) and isinstance(each.get("pid"), str) and "v" in each for each in properties
    ):
        raise ValueError("properties is an array of objects with pid and v")
    given = tuple((each["pid"], values_of(each["v"])) for each in properties)
    return Wanted(text, tuple(types), given, int(min(limit, _MOST)))


def _candidate(each: Candidate) -> dict[str, Any]:
    kind = each.hit.kind.partition(":")[2]
    return {**_named(each.hit), "type": [_type(kind)], "score": each.score, "match": each.match}


def _named(hit: Hit) -> dict[str, Any]:
    """Identifier and name, and what tells namesakes apart."""
    path = hit.path.removeprefix("id/")
    name = hit.label.get("ja") or hit.label.get("en") or path
    code = path.rpartition("/")[2] if hit.kind == "rk:Municipality" else ""
    parts = [hit.context.get("ja") or hit.context.get("en", ""), code, hit.label.get("en", "")]
    return {
        "id": path,
        "name": name,
        "description": " · ".join(each for each in parts if each and each != name),
    }


def _type(name: str) -> dict[str, str]:
    return {"id": name, "name": TYPES.get(name, name)}


def _suggested(offered: Sequence[dict[str, str]], prefix: str, cursor: int) -> list[dict[str, str]]:
    key = search_key(prefix)
    found = [each for each in offered if key in search_key(each["name"]) or key in search_key(each["id"])]
    found.sort(key=lambda each: not search_key(each["id"]).startswith(key))
    return found[max(cursor, 0) :][:_MOST]
