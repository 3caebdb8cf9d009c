"""The application: routes put together from settings; nothing is read or started at import."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.routing import Route

from graph_build.checks.questions import StoredQuery, load_queries
from service.catalogue.routes import Catalogue
from service.engine.pool import WorkerPool
from service.engine.protocol import ClientGoneError, Engine
from service.engine.releases import Releases
from service.library.operations import Library
from service.middleware import Held, Outermost
from service.observe.access import AccessLog
from service.observe.metrics import MEDIA_TYPE as METRICS_TYPE
from service.observe.metrics import Metrics
from service.observe.middleware import Observed
from service.observe.record import record_of
from service.openapi import complete, with_examples
from service.problems import BAD_REQUEST, BY_STATUS, INTERNAL, INVALID, MEDIA_TYPE, STOPPED, Problem
from service.reconcile.routes import Reconciliation
from service.resources.api import Api
from service.resources.definitions import Definitions
from service.resources.entities import Entities
from service.search.routes import Search
from service.settings import Settings
from service.sparql.endpoint import PATHS, Endpoint, pick
from service.sparql.formats import HTML, JSON
from service.sparql.vocabulary import vocabulary
from service.tagging import Tagged
from service.web.explorer import Explorer
from service.web.own import OwnDocuments
from service.web.pages import Pages
from service.web.static import Static

_COUNTS = (
    ("Triples", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
    ("Agreements 連携協約・協定", "SELECT (COUNT(*) AS ?n) { ?s a rk:Agreement }"),
    ("Editions of plans 都市圏ビジョンの版", "SELECT (COUNT(*) AS ?n) { ?s a rk:Vision }"),
    ("Measures 取組", "SELECT (COUNT(*) AS ?n) { ?s a rk:Measure }"),
    ("Projects 事業", "SELECT (COUNT(*) AS ?n) { ?s a rk:Project }"),
    ("Areas 圏域", "SELECT (COUNT(*) AS ?n) { ?s a rk:Area }"),
    ("Documents 文書", "SELECT (COUNT(*) AS ?n) { ?s a rk:Document }"),
)


def create_app(
    settings: Settings, engine: Engine | None = None, queries: Sequence[StoredQuery] | None = None
) -> FastAPI:
    """The service for these settings; engine and queries default to those of the settings and the package."""
    releases = Releases(settings, WorkerPool if engine is None else lambda _: engine)
    static = Static()
    static.add("vocabulary.json", vocabulary(settings.base))
    pages = Pages(static)
    endpoint = Endpoint(settings, releases, pages)
    explorer = Explorer(settings, endpoint, pages)
    library = Library(settings, endpoint, pages, load_queries() if queries is None else queries)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await releases.start()
        try:
            yield
        finally:
            await releases.stop()

    app = FastAPI(
        title="Renkei 連携",
        version="0.1.0",
        description="The open knowledge graph of regional cooperation between Japan's municipalities.",
        lifespan=lifespan,
        redirect_slashes=False,
        openapi_url=None,
    )
    app.state.releases = releases
    for path in PATHS:
        app.router.routes.append(Route(path, endpoint, include_in_schema=False))
    static.add_to(app)
    _add_own_routes(app, releases, endpoint, library, explorer)
    library.add_to(app)
    explorer.add_to(app)
    entities = Entities(settings, endpoint, pages, explorer.views())
    entities.add_to(app)
    Definitions(settings, releases, endpoint, pages).add_to(app)
    OwnDocuments(settings, pages).add_to(app)
    api = Api(settings, endpoint, entities, pages)
    api.add_to(app)
    _add_openapi(app, api)
    Catalogue(settings, releases, endpoint, library.queries).add_to(app)
    search = Search(settings, releases, pages)
    search.add_to(app)
    Reconciliation(settings, endpoint, search, pages).add_to(app)
    _add_problems(app, pages)
    app.add_middleware(Tagged)
    app.add_middleware(Outermost)
    app.add_middleware(Held, releases=releases)
    metrics, log = Metrics(releases), AccessLog(settings)
    app.state.access_log = log
    _add_metrics(app, metrics)
    routes = frozenset(getattr(route, "path", "/").split("/")[1] for route in app.routes)
    app.add_middleware(Observed, metrics=metrics, log=log, routes=routes)
    app.openapi = lambda: complete(app)  # type: ignore[method-assign]
    return app


def _add_own_routes(
    app: FastAPI, engine: Releases, endpoint: Endpoint, library: Library, explorer: Explorer
) -> None:
    counted: dict[str, list[tuple[str, int]]] = {}

    @app.get("/health", summary="Whether queries are answered", response_class=Response)
    async def health() -> Response:
        if engine.state == "stopping" or not engine.ready:
            raise Problem(STOPPED, f"The engine is {engine.state}.", headers=(("retry-after", "2"),))
        info = engine.info
        body = {
            "status": "ok",
            "engine": info.name,
            "build": info.build,
            "release": info.release,
            "triples": info.triples,
            "search": engine.index is not None,
            "takeovers": asdict(engine.takeovers),
        }
        return Response(
            json.dumps(body, ensure_ascii=False),
            media_type="application/json",
            headers={"cache-control": "no-store"},
        )

    @app.get("/", summary="The start page", response_class=Response)
    async def start(request: Request) -> Response:
        choice = pick(request.query_params.getlist("format"), request.headers.get("accept"), (HTML, JSON))
        build = engine.info.build
        if choice.format is JSON:
            if build not in counted:
                counted.clear()
                counted[build] = [(name, await _count(endpoint, request, query)) for name, query in _COUNTS]
            return Response(
                json.dumps(dict(counted[build]), ensure_ascii=False), media_type="application/json"
            )
        return await explorer.start(request, library.queries, engine.info.release or build)


def _add_metrics(app: FastAPI, metrics: Metrics) -> None:
    @app.get(
        "/metrics",
        summary="Metrics for Prometheus",
        response_class=Response,
        responses={200: {"description": "All metrics as they are now", "content": {"text/plain": {}}}},
    )
    async def shown() -> Response:
        return Response(metrics.text(), media_type=METRICS_TYPE, headers={"cache-control": "no-store"})


async def _count(endpoint: Endpoint, request: Request, query: str) -> int:
    answer = await endpoint.run(query, JSON, request.receive)
    return int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])


def _add_openapi(app: FastAPI, api: Api) -> None:
    """The OpenAPI document with answers of this service as its examples."""

    @app.get("/openapi.json", include_in_schema=False)
    async def document(request: Request) -> Response:
        filled = with_examples(complete(app), await api.examples(request))
        return Response(json.dumps(filled, ensure_ascii=False), media_type="application/json")


def _add_problems(app: FastAPI, pages: Pages) -> None:
    """Every error of every route as problem details, or as a page for who reads pages."""

    def said(request: Request, problem: Problem) -> Response:
        return pages.problem(problem, request) or problem_response(problem)

    @app.exception_handler(Problem)
    async def known(request: Request, problem: Any) -> Response:
        record_of(request.scope).problem = problem.kind.name
        return said(request, problem)

    @app.exception_handler(HTTPException)
    async def by_status(request: Request, error: Any) -> Response:
        kind = BY_STATUS.get(error.status_code, BAD_REQUEST if error.status_code < 500 else INTERNAL)
        record_of(request.scope).problem = kind.name
        headers = tuple((error.headers or {}).items())
        return said(request, Problem(kind, str(error.detail), headers=headers))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: Any) -> Response:
        record_of(request.scope).problem = INVALID.name
        wrong = [{"parameter": str(each["loc"][-1]), "detail": each["msg"]} for each in error.errors()]
        return said(request, Problem(INVALID, "A parameter cannot be used.", {"errors": wrong}))

    @app.exception_handler(ClientGoneError)
    async def gone(_: Request, __: Any) -> Response:
        return Response(status_code=499)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, _: Any) -> Response:
        # The server closes the connection after an exception; a client that is not told would send on it.
        problem = Problem(INTERNAL, "This is a defect of the service.", headers=(("connection", "close"),))
        return said(request, problem)


def problem_response(problem: Problem) -> Response:
    """Problem details as a response of a route."""
    return Response(
        problem.body(),
        status_code=problem.kind.status,
        media_type=MEDIA_TYPE,
        headers={"cache-control": "no-store", **dict(problem.headers)},
    )
