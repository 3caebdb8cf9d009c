"""The concordance of the real documents: which measures of agreements and plan are the same, by titles and by words."""

from __future__ import annotations

from collections import Counter

import pytest

from graph_build.release.asking import Graph
from graph_build.release.explain import explain, explanation_text
from graph_build.release.folder import ReleaseFolder
from tests.questions.clauses import AGREEMENTS, KUMAMOTO, VISION
from tests.questions.source import Source
from tests.questions.wordings import RENAMED

DRAFT, VERSION = AGREEMENTS[0].text, AGREEMENTS[1].text
PAIRS = """
SELECT ?one_text ?other_text ?one_title ?other_title {
  ?one rk:PROPERTY ?other ; rk:inVersion ?one_text ; skos:prefLabel ?one_title FILTER(LANG(?one_title) = "ja")
  ?other rk:inVersion ?other_text ; skos:prefLabel ?other_title FILTER(LANG(?other_title) = "ja")
}"""


def pairs(graph: Graph, name: str) -> Counter[tuple[str, ...]]:
    """The links of a property: both texts, both titles."""
    rows = "".join(graph.run(PAIRS.replace("PROPERTY", name), {}, "csv")).split("\n")[1:]
    return Counter(tuple(row.replace(f"{graph.base}id/", "").split(",")) for row in rows if row)


@pytest.fixture(params=["register_release", "source_release"])
def release(request: pytest.FixtureRequest) -> ReleaseFolder:
    """Facts only, and with the words."""
    found: ReleaseFolder = request.getfixturevalue(request.param)
    return found


@pytest.mark.shared
def test_measures_with_the_same_words_in_the_sources_are_linked(
    release: ReleaseFolder, source: Source
) -> None:
    clauses = [clause for clause in source.clauses if clause.kind == "measure"]
    expected = Counter(
        (one.paper.text, other.paper.text, one.title, other.title)
        for one in clauses
        for other in clauses
        if one is not other and one.words == other.words
    )
    found = pairs(Graph(release), "sameWordingAs")
    assert found == expected
    both = Counter(row[:2] for row in found)
    assert (both[DRAFT, VISION.text], both[VERSION, VISION.text], both[DRAFT, VERSION]) == (23, 20, 23)


@pytest.mark.shared
def test_what_the_plan_says_in_other_words_is_linked_to_both_agreements(
    release: ReleaseFolder, source: Source
) -> None:
    """Every measure of the two agreements that has no equal in the plan; read as the same by title, one renamed."""
    words = {clause.words for clause in source.clauses if clause.paper is VISION}
    expected = {
        (clause.paper.text, VISION.text, clause.title, RENAMED.get(clause.title, clause.title))
        for clause in source.clauses
        if clause.paper.area == KUMAMOTO and clause.paper is not VISION and clause.words not in words
    }
    assert len(expected) == 7
    graph = Graph(release)
    assert set(pairs(graph, "rewordingOf")) == expected | {(b, a, d, c) for a, b, c, d in expected}
    carried = {row for row in pairs(graph, "carriesOut") if row[0] == VISION.text}
    assert len(carried) == 27 + 23
    assert expected <= {(b, a, d, c) for a, b, c, d in carried}


@pytest.mark.shared
def test_the_words_that_differ_are_reported_where_they_are_known(source_release: ReleaseFolder) -> None:
    told = [one.problem for one in source_release.report().problems if one.problem.code == "wording_differs"]
    shown = sorted(problem.value.partition(" ")[2] for problem in told)
    assert [value for value in shown if "→" in value] == [
        "受けられるこ→受けるこ",
        "築等持続→築等、持続",
        "築等持続→築等、持続",
        "興等の様々→興等様々",
        "興等の様々→興等様々",
    ]
    assert [value for value in shown if "→" not in value] == ["0.56", "0.56"]


def test_without_the_words_it_is_only_told_that_they_differ(register_release: ReleaseFolder) -> None:
    told = [
        one.problem for one in register_release.report().problems if one.problem.code == "wording_differs"
    ]
    assert Counter(problem.value for problem in told) == {
        "43100-43206": 3,
        "43100-43441": 2,
        "43100-43206 0.78": 1,  # how alike the titles are
        "43100-43441 0.78": 1,
    }
    assert {problem.severity for problem in told} == {"note"}


def test_explaining_a_measure_tells_which_others_are_the_same_and_why(
    register_release: ReleaseFolder,
) -> None:
    rows = list(
        Graph(register_release).run(
            "SELECT ?m { ?m rk:carriesOut ?o . ?m rk:rewordingOf ?o . ?m skos:prefLabel '消費者の保護'@ja }",
            {},
            "csv",
        )
    )
    found = explain(register_release, rows[1].strip())
    assert [(one.property, one.rule, one.confidence, one.similarity) for one in found.same] == [
        ("rk:carriesOut", "concordance.same-title", "0.9", None)
    ]
    text = "\n".join(explanation_text(found))
    assert "rule concordance.same-title, confidence 0.9" in text
    assert "rk:carriesOut https://" in text
