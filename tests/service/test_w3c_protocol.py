"""The W3C tests of the SPARQL 1.1 Protocol; of those that update, only that they are refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from rdflib import Graph, Namespace, Node, URIRef
from rdflib.collection import Collection

from tests.service.running import Running, start

SHARED = Path(os.environ.get("RENKEI_SHARED", "")) / "conformance" / "sparql11-protocol"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UPDATES = ("update_",)
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not os.environ.get("RENKEI_SHARED"), reason="RENKEI_SHARED names no folder"),
]
TYPES = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples"),
}


@dataclass(frozen=True)
class Case:
    """One request and what is expected of its answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: tuple[int, ...]
    boolean: bool | None
    form: str | None


def manifest() -> Graph:
    return Graph().parse(SHARED / "manifest.ttl")


def names() -> list[str]:
    if not os.environ.get("RENKEI_SHARED"):
        return ["none"]
    graph = manifest()
    entries = Collection(graph, next(graph.objects(None, MF.entries)))
    return [str(entry).rsplit("#", 1)[1] for entry in entries]


def cases(graph: Graph, name: str) -> list[Case]:
    entry = next(subject for subject in graph.subjects(MF.name) if str(subject).endswith(f"#{name}"))
    requests = graph.value(graph.value(entry, MF.action), HT.requests)
    return [case(graph, request) for request in Collection(graph, requests)]  # type: ignore[arg-type]


def case(graph: Graph, request: Node) -> Case:
    listed = graph.value(request, HT.headers)
    headers = {
        str(graph.value(each, HT.fieldName)): str(graph.value(each, HT.fieldValue))
        for each in (Collection(graph, listed) if listed else ())
    }
    body = graph.value(request, HT.body)
    encoding = str(graph.value(body, CNT.characterEncoding) or "utf-8") if body else "utf-8"
    answer = graph.value(request, HT.resp)
    expected = graph.value(answer, MF.expectedBoolean)
    form = graph.value(answer, MF.expectedFormat)
    return Case(
        str(graph.value(request, HT.methodName)),
        str(graph.value(request, HT.absolutePath)),
        headers,
        str(graph.value(body, CNT.chars)).encode(encoding) if body else b"",
        tuple(int(str(each)[-3]) for each in graph.objects(answer, MF.expectedStatus)),
        None if expected is None else bool(expected.toPython()),  # type: ignore[attr-defined]
        None if form is None else str(form),
    )


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The three graphs of the tests under the names by which the manifest calls them."""
    path = tmp_path_factory.mktemp("w3c") / "data.nq"
    quads = []
    for number in (1, 2, 3):
        name = URIRef(f"http://kasei.us/2009/09/sparql/data/data{number}.rdf")
        for line in (SHARED / f"data{number}.nt").read_text().splitlines():
            quads.append(f"{line.rstrip(' .')} {name.n3()} .\n")
    path.write_text("".join(quads))
    running = start(path, by_command=True)
    yield running
    running.stop()


@pytest.mark.parametrize("name", names())
def test_w3c(name: str, endpoint: Running) -> None:
    for each in cases(manifest(), name):
        answer = send(endpoint, each)
        if name.startswith(UPDATES):
            assert answer.status_code in (400, 403)
            assert answer.headers["content-type"] == "application/problem+json"
            return
        assert answer.status_code // 100 in each.statuses, answer.text
        if each.boolean is not None:
            assert answer.json()["boolean"] is each.boolean
        if each.form is not None:
            assert answer.headers["content-type"].split(";")[0] in TYPES[each.form]


def send(endpoint: Running, each: Case) -> httpx.Response:
    """The request as it stands, without the headers that a client adds."""
    request = endpoint.client.build_request(each.method, each.path, content=each.body or None)
    request.headers.pop("content-type", None)
    request.headers.update(each.headers)
    return endpoint.client.send(request)
