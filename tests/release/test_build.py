"""The build: same input, same bytes; the cache and the processes change nothing; one bad file costs itself only."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

import graph_build.converters
from graph_build.checks.outcome import BuildReport, read_report
from graph_build.records.canonical import dumps, facts
from graph_build.release.build import Settings, build
from graph_build.release.folder import FolderError, ReleaseFolder
from graph_build.release.merging import ConflictError
from graph_build.release.reading import read_path
from tests.release.make import AGREEMENT, FIXTURES, concluded, measure, records, register_file

DOCUMENTS = [FIXTURES / name for name in ("a2-takamatsu-miki.txt", "bill2-kanazawa-tsubata-after.txt")]
AMENDMENT = FIXTURES / "am1-hakodate-hokuto-replace-annexes.txt"
UNCHECKED = Settings(check=False)
VERSION = f"{AGREEMENT}/version/2016-03-29"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_order_workers_and_cache_do_not_change_a_byte(tmp_path: Path) -> None:
    first = build([*DOCUMENTS, AMENDMENT], tmp_path / "a", Settings())
    ways = [
        ([AMENDMENT, *reversed(DOCUMENTS)], Settings()),
        ([*DOCUMENTS, AMENDMENT], Settings(workers=2, cache=tmp_path / "cache")),
        ([*DOCUMENTS, AMENDMENT], Settings(workers=2, cache=tmp_path / "cache")),
    ]
    for n, (paths, settings) in enumerate(ways):
        assert build(paths, tmp_path / str(n), settings) == first
        assert contents(tmp_path / str(n)) == contents(tmp_path / "a")


def test_agreements_conform_to_the_shapes(tmp_path: Path) -> None:
    report = build([*DOCUMENTS, AMENDMENT], tmp_path / "r", Settings())
    assert [f for check in report.checks for f in check.findings if f.severity == "error"] == []
    assert {check.graph for check in report.checks} >= {"places", "links", "corpus"}
    assert all(any(shape.focus_nodes for shape in check.shapes) for check in report.checks)


def test_the_release_parses_and_names_its_graphs(tmp_path: Path) -> None:
    report = build(DOCUMENTS, tmp_path / "r", UNCHECKED)
    text = (tmp_path / "r" / "renkei.nq").read_bytes()
    quads = list(ox.parse(text, format=ox.RdfFormat.N_QUADS))
    assert len(quads) == report.counts["quads"] == text.count(b"\n")
    graphs = {str(quad.graph_name)[1:-1].removeprefix("https://w3id.org/renkei/graph/") for quad in quads}
    topics = {line.topic for line in report.documents}
    assert graphs == {
        *topics, *(f"{topic}/inferred" for topic in topics), "places", "ontology", "links", "catalogue",
    } | (graphs & {"labels"})  # fmt: skip
    assert not any(isinstance(quad.subject, ox.BlankNode) for quad in quads)


def test_one_document_alone_gives_the_lines_that_it_gives_among_others(tmp_path: Path) -> None:
    report = build([DOCUMENTS[0]], tmp_path / "one", UNCHECKED)
    build([*DOCUMENTS, AMENDMENT], tmp_path / "all", UNCHECKED)
    topic = report.documents[0].topic
    own = [
        [
            line
            for line in (tmp_path / name / "renkei.nq").read_text().split("\n")
            if f"/graph/{topic}" in line
        ]
        for name in ("one", "all")
    ]
    own = [[line for line in lines if "/graph/catalogue>" not in line] for lines in own]
    assert own[0] == own[1]
    assert own[0]


def test_the_base_is_a_choice_and_the_ontology_stays(tmp_path: Path) -> None:
    build([DOCUMENTS[0]], tmp_path / "r", Settings(base="https://data.example.jp/", check=False))
    text = (tmp_path / "r" / "renkei.nq").read_text()
    assert "<https://data.example.jp/id/municipality/37201>" in text
    assert "w3id.org/renkei/id/municipality" not in text
    assert "<https://w3id.org/renkei/def#party>" in text


def test_manifest_and_report_tell_what_was_built(tmp_path: Path) -> None:
    report = build(DOCUMENTS, tmp_path / "r", UNCHECKED)
    release = ReleaseFolder(tmp_path / "r")
    assert release.manifest()["build"] == report.build
    assert read_report(tmp_path / "r" / "report.json") == report
    for line in report.documents:
        assert line.ledger.total == len((FIXTURES / line.name).read_bytes().decode("utf-8-sig"))
        assert release.text(line.sha256) is not None


def test_words_are_left_out_on_demand(tmp_path: Path) -> None:
    build(DOCUMENTS, tmp_path / "r", Settings(check=False, facts_only=True))
    text = (tmp_path / "r" / "renkei.nq").read_text()
    assert "def#text>" in text  # the property itself, in the graph of the ontology
    assert not [line for line in text.split("\n") if " <https://w3id.org/renkei/def#text> " in line]
    assert list((tmp_path / "r" / "texts").iterdir()) == []


def test_a_register_entry_gives_the_facts_of_its_document(tmp_path: Path) -> None:
    result = read_path(DOCUMENTS[0]).result
    entry = tmp_path / "entry.json"
    entry.write_text(dumps(facts(result)), encoding="utf-8")  # type: ignore[arg-type]
    from_entry = build([entry], tmp_path / "entry", UNCHECKED)
    from_text = build([DOCUMENTS[0]], tmp_path / "text", Settings(check=False, facts_only=True))
    assert from_entry.build == from_text.build
    both = build([entry, DOCUMENTS[0]], tmp_path / "both", UNCHECKED)
    assert both.documents[0].carries == "text"
    assert "register_differs" not in codes(both)


def codes(report: BuildReport) -> list[str]:
    return [one.problem.code for one in report.problems]


def test_bad_files_are_reported_and_the_others_built(tmp_path: Path) -> None:
    notice = FIXTURES / "x1-press-notice.txt"
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    report = build([notice, broken, tmp_path / "gone.txt", DOCUMENTS[0]], tmp_path / "r", UNCHECKED)
    assert len(report.documents) == 1
    assert sorted(codes(report)) == ["not_an_agreement", "unreadable_file", "unreadable_file"]
    assert report.has_errors


def test_a_fault_of_the_converter_costs_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    convert = graph_build.converters.convert

    def faulty(document):  # type: ignore[no-untyped-def]
        if document.name == AMENDMENT.name:
            raise KeyError("annex")
        return convert(document)

    monkeypatch.setattr(graph_build.converters, "convert", faulty)
    settings = Settings(check=False, cache=tmp_path / "cache")
    report = build([AMENDMENT, DOCUMENTS[0]], tmp_path / "r", settings)
    assert (codes(report), len(report.documents)) == (["converter_failed"], 1)
    monkeypatch.undo()
    assert codes(build([AMENDMENT, DOCUMENTS[0]], tmp_path / "r", settings)) == ["missing_base"]


def test_a_conflict_leaves_the_old_release(tmp_path: Path) -> None:
    out = tmp_path / "r"
    build([register_file(concluded(measure(VERSION)), tmp_path / "a.json")], out, UNCHECKED)
    before = contents(out)
    other = records(f"{AGREEMENT}/act/amendment-2020-01-01", (measure(VERSION, label="別の名"),))
    with pytest.raises(ConflictError):
        build([tmp_path / "a.json", register_file(other, tmp_path / "b.json")], out, UNCHECKED)
    assert contents(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "b.json", "r"]


def test_a_folder_with_something_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x", encoding="utf-8")
    for out in (tmp_path / "mine", tmp_path / "mine" / "letter.txt"):
        with pytest.raises(FolderError, match="--out"):
            build([DOCUMENTS[0]], out, UNCHECKED)
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "x"


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    settings = Settings(check=False, cache=tmp_path / "cache")
    build([DOCUMENTS[0]], tmp_path / "r", settings)
    before = contents(tmp_path / "r")
    for file in (tmp_path / "cache").rglob("*"):
        if file.is_file() and file.read_bytes()[:1] == b"{":
            file.write_text(json.dumps({"records": "{}"}), encoding="utf-8")
    build([DOCUMENTS[0]], tmp_path / "r", settings)
    assert contents(tmp_path / "r") == before


def test_progress_counts_to_the_end(tmp_path: Path) -> None:
    seen = []
    settings = Settings(watch=lambda progress: seen.append((progress.stage, progress.done, progress.total)))
    build([DOCUMENTS[0]], tmp_path / "r", dataclasses.replace(settings, check=False))
    assert seen == [("read", 1, 1)]
