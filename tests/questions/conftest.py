"""The graph of the register, the graph of the source documents, and the source read a second time."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.release.asking import Graph
from graph_build.release.build import Settings, build
from graph_build.release.folder import ReleaseFolder
from tests.questions.reading import Source

ROOT = Path(__file__).parents[2]
REGISTER = ROOT / "data" / "register"
FICTIONS = ROOT / "tests" / "fixtures" / "visions"


def released(out: Path, *paths: Path) -> ReleaseFolder:
    """A release of these documents; the shapes have tests of their own."""
    build(paths, out, Settings(check=False))
    return ReleaseFolder(out)


@pytest.fixture(scope="session")
def register_release(tmp_path_factory: pytest.TempPathFactory) -> ReleaseFolder:
    return released(tmp_path_factory.mktemp("register") / "release", REGISTER)


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
