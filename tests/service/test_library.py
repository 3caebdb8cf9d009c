"""Stored queries: typed parameters bound as terms, as JSON, CSV and a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from graph_build.checks.questions import Param, StoredQuery, load_queries
from service.app import create_app
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


@pytest.fixture(scope="module")
def stored(release_file: Path) -> Iterator[TestClient]:
    """The service with the stored queries of the package."""
    with TestClient(create_app(Settings(data=(release_file,)))) as running:
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
    for query in (query for query in load_queries() if not query.federated):
        given_ = {param.name: param.example for param in query.params}
        answer = server.client.get(f"/queries/{query.name}", params=given_, headers={"accept": "text/csv"})
        assert answer.status_code == 200, (query.name, answer.text)
        assert answer.text.splitlines()[0].split(",")[: len(query.columns)]


def test_a_federated_query_is_given_as_text_and_never_run(stored: TestClient) -> None:
    (query,) = [query for query in load_queries() if query.federated]
    given_ = {param.name: param.example for param in query.params}
    page = stored.get(f"/queries/{query.name}", params=given_, headers={"accept": "text/html"})
    assert (page.status_code, "SERVICE &lt;http" in page.text, "<form" in page.text.split("<h1")[1]) == (
        200,
        True,
        False,
    )
    for media in ("application/json", "text/csv"):
        answer = stored.get(f"/queries/{query.name}", params=given_, headers={"accept": media})
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "service-refused")
    listed = stored.get("/queries", headers={"accept": "application/json"}).json()
    assert [one["name"] for one in listed if one["federated"]] == [query.name]


def test_no_query_asks_whether_a_parameter_is_bound() -> None:
    """The engine decides BOUND before it binds parameters: COALESCE(…, true) says the same and works."""
    for query in load_queries():
        for param in query.params:
            assert not re.search(rf"BOUND\s*\(\s*[?$]{param.name}\s*\)", query.text, re.IGNORECASE), (
                query.path
            )


def wrong_values() -> Iterator[tuple[StoredQuery, dict[str, str]]]:
    """For every stored query: each parameter left out, each of another type where there is one, and a stranger."""
    for query in (query for query in load_queries() if not query.federated):
        right = {param.name: param.example for param in query.params}
        yield query, {**right, "stranger": "1"}
        for param in query.params:
            if not param.optional:
                yield query, {name: value for name, value in right.items() if name != param.name}
            yield query, {**right, param.name: "x" * 1001 if param.type == "string" else "no such value"}


WRONG = list(wrong_values())


@pytest.mark.parametrize(
    ("query", "given_"), WRONG, ids=[f"{query.name}-{n}" for n, (query, _) in enumerate(WRONG)]
)
def test_missing_and_wrong_parameters_of_every_stored_query_are_refused(
    stored: TestClient, query: StoredQuery, given_: dict[str, str]
) -> None:
    for media in ("application/json", "text/csv", "text/html"):
        answer = stored.get(f"/queries/{query.name}", params=given_, headers={"accept": media})
        if media == "text/html" and not given_:
            assert answer.status_code == 200  # the form that asks for them
            continue
        assert answer.status_code == 422
        if media == "text/html":
            assert answer.headers["content-type"] == "text/html; charset=utf-8"
            continue
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["type"].endswith("/problem/invalid-parameter")


def test_the_document_says_which_values_are_taken(stored: TestClient) -> None:
    paths = stored.get("/openapi.json").json()["paths"]
    for query in load_queries():
        declared = {p["name"]: p for p in paths[f"/queries/{query.name}"]["get"]["parameters"]}
        for param in query.params:
            schema = declared[param.name]["schema"]
            if "pattern" in schema:
                assert re.search(schema["pattern"], param.example)
                assert not re.search(schema["pattern"], "no such value")
