"""The SPARQL 1.1 Protocol over a real socket: requests, formats, refusals, headers."""

from __future__ import annotations

import csv
import io
import json
import socket
import threading
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from rdflib import Graph, Namespace, URIRef

from tests.service.graphs import BASE, RK
from tests.service.running import Running

ONE = "SELECT ?name WHERE { <id/municipality/43100> skos:prefLabel ?name } ORDER BY ?name"
DESCRIBED = "CONSTRUCT WHERE { <id/municipality/43100> ?p ?o }"
FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": "application/sparql-query"}


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_get_form_and_direct_give_the_same_answer(server: Running, path: str) -> None:
    by_get = server.client.get(path, params={"query": ONE})
    by_form = server.client.post(path, data={"query": ONE})
    direct = server.client.post(path, content=ONE.encode(), headers=DIRECT)
    assert by_get.status_code == by_form.status_code == direct.status_code == 200
    assert by_get.content == by_form.content == direct.content
    assert by_get.headers["etag"] == by_form.headers["etag"] == direct.headers["etag"]


def test_languages_and_datatypes_stay(server: Running) -> None:
    names = [(row["name"]["value"], row["name"]["xml:lang"]) for row in server.rows(ONE)]
    assert names == [("Kumamoto", "en"), ("熊本市", "ja")]
    tsv = server.query(ONE, "text/tab-separated-values").text
    assert tsv == '?name\n"Kumamoto"@en\n"熊本市"@ja\n'
    xml = ET.fromstring(server.query(ONE, "application/sparql-results+xml").content)
    literals = xml.iter("{http://www.w3.org/2005/sparql-results#}literal")
    assert [each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in literals] == ["en", "ja"]
    assert list(csv.reader(io.StringIO(server.query(ONE, "text/csv").text))) == [
        ["name"],
        ["Kumamoto"],
        ["熊本市"],
    ]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("text/*", "text/csv; charset=utf-8"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.9, */*;q=0.1", "application/sparql-results+xml"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/json"),
        (
            "application/sparql-results+json;q=0, application/json;q=0, */*;q=0.1",
            "application/sparql-results+xml",
        ),
        ("image/png, text/tab-separated-values;q=0.001", "text/tab-separated-values; charset=utf-8"),
        ("TEXT/CSV", "text/csv; charset=utf-8"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
@pytest.mark.parametrize("query", [ONE, "ASK { ?s ?p ?o }"])
def test_tables_come_as_accepted(server: Running, query: str, accept: str, expected: str) -> None:
    answer = server.query(query, accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, expected)
    page = {"accept-language", "cookie"} if expected.startswith("text/html") else set()
    assert {"accept", "accept-encoding", *page} == {
        each.strip().lower() for each in answer.headers["vary"].split(",")
    }


@pytest.mark.parametrize(
    ("accept", "expected", "form"),
    [
        ("*/*", "text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/trig", "application/trig", ox.RdfFormat.TRIG),
        ("application/n-quads", "application/n-quads", ox.RdfFormat.N_QUADS),
        ("text/plain", "text/plain; charset=utf-8", ox.RdfFormat.N_TRIPLES),
    ],
)
@pytest.mark.parametrize("query", [DESCRIBED, "DESCRIBE <id/municipality/43100>"])
def test_graphs_come_as_accepted_and_say_the_same(
    server: Running, query: str, accept: str, expected: str, form: ox.RdfFormat
) -> None:
    answer = server.query(query, accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, expected)
    said = {(str(quad.predicate.value), str(quad.object)) for quad in ox.parse(answer.content, form)}
    assert len(said) == 4
    assert (f"{RK}code5", '"43100"') in said
    assert ("http://www.w3.org/2004/02/skos/core#prefLabel", '"熊本市"@ja') in said


def test_graphs_use_known_prefixes_and_declare_no_others(server: Running) -> None:
    turtle = server.query(DESCRIBED).text
    assert 'rk:code5 "43100"' in turtle
    assert sorted(line.split()[1] for line in turtle.splitlines() if line.startswith("@prefix")) == [
        "rk:",
        "skos:",
    ]
    document = json.loads(server.query(DESCRIBED, "application/ld+json").content)
    assert document["@context"]["rk"] == RK
    assert document["@graph"][0]["rk:code5"] == "43100"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("csv", "text/csv"), ("xml", "application/sparql-results+xml"), ("tsv", "text/tab-separated-values"),
     ("html", "text/html"), ("application/sparql-results+json", "application/sparql-results+json")],
)  # fmt: skip
def test_format_goes_before_accept(server: Running, name: str, expected: str) -> None:
    assert server.query(ONE, "image/png", format=name).headers["content-type"].split(";")[0] == expected


@pytest.mark.parametrize("wish", [{"accept": "image/png"}, {"format": "turtle"}, {"format": "png"}])
def test_what_is_not_there_is_refused_with_what_is(server: Running, wish: dict[str, str]) -> None:
    answer = server.query(ONE, **wish)
    assert answer.status_code == 406
    offered = [media for each in answer.json()["available"] for media in each["media_types"]]
    assert "text/csv" in offered
    assert "text/turtle" not in offered


BAD = {
    "two queries": ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, {}, 400),
    "query in form and address": ("POST", "/sparql?query=ASK%7B%7D", b"query=ASK%7B%7D", FORM, 400),
    "no query": ("POST", "/sparql", b"format=json", FORM, 400),
    "no type": ("POST", "/sparql", b"ASK {}", {}, 415),
    "other type": ("POST", "/sparql", b"ASK {}", {"content-type": "text/plain"}, 415),
    "other charset": (
        "POST",
        "/sparql",
        b"ASK {}",
        {"content-type": "application/sparql-query; charset=utf-16"},
        415,
    ),
    "not UTF-8": ("POST", "/sparql", b"ASK { ?s ?p '\xff' }", DIRECT, 400),
    "not UTF-8 in a form": ("POST", "/sparql", b"query=ASK%20%7B%20%3Fs%20%3Fp%20'%ff'%20%7D", FORM, 400),
    "not UTF-8 in an address": ("GET", "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20'%ff'%20%7D", None, {}, 400),
    "broken escape": ("GET", "/sparql?query=ASK%2", None, {}, 400),
    "syntax": ("GET", "/sparql?query=ASK%20%7B", None, {}, 400),
    "unknown function": ("GET", "/sparql?query=SELECT(<urn:f>(1)%20AS%20?x)%7B%7D", None, {}, 400),
    "update by GET": ("GET", "/sparql?update=CLEAR%20ALL", None, {}, 403),
    "update by form": ("POST", "/sparql", b"update=CLEAR%20ALL", FORM, 403),
    "update direct": ("POST", "/sparql", b"CLEAR ALL", {"content-type": "application/sparql-update"}, 403),
    "update as query": ("POST", "/sparql", b"query=CLEAR%20ALL", FORM, 403),
    "service": ("GET", "/sparql?query=ASK%7BSERVICE%20<http://127.0.0.1/>%7B%7D%7D", None, {}, 403),
    "timeout of no number": ("GET", "/sparql?query=ASK%7B%7D&timeout=soon", None, {}, 422),
    "timeout of zero": ("GET", "/sparql?query=ASK%7B%7D&timeout=0", None, {}, 422),
    "timeout without end": ("GET", "/sparql?query=ASK%7B%7D&timeout=inf", None, {}, 422),
    "PUT": ("PUT", "/sparql?query=ASK%7B%7D", None, {}, 405),
    "DELETE": ("DELETE", "/sparql", None, {}, 405),
    "long query": ("POST", "/sparql", b"ASK { } #" + b"x" * (1 << 20), DIRECT, 413),
    "long form": ("POST", "/sparql", b"query=ASK%7B%7D%23" + b"x" * (1 << 20), FORM, 413),
    "nothing there": ("GET", "/nothing", None, {}, 404),
    "nothing there either": ("GET", "/id/municipality/99999", None, {}, 404),
    "strange identifier": ("GET", "/id/%3Cx%3E%20%7B", None, {}, 404),
    "other method of a page": ("POST", "/health", b"", {}, 405),
}


@pytest.mark.parametrize("name", BAD)
def test_every_error_is_a_problem(server: Running, name: str) -> None:
    method, path, body, headers, status = BAD[name]
    request = server.client.build_request(method, path, content=body)
    request.headers.pop("content-type", None)
    request.headers.update(headers)
    answer = server.client.send(request)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert problem["status"] == status
    assert problem["type"].startswith("https://")
    assert problem["title"]
    assert problem["detail"]
    assert answer.headers["access-control-allow-origin"] == "*"
    if status == 405:
        assert "GET" in answer.headers["allow"]


def test_syntax_errors_of_the_engine_tell_line_and_column(server: Running) -> None:
    problem = server.query("ASK { ?s ?p ?o }\nLIMIT x").json()
    assert (problem["line"], problem["column"]) == (2, 7)


@pytest.mark.parametrize("path", ["/", "/health", "/queries", "/sparql", "/sparql?query=ASK%7B%7D", "/nothing",
                                  "/id/municipality/43100.ttl", "/openapi.json"])  # fmt: skip
def test_head_is_get_without_a_body(server: Running, path: str) -> None:
    by_head, by_get = server.client.head(path), server.client.get(path)
    varying = {"date"}
    assert by_head.status_code == by_get.status_code
    assert {k: v for k, v in by_head.headers.items() if k not in varying} == {
        k: v for k, v in by_get.headers.items() if k not in varying
    }
    assert by_head.content == b""


def test_other_sites_may_ask_but_never_with_credentials(server: Running) -> None:
    asking = {"origin": "https://example.org", "access-control-request-method": "POST",
              "access-control-request-headers": "content-type"}  # fmt: skip
    preflight = server.client.options("/sparql", headers=asking)
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "content-type" in preflight.headers["access-control-allow-headers"].lower()
    answer = server.client.get("/sparql", params={"query": "ASK {}"}, headers=asking)
    for each in (preflight, answer):
        assert each.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in each.headers


def test_browsers_get_a_page_with_the_query_and_a_table(server: Running) -> None:
    page = server.query(ONE, "text/html")
    assert "<textarea" in page.text
    assert '<td><span lang="ja">熊本市</span>' in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    hostile = server.query(
        'SELECT ("<script>x</script>" AS ?x) (IRI("javascript:x") AS ?y) {}', "text/html"
    ).text
    assert "<script>" not in hostile
    assert 'href="javascript' not in hostile
    wrong = server.query("SELECT * { <script>x</script>", "text/html")
    assert (wrong.status_code, "<script>" in wrong.text) == (400, False)


def test_what_a_format_cannot_say_is_refused_not_written_wrong(server: Running) -> None:
    query = "CONSTRUCT { <urn:a> <urn:1> 2 } WHERE {}"
    assert server.query(query, "application/rdf+xml").status_code == 406
    assert server.query(query, "text/turtle").status_code == 200


# --- the dataset ---

BUDGET = "SELECT (SUM(?a) AS ?n) { ?line rk:amount ?a }"


def test_the_default_graph_has_each_triple_once(server: Running) -> None:
    """Every budget line stands in two graphs; a sum must not see it twice."""
    assert server.number(BUDGET) == 300 * 1000
    assert server.number("SELECT (COUNT(*) AS ?n) { ?m a rk:Measure }") == 300


def test_the_union_option_of_the_store_would_double_sums() -> None:
    """Why the union is written as triples: pinned, so that a better pyoxigraph is noticed."""
    store = ox.Store()
    subject, predicate = ox.NamedNode("urn:s"), ox.NamedNode("urn:p")
    for name in ("urn:a", "urn:b"):
        store.add(ox.Quad(subject, predicate, ox.Literal(5), ox.NamedNode(name)))
    query = "SELECT (SUM(?o) AS ?n) { ?s ?p ?o }"
    graphs = [ox.NamedNode("urn:a"), ox.NamedNode("urn:b")]
    for options in ({"use_default_graph_as_union": True}, {"default_graph": graphs}):
        assert next(iter(store.query(query, **options)))["n"].value == "10"  # type: ignore[arg-type]


def test_several_graphs_of_a_dataset_count_each_triple_once(server: Running) -> None:
    graphs = [f"{BASE}graph/vision/0", f"{BASE}graph/vision/1", f"{BASE}graph/links"]
    assert server.number(BUDGET, **{"default-graph-uri": graphs}) == 300 * 1000
    clause = "".join(f" FROM <{graph}>" for graph in graphs)
    assert server.number(BUDGET.replace(" {", f"{clause} {{", 1)) == 300 * 1000
    assert server.number(BUDGET, **{"default-graph-uri": graphs[0]}) == 150 * 1000


def test_named_graphs_of_a_dataset_are_the_only_ones(server: Running) -> None:
    query = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert server.number(query) == 4
    named = f"SELECT (COUNT(DISTINCT ?g) AS ?n) FROM NAMED <{BASE}graph/links> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert server.number(named) == 1
    everything = named.replace("GRAPH ?g", "").replace("?g", "?s")
    assert server.number(everything) == 0
    two = {"default-graph-uri": [f"{BASE}graph/vision/0", f"{BASE}graph/vision/1"],
           "named-graph-uri": f"{BASE}graph/places"}  # fmt: skip
    assert server.number(query, **two) == 1


def test_the_dataset_of_the_protocol_overrides_that_of_the_query(server: Running) -> None:
    query = BUDGET.replace(" {", f" FROM <{BASE}graph/places> {{", 1)
    assert server.rows(query) == server.rows("SELECT (SUM(?a) AS ?n) { FILTER(false) ?s ?p ?a }")
    assert server.number(query, **{"default-graph-uri": f"{BASE}graph/links"}) == 300 * 1000


@pytest.mark.parametrize("graph", ["file:///etc/passwd", "http://127.0.0.1:9/x.ttl", f"{BASE}graph/none"])
def test_unknown_graphs_are_refused_and_named(server: Running, graph: str) -> None:
    for answer in (
        server.query(f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}"),
        server.query(f"SELECT * FROM NAMED <{graph}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"),
        server.query("SELECT * { ?s ?p ?o }", **{"default-graph-uri": graph}),
        server.query("SELECT * { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": graph}),
    ):
        assert answer.status_code == 400
        assert graph in answer.json()["detail"]


def test_service_reaches_nothing(server: Running) -> None:
    """Whatever the text looks like, no connection is made."""
    reached = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)

        def listen() -> None:
            while not stop.is_set():
                try:
                    listener.accept()
                    reached.set()
                except TimeoutError:
                    continue

        stop = threading.Event()
        thread = threading.Thread(target=listen)
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        for form in ("SERVICE <{}> {{ ?s ?p ?o }}", "SERVICE SILENT <{}> {{ }}", "?s ?p trueSERVICE<{}>{{}}",
                     "?s ?p ?o FILTER(?o<?o)SERVICE#>\n<{}>{{}}", "BIND(<{}> AS ?x) SERVICE ?x {{ }}",
                     "{{ SELECT * {{ OPTIONAL {{ SERVICE <{}> {{ }} }} }} }}"):  # fmt: skip
            assert server.query("SELECT * { " + form.format(address) + " }").status_code in (400, 403)
        stop.set()
        thread.join()
    assert not reached.is_set()


# --- the service description ---


def test_a_get_without_query_describes_the_service(server: Running) -> None:
    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    formats = {}
    for media in ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"):
        answer = server.client.get("/sparql", headers={"accept": media})
        assert answer.headers["content-type"].split(";")[0] == media
        formats[media] = Graph().parse(data=answer.content, format=media)
    graph = formats["text/turtle"]
    assert all(len(each) == len(graph) for each in formats.values())
    (service,) = graph.subjects(URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), sd.Service)
    assert graph.value(service, sd.endpoint) == URIRef(f"{server.url}/sparql")
    assert (service, sd.supportedLanguage, sd.SPARQL11Query) in graph
    assert (service, sd.feature, sd.UnionDefaultGraph) in graph
    assert (service, sd.feature, sd.BasicFederatedQuery) not in graph
    results = {str(each).rsplit("/", 1)[1] for each in graph.objects(service, sd.resultFormat)}
    assert {"SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
            "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads"} == results  # fmt: skip
    dataset = graph.value(service, sd.defaultDataset)
    named = {str(graph.value(node, sd.name)) for node in graph.objects(dataset, sd.namedGraph)}
    assert f"{BASE}graph/links" in named
    schema = Namespace("https://schema.org/")
    limits = {
        str(graph.value(node, schema.name)) for node in graph.objects(service, schema.additionalProperty)
    }
    assert {"timeout", "memory_mb", "result_mb", "query_kb"} <= limits
