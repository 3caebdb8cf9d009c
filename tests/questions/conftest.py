"""The graph of the register, the graph of the source documents, and the source read a second time."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_build.checks.questions import load_queries
from graph_build.rdf.prefixes import PREFIXES
from graph_build.release.asking import Graph
from graph_build.release.build import Settings, build
from graph_build.release.folder import ReleaseFolder
from tests.questions.source import Source

BASE = "https://w3id.org/renkei/"
ROOT = Path(__file__).parents[2]
REGISTER = ROOT / "data" / "register"
FICTIONS = ROOT / "tests" / "fixtures" / "visions"


def graph_of(turtle: str, path: Path) -> Graph:
    """A small graph: Turtle with the project's prefixes, paths below ``id/``."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    path.joinpath("manifest.json").write_text(json.dumps({"base": BASE}), encoding="utf-8")
    folder = ReleaseFolder(path)
    name = ox.NamedNode(f"{BASE}graph/fiction")
    parsed = ox.parse(f"{prefixes}@base <{BASE}id/> .\n{turtle}", format=ox.RdfFormat.TURTLE)
    quads = [ox.Quad(each.subject, each.predicate, each.object, name) for each in parsed]
    folder.graph.write_bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
    return Graph(folder)


def ask(graph: Graph, number: int, *names: str, **values: str) -> list[tuple[str, ...]]:
    """These columns of the answer to a question, in its order."""
    query = next(query for query in load_queries() if query.number == number)
    table = graph.ask(query, values)
    return [tuple(row[table.columns.index(name)] for name in names) for row in table.rows]


def released(out: Path, *paths: Path) -> ReleaseFolder:
    """A release of these documents; the shapes have tests of their own."""
    build(paths, out, Settings(check=False))
    return ReleaseFolder(out)


@pytest.fixture(scope="session")
def source_release(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> ReleaseFolder:
    return released(tmp_path_factory.mktemp("sources") / "release", shared / "sources")


@pytest.fixture(scope="session")
def register_graph(register_release: ReleaseFolder) -> Graph:
    return Graph(register_release)


@pytest.fixture(scope="session")
def crowded_graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The register among the fictional visions of the tests."""
    return Graph(released(tmp_path_factory.mktemp("crowded") / "release", REGISTER, FICTIONS))


@pytest.fixture(scope="session")
def source(shared: Path) -> Source:
    return Source(shared)
