"""The same questions to every engine: the answers, limits and refusals do not depend on the store behind."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from service.engine.publish import Published, PublishError, Target, Way, publish
from tests.service import stores
from tests.service.bombs import SLOW
from tests.service.graphs import BASE, release
from tests.service.running import Running, start
from tests.service.stores import Store

TRIPLES = 1804
MEASURES = 300


@pytest.fixture(
    scope="module", params=["embedded", "oxigraph by update", "oxigraph by graph store", "virtuoso"]
)
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The service in front of each engine, with the same fictional release."""
    folder = tmp_path_factory.mktemp("engine")
    data = folder / "fiction.nq"
    data.write_text(release(MEASURES), encoding="utf-8")
    with ExitStack() as stack:
        if request.param == "embedded":
            running = start(data, timeout=2)
        else:
            program = stores.VIRTUOSO if request.param == "virtuoso" else stores.OXIGRAPH
            if reason := stores.missing(program):
                pytest.skip(reason)
            opened = stores.virtuoso(folder) if program == stores.VIRTUOSO else stores.oxigraph()
            store = stack.enter_context(opened)
            target = target_of(store, Way.UPDATE if request.param.endswith("update") else Way.GRAPH_STORE)
            for _ in range(2):  # a second time replaces the first
                assert publish([data], target) == Published(graphs=4, triples=TRIPLES)
            running = start(engine=store.query, engine_graph=store.union or "", timeout=20)
        yield running
        assert running.stop() == 0


def target_of(store: Store, way: Way) -> Target:
    url = store.update if way is Way.UPDATE else store.graph_store
    return Target(url, way, store.union, store.user, store.password)


def test_all_triples_are_there_once(service: Running) -> None:
    assert service.number("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == TRIPLES
    assert service.number("SELECT (SUM(?a) AS ?n) { ?line rk:amount ?a }") == MEASURES * 1000


def test_languages_and_datatypes_stay(service: Running) -> None:
    rows = service.rows(
        "SELECT ?o { <id/municipality/43100> skos:prefLabel|rk:code5 ?o } ORDER BY LANG(?o) ?o"
    )
    assert [(row["o"]["value"], row["o"].get("xml:lang")) for row in rows] == [
        ("43100", None), ("Kumamoto", "en"), ("熊本市", "ja")
    ]  # fmt: skip
    (order,) = service.rows("SELECT ?o { <id/vision/1/measure/0007> rk:order ?o }")
    assert (order["o"]["value"], order["o"]["datatype"]) == ("7", "http://www.w3.org/2001/XMLSchema#integer")


@pytest.mark.parametrize(
    ("accept", "form"),
    [("text/turtle", ox.RdfFormat.TURTLE), ("application/ld+json", ox.RdfFormat.JSON_LD),
     ("application/rdf+xml", ox.RdfFormat.RDF_XML), ("application/n-triples", ox.RdfFormat.N_TRIPLES)],
)  # fmt: skip
def test_graphs_come_in_every_format(service: Running, accept: str, form: ox.RdfFormat) -> None:
    answer = service.query("CONSTRUCT WHERE { <id/municipality/43100> ?p ?o }", accept)
    assert len(set(ox.parse(answer.content, form))) == 4


def test_named_graphs_are_those_of_the_release(service: Running) -> None:
    graphs = {row["g"]["value"] for row in service.rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}
    assert graphs == {f"{BASE}graph/{name}" for name in ("links", "places", "vision/0", "vision/1")}


def test_several_graphs_count_each_triple_once(service: Running) -> None:
    query = "SELECT (SUM(?a) AS ?n) FROM <graph/links> FROM <graph/vision/0> { ?line rk:amount ?a }"
    assert service.number(query) == MEASURES * 1000
    assert service.number(query.replace("FROM <graph/links>", "")) == MEASURES // 2 * 1000


def test_what_is_wrong_is_refused(service: Running) -> None:
    for query, status in (
        ("SELECT * { ?s ?p ?o . ?o }", 400),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { } }", 403),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 400),
        ('SELECT (<bif:http_get>("http://127.0.0.1:9/") AS ?x) {}', 400),
        ("SELECT (<sql:user>() AS ?x) {}", 400),
        ("DEFINE input:same-as 'yes' SELECT * { ?s ?p ?o }", 400),
        ("CLEAR ALL", 403),
    ):
        answer = service.query(query)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), (
            query
        )


@pytest.mark.parametrize("name", ["cross product", "correlated NOT EXISTS", "group per pair"])
def test_limits_hold(service: Running, name: str) -> None:
    begun = time.monotonic()
    answer = service.client.post("/sparql", data={"query": SLOW[name], "timeout": "1"})
    assert answer.status_code in (502, 504, 507)
    assert time.monotonic() - begun < 5


def test_linked_data_is_served(service: Running) -> None:
    answer = service.client.get(
        "/id/municipality/43100", headers={"accept": "application/ld+json"}, follow_redirects=True
    )
    node = json.loads(answer.content)
    assert node["id"].endswith("id/municipality/43100")
    assert node["code5"] == "43100"


def test_a_remote_engine_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="no answer"):
        start(engine=f"http://127.0.0.1:{stores.free_port()}/sparql")


def test_graphs_that_left_the_release_leave_the_store_and_others_stay(tmp_path: Path) -> None:
    if reason := stores.missing(stores.OXIGRAPH):
        pytest.skip(reason)
    before, after = tmp_path / "before.nq", tmp_path / "after.nq"
    foreign = "<http://example.org/s> <http://example.org/p> <http://example.org/o> <http://example.org/graph/own> .\n"
    before.write_text(release(2) + foreign, encoding="utf-8")
    after.write_text(
        "".join(line for line in release(2).splitlines(True) if "graph/vision/1" not in line),
        encoding="utf-8",
    )
    with stores.oxigraph() as store:
        target = target_of(store, Way.UPDATE)
        publish([before], target)
        publish([after], target)
        asked = {"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"}
        graphs = set(httpx.get(store.query, params=asked, headers={"accept": "text/csv"}).text.split()[1:])
    assert graphs == {
        "http://example.org/graph/own",
        *(f"{BASE}graph/{n}" for n in ("links", "places", "vision/0")),
    }


def test_publishing_to_nowhere_is_told(tmp_path: Path) -> None:
    data = tmp_path / "fiction.nq"
    data.write_text(release(1))
    for way in Way:
        with pytest.raises(PublishError, match="graph/links"):
            publish([data], Target(f"http://127.0.0.1:{stores.free_port()}/x", way))
