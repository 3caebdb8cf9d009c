"""`docs/add-your-area.md`, followed once from a document to a graph with labels and links.

The document is a fiction; all of it happens in a copy of the project.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph_build.records.problem_kinds import KINDS

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "add-your-area.md").read_text(encoding="utf-8")
FICTION = ROOT / "tests" / "fixtures" / "agreements" / "a2-takamatsu-miki.txt"
EXPORT = "item,itemLabel,P429,coord\nhttp://www.wikidata.org/entity/Q4000003,高松市,372013,Point(134.0466 34.3428)\n"
COMMANDS: list[str] = [
    line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project without its tests, and the folder that the guide calls `path/to/documents`."""
    copy = tmp_path_factory.mktemp("guide")
    for folder in ("src", "ontology", "shapes", "queries", "data"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "user.*"))
    (copy / "path" / "to" / "documents").mkdir(parents=True)
    shutil.copy(FICTION, copy / "path" / "to" / "documents" / "agreement.txt")
    (copy / "path" / "to" / "export.csv").write_text(EXPORT, encoding="utf-8")
    return copy


def run(project: Path, command: str, codes: tuple[int, ...] = (0,)) -> str:
    words = shlex.split(command)
    assert words[0] == "renkei"
    done = subprocess.run(
        [sys.executable, "-m", "graph_build.cli", *words[1:]],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project / "src"), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode in codes, done.stdout + done.stderr
    return done.stdout


def command(beginning: str) -> str:
    """The command of the guide that begins so."""
    (found,) = dict.fromkeys(line for line in COMMANDS if line.startswith(beginning))
    return found


def test_the_guide_leads_from_a_document_to_a_linked_and_labelled_graph(project: Path) -> None:
    checked = run(project, command("renkei check"))
    assert re.search(r"agreement\.txt\s+[\d,]+\s+[\d,]+\s+0\s", checked)

    written = run(project, command("renkei extract --facts"))
    (entry,) = (project / "data" / "register").glob("agreement--renkei-chusu--37201-37341--*.json")
    assert entry.name in written
    text = entry.read_text(encoding="utf-8")
    measure, title = re.findall(r'"id":"([^"]+/measure/[0-9a-f]{10})","label":"([^"]+)"', text)[0]

    with (project / "data" / "labels" / "measures.tsv").open("a", encoding="utf-8") as labels:
        labels.write(f"{measure}\tA measure of this guide\t{title}\n")
    run(project, command("renkei link"))
    run(project, command("renkei build"))

    asked = (
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nPREFIX schema: <https://schema.org/>\n"
        f"SELECT ?label ?same {{ <https://w3id.org/renkei/id/{measure}> skos:prefLabel ?label . "
        '<https://w3id.org/renkei/id/municipality/37201> schema:sameAs ?same FILTER(LANG(?label) = "en") }'
    )
    (project / "asked.rq").write_text(asked, encoding="utf-8")
    rows = run(project, "renkei query asked.rq").split()
    assert " ".join(rows) == "label,same A measure of this guide,http://www.wikidata.org/entity/Q4000003"
    assert "3" in run(project, f"renkei explain {measure}")


def test_every_problem_that_the_guide_names_exists() -> None:
    named = {
        code for row in re.findall(r"^\| (`.*?) \|", GUIDE, re.M) for code in re.findall(r"`(\w+)`", row)
    }
    assert len(named) >= 6
    assert named <= set(KINDS)


def test_every_command_of_the_guide_is_followed_or_known() -> None:
    followed = ("renkei check", "renkei extract --facts", "renkei link", "renkei build")
    known = (
        "renkei extract path",
        "renkei serve --with",
        "renkei questions",
        "python -m pytest tests/",
        "make test",
    )
    assert all(line.startswith((*followed, *known)) for line in COMMANDS)
    for path in re.findall(r"`((?:data|docs|tests|queries)/[\w./-]+\.(?:tsv|md|py))`", GUIDE):
        assert path == "data/mappings/user.sssom.tsv" or (ROOT / path).is_file(), path
