"""Services that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.service.graphs import release
from tests.service.running import Running, start


@pytest.fixture(scope="session")
def release_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fictional release as N-Quads."""
    path = tmp_path_factory.mktemp("release") / "fiction.nq"
    path.write_text(release(), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def server(release_file: Path) -> Iterator[Running]:
    """A service with the fictional release and the default settings."""
    running = start(release_file)
    yield running
    assert running.stop() == 0


@pytest.fixture
def serve() -> Iterator[Callable[..., Running]]:
    """Start services with other data or settings; they end with the test."""
    started: list[Running] = []

    def one(*data: Path, **settings: object) -> Running:
        started.append(start(*data, **settings))  # type: ignore[arg-type]
        return started[-1]

    yield one
    for each in started:
        each.stop()
