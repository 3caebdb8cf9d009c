"""Loading a release into a remote store: each named graph anew, then the union of all as its default graph."""

from __future__ import annotations

import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from urllib.parse import quote, urlsplit

import pyoxigraph as ox
from SPARQLWrapper import DIGEST, POST, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

_BATCH = 1000
_TIMEOUT = 600
_N_TRIPLES = "application/n-triples"


class PublishError(Exception):
    """The remote store did not take a graph; the message says which and what it answered."""


class Way(StrEnum):
    """How a remote store takes data."""

    UPDATE = "update"
    GRAPH_STORE = "graph-store"


@dataclass(frozen=True)
class Target:
    """A remote store: its URL for one way, the graph for the union (none: its default graph), credentials."""

    url: str
    way: Way
    union: str | None = None
    user: str = ""
    password: str = ""


@dataclass(frozen=True)
class Published:
    """What was loaded: named graphs, and triples of their union."""

    graphs: int
    triples: int


def way_of(url: str) -> Way:
    """The way that a URL looks like.

    >>> way_of("http://localhost:7878/update"), way_of("http://localhost:8890/sparql-graph-crud-auth")
    (<Way.UPDATE: 'update'>, <Way.GRAPH_STORE: 'graph-store'>)
    """
    last = urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1]
    return Way.UPDATE if last in ("update", "sparql", "statements") else Way.GRAPH_STORE


def publish(
    files: Sequence[Path],
    target: Target,
    *,
    leave_out: Collection[str] = (),
    done: Callable[[str], None] = lambda _: None,
) -> Published:
    """Replace the graphs of these N-Quads files in a remote store.

    `leave_out` are IRIs of properties whose triples stay here (the texts of documents); `done` is told each graph
    that was loaded. Graphs of an earlier release that this one no longer has are emptied by `Way.UPDATE`; the
    graph store protocol cannot name them, so by `Way.GRAPH_STORE` they stay, outside the union. Raises `PublishError`.
    """
    store, omitted = ox.Store(), frozenset(leave_out)
    union = ox.DefaultGraph()
    for path in files:
        for quad in ox.parse(path=path, format=ox.RdfFormat.N_QUADS):
            if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
                raise PublishError(f"{path}: blank nodes cannot be loaded in parts")
            if quad.predicate.value not in omitted:
                store.add(quad)
                store.add(ox.Quad(quad.subject, quad.predicate, quad.object, union))
    load = _update if target.way is Way.UPDATE else _put
    graphs = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    for graph in graphs:
        load(target, graph, _triples(store, ox.NamedNode(graph)))
        done(graph)
    if target.way is Way.UPDATE and graphs:
        _send_update(target, None, _without_others(graphs))
    load(target, target.union, _triples(store, union))
    done(target.union or "default graph")
    return Published(len(graphs), sum(1 for _ in _triples(store, union)))


def _without_others(graphs: Sequence[str]) -> str:
    """The update that empties the store's graphs below the same ``…/graph/`` which are none of these."""
    known = ", ".join(str(ox.NamedNode(graph)) for graph in graphs)
    bases = sorted(
        {str(ox.Literal(graph[: graph.index("/graph/") + 7])) for graph in graphs if "/graph/" in graph}
    )
    ours = " || ".join(f"STRSTARTS(STR(?g), {base})" for base in bases) or "false"
    pattern = "GRAPH ?g { ?s ?p ?o }"
    return f"DELETE {{ {pattern} }} WHERE {{ {pattern} FILTER(({ours}) && ?g NOT IN ({known})) }}"


def _triples(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> Iterator[str]:
    for quad in store.quads_for_pattern(None, None, None, graph):
        yield f"{quad.triple} ."


def _update(target: Target, graph: str | None, triples: Iterator[str]) -> None:
    name = None if graph is None else str(ox.NamedNode(graph))
    _send_update(target, graph, "CLEAR SILENT DEFAULT" if name is None else f"CLEAR SILENT GRAPH {name}")
    while batch := "\n".join(islice(triples, _BATCH)):
        inner = batch if name is None else f"GRAPH {name} {{ {batch} }}"
        _send_update(target, graph, f"INSERT DATA {{ {inner} }}")


def _send_update(target: Target, graph: str | None, text: str) -> None:
    client = SPARQLWrapper(target.url, agent="renkei")
    client.setMethod(POST)
    client.setTimeout(_TIMEOUT)
    client.setQuery(text)
    client.queryType = text.split(maxsplit=1)[0]
    if target.user:
        client.setHTTPAuth(DIGEST)
        client.setCredentials(target.user, target.password)
    try:
        client.query().response.read()
    except (SPARQLWrapperException, OSError) as error:
        raise PublishError(f"{graph or 'default graph'}: {error}") from error


def _put(target: Target, graph: str | None, triples: Iterator[str]) -> None:
    where = "default" if graph is None else f"graph={quote(graph, safe='')}"
    body = "\n".join(triples).encode() + b"\n"
    address = f"{target.url}?{where}"
    try:
        headers = {"content-type": _N_TRIPLES, **_credentials(target, address)}
        request = urllib.request.Request(address, data=body, method="PUT", headers=headers)
        urllib.request.urlopen(request, timeout=_TIMEOUT).read()
    except OSError as error:
        detail = (
            error.read()[:300].decode("utf-8", "replace") if isinstance(error, urllib.error.HTTPError) else ""
        )
        raise PublishError(f"{graph or 'default graph'}: {error} {detail}".strip()) from error


def _credentials(target: Target, address: str) -> dict[str, str]:
    """The `Authorization` of a PUT, from the challenge to an empty one.

    A server that wants credentials answers before it has read a long body and closes.
    """
    if not target.user:
        return {}
    request = urllib.request.Request(address, data=b"", method="PUT", headers={"content-type": _N_TRIPLES})
    try:
        urllib.request.urlopen(request, timeout=_TIMEOUT).close()
    except urllib.error.HTTPError as error:
        challenge = error.headers.get("WWW-Authenticate", "")
        if error.code != 401:
            raise
    else:
        return {}
    scheme, _, parameters = challenge.partition(" ")
    if scheme.lower() == "basic":
        return {"authorization": f"Basic {b64encode(f'{target.user}:{target.password}'.encode()).decode()}"}
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, address, target.user, target.password)
    handler = urllib.request.HTTPDigestAuthHandler(passwords)
    said = urllib.request.parse_keqv_list(urllib.request.parse_http_list(parameters))
    return {"authorization": f"Digest {handler.get_authorization(request, said)}"}
