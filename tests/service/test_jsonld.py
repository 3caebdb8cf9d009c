"""Every description in JSON-LD says exactly what its Turtle says, and is plain JSON to use."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from pyld import jsonld
from rdflib import OWL, RDF, Graph

from graph_build.rdf.prefixes import PREFIXES
from tests.checks.fiction import BASE
from tests.service.fiction import every_class_release, loader, things, triples
from tests.service.graphs import RK
from tests.service.running import ROOT, Running, start
from tests.service.stores import find

FOLDER = Path(__file__).parent
CONTEXT = "/api/context/v1.jsonld"
VISION = "/id/vision/renkei-chusu/43100/2025-03"
NO_NODE = (
    "" if find("node") and (FOLDER / "node_modules" / "jsonld").is_dir() else "jsonld.js is not installed"
)
PUBLISHED = {"v1": "7b5793521b1c2ff7ba451a46bdf922bd5915ce6d3ddbb69b382b0c0974755036"}
"""The digests of the published contexts. What is published does not change: a changed context is a new version."""


@pytest.fixture(scope="module")
def fiction(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A service with one node of every class."""
    running = start(every_class_release(tmp_path_factory.mktemp("every") / "every-class.fiction.nq"))
    yield running
    assert running.stop() == 0


def ontology() -> Graph:
    return Graph().parse(ROOT / "ontology" / "renkei.ttl")


def turtle_of(service: Running, path: str) -> set[str]:
    answer = service.client.get(f"/{path}.ttl")
    assert answer.status_code == 200, path
    return triples(answer.content, ox.RdfFormat.TURTLE)


def as_lists(value: Any) -> Iterator[dict[str, Any]]:
    """All objects inside a JSON value."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from as_lists(each)
    elif isinstance(value, list):
        for each in value:
            yield from as_lists(each)


def test_json_ld_expands_to_the_triples_of_the_turtle_on_every_class(fiction: Running) -> None:
    load = loader(fiction.client)
    classes = set()
    for path in things():
        document = fiction.client.get(f"/{path}.jsonld").json()
        quads = jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": load})
        assert triples(quads, ox.RdfFormat.N_QUADS) == turtle_of(fiction, path), path
        assert document["id"] == BASE + path
        classes |= set(document["type"])
    assert {"Municipality", "Measure", "Project", "Kpi", "Vision", "Bill", "Evidence", "Problem"} <= classes


@pytest.mark.skipif(bool(NO_NODE), reason=NO_NODE)
def test_jsonld_js_reads_the_same(fiction: Running) -> None:
    paths = things()
    done = subprocess.run(
        [str(find("node")), str(FOLDER / "expand.mjs")],
        input="\n".join(f"{fiction.url}/{path}.jsonld" for path in paths),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for path, quads in zip(paths, json.loads(done.stdout), strict=True):
        assert triples(quads, ox.RdfFormat.N_QUADS) == turtle_of(fiction, path), path


def test_keys_are_plain_words_but_for_what_is_newer_than_the_context(fiction: Running) -> None:
    given = fiction.client.get(CONTEXT).json()["@context"].values()
    known = {
        said if isinstance(said, str) else said.get("@id", "")
        for said in given
        if isinstance(said, (str, dict))
    }
    prefixes = tuple(f"{prefix}:" for prefix in PREFIXES)
    for path in things():
        for node in as_lists(fiction.client.get(f"/{path}.jsonld").json()):
            assert not [key for key in node if key.startswith((*prefixes, "http")) and key in known], path
    own = {
        f"rk:{name.removeprefix(RK)}"
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for name in map(str, ontology().subjects(RDF.type, kind))
        if name.startswith(RK)
    }
    assert len(own & known) / len(own) > 0.95, f"time for a new version: {sorted(own - known)}"


def test_a_project_is_plain_json_with_its_parts(fiction: Running) -> None:
    path = next(
        each for each in things() if each.startswith(VISION[1:] + "/project/") and each.count("/") == 6
    )
    project = fiction.client.get(f"/{path}.jsonld").json()
    assert project["type"][0] == "Project"
    assert project["label"]["ja"] == project["title"]["ja"]
    [line] = project["budgetLine"]
    assert (type(line["year"]), type(line["amount"])) == (int, int)
    assert line["period"]["id"].startswith(BASE)
    [role] = project["hasRole"]
    assert role["holderText"]["ja"]
    assert role["evidence"][0]["lineStart"] >= 1
    assert project["participant"][0]["label"]["ja"]


def test_dates_tell_their_precision_by_their_key(fiction: Running) -> None:
    vision = fiction.client.get(f"{VISION}.jsonld").json()
    assert vision["issuedMonth"] == "2025-03"
    assert vision["periodStart"] == "2021-04-01"
    assert "issued" not in vision


def test_the_context_is_published_for_good(fiction: Running) -> None:
    answer = fiction.client.get(CONTEXT)
    assert answer.headers["content-type"] == "application/ld+json"
    assert "immutable" in answer.headers["cache-control"]
    assert hashlib.sha256(answer.content).hexdigest() == PUBLISHED["v1"]
    assert {"id", "type", "label", "Measure", "hasRole"} <= set(answer.json()["@context"])
    assert fiction.client.get("/api/context/v0.jsonld").status_code == 404


def test_what_the_context_does_not_know_keeps_its_long_form(server: Running) -> None:
    path = "/id/vision/0/measure/0000"
    document = server.client.get(f"{path}.jsonld").json()
    assert document["rk:next"] == {"id": f"{BASE}id/vision/1/measure/0001", "label": {"ja": "取組1"}}
    quads = jsonld.to_rdf(
        document, {"format": "application/n-quads", "documentLoader": loader(server.client)}
    )
    assert triples(quads, ox.RdfFormat.N_QUADS) == turtle_of(server, path[1:])
