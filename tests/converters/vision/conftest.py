"""Plans for the tests: the fictions of `tests/fixtures/visions` and, where RENKEI_SHARED names them, the source documents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph_build.converters.items import items_of
from graph_build.converters.vision import convert_vision
from graph_build.documents.read import read_bytes
from graph_build.records.document import Records

FIXTURES = Path(__file__).parents[2] / "fixtures" / "visions"


@pytest.fixture(scope="session")
def convert() -> Callable[[str], Records]:
    """Convert a plan given as text."""

    def converted(text: str) -> Records:
        document = read_bytes("plan.txt", text.encode())
        return convert_vision(document, items_of(document))

    return converted


@pytest.fixture(scope="session")
def fiction() -> Callable[[str], str]:
    """The text of a fixture by the beginning of its name."""

    def text(name: str) -> str:
        (path,) = FIXTURES.glob(f"{name}*.txt")
        return path.read_text(encoding="utf-8")

    return text


@pytest.fixture(scope="session")
def source_text(shared: Path) -> str:
    """The plan among the source documents."""
    (path,) = (shared / "sources").glob("002_*.txt")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def source_records(source_text: str, convert: Callable[[str], Records]) -> Records:
    """The records of that plan."""
    return convert(source_text)
