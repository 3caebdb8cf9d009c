"""The register says what the source documents say, byte for byte what the converters make of them today."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_build.rdf.prefixes import expand
from graph_build.records.canonical import dumps, facts, file_name, loads
from graph_build.records.document import Records
from graph_build.release.build import Settings, build
from graph_build.release.folder import ReleaseFolder
from graph_build.release.reading import read_path
from tests.questions.conftest import REGISTER

FILES = sorted(REGISTER.glob("*.json"), key=lambda file: file.name)

WORDS = (
    *("rk:text", "rk:effect", "rk:costSharingText", "rk:direction", "rk:slogan", "rk:subsidyText", "rk:note"),
    *("rk:address", "rk:signatoryName", "rk:detail", "rk:carries", "dcterms:rights", "void:triples"),
)
"""What a graph with words has more or says otherwise; everything else must be equal."""


@pytest.fixture(scope="module")
def fresh(shared: Path) -> dict[str, str]:
    """The register as it is made from the sources now, by file name."""
    made = {}
    for document in sorted((shared / "sources").glob("*.txt")):
        records = read_path(document).result
        assert isinstance(records, Records), f"{document.name} was refused"
        made[file_name(records)] = dumps(facts(records))
    return made


def test_there_is_a_file_for_every_source_and_no_other(fresh: dict[str, str]) -> None:
    assert [file.name for file in FILES] == sorted(fresh)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_file_is_what_the_source_gives_today(file: Path, fresh: dict[str, str]) -> None:
    stands, made = file.read_text(encoding="utf-8"), fresh[file.name]
    other = set(stands.split("\n")) ^ set(made.split("\n"))
    assert stands == made, f"{len(other)} lines differ; write it anew: make register SOURCES=FOLDER"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_file_carries_facts_under_the_name_of_its_topic(file: Path) -> None:
    records = loads(file.read_text(encoding="utf-8"))
    assert (file_name(records), records.source.carries) == (file.name, "facts")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_sentence_of_the_source_is_in_the_file(file: Path) -> None:
    assert "。" not in file.read_text(encoding="utf-8")


def test_the_register_builds_without_errors_of_the_shapes(tmp_path: Path) -> None:
    report = build([REGISTER], tmp_path / "r", Settings())
    assert len(report.documents) == len(FILES)
    assert [f for check in report.checks for f in check.findings if f.severity == "error"] == []
    assert [one.problem for one in report.problems if one.problem.severity == "error"] == []


FIGURES = ("rk:rule", "rk:confidence", "rk:similarity")
"""What a correspondence says otherwise where words could be compared."""


def statements(release: ReleaseFolder) -> dict[str, set[str]]:
    """What is said of each node, without the words."""
    words, figures = ({expand(name) for name in names} for names in (WORDS, FIGURES))
    said = defaultdict(set)
    for quad in ox.parse(path=str(release.graph), format=ox.RdfFormat.N_QUADS):
        compared = "/correspondence/" in quad.subject.value and quad.predicate.value in figures
        if quad.predicate.value not in words and not compared:
            said[str(quad.subject)].add(f"{quad.predicate} {quad.object} {quad.graph_name}")
    return said


def test_facts_and_words_have_the_same_nodes_and_say_the_same_of_them(
    register_release: ReleaseFolder, source_release: ReleaseFolder
) -> None:
    of_facts, of_words = statements(register_release), statements(source_release)
    assert set(of_facts) == set(of_words)
    assert {node: said ^ of_words[node] for node, said in of_facts.items() if said != of_words[node]} == {}
