"""Every error that the service answers, as RFC 9457 problem details: one table, one class, one writer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MEDIA_TYPE = "application/problem+json"
_TYPES = "https://w3id.org/renkei/problem/"


@dataclass(frozen=True)
class ProblemKind:
    """A kind of error: the last part of its `type` IRI, its status and its title."""

    name: str
    status: int
    title: str

    @property
    def iri(self) -> str:
        """The `type` of RFC 9457."""
        return _TYPES + self.name


BAD_REQUEST = ProblemKind("bad-request", 400, "The request cannot be understood")
SYNTAX = ProblemKind("syntax-error", 400, "The query is not SPARQL 1.1")
UPDATE_REFUSED = ProblemKind("update-refused", 403, "This endpoint only reads")
SERVICE_REFUSED = ProblemKind("service-refused", 403, "SERVICE is not carried out here")
UNKNOWN_GRAPH = ProblemKind("unknown-graph", 400, "The query names a graph that is not here")
UNAVAILABLE_FUNCTION = ProblemKind("unknown-function", 400, "The query uses a function that is not here")
TOO_COMPLEX = ProblemKind("too-complex", 400, "The query is nested too deeply or has too many operators")
NOT_FOUND = ProblemKind("not-found", 404, "There is nothing here")
METHOD = ProblemKind("method-not-allowed", 405, "The method is not allowed here")
NOT_ACCEPTABLE = ProblemKind("not-acceptable", 406, "None of the accepted formats is available")
TOO_LONG = ProblemKind("query-too-long", 413, "The query is too long")
DATASET_TOO_LARGE = ProblemKind("dataset-too-large", 413, "The graphs of the dataset are too large together")
MEDIA = ProblemKind("unsupported-media-type", 415, "The body is of an unknown kind")
INVALID = ProblemKind("invalid-parameter", 422, "A parameter has a value that cannot be used")
INTERNAL = ProblemKind("internal-error", 500, "The service made a mistake")
CRASH = ProblemKind("engine-crash", 500, "The query ended its worker process")
REMOTE = ProblemKind("remote-error", 502, "The remote engine gave no right answer")
BUSY = ProblemKind("busy", 503, "Too many queries at the moment")
STOPPED = ProblemKind("engine-unavailable", 503, "The query engine is not available at the moment")
TIME_LIMIT = ProblemKind("time-limit", 504, "The query took longer than its time limit")
MEMORY_LIMIT = ProblemKind("memory-limit", 507, "The query took more memory than its limit")
RESULT_LIMIT = ProblemKind("result-limit", 507, "The answer is larger than the limit")

BY_STATUS: Mapping[int, ProblemKind] = {
    kind.status: kind for kind in (INTERNAL, INVALID, MEDIA, METHOD, NOT_ACCEPTABLE, NOT_FOUND, BAD_REQUEST)
}


@dataclass
class Problem(Exception):
    """An error that is answered as problem details; `extra` members and headers come along."""

    kind: ProblemKind
    detail: str
    extra: Mapping[str, Any] = field(default_factory=dict)
    headers: Sequence[tuple[str, str]] = ()

    def __str__(self) -> str:
        return self.detail

    def body(self) -> bytes:
        """The JSON of RFC 9457."""
        members = {"type": self.kind.iri, "title": self.kind.title, "status": self.kind.status}
        return json.dumps({**self.extra, **members, "detail": self.detail}, ensure_ascii=False).encode(
            "utf-8", "replace"
        )


def syntax_problem(detail: str, line: int, column: int) -> Problem:
    """A syntax error with its 1-based line and column."""
    return Problem(SYNTAX, detail, {"line": line, "column": column})
