"""The catalogue keeps the shapes of DCAT-AP and VoID, and says the truth about dumps, sizes and queries."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import DCAT, DCTERMS, RDF, RDFS, SH, VOID, Graph, Literal, URIRef

from graph_build.checks.questions import load_queries
from graph_build.rdf.mapping import word_properties
from graph_build.rdf.prefixes import PREFIXES, expand
from graph_build.release.build import Settings, build
from graph_build.release.folder import ReleaseFolder as Folder
from service.catalogue.dumps import make
from tests.service.running import Running, start

SHAPES = Path(__file__).with_name("dcat-ap.shapes.ttl")
TEXT = Path(__file__).parents[1] / "fixtures" / "agreements" / "a-bothroles-hachinohe-hashikami.txt"
DATASET = URIRef("https://w3id.org/renkei/id/dataset/renkei")
SPDX = "http://spdx.org/rdf/terms#"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A release of one fictional agreement with its words."""
    out = tmp_path_factory.mktemp("fiction") / "release"
    build([TEXT], out, Settings(check=False))
    return Folder(out)


@pytest.fixture(scope="module")
def service(release: Folder) -> Iterator[Running]:
    running = start(release.path)
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def catalogue(service: Running) -> Graph:
    return Graph().parse(data=service.client.get("/.well-known/void").text, format="turtle")


def test_it_keeps_the_shapes(catalogue: Graph) -> None:
    shapes = Graph().parse(SHAPES)
    fits, _, said = pyshacl.validate(catalogue, shacl_graph=shapes)
    assert fits, said
    without = Graph()
    for triple in catalogue:
        if triple[1] != DCTERMS.license:
            without.add(triple)
    assert not pyshacl.validate(without, shacl_graph=shapes)[0]


def test_dumps_are_what_the_catalogue_says(service: Running, catalogue: Graph) -> None:
    triples = {}
    for node in catalogue.objects(DATASET, DCAT.distribution):
        answer = service.client.get(
            str(catalogue.value(node, DCAT.downloadURL)), headers={"accept-encoding": ""}
        )
        assert answer.status_code == 200
        size = catalogue.value(node, DCAT.byteSize)
        assert int(str(size)) == len(answer.content) == int(answer.headers["content-length"])
        digest = hashlib.sha256(answer.content)
        checksum = catalogue.value(node, URIRef(f"{SPDX}checksum"))
        said = str(catalogue.value(checksum, URIRef(f"{SPDX}checksumValue"))).lower()
        assert said == digest.hexdigest()
        assert answer.headers["repr-digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
        again = service.client.get(answer.url, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.headers["etag"]) == (304, answer.headers["etag"])
        triples[str(node).rpartition("#")[2]] = answer.content
    assert set(triples) == {
        *(f"renkei.{form}{packed}" for form in ("nq", "ttl", "jsonld") for packed in ("", ".gz")),
        "renkei-csv.zip",
    }
    forms = {"nq": ox.RdfFormat.N_QUADS, "ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}
    read = {}
    for form, parser in forms.items():
        assert gzip.decompress(triples[f"renkei.{form}.gz"]) == triples[f"renkei.{form}"]
        read[form] = {str(quad.triple) for quad in ox.parse(triples[f"renkei.{form}"], format=parser)}
    assert read["nq"] == read["ttl"] == read["jsonld"]
    words = {f"<{expand(name)}>" for name in word_properties()}
    assert not [each for each in read["nq"] if each.split(" ", 2)[1] in words], "dumps leave the words out"
    assert service.number("SELECT (COUNT(*) AS ?n) { ?s rk:text ?text }") > 0, "the graph has them"
    names = zipfile.ZipFile(io.BytesIO(triples["renkei-csv.zip"])).namelist()
    assert {"measures.csv", "datapackage.json", "dictionary.csv"} <= set(names)


def test_dumps_are_the_same_bytes_each_time_and_may_carry_the_words(release: Folder, tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
    assert make(release, tmp_path / "a", with_text=True) == make(release, tmp_path / "b", with_text=True)
    assert f"<{expand('rk:text')}>" in (tmp_path / "a" / "renkei.nq").read_text(encoding="utf-8")


def test_sizes_are_those_of_the_graph(service: Running, catalogue: Graph) -> None:
    measures = URIRef(expand("rk:Measure"))
    [node] = catalogue.subjects(VOID["class"], measures)
    assert int(str(catalogue.value(node, VOID.entities))) == service.number(
        "SELECT (COUNT(*) AS ?n) { ?m a rk:Measure }"
    )
    [node] = catalogue.subjects(VOID.property, URIRef(expand("rk:holder")))
    assert int(str(catalogue.value(node, VOID.triples))) == service.number(
        "SELECT (COUNT(*) AS ?n) { ?x rk:holder ?y }"
    )


def test_stored_queries_are_examples_with_declared_prefixes(service: Running, catalogue: Graph) -> None:
    declared = {
        (str(catalogue.value(node, SH.prefix)), str(catalogue.value(node, SH.namespace)))
        for node in catalogue.objects(None, SH.declare)
    }
    assert declared == set(PREFIXES.items())
    queries = list(catalogue.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(queries) == len(service.client.get("/queries?format=json").json())
    for node in queries:
        assert {
            each.language for each in catalogue.objects(node, RDFS.label) if isinstance(each, Literal)
        } == {
            "ja",
            "en",
        }
        assert service.client.get(str(node), headers={"accept": "text/html"}).status_code == 200


def test_other_formats_and_no_dump_of_that_name(service: Running) -> None:
    answer = service.client.get("/.well-known/void", headers={"accept": "application/n-triples"})
    assert answer.headers["content-type"] == "application/n-triples"
    assert service.client.get("/catalogue?format=jsonld").status_code == 200
    assert service.client.get("/dumps/other.nq").status_code == 404


def test_the_links_to_other_data_sets_are_described(catalogue: Graph) -> None:
    sets = set(catalogue.subjects(RDF.type, VOID.Linkset))
    assert {str(one).rpartition("/")[2] for one in sets} >= {"municipalities-wikidata", "themes-sdg"}
    for one in sets:
        assert (DATASET, VOID.subset, one) in catalogue
        assert catalogue.value(one, VOID.linkPredicate) is not None


def test_the_graph_itself_holds_prefixes_and_examples(service: Running) -> None:
    asked = (
        f"PREFIX sh: <{PREFIXES['sh']}> SELECT (COUNT(DISTINCT ?example) AS ?n) "
        "{ ?example a sh:SPARQLExecutable ; sh:select ?text ; sh:prefixes/sh:declare/sh:prefix 'rk' }"
    )
    rows = service.client.get("/sparql", params={"query": asked, "format": "csv"}).text.split()
    assert rows == ["n", str(len(load_queries()))]
