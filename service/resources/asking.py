"""Queries of the service's own pages: rows with their terms, bound parameters."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from starlette.requests import Request

from service.engine.protocol import Term
from service.sparql.endpoint import Endpoint
from service.sparql.formats import JSON

Cell: TypeAlias = Mapping[str, str]
Row: TypeAlias = Mapping[str, Cell]


class Asking:
    """Asks the endpoint for one request."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    async def rows(
        self, request: Request, text: str, bound: Mapping[str, Term] | None = None
    ) -> Sequence[Row]:
        """The rows of a SELECT; every variable of `bound` is selected too."""
        answer = await self._endpoint.run(text, JSON, request.receive, bound)
        found: Any = json.loads(answer.whole())["results"]["bindings"]
        return list(found)

    async def number(self, request: Request, text: str, bound: Mapping[str, Term] | None = None) -> int:
        """The number that a query selects as ?n; 0 where it has no row."""
        rows = await self.rows(request, text, bound)
        return int(rows[0]["n"]["value"]) if rows else 0
