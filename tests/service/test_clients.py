"""Real clients work against the service: SPARQLWrapper, the stores of rdflib, Comunica."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, POST, RDFXML, TURTLE, XML, SPARQLWrapper

from tests.service.graphs import BASE, LABEL
from tests.service.running import Running
from tests.service.stores import find, missing

CITY = URIRef(f"{BASE}id/municipality/43100")
NAMES = f"SELECT ?name {{ <{CITY}> <{LABEL}> ?name }} ORDER BY ?name"
COMUNICA = "comunica-sparql"


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("form", [JSON, XML, CSV])
def test_sparqlwrapper_selects(server: Running, method: str, form: str) -> None:
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setMethod(method)
    client.setQuery(NAMES)
    client.setReturnFormat(form)
    answer: Any = client.queryAndConvert()
    said = (
        answer.toxml()
        if form is XML
        else answer.decode()
        if form is CSV
        else json.dumps(answer, ensure_ascii=False)
    )
    assert said.index("Kumamoto") < said.index("熊本市")


@pytest.mark.parametrize("form", [TURTLE, RDFXML, JSONLD])
def test_sparqlwrapper_constructs(server: Running, form: str) -> None:
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setQuery(f"CONSTRUCT WHERE {{ <{CITY}> ?p ?o }}")
    client.setReturnFormat(form)
    answer: Any = client.queryAndConvert()
    graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format="turtle")
    assert len(graph) == 4


def test_rdflib_reads_through_its_store(server: Running) -> None:
    graph = Graph(SPARQLStore(f"{server.url}/sparql"))
    assert {str(name) for name in graph.objects(CITY, URIRef(LABEL))} == {"熊本市", "Kumamoto"}
    assert (CITY, URIRef(LABEL), Literal("熊本市", lang="ja")) in graph
    assert [row[0].language for row in graph.query(NAMES)] == ["en", "ja"]  # type: ignore[index, union-attr]
    assert len(graph.query(f"DESCRIBE <{CITY}>")) == 4


def test_rdflib_reads_linked_data(server: Running) -> None:
    for form in ("turtle", "json-ld", "xml"):
        graph = Graph().parse(f"{server.url}/id/municipality/43100", format=form)
        assert (CITY, URIRef(LABEL), Literal("熊本市", lang="ja")) in graph


@pytest.mark.skipif(bool(missing(COMUNICA)), reason=missing(COMUNICA))
@pytest.mark.parametrize("kind", ["sparql@", ""], ids=["told to be SPARQL", "finds out by itself"])
def test_comunica_queries(server: Running, kind: str) -> None:
    command = [
        str(find(COMUNICA)),
        f"{kind}{server.url}/sparql",
        "-q",
        NAMES,
        "-t",
        "application/sparql-results+json",
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, env=dict(os.environ), check=True
    )
    rows = json.loads(done.stdout)["results"]["bindings"]
    assert [(row["name"]["value"], row["name"]["xml:lang"]) for row in rows] == [
        ("Kumamoto", "en"),
        ("熊本市", "ja"),
    ]
