"""A release read again: from a node to its lines, queries with bound parameters, the report in words."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from graph_build.checks.outcome import BuildReport, Finding, GraphCheck, Location, Reported, ShapeCount
from graph_build.checks.questions import StoredQuery, parse_query
from graph_build.checks.report import report_text
from graph_build.records.evidence import Span
from graph_build.records.problems import Problem
from graph_build.release.asking import Graph, QueryError
from graph_build.release.build import Settings, build
from graph_build.release.explain import UnknownNodeError, explain, explanation_text
from graph_build.release.folder import FolderError, ReleaseFolder
from tests.release.make import FIXTURES

BASE = "https://w3id.org/renkei/"
ACT = "agreement/renkei-chusu/37201-37341/act/conclusion-2016-02-09"
DOCUMENT = FIXTURES / "a2-takamatsu-miki.txt"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> ReleaseFolder:
    out = tmp_path_factory.mktemp("text") / "release"
    build([DOCUMENT], out, Settings(check=False))
    return ReleaseFolder(out)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> ReleaseFolder:
    out = tmp_path_factory.mktemp("facts") / "release"
    build([DOCUMENT], out, Settings(check=False, facts_only=True))
    return ReleaseFolder(out)


@pytest.fixture(scope="module")
def graph(release: ReleaseFolder) -> Graph:
    return Graph(release)


# --- explain ---


@pytest.mark.parametrize("given", [ACT, f"id/{ACT}", f"{BASE}id/{ACT}"])
def test_a_node_leads_to_the_lines_that_state_it(release: ReleaseFolder, given: str) -> None:
    found = explain(release, given)
    source = DOCUMENT.read_text(encoding="utf-8").split("\n")
    assert found.classes == ("eli:LegalResource", "rk:Act", "rk:Conclusion")
    signed = next(quote for quote in found.quotes if quote.supports == ("rk:signedOn",))
    assert signed.lines is not None
    assert "平成28年2月9日" in signed.lines[0][1].replace(" ", "")
    for quote in found.quotes:
        assert quote.lines == tuple((n, source[n - 1]) for n in range(quote.line_start, quote.line_end + 1))


def test_a_node_without_a_place_is_a_part_of_one_that_has_one(release: ReleaseFolder) -> None:
    evidence = explain(release, f"{ACT}/evidence")
    assert [quote.rule for quote in evidence.quotes] == ["instrument.title"]
    text = "\n".join(explanation_text(explain(release, "municipality/37201")))
    assert "高松市" in text
    assert "no place of a document" in text


def test_on_facts_the_place_is_told_and_that_the_words_need_the_document(facts: ReleaseFolder) -> None:
    found = explain(facts, ACT)
    assert {quote.lines for quote in found.quotes} == {None}
    text = "\n".join(explanation_text(found))
    assert "line " in text
    assert "only facts are known" in text


def test_what_a_rule_inferred_is_told_with_its_words_and_the_line_they_stand_in(
    release: ReleaseFolder, graph: Graph
) -> None:
    query = """SELECT ?assignment ?measure ?theme ?cue { ?measure a rk:Measure ; rk:theme ?theme .
      ?assignment oa:hasTarget ?measure ; oa:hasBody ?theme ; rk:cue ?cue } ORDER BY ?measure"""
    _, *rows = "".join(graph.run(query, {}, "csv")).splitlines()
    for row in rows:
        assignment, measure, iri, cue = row.split(",")
        theme = iri.replace(f"{BASE}def#", "rk:")
        found = explain(release, assignment)
        assert [(one.concept, one.cue) for one in found.inferred] == [(theme, cue)]
        assert found.inferred[0].target.endswith(measure)
        assert any(cue in words for quote in found.quotes for _, words in quote.lines or ())
        assert f"by the words 「{cue}」, confidence 0." in "\n".join(explanation_text(found))
        assert theme in {one.concept for one in explain(release, measure).inferred}
    assert len(rows) >= 5


def test_an_unknown_node_is_said_to_be_unknown(release: ReleaseFolder) -> None:
    with pytest.raises(UnknownNodeError, match="nothing/here"):
        explain(release, "nothing/here")


def test_a_digest_from_the_graph_never_leads_out_of_the_folder(release: ReleaseFolder) -> None:
    assert release.text("../manifest.json") is None
    assert release.text("") is None


def test_a_folder_without_manifest_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="renkei build --out"):
        ReleaseFolder(tmp_path)


# --- queries ---

MEMBERS = """#+ title: {ja: 構成市町村, en: Members}
#+ question: 1
#+ params: [{name: core, type: municipality, example: "37201"}]
#+ needs: facts
#+ columns: [{name: member}]
SELECT ?core ?member { ?area rk:coreCity ?core ; rk:member ?member } ORDER BY ?member
"""


def members() -> StoredQuery:
    return parse_query("01-members.rq", MEMBERS)


@pytest.mark.parametrize("value", ["37201", "municipality/37201", f"{BASE}id/municipality/37201"])
def test_parameters_are_bound_as_terms(graph: Graph, value: str) -> None:
    table = graph.ask(members(), {"core": value})
    assert table.columns == ("core", "member")
    assert ("municipality/37201", "municipality/37341") in table.rows


@pytest.mark.parametrize("value", ['37201> ?p ?o . ?x ?y "', "37201 } #", "']"])
def test_a_value_cannot_become_a_part_of_the_query(graph: Graph, value: str) -> None:
    with pytest.raises(QueryError, match="not of type municipality"):
        graph.ask(members(), {"core": value})


def test_a_value_that_begins_as_an_iri_and_is_none_is_refused(graph: Graph) -> None:
    with pytest.raises(QueryError, match="http://a b"):
        graph.guessed("http://a b")


@pytest.mark.parametrize(
    ("values", "said"), [({}, "core=37201"), ({"core": "1", "x": "1"}, "There is no parameter x")]
)
def test_missing_and_unknown_parameters_are_refused(graph: Graph, values: dict[str, str], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        graph.ask(members(), values)


def test_the_default_graph_has_every_triple_once(graph: Graph) -> None:
    def count(pattern: str) -> str:
        return "".join(graph.run(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", {}, "csv")).split("\n")[1]

    assert count("?s ?p ?o") == count("{ SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }")


def test_answers_come_as_csv_json_triples_or_a_word(graph: Graph) -> None:
    assert "".join(graph.run("SELECT (1 AS ?n) {}", {}, "csv")) == "n\n1\n"
    assert '"vars":["n"]' in "".join(graph.run("SELECT (1 AS ?n) {}", {}, "json"))
    assert "".join(graph.run("ASK {}", {}, "csv")) == "true\n"
    triples = "".join(graph.run("CONSTRUCT WHERE { ?a rk:coreCity ?c }", {}, "csv"))
    assert triples.endswith("<https://w3id.org/renkei/id/municipality/37201> .\n")


def test_a_query_that_cannot_be_parsed_is_said_with_its_place(graph: Graph) -> None:
    with pytest.raises(QueryError, match="1:"):
        "".join(graph.run("SELECT * {", {}, "csv"))


def test_undeclared_parameters_are_iris_numbers_or_strings(graph: Graph) -> None:
    kinds = [type(graph.guessed(value)).__name__ for value in ("https://x.jp/", "2021", "熊本")]
    assert kinds == ["NamedNode", "Literal", "Literal"]
    assert "integer" in str(graph.guessed("-5"))


# --- the report in words ---


def report(*problems: Reported, checks: tuple[GraphCheck, ...] = ()) -> BuildReport:
    return BuildReport("b", BASE, (), problems, checks)


def test_problems_stand_by_severity_and_code_with_their_lines_and_remedy() -> None:
    blank = Problem("blank_budget_cell", "2021", None, Span(0, 3, 838, 838))
    cut = Problem("truncated", "別表第2", None, Span(0, 3, 3, 5, 2))
    text = report_text(report(Reported(blank, "v.txt"), Reported(cut, "a.txt"), Reported(blank, "w.txt")))
    assert text.index("Errors (1)") < text.index("truncated (1)") < text.index("Notes (2)")
    assert "a.txt, lines 3-5, page 2: the document is cut off: 別表第2" in text
    assert "v.txt, line 838: " in text
    assert "→ empty is not zero" in text


def test_the_report_is_written_in_japanese_too() -> None:
    cut = Problem("truncated", "別表第2", None, Span(0, 3, 3, 5, 2))
    text = report_text(report(Reported(cut, "a.txt")), "ja")
    assert "誤り (1)" in text
    assert "a.txt, 3～5行, 2ページ: 文書が途中で切れています：別表第2" in text


def test_more_than_enough_places_are_counted() -> None:
    many = [Reported(Problem("unresolved_block", str(n)), "a.txt") for n in range(23)]
    assert "3 more" in report_text(report(*many))


def test_broken_rules_and_idle_shapes_are_told() -> None:
    finding = Finding(
        "rks:title", "dcterms:title", "error", "urn:x", None, "MinCount", "題名が必要。", "a title is needed",
        (Location("urn:d", 4, 6),),
    )  # fmt: skip
    shapes = (ShapeCount("rks:Act", "行為", "act", 2), ShapeCount("rks:Kpi", "KPI", "KPI", 0))
    found = report(checks=(GraphCheck("g", "facts", shapes, (finding,)),))
    text = report_text(found)
    assert "Errors: rks:title dcterms:title (1)" in text
    assert "urn:x (urn:d lines 4-6)" in text
    assert "Shapes that found no node (they checked nothing)\n  rks:Kpi" in text
    assert found.has_errors
    warned = dataclasses.replace(finding, severity="warning")
    assert not report(checks=(GraphCheck("g", "facts", shapes, (warned,)),)).has_errors


def test_every_document_has_its_three_figures(release: ReleaseFolder) -> None:
    text = report_text(release.report())
    ledger = release.report().documents[0].ledger
    row = next(line for line in text.split("\n") if line.strip().startswith(DOCUMENT.name))
    figures = [ledger.mapped, sum(ledger.ignored.values()), ledger.unresolved, ledger.total]
    assert row.split()[1:] == [f"{figure:,}" for figure in figures]
    assert figures[0] + figures[1] + figures[2] == figures[3]
