"""The OpenAPI document: what FastAPI knows of the routes, the SPARQL endpoint, and the problems of all."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from service.problems import MEDIA_TYPE
from service.sparql.formats import GRAPH_FORMATS, TABLE_FORMATS, Format
from service.sparql.request import DIRECT, FORM

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
    },
}
_QUERY = {"type": "string", "example": "SELECT * { ?s ?p ?o } LIMIT 10"}
_GRAPHS = {"type": "array", "items": {"type": "string"}, "description": "IRIs of graphs of the dataset."}
_WISHES = {
    "timeout": {"type": "number", "exclusiveMinimum": 0, "description": "Seconds; may only lower the limit."},
    "format": {
        "type": "string",
        "enum": list(dict.fromkeys(each.name for each in (*TABLE_FORMATS, *GRAPH_FORMATS))),
        "description": "Short name of a format, in place of Accept; a table or a graph, as the query asks.",
    },
}


def complete(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _PROBLEM
        document["paths"]["/sparql"] = {"get": _get(), "post": _post()}
        for path in document["paths"].values():
            for operation in path.values():
                _name_formats(operation, GRAPH_FORMATS)
                operation["responses"].pop("422", None)
                operation["responses"]["default"] = _problem()
        schemas = document["components"]["schemas"]
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        app.openapi_schema = document
    return app.openapi_schema


def with_examples(document: dict[str, Any], examples: Mapping[str, Any]) -> dict[str, Any]:
    """The document with these answers in it: path → the address that was asked, and the JSON that came."""
    filled = copy.deepcopy(document)
    for path, example in examples.items():
        content = filled["paths"][path]["get"]["responses"]["200"]["content"]
        content["application/json"]["examples"] = {
            "real": {"summary": example["address"], "value": example["value"]}
        }
    return filled


def _name_formats(operation: dict[str, Any], offered: tuple[Format, ...]) -> None:
    """The names that `format` takes, where the route has it and says nothing of them."""
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == "format" and "enum" not in parameter["schema"]:
            parameter["schema"] = {"type": "string", "enum": [each.name for each in offered]}


def _problem() -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": "Problem details (RFC 9457)", "content": {MEDIA_TYPE: {"schema": schema}}}


def _answers() -> dict[str, Any]:
    media = dict.fromkeys(media for each in (*TABLE_FORMATS, *GRAPH_FORMATS) for media in each.media_types)
    content: dict[str, Any] = {name: {} for name in media}
    return {
        "200": {"description": "The complete answer", "content": content},
        "304": {"description": "The client has this answer already"},
    }


def _get() -> dict[str, Any]:
    return {
        "summary": "SPARQL 1.1 query; the service description without one",
        "operationId": "sparql_get",
        "parameters": [
            {"name": "query", "in": "query", "schema": _QUERY},
            {"name": "default-graph-uri", "in": "query", "schema": _GRAPHS},
            {"name": "named-graph-uri", "in": "query", "schema": _GRAPHS},
            *({"name": name, "in": "query", "schema": schema} for name, schema in _WISHES.items()),
        ],
        "responses": _answers(),
    }


def _post() -> dict[str, Any]:
    properties = {"query": _QUERY, "default-graph-uri": _GRAPHS, "named-graph-uri": _GRAPHS, **_WISHES}
    return {
        "summary": "SPARQL 1.1 query, as a form or direct",
        "operationId": "sparql_post",
        "requestBody": {
            "required": True,
            "content": {
                FORM: {"schema": {"type": "object", "required": ["query"], "properties": properties}},
                DIRECT: {"schema": {"type": "string"}},
            },
        },
        "responses": _answers(),
    }
