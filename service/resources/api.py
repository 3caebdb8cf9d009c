"""The JSON-LD API `/api`."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import Response

from service.problems import NOT_FOUND, Problem
from service.resources.jsonld import context_bytes

_FOR_GOOD = "public, max-age=31536000, immutable"


class Api:
    """The routes below `/api`."""

    def add_to(self, app: FastAPI) -> None:
        """The published contexts."""
        app.add_api_route(
            "/api/context/{version}.jsonld",
            self._context,
            methods=["GET"],
            summary="A published JSON-LD context",
            operation_id="get_context",
            response_class=Response,
            responses={200: {"description": "The context", "content": {"application/ld+json": {}}}},
        )

    async def _context(self, version: str) -> Response:
        body = context_bytes(version)
        if body is None:
            raise Problem(NOT_FOUND, "There is no such context.")
        return Response(body, media_type="application/ld+json", headers={"cache-control": _FOR_GOOD})
