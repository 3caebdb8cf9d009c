"""Stored questions: strict headers, and verdicts from what the sources state and what the graph answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from graph_build.checks.questions import (
    HeaderError,
    StoredQuery,
    Table,
    evaluate,
    expected,
    judge,
    load_queries,
    parse_query,
    read_csv,
)
from graph_build.checks.report import outcomes_text

GOOD = """#+ title: {ja: 年, en: Years}
#+ question: 20
#+ params: [{name: year, type: year, example: 2021, optional: true}]
#+ needs: facts
#+ columns: [{name: project}, {name: amount, unit: yen}]
# select is a word here
SELECT ?year ?project ?amount WHERE { ?l rk:project ?project ; rk:year ?year ; rk:amount ?amount }
"""


def query(text: str = GOOD) -> StoredQuery:
    return parse_query("20-years.rq", text)


def test_the_header_says_what_the_query_is() -> None:
    found = query()
    assert (found.number, found.name, found.title["ja"], found.needs) == (20, "years", "年", "facts")
    assert [(p.name, p.type, p.example, p.optional) for p in found.params] == [("year", "year", "2021", True)]
    assert [(c.name, c.unit) for c in found.columns] == [("project", None), ("amount", "yen")]
    assert found.text == GOOD


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("question: 20", "question: 21", "not the number in the file's name"),
        ("needs: facts", "needs: words", "needs 'words' is none of facts, text"),
        ("#+ needs: facts\n", "", "missing key needs"),
        ("needs: facts", "needs: facts\n#+ colour: red", "unknown key colour"),
        ("type: year", "type: decade", "type 'decade' is none of municipality"),
        ("example: 2021, ", "", "missing key example"),
        ("optional: true", "optional: maybe", "optional 'maybe' is none of"),
        ("{ja: 年, en: Years}", "{ja: 年}", "missing key en"),
        ("[{name: project}", "[{name: town}", r"does not project \?town"),
        ("SELECT ?year", "SELECT", r"does not project \?year"),
        ("#+ question: 20", "#+ question: [", "not YAML"),
        ("columns: [", "columns: {a: 1} #[", "columns must be a list"),
    ],
)
def test_a_header_that_is_not_right_is_refused_with_the_reason(old: str, new: str, said: str) -> None:
    with pytest.raises(HeaderError, match=said):
        query(GOOD.replace(old, new))


def test_a_file_without_number_is_refused() -> None:
    with pytest.raises(HeaderError, match=r"NN-name\.rq"):
        parse_query("years.rq", GOOD)


def test_the_packaged_queries_have_proper_headers_and_expectations_with_their_columns() -> None:
    queries = load_queries()
    assert len(queries) >= 5
    for one in queries:
        wanted = expected(one, "text")
        if wanted is not None:
            assert set(wanted.columns) == {column.name for column in one.columns}


STATED = Table(("project", "amount"), (("p1", "5"), ("p2", "0")))


@pytest.mark.parametrize(
    ("wanted", "rows", "verdict"),
    [
        (STATED, (("p2", "0", "2021"), ("p1", "5", "2021")), "valid"),
        (STATED, (("p1", "5", "2021"),), "invalid"),
        (STATED, (), "invalid"),
        (STATED, (("p1", "5", ""), ("p2", "0", ""), ("p3", "1", "")), "warning"),
        (STATED, (("p1", "5", ""), ("p1", "5", ""), ("p2", "0", "")), "warning"),
        (Table(("project", "amount"), ()), (), "unverifiable"),
        (Table(("project", "amount"), ()), (("p1", "5", ""),), "warning"),
        (None, (("p1", "5", ""),), None),
    ],
)
def test_the_verdict_is_what_the_source_states_times_what_the_graph_answers(
    wanted: Table | None, rows: tuple[tuple[str, ...], ...], verdict: str | None
) -> None:
    assert judge(query(), wanted, Table(("project", "amount", "year"), rows)).verdict == verdict


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ((("p1", "5", ""), ("p2", "0", "")), "valid"),
        ((("p1", "5", ""), ("p2", "0", ""), ("p3", "1", "")), "valid"),
        ((("p1", "5", ""), ("p2", "0", ""), ("p3", "1", ""), ("p3", "1", "")), "warning"),
        ((("p1", "5", ""), ("p3", "1", "")), "invalid"),
    ],
)
def test_a_row_on_which_readers_differ_may_be_there_or_not(
    rows: tuple[tuple[str, ...], ...], verdict: str
) -> None:
    disputed = Table(("project", "amount"), (("p3", "1"),))
    answer = Table(("project", "amount", "year"), rows)
    assert judge(query(), STATED, answer, disputed).verdict == verdict


def test_missing_and_surplus_rows_are_named() -> None:
    outcome = judge(query(), STATED, Table(("amount", "project"), (("5", "p1"), ("7", "p9"))))
    assert (outcome.missing, outcome.surplus) == ((("p2", "0"),), (("p9", "7"),))
    text = outcomes_text([outcome])
    assert "20 Years" in text
    assert "missing: p2 | 0" in text
    assert "not in the sources: p9 | 7" in text


def test_questions_are_asked_with_the_examples_and_text_needs_words(tmp_path: Path) -> None:
    (tmp_path / "20.facts.csv").write_text("project,amount\np1,5\n", encoding="utf-8")
    (tmp_path / "20.text.csv").write_text("project,amount\np1,6\n", encoding="utf-8")
    needed = query(GOOD.replace(", optional: true", ""))
    asked: list[Mapping[str, str]] = []

    def ask(_: StoredQuery, values: Mapping[str, str]) -> Table:
        asked.append(values)
        return Table(("project", "amount"), (("p1", "5"),))

    assert [one.verdict for one in evaluate([needed], ask, "facts", tmp_path)] == ["valid"]
    assert [one.verdict for one in evaluate([needed], ask, "text", tmp_path)] == ["invalid"]
    words = query(GOOD.replace("needs: facts", "needs: text"))
    assert [one.verdict for one in evaluate([words], ask, "facts", tmp_path)] == ["unverifiable"]
    assert asked == [{"year": "2021"}, {"year": "2021"}, {}]


def test_a_ragged_table_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells expected"):
        read_csv("a,b\n1\n")
