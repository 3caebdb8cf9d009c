"""`/def` documents the ontology of the graph: every term, in both languages, as a page and as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Graph

from graph_build.assets import asset
from graph_build.cli import main
from graph_build.rdf.prefixes import PREFIXES
from service.web.ontology.diagrams import places
from tests.service.running import Running, start

ROOT = Path(__file__).parents[2]
ONTOLOGY = Graph()
for file in asset("ontology").iterdir():
    if file.name.endswith(".ttl"):
        ONTOLOGY.parse(data=file.read_text(encoding="utf-8"), format="turtle")
TERMS = sorted(
    {str(node) for node in ONTOLOGY.subjects() if str(node).startswith(PREFIXES["rk"])} - {PREFIXES["rk"]}
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    out = tmp_path_factory.mktemp("definitions") / "release"
    assert main(["build", str(ROOT / "data" / "register"), "--out", str(out)]) == 0
    running = start(out)
    yield running
    running.stop()


def page(server: Running, language: str) -> str:
    answer = server.client.get("/def", headers={"accept": "text/html", "accept-language": language})
    assert answer.status_code == 200
    assert answer.headers["content-language"] == language
    return answer.text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_term_has_its_place_on_the_page(server: Running, language: str) -> None:
    anchors = re.findall(r'id="([^"]+)"', page(server, language))
    assert len(anchors) == len(set(anchors))
    missing = {term.removeprefix(PREFIXES["rk"]) for term in TERMS} - set(anchors)
    assert missing == set()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_classes_are_explained_in_the_language_asked_for(server: Running, language: str) -> None:
    shown = page(server, language)
    for term in ONTOLOGY.subjects(RDF.type, OWL.Class):
        (comment,) = (
            text for text in ONTOLOGY.objects(term, RDFS.comment) if getattr(text, "language", "") == language
        )
        assert str(comment).replace("'", "&#39;") in shown


def test_every_class_is_on_a_diagram_and_no_place_is_taken_twice() -> None:
    placed = {name for grid in places().values() for name in grid}
    classes = {
        f"rk:{str(term).removeprefix(PREFIXES['rk'])}" for term in ONTOLOGY.subjects(RDF.type, OWL.Class)
    }
    assert placed == classes
    for grid in places().values():
        assert len(set(grid.values())) == len(grid)


@pytest.mark.parametrize(
    ("diagram", "names"),
    [
        ("agreement", ("proposes", "ofAgreement", "enactedBy →", "signature", "billNumber")),
        ("measure", ("hasRole", "implements", "rewordingOf ↺", "textDigest")),
        ("money", ("budgetLine ←", "share", "kpiValue →", "amount")),
    ],
)
def test_a_diagram_shows_properties_with_their_direction(
    server: Running, diagram: str, names: tuple[str, ...]
) -> None:
    found = re.search(rf'id="diagram-{diagram}".*?(<svg.*?</svg>)', page(server, "en"), re.DOTALL)
    assert found is not None
    texts = re.findall(r">([^<>]+)</text>", found[1])
    assert set(names) <= set(texts)


@pytest.mark.parametrize(
    ("extension", "form"), [("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml"), ("jsonld", "json-ld")]
)
def test_the_data_are_the_triples_of_the_ontology(server: Running, extension: str, form: str) -> None:
    answer = server.client.get(f"/def.{extension}")
    assert answer.status_code == 200
    given = Graph().parse(data=answer.text, format=form)
    described = set(given.subjects())
    assert {triple for triple in ONTOLOGY if triple[0] in described} <= set(given)
    assert {str(node) for node in described} >= set(TERMS)


def test_another_extension_is_told_what_there_is(server: Running) -> None:
    answer = server.client.get("/def.docx")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "ttl" in answer.json()["detail"]
