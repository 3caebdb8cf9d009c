"""Single queries through the service, beside pyoxigraph called directly and rdflib's own engine, on one graph."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import rdflib

from benchmarks.measure import median_call, table
from graph_build.checks.questions import StoredQuery, load_queries
from graph_build.release.asking import Graph
from graph_build.release.build import Settings, build
from graph_build.release.folder import ReleaseFolder

PREFIX = "PREFIX rk: <https://w3id.org/renkei/def#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
QUERIES = {
    "lookup": "SELECT ?p ?o { <https://w3id.org/renkei/id/municipality/43100> ?p ?o }",
    "measures with roles": "SELECT ?m ?r { ?m a rk:Measure ; rk:hasRole ?r } LIMIT 100",
    "count by class": "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY DESC(?n)",
    "measures per agreement": "SELECT ?a (COUNT(DISTINCT ?m) AS ?n) { ?v rk:ofAgreement ?a . ?m rk:inVersion ?v } GROUP BY ?a",
}


def main() -> str:
    """Measure and give the table."""
    register = Path(__file__).parents[1] / "data" / "register"
    with tempfile.TemporaryDirectory() as folder:
        release = Path(folder) / "release"
        build([register], release, Settings(check=False))
        quads = release / "renkei.nq"
        store = ox.Store()
        store.bulk_load(path=str(quads), format=ox.RdfFormat.N_QUADS)
        for quad in list(store):
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
        graph = rdflib.Graph()
        graph.parse(
            data="\n".join(
                f"{q.triple} ." for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph())
            ),
            format="nt",
        )
        with Served(release, "--cache-mb", "0") as port:
            rows = [_row(name, PREFIX + query, store, graph, port) for name, query in QUERIES.items()]
            stored = [_stored_row(query, release, port) for query in load_queries() if not query.federated]
    head = ("query", "service ÷ pyoxigraph", "rdflib ÷ service", "service ms")
    first = table("Single queries, first and not cached", head, rows)
    columns = ("question", "service ÷ pyoxigraph", "service ms")
    return first + "\n" + table("Stored queries with their example values, not cached", columns, stored)


def _row(name: str, query: str, store: ox.Store, graph: rdflib.Graph, port: int) -> tuple[str, ...]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    count = iter(range(10**9))

    def ask() -> None:
        # A comment makes each query new, so that no answer comes from the cache.
        body = urllib.parse.urlencode({"query": f"{query} # {next(count)}"})
        connection.request("GET", f"/sparql?{body}", headers={"Accept": "application/sparql-results+json"})
        response = connection.getresponse()
        if response.read() is None or response.status != 200:
            raise RuntimeError(f"{response.status}")

    served = median_call(ask)
    direct = median_call(lambda: _directly(store, query))
    slow = median_call(lambda: graph.query(query).serialize(format="json"), runs=5)
    return name, f"{served / direct:.2f}", f"{slow / served:.0f}", f"{served * 1000:.2f}"


def _stored_row(query: StoredQuery, release: Path, port: int) -> tuple[str, ...]:
    """One question as an operation of the API, beside pyoxigraph with the same parameters in this process."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    values = {param.name: param.example for param in query.params if not param.optional}
    graph = _loaded(release)
    bindings = graph.bindings(query, values)

    def ask() -> None:
        path = f"/queries/{query.name}?{urllib.parse.urlencode({**values, 'format': 'json'})}"
        connection.request("GET", path)
        response = connection.getresponse()
        if response.read() is None or response.status != 200:
            raise RuntimeError(f"{query.path}: {response.status}")

    served = median_call(ask, runs=10)
    direct = median_call(lambda: list(graph.run(query.text, bindings, "json")), runs=10)
    return query.path, f"{served / direct:.2f}", f"{served * 1000:.1f}"


@cache
def _loaded(release: Path) -> Graph:
    return Graph(ReleaseFolder(release))


def _directly(store: ox.Store, query: str) -> bytes | None:
    solutions = store.query(query)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("only SELECT is compared here")
    return solutions.serialize(format=ox.QueryResultsFormat.JSON)


class Served:
    """The service on a free port, for as long as the block lasts."""

    def __init__(self, release: Path, *flags: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        command = [
            str(Path(sys.executable).with_name("renkei")),
            "serve",
            "--port",
            str(self.port),
            "--data",
            str(release),
            *flags,
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self) -> int:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return self.port
        raise RuntimeError("the service did not start")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(20)


if __name__ == "__main__":
    print(main())
