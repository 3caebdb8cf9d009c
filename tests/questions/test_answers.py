"""The answers to the questions on visions are those of the source, read a second time by `tests.questions.reading`."""

from __future__ import annotations

import dataclasses
from collections import Counter

import pytest

from graph_build.checks.questions import Needs, StoredQuery, Table, evaluate, expected, load_queries
from graph_build.release.asking import Graph
from graph_build.release.folder import ReleaseFolder
from tests.questions import plan, reading
from tests.questions.reading import FILES, QUERIES, TABLES
from tests.questions.source import Rows, Source

BY_NUMBER = {query.number: query for query in load_queries()}
OURS = [BY_NUMBER[number] for number in TABLES]
EMPTY = {7, 16, 34, 38}
"""Questions to which the corpus says nothing; `tests.questions.test_answered_elsewhere` asks where they have answers."""
OF_ONE_PLACE = [
    query
    for query in OURS
    if {"vision", "area"} & {param.type for param in query.params if not param.optional}
]


def verdicts(queries: list[StoredQuery]) -> dict[str, str]:
    return {query.path: "unverifiable" if query.number in EMPTY else "valid" for query in queries}


def examples(query: StoredQuery) -> dict[str, str]:
    return {param.name: param.example for param in query.params if not param.optional}


def rows(table: Table, query: StoredQuery) -> Rows:
    """The compared columns of an answer, in its order."""
    at = [table.columns.index(column.name) for column in query.columns]
    return [tuple(row[n] for n in at) for row in table.rows]


def answer(graph: Graph, number: int, **other: str) -> Rows:
    query = BY_NUMBER[number]
    return rows(graph.ask(query, examples(query) | other), query)


@pytest.mark.parametrize(("kind", "number"), [(kind, n) for kind, tables in FILES.items() for n in tables])
def test_the_expected_answer_is_what_stands_in_the_source(kind: str, number: int, source: Source) -> None:
    stored = QUERIES.joinpath(f"{number:02}.{kind}.csv").read_text(encoding="utf-8")
    assert stored == reading.table(source, number, FILES[kind])


def test_nothing_is_expected_where_the_corpus_says_nothing() -> None:
    empty = {query.number for query in OURS if not (expected(query, "facts") or Table((), ())).rows}
    assert empty == EMPTY


def test_the_register_answers_as_expected(register_graph: Graph) -> None:
    found = {one.query.path: one.verdict for one in evaluate(OURS, register_graph.ask, "facts")}
    assert found == verdicts(OURS)


def test_the_source_documents_answer_as_expected(source_release: ReleaseFolder) -> None:
    found = {one.query.path: one.verdict for one in evaluate(OURS, Graph(source_release).ask, "text")}
    assert found == verdicts(OURS)


@pytest.mark.parametrize("carries", ["facts", pytest.param("text", marks=pytest.mark.shared)])
def test_every_question_has_its_verdict(carries: Needs, request: pytest.FixtureRequest) -> None:
    """Also those whose expected answers were written by hand, and the one that asks another server."""
    releases = {"facts": "register_release", "text": "source_release"}
    graph = Graph(request.getfixturevalue(releases[carries]))
    found = {one.query.number: one.verdict for one in evaluate(load_queries(), graph.ask, carries)}
    unverifiable = EMPTY | {query.number for query in load_queries() if query.federated}
    assert found == {n: "unverifiable" if n in unverifiable else "valid" for n in BY_NUMBER}


def test_other_visions_in_the_graph_do_not_change_an_answer(crowded_graph: Graph) -> None:
    count = "SELECT (COUNT(?v) AS ?n) { ?v a rk:Vision ; rk:textStatus rk:textStatus-complete }"
    assert int(list(crowded_graph.run(count, {}, "csv"))[1]) > 3
    found = {one.query.path: one.verdict for one in evaluate(OF_ONE_PLACE, crowded_graph.ask, "facts")}
    assert found == verdicts(OF_ONE_PLACE)


def test_every_measure_has_its_projects_and_participants(register_graph: Graph, source: Source) -> None:
    for measure in source.measures:
        found = Counter(answer(register_graph, 3, measure=measure.title))
        assert found == Counter(plan.projects_of(source, measure.title)), measure.title


def test_a_measure_is_found_by_its_english_title(register_graph: Graph) -> None:
    assert answer(register_graph, 3, measure="Disaster response") == answer(register_graph, 3)


def test_every_member_has_its_projects(register_graph: Graph, source: Source) -> None:
    for name in source.members:
        found = Counter(answer(register_graph, 4, municipality=source.codes[name]))
        assert found == Counter(plan.joined_by(source, name)), name


def test_who_is_no_member_of_the_area_gets_no_list_of_measures(register_graph: Graph) -> None:
    assert answer(register_graph, 4, municipality="33100") == []


@pytest.mark.parametrize("number", [2, 4, 17])
def test_answers_stand_in_the_order_of_the_text(number: int, register_graph: Graph) -> None:
    stored = QUERIES.joinpath(f"{number:02}.facts.csv").read_text(encoding="utf-8")
    assert [",".join(row) for row in answer(register_graph, number)] == stored.splitlines()[1:]


def test_projects_of_a_vision_are_all_there_once(register_graph: Graph, source: Source) -> None:
    joined = Counter(title for _, title in answer(register_graph, 4, municipality=source.codes[source.core]))
    assert joined == Counter(project.title for project in source.projects)


def test_sums_of_pillars_fields_and_years_agree(register_graph: Graph) -> None:
    sums: Counter[str] = Counter()
    for level, _, _, amount in answer(register_graph, 20):
        sums[level] += int(amount)
    years = sum(int(row[1]) for row in answer(register_graph, 21))
    assert sums["pillar"] == sums["measure"] == years
    assert 0 < sums["field"] < sums["pillar"]


def test_the_date_of_a_concluded_agreement_says_since_when(register_graph: Graph) -> None:
    """Dates as signed: the city of Okayama with Hayashima, the city of Kurume with Ogori."""
    since = {
        row[0]: row[3]
        for core in ("33100", "40203")
        for row in answer(register_graph, 1, area=f"renkei-chusu/{core}")
    }
    assert since["municipality/33346"] == "2016-10-11"
    assert since["municipality/40216"] == "2016-02-23"
    assert since["municipality/33100"] == since["municipality/40203"] == ""


def with_values(graph: Graph, query: StoredQuery) -> StoredQuery:
    """The query with its parameters as VALUES at the start of its pattern, as remote engines get them."""
    terms = {name: str(term) for name, term in graph.bindings(query, examples(query)).items()}
    values = f"VALUES ({' '.join(f'?{name}' for name in terms)}) {{ ({' '.join(terms.values())}) }}"
    return dataclasses.replace(query, params=(), text=query.text.replace("WHERE {", f"WHERE {{ {values}", 1))


@pytest.mark.parametrize("query", OURS, ids=lambda query: query.path)
def test_parameters_may_also_be_given_as_values(query: StoredQuery, crowded_graph: Graph) -> None:
    bound = crowded_graph.ask(query, examples(query))
    assert crowded_graph.ask(with_values(crowded_graph, query), {}) == bound
