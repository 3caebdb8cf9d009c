"""The notebook runs against a service of the register and gives the answers it shows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

from graph_build.release.folder import ReleaseFolder
from tests.service.running import start

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "notebook" / "cooperation.ipynb"
PICTURES = 5


def read() -> Any:
    return nbformat.read(NOTEBOOK, 4)  # type: ignore[no-untyped-call]


def outputs(notebook: Any) -> list[tuple[int, str, str]]:
    """What each cell shows: cell, kind, text; of a picture only that there is one, its bytes are the drawing library's."""
    shown = []
    for place, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            data = output.get("data", {"text/plain": output.get("text", "")})
            text = "picture" if "image/png" in data else "".join(data["text/plain"])
            shown.append((place, output["output_type"], text))
    return shown


@pytest.fixture(scope="module")
def executed(register_release: ReleaseFolder) -> Iterator[Any]:
    server = start(register_release.path)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("RENKEI_URL", server.url)
            notebook = read()
            nbclient.NotebookClient(notebook, timeout=120).execute()
            yield notebook
    finally:
        server.stop()


def test_running_it_gives_what_it_shows(executed: Any) -> None:
    assert outputs(executed) == outputs(read())
    assert [text for _, _, text in outputs(executed)].count("picture") == PICTURES


def test_its_figures_are_the_expected_answers(executed: Any) -> None:
    with (ROOT / "queries" / "20.facts.csv").open(encoding="utf-8") as file:
        pillars = [row["amount"] for row in csv.DictReader(file) if row["level"] == "pillar"]
    assert len(pillars) == 3
    first = next(text for _, kind, text in outputs(executed) if kind == "execute_result")
    assert all(amount in first for amount in pillars)
