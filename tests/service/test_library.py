"""Stored queries: typed parameters bound as terms, as JSON, CSV and a page."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from graph_build.checks.questions import Param, StoredQuery, load_queries
from service.app import create_app
from service.library.parameters import term_of
from service.problems import Problem
from service.settings import Settings
from tests.service.graphs import BASE
from tests.service.running import Running

BUDGET = StoredQuery(
    number=99,
    name="budget-of-fiction",
    path="99-budget-of-fiction.rq",
    title={"ja": "架空の事業費", "en": "Budget of a fiction"},
    params=(Param("amount", "integer", "1000"), Param("label", "string", "取組1", optional=True)),
    needs="facts",
    columns=(),
    text="SELECT ?amount ?label (COUNT(*) AS ?lines) WHERE { ?line rk:project ?m ; rk:amount ?amount . "
    "?m skos:prefLabel ?name FILTER(COALESCE(STR(?name) = ?label, true)) } GROUP BY ?amount ?label",
)
CITY = StoredQuery(
    number=98,
    name="name-of-city",
    path="98-name-of-city.rq",
    title={"ja": "市の名前", "en": "Name of a city"},
    params=(Param("city", "municipality", "43100"),),
    needs="facts",
    columns=(),
    text="SELECT ?city ?name WHERE { ?city skos:prefLabel ?name } ORDER BY ?name",
)


@pytest.fixture(scope="module")
def client(release_file: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(data=(release_file,)), queries=(BUDGET, CITY))) as running:
        yield running


def test_parameters_are_bound(client: TestClient) -> None:
    rows = client.get("/queries/name-of-city", params={"city": "43100"}).json()["results"]["bindings"]
    assert [row["name"]["value"] for row in rows] == ["Kumamoto", "熊本市"]
    assert {row["city"]["value"] for row in rows} == {f"{BASE}id/municipality/43100"}
    again = client.get("/queries/name-of-city", params={"city": f"{BASE}id/municipality/43100"}).json()
    assert again["results"]["bindings"] == rows


def test_optional_parameters_may_be_left_out_or_empty(client: TestClient) -> None:
    for given_ in ({"amount": "1000"}, {"amount": "1000", "label": ""}):
        (row,) = client.get("/queries/budget-of-fiction", params=given_).json()["results"]["bindings"]
        assert row["lines"]["value"] == "300"
    (row,) = client.get("/queries/budget-of-fiction", params={"amount": "1000", "label": "取組1"}).json()[
        "results"
    ]["bindings"]
    assert row["lines"]["value"] == "1"


def test_values_cannot_become_query_text(client: TestClient) -> None:
    hostile = '" || true) } #'
    answer = client.get("/queries/budget-of-fiction", params={"amount": "1000", "label": hostile})
    assert answer.json()["results"]["bindings"] == []
    assert client.get("/queries/name-of-city", params={"city": "43100> ?p ?o } #"}).status_code == 422


@pytest.mark.parametrize(
    "given_", [{}, {"city": ""}, {"city": "4310"}, {"city": "４３１００"}, {"city": "43100", "other": "x"}]
)
def test_wrong_parameters_are_refused(client: TestClient, given_: dict[str, str]) -> None:
    answer = client.get("/queries/name-of-city", params=given_)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    twice = client.get("/queries/name-of-city?city=43100&city=43100")
    assert twice.status_code == 422


def test_answers_come_as_csv_and_as_a_page(client: TestClient) -> None:
    given_ = {"city": "43100"}
    by_header = client.get("/queries/name-of-city", params=given_, headers={"accept": "text/csv"})
    assert by_header.text == client.get("/queries/name-of-city", params={**given_, "format": "csv"}).text
    assert by_header.text.splitlines()[0] == "city,name"
    page = client.get("/queries/name-of-city", params=given_, headers={"accept": "text/html"})
    assert "熊本市" in page.text
    form = client.get("/queries/name-of-city", headers={"accept": "text/html"})
    assert (form.status_code, 'name="city" value="43100"' in form.text) == (200, True)
    assert client.get("/queries/name-of-city", params={**given_, "format": "xml"}).status_code == 406


def test_the_list_and_the_document_name_every_query(client: TestClient) -> None:
    listed = client.get("/queries", headers={"accept": "application/json"}).json()
    assert [each["name"] for each in listed] == ["budget-of-fiction", "name-of-city"]
    operation = client.get("/openapi.json").json()["paths"]["/queries/name-of-city"]["get"]
    (parameter,) = [each for each in operation["parameters"] if each["name"] == "city"]
    assert parameter["required"]
    assert parameter["example"] == "43100"


def test_every_query_of_the_package_answers_with_its_examples(server: Running) -> None:
    for query in load_queries():
        given_ = {param.name: param.example for param in query.params}
        answer = server.client.get(f"/queries/{query.name}", params=given_, headers={"accept": "text/csv"})
        assert answer.status_code == 200, (query.name, answer.text)
        assert answer.text.splitlines()[0].split(",")[: len(query.columns)]


def test_no_query_asks_whether_a_parameter_is_bound() -> None:
    """The engine decides BOUND before it binds parameters: COALESCE(…, true) says the same and works."""
    for query in load_queries():
        for param in query.params:
            assert not re.search(rf"BOUND\s*\(\s*[?$]{param.name}\s*\)", query.text, re.IGNORECASE), (
                query.path
            )


@given(st.sampled_from(["municipality", "area", "agreement", "vision", "date", "year", "integer"]), st.text())
def test_any_text_is_a_term_of_the_type_or_refused(kind: str, text: str) -> None:
    with contextlib.suppress(Problem):
        term = term_of("x", kind, text, BASE)
        assert term.is_iri == (kind in ("municipality", "area", "agreement", "vision"))
        assert term.value.isascii()
        assert not set(term.value) & set('<>"{}|\\^` ')
