"""Indexes that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph_build.release.build import Settings, build
from graph_build.release.folder import SEARCH
from graph_build.search.lookup import Index, Results
from graph_build.search.words import read_words
from tests.release.make import FIXTURES

DOCUMENTS = [
    FIXTURES / "a1-oita-usuki.txt",
    FIXTURES / "a2-takamatsu-miki.txt",
    FIXTURES / "bill2-kanazawa-tsubata-after.txt",
    FIXTURES.parent / "visions" / "kv-sasebo-keyvalue.txt",
]

Search = Callable[..., Results]


@pytest.fixture(scope="session")
def fiction(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of fictional documents, with their words."""
    out = tmp_path_factory.mktemp("fiction") / "release"
    build(DOCUMENTS, out, Settings(check=False))
    return out


@pytest.fixture(scope="session")
def index(fiction: Path) -> Iterator[Index]:
    """The index of the fictional release."""
    opened = Index(fiction / SEARCH)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def search(index: Index) -> Search:
    """Search the fictional release as a person does."""

    def one(query: str, *kinds: str, limit: int = 20, offset: int = 0) -> Results:
        return index.search(read_words(query), kinds, limit, offset, seconds=10)

    return one
