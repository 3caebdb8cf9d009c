"""Any SPARQL 1.1 endpoint behind the same limits: a worker asks it and writes its answer anew."""

from __future__ import annotations

import hashlib
import io
import re
import resource
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

from service.engine.embedded import StoreRunner
from service.engine.output import prefix_lines, term_of, write
from service.engine.protocol import EngineStartError
from service.engine.spool import Spool
from service.engine.worker import DESCRIPTORS
from service.problems import REMOTE, SYNTAX, UNAVAILABLE_FUNCTION, Problem

_GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_AGENT = "renkei"
_N_TRIPLES = "application/n-triples"
# Functions of a server that reach beyond the graph are named in these schemes (Virtuoso).
_INNER = re.compile(r"<(?:bif|sql):", re.IGNORECASE)


class RemoteRunner:
    """Sends jobs to one endpoint; the union of all graphs is its default graph, or its graph `union`."""

    def __init__(self, endpoint: str, union: str, base: str, timeout: float, dataset_triples: int) -> None:
        self._endpoint = endpoint
        self._union = union
        self._base = base
        self._timeout = timeout
        self._dataset_triples = dataset_triples
        self._graphs: list[str] = []
        self.spent = False

    def load(self, given: Sequence[Path]) -> dict[str, Any]:
        """Nothing is loaded: asks which graphs there are. Raises `EngineStartError` without an answer."""
        if given:
            raise EngineStartError("data is published to a remote engine, not given to the service")
        try:
            graphs = [row["g"].value for row in self._solutions(_GRAPHS, None, None)]
            triples = next(iter(self._solutions(_COUNT, None, None)))["n"].value
        except Problem as problem:
            raise EngineStartError(f"{self._endpoint}: {problem.detail}") from problem
        shown = self._graphs = sorted(g for g in graphs if g != self._union and g.startswith(self._base))
        build = hashlib.sha256("\n".join([self._endpoint, triples, *shown, str(time.time_ns())]).encode())
        return {
            "build": build.hexdigest()[:16],
            "modified": int(time.time()),
            "manifest": {},
            "triples": int(triples),
            "graphs": shown,
        }

    def run(self, job: Mapping[str, Any], spool: Spool) -> None:
        """Ask the endpoint and write its answer in the format of the job; raises `Problem`."""
        text = f"BASE <{job['base']}> {prefix_lines(job['implied'])}{_bound(job)}"
        if _INNER.search(text):
            raise Problem(UNAVAILABLE_FUNCTION, "Functions of the server itself are not available.")
        default, named = job["default_graphs"], job["named_graphs"]
        if default is not None and len(default) > 1:
            self._run_here(job, spool)
            return
        if named is None and "GRAPH" in text.upper():
            named = self._graphs  # a store has graphs of its own
        answer = self._ask(text, job["kind"], default, named)
        graph = job["kind"] in ("CONSTRUCT", "DESCRIBE")
        try:
            results = (
                _triples(answer) if graph else ox.parse_query_results(answer, ox.QueryResultsFormat.JSON)
            )
            write(results, job["format"], spool)
        except (SyntaxError, ValueError) as error:
            raise Problem(REMOTE, f"The answer of the remote engine is cut off or wrong: {error}") from None

    def _run_here(self, job: Mapping[str, Any], spool: Spool) -> None:
        """Several graphs as one: fetched, since engines count a triple once for each graph that has it."""
        here = StoreRunner(self._dataset_triples)
        for graph in dict.fromkeys([*job["default_graphs"], *job["named_graphs"]]):
            here.add(graph, _triples(self._ask(_ALL, "CONSTRUCT", [graph], None)))
        self.spent = True
        resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
        here.run(job, spool)

    def _solutions(self, text: str, default: Sequence[str] | None, named: Sequence[str] | None) -> Any:
        return ox.parse_query_results(self._ask(text, "SELECT", default, named), ox.QueryResultsFormat.JSON)

    def _ask(self, text: str, kind: str, default: Sequence[str] | None, named: Sequence[str] | None) -> bytes:
        client = SPARQLWrapper(self._endpoint, agent=_AGENT)
        client.setMethod(POST)
        client.setTimeout(max(1, int(self._timeout) + 1))
        client.setQuery(text)
        client.queryType = kind
        if kind in ("CONSTRUCT", "DESCRIBE"):
            client.setOnlyConneg(True)
            client.addCustomHttpHeader("Accept", _N_TRIPLES)
        else:
            client.setReturnFormat(JSON)
            client.setOnlyConneg(True)
        for name, graphs in (("default-graph-uri", default), ("named-graph-uri", named)):
            for graph in graphs or ():
                client.addParameter(name, graph)
        if self._union and default is None:
            client.addParameter("default-graph-uri", self._union)
        try:
            return bytes(client.query().response.read())
        except (SPARQLWrapperException, HTTPError) as error:
            raise _refusal(error) from None
        except (TimeoutError, URLError, ConnectionError, OSError) as error:
            raise Problem(REMOTE, f"The remote engine gave no answer: {error}") from None


def _triples(answer: bytes) -> list[ox.Triple]:
    """The set of triples of an N-Triples answer; some engines repeat a triple."""
    seen = dict.fromkeys(quad.triple for quad in ox.parse(io.BytesIO(answer), ox.RdfFormat.N_TRIPLES))
    return list(seen)


def _refusal(error: Exception) -> Problem:
    said = str(error).strip().splitlines()
    detail = " ".join(said)[:500]
    wrong = type(error).__name__ == "QueryBadFormed"
    return Problem(SYNTAX if wrong else REMOTE, f"The remote engine refused the query: {detail}")


def _bound(job: Mapping[str, Any]) -> str:
    """The query with its parameters as VALUES at the start of its pattern: terms, written by the RDF library."""
    text, bindings, at = job["text"], job["bindings"], job["pattern"]
    if not bindings:
        return str(text)
    names = " ".join(f"?{name}" for name in bindings)
    terms = " ".join(str(term_of(term)) for term in bindings.values())
    return f"{text[: at + 1]} VALUES ({names}) {{ ({terms}) }} {text[at + 1 :]}"
